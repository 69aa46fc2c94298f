"""What is in force for a path, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from skilllint.model import InForce
from skilllint.report.wording import clean

SOURCES = {"default": "default", "repository": "shown by the repository"}


def render(
    path: str, file: str | None, excluded: str | None, rows: Sequence[InForce], rules: Sequence[str]
) -> str:
    """One value a line: its key, where it comes from, what it is."""
    lines = [f"{clean(path)}: {clean(file) if file else 'no configuration, the defaults hold'}"]
    if excluded:
        lines.append("it is excluded: no rule is put to it")
    cells = [(row.key, source(row), text(row.value)) for row in rows]
    widths = [max((len(cell[at]) for cell in cells), default=0) for at in (0, 1)]
    lines += [f"{k:{widths[0]}}  {s:{widths[1]}}  {v}".rstrip() for k, s, v in cells]
    lines.append(f"{len(rules)} rules are on: {' '.join(rules) or 'none'}")
    return "\n".join(lines) + "\n"


def render_json(
    path: str, file: str | None, excluded: str | None, rows: Sequence[InForce], rules: Sequence[str]
) -> str:
    """The same as a document."""
    value = {
        "version": 1,
        "path": path,
        "file": file,
        "excluded": bool(excluded),
        "values": [asdict(row) for row in rows],
        "rules": [*rules],
    }
    return json.dumps(value, indent=1) + "\n"


def source(row: InForce) -> str:
    """Where a value comes from: a word, an option, or a file and its line."""
    if row.source == "file":
        return clean(f"{row.place}:{row.line}")
    return row.place or SOURCES[row.source]


def text(value: Any) -> str:
    """A value for one line."""
    if isinstance(value, tuple):
        return clean(", ".join(value)) or "-"
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int | float) else clean(value)
