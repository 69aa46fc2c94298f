"""Code fences as their author paired them, where Markdown pairs them otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from skilllint.checks._lines import blocks
from skilllint.model import Block, Skill

FENCE = re.compile(
    r"[ \t>]*(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$"
)

MOST = 20
"""Broken fences of one file that are looked for; each costs a look at all that follows."""


class Nest(NamedTuple):
    """A fence that is closed too early: the fence, and the line of the one inside it.

    `end` is the line that was to close it: with it, what follows pairs up better than
    without. `endless` says that all that follows pairs up as it is, so that none is left.
    """

    outer: Block
    inner: int
    end: int | None
    endless: bool


class FenceLine(NamedTuple):
    """A line of fence marks, whether an info string makes it an opening, and its block."""

    number: int
    opens: bool
    block: Block


class Mark(NamedTuple):
    """A line of fence marks, wherever it stands."""

    number: int
    marks: str
    column: int
    info: str
    item: bool


def nests(skill: Skill) -> list[Nest]:
    """Each outermost fence that an equally long one inside it breaks.

    Behind the line that was to close one, fences are read anew, as if it had.
    """
    found: list[Nest] = []
    waiting = [*fence_lines(skill)]
    marked: list[Mark] | None = None
    while len(found) < MOST and (first := _first(waiting)):
        outer, inner, end = first
        marked = _marked(skill) if marked is None else marked
        left = _faults(skill, _read(skill, marked, outer.end))
        if end and _faults(skill, _read(skill, marked, end)) < left:
            found.append(Nest(outer, inner, end, endless=False))
            waiting = [*_read(skill, marked, end)]
            continue
        found.append(Nest(outer, inner, None, endless=not left))
        if left:  # what closes what behind it, nobody can tell
            break
        waiting = [one for one in waiting if one.number > outer.end]
    return found


def broken_from(skill: Skill) -> int:
    """The line of the first broken fence, behind which nobody can tell what is code.

    Without one, the line behind the last.
    """
    first = _first(fence_lines(skill))
    return first[0].start if first else len(skill.source.lines) + 1


def fence_lines(skill: Skill) -> Iterator[FenceLine]:
    """Each fence line as Markdown reads it, with its block.

    Inside a block only marks that could close it count: as long, and indented by
    less than four. A block that its list item ends counts as closed there.
    """
    lines = skill.source.lines
    for block in blocks(skill):
        if block.kind != "fence":
            continue
        yield FenceLine(block.start, bool(block.info), block)
        marks = marks_of(skill, block.start)
        column = lines[block.start - 1].find(marks)
        for line in range(block.start + 1, block.end + (not block.closed)):
            found = FENCE.match(lines[line - 1].rstrip("\r"))
            if found and _could_close(found, marks, column):
                yield FenceLine(line, bool(found["info"].strip()), block)
        if block.closed or block.end < len(lines):
            yield FenceLine(block.end, False, block)


def marks_of(skill: Skill, line: int) -> str:
    """The marks of a fence line."""
    found = re.search("`{3,}|~{3,}", skill.source.lines[line - 1])
    return found[0] if found else "```"


def _could_close(found: re.Match[str], marks: str, column: int) -> bool:
    own = not found["item"] and found.start("marks") < column + 4
    return own and found["marks"].startswith(marks)


def _first(waiting: Iterable[FenceLine]) -> tuple[Block, int, int | None] | None:
    """The first broken fence, the line of the one inside it, and the line paired with it.

    Fence lines are paired as their author meant them: one with an info string
    opens, a bare one closes what is open. Where that pairing and Markdown's
    agree on the close, nothing is broken.
    """
    open_: list[int] = []
    outer: Block | None = None
    inner = 0
    for line, opens, block in waiting:
        if opens or not open_:
            if open_:
                inner = inner or line
            else:  # a line that Markdown reads as a close heads no block of its own
                outer, inner = (block if block.start == line else None), 0
            open_.append(line)
        else:
            open_.pop()
            if not open_ and outer and outer.start < inner <= outer.end:
                return outer, inner, line
    return (outer, inner, None) if open_ and outer and outer.start < inner <= outer.end else None


def _marked(skill: Skill) -> list[Mark]:
    """Every line of the body that begins with fence marks."""
    lines: Sequence[str] = skill.source.lines
    return [
        Mark(
            number, found["marks"], found.start("marks"), found["info"].strip(), bool(found["item"])
        )
        for number, line in enumerate(lines[skill.source.body_line - 1 :], skill.source.body_line)
        if "```" in line or "~~~" in line
        for found in [FENCE.match(line.rstrip("\r"))]
        if found
    ]


def _read(skill: Skill, marked: Iterable[Mark], behind: int) -> Iterator[FenceLine]:
    """The fence lines behind a line, if no fence is open there."""
    opened: Mark | None = None
    inside: list[Mark] = []
    for mark in marked:
        if mark.number <= behind:
            continue
        if opened is None:
            opened, inside = mark, []
        elif (
            mark.marks.startswith(opened.marks)
            and not mark.item
            and (mark.column < opened.column + 4)
        ):
            inside.append(mark)
            if not mark.info:
                yield from _block(opened, inside, mark.number, closed=True)
                opened = None
    if opened:
        yield from _block(opened, inside, len(skill.source.lines), closed=False)


def _block(opened: Mark, inside: list[Mark], end: int, *, closed: bool) -> Iterator[FenceLine]:
    block = Block("fence", opened.number, end, opened.info, closed)
    yield FenceLine(opened.number, bool(opened.info), block)
    for mark in inside:
        yield FenceLine(mark.number, bool(mark.info), block)


def _faults(skill: Skill, read: Iterable[FenceLine]) -> int:
    """How much is wrong in a reading: openings in a fence, and fences without end or content."""
    return sum(
        _empty(skill, one.block) if one.number == one.block.start else one.opens for one in read
    )


def _empty(skill: Skill, block: Block) -> bool:
    """Whether a fence never ends, or ends before it holds anything."""
    inside = skill.source.lines[block.start : block.end - 1]
    return not block.closed or not any(map(str.strip, inside))
