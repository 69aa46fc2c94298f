"""How far forecasts are from what was paid: medians, sums and ranges, each with its interval."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import comb, nan
from statistics import median
from typing import NamedTuple

from carried import Carried
from figures import Span, span

from skilllint.model import Quartiles

DRAWS = 1_000
MEDIAN, SUM = 0.12, 0.05  # targets of the forecast with a load's own calls


class Tally(NamedTuple):
    """A session's errors, and its sums as paid and as forecast, alike and by tokens."""

    errors: list[float]
    sums: tuple[float, float]
    weighted: tuple[float, float]


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
    table = [tally(some) for some in sessions.values()]
    draw = random.Random(0)
    drawn = [draw.choices(table, k=len(table)) for _ in range(DRAWS if len(table) > 1 else 0)]

    def spread(figure: Callable[[Sequence[Tally]], float]) -> Span:
        return span(figure(table), [figure(some) for some in drawn])

    return Score(
        forecast=name,
        loads=len(pairs),
        sessions=len(table),
        median=spread(lambda some: middle(chain.from_iterable(one.errors for one in some))),
        total=spread(lambda some: surplus(one.sums for one in some)),
        weighted=spread(lambda some: surplus(one.weighted for one in some)),
        inside=within(pairs) if any(p.forecast.p25 < p.forecast.p75 for p in pairs) else None,
    )


def tally(pairs: Sequence[Pair]) -> Tally:
    """One session's errors and sums."""
    weighted = [(pair.paid.tokens, pair) for pair in pairs]
    return Tally(
        [pair.error for pair in pairs],
        (sum(p.paid.multiple for p in pairs), sum(p.forecast.p50 for p in pairs)),
        (
            sum(tokens * p.paid.multiple for tokens, p in weighted),
            sum(tokens * p.forecast.p50 for tokens, p in weighted),
        ),
    )


def middle(errors: Iterable[float]) -> float:
    """The median error of a load."""
    known = [*errors]
    return median(known) if known else nan


def surplus(sums: Iterable[tuple[float, float]]) -> float:
    """By what share the sum of the forecasts is too high; below 0 too low."""
    paid, said = (sum(column) for column in zip(*sums, strict=True))
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
