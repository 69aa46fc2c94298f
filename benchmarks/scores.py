"""How far forecasts are from what was paid: medians, sums and ranges, each with its interval."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import comb, nan
from statistics import median
from typing import NamedTuple

from carried import Carried
from figures import Span, span

from skilllint.model import Quartiles

DRAWS = 2_000
MEDIAN, SUM = 0.12, 0.05  # targets of the forecast with a load's own calls


class Pair(NamedTuple):
    """A load as it was paid for, and as it was forecast."""

    paid: Carried
    forecast: Quartiles

    @property
    def error(self) -> float:
        """The distance of the forecast's median, as a share of what was paid."""
        return abs(self.forecast.p50 / self.paid.multiple - 1)


@dataclass(frozen=True, slots=True)
class Inside:
    """How many of so many loads lie in the forecast range, with an exact 95 % interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def compatible(self) -> bool:
        """Whether half of all loads may lie inside."""
        return self.low <= 0.5 <= self.high


@dataclass(frozen=True, slots=True)
class Score:
    """One forecast over some loads. `total` is the error of the sum of multiples, `weighted`
    that of the sum of ITE, where the tokens are known; `inside` is for forecasts with a range.
    """

    forecast: str
    loads: int
    sessions: int
    median: Span
    total: Span
    weighted: Span
    inside: Inside | None


def score(name: str, pairs: Sequence[Pair]) -> Score:
    """The score of one forecast.

    Intervals are by bootstrap over sessions, whose loads are alike; one session has none.
    """
    sessions: dict[int, list[Pair]] = {}
    for pair in pairs:
        sessions.setdefault(pair.paid.session, []).append(pair)
    draw = random.Random(0)
    table = list(sessions.values())
    picked = (draw.choices(table, k=len(table)) for _ in range(DRAWS if len(table) > 1 else 0))
    drawn = [[*chain.from_iterable(some)] for some in picked]

    def spread(figure: Callable[[Sequence[Pair]], float]) -> Span:
        return span(figure(pairs), [figure(some) for some in drawn])

    return Score(
        forecast=name,
        loads=len(pairs),
        sessions=len(table),
        median=spread(middle),
        total=spread(lambda some: surplus(some, [1] * len(some))),
        weighted=spread(lambda some: surplus(some, [pair.paid.tokens for pair in some])),
        inside=within(pairs) if any(p.forecast.p25 < p.forecast.p75 for p in pairs) else None,
    )


def middle(pairs: Sequence[Pair]) -> float:
    """The median error of a load."""
    return median(pair.error for pair in pairs) if pairs else nan


def surplus(pairs: Sequence[Pair], weights: Sequence[float]) -> float:
    """By what share the sum of the forecasts is too high; below 0 too low."""
    paid = sum(w * pair.paid.multiple for w, pair in zip(weights, pairs, strict=True))
    said = sum(w * pair.forecast.p50 for w, pair in zip(weights, pairs, strict=True))
    return said / paid - 1 if paid else nan


def within(pairs: Sequence[Pair]) -> Inside:
    """How many loads lie in their forecast's range, its ends included."""
    count = sum(p.forecast.p25 <= p.paid.multiple <= p.forecast.p75 for p in pairs)
    return Inside(count, len(pairs), *exact(count, len(pairs)))


def exact(count: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of Clopper and Pearson for a share, by bisection."""
    tail = (1 - level) / 2

    def at_least(p: float) -> float:
        return sum(comb(of, n) * p**n * (1 - p) ** (of - n) for n in range(count, of + 1))

    def at_most(p: float) -> float:
        return 1 - at_least(p) + comb(of, count) * p**count * (1 - p) ** (of - count)

    low = bisect(lambda p: at_least(p) < tail) if count else 0.0
    high = bisect(lambda p: at_most(p) > tail) if count < of else 1.0
    return low, high


def bisect(below: Callable[[float], bool]) -> float:
    """The share at which a condition that holds from 0 on ends."""
    low, high = 0.0, 1.0
    for _ in range(50):
        half = (low + high) / 2
        low, high = (half, high) if below(half) else (low, half)
    return low
