"""Which of the lines that may open a unit are the plan's units.

A plan names the same unit in its table of contents, a diagram's legend and its body, and
puts steps into tasks and tasks into phases. The units are the finest named thing that says
something of itself; where nothing does, the finest that stands as a heading or a checkbox.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from skilllint.delegation.plans import fields
from skilllint.delegation.plans.fields import Field
from skilllint.delegation.plans.marks import Form, Kind, Mark

KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS: tuple[Form, ...] = get_args(Form)
UNNAMED = ("section", "box", "point", "file")
SURE = ("unit", "task", "item")
"""What is work wherever it stands, if it has a checkbox."""

FEWEST = 2
"""Things without a name of their own that make a plan: one alone is a paragraph."""


MOST = 0.8
"""The share of finer things inside coarser ones that makes these headings for those."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark with the lines that belong to it, and what they say under labels."""

    mark: Mark
    end: int
    fields: dict[Field, tuple[str, ...]]

    @property
    def rich(self) -> bool:
        """Whether it says something of itself, and so is no mere mention."""
        return bool(self.fields.keys() & fields.STATED)


Lines = Callable[[int, int], list[str]]
"""The lines from a first to a last one, without those in fences."""


def choose(marks: Iterable[Mark], lines: Lines) -> list[Piece]:
    """The plan's units in the order of the file; nothing where nothing looks like units."""
    groups: dict[tuple[Kind, Form], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.kind, mark.form), []).append(mark)
    ranked = sorted(groups, key=lambda key: (KINDS.index(key[0]), FORMS.index(key[1])))
    found = [(key, settle(groups[key], lines)) for key in ranked]
    found = [(key, pieces) for key, pieces in found if enough(key, pieces)]
    rich = [entry for entry in found if any(piece.rich for piece in entry[1])]
    if not rich:
        return next(
            (pieces for (_, form), pieces in found if form in ("heading", "box")), None
        ) or (found[0][1] if found else [])
    kind, pieces = rich[0][0][0], rich[0][1]
    for (finer, form), inner in found:
        named = finer not in UNNAMED and KINDS.index(finer) < KINDS.index(kind)
        if named and form in ("heading", "box") and inside(inner, pieces):
            return inner
    return pieces


def enough(key: tuple[Kind, Form], pieces: Sequence[Piece]) -> bool:
    """Whether so many pieces of one form can be what a plan consists of."""
    kind, form = key
    if kind in UNNAMED or (form in ("line", "bold", "row") and not any(p.rich for p in pieces)):
        return len(pieces) >= FEWEST
    return bool(pieces)


def inside(inner: Sequence[Piece], outer: Sequence[Piece]) -> bool:
    """Whether nearly all of some pieces lie in others, and are more."""
    starts = [piece.mark.line for piece in outer]
    lying = 0
    for piece in inner:
        at = bisect_right(starts, piece.mark.line) - 1
        lying += at >= 0 and piece.mark.line <= outer[at].end
    return lying >= MOST * len(inner) and len(inner) > len(outer)


def settle(marks: Sequence[Mark], lines: Lines) -> list[Piece]:
    """The pieces of one form, without groups of finer ones, mentions, and lists of no work."""
    pieces = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark.form == "row":
            pieces.append(Piece(mark, mark.line, fields.from_cells(mark.cells)))
            continue
        last = min(mark.last, after.line - 1) if after else mark.last
        below = lines(mark.line + 1, last)
        if leaf(mark, after, any(line.strip() for line in below)):
            pieces.append(Piece(mark, last, fields.read(below)))
    if marks[0].form == "box" and marks[0].kind in SURE:
        judged = marks[0].kind == "item" and all(piece.mark.idle for piece in pieces)
        return [] if judged else pieces
    named = marks[0].kind not in UNNAMED
    sure = [piece for piece in pieces if (piece.rich and named) or not piece.mark.idle]
    if marks[0].kind != "box" and any(piece.mark.contained for piece in sure):
        sure = [piece for piece in sure if piece.rich or piece.mark.contained]
    return without_mentions(continued(pieces, sure))


def continued(pieces: Sequence[Piece], sure: Sequence[Piece]) -> list[Piece]:
    """The sure pieces, and those in a doubtful place that go on where their numbers end."""
    kept = {piece.mark.line for piece in sure}
    numbers = {piece.mark.id for piece in sure}
    found = []
    for piece in pieces:
        mark = piece.mark
        follows = mark.form == "heading" and mark.id.isdigit() and mark.id not in numbers
        if mark.line in kept or (follows and str(int(mark.id) - 1) in numbers):
            numbers.add(mark.id)
            found.append(piece)
    return found


def leaf(mark: Mark, after: Mark | None, speaks: bool) -> bool:
    """Whether a mark is more than a heading for finer ones: `2.` with `2.1` in it is none.

    A list item that `speaks`, with text of its own above the finer ones, is work itself.
    """
    if after is None:
        return True
    if mark.form == "heading":
        return after.line > mark.last
    if mark.id and after.id.startswith(f"{mark.id}."):
        return speaks
    return speaks or after.column <= mark.column or mark.kind not in UNNAMED


def without_mentions(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces without those that say nothing, where another of the same name does."""
    told = {piece.mark.id.lower() for piece in pieces if piece.rich and piece.mark.id}
    return [piece for piece in pieces if piece.rich or piece.mark.id.lower() not in told]


def label(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with names that differ: those without a number are counted, twins get a line."""
    seen: dict[str, int] = {}
    found = []
    for place, piece in enumerate(pieces, 1):
        mark = piece.mark
        told = mark.label or str(place)
        seen[told] = seen.get(told, 0) + 1
        if seen[told] > 1:
            told = f"{told} (line {mark.line})"
        found.append(replace(piece, mark=replace(mark, label=told, id=mark.id or str(place))))
    return found
