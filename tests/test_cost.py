"""What the pipeline asks of the cost room: costs, savings, verdicts and their wording."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import cost
from skilllint.cost import Assumptions, prices
from skilllint.model import Probability, Quartiles


def documented(ttl: str = "5m", calls: int | None = None, miss: float = 0.0) -> Assumptions:
    """Opus 4.6 with tokens of its own counting and, unless said, a cache that never misses."""
    found = cost.assume(model="opus-4.6", ttl=ttl, calls=calls)
    never = replace(found.miss, value=miss)
    figures = replace(found.usage, miss_5m=never, miss_1h=never)
    return replace(found, price=replace(found.price, tokens=(1.0, 1.0)), usage=figures)


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
        "calls [default]; o200k tokens; 5m cache, write 1.25, read 0.1, miss 0.037 [default]"
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
    assert b.ite.p50 == pytest.approx(1.2 * a.ite.p50)
    assert b.usd_per_1000_sessions is not None
    assert b.usd_per_1000_sessions.p50 == pytest.approx(b.ite.p50 * 5 / 1000)
    assert "o200k tokens × 1.2 (1.15–1.25) for Claude Opus 4.6" in b.source
    assert "o200k tokens;" in cost.of(1, 1, cost.assume("codex", model="gpt-5.5")).source


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
    assert cost.listing(0, documented()).ite.p50 == 0


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
            average = getattr(cost.expected(found, cost.given(even)), name)
            assert average == pytest.approx(0, abs=1e-6 * (1 + abs(found.ite.p75)))


@pytest.mark.parametrize(
    ("tokens", "probability", "calls"),
    [(700, 0.2, 7), (2000, 0.5, 16), (4000, 0.5, 4), (30, 0, None)],
)
def test_fewest_calls_that_pay(tokens: int, probability: float, calls: int | None) -> None:
    often = cost.given(probability)
    assert cost.break_even_calls(tokens, 0, 4 * tokens, often, documented()) == calls


# Verdicts


@pytest.mark.parametrize(
    ("taken", "loads", "low", "high"), [(4, 6, 0.41, 0.85), (0, 6, 0, 0.21), (1, 9, 0.03, 0.31)]
)
def test_intervals_of_wilson(taken: int, loads: int, low: float, high: float) -> None:
    assert cost.wilson(taken, loads) == pytest.approx((low, high), abs=0.0051)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_what_was_seen(seen: tuple[int, int]) -> None:
    taken, loads = seen
    low, high = cost.wilson(taken, loads)
    assert 0 <= low <= taken / loads <= high <= 1
    assert low < high


def test_never_and_always_stay_possible() -> None:
    assert {cost.wilson(0, loads)[0] for loads in range(1, 500)} == {0}
    assert {cost.wilson(loads, loads)[1] for loads in range(1, 500)} == {1}


@pytest.mark.parametrize(("taken", "loads"), [(0, 0), (3, 2), (-1, 2)])
def test_an_impossible_count_is_refused(taken: int, loads: int) -> None:
    with pytest.raises(ValueError, match=f"{taken} of {loads} loads is no share"):
        cost.wilson(taken, loads)


def test_a_verdict_needs_the_whole_interval_on_one_side() -> None:
    found = cost.saving(700, 0, 2500, documented(calls=50))  # pays below a half
    assert found.break_even.p50 == pytest.approx(4059 / (896 * 4.95 + 4500))
    assert cost.verdict(None, found) == "not decided"
    assert cost.verdict(cost.measured(1, 9), found) == "extract"
    assert cost.verdict(cost.measured(9, 10), found) == "keep"
    assert cost.verdict(cost.measured(4, 6), found) == "not decided"
    assert cost.verdict(cost.measured(1, 3), found) == "not decided"
    assert cost.verdict(cost.given(0.2), found) == "extract"
    assert cost.verdict(cost.given(found.break_even.p50), found) == "not decided"


@given(st.floats(0, 1), st.integers(41, 20_000))
def test_a_verdict_never_loses_money(p: float, tokens: int) -> None:
    found = cost.saving(tokens, 0, 4 * tokens, cost.assume())
    saved = cost.expected(found, cost.given(p)).p50
    assert not (cost.verdict(cost.given(p), found) == "extract" and saved < -1e-6)
    assert not (cost.verdict(cost.given(p), found) == "keep" and saved > 1e-6)


def test_where_a_probability_comes_from() -> None:
    assert cost.given(0.1) == Probability(0.1, 0.1, 0.1, "given")
    assert cost.measured(1, 9).source == "measured n=9"
    with pytest.raises(ValueError, match="probability must lie between 0 and 1, not 2"):
        cost.given(2)


# Words


def test_every_assumption_is_said() -> None:
    said = (
        *cost.SENTENCES,
        *cost.figures_text(cost.assume("codex", calls=60, model="gpt-5.5", ttl="1h")),
    )
    assert len(said) == 19
    for word in ("caching", "compaction", "Dollars", "pointer", "number of calls", "How often"):
        assert sum(word in line for line in said[:6]) == 1, word
    assert said[6:] == (
        "calls from the load of the skill to the end of the session (N): 60 [calls given]",
        "calls of a whole session, for the listing: 60 [calls given]",
        "calls, divided by this, before a reference is first read (k): 4 "
        "[default: 174 reads: median 8 calls after the load, quartiles 1 and 19]",
        "tokens of the prompt when a reference is read (C): 52,000 (29,000–98,000) "
        "[default: 179 reads]",
        "tokens of the pointer that stays in the body: 40 "
        "[default: one to three lines, as authors write them]",
        "tokens of a text read as a file over the same text in the body: 1.05 "
        "[assumed: a shell prints no line numbers]",
        "share of reference reads that cost an extra call: 0.75 [default: 129 of 174 reads]",
        "tokens written to ask for a reference: 120 "
        "[assumed: transcripts hold placeholders instead]",
        "share of calls that find the cached prefix gone (m): 0.012 "
        "[assumed: Claude Code's 1-hour figure]",
        "usage figures of 2026-11-20: "
        "458 public Claude Code sessions (26,901 model calls) and 21 Codex sessions",
        "o200k tokens",
        "GPT-5.5: $5 per million input tokens; 1h cache, write 1, read 0.1, output 6 times that "
        "[list prices of 2026-11-10: genai-prices 0.2.3, cross-checked with litellm 1.109.1]",
        "a prompt above 272,000 tokens costs twice as much; figures use the lower price",
    )


def test_without_a_model_the_report_says_so() -> None:
    said = (*cost.SENTENCES, *cost.figures_text(cost.assume()))
    assert said[-1] == (
        "no model named, so no dollars; 5m cache, write 1.25, read 0.1, output 5 "
        "times the input price"
    )
    assert any(": 20,000 [default: code.claude.com" in line for line in said)
    assert any("first compaction: 41 (18–66) [default" in line for line in said)
    assert not any("1-hour cache" in line for line in said)


def test_importing_the_room_reads_no_data() -> None:
    code = "import sys, skilllint.cost; print(sorted({'tomllib', 'difflib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
