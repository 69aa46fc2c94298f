"""SZ: text of a size that needs more than a number to be told.

Plain limits need no function: their rules name a metric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._wording import count
from skilllint.model import Problem, Setting, Skill

PACKED = re.compile(r"[A-Za-z0-9+/=_-]{80,}")
"""Base64, hashes or minified code; a line drawn of dashes has fewer than `LETTERS` letters."""

LETTERS = 12


def giant_line(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A line so long that no prose stands on it, or data packed into the text."""
    for number, line in enumerate(skill.source.lines, 1):
        if number < skill.source.body_line:
            continue
        if len(line) > setting.limits["characters"]:
            yield _long(number, len(line), setting.limits["characters"])
        elif len(line) > setting.limits["packed"]:
            yield from _packed(number, line, setting.limits["packed"])


def _long(line: int, size: int, limit: float) -> Problem:
    over = count(size - limit, "characters")
    return Problem(
        line,
        f"the line is {over} over its limit ({count(size, 'characters')}, limit {limit:,.0f})",
        hint="break prose into lines; move data to a file of its own that is read when needed",
        value=size,
        limit=limit,
    )


def _packed(line: int, text: str, limit: float) -> Iterator[Problem]:
    runs = [run for run in PACKED.finditer(text) if len(set(run[0])) >= LETTERS]
    longest = max(runs, key=lambda run: len(run[0]), default=None)
    if longest and len(longest[0]) > limit:
        size = len(longest[0])
        yield Problem(
            line,
            f"packed data stands in the text ({count(size, 'characters')} without a blank, "
            f"limit {limit:,.0f})",
            col=longest.start() + 1,
            hint="move it to a file of its own; a model pays for it in every session",
            value=size,
            limit=limit,
        )
