"""Find the blocks of a skill that could leave its body, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from skilllint.model import Candidate, Outline, Section, Source, Weight
from skilllint.situational import facts, keep, late, lexicon, score
from skilllint.situational.facts import Facts
from skilllint.situational.score import Verdict
from skilllint.situational.units import Unit, Units, Walk, choose

__all__ = ["Units", "find"]


def find(
    source: Source, outline: Outline, weights: Sequence[Weight], units: Units
) -> tuple[Candidate, ...]:
    """The candidates of one file in its order, never overlapping and not yet priced."""
    wanted = frozenset(
        section.index
        for section, weight in zip(outline.sections, weights, strict=True)
        if section.level and units.reached(section.lines, weight.subtree)
    )
    if not wanted:
        return ()
    known = facts.gather(source, outline, lexicon.load(), wanted)
    walk = prepare(known, weights, units)
    chosen = choose(walk)
    chosen += late.find(known, walk, chosen)
    return tuple(candidate(known, walk, unit) for unit in sorted(chosen, key=lambda u: u.start))


def prepare(known: Facts, weights: Sequence[Weight], units: Units) -> Walk:
    """What the choice of units needs; each section is judged once, and only if asked for."""

    @cache
    def judge(index: int) -> Verdict:
        return score.judge(known, known.outline.sections[index])

    return Walk(
        outline=known.outline,
        weights=weights,
        units=units,
        judge=lambda section: judge(section.index),
        group=known.groups.get,
        lines=known.lines,
        tokens=max(1, sum(weights[s.index].subtree for s in known.outline.top)),
    )


def candidate(known: Facts, walk: Walk, unit: Unit) -> Candidate:
    """A unit with its size, its evidence and the lines that stay behind."""
    tokens = sum(walk.weights[s.index].subtree for s in unit.sections)
    verdict = unit.verdict
    return Candidate(
        sections=tuple(s.index for s in unit.sections),
        start=unit.start,
        end=unit.end,
        heading_path=heading_path(unit.sections),
        kind=verdict.kind,
        band=verdict.band,
        score=verdict.score,
        tokens=tokens,
        share=tokens / walk.tokens,
        evidence=verdict.evidence,
        keep=tuple(
            line for s in unit.sections for line in keep.find(known.outline, s, known.lexicon)
        ),
    )


def heading_path(sections: Sequence[Section]) -> tuple[str, ...]:
    """The path of a section; for several, their parent's path and their titles together."""
    titles = [section.title for section in sections]
    joined = " / ".join(titles) if len(titles) < 4 else f"{titles[0]} … {titles[-1]}"
    return (*sections[0].path[:-1], joined)
