"""Which edits go together, and what they make of a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from skilllint.model import Edit, Finding

Span = tuple[int, int]


def choose(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of an earlier one, whole or not at all."""
    taken: list[Span] = []
    chosen = []
    for finding in findings:
        spans = [(edit.start, edit.end) for edit in finding.edits]
        if not any(touches(span, taken) for span in spans):
            chosen.append(finding)
            for span in spans:
                insort(taken, span)
    return chosen


def touches(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span clashes with one of those taken, which are sorted and clash with none."""
    at = bisect_left(taken, span)
    return any(clash(span, other) for other in taken[max(at - 1, 0) : at + 1])


def clash(one: Span, other: Span) -> bool:
    """Whether two spans overlap; one that only puts text in must not even touch the other."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def fits(edits: Sequence[Edit], length: int) -> bool:
    """Whether a finding's edits lie within a text, do not overlap, and can be written."""
    ordered = sorted(edits, key=place)
    inside = all(0 <= edit.start <= edit.end <= length for edit in edits)
    apart = all(one.end <= other.start for one, other in pairwise(ordered))
    return inside and apart and all(writable(edit.text) for edit in edits)


def writable(text: str) -> bool:
    """Whether a text is one that UTF-8 can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def place(edit: Edit) -> Span:
    """What edits are sorted by."""
    return edit.start, edit.end


def behind(edit: Edit, characters: int) -> Edit:
    """The same edit of a text that some characters more stand before."""
    return Edit(edit.start + characters, edit.end + characters, edit.text)


def divide(text: str) -> list[str]:
    """The lines of a text with their ends; the last has none and may be empty."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), last]


def apply(
    lines: Sequence[str], origin: Sequence[int], edits: Iterable[Edit]
) -> tuple[list[str], list[int]]:
    """The lines with all edits made, and where each comes from; -1 for lines that changed.

    Lines that no edit touches are handed on as they are.
    """
    starts = [0, *accumulate(map(len, lines))]
    done: list[str] = []
    whence: list[int] = []
    at = 0  # the first line that is not handed on yet
    for first, last, together in touched(starts, edits):
        begin = starts[first]
        old = "".join(lines[first : last + 1])
        fresh = divide(made(old, begin, together))
        if last + 1 < len(lines):
            fresh.pop()  # empty: the end of a touched line stays, or the next is touched as well
        done += [*lines[at:first], *fresh]
        whence += [*origin[at:first], *[-1] * len(fresh)]
        at = last + 1
    return [*done, *lines[at:]], [*whence, *origin[at:]]


def touched(starts: Sequence[int], edits: Iterable[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The runs of lines that edits touch, from the first to the last, each with its edits."""
    runs: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits, key=place):
        first, last = (bisect_right(starts, end, hi=len(starts) - 1) - 1 for end in place(edit))
        if runs and first <= runs[-1][1]:
            begun, before, together = runs.pop()
            runs.append((begun, max(before, last), [*together, edit]))
        else:
            runs.append((first, last, [edit]))
    return iter(runs)


def made(text: str, begin: int, edits: Iterable[Edit]) -> str:
    """A text that begins at a character of its file, with edits of that file made."""
    parts = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start - begin], edit.text]
        at = edit.end - begin
    return "".join([*parts, text[at:]])
