"""The table of skills that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from skilllint.model import Delta, SkillChange, SkillStatus
from skilllint.report.changes import both, signed, tally
from skilllint.report.fitting import Lines, Part
from skilllint.report.spans import code

NAME = 40
"""Characters of a name that are shown: on a phone the numbers stand beside it."""

WORDS: dict[SkillStatus, str] = {"added": " new", "removed": " gone", "renamed": " moved"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a table of all skills needs, and which names tell no skill from another."""

    advice: bool
    listing: bool
    references: bool
    twice: frozenset[str]


def columns(rows: Sequence[SkillChange], advice: bool) -> Columns:
    """What differs in none of the skills needs no column."""
    names = Counter(one.name for one in rows)
    return Columns(
        advice,
        any(one.tokens.listing.growth for one in rows),
        any(one.tokens.references.growth for one in rows),
        frozenset(name for name, number in names.items() if number > 1),
    )


def table_of(
    shape: Columns,
    rows: Sequence[SkillChange],
    opening: Lines = ("",),
    closing: Lines = (),
    share: float = 1.0,
) -> Part:
    """Some rows of the table."""
    others = [*["listing"] * shape.listing, *["references"] * shape.references]
    heads = f"| {' | '.join(('skill', 'body', 'findings', *others))} |"
    lines = (heads, f"|---|--:|---|{'--:|' * len(others)}")
    texts = (row(shape, one) for one in rows)
    return Part(texts, len(rows), "skill", (*opening, *lines), closing, share)


def row(shape: Columns, change: SkillChange) -> tuple[str]:
    """One skill."""
    sizes = change.tokens
    where = f" {code(change.path, 120)}" if change.name in shape.twice else ""
    cells = [f"{code(change.name, NAME)}{where}{WORDS.get(change.status, '')}", paired(sizes.body)]
    cells.append(tally(change, shape.advice))
    cells += [signed(sizes.listing.growth) or "-"] * shape.listing
    cells += [signed(sizes.references.growth) or "-"] * shape.references
    return (f"| {' | '.join(cells)} |",)


def paired(one: Delta) -> str:
    """A number before and after that no narrow column breaks at the arrow."""
    return both(one).replace(" → ", "&nbsp;→&nbsp;")
