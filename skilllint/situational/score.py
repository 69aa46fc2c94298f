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

STRONG = 0.4
"""Reasons that each weigh less do not add up to a candidate."""


class Verdict(NamedTuple):
    """How a section was judged: its kind, the sum, and by how much it passes the threshold."""

    kind: Kind
    score: float
    margin: float
    band: Band
    evidence: tuple[Evidence, ...]


def judge(facts: Facts, section: Section) -> Verdict:
    """The kind that a section passes the threshold of by the most, or fails by the least."""
    return decide(signs(facts, section), facts.lexicon)


def signs(facts: Facts, section: Section) -> tuple[Sign, ...]:
    """Everything that is seen of a section; what it weighs is another question."""
    return tuple(sign for signal in SIGNALS for sign in signal(facts, section))


def decide(seen: Sequence[Sign], lexicon: Lexicon) -> Verdict:
    """Both sums, and the kind that wins."""
    conditional = verdict("conditional", seen, lexicon)
    reference = verdict("reference", seen, lexicon)
    preferred = conditional.margin >= 0 and conditional.margin + PREFERENCE >= reference.margin
    return conditional if preferred or conditional.margin >= reference.margin else reference


def verdict(kind: Kind, seen: Sequence[Sign], lexicon: Lexicon) -> Verdict:
    """The sum of one kind, with its evidence from the strongest for to the strongest against."""
    weights = lexicon.conditional if kind == "conditional" else lexicon.reference
    evidence = [
        Evidence(sign.signal, round(weights[sign.signal] * sign.amount, 2), sign.line, sign.text)
        for sign in seen
        if weights[sign.signal]
    ]
    evidence.sort(key=lambda e: (-e.weight, e.line, e.signal))
    score = round(sum(e.weight for e in evidence), 2)
    bands = lexicon.bands[kind]
    band: Band = "likely" if score >= bands["likely"] else "possible"
    strong = bool(evidence) and evidence[0].weight >= STRONG
    margin = round(score - bands["possible"], 2) if strong else -STRONG
    return Verdict(kind, score, margin, band, tuple(evidence))
