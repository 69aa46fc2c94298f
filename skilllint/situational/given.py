"""How often a section is needed, where that is known: the author's word or a count.

It goes before every guess, and holds for all of the section but for parts of which
more is known. What pays to move is a unit whatever its signals say; what does not
is none, and neither is what holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from skilllint.model import Band, Evidence, Keep, Outline, Probability, Section
from skilllint.model import Verdict as Decision
from skilllint.situational import score, units
from skilllint.situational.facts import Facts
from skilllint.situational.score import Verdict
from skilllint.situational.units import Unit, Walk, apart

BANDS: Mapping[Decision, Band] = {
    "extract": "likely",
    "not decided": "possible",
    "keep": "possible",
}
"""How sure a unit is whose probability is known: what is kept is shown, but never recommended."""


SIGNAL = "usage.given"
"""The evidence that is somebody's word or a count."""


class Given(NamedTuple):
    """How often a section is needed, what that decides by its price, and where it is said.

    `counted` says in words what was counted, nothing for the author's word.
    """

    probability: Probability
    verdict: Decision
    where: str
    counted: str = ""

    @property
    def decides(self) -> bool:
        """Whether it goes before the guesses: how often at least can keep, and decides no more."""
        return self.verdict == "keep" or not self.probability.least


def said(given: Given, what: str = "it") -> str:
    """What is known and whence: `10 % of sessions need it, says skilllint.toml (given: rare)`."""
    known = given.probability
    share = f"{known.value * 100:.3g} %"
    if known.low < known.high:  # a count, of which no decimal means anything
        share = f"{known.value * 100:.0f} % ({known.low * 100:.0f}–{known.high * 100:.0f} %)"
    share = f"at least {share}" if known.least else share
    start = f"{given.counted}: " if given.counted else ""
    return f"{start}{share} of sessions need {what}, says {given.where} ({known.source})"


def deciding(given: Mapping[int, Given]) -> Mapping[int, Given]:
    """What is known that goes before the guesses."""
    return {index: one for index, one in given.items() if one.decides}


def beside(given: Mapping[int, Given], unit: Unit) -> Iterator[Evidence]:
    """What is known of a unit's sections and decides nothing: evidence, not a verdict."""
    for section in unit.sections:
        known = given.get(section.index)
        if known and not known.decides:
            what = f'"{section.title}"' if len(unit.sections) > 1 else "it"
            yield Evidence(SIGNAL, 0.0, section.start, said(known, what))


def choose(
    walk: Walk, given: Mapping[int, Given], judge: Callable[[Section], Verdict]
) -> list[Unit]:
    """The units of a file, first those of which it is known that they may leave.

    `judge` gives the guess at a section, for the evidence beside.
    """
    if not given:
        return units.choose(walk)
    known = [
        Unit((section,), verdict(section, given[section.index], judge(section)))
        for section in walk.outline.sections
        if section.index in given and sized(walk, section)
    ]

    def those(decision: Decision) -> list[Unit]:
        return [unit for unit in known if given[unit.sections[0].index].verdict == decision]

    moving = apart(those("extract"))
    moving += apart(those("not decided"), moving)
    shut = closed(walk.outline, [*moving, *those("keep")])

    def guess(section: Section) -> Verdict:
        found = walk.judge(section)
        return found._replace(margin=-inf) if section.index in shut else found

    chosen = moving + units.choose(walk._replace(judge=guess))
    return chosen + apart(those("keep"), chosen)


def sized(walk: Walk, section: Section) -> bool:
    """Whether a section can be a unit if its use is known: large enough, and not the whole body."""
    others = any(top.level and top is not section for top in walk.outline.top)
    whole = section.parent is None and not others
    return not whole and walk.units.reached(section.lines, walk.weights[section.index].subtree)


def closed(outline: Outline, known: Sequence[Unit]) -> frozenset[int]:
    """The sections that no guess may take: what is known, all inside it, all above it."""
    sections = [unit.sections[0] for unit in known]
    inside = [below for section in sections for below in outline.subtree(section)]
    above = [outer for section in sections for outer in outline.ancestors(section)]
    return frozenset(section.index for section in (*inside, *above))


def verdict(section: Section, given: Given, sum_: Verdict) -> Verdict:
    """The verdict on a section of which something is known; the guess stands behind it."""
    evidence = Evidence(SIGNAL, 0.0, section.start, said(given))
    band = BANDS[given.verdict]
    return sum_._replace(band=band, evidence=(evidence, *sum_.evidence))


def judge(facts: Facts, section: Section) -> Verdict:
    """The guess at a section of which something is known.

    Look-up material that it would be without stays that, for the pointer is worded by the
    kind; all else is conditional.
    """
    found = score.judge(facts, section)
    known = found.kind == "reference" and found.margin >= 0
    return found if known else sums(facts, section)[0]


def sums(facts: Facts, section: Section) -> tuple[Verdict, Verdict]:
    """Both sums of a section: conditional and reference."""
    signs = score.signs(facts, section)
    return (
        score.verdict("conditional", signs, facts.lexicon),
        score.verdict("reference", signs, facts.lexicon),
    )


def staying(outline: Outline, unit: Unit, given: Mapping[int, Given]) -> Iterator[Keep]:
    """The parts of a unit that are known to be needed too often to move."""
    itself = unit.sections[0] if len(unit.sections) == 1 else None
    for outer in unit.sections:
        for section in outline.subtree(outer):
            known = given.get(section.index)
            if known and known.verdict == "keep" and section is not itself:
                yield Keep(section.start, said(known))
