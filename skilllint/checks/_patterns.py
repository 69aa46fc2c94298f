"""The closed set of places in which a repository's own rule can look for a pattern.

    description        the description, as YAML reads it
    frontmatter.KEY    the value of a key, also of one below another (`metadata.version`)
    heading            the text of each heading
    prose              the body's lines outside of code
    code               the lines inside of fences and indented code

Patterns come from a configuration, so they may be slow without meaning to: each
has a fixed time for one skill.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from skilllint.checks._wording import quoted
from skilllint.model import Pattern, Problem, Rule, Skill

if TYPE_CHECKING:
    import regex

SECONDS = 0.25
"""Time that one pattern has for one skill; a text of 100 kB takes a good one 5 ms."""

FRONT = "frontmatter."

Place = tuple[int, str]
"""The line that a text begins on, and the text."""

Match = tuple[int, int, str]
"""The line and the column of a match, and what matched."""

TRIAL = "".join(map(chr, range(32, 127))) + "é\t漢  \n\n  a\nword Word words 2026-01-31 10000\n"
"""Something for most patterns to match, and the pattern's own words stand behind it."""

LINES = ("prose", "code")
"""Scopes whose texts are lines of the file as they stand there."""

MARK = re.compile(r"[ \t]*(?:#{1,6}[ \t]+)?")
KEY = re.compile(
    r"""(?:[^\s:"']{1,200}|"[^"]{1,200}"|'[^']{1,200}')[ \t]*:[ \t]+(?:["'\[][ \t]*)?"""
)
"""What stands before a title, and before a value that is plain or in quotes."""


class TooSlow(Exception):
    """A pattern that gave no answer in its time; its text is a sentence."""


def find(rule: Rule, pattern: Pattern, skill: Skill) -> Iterator[Problem]:
    """Every match of a rule's pattern, or that there is none. Raises `TooSlow`."""
    places = [*texts(pattern.scope, skill)]
    matches = searched(pattern, places)
    if not pattern.required:
        for line, col, text in located(pattern.scope, places, matches, skill):
            yield Problem(line, f"{rule.title}: {quoted(text)}", col=col, hint=rule.hint)
    elif not any(True for _ in matches):
        line = places[0][0] if places else skill.source.front.start or 1
        name = pattern.scope.removeprefix(FRONT)
        message = f"{rule.title}: nothing in `{name}` matches"
        yield Problem(line, message, hint=rule.hint, whole=True)


def searched(pattern: Pattern, places: list[Place]) -> Iterator[Match]:
    """The line, the column and the text of each match that holds any text."""
    end = time.monotonic() + SECONDS
    for line, text in places:
        try:
            left = max(end - time.monotonic(), 0.001)
            found = [
                one.span() for one in compiled(pattern.expression).finditer(text, timeout=left)
            ]
        except TimeoutError:
            raise TooSlow(f"its pattern took longer than {SECONDS:g} s") from None
        for start, stop in found:
            if start < stop:
                above = text.count("\n", 0, start)
                yield line + above, start - text.rfind("\n", 0, start), text[start:stop]


def located(
    scope: str, places: list[Place], matches: Iterable[Match], skill: Skill
) -> Iterator[Match]:
    """The matches where they stand in the file, also those in titles and values.

    What YAML has joined or unescaped has no place of its own: it stands at its key.
    """
    if scope in LINES:
        yield from matches
        return
    begins = {line: _begin(scope, line, text, skill) for line, text in places}
    for line, col, text in matches:
        begin = begins.get(line, -1)
        at = line if line in begins else places[0][0]
        yield at, begin + col if begin >= 0 else 1, text


def _begin(scope: str, line: int, text: str, skill: Skill) -> int:
    """How many characters stand before a title or a value in its line; -1 if it is not there."""
    shown = skill.source.lines[line - 1] if line <= len(skill.source.lines) else ""
    mark = MARK.match(shown) if scope == "heading" else KEY.match(shown)
    at = shown.find(text, mark.end()) if mark else -1
    return at if mark and at == mark.end() else -1


@cache
def compiled(expression: str) -> regex.Pattern[str]:
    """A pattern, ready for use. Raises `ValueError` with what is wrong with it."""
    import regex

    try:
        return regex.compile(expression, regex.VERSION0 | regex.MULTILINE)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError(str(error)) from None


def is_empty(expression: str) -> bool:
    """Whether a pattern matches the empty text and no other, as far as a trial can show."""
    try:
        found = compiled(expression).finditer(f"{TRIAL}{expression}", timeout=SECONDS)
        met = {one.start() < one.end() for one in found}
    except TimeoutError:
        return False
    return met == {False}


# --- where to look ----------------------------------------------------------------


def fault(scope: str) -> str:
    """What is wrong with the name of a scope; empty if nothing is."""
    if scope in SCOPES or (scope.startswith(FRONT) and scope.removeprefix(FRONT).strip(".")):
        return ""
    return f"; there are {', '.join(SCOPES)}, {FRONT}KEY"


def texts(scope: str, skill: Skill) -> Iterator[Place]:
    """The texts of a scope, each with its line."""
    if scope.startswith(FRONT):
        return _value(scope.removeprefix(FRONT).split("."), skill)
    return SCOPES[scope](skill)


def _description(skill: Skill) -> Iterator[Place]:
    if skill.description:
        yield skill.source.front.line_of("description"), skill.description


def _value(keys: list[str], skill: Skill) -> Iterator[Place]:
    value: Any = skill.source.front.values
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is not None:
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield skill.source.front.line_of(keys[0]), shown


def _heading(skill: Skill) -> Iterator[Place]:
    return ((section.start, section.title) for section in skill.outline.sections if section.level)


def _prose(skill: Skill) -> Iterator[Place]:
    return _runs(skill, code=False)


def _code(skill: Skill) -> Iterator[Place]:
    return _runs(skill, code=True)


def _runs(skill: Skill, *, code: bool) -> Iterator[Place]:
    """Each run of lines of the body that are code, or that are none.

    Headings and the marks of fences are neither.
    """
    inside: set[int] = set()
    marks: set[int] = set()
    for section in skill.outline.sections:
        if section.level:
            marks.add(section.start)
        for block in section.blocks:
            if block.kind in ("fence", "code"):
                inside.update(range(block.start, block.end + 1))
            if block.kind == "fence":
                marks.update((block.start, block.end) if block.closed else (block.start,))
    run: list[str] = []
    first = 0
    for number in range(skill.source.body_line, len(skill.source.lines) + 1):
        if number not in marks and (number in inside) == code:
            first = first if run else number
            run.append(skill.source.lines[number - 1].removesuffix("\r"))
        elif run:
            yield first, "\n".join(run)
            run = []
    if run:
        yield first, "\n".join(run)


SCOPES: Mapping[str, Callable[[Skill], Iterator[Place]]] = {
    "description": _description,
    "heading": _heading,
    "prose": _prose,
    "code": _code,
}
