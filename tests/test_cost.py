"""What the pipeline asks of the cost room: costs, savings, verdicts and their wording."""

from __future__ import annotations

from dataclasses import astuple, replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import cost
from skilllint.cost import Assumptions, formula, frequency, prices
from skilllint.cost.assumptions import session
from skilllint.model import LateAfter, Quartiles, Scale


def documented(ttl: str = "5m", calls: int | None = None, miss: float = 0.0) -> Assumptions:
    """Opus 4.6 with tokens of its own counting and, unless said, a cache that never misses."""
    found = cost.assume(model="opus-4.6", ttl=ttl, calls=calls)
    never = replace(found.miss, value=miss)
    figures = replace(found.usage, miss_5m=never, miss_1h=never)
    return replace(found, scale=Scale(1, 1, 1, "given", "given"), usage=figures)


# Costs


def test_a_body_under_the_defaults() -> None:
    found = cost.of(4000, 14_512, cost.assume())
    assert found.calls == Quartiles(22, 50, 129)
    assert found.occupancy == 4000
    assert found.resent == Quartiles(88_000, 200_000, 516_000)
    assert astuple(found.ite) == pytest.approx((16_974, 32_940, 77_986), abs=1)
    assert found.usd_per_1000_sessions is None
    assert (found.model, found.ttl) == (None, "5m")
    assert found.source == (
        "calls [default]; o200k tokens, scale 1: no model named; "
        "5m cache, write 1.25, read 0.1, miss 0.037 [default]"
    )


@pytest.mark.parametrize(
    ("ttl", "ite", "dollars"),
    [
        ("5m", (13_400, 24_600, 56_200), (67, 123, 281)),
        ("1h", (16_400, 27_600, 59_200), (82, 138, 296)),
    ],
)
def test_the_worked_example(ttl: str, ite: tuple[float, ...], dollars: tuple[float, ...]) -> None:
    found = cost.of(4000, 14_512, documented(ttl))
    assert astuple(found.ite) == pytest.approx(ite)
    assert found.usd_per_1000_sessions is not None
    assert astuple(found.usd_per_1000_sessions) == pytest.approx(dollars, abs=0.5)


def test_which_run_a_claim_of_15_000_tokens_fits() -> None:
    def ite(tokens: int, calls: int, ttl: str = "5m", miss: float = 0) -> float:
        return cost.of(tokens, 14_512, documented(ttl, calls, miss)).ite.p50

    assert ite(4000, 26) == pytest.approx(15_000)
    assert ite(4000, 18, ttl="1h") < 15_000 < ite(4000, 19, ttl="1h")
    assert ite(4000, 19, miss=0.037) == pytest.approx(15_000, rel=0.02)
    assert ite(4400, 23) == pytest.approx(15_000, rel=0.02)
    assert ite(3600, 30) == pytest.approx(15_000, rel=0.02)
    later = [cost.of(5554, 19_000, documented(calls=n)).resent.p50 for n in (23, 30)]
    assert later == pytest.approx([130_000, 167_000], rel=0.02)


def test_a_claude_model_counts_more_tokens_in_money_only() -> None:
    plain, named = cost.assume(), cost.assume(model="opus-4.6")
    a, b = cost.of(4000, 14_512, plain), cost.of(4000, 14_512, named)
    assert (a.occupancy, a.resent) == (b.occupancy, b.resent)
    tokenizer = Quartiles(1.15 * a.ite.p25, 1.2 * a.ite.p50, 1.25 * a.ite.p75)
    assert astuple(b.ite) == pytest.approx(astuple(tokenizer))
    assert b.usd_per_1000_sessions is not None
    dollars = [ite * 5 / 1000 for ite in astuple(b.ite)]
    assert astuple(b.usd_per_1000_sessions) == pytest.approx(dollars)
    assert b.source.split("; ")[1] == (
        "o200k tokens × 1.15–1.25 for Claude Opus 4.6: low end at p25, high end at p75"
    )
    assert "; o200k tokens; " in cost.of(1, 1, cost.assume("codex", model="gpt-5.5")).source


def test_with_calls_given_the_spread_is_the_tokenizers() -> None:
    plain = cost.assume(calls=50)
    named = cost.assume(calls=50, model="opus-4.6")
    body = cost.of(4000, 14_512, plain).ite.p50
    expected = (1.15 * body, 1.2 * body, 1.25 * body)
    assert astuple(cost.of(4000, 14_512, named).ite) == pytest.approx(expected)
    block, wide = (cost.saving(4000, 0, 14_512, tag) for tag in (plain, named))
    assert block.break_even.p25 == block.break_even.p75
    assert block.break_even.p25 < wide.break_even.p25 < wide.break_even.p75
    assert wide.resent == block.resent == Quartiles(198_000, 198_000, 198_000)


@given(
    st.integers(0, 20_000),
    st.floats(0, 1),
    st.integers(1, 300),
    st.sampled_from(prices.prices()),
    st.integers(0, 2),
)
def test_ite_are_those_of_a_session_counted_in_the_models_own_tokens(
    tokens: int, probability: float, calls: int, row: prices.Price, end: int
) -> None:
    found = cost.assume(model=row.id)
    scale = (found.scale.low, found.scale.value, found.scale.high)[end]
    scaled = session(found, calls, scale)
    own = replace(scaled, prompt=52_000, output=120, stub=40 * scale)
    text = formula.Text(tokens, tokens / 3)
    same = formula.Text(tokens * scale, tokens * scale / 3)
    ite = formula.saving(same, probability, own)
    assert scale * formula.saving(text, probability, scaled) == pytest.approx(ite, abs=1e-6)
    assert formula.break_even(text, scaled) == pytest.approx(formula.break_even(same, own))


@pytest.mark.parametrize(
    ("model", "unit"),
    [
        (None, "o200k tokens"),
        ("gpt-5.5", "o200k tokens"),
        ("opus-4.6", "Claude Opus 4.6 tokens"),
    ],
)
def test_ite_name_their_tokens(model: str | None, unit: str) -> None:
    tag = cost.assume(model=model)
    assert cost.unit(tag) == cost.of(1, 1, tag).unit == cost.listing(1, tag).unit == unit


def test_an_hour_of_cache_writes_dearer_and_misses_less() -> None:
    found = cost.of(1000, 3500, cost.assume(ttl="1h"))
    assert found.ite.p50 == pytest.approx(1000 * (2 + 49 * (0.988 * 0.1 + 0.012 * 2)))
    assert found.ttl == "1h"
    assert "1h cache, write 2, read 0.1, miss 0.012" in found.source


def test_calls_that_are_given_replace_the_quartiles() -> None:
    found = cost.of(4000, 14_512, cost.assume(calls=50))
    assert found.calls == Quartiles(50, 50, 50)
    assert found.ite.p25 == found.ite.p75 == cost.of(4000, 14_512, cost.assume()).ite.p50
    assert found.source.startswith("calls given; ")
    assert cost.listing(100, cost.assume(calls=50)).resent.p50 == 5000


def test_a_long_body_is_cut_at_the_first_compaction() -> None:
    """8,000 tokens over 40,000 characters: half of them stay for calls 19, 42 and 67 on."""
    found = cost.of(8000, 40_000, cost.assume())
    assert found.resent == Quartiles(4000 * (22 + 18), 4000 * (50 + 41), 4000 * (129 + 66))
    assert cost.of(8000, 40_000, cost.assume("codex")).resent.p50 == 8000 * 50


def test_a_short_session_is_not_compacted() -> None:
    assert cost.of(8000, 40_000, cost.assume(calls=18)).resent.p50 == 8000 * 18
    assert cost.of(8000, 40_000, cost.assume(calls=19)).resent.p50 == 4000 * (19 + 18)
    assert cost.of(8000, 40_000, cost.assume(calls=36)).resent.p50 == 4000 * (36 + 30)


@given(st.integers(1, 2000))
def test_longer_sessions_carry_more(calls: int) -> None:
    here, longer = (cost.of(8000, 40_000, cost.assume(calls=n)) for n in (calls, calls + 1))
    assert here.ite.p50 < longer.ite.p50


def test_a_listing_costs_as_much_as_a_body_used_in_3_percent_of_sessions() -> None:
    listed, body = cost.listing(115, documented()), cost.of(3000, 11_000, documented())
    assert listed.calls == Quartiles(15, 37, 76)
    assert listed.ite.p50 == pytest.approx(557.75)
    assert listed.ite.p50 / body.ite.p50 == pytest.approx(0.030, abs=0.0005)
    assert listed.occupancy == 115
    assert listed.resent == Quartiles(115 * 15, 115 * 37, 115 * 76)


def test_a_skill_that_is_not_listed_costs_no_listing() -> None:
    found, nothing = cost.listing(0, cost.assume(model="opus-4.6")), Quartiles(0, 0, 0)
    assert found.occupancy == 0
    assert found.resent == found.ite == found.usd_per_1000_sessions == nothing
    assert cost.listing(0, cost.assume()).usd_per_1000_sessions is None


# Savings


def test_a_block_under_the_defaults() -> None:
    found = cost.saving(4000, 1000, 15_512, cost.assume(model="opus-4.6"))
    assert found.tokens == 3960
    assert found.resent == Quartiles(3960 * 22, 3960 * 50, 3960 * 129)
    assert found.ite.p50 == pytest.approx(1.2 * 3960 * 8.235, rel=1e-4)
    assert found.extra_call_ite == pytest.approx(0.75 * 0.14255 * 52_000 + 600)
    copied = 1.2 * 1.28 * 4000 * (1.25 + 37 * 0.14255)  # carried in calls 13 to 50
    assert found.taken_ite.p50 == pytest.approx(found.ite.p50 - copied - found.extra_call_ite)
    assert found.usd_per_1000_sessions is not None
    assert found.usd_per_1000_sessions.p50 == pytest.approx(found.ite.p50 / 200)
    assert found.taken_usd_per_1000_sessions is not None
    assert found.taken_usd_per_1000_sessions.p50 == pytest.approx(found.taken_ite.p50 / 200)


def test_a_block_of_fifty_lines_pays_below_a_half() -> None:
    found = cost.saving(700, 0, 2500, documented(calls=50))
    assert found.break_even.p50 == pytest.approx(4059 / (896 * 4.95 + 4500))


def test_without_a_model_a_saving_has_no_dollars() -> None:
    found = cost.saving(4000, 0, 14_512, cost.assume())
    assert found.usd_per_1000_sessions is found.taken_usd_per_1000_sessions is None


def test_a_block_behind_the_cut_saves_less() -> None:
    near, far = (cost.saving(4000, at, at + 15_000, cost.assume()) for at in (0, 20_000))
    assert far.resent.p50 == 4000 * 41 - 40 * 50
    assert far.ite.p50 < near.ite.p50


blocks = st.tuples(st.integers(0, 20_000), st.integers(0, 60_000), st.integers(0, 60_000))
models = st.sampled_from([None, *(row.id for row in prices.prices())])


@given(blocks, models, st.sampled_from(["claude-code", "codex"]), st.sampled_from(prices.TTLS))
def test_at_its_break_even_a_saving_is_nothing(
    block: tuple[int, int, int], model: str | None, host: str, ttl: str
) -> None:
    tokens, start, length = block
    found = cost.saving(tokens, start, start + length, cost.assume(host, model=model, ttl=ttl))
    for name in ("p25", "p50", "p75"):
        even = getattr(found.break_even, name)
        assert 0 <= even <= 1
        if 0 < even < 1:
            average = getattr(frequency.expected(found, frequency.given(even)), name)
            assert average == pytest.approx(0, abs=1e-6 * (1 + abs(found.ite.p75)))


@pytest.mark.parametrize(
    ("tokens", "probability", "calls"),
    [(700, 0.2, 7), (2000, 0.5, 16), (4000, 0.5, 4), (30, 0, None)],
)
def test_fewest_calls_that_pay(tokens: int, probability: float, calls: int | None) -> None:
    sessions = partial(session, documented(), scale=1)
    assert formula.break_even_calls(formula.Text(tokens), probability, sessions) == calls


def test_a_late_block_under_the_defaults() -> None:
    """Short sessions end before a second copy and its call are earned back."""
    plain = cost.assume()
    assert cost.late(2700, 0, 9500, plain) == LateAfter(20, 26, 45)
    assert cost.late(700, 0, 2500, plain) == LateAfter(None, None, 85)
    assert cost.late(30, 0, 100, plain) == LateAfter(None, None, None)


def test_a_late_block_of_a_model_with_more_tokens_pays_earlier() -> None:
    given = cost.assume(calls=50, model="opus-4.6")
    assert cost.late(1500, 0, 5000, cost.assume(calls=50)) == LateAfter(37, 37, 37)
    assert cost.late(1500, 0, 5000, given) == LateAfter(34, 33, 32)


def test_what_moving_a_late_block_saves_where_it_starts_to_pay() -> None:
    found = cost.late(2700, 0, 9500, cost.assume()).p50
    assert found is not None
    here = session(cost.assume(), 50, 1)
    text = formula.Text(2700)
    assert formula.saving(text, 1, replace(here, read_after=found)) > 0
    assert formula.saving(text, 1, replace(here, read_after=found - 1)) <= 0
