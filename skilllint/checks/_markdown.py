"""As much Markdown as it takes to see the headings of a file that has no outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]{1,4}|\d{1,9}[.)][ \t]{1,4})?(`{3,}(?=[^`]*$)|~{3,})")
ATX = re.compile(r"(#{1,6})[ \t]+(\S.*)")
CLOSERS = re.compile(r"[ \t]#+$")


class Heading(NamedTuple):
    """A heading at the margin: its line, its level and its text as written."""

    line: int
    level: int
    text: str


class Scan(NamedTuple):
    """The headings of a text outside its front matter, fences and comments.

    `hidden` are the lines of those; `whole` is false where one is never closed.
    """

    headings: tuple[Heading, ...]
    hidden: frozenset[int]
    whole: bool


def scan(lines: Sequence[str]) -> Scan:
    """Headings of a Markdown file and the lines that are no prose, in one pass."""
    headings: list[Heading] = []
    first = _behind_front_matter(lines)
    hidden = set(range(1, first))
    until, start = "", 0
    for number, line in enumerate(lines[first - 1 :], first):
        if until:
            if until in line and (until == "-->" or _closes(line, until)):
                hidden.update(range(start, number + 1))
                until = ""
        elif line[:1] == "#":
            if heading := ATX.match(line.rstrip("\r")):
                title = CLOSERS.sub("", heading[2].rstrip()).rstrip()
                headings.append(Heading(number, len(heading[1]), title))
        elif "```" in line or "~~~" in line or "<!--" in line:
            until, start = _opens(line), number
    return Scan(tuple(headings), frozenset(hidden), not until)


def _behind_front_matter(lines: Sequence[str]) -> int:
    """The first line that is no front matter."""
    if not lines or lines[0].rstrip() != "---":
        return 1
    return next((n + 1 for n, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 1)


def _opens(line: str) -> str:
    """What has to come to end the fence or comment that a line opens; nothing if it opens none."""
    if fence := FENCE.match(line.rstrip("\r")):
        return fence[1]
    return "-->" if line.lstrip(" \t>").startswith("<!--") and "-->" not in line else ""


def _closes(line: str, until: str) -> bool:
    """Whether a line is nothing but at least as many marks as opened a fence."""
    marks = line.strip(" \t\r>")
    return marks.startswith(until) and not marks.strip(until[0])
