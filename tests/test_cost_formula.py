"""The arithmetic of the cost model against figures worked by hand, and at its edges."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from skilllint.cost import formula
from skilllint.cost.formula import UNCACHED, Rates, Session, Text, multiplier

FIVE = Rates(write=1.25, read=0.10, output=5)
HOUR = Rates(write=2, read=0.10, output=5)
MISSING = replace(FIVE, miss=0.037)


def session(calls: int, after: int | None = None, **changed: Any) -> Session:
    """A session in Claude Code at 5-minute prices; nothing is compacted unless said."""
    base = Session(
        calls=calls,
        read_after=calls // 4 if after is None else after,
        rates=FIVE,
        prompt=52_000,
        stub=40,
        reread=1.28,
        sole=0.75,
        output=120,
    )
    return replace(base, **changed)


# Multipliers


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (UNCACHED, (1, 5, 10, 22, 50, 129)),
        (FIVE, (1.25, 1.65, 2.15, 3.35, 6.15, 14.05)),
        (MISSING, (1.25, 1.82, 2.53, 4.24, 8.23, 19.5)),
        (HOUR, (2.00, 2.40, 2.90, 4.10, 6.90, 14.80)),
        (Rates(1.25, 0.05, 5), (1.25, 1.45, 1.70, 2.30, 3.70, 7.65)),
        (Rates(2, 0.05, 5), (2.00, 2.20, 2.45, 3.05, 4.45, 8.40)),
        (Rates(1, 0.10, 8), (1.00, 1.40, 1.90, 3.10, 5.90, 13.80)),
    ],
)
def test_multipliers_of_the_price_table(rates: Rates, expected: tuple[float, ...]) -> None:
    found = tuple(multiplier(calls, rates) for calls in (1, 5, 10, 22, 50, 129))
    assert found == pytest.approx(expected, abs=0.0051)


@pytest.mark.parametrize(
    ("calls", "rates", "expected"),
    [
        (46, FIVE, 5.75),
        (46, HOUR, 6.5),
        (50, Rates(1.25, 0.05, 5), 3.70),
        (46, replace(FIVE, miss=0.0367), 7.65),
        (37, FIVE, 4.85),
        (0, FIVE, 0),
        (-3, FIVE, 0),
    ],
)
def test_single_multipliers(calls: int, rates: Rates, expected: float) -> None:
    assert multiplier(calls, rates) == pytest.approx(expected, abs=0.001)


# Extraction


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (150, (0.07, 0.12, 0.22)),
        (300, (0.16, 0.24, 0.38)),
        (700, (0.31, 0.44, 0.57)),
        (1000, (0.39, 0.52, 0.63)),
        (2000, (0.56, 0.66, 0.72)),
        (4000, (0.69, 0.76, 0.77)),
    ],
)
def test_break_even_of_six_sizes(tokens: int, expected: tuple[float, ...]) -> None:
    sessions = [session(n, min(8, n // 4)) for n in (22, 50, 129)]
    found = [formula.break_even(Text(tokens), s) for s in sessions]
    assert found == pytest.approx(expected, abs=0.0051)


def test_break_even_at_other_windows() -> None:
    wide = session(50, 8, prompt=90_000)
    plain = session(46, 8, prompt=54_000, rates=Rates(1, 1, 5))
    assert formula.break_even(Text(700), wide) == pytest.approx(0.33, abs=0.0051)
    assert formula.break_even(Text(4000), wide) == pytest.approx(0.70, abs=0.0051)
    assert formula.break_even(Text(4000), plain) == pytest.approx(0.77, abs=0.0051)


@pytest.mark.parametrize(
    ("tokens", "probability", "calls"),
    [(700, 0.2, 7), (700, 0.3, 20), (2000, 0.5, 16), (4000, 0.5, 4)],
)
def test_fewest_calls_that_pay(tokens: int, probability: float, calls: int) -> None:
    assert formula.break_even_calls(Text(tokens), probability, session) == calls


def test_no_session_is_long_enough() -> None:
    assert formula.break_even_calls(Text(700), 1, session) is None


@pytest.mark.parametrize(
    ("probability", "saved"),
    [(0, 24_354), (0.1, 21_000), (0.3, 15_000), (0.5, 8_000), (0.7, 2_000), (0.9, -4_500)],
)
def test_delegation_block_of_a_real_skill(probability: float, saved: float) -> None:
    found = formula.saving(Text(4000), probability, session(50, 8, prompt=54_000))
    assert found == pytest.approx(saved, abs=500)


def test_extra_call_reads_the_whole_window_again() -> None:
    extra = formula.extra_call(session(50))
    assert extra == 0.75 * 0.10 * 52_000 + 120 * 5 == 4_500
    assert extra / multiplier(50, FIVE) == pytest.approx(730, abs=2)


def test_late_text_must_be_needed_late_to_pay() -> None:
    late = session(104, prompt=90_000)
    assert formula.late_after(Text(2700), late) == 48
    assert formula.late_after(Text(300), late) is None


def test_late_text_behind_the_cut_counts_from_where_every_later_read_pays() -> None:
    """Reads at 40 to 79 pay as well, but right after the compaction the copy stays for 50 calls."""
    late, text = session(130, compaction=80), Text(2000, 2000)
    assert formula.late_after(text, late) == 90
    assert formula.saving(text, 1, replace(late, read_after=40)) > 0
    assert formula.saving(text, 1, replace(late, read_after=80)) < 0
    assert formula.late_after(text, session(80, compaction=80)) == 40
    assert formula.late_after(text, session(0)) is None


# Compaction


def test_text_behind_the_cut_leaves_at_the_compaction() -> None:
    """9,000 tokens over 30,000 characters: 6,000 stay for 50 calls, 3,000 for 41."""
    raw = session(50, rates=UNCACHED, compaction=41)
    assert formula.inline(formula.part(9000, 0, 30_000, 20_000), raw) == 6000 * 50 + 3000 * 41
    assert formula.inline(formula.part(3000, 20_000, 30_000, 20_000), raw) == 3000 * 41
    assert formula.inline(formula.part(3000, 25_000, 30_000, 20_000), raw) == 3000 * 41
    assert formula.inline(formula.part(3000, 10_000, 20_000, 20_000), raw) == 3000 * 50
    assert formula.inline(formula.part(3000, 15_000, 25_000, 20_000), raw) == 1500 * (50 + 41)


def test_a_file_read_stays_as_long_as_the_text_would_have() -> None:
    def copies(calls: int, after: int, cut: int) -> float:
        plain = session(calls, after, rates=UNCACHED, compaction=41, prompt=0, reread=1)
        return formula.reference(Text(100, cut), plain) / 100

    assert copies(50, 8, cut=0) == 42  # above the cut: to the end
    assert copies(50, 8, cut=100) == 33  # behind it: to the compaction
    assert copies(50, 8, cut=50) == 37.5
    assert copies(30, 8, cut=100) == 22  # the session ends before
    assert copies(90, 50, cut=100) == 40  # read when the body had lost it


def test_what_a_compaction_leaves_is_written_to_the_cache_again() -> None:
    """100 tokens through stays of 20, 8 and 12 calls; 30 of them in the first alone."""
    thrice = session(40, rates=MISSING, compaction=20, again=2)
    first, *rest = (multiplier(calls, MISSING) for calls in (20, 8, 12))
    assert formula.inline(Text(100, 30), thrice) == pytest.approx(100 * first + 70 * sum(rest))
    assert formula.pointer(thrice) == pytest.approx(40 * (first + sum(rest)))
    again = 2 * (1.25 - MISSING.resend)
    assert formula.inline(Text(100, 100), thrice) == pytest.approx(100 * first)
    assert formula.inline(Text(100), replace(thrice, rates=UNCACHED)) == 100 * 40
    late = replace(thrice, read_after=30, compaction=inf)  # outlives a quarter of them
    copy = formula.reference(Text(100), late) - formula.extra_call(late)
    assert copy == pytest.approx(128 * (multiplier(10, MISSING) + again / 4))


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (5, 4)])
def test_characters_run_forward(first: int, last: int) -> None:
    with pytest.raises(ValueError, match=f"not from {first} to {last}"):
        formula.part(10, first, last, 20_000)


def test_an_empty_block_has_a_place() -> None:
    assert formula.part(0, 30_000, 30_000, 20_000) == Text(0)
    assert formula.part(10, 0, 0, 20_000) == Text(10)


# Edges


@pytest.mark.parametrize(
    ("tokens", "changed", "expected"),
    [
        (0, {}, 0),
        (40, {}, 0),
        (10, {}, 0),
        (4000, {"calls": 0}, 0),
        (4000, {"calls": -2}, 0),
        (40_000, {"read_after": 60}, 1),
        (0, {"prompt": 0, "stub": 0, "output": 0}, 0),
        (4000, {"rates": Rates(1, 1, 5), "read_after": 0, "sole": 0}, 0.77),
    ],
)
def test_break_even_at_the_edges(tokens: int, changed: dict[str, Any], expected: float) -> None:
    found = formula.break_even(Text(tokens), replace(session(50, 12), **changed))
    assert found == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("wrong", [-1, nan])
def test_impossible_inputs_are_refused_by_name(wrong: float) -> None:
    with pytest.raises(ValueError, match=f"tokens must be 0 or more, not {wrong}"):
        Text(wrong)
    with pytest.raises(ValueError, match=f"read must be 0 or more, not {wrong}"):
        Rates(1, wrong, 5)
    with pytest.raises(ValueError, match=f"prompt must be 0 or more, not {wrong}"):
        session(50, prompt=wrong)
    with pytest.raises(ValueError, match=f"probability must lie between 0 and 1, not {wrong}"):
        formula.saving(Text(1), wrong, session(50))


def test_impossible_rates_and_calls_are_refused() -> None:
    with pytest.raises(ValueError, match=r"miss must lie between 0 and 1, not 1\.5"):
        Rates(1, 1, 5, 1.5)
    with pytest.raises(ValueError, match="calls must be a number"):
        multiplier(nan, FIVE)
    with pytest.raises(ValueError, match="compaction must be above 0"):
        session(50, compaction=0)
