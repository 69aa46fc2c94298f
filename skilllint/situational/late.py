"""Text that every run needs, but only after many calls: the last of many numbered steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from skilllint.model import Evidence, Section
from skilllint.situational.facts import Facts
from skilllint.situational.score import Verdict
from skilllint.situational.siblings import families
from skilllint.situational.units import Unit, Walk


def find(facts: Facts, walk: Walk, taken: Sequence[Unit]) -> list[Unit]:
    """The late steps that overlap no other unit. Whether a move pays is a question of cost."""
    found: list[Unit] = []
    for family in families(facts.outline):
        for unit in steps(facts, walk, family, taken):
            if not any(overlap(unit, other) for other in found):
                found.append(unit)
    return found


def steps(
    facts: Facts, walk: Walk, family: Sequence[Section], taken: Sequence[Unit]
) -> Iterator[Unit]:
    """Runs of neighbouring steps in the last part of a long sequence, heavy enough together."""
    limits = facts.lexicon.late
    sequence = [s for s in family if facts.title(s).step]
    if len(sequence) < limits["steps"]:
        return
    first = ceil(limits["position"] * len(sequence))
    tail = {s.index: before for before, s in enumerate(sequence) if before >= first}

    def free(section: Section) -> bool:
        inside = range(section.start, section.end + 1)
        return section.index in tail and not any(
            unit.start in inside or section.start in range(unit.start, unit.end + 1)
            for unit in taken
        )

    for late, run in groupby(family, free):
        members = tuple(run)
        tokens = sum(walk.weights[s.index].subtree for s in members)
        if late and tokens >= limits["min_tokens"] and walk.large(*members):
            yield unit_of(members, tail[members[0].index], len(sequence), limits["weight"])


def unit_of(members: tuple[Section, ...], before: int, steps_: int, weight: float) -> Unit:
    """Late steps as one unit, with what shows that they are late."""
    which = "it" if len(members) == 1 else "them"
    text = f"{before} of {steps_} numbered steps come before {which}"
    evidence = Evidence("late.step", weight, members[0].start, text)
    verdict = Verdict("late", weight, 0.0, "possible", (evidence,))
    return Unit(members, verdict, reached=before / steps_)


def overlap(one: Unit, other: Unit) -> bool:
    """Whether two units share lines."""
    return one.start <= other.end and other.start <= one.end
