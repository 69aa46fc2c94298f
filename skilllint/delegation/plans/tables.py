"""The rows of tables that list a plan's units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skilllint.delegation.plans.marks import LONGEST, NUMBER, WORDS, Kind, Mark, Place, name, ticked
from skilllint.model import Outline


def rows(outline: Outline) -> Iterator[Mark]:
    """The rows of tables whose first column names units, tasks, steps or phases."""
    for section in outline.sections:
        place = Place(outline, section)
        for block in section.blocks:
            if block.kind == "table":
                lines = outline.lines[block.start - 1 : block.end]
                yield from body(lines, block.start, place)


def body(lines: Sequence[str], start: int, place: Place) -> Iterator[Mark]:
    """The rows of one table."""
    heads = [head.strip("*` ").lower() for head in cells(lines[0])]
    word = called(heads, place)
    for number, line in enumerate(lines[2:], start + 2):
        found = cells(line)
        if len(found) < 2 or len(heads) < 2:
            continue
        first, done = ticked(found[0].replace("**", "").strip())
        named = name(first) or bare(first, word)
        if named is None:
            continue
        kind, id_, label, rest = named
        yield Mark(
            number, number, kind, "row", id_, label, rest or found[1], done,
            contained=place.contained, idle=place.idle,
            cells=tuple(zip(heads[1:], found[1:], strict=False)),
        )  # fmt: skip


COUNTING = ("#", "no", "no.", "nr", "id", "number")
"""Heads of a column of numbers that do not say of what; the next column does."""


def called(heads: Sequence[str], place: Place) -> str:
    """The word for what a table counts in its first column."""
    words = [head.rstrip("s") for head in heads[:2]]
    if words and words[0] in COUNTING:
        return words[1] if words[1:] and words[1] in WORDS else "task" * place.contained
    return words[0] if words else ""


def bare(first: str, word: str) -> tuple[Kind, str, str, str] | None:
    """A cell that is only a number, or a ticket's, below a head that says of what."""
    kind = WORDS.get(word)
    if kind and re.fullmatch(rf"[A-Z][A-Z0-9]{{1,9}}-{NUMBER}", first):
        return kind, first, first, ""
    if kind and re.fullmatch(NUMBER, first):
        return kind, first, f"{word.capitalize()} {first}", ""
    return None


def cells(line: str) -> list[str]:
    """The cells of a table's row."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")[:LONGEST])]
