"""Figures that were counted stand in the place of defaults: each of its own, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

import counts
import pytest
from counts import everyone, pool, spread
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import cost
from skilllint.cost import Evidence, formula
from skilllint.cost.assumptions import Assumptions, session
from skilllint.cost.counted import life, origin, usage
from skilllint.cost.usage import Figure, Usage, hosts
from skilllint.cost.usage import usage as defaults
from skilllint.model import Quartiles, Scale
from skilllint.model.measuring import Misses, Pool, Share, Spread

FEW = 4
"""Counts that are too few."""

# --- whose figure holds, number by number -------------------------------------------------

spreads = st.builds(
    lambda n, at: spread(n, *sorted(at)),
    st.integers(1, 40),
    st.tuples(*(st.integers(0, 300),) * 3),
)
shares = st.builds(
    lambda of, part: Share(round(part * of), of), st.integers(0, 40), st.floats(0, 1)
)
lost = st.builds(
    lambda share, loads, logs: Misses(share.count, share.of, loads, min(logs, loads)),
    shares,
    st.integers(0, 8),
    st.integers(0, 5),
)
pools = st.builds(
    Pool,
    loads=st.integers(0, 12),
    logs=st.integers(0, 6),
    calls=st.none() | spreads,
    compaction_calls=st.none() | spreads,
    read_after=st.none() | spreads,
    prompt=st.none() | spreads,
    sole=shares,
    misses=st.dictionaries(st.sampled_from(["5m", "1h", "unknown"]), lost),
    written=st.dictionaries(st.sampled_from(["5m", "1h"]), st.integers(0, 10**6)),
    session_calls=st.none() | spreads,
    again=st.none() | st.integers(0, 40),
)

COUNTED: dict[str, Callable[[Pool], Spread | Share | Misses | None]] = {
    "calls": lambda one: one.calls,
    "compaction_calls": lambda one: one.compaction_calls,
    "prompt": lambda one: one.prompt,
    "sole": lambda one: one.sole,
    "miss_5m": lambda one: one.misses.get("5m") or one.misses.get("unknown"),
    "miss_1h": lambda one: one.misses.get("1h") or one.misses.get("unknown"),
}
"""What each figure of a skill comes from."""


def number(found: Spread | Share | Misses | None) -> int:
    return 0 if found is None else found.n if isinstance(found, Spread) else found.of


def often(found: Spread | Share | Misses | None) -> bool:
    if isinstance(found, Misses):
        return found.of > 0 and found.loads >= 5 and found.logs >= 3
    return number(found) >= 5


def says(figure: Figure, counted: Spread | Share | Misses, default: Figure) -> bool:
    if isinstance(counted, Misses):
        drawn = (counted.count + 100 * default.value) / (counted.of + 100)
        return figure.value == pytest.approx(drawn)
    if isinstance(counted, Share):
        return figure.value == counted.count / counted.of
    return figure.quartiles == (counted.at.p25, counted.at.p50, counted.at.p75)


@given(
    st.none() | pools, st.none() | pools, st.sampled_from(hosts()), st.sampled_from(["5m", "1h"])
)
def test_each_number_is_of_the_narrowest_pool_that_counted_it_often_enough(
    own: Pool | None, all_: Pool | None, host: str, ttl: str
) -> None:
    before, after = defaults(host), usage(defaults(host), Evidence(own, all_), ttl)
    for name, find in COUNTED.items():
        old, new = getattr(before, name), getattr(after, name)
        if old is None or (name in ("miss_5m", "miss_1h") and name != f"miss_{ttl}"):
            assert new == old
            continue
        for one, whose in ((own, ""), (all_, "all your skills")):
            counted = find(one) if one and one.loads >= 5 and one.logs >= 3 else None
            if counted is not None and often(counted):
                assert says(new, counted, old)
                source = origin(number(counted), whose)
                drawn = ", with the default as 100 calls" * isinstance(counted, Misses)
                assert (new.tag, new.source) == ("measured", source + drawn)
                break
        else:
            assert new == old
    untouched = {"stub", "reread", "output", "read_divisor", "kept_characters"}
    assert all(getattr(after, name) == getattr(before, name) for name in untouched)


@given(pools, pools)
def test_the_listing_is_paid_in_all_sessions_not_in_those_of_the_skill(
    own: Pool, all_: Pool
) -> None:
    found = usage(defaults("codex"), Evidence(own, all_), "5m").listing_calls
    counted = all_.session_calls
    if counted is None or counted.n < 5:
        assert found == defaults("codex").listing_calls
    else:
        assert found.source == f"measured, all your sessions n={counted.n}"
        assert found.value == counted.at.p50


@given(st.none() | pools, pools, st.sampled_from(hosts()))
def test_how_often_a_text_is_written_again_is_a_mean_over_the_loads(
    own: Pool | None, all_: Pool, host: str
) -> None:
    found = usage(defaults(host), Evidence(own, all_), "5m").again
    known = [one for one in (own, all_) if one and one.enough and one.again is not None]
    if host == "codex" or not known:  # which drops the text
        assert found is None
    else:
        assert found
        assert found.value == (known[0].again or 0) / known[0].loads


def test_compactions_are_counted_and_never_inferred() -> None:
    """Nothing is written again by default, and never oftener than there are calls behind."""
    assert session(cost.assume(), 129, 1.0).again == 0
    found = cost.assume(evidence=Evidence(None, everyone(again=120)))
    average = (20 + 44 + 100) / 3
    expected = [0, 0, 1.5 * 10 / average, 1.5, 3]
    lengths = (0, 1, 10, average, 2 * average)
    assert [session(found, calls, 1.0).again for calls in lengths] == pytest.approx(expected)
    told = next(line for line in cost.figures_text(found) if line.startswith("compactions"))
    assert told == "compactions that a load outlives, on average: 1.5 [measured, all n=80]"
    plain = cost.assume(evidence=Evidence(None, everyone()))
    more = cost.of(1000, 4000, found).ite.p50 - cost.of(1000, 4000, plain).ite.p50
    assert more == pytest.approx(1000 * 1.5 * 44 / average * (2 - (0.1 + 5.2 / 420 * 1.9)))


def test_misses_of_a_host_that_does_not_tell_the_life_of_its_cache_count() -> None:
    known = everyone(misses={"unknown": Misses(26, 704, 12, 5)}, written={})
    found = cost.assume("codex", evidence=Evidence(None, known))
    assert (found.ttl, found.miss.tag) == ("5m", "measured")
    assert found.miss.value == pytest.approx((26 + 3.7) / 804)


@pytest.mark.parametrize(
    ("seen", "rate", "source"),
    [
        (Misses(0, 13, 2, 2), 0.012, "default"),
        (Misses(0, 400, 4, 4), 0.012, "default"),
        (Misses(0, 400, 40, 2), 0.012, "default"),  # misses of one session come in runs
        (Misses(0, 62, 5, 3), 1.2 / 162, "measured n=62, with the default as 100 calls"),
        (Misses(40, 900, 30, 20), 41.2 / 1000, "measured n=900, with the default as 100 calls"),
    ],
)
def test_a_few_calls_say_little_of_how_often_a_cache_is_missed(
    seen: Misses, rate: float, source: str
) -> None:
    known = Evidence(pool(misses={"1h": seen}))
    found = usage(defaults("claude-code"), known, "1h").miss_1h
    assert found.value == pytest.approx(rate)
    assert (found.source if found.tag == "measured" else found.tag) == source


def figures(known: Usage) -> Iterator[tuple[str, Figure]]:
    yield from ((one.name, getattr(known, one.name)) for one in fields(known))


@pytest.mark.parametrize(
    ("few", "kept"),
    [
        ({"loads": 4}, {*COUNTED, "read_share"}),
        ({"logs": 2}, {*COUNTED, "read_share"}),
        ({"calls": spread(FEW, 1, 2, 3)}, {"calls", "read_share"}),
        ({"read_after": spread(FEW, 1, 2, 3)}, {"read_share"}),
        ({"prompt": None}, {"prompt"}),
        ({"sole": Share(1, FEW)}, {"sole"}),
        ({"misses": {"1h": Misses(1, 200, FEW, FEW)}}, {"miss_1h"}),
        ({"misses": {"1h": Misses(1, 200, 9, 2)}}, {"miss_1h"}),
    ],
)
def test_a_number_that_was_counted_too_seldom_stays_as_it_is_by_default(
    few: dict[str, Any], kept: set[str]
) -> None:
    plain = defaults("claude-code")
    found = usage(plain, Evidence(everyone(**few)), "1h")
    same = {name for name, figure in figures(found) if figure == getattr(plain, name)}
    never = {"listing_calls", "stub", "reread", "output", "read_divisor", "kept_characters"}
    never |= {"again"}  # which those counts do not hold
    assert same - never == {*kept, "miss_5m"}


def test_the_user_goes_before_what_was_counted() -> None:
    known = Evidence(None, everyone(), counts.host().scales)
    terms = cost.Terms(token_scale=1.5)
    found = cost.assume(calls=7, model="opus-4.6", ttl="5m", terms=terms, evidence=known)
    assert cost.of(1000, 4000, found).calls == Quartiles(7, 7, 7)
    assert (found.ttl, found.ttl_source, found.scale.tag) == ("5m", "", "given")
    assert "calls given; o200k tokens × 1.5 for Claude Opus 4.6 [given]; 5m cache, write 1.25" in (
        cost.of(1000, 4000, found).source
    )


# --- when a reference is read ------------------------------------------------------------------


def sessions(known: Assumptions, scale: float = 1.0) -> Callable[[int], formula.Session]:
    return partial(session, known, scale=scale)


def test_in_the_median_session_the_measured_number_of_calls_passes_before_the_read() -> None:
    found = cost.assume(evidence=Evidence(everyone(), everyone()))
    assert sessions(found)(44).read_after == pytest.approx(8)
    assert sessions(found)(88).read_after == pytest.approx(16)
    assert sessions(cost.assume())(44).read_after == 11


reading = st.builds(
    lambda calls, after: Evidence(
        pool(20, calls=spread(20, *sorted(calls)), read_after=spread(9, *sorted(after)))
    ),
    st.tuples(*(st.integers(0, 300),) * 3),
    st.tuples(*(st.integers(0, 400),) * 3),
)


@given(reading, st.integers(1, 400))
def test_longer_sessions_read_no_sooner_and_carry_no_shorter(known: Evidence, calls: int) -> None:
    at = sessions(cost.assume("codex", evidence=known))
    one, next_ = at(calls), at(calls + 1)
    assert 0 <= one.read_after < calls or one.read_after == 0
    assert one.read_after <= next_.read_after + 1e-9
    # with the default's whole calls the part behind the read grows as well, but in steps
    assert one.calls - one.read_after <= next_.calls - next_.read_after + 1e-9


@settings(deadline=None)
@given(reading, st.integers(41, 6000), st.floats(0, 1))
def test_where_a_move_pays_it_pays_in_every_longer_session(
    known: Evidence, tokens: int, probability: float
) -> None:
    found = cost.assume("codex", evidence=known)
    if found.usage.read_share is None:
        return  # a pool without calls keeps the default
    at, text = sessions(found), formula.Text(tokens)
    first = formula.break_even_calls(text, probability, at)
    if first is not None:
        assert all(
            formula.saving(text, probability, at(calls)) > 0 for calls in range(first, first + 200)
        )


@settings(deadline=None)
@given(pools, st.integers(1, 60_000), st.none() | st.integers(1, 500))
def test_whatever_was_counted_can_be_priced(known: Pool, tokens: int, calls: int | None) -> None:
    found = cost.assume(calls=calls, evidence=Evidence(known, known))
    assert cost.of(tokens, 4 * tokens, found).resent.p50 >= 0
    saving = cost.saving(tokens, 0, 4 * tokens, found)
    assert 0 <= saving.break_even.p50 <= 1
    cost.late(tokens, 0, 4 * tokens, found)
    assert all(cost.figures_text(found))


# --- the cache, the scale of a model's tokens -----------------------------------------------------


@pytest.mark.parametrize(
    ("own", "all_", "found"),
    [
        ({"5m": 90, "1h": 10}, {"1h": 9}, ("5m", "measured, 90 % of 100 tokens written")),
        ({}, {"1h": 9000}, ("1h", "measured, all your skills: 100 % of 9,000 tokens written")),
        ({}, {"5m": 0}, None),
    ],
)
def test_the_cache_is_the_one_that_most_was_written_to(
    own: dict[str, int], all_: dict[str, int], found: tuple[str, str] | None
) -> None:
    assert life(Evidence(pool(written=own), pool(written=all_))) == found


@pytest.mark.parametrize(
    ("model", "name", "tag"),
    [
        ("opus-4.6", "claude-opus-4-6", "measured"),
        ("claude-opus-4-6", "claude-opus-4-6-20260205", "measured"),
        ("opus-4.6", "claude-opus-4-5", "default"),
        ("opus-4.6", "other", "default"),
        (None, "claude-opus-4-6", "default"),
    ],
)
def test_a_scale_is_that_of_the_model_by_any_of_its_names(
    model: str | None, name: str, tag: str
) -> None:
    scale = Scale(1.1, 1.2, 1.26, "measured", "n=9")
    found = cost.assume(model=model, evidence=Evidence(None, everyone(), {name: scale}))
    assert found.scale.tag == tag
    assert (found.scale == scale) == (tag == "measured")


def test_the_ends_of_a_scale_go_with_the_quartiles_of_calls() -> None:
    known = Evidence(None, everyone(), counts.host().scales)
    found = cost.of(1000, 4000, cost.assume(model="opus-4.6", evidence=known))
    plain = cost.of(1000, 4000, cost.assume(evidence=known))
    assert found.resent == plain.resent  # o200k tokens, exact
    assert found.ite == Quartiles(plain.ite.p25 * 1.1, plain.ite.p50 * 1.2, plain.ite.p75 * 1.26)


def test_every_number_is_told_with_its_source() -> None:
    known = Evidence(pool(), everyone(), counts.host().scales)
    found = cost.assume(model="opus-4.6", evidence=known)
    told = [line.rsplit(": ", 1)[1] for line in cost.figures_text(found)[:2]]
    assert told == ["14 (9–31) [measured n=12]", "40 (20–90) [measured, all your sessions n=34]"]
    assert cost.of(1, 1, found).source.startswith(
        "calls [measured n=12]; "
        "o200k × 1.2 (measured, n=9) for Claude Opus 4.6: 1.1 at p25, 1.26 at p75; "
        "1h cache [measured, all your skills: 99 % of 1,200,000 tokens written], "
        "write 2, read 0.1, miss 0.0124 [measured, all your skills n=320, "
        "with the default as 100 calls]"
    )


def test_a_host_that_drops_the_text_counts_to_the_compaction() -> None:
    found = cost.assume("codex", evidence=Evidence(pool()))
    assert found.usage.calls.label.startswith("calls after the load, to the first comp")
    assert found.usage.compaction_calls is None
    assert (found.ttl, found.ttl_source) == ("5m", "default")


def test_a_session_without_a_call_costs_nothing() -> None:
    none = pool(calls=spread(12, 0, 0, 0), compaction_calls=spread(12, 0, 0, 0))
    found = cost.assume(evidence=Evidence(replace(none, read_after=spread(9, 0, 0, 0))))
    assert cost.of(9000, 40_000, found).ite == Quartiles(0, 0, 0)
