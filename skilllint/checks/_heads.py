"""What checks of the front matter share: whether it can be judged, and how values are called."""

from __future__ import annotations

from datetime import date

from skilllint.model import FrontMatter, Skill

HARMLESS = {"duplicate-key"}
"""Faults that leave every value where a host looks for it."""

TYPES: dict[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a mapping",
    type(None): "empty",
}


def readable(skill: Skill) -> bool:
    """Whether the values are those a host reads: otherwise one fault would be told thrice."""
    kinds = {fault.kind for fault in skill.source.front.faults}
    return not skill.standalone and kinds <= HARMLESS


def kind(value: object) -> str:
    """What a value is, in the words of a message."""
    if isinstance(value, date):
        return "a date"
    return TYPES.get(type(value), f"a {type(value).__name__}")


def written(skill: Skill, line: int) -> str:
    """What stands behind the colon on a line, without a comment: the author's spelling."""
    return skill.source.lines[line - 1].partition(":")[2].partition(" #")[0].strip()


def inner_line(skill: Skill, front: FrontMatter, key: str, inner: str) -> int:
    """The line of a key inside another one's mapping; the outer key's line if none is its own."""
    first = front.line_of(key)
    for number in range(first + 1, front.end):
        line = skill.source.lines[number - 1]
        if line[:1] not in (" ", "\t", "\r", ""):
            break
        if line.lstrip(" \t'\"").startswith(inner):
            return number
    return first
