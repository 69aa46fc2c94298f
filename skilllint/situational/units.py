"""Which sections become units: large subtrees, and runs of small alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from skilllint.model import Outline, Section, Weight
from skilllint.situational.score import Verdict
from skilllint.situational.siblings import MERGES, Group

MAX_SHARE = 0.7
"""A block that is more than this share of the body is the body."""

MOST_RUN = 0.9
"""Alternatives of which a run needs one may be more: all but the common part."""

ALWAYS = frozenset({"title.core", "title.default"})
"""Signals by which one of several alternatives is what every run needs: it stays."""

OUTDONE = 1.0
"""By so much a part must be surer than the whole to be the unit in its place."""

MOST = 0.6
"""Parts that are more than this share of a block leave one by one: each run needs one of them."""


@dataclass(frozen=True, slots=True)
class Units:
    """From which size on a block is worth a file of its own: lines or tokens, either suffices."""

    lines: int = 50
    tokens: int = 700

    def reached(self, lines: int, tokens: int) -> bool:
        """Whether a block of this size is a unit."""
        return lines >= self.lines or tokens >= self.tokens


class Unit(NamedTuple):
    """Neighbouring sections that leave together, with the judgement of a typical one of them.

    `reached` is set for late steps: the share of the steps that come before them.
    """

    sections: tuple[Section, ...]
    verdict: Verdict
    reached: float | None = None

    @property
    def start(self) -> int:
        """The line of the first heading."""
        return self.sections[0].start

    @property
    def end(self) -> int:
        """The last line."""
        return self.sections[-1].end

    def meets(self, other: Unit | Section) -> bool:
        """Whether it shares lines with another, or with a section."""
        return self.start <= other.end and other.start <= self.end


class Walk(NamedTuple):
    """What the choice of units depends on; `lines` and `tokens` are those of the body."""

    outline: Outline
    weights: Sequence[Weight]
    units: Units
    judge: Callable[[Section], Verdict]
    group: Callable[[int], Group | None]
    lines: int
    tokens: int

    def large(self, *sections: Section, most: float = MAX_SHARE) -> bool:
        """Whether sections together have a unit's size and are not most of the body."""
        lines = sum(s.lines for s in sections)
        tokens = sum(self.weights[s.index].subtree for s in sections)
        fits = lines <= most * self.lines and tokens <= most * self.tokens
        return fits and self.units.reached(lines, tokens)


def apart(wanted: Iterable[Unit], taken: Sequence[Unit] = ()) -> list[Unit]:
    """The units that share no line with one taken, or with an earlier one of them."""
    found: list[Unit] = []
    for unit in wanted:
        if not any(map(unit.meets, (*taken, *found))):
            found.append(unit)
    return found


def choose(walk: Walk) -> list[Unit]:
    """The units of a file, none inside another."""
    return list(below(walk, walk.outline.top))


def below(walk: Walk, family: Sequence[Section]) -> Iterator[Unit]:
    """The units among siblings and what lies below them."""
    together = list(runs(walk, family))
    yield from together
    taken = {section.index for unit in together for section in unit.sections}
    for section in family:
        reached = walk.units.reached(section.lines, walk.weights[section.index].subtree)
        if section.index in taken or not reached:
            continue  # nothing in it is larger; as one of a run it was seen above
        inner = list(below(walk, walk.outline.children(section)))
        own = walk.judge(section) if section.level and walk.large(section) else None
        if own and own.margin >= 0 and not outdone(section, own, inner):
            yield Unit((section,), own)
        else:
            yield from inner


def outdone(section: Section, own: Verdict, inner: Sequence[Unit]) -> bool:
    """Whether it is rather the parts inside that carry the condition."""
    branches = [unit for unit in inner if unit.verdict.kind == "conditional"]
    borrowed = own.kind == "reference" or own.evidence[0].signal == "structure.container"
    if borrowed and sum(u.end - u.start + 1 for u in branches) > MOST * section.lines:
        return True
    return any(unit.verdict.margin > own.margin + OUTDONE for unit in branches)


def runs(walk: Walk, family: Sequence[Section]) -> Iterator[Unit]:
    """Neighbours of one group of alternatives that are each too small, but together a unit."""

    def together(section: Section) -> Group | None:
        group = walk.group(section.index)
        if group is None or walk.large(section):
            return None
        reasons = {one.signal for one in walk.judge(section).evidence}
        return None if reasons & ALWAYS else group

    for group, run in groupby(family, together):
        members = tuple(run)
        if (
            group
            and group.kind in MERGES
            and len(members) > 1
            and walk.large(*members, most=MOST_RUN)
        ):
            judged = sorted(((walk.judge(s), s) for s in members), key=lambda pair: -pair[0].margin)
            middle, member = judged[len(judged) // 2]
            if middle.margin >= 0:
                yield Unit(members, of_member(middle, member))


def of_member(verdict: Verdict, member: Section) -> Verdict:
    """The verdict on one of several, which holds for all, with its evidence in its name."""
    named = (
        replace(one, text=f'"{member.title}": {one.text}') if one.line >= member.start else one
        for one in verdict.evidence
    )
    return verdict._replace(evidence=tuple(named))
