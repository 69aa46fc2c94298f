"""Text that every run needs, but only after many calls: the last of many numbered steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skilllint.model import Evidence
from skilllint.situational.facts import Facts
from skilllint.situational.score import Verdict
from skilllint.situational.siblings import families
from skilllint.situational.units import Unit, Walk


def find(facts: Facts, walk: Walk, taken: Sequence[Unit]) -> list[Unit]:
    """The late steps that overlap no other unit. Whether a move pays is a question of cost."""
    found: list[Unit] = []
    for unit in steps(facts, walk):
        if not any(overlap(unit, other) for other in (*taken, *found)):
            found.append(unit)
    return found


def steps(facts: Facts, walk: Walk) -> Iterator[Unit]:
    """Large steps in the last part of a long sequence."""
    limits = facts.lexicon.late
    for family in families(facts.outline):
        sequence = [s for s in family if facts.title(s).step]
        if len(sequence) < limits["steps"]:
            continue
        for before, section in enumerate(sequence):
            heavy = walk.weights[section.index].subtree >= limits["min_tokens"]
            if before >= limits["position"] * len(sequence) and heavy and walk.large(section):
                text = f"{before} of {len(sequence)} numbered steps come before it"
                evidence = Evidence("late.step", limits["weight"], section.start, text)
                yield Unit(
                    (section,), Verdict("late", limits["weight"], 0.0, "possible", (evidence,))
                )


def overlap(one: Unit, other: Unit) -> bool:
    """Whether two units share lines."""
    return one.start <= other.end and other.start <= one.end
