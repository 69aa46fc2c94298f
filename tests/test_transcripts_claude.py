"""Sessions of Claude Code, one oddity a test; the records are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records import (
    BASE,
    answer,
    attachment,
    body,
    claude,
    compaction,
    load,
    log,
    result,
    said,
    tool,
    usage,
    write,
)

from skilllint.transcripts import Log, read
from skilllint.transcripts.inspect import shape

STUB = "(Re-invocation of /sweep — the skill instructions were previously loaded.)"


def told(log: Log) -> list[tuple[str, str, int, int, int, bool]]:
    """Each load: name, way, calls before, after, to the compaction, and whether one came."""
    return [(o.skill, o.via, o.before, o.after, o.to_compaction, o.compacted) for o in log.loads]


# --- calls ------------------------------------------------------------------------------


def test_records_of_one_call_count_once_by_the_largest_prompt(tmp_path: Path) -> None:
    split = {"ephemeral_5m_input_tokens": 3, "ephemeral_1h_input_tokens": 4}
    whole = usage(5, 100, 7, cache_creation=split, output_tokens=2)
    one = log(
        tmp_path,
        [
            answer("a", used=usage(5, 1, 0, output_tokens=90)),
            answer("a", used=whole),
            answer("a", used=usage(9, 9, 9)),
            answer("b"),
        ],
    )
    call, last = one.calls
    assert (call.uncached, call.cached, call.written, call.prompt) == (5, 100, 7, 112)
    assert (call.written_5m, call.written_1h, call.output, call.model) == (3, 4, 90, "m")
    assert (last.written_5m, last.written_1h, one.records) == (0, 0, 4)
    assert shape(one)["ttl"] == "mixed"


@pytest.mark.parametrize(
    ("short", "long", "ttl"), [(1, 0, "5m"), (0, 1, "1h"), (1, 1, "mixed"), (0, 0, "none")]
)
def test_the_life_of_the_cache_is_that_of_what_was_written(
    tmp_path: Path, short: int, long: int, ttl: str
) -> None:
    split = {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long}
    one = log(tmp_path, [answer("a", used=usage(written=9, cache_creation=split))])
    assert shape(one)["ttl"] == ttl


def test_a_call_is_a_message_of_one_request(tmp_path: Path) -> None:
    records = [
        answer("a"),
        answer("a", requestId="other"),  # another request with the same message
        answer("a", requestId=None),  # the message alone is known
        answer("b", requestId=None),
        answer("b", requestId=None),
        answer("b", requestId="late"),
    ]
    assert len(log(tmp_path, records).calls) == 3
    nameless = claude("assistant", message={"model": "m", "usage": usage()})
    assert len(log(tmp_path, [nameless, {**nameless, "uuid": "other"}, nameless]).calls) == 2


@pytest.mark.parametrize(
    "record",
    [
        answer("x", model="<synthetic>"),
        answer("x", used={}),
        answer("x", isSidechain=True),
        claude("assistant", message={"id": "x", "model": "m", "usage": None}),
        claude("assistant", message="gone"),
        claude("assistant"),
        claude("progress", data={"message": answer("x")}),
    ],
    ids=["synthetic", "empty usage", "side", "no usage", "text", "no message", "subagent's"],
)
def test_what_is_no_call(tmp_path: Path, record: dict[str, Any]) -> None:
    assert len(log(tmp_path, [answer("a"), record]).calls) == 1


@pytest.mark.parametrize("amount", [None, "12", -5, 1.5, True, [], {}])
def test_what_is_no_number_of_tokens_counts_nothing(tmp_path: Path, amount: Any) -> None:
    (call,) = log(tmp_path, [answer("a", used=usage(amount, 3, amount))]).calls
    assert (call.uncached, call.cached, call.written) == (0, 3, 0)


def test_calls_stand_in_the_order_of_time(tmp_path: Path) -> None:
    late = answer("late", used=usage(2))
    early = answer("early", used=usage(1), timestamp="2020-01-01T00:00:00.5+01:00")
    one = log(tmp_path, [late, early])
    assert [call.uncached for call in one.calls] == [1, 2]
    assert (str(one.first), str(one.last)) == ("2019-12-31", "2026-03-01")


def test_a_record_without_a_time_stays_behind_the_one_before(tmp_path: Path) -> None:
    first, last = answer("a", used=usage(1)), answer("c", used=usage(3))
    nameless = answer("b", used=usage(2), timestamp=None)
    odd = answer("d", used=usage(4), timestamp="yesterday")
    one = log(tmp_path, [last, odd, first, nameless])
    assert [call.uncached for call in one.calls] == [3, 4, 1, 2]
    sooner = answer("e", used=usage(5), timestamp="2019-01-01T00:00:00Z")
    one = log(tmp_path, [last, odd, sooner, nameless])
    assert [call.uncached for call in one.calls] == [5, 2, 3, 4]


def chained(stamps: list[str], link: str = "parentUuid") -> list[dict[str, Any]]:
    """Calls of 1, 2, 3 … tokens that follow each other, at these times of a day."""
    return [
        answer(
            f"m{at}",
            used=usage(at),
            uuid=f"u{at}",
            timestamp=f"2026-03-01T{stamp}Z",
            **{link: f"u{at - 1}"},
        )
        for at, stamp in enumerate(stamps, 1)
    ]


BACK = ["10:00:00", "10:10:00", "09:10:05", "09:20:00", "08:00:00", "12:00:00"]
"""The clock is set back twice, and put right at last."""


@pytest.mark.parametrize("link", ["parentUuid", "logicalParentUuid"])
@pytest.mark.parametrize("step", [1, -1])
def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path, link: str, step: int) -> None:
    one = log(tmp_path, chained(BACK, link)[::step])
    assert [call.uncached for call in one.calls] == [1, 2, 3, 4, 5, 6]
    assert one.turned
    assert (str(one.first), str(one.last)) == ("2026-03-01", "2026-03-01")


def test_seconds_before_what_is_answered_are_no_clock(tmp_path: Path) -> None:
    one = log(tmp_path, chained(["10:00:00", "10:05:00", "10:00:01", "10:06:00"]))
    assert [call.uncached for call in one.calls] == [1, 3, 2, 4]
    assert not one.turned


def test_records_that_follow_each_other_in_a_circle_end(tmp_path: Path) -> None:
    records = chained(["10:00:00", "09:00:00", "08:00:00"])
    records[0]["parentUuid"] = "u3"
    assert len(log(tmp_path, records).calls) == 3


def test_a_record_that_no_time_is_known_of_goes_first(tmp_path: Path) -> None:
    records = chained(["10:00:00", "09:00:00", "08:00:00", "11:00:00"])
    records[2]["timestamp"] = None
    one = log(tmp_path, [records[2], records[0], records[1], records[3]])
    assert [call.uncached for call in one.calls] == [3, 1, 2, 4]


def test_a_copy_in_a_resumed_session_has_the_same_identities(tmp_path: Path) -> None:
    history = [*load(), answer("b")]
    resumed = [{**record, "sessionId": "other"} for record in history]
    first, second = log(tmp_path, history), log(tmp_path, [*resumed, answer("c")], "r.jsonl")
    assert [c.identity for c in second.calls][:2] == [c.identity for c in first.calls]
    assert len({call.identity for call in second.calls}) == 3
    assert second.loads[0].identity == first.loads[0].identity
    assert 0 <= first.loads[0].identity < 2**64


# --- loads ---------------------------------------------------------------------------------


def test_a_load_by_the_tool_and_by_the_user(tmp_path: Path) -> None:
    records = [
        *load(),
        answer("b"),
        said("<command-message>sweep</command-message>\n<command-name>/sweep</command-name>"),
        body(source=None),
        answer("c"),
        compaction(),
        answer("d"),
    ]
    one = log(tmp_path, records)
    assert told(one) == [("sweep", "Skill", 1, 3, 2, True), ("sweep", "slash", 2, 2, 1, True)]
    assert one.compactions == (3,)
    assert one.loads[0].text == "# Sweep\n\nSweep it.\n"
    assert one.loads[0].characters == 19
    assert one.loads[0].base == BASE


def test_a_body_may_be_text_alone_and_have_one_line(tmp_path: Path) -> None:
    alone = said(f"Base directory for this skill: {BASE}", isMeta=True)
    (one,) = log(tmp_path, [answer("a"), alone]).loads
    assert (one.text, one.characters, one.via, one.base) == ("", 0, "slash", BASE)


def test_a_compaction_right_behind_a_load_ends_it_at_once(tmp_path: Path) -> None:
    one = log(tmp_path, [compaction(), *load(), compaction(), answer("b")])
    assert told(one) == [("sweep", "Skill", 1, 1, 0, True)]
    assert one.compactions == (0, 1)


def test_a_command_loaded_by_the_tool_has_the_name_of_its_call(tmp_path: Path) -> None:
    records = [
        answer("a", tool("t1", "Skill", command="house:sweep")),
        result("t1", "Launching skill: house:sweep"),
        said("<command-message>sweep</command-message>", isMeta=True, sourceToolUseID="t1"),
        said([{"type": "text", "text": "Sweep.\n"}], isMeta=True, sourceToolUseID="t1"),
        said("Another text of it", isMeta=True, sourceToolUseID="t1"),
        said("[Image: 3x3]", isMeta=True, sourceToolUseID="t9"),
        said("Sweep, please"),
    ]
    (one,) = log(tmp_path, records).loads
    assert (one.skill, one.plugin, one.base, one.via) == ("house:sweep", "house", None, "Skill")
    assert (one.text, one.characters) == ("Sweep.\n", 7)


def test_a_skill_whose_note_comes_first_is_one_load(tmp_path: Path) -> None:
    call = answer("a", tool("t1", "Skill", skill="sweep"))
    note = said("The skill is loading", isMeta=True, sourceToolUseID="t1")
    assert told(log(tmp_path, [call, note, body()])) == [("sweep", "Skill", 1, 0, 0, False)]


@pytest.mark.parametrize(
    "stub",
    [
        STUB,
        "Skill /sweep is already loaded above; instructions unchanged.",
        "Skill /sweep was loaded earlier; this is a NEW invocation.",
    ],
)
def test_a_note_in_the_place_of_a_text_is_no_load(tmp_path: Path, stub: str) -> None:
    again = [
        answer("b", tool("t2", "Skill", skill="sweep")),
        result("t2", "Launching skill: sweep"),
        said([{"type": "text", "text": stub}], isMeta=True, sourceToolUseID="t2"),
    ]
    one = log(tmp_path, [*load(), *again, said(stub)])
    assert len(one.loads) == 1
    assert one.repeats == 1


def test_the_text_beside_a_note_is_no_load(tmp_path: Path) -> None:
    blocks = [{"type": "text", "text": told} for told in (STUB, "ARGUMENTS: the hall")]
    again = [
        answer("b", tool("t2", "Skill", skill="sweep")),
        result("t2", "Launching skill: sweep"),
        said(blocks, isMeta=True, sourceToolUseID="t2"),
    ]
    one = log(tmp_path, [*load(), *again])
    assert (len(one.loads), one.repeats) == (1, 1)


def test_a_merged_log_may_tell_the_use_of_a_skill_last(tmp_path: Path) -> None:
    now = "2026-03-01T00:00:00Z"
    call = answer("a", tool("t1", "Skill", skill="dust"), tool("t2", "Skill", skill="mop"))
    text = said("Dust.", isMeta=True, sourceToolUseID="t1")
    failed = result("t2", "<tool_use_error>no</tool_use_error>")
    records = [{**one, "timestamp": now} for one in (text, failed, call)]
    one = log(tmp_path, records)
    assert [(o.skill, o.via, o.text) for o in one.loads] == [("dust", "Skill", "Dust.")]
    assert [f.skill for f in one.failures] == ["mop"]


def test_a_failed_call_without_a_name_has_none(tmp_path: Path) -> None:
    one = log(tmp_path, [answer("a", tool("t1", "Skill")), result("t1", is_error=True)])
    assert shape(one)["failed_loads"] == [{"skill": None, "calls_before": 1}]


def test_every_load_counts_but_a_copy_of_its_record(tmp_path: Path) -> None:
    text = body(source=None)
    one = log(tmp_path, [*load(), answer("b"), text, text, body(source=None)])
    assert len(one.loads) == 3


@pytest.mark.parametrize(
    ("error", "failures"),
    [
        ({"content": "<tool_use_error>Unknown skill: dust</tool_use_error>"}, 1),
        ({"content": "no", "is_error": True}, 1),
        ({"content": [{"type": "text", "text": "<tool_use_error>no</tool_use_error>"}]}, 1),
        ({"content": "Launching skill: dust", "is_error": False}, 0),
        ({"content": None}, 0),
    ],
)
def test_a_call_of_a_skill_that_fails(tmp_path: Path, error: Any, failures: int) -> None:
    records = [
        answer("a", tool("t1", "Skill", skill="dust"), tool("t2", "Bash", command="ls")),
        result("t2", "<tool_use_error>no</tool_use_error>", is_error=True),
        answer("b"),
        result("t1", **error),
    ]
    one = log(tmp_path, records)
    assert [(f.skill, f.before) for f in one.failures] == [("dust", 2)] * failures
    assert not one.loads


@pytest.mark.parametrize(
    ("base", "called", "name", "plugin"),
    [
        (BASE, "sweep", "sweep", None),
        ("/h/.claude/plugins/cache/market/house/1.2/skills/dust", "house:dust", "dust", "house"),
        ("/h/.claude/plugins/marketplaces/m/plugins/house/skills/dust", "", "dust", "house"),
        (r"C:\Users\ann\.claude\plugins\cache\m\house\1\skills\dust", "", "dust", "house"),
        ("/h/dev/house/skills/dust", "house:dust", "dust", "house"),
        ("/h/dev/house/skills/dust", "apps/web:dust", "dust", None),
        ("/h/project/.claude/skills/dust", "apps:dust", "dust", None),
        ("/h/.claude/plugins/cache/m/flat/1.0", "flat", "1.0", "flat"),
    ],
)
def test_the_plugin_of_a_skill(
    tmp_path: Path, base: str, called: str, name: str, plugin: str | None
) -> None:
    call = answer("a", tool("t1", "Skill", skill=called))
    (one,) = log(tmp_path, [call, body(base)]).loads
    assert (one.skill, one.plugin, one.base) == (name, plugin, base)


# --- what stays, and what grew ---------------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        {"name": "sweep", "path": "userSettings:sweep", "content": "# Sweep"},
        {"name": "x", "content": f"Base directory for this skill: {BASE}\n\n# Sweep"},
    ],
)
def test_a_text_that_a_compaction_keeps(tmp_path: Path, kept: dict[str, str]) -> None:
    again = attachment("invoked_skills", skills=[kept, "odd", None])
    one = log(tmp_path, [*load(), answer("b"), again, compaction(), answer("c")])
    assert [o.reattached for o in one.loads] == [True]


def test_a_text_that_no_compaction_keeps(tmp_path: Path) -> None:
    other = attachment("invoked_skills", skills=[{"name": "dust", "path": "/dust/SKILL.md"}])
    own = attachment("invoked_skills", skills=[{"name": "sweep"}])
    (lost,) = log(tmp_path, [own, *load(), compaction(), other]).loads
    (whole,) = log(tmp_path, [*load(), answer("b"), own]).loads
    assert (lost.compacted, lost.reattached) == (True, False)
    assert (whole.compacted, whole.reattached) == (False, False)


def test_the_longest_listing_of_skills_is_told(tmp_path: Path) -> None:
    records = [
        answer("a"),
        attachment("skill_listing", content="- dust: Dust.", skillCount=1, isInitial=False),
        attachment("skill_listing", content="- sweep: Sweep.\n- dust: Dust.", names=["a", "b"]),
        attachment("skill_listing", content=None),
    ]
    assert log(tmp_path, records).listing == (29, 2)


def grown(tmp_path: Path, *between: dict[str, Any], tools: int = 1, model: str = "m") -> int | None:
    extra = [tool(f"x{n}", "Bash", command="ls") for n in range(1, tools)]
    skill = tool("t1", "Skill", skill="sweep")
    call = answer("a", skill, *extra, used=usage(100, output_tokens=40))
    done = result("t1", "Launching skill: sweep")
    after = answer("b", used=usage(10, 1190), model=model)
    return log(tmp_path, [call, done, body(), *between, after]).loads[0].growth


def test_growth_is_what_the_prompt_grew_by_but_the_answer_and_the_frame(tmp_path: Path) -> None:
    assert grown(tmp_path) == 1200 - 100 - 40 - 60
    assert grown(tmp_path, attachment("command_permissions")) == 1000


@pytest.mark.parametrize(
    "between",
    [
        said("And hurry"),
        result("t7"),
        attachment("todo_reminder"),
        compaction(),
        body("/h/skills/dust", source=None),
    ],
    ids=["text", "result", "attachment", "compaction", "load"],
)
def test_growth_is_unknown_where_more_came(tmp_path: Path, between: dict[str, Any]) -> None:
    assert grown(tmp_path, between) is None


def test_growth_is_unknown_where_it_cannot_be_told(tmp_path: Path) -> None:
    assert grown(tmp_path, tools=2) is None
    assert grown(tmp_path, model="other") is None
    assert log(tmp_path, load()).loads[0].growth is None  # no call after it
    assert log(tmp_path, [body(source=None), answer("a")]).loads[0].growth is None
    shrunk = [*load(), answer("b", used=usage(1))]
    assert log(tmp_path, shrunk).loads[0].growth is None


# --- reads and edits ---------------------------------------------------------------------------


def test_files_that_later_calls_name(tmp_path: Path) -> None:
    early = answer("0", tool("r0", "Read", file_path=f"{BASE}/early.md"))
    records = [
        early,
        *load(),
        answer("load", tool("same", "Read", file_path=f"{BASE}/same.md")),
        answer("b"),
        answer("c", tool("r1", "Read", file_path=f"{BASE}/a.md"), used=usage(7, 8)),
        compaction(),
        answer(
            "d",
            tool("r2", "Bash", command=f"cat {BASE}/a.md '{BASE}/sub/b c.md' {BASE}/*.md"),
            tool("r3", "Grep", pattern="x", path=f"{BASE}/a.md"),
        ),
        answer("d", tool("r2", "Bash", command=f"cat {BASE}/a.md")),  # a copy
        answer("e", tool("r4", "Read", file_path=f"{BASE}/SKILL.md")),
        answer("e", tool("r9", "Read", file_path=f"{BASE}/d e[1].md")),
        answer("e", tool("rb", "Grep", pattern="x", path=f"{BASE}/sub")),
        answer("e", tool("rc", "Grep", pattern="x", path=f"{BASE}/LICENSE")),
        answer("f", tool("r5", "Task", prompt=f"read {BASE}/task.md")),
        answer("g", tool("r6", "Bash", command="cat .claude/skills/sweep/relative.md")),
        answer("h", tool("r7", "Read", file_path=f"{BASE}/side.md"), isSidechain=True),
        answer("i", tool("r8", "Edit", file_path="/home/ann/.claude/skills/other/x.md")),
    ]
    (one,) = log(tmp_path, records).loads
    assert [(r.path, r.after, r.tool, r.reads, r.sole, r.prompt) for r in one.readings] == [
        ("a.md", 1, "Read", 3, True, 15),
        ("sub/b c.md", 2, "Bash", 1, False, 10),
        ("d e[1].md", 3, "Read", 1, False, 10),
        ("LICENSE", 3, "Grep", 1, False, 10),
    ]
    assert not one.edited


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Edit", {"file_path": f"{BASE}/SKILL.md"}),
        ("Write", {"file_path": f"{BASE}/references/new.md"}),
        ("MultiEdit", {"file_path": f"{BASE}/SKILL.md", "edits": []}),
        ("NotebookEdit", {"notebook_path": f"{BASE}/plan.ipynb"}),
        ("Bash", {"command": f"cat > {BASE}/SKILL.md <<'EOF'\n# Sweep\nEOF"}),
        ("Bash", {"command": "sed -i 's/a/b/' ~/.claude/skills/sweep/SKILL.md"}),
    ],
)
def test_a_session_that_edits_the_skill(tmp_path: Path, name: str, given: Any) -> None:
    records = [answer("0", tool("e", name, **given)), *load()]
    assert [one.edited for one in log(tmp_path, records).loads] == [True]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Write", {"file_path": f"{BASE}/state/last-run.json"}),
        ("Edit", {"file_path": f"{BASE}/runs.LOG"}),
        ("Bash", {"command": f"python {BASE}/scripts/sweep.py > {BASE}/out/rooms.csv"}),
        ("Bash", {"command": f"perl -Mstrict {BASE}/scripts/sweep.pl -Ilib"}),
    ],
)
def test_a_session_that_works_in_the_skills_folder(tmp_path: Path, name: str, given: Any) -> None:
    records = [answer("0", tool("e", name, **given)), *load()]
    assert [one.edited for one in log(tmp_path, records).loads] == [False]


# --- files of subagents, unknown records ---------------------------------------------------


def test_a_subagents_file_counts_its_own_records(tmp_path: Path) -> None:
    records = [{**record, "isSidechain": True} for record in load()]
    for name in ("a/subagents/agent-1.jsonl", "agent-2.jsonl", "other.jsonl"):
        one = read(write(tmp_path / name, records))
        assert (one.kind, len(one.calls), len(one.loads)) == ("subagent", 1, 1)
    loud = read(write(tmp_path / "b/subagents/x.jsonl", load()))
    named = read(write(tmp_path / "agent-3.jsonl", load()))
    assert (loud.kind, named.kind) == ("subagent", "subagent")
    mixed = log(tmp_path, [*records, answer("main")])
    assert (mixed.kind, len(mixed.calls), len(mixed.loads)) == ("main", 1, 0)


def test_unknown_records_are_counted_and_do_no_harm(tmp_path: Path) -> None:
    records = [answer("a"), claude("dream"), claude("dream"), {"a": 1}, claude("mode", mode="x")]
    one = log(tmp_path, records)
    assert dict(one.unknown) == {"dream": 2, "(no type)": 1}
    assert (one.records, len(one.calls), one.broken) == (5, 1, 0)


def test_the_shape_of_a_session(tmp_path: Path) -> None:
    read_it = answer("b", tool("r", "Read", file_path=f"{BASE}/a.md"), used=usage(1, 2, 3))
    assert shape(log(tmp_path, [*load(), read_it])) == {
        "host": "claude-code",
        "kind": "main",
        "calls": 2,
        "prompt_tokens": 16,
        "uncached": 11,
        "cache_read": 2,
        "cache_creation": 3,
        "cache_creation_5m": 0,
        "cache_creation_1h": 0,
        "ttl": "none",
        "compactions": [],
        "failed_loads": [],
        "loads": [
            {
                "skill": "sweep",
                "via": "Skill",
                "base": BASE,
                "body_chars": 19,
                "calls_before_load": 1,
                "calls_after_load": 1,
                "calls_to_compaction": 1,
                "compacted": False,
                "references": [{"path": "a.md", "k": 0, "tool": "Read", "reads": 1}],
            }
        ],
        "records": 4,
    }
