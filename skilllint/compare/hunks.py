"""Which lines of a file a diff shows, read from its text: git's own, or a host's of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.model import Hunk

HEADER = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
FILE = "diff --git "
ADDED, REMOVED, NOTE = "+", "-", "\\"


def parse(patch: str) -> tuple[Hunk, ...]:
    """The hunks of a unified diff of one file, by the lines of the file after.

    With or without the lines that name the file; a text that ends too early gives what it
    shows, and one that is no diff gives nothing. A hunk of which nothing is left is none.
    """
    return tuple(hunk for file in split(patch) for hunk in file)


def split(text: str) -> Iterator[tuple[Hunk, ...]]:
    """The hunks of each file of a diff, in its order; first of what stands before any file."""
    lines = text.split("\n")
    found: list[Hunk] = []
    at = 0
    while at < len(lines):
        header = HEADER.match(lines[at])
        at += 1
        if header:
            hunk, at = read(lines, at, header)
            found += [hunk] if hunk.end >= hunk.start else []
        elif lines[at - 1].startswith(FILE):
            yield tuple(found)
            found = []
    yield tuple(found)


def read(lines: list[str], at: int, header: re.Match[str]) -> tuple[Hunk, int]:
    """One hunk from behind its header, and where the text goes on.

    The header says how many lines it has: what looks like another header may be one of them.
    """
    before, after = int(header[1] or 1), int(header[3] or 1)
    start = number = int(header[2])
    changed = []
    while at < len(lines) and (before or after or lines[at][:1] == NOTE):
        # an editor may have taken the blank of an empty line
        mark = lines[at][:1] or " "
        if mark == ADDED and after:
            changed.append(number)
        elif mark not in (" ", REMOVED, NOTE) or (at == len(lines) - 1 and not lines[at]):
            break
        before -= mark in (" ", REMOVED) and before > 0
        if mark in (" ", ADDED) and after:
            after -= 1
            number += 1
        at += 1
    return Hunk(start, number - 1, tuple(changed)), at
