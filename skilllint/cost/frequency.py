"""How often a branch is taken, how sure that is, and what follows from it."""

from __future__ import annotations

from math import sqrt

from skilllint.cost.formula import share
from skilllint.model import Probability, Quartiles, Saving, Verdict

Z80 = 1.2816  # standard deviations that hold 80 % of a normal distribution


def wilson(taken: int, loads: int) -> tuple[float, float]:
    """The 80 % interval of Wilson for a share of which `taken` of `loads` were seen."""
    if not 0 <= taken <= loads or loads == 0:
        raise ValueError(f"{taken} of {loads} loads is no share")
    square = Z80**2
    middle = (taken + square / 2) / (loads + square)
    half = Z80 / (loads + square) * sqrt(taken * (loads - taken) / loads + square / 4)
    seen = taken / loads
    return min(seen, max(0.0, middle - half)), max(seen, min(1.0, middle + half))


def measured(taken: int, loads: int) -> Probability:
    """A probability counted in the user's own sessions."""
    low, high = wilson(taken, loads)
    return Probability(taken / loads, low, high, f"measured n={loads}")


def given(value: float, note: str = "") -> Probability:
    """A probability the author states, and why; it is taken at its word."""
    share(value, "probability")
    return Probability(value, value, value, f"given: {note}" if note else "given")


def expected(saving: Saving, probability: Probability) -> Quartiles:
    """ITE that the move saves an average session, where the probability is known."""
    p, saved, taken = probability.value, saving.ite, saving.taken_ite
    return Quartiles(
        (1 - p) * saved.p25 + p * taken.p25,
        (1 - p) * saved.p50 + p * taken.p50,
        (1 - p) * saved.p75 + p * taken.p75,
    )


def verdict(probability: Probability | None, saving: Saving) -> Verdict:
    """Extract or keep only if the whole interval lies on one side of the break-even.

    The break-even is the one at the median of calls and the middle of the
    model's tokens. It is a share, so it ends at 0 and 1, also where a move pays
    in no session or in all of them.
    """
    if probability is None:
        return "not decided"
    if probability.high < saving.break_even.p50 or saving.taken_ite.p50 > 0:
        return "extract"
    if probability.low > saving.break_even.p50 or saving.ite.p50 < 0:
        return "keep"
    return "not decided"
