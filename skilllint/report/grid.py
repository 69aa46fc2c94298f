"""Lines of cells for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

GAP = 2
"""Cells between two columns."""

NAME = 16
"""Cells that a name keeps on the narrowest terminal."""


def grid(heads: Sequence[str], rows: Sequence[Sequence[Text]], width: int) -> Text:
    """Lines of cells, numbers to the right; only the first column gives way to a narrow terminal.

    Not rich's table: how it shares out a width differs from version to version.
    """
    widths = [
        max([len(head), *(row[place].cell_len for row in rows)]) for place, head in enumerate(heads)
    ]
    others = sum(widths[1:]) + GAP * len(widths[1:])
    first = min(widths[0], max(NAME, width - others))
    lines = []
    for row in ([Text(head, "dim") for head in heads], *rows):
        name = row[0].copy()
        name.truncate(first, overflow="ellipsis", pad=True)
        cells = [
            Text(" " * (wide - cell.cell_len)) + cell if head else cell
            for head, wide, cell in zip(heads[1:], widths[1:], row[1:], strict=True)
        ]
        lines.append(Text(" " * GAP).join([name, *cells]))
    return Text("\n").join(lines)
