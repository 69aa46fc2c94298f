"""How often a branch is taken, how sure that is, and the verdict it allows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import cost
from skilllint.cost import frequency
from skilllint.model import Probability, Quartiles


@pytest.mark.parametrize(
    ("taken", "loads", "low", "high"), [(4, 6, 0.41, 0.85), (0, 6, 0, 0.21), (1, 9, 0.03, 0.31)]
)
def test_intervals_of_wilson(taken: int, loads: int, low: float, high: float) -> None:
    assert frequency.wilson(taken, loads) == pytest.approx((low, high), abs=0.0051)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_what_was_seen(seen: tuple[int, int]) -> None:
    taken, loads = seen
    low, high = frequency.wilson(taken, loads)
    assert 0 <= low <= taken / loads <= high <= 1
    assert low < high


def test_never_and_always_stay_possible() -> None:
    assert {frequency.wilson(0, loads)[0] for loads in range(1, 500)} == {0}
    assert {frequency.wilson(loads, loads)[1] for loads in range(1, 500)} == {1}


@pytest.mark.parametrize(("taken", "loads"), [(0, 0), (3, 2), (-1, 2)])
def test_an_impossible_count_is_refused(taken: int, loads: int) -> None:
    with pytest.raises(ValueError, match=f"{taken} of {loads} loads is no share"):
        frequency.wilson(taken, loads)


def test_a_verdict_needs_the_whole_interval_on_one_side() -> None:
    block = cost.saving(700, 0, 2500, cost.assume())
    found = replace(block, break_even=Quartiles(0.2, 0.45, 0.6))
    assert cost.verdict(None, found) == "not decided"
    assert cost.verdict(frequency.measured(1, 9), found) == "extract"
    assert cost.verdict(frequency.measured(9, 10), found) == "keep"
    assert cost.verdict(frequency.measured(4, 6), found) == "not decided"
    assert cost.verdict(frequency.measured(1, 3), found) == "not decided"
    assert cost.verdict(frequency.given(0.2), found) == "extract"
    assert cost.verdict(frequency.given(found.break_even.p50), found) == "not decided"


@given(st.floats(0, 1), st.integers(41, 20_000))
def test_a_verdict_never_loses_money(p: float, tokens: int) -> None:
    found = cost.saving(tokens, 0, 4 * tokens, cost.assume())
    saved = frequency.expected(found, frequency.given(p)).p50
    assert not (cost.verdict(frequency.given(p), found) == "extract" and saved < -1e-6)
    assert not (cost.verdict(frequency.given(p), found) == "keep" and saved > 1e-6)


def test_where_a_probability_comes_from() -> None:
    assert frequency.given(0.1) == Probability(0.1, 0.1, 0.1, "given")
    assert frequency.measured(1, 9).source == "measured n=9"
    with pytest.raises(ValueError, match="probability must lie between 0 and 1, not 2"):
        frequency.given(2)
