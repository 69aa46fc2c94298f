"""Logs become counts, and counts a calibration, whatever order and copies they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import quantiles
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import identity
from skilllint.calibration import counting, pooling
from skilllint.calibration.counting import Counts, count
from skilllint.calibration.pooling import pool
from skilllint.model import Quartiles
from skilllint.model.measuring import HostUse, Misses, Share, Spread, Version
from skilllint.transcripts import Call, Load, Log, Reading

unhurried = settings(deadline=None)

TODAY = date(2026, 11, 20)
BASE = "/home/ann/secret-client/.claude/skills/sweep"


def call(identity: int, cached: int = 9_900, *, written: int = 100, model: str = "opus") -> Call:
    """A call of 10,000 tokens, written to the 1-hour cache, unless other numbers are given."""
    rest = 10_000 - cached - written
    return Call(rest, cached, written, 0, written, 1, model, identity)


def load(before: int, after: int, **more: Any) -> Load:
    plain = Load(
        skill="sweep",
        plugin=None,
        base=BASE,
        via="Skill",
        text="\nSweep the floor.\n",
        characters=18,
        before=before,
        after=after,
        to_compaction=after,
        compacted=False,
        reattached=False,
        readings=(),
        reads=0,
        read_tokens=0,
        growth=None,
        edited=False,
        identity=before,
    )
    return replace(plain, **more)


def reading(path: str, after: int, **more: Any) -> Reading:
    return replace(Reading(path, after, "Read", 1, sole=True, prompt=50_000), **more)


def log(calls: int | Sequence[Call], *loads: Load, **more: Any) -> Log:
    made = tuple(map(call, range(calls))) if isinstance(calls, int) else tuple(calls)
    plain = Log("claude-code", "main", 9, made, (), (), loads, date(2026, 5, 4), date(2026, 5, 5))
    return replace(plain, **more)


def used(*logs: Log) -> HostUse:
    """What logs of one host say."""
    (found,) = pool(map(count, logs), TODAY).hosts.values()
    return found


def at(p25: float, p50: float, p75: float, n: int) -> Spread:
    return Spread(n, Quartiles(p25, p50, p75))


# --- what a load counts for -----------------------------------------------------


def test_calls_run_to_the_end_and_to_the_compaction() -> None:
    compacted = load(2, 20, to_compaction=8, compacted=True)
    found = used(log(22, compacted)).pool
    assert found.calls == at(20, 20, 20, 1)
    assert found.compaction_calls == at(8, 8, 8, 1)


def test_in_codex_calls_run_to_the_compaction_alone() -> None:
    compacted = load(2, 20, to_compaction=8, compacted=True, text=None, characters=None)
    found = used(log(22, compacted, host="codex")).pool
    assert found.calls == at(8, 8, 8, 1)
    assert found.compaction_calls is None


def test_the_call_that_reads_a_skill_by_a_shell_carries_no_text_yet() -> None:
    reads = (reading("a.md", 0), reading("b.md", 2))
    prompts = [call(0), call(1), replace(call(2), uncached=2_000), call(3, 9_900), call(4, 11_900)]
    for via, calls, missed, after in (
        ("shell", 3, Misses(1, 2, 1, 1), 0.5),
        ("inject", 4, Misses(0, 3, 1, 1), 1),
    ):
        asked = load(1, 4, via=via, text=None, characters=None, readings=reads)
        found = used(log(prompts, asked, host="codex")).pool
        assert found.calls == at(calls, calls, calls, 1)
        assert found.misses == {"1h": missed}
        assert found.read_after
        assert found.read_after.at.p50 == after
    compacted = load(1, 4, via="shell", text=None, to_compaction=3, compacted=True)
    found = used(log(prompts, compacted, host="codex")).pool
    assert (found.calls, found.misses) == (at(2, 2, 2, 1), {"1h": Misses(1, 1, 1, 1)})
    last = load(5, 0, via="shell")
    assert used(log(prompts, last, host="codex")).pool.calls == at(0, 0, 0, 1)


def test_compactions_with_calls_on_both_sides_are_outlived() -> None:
    loads = (
        load(0, 20, to_compaction=5, compacted=True),  # 5 and 9; no call follows the one at 20
        load(5, 15, to_compaction=0, compacted=True),  # 9 alone, for no call had sent it before
        load(9, 11, to_compaction=11, compacted=True, skill="mop"),
        load(12, 8),
    )
    found = used(log(20, *loads, compactions=(5, 5, 9, 20)))
    assert found.pool.again == 3
    assert [one.pool.again for one in found.skills] == [0, 3]
    alike = (replace(one, text=None) for one in loads)
    assert used(log(20, *alike, compactions=(5, 9, 20), host="codex")).pool.again == 0


def test_a_later_call_that_finds_less_than_the_prompt_of_the_load_cached_is_a_miss() -> None:
    calls = [call(0), call(1, 0), call(2, 9_800), call(3, 9_799), call(4, 0), call(5, 0)]
    resident = load(1, 5, to_compaction=4, compacted=True)  # the call of the load, and 3 later
    found = used(log(calls, resident)).pool
    assert found.misses == {"1h": Misses(2, 3, 1, 1)}


@pytest.mark.parametrize(
    ("made", "life"),
    [
        ([call(0, 0, written=999), replace(call(1), written_5m=100, written_1h=0)], "5m"),
        ([call(0), replace(call(1), written=0, written_1h=0)], "1h"),
        ([replace(call(n), written_1h=0) for n in range(2)], "unknown"),
    ],
    ids=["that of the load's call", "else that of the session", "else none"],
)
def test_misses_are_told_by_the_life_of_the_cache(made: list[Call], life: str) -> None:
    found = used(log([*made, call(2, 0, written=0)], load(1, 2))).pool
    assert found.misses == {life: Misses(1, 1, 1, 1)}


def test_the_loads_and_logs_are_counted_that_show_how_a_cache_holds() -> None:
    """Of three loads one is followed by no call, of two logs one wrote to another cache."""
    long = log([call(0), call(1), call(2, 0), call(3)], load(1, 3), load(2, 2), load(3, 1))
    calls = [replace(call(n), written_5m=100, written_1h=0) for n in range(10, 13)]
    found = used(long, log(calls, load(0, 3, identity=99))).pool
    assert found.misses["1h"].loads == 2
    assert found.misses["1h"].logs == found.misses["5m"].logs == found.misses["5m"].loads == 1


def test_tokens_written_are_those_since_the_loads_each_once() -> None:
    loads = (load(4, 6), load(6, 4), load(2, 8, skill="mop"))
    agent = log([replace(call(n), written_5m=100) for n in range(50, 60)], kind="subagent")
    found = used(log(10, *loads), log(5), agent)
    assert found.pool.written == {"1h": 800}
    assert [one.pool.written for one in found.skills] == [{"1h": 800}, {"1h": 600}]


def test_reads_tell_when_how_large_the_prompt_was_and_whether_they_took_a_call() -> None:
    reads = (
        reading("a.md", 3),
        reading("b.md", 7, sole=False, prompt=70_000),
        reading("scripts/run.sh", 1, tool="Bash"),  # it was run, and cost no read
        reading("scripts/seen.sh", 9, sole=False, prompt=90_000),
    )
    found = used(log(20, load(0, 20, readings=reads)))
    assert found.pool.read_after == at(3, 7, 9, 3)
    assert found.pool.prompt == at(50_000, 70_000, 90_000, 3)
    assert found.pool.sole == Share(1, 3)
    names = ("a.md", "b.md", "scripts/run.sh", "scripts/seen.sh")
    assert found.skills[0].versions[0].files == dict.fromkeys(names, 1)


def test_what_is_read_behind_a_second_load_belongs_to_that() -> None:
    first = load(0, 20, readings=(reading("a.md", 2), reading("b.md", 10)))
    second = load(10, 10, readings=(reading("b.md", 0),))
    (found,) = used(log(20, first, second)).skills
    assert found.versions[0].files == {"a.md": 1, "b.md": 1}
    assert found.pool.read_after == at(0, 1, 2, 2)


def test_what_is_read_behind_two_loads_at_once_belongs_to_both() -> None:
    twice = [load(0, 20, readings=(reading("a.md", 2),), identity=n) for n in range(2)]
    (found,) = used(log(20, *twice)).skills
    assert found.versions[0].files == {"a.md": 2}


def test_loads_are_told_apart_by_text_and_no_text_is_a_text_of_its_own() -> None:
    loads = [
        load(0, 9, readings=(reading("a.md", 0),)),
        load(1, 8, text="\r\nSweep the floor.  \n\nARGUMENTS: the kitchen\nand the hall"),
        load(2, 7, text="\nMop the floor.\n"),
        load(3, 6, text=None),
    ]
    (found,) = used(log(9, *loads)).skills
    same, other = (identity.text_hash(f"{verb} the floor.") for verb in ("Sweep", "Mop"))
    wanted = [
        Version(None, 1, {}),
        Version(same, 2, {"a.md": 1}, ("a.md",)),
        Version(other, 1, {}),
    ]
    assert sorted(found.versions, key=str) == sorted(wanted, key=str)


def test_a_folder_in_the_text_reads_as_its_variable_does_on_disk() -> None:
    on_disk = identity.text_hash("Run ${CLAUDE_SKILL_DIR}/run.sh\n")
    (found,) = used(log(1, load(0, 1, text=f"\nRun {BASE}/run.sh\n"))).skills
    assert found.versions[0].text == on_disk


def test_a_skill_is_known_by_its_name_and_its_plugin() -> None:
    loads = [load(0, 9), load(1, 8, plugin="tidy"), load(2, 7, skill="mop"), load(3, 6)]
    found = used(log(9, *loads)).skills
    assert [(one.name, one.plugin, one.pool.loads) for one in found] == [
        ("mop", None, 1),
        ("sweep", None, 2),
        ("sweep", "tidy", 1),
    ]


def test_a_log_that_edits_a_skill_is_left_out_for_that_skill_alone() -> None:
    changed = log(9, load(0, 9), load(1, 8, edited=True), load(2, 7, skill="mop"))
    other = log([call(n) for n in range(20, 29)], load(3, 6, identity=77))
    found = used(changed, other)
    assert [(one.name, one.pool.loads, one.pool.logs) for one in found.skills] == [
        ("mop", 1, 1),
        ("sweep", 1, 1),
    ]
    assert found.pool.loads == 2
    assert found.left_out == {"sweep": 2}
    alone = used(log(9, load(0, 9, plugin="tidy", edited=True)))
    assert (alone.skills, alone.left_out) == ((), {"tidy:sweep": 1})


# --- sessions and copies --------------------------------------------------------


def test_a_resumed_session_counts_once_and_at_its_longest() -> None:
    before = log(10, load(2, 8))
    resumed = log(30, load(2, 28), load(20, 10, skill="mop"))
    found = used(before, resumed)
    assert (found.pool.loads, found.pool.logs) == (2, 1)
    assert found.pool.calls == at(10, 19, 28, 2)
    assert found.pool.session_calls == at(30, 30, 30, 1)
    assert found.models == {"opus": 30}
    assert found.tokens == {"uncached": 0, "cached": 30 * 9_900, "written": 3_000}


def test_a_subagent_is_no_session_but_what_it_loads_counts() -> None:
    agent = log([call(n) for n in range(50, 55)], load(1, 4), kind="subagent")
    found = used(log(10), agent)
    assert found.pool.session_calls == at(10, 10, 10, 1)
    assert found.models == {"opus": 15}
    assert found.pool.loads == 1


def test_days_are_those_of_all_logs() -> None:
    found = used(log(1), log(1, first=date(2026, 1, 2), last=None), log(1, first=None, last=None))
    assert (found.first, found.last) == (date(2026, 1, 2), date(2026, 5, 5))


def test_hosts_are_counted_apart() -> None:
    made = pool(map(count, [log(3, host="codex"), log(4)]), TODAY)
    assert made.made == TODAY
    assert {name: found.models for name, found in made.hosts.items()} == {
        "claude-code": {"opus": 4},
        "codex": {"opus": 3},
    }


CALLS = st.builds(call, st.integers(0, 12), st.sampled_from([0, 9_800, 9_900]))
READINGS = st.lists(st.builds(reading, st.sampled_from("ab"), st.integers(0, 9)), max_size=2)
LOADS = st.builds(
    load,
    st.integers(0, 5),
    st.integers(0, 9),
    skill=st.sampled_from(["sweep", "mop"]),
    text=st.sampled_from(["a", "b", None]),
    edited=st.booleans(),
    identity=st.integers(0, 5),
    readings=READINGS.map(tuple),
)
LOGS = st.builds(
    lambda calls, loads, kind: log(calls, *loads, kind=kind),
    st.lists(CALLS, max_size=6),
    st.lists(LOADS, max_size=4),
    st.sampled_from(["main", "subagent"]),
)


@unhurried
@given(
    st.lists(LOGS.map(count), max_size=6).flatmap(
        lambda logs: st.tuples(st.just(logs), st.permutations(logs))
    )
)
def test_the_order_of_logs_changes_nothing(logs: tuple[list[Counts], list[Counts]]) -> None:
    one, other = logs
    assert pool(one, TODAY) == pool(other, TODAY)


@unhurried
@given(st.lists(LOGS.map(count), max_size=4))
def test_copies_of_logs_change_nothing(logs: list[Counts]) -> None:
    assert pool(logs, TODAY) == pool([*logs, *logs], TODAY)


@unhurried
@given(st.lists(LOGS.map(count), min_size=1, max_size=6))
def test_pools_add_up(logs: list[Counts]) -> None:
    (found,) = pool(logs, TODAY).hosts.values()
    assert found.pool.loads == sum(one.pool.loads for one in found.skills)
    for one in found.skills:
        assert 0 < one.pool.logs <= one.pool.loads == sum(v.loads for v in one.versions)
        assert all(n <= v.loads for v in one.versions for n in v.files.values())
    assert sum(found.models.values()) == len({c.identity for log in logs for c in log.charges})


@unhurried
@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_quartiles_are_those_of_the_standard_library(counts: list[int]) -> None:
    found = pooling.spread(counts)
    assert found
    quartiles = (found.at.p25, found.at.p50, found.at.p75)
    known = quantiles(counts, n=4, method="exclusive") if len(counts) > 1 else counts * 3
    least, most = min(counts), max(counts)  # of two counts, the library goes beyond them
    assert quartiles == pytest.approx([min(max(least, one), most) for one in known])
    assert min(counts) <= found.at.p25 <= found.at.p50 <= found.at.p75 <= max(counts)
    assert found.n == len(counts)


@pytest.mark.parametrize("n", range(3, 60))
def test_half_of_all_later_counts_lie_between_the_quartiles(n: int) -> None:
    inside = 0
    for later in range(n + 1):  # each of n + 1 counts is as likely to be the last
        found = pooling.spread(one for one in range(n + 1) if one != later)
        assert found
        inside += found.at.p25 <= later <= found.at.p75
    assert abs(inside - (n + 1) / 2) <= 1


def test_quartiles_of_nothing_are_not_there() -> None:
    assert pooling.spread([]) is None


# --- what is not kept -------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("references/a.md", "references/a.md"),
        ("./a//b/../c.md", None),
        ("a\\b.md", "a/b.md"),
        ("../other/a.md", None),
        ("a/../../other.md", None),
        ("/home/ann/a.md", None),
        (".", None),
        ("my notes (2).md", "my notes (2).md"),
        ("x" * 300, None),
    ],
)
def test_a_path_that_leaves_the_folder_is_dropped(path: str, kept: str | None) -> None:
    assert counting.inside(path, exact=True) == kept


@pytest.mark.parametrize(
    "path", ["a.md /home/ann/secret", "a.md'", "$X/a.md", "*.md", "a.md;rm", "~/a.md", "a|b"]
)
def test_what_a_command_holds_besides_a_path_is_dropped(path: str) -> None:
    assert counting.inside(path, exact=False) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("claude-opus-4-6", "claude-opus-4-6"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", None),
        ("claude-opus-4-5@20251101", None),
        ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/x", "other"),
        ("arn:aws:bedrock:us-east-1:123456789012", "other"),
        ("projects/secret/models/x", "other"),
        ("two words", "other"),
        ("", "other"),
    ],
)
def test_a_models_name_that_may_tell_an_account_is_not_kept(name: str, kept: str | None) -> None:
    assert counting.model(name) == (kept or name)


def test_a_path_for_a_name_is_its_last_part() -> None:
    assert counting.named("/home/ann/secret/sweep/") == "sweep"
    assert counting.named("C:\\Users\\ann\\sweep") == "sweep"


# --- a text by its hash -----------------------------------------------------------


@pytest.mark.parametrize(
    "loaded",
    [
        "# A\n\nSweep.",
        "\n\n# A\n\nSweep.\n\n\n",
        "# A\r\n\r\nSweep.\r\n",
        "# A  \n\t\nSweep. ",
        "# A\n\nSweep.\n\nARGUMENTS: the hall",
        "# A\n\nSweep.\n\nARGUMENTS: the hall\n\nand more\n",
    ],
)
def test_a_text_is_known_again(loaded: str) -> None:
    assert identity.text_hash(loaded) == identity.text_hash("# A\n\nSweep.\n")


@pytest.mark.parametrize(
    "other", ["# A\n\nMop.\n", "# A\nSweep.\n", "# A\n\n  Sweep.\n", "# A\n\nSweep.\nARGUMENTS: x"]
)
def test_another_text_is_another(other: str) -> None:
    assert identity.text_hash(other) != identity.text_hash("# A\n\nSweep.\n")
