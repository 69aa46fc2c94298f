"""The backtest: what usage records say a load cost, to the last multiple, and what is forecast."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import Any

import pytest
from carried import Carried, carried, loads, stretches
from chance import least, misses
from conftest import Ran, surroundings
from forecasts import FORECASTS, assumptions, evidence, without_each
from hypothesis import given
from hypothesis import strategies as st
from logs import Claude, Codex
from scores import Pair, exact, score

from skilllint.cost import formula
from skilllint.cost.counted import NOTHING
from skilllint.model import Quartiles
from skilllint.transcripts import Call, Load, Log

PROGRAM = Path(__file__).parents[1] / "benchmarks" / "backtest.py"
OPUS, HAIKU, GPT = "claude-opus-4-6", "claude-haiku-4-5-20251001", "gpt-5.5"
BODY = 1_000  # tokens of the load in these logs


def call(cached: int, written: int = 0, uncached: int = 0, **more: Any) -> Call:
    """A call whose writes live for five minutes, or for an hour with `long`."""
    long = more.pop("long", False)
    lives = (0, written) if long else (written, 0)
    return Call(uncached, cached, written, *lives, 50, more.pop("model", OPUS), more.pop("id", 0))


def load(before: int, after: int, **more: Any) -> Load:
    """A load of `BODY` tokens that came by the Skill tool and no compaction ended."""
    plain = Load(
        *("sort", None, "/s/sort", "Skill", None, 4_000, before, after, after, False, False),
        *((), 0, 0, BODY, False, before),
    )
    return replace(plain, **more)


def log(calls: list[Call], *loaded: Load, host: Any = "claude-code", **more: Any) -> Log:
    calls = [replace(one, identity=hash((more.get("name"), n))) for n, one in enumerate(calls)]
    return Log(host, "main", 9, tuple(calls), more.get("compactions", ()), (), loaded)


def paid(made: Log) -> Carried:
    found = carried(made, made.loads[0])
    assert found
    return found


# --- what was paid ------------------------------------------------------------


def test_a_text_is_written_once_read_often_and_written_again_where_the_cache_is_gone() -> None:
    calls = [
        *(call(0, 20_000), call(20_000, 1_100)),  # the text comes with the second
        *(call(21_100, 300), call(21_400, 300)),
        *(call(16_000, 6_000), call(22_000, 100)),  # gone but for the beginning
        call(0, 0, 22_500),  # nothing cached and nothing written
    ]
    found = paid(log(calls, load(1, 6)))
    assert found.multiple == pytest.approx(1.25 + 0.1 + 0.1 + 1.25 + 0.1 + 1)
    assert (found.calls, found.misses, found.life, found.tokens) == (6, 2, "5m", BODY)


def test_a_cache_that_ends_just_before_a_small_text_does_not_hold_it() -> None:
    """0.98 of a large prompt would take it for cached."""
    calls = [call(0, 100_000), call(100_000, 1_050), call(100_000, 1_400), call(101_400, 100)]
    assert paid(log(calls, load(1, 3))).multiple == pytest.approx(1.25 + 1.25 + 0.1)


def test_each_write_costs_what_its_own_life_and_model_ask() -> None:
    short = [call(0, 9_000), call(9_000, 1_000), call(0, 10_000)]
    long = [call(0, 9_000), call(9_000, 1_000, long=True), call(0, 10_000, long=True)]
    fable = [call(0, 9_000), call(9_000, 1_000), call(10_000, 5, model="claude-fable-5-2")]
    strange = [call(0, 9_000), call(9_000, 1_000), call(10_000, 5, model="a-model-of-ours")]
    multiples = [paid(log(one, load(1, 2))).multiple for one in (short, long, fable, strange)]
    assert multiples == pytest.approx([2.5, 4.0, 1.275, 1.35])
    assert paid(log(long, load(1, 2))).life == "1h"


def test_the_first_call_never_finds_a_text_in_the_cache() -> None:
    calls = [call(20_000, 2_000, 3), call(22_000, 500)]
    found = paid(log(calls, load(0, 2, via="slash")))
    assert found.multiple == pytest.approx(1.25 + 0.1)


def test_codex_tells_a_call_after_its_output_so_the_next_one_is_the_first() -> None:
    calls = [
        *(call(2_400, 0, 18_000, model=GPT), call(20_352, 0, 1_500, model=GPT)),
        *(call(21_760, 0, 700, model=GPT), call(2_400, 0, 21_000, model=GPT)),
    ]
    read = load(0, 4, via="shell", characters=None, growth=None, read_tokens=2_000, reads=2)
    found = paid(log(calls, read, host="codex"))
    assert (found.calls, found.tokens, found.misses) == (3, 1_000, 1)
    assert found.multiple == pytest.approx(1 + 0.1 + 1)
    given = paid(log(calls[1:], replace(read, before=0, via="inject", read_tokens=0), host="codex"))
    assert (given.multiple, given.tokens) == (found.multiple, 0)  # how many is not logged


def test_a_compaction_has_the_text_written_again_as_far_as_it_stays() -> None:
    calls = [
        *(call(0, 90_000), call(90_000, 1_000), call(91_000, 100), call(91_100, 100)),
        *(call(20_000, 30_000), call(50_000, 200)),
    ]
    cut = load(1, 5, to_compaction=3, compacted=True, characters=25_000)
    made = log(calls, cut, compactions=(4,))
    before = 1.25 + 0.1 + 0.1
    found = paid(made)
    assert found.stays == (3, 2)
    assert found.assumed
    assert found.multiple == pytest.approx(before + 0.8 * (1.25 + 0.1))
    (gone,) = loads([made], kept=False)
    assert gone.multiple == pytest.approx(before)
    assert gone.stays == (3,)
    shown = log(calls, replace(cut, reattached=True), compactions=(4,))
    assert [one.multiple for one in loads([shown], kept=False)] == [found.multiple]
    assert stretches(replace(made, host="codex"), cut) == [(1, 4)]


def test_a_load_that_no_call_carries_and_a_copy_of_one_are_left_out() -> None:
    calls = [call(0, 9_000), call(9_000, 1_000)]
    late, one = load(2, 0, identity=7), load(1, 1, identity=8)
    found = [*loads([log(calls, late, one), log(calls, one)])]
    assert [each.session for each in found] == [0]


# --- what is forecast ---------------------------------------------------------


def known(stays: tuple[int, ...], misses: int = 0, **more: Any) -> Carried:
    """A load of which only these things matter."""
    plain = Carried(
        *("claude-code", 0, "sort", None, OPUS, 4_000, BODY, 0.0, stays, 5.0, misses, "5m", False)
    )
    return replace(plain, **more)


@given(st.integers(1, 300), st.sampled_from(["5m", "1h"]), st.sampled_from([OPUS, HAIKU, GPT]))
def test_own_calls_is_the_formula_and_nothing_else(calls: int, life: str, model: str) -> None:
    one = known((calls,), life=life, model=model)
    rates = assumptions(one, life).rates
    assert rates.miss == (0.012 if life == "1h" else 0.037)
    said = FORECASTS["own calls"](one, NOTHING)
    assert said.p50 == pytest.approx(formula.multiplier(calls, rates))
    assert FORECASTS["body × own calls"](one, NOTHING).p50 == calls


@given(st.lists(st.integers(1, 60), min_size=1, max_size=3), st.floats(0, 1), st.randoms())
def test_with_its_own_misses_the_formula_is_exact(stays: list[int], cut: float, draw: Any) -> None:
    """As long as each miss costs what a write does, and misses the same part of the text."""
    cut = cut if len(stays) == 1 else 0.0
    missed = sum(draw.random() < 0.2 for _ in range(sum(stays) - len(stays)))
    reads = sum(stays) - len(stays) - missed
    one = known(tuple(stays), missed, cut=cut, multiple=1.25 * (len(stays) + missed) + 0.1 * reads)
    assert FORECASTS["own calls and misses"](one, NOTHING).p50 == pytest.approx(one.multiple)


def test_what_a_compaction_leaves_out_is_not_forecast_behind_it() -> None:
    one = known((3, 2), cut=0.2)
    exact = (1.25 + 0.1 + 0.1) + 0.8 * (1.25 + 0.1)
    assert FORECASTS["own calls and misses"](one, NOTHING).p50 == pytest.approx(exact)
    with_misses = 1.25 + (0.1 + 0.037 * 1.15) * 2 + 0.8 * (1.25 + 0.1 + 0.037 * 1.15)
    assert FORECASTS["own calls"](one, NOTHING).p50 == pytest.approx(with_misses)


def test_defaults_are_the_audits_own_quartiles() -> None:
    said = FORECASTS["defaults"](known((7,)), NOTHING)
    rates = formula.Rates(1.25, 0.1, 5, 0.037)
    wanted = [formula.multiplier(calls, rates) for calls in (22, 50, 129)]
    assert [said.p25, said.p50, said.p75] == pytest.approx(wanted)
    assert FORECASTS["body × 50 calls"](known((7,)), NOTHING).p50 == 50
    assert FORECASTS["once"](known((7,)), NOTHING).p50 == 1


def user(sessions: dict[str, int], *, model: str = OPUS) -> list[Log]:
    """A session for each name, with a load that so many calls carry, all cached."""
    made = []
    for number, (name, calls) in enumerate(sessions.items()):
        first = [call(0, 9_000, model=model), call(9_000, 1_000, model=model)]
        rest = [call(10_000 + n, 1, model=model) for n in range(calls - 1)]
        made.append(log(first + rest, load(1, calls, identity=number), name=name))
    return made


def test_a_calibration_leaves_out_the_session_that_it_is_tried_on() -> None:
    lengths = [10, 20, 30, 40, 50, 160]
    logs = user({str(calls): calls for calls in lengths})
    found = [*loads(logs)]
    others = without_each(logs, {one.session for one in found})
    for one in found:
        rest = [calls for calls in lengths if calls != one.calls]
        counted = others[one.session].hosts["claude-code"].pool.calls
        assert counted
        assert (counted.n, counted.at.p50) == (5, median(rest))
        said = FORECASTS["other sessions"](one, evidence(one, others[one.session]))
        miss = 100 * 0.037 / (sum(rest) - len(rest) + 100)  # none was seen
        assert said.p50 == pytest.approx(1.25 + (median(rest) - 1) * (0.1 + miss * 1.15))


def test_a_resumed_session_is_left_out_with_the_one_it_goes_on_from() -> None:
    logs = user({"a": 10, "b": 10, "c": 10})
    longer = replace(logs[0], calls=(*logs[0].calls, call(0, 3, id=5)))
    others = without_each([*logs, longer], {0, 1})
    assert others[0].hosts["claude-code"].pool.loads == 2
    assert others[1].hosts["claude-code"].pool.loads == 2  # a and its copy are one


def test_of_very_many_sessions_several_are_left_out_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forecasts.FOLDS", 2)
    others = without_each(user(dict.fromkeys("abcde", 10)), range(5))
    assert [others[number].hosts["claude-code"].pool.loads for number in range(5)] == [2, 3] * 2 + [
        2
    ]


# --- the program --------------------------------------------------------------


def backtest(*arguments: str | Path) -> Ran:
    command = [sys.executable, "-W", "error", PROGRAM, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, env=surroundings({}))
    return Ran(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sessions of Claude Code, one with a compaction, and one of Codex."""
    folder = tmp_path_factory.mktemp("sessions")
    body = "Sort the parcels by their label.\n" * 40
    short = Claude(seed=1, ttl="5m")
    short.say("sort")
    short.skill("/home/dev/.claude/skills/sort", body)
    short.work(12)
    short.call(missed=True)
    short.save(folder)
    long = Claude(seed=2, ttl="1h")
    long.slash("/home/dev/.claude/skills/sort", body)
    long.work(20)
    long.compact({"/home/dev/.claude/skills/sort": body})
    long.work(10)
    long.save(folder)
    codex = Codex(seed=3)
    codex.turn("sort")
    codex.skill("/home/dev/.codex/skills/sort", body)
    codex.work(9)
    codex.save(folder)
    return folder


def test_the_whole_output(sessions: Path) -> None:
    done = backtest(sessions)
    assert done.stderr == ""
    assert done.stdout == Path(__file__).with_name("data").joinpath("backtest.txt").read_text(
        "utf-8"
    )


def test_the_same_for_programs(sessions: Path) -> None:
    told = json.loads(backtest(sessions, "--format", "json").stdout)
    multiples = [(one["host"], one["stays"], round(one["multiple"], 6)) for one in told["loads"]]
    assert multiples == [
        ("claude-code", [13], round(1.25 + 11 * 0.1 + 1.25, 6)),
        ("claude-code", [20, 10], round(2 + 19 * 0.1 + 2 + 9 * 0.1, 6)),
        ("codex", [9], round(1 + 8 * 0.1, 6)),
    ]
    half = 1 + 49 * (0.963 * 0.1 + 0.037 * 1)
    assert told["scores"]["codex"][0]["median"][0] == pytest.approx(half / 1.8 - 1)


# --- scores -------------------------------------------------------------------


def test_scores_of_known_errors() -> None:
    said = Quartiles(4, 5, 6)
    pairs = [
        Pair(known((9,), session=n, multiple=paid, tokens=tokens), said)
        for n, (paid, tokens) in enumerate(((4.0, 100), (5.0, 200), (10.0, 300)))
    ]
    found = score("x", pairs)
    assert (found.loads, found.sessions) == (3, 3)
    assert found.median.value == pytest.approx(0.25)
    assert found.total.value == pytest.approx(15 / 19 - 1)
    assert found.weighted.value == pytest.approx(3_000 / 4_400 - 1)
    assert found.median.low <= found.median.value <= found.median.high
    assert found.inside
    assert (found.inside.count, found.inside.of, found.inside.compatible) == (2, 3, True)
    assert score("x", pairs) == found  # no chance but that of a fixed seed
    assert score("x", [Pair(one, Quartiles(5, 5, 5)) for one, _ in pairs]).inside is None


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0, 0.3085), (10, 10, 0.6915, 1), (8, 16, 0.2465, 0.7535), (24, 33, 0.5448, 0.8670)],
)
def test_the_exact_interval_of_a_share(count: int, of: int, low: float, high: float) -> None:
    assert exact(count, of) == pytest.approx((low, high), abs=5e-4)


def test_chance_alone_makes_no_error_where_nothing_can_miss() -> None:
    rates = formula.Rates(1.25, 0.1, 5, 0.0)
    assert least([(known((40,)), rates)]).value == 0
    drawn = [misses(Random(seed), 100, 0.04) for seed in range(500)]
    assert 3.6 < fmean(drawn) < 4.4
    assert misses(Random(0), 7, 0.999999) == 7
    assert 0.05 < least([(known((40,)), replace(rates, miss=0.04))] * 9).value < 0.3
