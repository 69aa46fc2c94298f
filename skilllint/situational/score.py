"""From signs to two sums, one for each kind, and the band they fall into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from skilllint.model import Band, Evidence, Kind, Section
from skilllint.situational.facts import Facts
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.signals import SIGNALS, Sign

PREFERENCE = 1.0
"""A block that is both is conditional up to this lead of the other sum: its pointer can then
say when to read it."""


class Verdict(NamedTuple):
    """How a section was judged: its kind, the sum, and by how much it passes the threshold."""

    kind: Kind
    score: float
    margin: float
    band: Band
    evidence: tuple[Evidence, ...]


def judge(facts: Facts, section: Section) -> Verdict:
    """The kind that a section passes the threshold of by the most, or fails by the least."""
    signs = [sign for signal in SIGNALS for sign in signal(facts, section)]
    conditional = verdict("conditional", signs, facts.lexicon)
    reference = verdict("reference", signs, facts.lexicon)
    preferred = conditional.margin >= 0 and conditional.margin + PREFERENCE >= reference.margin
    return conditional if preferred or conditional.margin >= reference.margin else reference


def verdict(kind: Kind, signs: Sequence[Sign], lexicon: Lexicon) -> Verdict:
    """The sum of one kind, with its evidence from the strongest for to the strongest against."""
    weights = lexicon.conditional if kind == "conditional" else lexicon.reference
    evidence = [
        Evidence(sign.signal, round(weights[sign.signal] * sign.amount, 2), sign.line, sign.text)
        for sign in signs
        if weights[sign.signal]
    ]
    evidence.sort(key=lambda e: (-e.weight, e.line, e.signal))
    score = round(sum(e.weight for e in evidence), 2)
    bands = lexicon.bands[kind]
    band: Band = "likely" if score >= bands["likely"] else "possible"
    return Verdict(kind, score, round(score - bands["possible"], 2), band, tuple(evidence))
