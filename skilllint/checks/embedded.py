"""SZ: data packed into the text, which a model pays for and does not decode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._lines import blocks
from skilllint.checks._wording import count
from skilllint.model import Problem, Setting, Skill

URI = re.compile(
    r"data:[\w.+-]{1,60}/[\w.+-]{1,60}(?:;[\w=.-]{1,60}){0,4},(?P<data>[^\s\"'<>()`]+)"
)
SIGNS = re.compile(r"[^A-Za-z0-9+/=_-]")
PACKED = re.compile(r"[ \t>]*(?P<data>[A-Za-z0-9+/_-]{50,}={0,2})\r?")
LAST = re.compile(r"[ \t>]*[A-Za-z0-9+/_-]{1,200}={0,2}\r?")
LETTERS = 16
"""Fewer different letters than this are a line that is drawn, or a word."""

DENSE = 0.04
"""Blanks in code that a person wrote are more than this part of it."""


def embedded_data(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Data URIs, base64 over several lines, minified code and drawings in SVG.

    SZ103 tells of lines longer than `line` and of runs longer than `packed`.
    """
    text, limits = skill.source.body, setting.limits
    if "data:" in text:
        yield from _uris(skill, limits["characters"], limits["packed"])
    yield from _packed(skill, limits["characters"])
    if "<svg" in text and "</svg>" in text:
        yield from _drawings(skill, limits["drawing"])
    yield from _minified(skill, limits["characters"], limits["line"])


def _uris(skill: Skill, limit: float, longest: float) -> Iterator[Problem]:
    for number, line in _lines(skill):
        if "data:" in line:
            for found in URI.finditer(line):
                run = max(map(len, SIGNS.split(found["data"])))
                if len(found["data"]) > limit and run <= longest:
                    size = len(found["data"])
                    yield _problem("a data: URI", (number, number), size, limit, found.start() + 1)


def _packed(skill: Skill, limit: float) -> Iterator[Problem]:
    """Runs of lines that are nothing but letters, digits and the signs of base64."""
    start, size = 0, 0
    for number, line in (*_lines(skill), (len(skill.source.lines) + 1, "")):
        packed = PACKED.fullmatch(line) if len(line) >= 50 else None
        if packed and len(set(packed["data"])) >= LETTERS:
            start, size = start or number, size + len(packed["data"])
            continue
        if start:
            end = number - 1
            if LAST.fullmatch(line):
                end, size = number, size + len(line.strip())
            if size > limit and end > start:
                yield _problem("packed data", (start, end), size, limit)
            start, size = 0, 0


def _drawings(skill: Skill, limit: float) -> Iterator[Problem]:
    start, size = 0, 0
    for number, line in _lines(skill):
        if not start and "<svg" in line:
            start, size = number, 0
        if start:
            size += len(line) + 1
            if "</svg>" in line:
                if size > limit:
                    yield _problem("a drawing in SVG", (start, number), size, limit)
                start = 0


def _minified(skill: Skill, limit: float, longest: float) -> Iterator[Problem]:
    """Fences of long lines with next to no blanks."""
    for block in blocks(skill):
        if block.kind == "fence" and block.end - block.start > 1:
            lines = skill.source.lines[block.start : block.end - block.closed]
            size = sum(map(len, lines))
            long = size > limit and size > 150 * len(lines) and max(map(len, lines)) <= longest
            if long and sum(line.count(" ") for line in lines) < DENSE * size:
                yield _problem("minified code", (block.start, block.end), size, limit)


def _lines(skill: Skill) -> Iterator[tuple[int, str]]:
    first = skill.source.body_line
    return enumerate(skill.source.lines[first - 1 :], first)


def _problem(what: str, lines: tuple[int, int], size: int, limit: float, col: int = 1) -> Problem:
    start, end = lines
    return Problem(
        start,
        f"{what} stands in the text ({count(size, 'characters')}, limit {limit:,.0f})",
        end=end,
        col=col,
        hint="move it to a file of its own; a model pays for it in every session",
        value=size,
        limit=limit,
    )
