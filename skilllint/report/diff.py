"""What fixes change, as a unified diff that `git apply` and `patch -p1` take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from skilllint.model import Fixes, Rewrite
from skilllint.report.wording import hidden

CONTEXT = 3
"""Lines shown around a change."""

ODD = re.compile(r'[\0-\x1f"\\\x7f]')
ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Change(NamedTuple):
    """Lines of the old file, from `start` up to `end`, and those of the new one in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def render(fixes: Fixes, *, visible: bool) -> bytes:
    """The diffs of all files, byte for byte; `visible` shows a stranger's controls as such."""
    lines = [line for rewrite in fixes.rewrites for line in file_lines(rewrite)]
    if visible:
        lines = [shown(line) for line in lines]
    return "".join(lines).encode("utf-8", "replace")


def file_lines(rewrite: Rewrite) -> Iterator[str]:
    """The diff of one file, each line with its end."""
    old, new = (text[: len(text) - (not text[-1])] for text in (rewrite.before, rewrite.after))
    yield f"--- {named('a', rewrite.path)}\n"
    yield f"+++ {named('b', rewrite.path)}\n"
    for hunk in hunks(list(changes(rewrite, old, new))):
        first, last = hunk[0], hunk[-1]
        start = max(first.start - CONTEXT, 0)
        end = min(last.end + CONTEXT, len(old))
        new_start = first.new_start - (first.start - start)
        new_end = last.new_end + (end - last.end)
        yield f"@@ -{span(start, end)} +{span(new_start, new_end)} @@\n"
        at = start
        for change in hunk:
            yield from marked(" ", old[at : change.start])
            yield from marked("-", old[change.start : change.end])
            yield from marked("+", new[change.new_start : change.new_end])
            at = change.end
        yield from marked(" ", old[at:end])


def changes(rewrite: Rewrite, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The runs of lines that differ, from the top down.

    The lines that were handed on are known, so nothing is searched for: the time
    does not depend on what the lines hold.
    """
    start = new_start = 0
    kept = [(there, here) for here, there in enumerate(rewrite.origin[: len(new)]) if there >= 0]
    for there, here in [*kept, (len(old), len(new))]:
        change = trimmed(Change(start, there, new_start, here), old, new)
        if change.start < change.end or change.new_start < change.new_end:
            yield change
        start, new_start = there + 1, here + 1


def trimmed(change: Change, old: Sequence[str], new: Sequence[str]) -> Change:
    """A change without the lines that are alike at its ends."""
    start, end, new_start, new_end = change
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Change(start, end, new_start, new_end)


def hunks(found: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes whose surroundings meet, together."""
    together: list[Change] = []
    for change in found:
        if together and change.start - together[-1].end > 2 * CONTEXT:
            yield together
            together = []
        together.append(change)
    if together:
        yield together


def span(start: int, end: int) -> str:
    """Where lines stand, as a hunk's head says it: no lines stand behind the one before them."""
    return f"{start + (start < end)},{end - start}"


def marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    """Lines with a mark; one without an end is said to have none."""
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield from ("\n", "\\ No newline at end of file\n")


def named(side: str, path: str) -> str:
    """A file's name as git writes it: odd ones in quotes, and a tab behind one with spaces."""
    name = f"{side}/{path}"
    if ODD.search(name):
        return '"' + ODD.sub(lambda odd: ESCAPES.get(odd[0]) or f"\\{ord(odd[0]):03o}", name) + '"'
    return f"{name}\t" if " " in name else name


def shown(line: str) -> str:
    """A line for a terminal: its end stays, also of CRLF, and tabs; other controls are seen."""
    text = line.rstrip("\r\n")
    seen = "".join("\ufffd" if hidden(char) and char != "\t" else char for char in text)
    return seen + ("\n" if line.endswith("\n") else "")
