"""A small logistic regression: weights by name, each drawn towards the one it had before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

Sample = tuple[Mapping[str, float], bool, float]
"""Amounts by name, whether it is of the kind, and how much the sample counts."""

ROUNDS = 25


def fit(
    samples: Sequence[Sample], prior: Mapping[str, float], pull: float
) -> tuple[dict[str, float], float]:
    """The weights and the offset that explain the samples best, by Newton's method.

    `pull` is the penalty on half the squared distance from the prior; the offset is free.
    """
    names = [*prior]
    place = {name: n for n, name in enumerate(names)}
    rows = [([(place[k], v) for k, v in seen.items()], yes, w) for seen, yes, w in samples]
    weights, offset = [prior[name] for name in names], -1.0
    for _ in range(ROUNDS):
        slope = [pull * (w - prior[name]) for w, name in zip(weights, names, strict=True)] + [0.0]
        bend = [[0.0] * (len(names) + 1) for _ in range(len(names) + 1)]
        for n in range(len(names)):
            bend[n][n] = pull
        bend[-1][-1] = 1e-9
        for seen, yes, counts in rows:
            chance = logistic(offset + sum(weights[n] * v for n, v in seen))
            cells = [*seen, (len(names), 1.0)]
            for n, v in cells:
                slope[n] += counts * (chance - yes) * v
                for m, u in cells:
                    bend[n][m] += counts * chance * (1 - chance) * v * u
        step = solve(bend, slope)
        weights = [w - s for w, s in zip(weights, step, strict=False)]
        offset -= step[-1]
        if max(map(abs, step)) < 1e-6:
            break
    return dict(zip(names, weights, strict=True)), offset


def logistic(value: float) -> float:
    """The chance that a sum stands for; sums far out are cut, they change nothing."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


def solve(table: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a positive definite system, by elimination."""
    rows = [[*row, value] for row, value in zip(table, right, strict=True)]
    size = len(rows)
    for n in range(size):
        for below in rows[n + 1 :]:
            factor = below[n] / rows[n][n]
            if factor:
                for m in range(n, size + 1):
                    below[m] -= factor * rows[n][m]
    found = [0.0] * size
    for n in reversed(range(size)):
        known = sum(rows[n][m] * found[m] for m in range(n + 1, size))
        found[n] = (rows[n][size] - known) / rows[n][n]
    return found
