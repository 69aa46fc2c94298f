"""MD: tags that hold a part of the text together, and where they do not close."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from skilllint.checks._lines import coded
from skilllint.model import Problem, Setting, Skill

ALONE = re.compile(r"[ \t>]*<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]{0,80})(?:\s[^<>]{0,400})?>\s*$")
ANY = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]{0,80})(?:\s[^<>]{0,400})?>")
CODE = re.compile(r"(`{1,3})[^`\n]{1,400}\1")
OPTIONAL = frozenset(
    "area base br col dd dt embed hr img input li link meta optgroup option p param source "  # noqa: SIM905
    "tbody td tfoot th thead tr track wbr".split()
)
"""Elements of HTML that need no end."""


def unclosed_tag(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A tag alone on its line that is closed without an opening, or not closed as its like are.

    A name that is never closed anywhere is a placeholder, not a tag.
    """
    if "</" not in skill.source.body:
        return
    tags = _alone(skill)
    if not tags:
        return
    opened, closed = _counts(skill)
    for name, places in tags.items():
        if closed[name] and opened[name] != closed[name]:
            yield from _odd(name, places)


def _odd(name: str, places: list[tuple[int, bool]]) -> Iterator[Problem]:
    """The tags of one name that have no counterpart."""
    open_: list[int] = []
    for line, ends in places:
        if not ends:
            open_.append(line)
        elif open_:
            open_.pop()
        else:
            yield Problem(
                line,
                f"</{name}> closes nothing that is open",
                hint=f"delete it, or put <{name}> where the part begins",
            )
    for line in open_:
        yield Problem(
            line,
            f"<{name}> is never closed",
            hint=f"put </{name}> on a line behind the part that it holds",
        )


def _alone(skill: Skill) -> dict[str, list[tuple[int, bool]]]:
    """The tags that have a line to themselves, by name, each with whether it is an end."""
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    code = coded(skill)
    for number, line in enumerate(skill.source.lines, 1):
        if "<" in line and number >= skill.source.body_line and number not in code:
            tag = ALONE.match(line)
            if tag and tag["name"].lower() not in OPTIONAL and "/>" not in line:
                found[tag["name"]].append((number, bool(tag["end"])))
    return found


def _counts(skill: Skill) -> tuple[Counter[str], Counter[str]]:
    """How often each tag opens and closes outside code, wherever it stands in a line."""
    opened: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    code = coded(skill)
    for number, line in enumerate(skill.source.lines, 1):
        if "<" in line and number >= skill.source.body_line and number not in code:
            for tag in ANY.finditer(CODE.sub("", line)):
                if not tag[0].endswith("/>"):
                    (closed if tag["end"] else opened)[tag["name"]] += 1
    return opened, closed
