"""Find the blocks of a skill that could leave its body."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from skilllint.model import Candidate, Outline, Section, Source, Weight
from skilllint.situational import lexicon, score
from skilllint.situational.facts import gather
from skilllint.situational.units import Unit, Units, Walk, choose

__all__ = ["Units", "find"]


def find(
    source: Source, outline: Outline, weights: Sequence[Weight], units: Units
) -> tuple[Candidate, ...]:
    """The candidates of one file in its order, never overlapping and not yet priced."""
    wanted = frozenset(
        s.index
        for s in outline.sections
        if s.level and units.reached(s.lines, weights[s.index].subtree)
    )
    if not wanted:
        return ()
    facts = gather(source, outline, lexicon.load(), wanted)
    tokens = max(1, sum(weights[s.index].subtree for s in outline.top))

    @cache
    def judged(index: int) -> score.Verdict:
        return score.judge(facts, outline.sections[index])

    walk = Walk(
        outline, weights, units, lambda s: judged(s.index), facts.groups.get, facts.lines, tokens
    )
    return tuple(
        candidate(u, weights, tokens)
        for u in sorted(choose(walk), key=lambda u: u.sections[0].start)
    )


def candidate(unit: Unit, weights: Sequence[Weight], tokens: int) -> Candidate:
    first = unit.sections[0]
    n = sum(weights[s.index].subtree for s in unit.sections)
    return Candidate(
        sections=tuple(s.index for s in unit.sections),
        start=first.start,
        end=unit.sections[-1].end,
        heading_path=first.path,
        kind=unit.verdict.kind,
        band=unit.verdict.band,
        score=unit.verdict.score,
        tokens=n,
        share=round(n / tokens, 4),
        evidence=unit.verdict.evidence,
    )
