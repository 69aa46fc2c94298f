"""The cost model against whole sessions played call by call, and its laws."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skilllint.cost import formula
from skilllint.cost.formula import Rates, Session, Text, multiplier

FIVE = Rates(write=1.25, read=0.10, output=5)


def session(
    calls: int, rates: Rates = FIVE, compaction: float = inf, again: float = 0.0
) -> Session:
    """A session in Claude Code that needs the reference after a quarter of its calls."""
    return Session(
        calls=calls,
        read_after=calls // 4,
        rates=rates,
        prompt=52_000,
        stub=40,
        reread=1.28,
        sole=0.75,
        output=120,
        compaction=compaction,
        again=again,
    )


def play(texts: list[tuple[float, int, int]], s: Session, calls: int, asked: int = 0) -> float:
    """ITE of every prompt of a session that carries `texts` of (tokens, first call, last call).

    The window starts at the size that makes it `prompt` at the read and grows by
    500 tokens a call; what was sent in the call before is read from the cache
    unless the whole prefix was missed. `asked` is a call made only to read a file.
    """
    rates, total, cached = s.rates, 0.0, 0.0
    start = s.prompt - 500 * (s.read_after + 1)
    for call in range(1, calls + 1):
        grown = start + 500 * (call - (1 if 0 < asked < call else 0))
        size = grown + sum(t for t, first, last in texts if first <= call <= last)
        hit = cached * rates.read + (size - cached) * rates.write
        total += (1 - rates.miss) * hit + rates.miss * size * rates.write
        cached = size
    return total


def simulated(tokens: int, probability: float, s: Session) -> float:
    """What moving a text saves, from whole sessions with and without it."""
    n, k = int(s.calls), int(s.read_after)
    without = play([], s, n)
    body = play([(tokens, 1, n)], s, n) - without
    idle = play([(s.stub, 1, n)], s, n) - without
    copy, written = tokens * s.reread + s.output, s.output * s.rates.output
    joined = play([(s.stub, 1, n), (copy, k + 1, n)], s, n) + written
    alone = play([(s.stub, 1, n + 1), (copy, k + 2, n + 1)], s, n + 1, asked=k + 1) + written
    taken = s.sole * alone + (1 - s.sole) * joined - without
    return body - (1 - probability) * idle - probability * taken


sizes = st.integers(50, 20_000)
lengths = st.integers(4, 200)
rates = st.builds(
    Rates, st.sampled_from([1.0, 1.25, 2.0]), st.floats(0.02, 0.2), st.just(5.0), st.floats(0, 0.05)
)


def test_the_simulator_knows_the_worked_example() -> None:
    s = session(46)
    assert play([(4000, 1, 46)], s, 46) - play([], s, 46) == pytest.approx(23_000)


@given(sizes, lengths, rates)
def test_saving_without_the_branch_equals_the_simulator(t: int, n: int, r: Rates) -> None:
    s = session(n, r)
    assert formula.saving(Text(t), 0, s) == pytest.approx(simulated(t, 0, s), rel=1e-6, abs=1e-3)


@given(sizes, lengths, rates)
def test_a_taken_branch_lacks_only_trifles(t: int, n: int, r: Rates) -> None:
    """The closed form leaves out the carry of what was written and a call of the pointer."""
    s = session(n, r)
    closed = formula.extracted(Text(t), 1, s)
    played = formula.inline(Text(t), s) - simulated(t, 1, s)
    trifles = s.output * multiplier(n, r) + s.stub * r.write
    assert closed * 0.999_999 <= played <= closed + trifles


def test_the_closed_form_is_a_few_percent_low_for_a_taken_branch() -> None:
    s = session(46)
    played = formula.inline(Text(4000), s) - simulated(4000, 1, s)
    assert -0.05 < formula.extracted(Text(4000), 1, s) / played - 1 < -0.01


# Laws


@given(sizes, lengths, rates, st.floats(0, 1), st.floats(0, 1))
def test_saving_falls_with_the_probability(t: int, n: int, r: Rates, p: float, q: float) -> None:
    s, (low, high) = session(n, r), sorted((p, q))
    assert formula.saving(Text(t), low, s) >= formula.saving(Text(t), high, s)


@given(sizes, lengths, rates, st.sampled_from([10.0, 41.0, inf]))
def test_nothing_is_saved_at_the_break_even(t: int, n: int, r: Rates, compaction: float) -> None:
    s = session(n, r, compaction)
    even = formula.break_even(Text(t), s)
    assert 0 <= even <= 1
    assume(0 < even < 1)
    assert formula.saving(Text(t), even, s) == pytest.approx(0, abs=1e-6 * t * n)


@given(st.integers(0, 500), st.floats(1, 3), st.floats(0.01, 1), st.floats(0, 1))
def test_each_further_call_costs_more(n: int, write: float, read: float, miss: float) -> None:
    rates = Rates(write, read, 5, miss)
    assert multiplier(n + 1, rates) > multiplier(n, rates)


compactions = st.one_of(st.just(inf), st.integers(1, 220).map(float))
sessions = st.builds(session, lengths, rates, compactions, st.sampled_from([0.0, 0.2, 3.0]))


@given(sizes, st.floats(0, 1), sessions)
def test_a_later_read_saves_more_but_for_the_step_at_the_compaction(
    t: int, behind: float, s: Session
) -> None:
    text, calls = Text(t, behind * t), range(int(s.calls))
    saved = [formula.saving(text, 1, replace(s, read_after=k)) for k in calls]
    for k in calls[1:]:
        assert saved[k] > saved[k - 1] or k == s.compaction


@given(sizes, st.floats(0, 1), sessions)
def test_late_is_the_first_call_from_which_every_later_one_pays(
    t: int, behind: float, s: Session
) -> None:
    text, calls = Text(t, behind * t), range(int(s.calls))
    pays = [formula.saving(text, 1, replace(s, read_after=k)) > 0 for k in calls]
    first = next((k for k in calls if all(pays[k:])), None)
    assert formula.late_after(text, s) == first
    assert (first is None) == (not any(pays))
