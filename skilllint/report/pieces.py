"""Lines and tables for people, on a terminal or as Markdown; strangers' names in them harmless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.text import Text

from skilllint.report.grid import grid
from skilllint.report.spans import code
from skilllint.report.wording import clean

WIDE = 60
"""Characters of a name or a path; a terminal may show fewer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A name, with what it is, and the cells behind it; `ours` is no stranger's word."""

    name: str
    cells: Sequence[str]
    kind: Literal["ours", "name", "below"] = "name"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below their heads."""

    heads: Sequence[str]
    rows: Sequence[Row]


Piece = str | Table


def painted(piece: Piece, width: int) -> Text:
    """A line, or a table in columns."""
    if isinstance(piece, str):
        return Text(piece)
    rows = []
    for row in piece.rows:
        indent = "  " * (row.kind == "below")
        name = row.name if row.kind == "ours" else indent + clean(row.name, WIDE)
        rows.append([Text(name, "bold" if row.kind == "ours" else ""), *map(Text, row.cells)])
    return grid(piece.heads, rows, width)


def marked(piece: Piece) -> Iterator[str]:
    """A line or a table, and the blank line behind it."""
    if isinstance(piece, str):
        if piece:
            yield from (piece.lstrip(), "")  # what is indented would be code
        return
    yield f"| {' | '.join(piece.heads)} |"
    yield f"|---|{'--:|' * len(piece.heads[1:])}"
    for row in piece.rows:
        name = row.name if row.kind == "ours" else code(row.name, WIDE)
        yield f"| {' | '.join((name, *row.cells))} |"
    yield ""
