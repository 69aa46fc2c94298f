"""MD: what is said of a code fence at its opening."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from skilllint.checks._escaped import Mark, above, marks
from skilllint.checks._lines import blocks, coded, starts
from skilllint.checks._markdown import scan
from skilllint.checks._wording import count
from skilllint.model import Block, Edit, Problem, Setting, Skill

MARKS = re.compile(r"(?:`{3,}|~{3,})(?=[ \t]*\r?$)")
INSIDE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")

LONGEST = 20_000
"""Characters of a fence that is looked into; a longer one is called text."""


def fence_without_language(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A fence that does not say what it holds.

    Silent where fences are broken: what seems to open one there may close another.
    """
    fences = [block for block in blocks(skill) if block.kind == "fence"]
    if any(not block.closed or _broken(skill, block) for block in fences):
        return
    lines = skill.source.lines
    begins = starts(lines)
    for block in fences:
        found = MARKS.search(lines[block.start - 1])
        if not block.info and found:
            at = begins[block.start - 1] + found.end()
            language = _language(skill, block)
            yield Problem(
                block.start,
                "the fence does not say what it holds",
                end=block.end,
                hint=f"write {found[0]}{language}, or the language that it is",
                edits=(Edit(at, at, language),),
            )


def escaped_fence(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Backticks behind backslashes where a fence was meant: its code is read as prose."""
    if "\\`" in skill.source.body:
        yield from _escaped(skill.source.lines, coded(skill) | above(skill), "")
    for file in skill.files:
        if file.kind == "reference" and file.text and "\\`" in file.text:
            lines = file.lines
            yield from _escaped(lines, scan(lines).hidden, file.path)


def _escaped(lines: Sequence[str], hidden: AbstractSet[int], file: str) -> Iterator[Problem]:
    """The problem of all such lines of one file together."""
    found = marks(lines, hidden)
    if found:
        first = found[0]
        more = f", here and in {count(len(found) - 1, 'lines')} below" if found[1:] else ""
        yield Problem(
            first[0],
            f"backslashes before the backticks keep {first[1][0].strip()} from opening a fence"
            f"{more}",
            end=found[-1][0],
            hint="delete the backslashes: what they were to hold is read as prose, "
            "its comments as headings",
            value=len(found),
            file=file,
            edits=tuple(_unescaped(lines, hidden, found)),
        )


def _unescaped(lines: Sequence[str], hidden: AbstractSet[int], found: list[Mark]) -> Iterator[Edit]:
    """Bare backticks, where the lines take turns in opening and closing a fence around prose."""
    named = [bool(mark["info"]) for _, mark in found]
    pairs = zip(found[::2], found[1::2], strict=False)
    whole = all(hidden.isdisjoint(range(first, last)) for (first, _), (last, _) in pairs)
    if whole and len(found) % 2 == 0 and all(named[::2]) and not any(named[1::2]):
        begins = starts(lines)
        for number, mark in found:
            start = begins[number - 1] + mark.start("marks")
            yield Edit(start, start + len(mark["marks"]), mark["marks"].replace("\\", ""))


def _broken(skill: Skill, block: Block) -> bool:
    """Whether a fence may be closed by one that stands inside it."""
    inside = skill.source.lines[block.start : block.end - 1]
    return any(INSIDE.match(line) for line in inside if "```" in line or "~~~" in line) and (
        len(_run(skill, block.start)) == len(_run(skill, block.end))
        and any(_length(line) >= len(_run(skill, block.start)) for line in inside)
    )


def _run(skill: Skill, line: int) -> str:
    found = re.search("`{3,}|~{3,}", skill.source.lines[line - 1])
    return found[0] if found else ""


def _length(line: str) -> int:
    """How many marks begin a line that opens or closes a fence; 0 for any other."""
    found = INSIDE.match(line)
    return len(found[0].lstrip(" \t>")) if found else 0


def _language(skill: Skill, block: Block) -> str:
    """`json` for a JSON object or list, `text` for anything else: never a guess."""
    text = skill.outline.text(block.start + 1, block.end - 1).strip()
    if text[:1] in ("{", "[") and len(text) <= LONGEST:
        try:
            return "json" if isinstance(json.loads(text), dict | list) else "text"
        except (ValueError, RecursionError):
            return "text"
    return "text"
