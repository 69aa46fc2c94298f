"""Which sections become units: large subtrees, and runs of small alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from skilllint.model import Outline, Section, Weight
from skilllint.situational.score import Verdict
from skilllint.situational.siblings import Group

MAX_SHARE = 0.7
"""A block that is more than this share of the body is the body."""

MERGES = frozenset({"class", "named"})
"""Groups whose members may leave together; the branches of an if/else may not."""


@dataclass(frozen=True, slots=True)
class Units:
    """From which size on a block is worth a file of its own: lines or tokens, either suffices."""

    lines: int = 50
    tokens: int = 700

    def reached(self, lines: int, tokens: int) -> bool:
        """Whether a block of this size is a unit."""
        return lines >= self.lines or tokens >= self.tokens


@dataclass(frozen=True, slots=True)
class Unit:
    """Sections that leave together, and the judgement of the strongest of them."""

    sections: tuple[Section, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Walk:
    """What the choice of units depends on."""

    outline: Outline
    weights: Sequence[Weight]
    units: Units
    judged: Callable[[Section], Verdict]
    group: Callable[[int], Group | None]
    lines: int
    tokens: int

    def large(self, *sections: Section) -> bool:
        """Whether sections together are a unit's size and not most of the body."""
        lines = sum(s.lines for s in sections)
        tokens = sum(self.weights[s.index].subtree for s in sections)
        fits = lines <= MAX_SHARE * self.lines and tokens <= MAX_SHARE * self.tokens
        return fits and self.units.reached(lines, tokens)


def choose(walk: Walk) -> list[Unit]:
    """The units of a file, none inside another."""
    return list(below(walk, walk.outline.top))


def below(walk: Walk, family: Sequence[Section]) -> Iterator[Unit]:
    """The units among siblings and what lies below them."""
    merged = list(runs(walk, family))
    yield from merged
    taken = {section.index for unit in merged for section in unit.sections}
    for section in family:
        if section.index in taken:
            continue
        inner = list(below(walk, walk.outline.children(section)))
        own = walk.judged(section) if section.level and walk.large(section) else None
        if own and own.margin >= 0 and not outdone(own, inner):
            yield Unit((section,), own)
        else:
            yield from inner


def outdone(own: Verdict, inner: Sequence[Unit]) -> bool:
    """Whether only something inside carries the condition."""
    return any(u.verdict.kind == "conditional" and u.verdict.margin > own.margin + 1 for u in inner)


def runs(walk: Walk, family: Sequence[Section]) -> Iterator[Unit]:
    """Neighbours of one group of alternatives that are each too small, but together a unit."""
    for group, run in groupby(family, lambda s: None if walk.large(s) else walk.group(s.index)):
        members = tuple(run)
        if group and group.kind in MERGES and len(members) > 1 and walk.large(*members):
            best = max((walk.judged(s) for s in members), key=lambda v: v.margin)
            if best.margin >= 0:
                yield Unit(members, best)
