"""MD: tables whose rows do not fit their header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._lines import blocks
from skilllint.checks._wording import count, quoted
from skilllint.model import Block, Problem, Setting, Skill

PIPE = re.compile(r"(?<!\\)\|")
MARGIN = " \t>"


def table_cells_lost(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Rows with more cells than their table's header: what is too much is not shown."""
    for block in blocks(skill):
        if block.kind == "table":
            yield from _lost(skill, block)


def _lost(skill: Skill, block: Block) -> Iterator[Problem]:
    lines = skill.source.lines
    columns = len(_cells(lines[block.start]))
    rows = [
        (line, cells[columns:])
        for line in range(block.start + 2, block.end + 1)
        if lines[line - 1].count("|") >= columns
        and any((cells := _cells(lines[line - 1]))[columns:])
    ]
    if rows:
        line, lost = rows[0]
        more = f"; {count(len(rows) - 1, 'rows')} more in this table" if rows[1:] else ""
        yield Problem(
            line,
            f"the row has {count(columns + len(lost), 'cells')}, its header {columns}: "
            f"{quoted(' | '.join(lost), 40)} is not shown{more}",
            end=rows[-1][0],
            hint=r"write \| for a | inside a cell, also in code, or give the table more columns",
            value=len(rows),
        )


def _cells(line: str) -> list[str]:
    """The cells of a row. A pipe in code divides it too, unless a backslash stands before it."""
    cells = [cell.strip() for cell in PIPE.split(line.strip().lstrip(MARGIN))]
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells
