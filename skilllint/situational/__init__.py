"""Find the blocks of a skill that could leave its body, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

from skilllint.model import Candidate, Keep, Kind, Move, Outline, Section, Source, Weight
from skilllint.situational import facts, given, keep, late, lexicon, score
from skilllint.situational.facts import Facts
from skilllint.situational.given import Given
from skilllint.situational.score import Verdict
from skilllint.situational.units import Unit, Units, Walk

__all__ = ["Given", "Units", "find", "gates_behind", "is_always_sent_to", "large", "prepare"]

Usage = Mapping[int, Given]
"""What is known of how often sections are needed, by their place in the outline."""

NOTHING: Usage = MappingProxyType({})


def find(
    source: Source,
    outline: Outline,
    weights: Sequence[Weight],
    units: Units,
    usage: Usage = NOTHING,
) -> tuple[Candidate, ...]:
    """The candidates of one file in its order, never overlapping and not yet priced.

    `usage` goes before every guess, whether an author states it or somebody counted; how
    often a section is needed at least keeps it, or is evidence beside the guess.
    """
    wanted = large(outline, weights, units)
    if not wanted:
        return ()
    known = facts.gather(source, outline, lexicon.spoken(source.text), wanted)
    walk = prepare(known, weights, units)
    chosen = given.choose(walk, given.deciding(usage), partial(given.judge, known))
    chosen += late.find(known, walk, chosen)
    if not chosen:
        return ()  # as for most files: none needs the room that words pointers
    from skilllint.situational import pointer

    chosen.sort(key=lambda unit: unit.start)
    plan = pointer.plan(known, (section for unit in chosen for section in unit.sections))
    return tuple(
        candidate(
            known, walk, unit, usage, pointer.propose(known, unit.sections, unit.verdict, plan)
        )
        for unit in chosen
    )


def gates_behind(source: Source, outline: Outline, line: int) -> tuple[Keep, ...]:
    """The approvals, stops and gates that stand behind a line of a file."""
    return keep.behind(outline, line, lexicon.spoken(source.text))


def is_always_sent_to(source: Source, outline: Outline, section: Section) -> bool:
    """Whether a line outside of a section sends every run to it, or to a part of it."""
    from skilllint.situational import sending  # only here, for most runs have counted nothing

    return sending.always(source, outline, section)


def large(outline: Outline, weights: Sequence[Weight], units: Units) -> frozenset[int]:
    """The sections that have the size of a unit."""
    return frozenset(
        section.index
        for section, weight in zip(outline.sections, weights, strict=True)
        if section.level and units.reached(section.lines, weight.subtree)
    )


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


def candidate(
    known: Facts, walk: Walk, unit: Unit, usage: Usage, moves: tuple[Move, ...]
) -> Candidate:
    """A unit with its size, its evidence, the lines that stay behind and what is left there."""
    tokens = sum(walk.weights[s.index].subtree for s in unit.sections)
    verdict = unit.verdict
    said = usage.get(unit.sections[0].index) if len(unit.sections) == 1 else None
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
        evidence=(*given.beside(usage, unit), *verdict.evidence),
        keep=(
            *given.staying(known.outline, unit, usage),
            *(line for section in unit.sections for line in staying(known, section, verdict.kind)),
        ),
        moves=moves,
        probability=said.probability if said and said.decides else None,
        reached=unit.reached,
    )


def staying(known: Facts, section: Section, kind: Kind) -> tuple[Keep, ...]:
    """The lines of a section that stay behind, in the file's order."""
    return keep.merged(
        keep.told(known.kept, section, known.lexicon),
        keep.gates(known.outline, known.titles, section, known.lexicon)
        if kind == "conditional"
        else (),
        # a branch takes its pointers along, but nobody looks something up to find one
        keep.sole(known.pointers, section) if kind == "reference" else (),
    )


def heading_path(sections: Sequence[Section]) -> tuple[str, ...]:
    """The path of a section; for several, their parent's path and their titles together."""
    titles = [section.title for section in sections]
    joined = " / ".join(titles) if len(titles) < 4 else f"{titles[0]} … {titles[-1]}"
    return (*sections[0].path[:-1], joined)
