"""Fences that backslashes keep from opening, and what they were to hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from skilllint.checks._lines import coded
from skilllint.model import Skill

ESCAPED = re.compile(r"[ \t>]*(?P<marks>(?:\\`){3,}|\\`{3,})(?P<info>[\w+-]{0,30})[ \t]*\r?$")

NOTHING: frozenset[int] = frozenset()

Mark = tuple[int, re.Match[str]]
"""A line that is nothing but an escaped fence line, and what it is made of."""


def marks(lines: Sequence[str], hidden: AbstractSet[int]) -> list[Mark]:
    """The lines that would open or close a fence but for their backslashes."""
    return [
        (number, found)
        for number, line in enumerate(lines, 1)
        if "\\`" in line and number not in hidden
        for found in [ESCAPED.match(line)]
        if found
    ]


def taken_for_prose(skill: Skill) -> AbstractSet[int]:
    """The lines of SKILL.md that were to be code: from one escaped fence line to its other."""
    if "\\`" not in skill.source.body:
        return NOTHING
    found: set[int] = set()
    first = 0
    for number, mark in marks(skill.source.lines, coded(skill) | above(skill)):
        if first and not mark["info"]:
            found.update(range(first, number + 1))
            first = 0
        else:  # one that names a language opens, whatever was open
            first = number
    return found


def above(skill: Skill) -> set[int]:
    """The lines of the front matter."""
    return {*range(1, skill.source.body_line)}
