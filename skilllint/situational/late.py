"""Text that every run needs, but only after many calls: the last of many numbered steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from math import ceil

from skilllint.model import Evidence, Section
from skilllint.situational.facts import Facts
from skilllint.situational.score import Verdict
from skilllint.situational.siblings import families
from skilllint.situational.units import Unit, Walk, apart


def find(facts: Facts, walk: Walk, taken: Sequence[Unit]) -> list[Unit]:
    """The late steps that overlap no other unit. Whether a move pays is a question of cost."""
    every = (steps(facts, walk, family, taken) for family in families(facts.outline))
    return apart(chain.from_iterable(every))


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
        return section.index in tail and not any(unit.meets(section) for unit in taken)

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
