"""How far off a formula would be that knows the calls of every load and the rate of misses.

Which calls miss the cache is chance to it. What that alone makes of the median error is
the least that can be asked of any formula over so many loads.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import log
from statistics import median

from carried import Carried
from figures import Span, span

from skilllint.cost.formula import Rates, multiplier

DRAWS = 1_000


def least(loads: Sequence[tuple[Carried, Rates]]) -> Span:
    """The median error by chance, and where 95 % of such errors lie."""
    draw = random.Random(0)
    drawn = sorted(median(error(draw, *one) for one in loads) for _ in range(DRAWS))
    return span(median(drawn), drawn)


def error(draw: random.Random, load: Carried, rates: Rates) -> float:
    """The error on one load whose later calls miss the cache with the chance that is known."""
    kept = [1.0] + [1 - load.cut] * (len(load.stays) - 1)
    known = paid = 0.0
    for share, calls in zip(kept, load.stays, strict=True):
        missed = misses(draw, calls - 1, rates.miss)
        known += share * multiplier(calls, rates)
        paid += share * (rates.write * (1 + missed) + rates.read * (calls - 1 - missed))
    return abs(known / paid - 1)


def misses(draw: random.Random, calls: int, chance: float) -> int:
    """How many of so many calls miss: drawn from one miss to the next, for few do."""
    found = 0
    while 0 < chance < 1 and calls > 0:
        calls -= 1 + int(log(1 - draw.random()) / log(1 - chance))
        found += calls >= 0
    return found
