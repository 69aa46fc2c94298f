"""Markdown of no more than so many bytes: whole rows, closed folds, and a count of what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Lines = tuple[str, ...]

ROOM = 60
"""Bytes kept in each part for the line that counts what was left out, besides where it stands."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows, each of whole lines, between lines that open and close them; `total` is how many.

    They are written as long as they fit into the `share` of the bytes that is left for them.
    """

    rows: Iterable[Lines]
    total: int
    noun: str
    opening: Lines = ()
    closing: Lines = ()
    share: float = 1.0


def fitted(parts: Iterable[Part], most: int, elsewhere: str) -> list[str]:
    """The lines of the parts, the first ones first; `elsewhere` says where the others stand."""
    told = [part for part in parts if part.total]
    room = most - (ROOM + weight((elsewhere,))) * len(told)
    lines: list[str] = []
    for part in told:
        frame = weight(part.opening) + weight(part.closing)
        rows = list(taken(part.rows, int(room * part.share) - frame))
        left = part.total - len(rows)
        rest = ("", f"{left:,} more {part.noun}{'s'[: left != 1]}: {elsewhere}") if left else ()
        if rows:
            room -= frame + sum(map(weight, rows))
            body = [line for row in rows for line in row]
            lines += [*part.opening, *body, *rest, *part.closing]
        else:
            lines += rest
    return lines


def taken(rows: Iterable[Lines], room: int) -> Iterator[Lines]:
    """The first rows, as many as there is room for."""
    for row in rows:
        room -= weight(row)
        if room < 0:
            return
        yield row


def weight(lines: Lines) -> int:
    """Bytes of lines with their ends."""
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)


def folded(summary: str, inner: Lines = ()) -> Lines:
    """The lines that open a fold; `summary` is no stranger's text, for it is read as HTML."""
    return ("", "<details>", f"<summary>{summary}</summary>", "", *inner)


FOLD_END = ("", "</details>")
