"""Precision, recall and F1 with intervals by bootstrap over owners."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

DRAWS = 1000


class Span(NamedTuple):
    """A figure with its 95 % interval; NaN where nothing was there to divide by."""

    value: float
    low: float = nan
    high: float = nan


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of one question, each with its interval, and the counts."""

    precision: Span
    recall: Span
    f1: Span
    hits: int
    flagged: int
    positives: int
    judged: int


def figures(judged: Sequence[tuple[str, bool, bool]], draws: int = DRAWS) -> Figures:
    """The figures of (owner, flagged, wanted) triples; without draws, without intervals.

    The blocks of one owner resemble each other, so whole owners are drawn. A draw
    in which a figure is not defined says nothing about it.
    """
    owners: dict[str, list[int]] = {}
    for owner, flagged, wanted in judged:
        counts = owners.setdefault(owner, [0, 0, 0])
        counts[0] += flagged and wanted
        counts[1] += flagged
        counts[2] += wanted
    table = [owners[name] for name in sorted(owners)]
    draw = random.Random(0)
    drawn = [ratios(draw.choices(table, k=len(table))) for _ in range(draws)] if table else []
    point = ratios(table)
    spans = [span(point[n], [one[n] for one in drawn]) for n in range(3)]
    return Figures(spans[0], spans[1], spans[2], *totals(table), len(judged))


def ratios(table: Iterable[Sequence[int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of counts (hits, flagged, positives)."""
    hits, flagged, positives = totals(table)
    return ratio(hits, flagged), ratio(hits, positives), ratio(2 * hits, flagged + positives)


def totals(table: Iterable[Sequence[int]]) -> tuple[int, int, int]:
    """The sums of the three columns."""
    hits = flagged = positives = 0
    for row in table:
        hits += row[0]
        flagged += row[1]
        positives += row[2]
    return hits, flagged, positives


def ratio(part: int, whole: int) -> float:
    """A share, NaN of nothing."""
    return part / whole if whole else nan


def span(value: float, drawn: Iterable[float]) -> Span:
    """A value with the middle 95 % of what was drawn."""
    known = sorted(one for one in drawn if not isnan(one))
    if not known:
        return Span(value)
    return Span(value, known[int(0.025 * len(known))], known[int(0.975 * len(known))])
