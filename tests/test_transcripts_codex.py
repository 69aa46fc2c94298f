"""Sessions of Codex, one oddity a test; the records are ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from records import CODEX_BASE as BASE
from records import Meter, codex, item, log, meta, printed, shell, turn

from skilllint.calibration import counting
from skilllint.transcripts.inspect import shape


def skill_read(identity: str = "c1", path: str = f"{BASE}/SKILL.md") -> dict[str, Any]:
    return shell(f"sed -n '1,240p' {path}", identity)


def injection(path: str) -> dict[str, Any]:
    text = f"<skill>\n<name>house:sweep</name>\n<path>{path}</path>\n# Sweep\n</skill>"
    return item("message", role="user", content=[{"type": "input_text", "text": text}])


# --- calls ------------------------------------------------------------------------------


def test_a_call_is_a_count_that_was_not_told_before(tmp_path: Path) -> None:
    meter = Meter()
    records = [
        meta(),
        turn("gpt-a"),
        codex("event_msg", {"type": "token_count", "info": None}),
        codex("event_msg", {"type": "token_count"}),
        meter.call(100, 40, 7),
        meter.repeat(0, 0, 0),
        turn("gpt-b"),
        meter.call(50, 60, 1),  # more of it cached than there is
        meter.repeat(50, 60, 1),
    ]
    one = log(tmp_path, records)
    assert [(c.uncached, c.cached, c.prompt, c.output, c.model) for c in one.calls] == [
        (60, 40, 100, 7, "gpt-a"),
        (0, 50, 50, 1, "gpt-b"),
    ]
    assert (one.host, one.kind, one.records, one.unknown) == ("codex", "main", 9, {})


def test_what_the_last_call_took_follows_from_the_sums(tmp_path: Path) -> None:
    meter = Meter()
    records = [meta(), meter.call(100, 40, 7), meter.call(30, 20, 5)]
    del records[2]["payload"]["info"]["last_token_usage"]
    assert [(c.uncached, c.cached, c.output) for c in log(tmp_path, records).calls] == [
        (60, 40, 7),
        (10, 20, 5),
    ]


def test_counts_without_sums_are_calls_of_their_own(tmp_path: Path) -> None:
    info = {"last_token_usage": {"input_tokens": 5}}
    records = [codex("event_msg", {"type": "token_count", "info": info})] * 2
    one = log(tmp_path, [meta(), *records])
    assert len({call.identity for call in one.calls}) == 2


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path) -> None:
    meter = Meter()
    records = [meta(), meter.call(100), skill_read(), meter.call(200), meter.call(300)]
    for record, hour in zip(records, (10, 10, 10, 9, 9), strict=True):
        record["timestamp"] = f"2026-03-01T{hour:02}:00:00Z"
    one = log(tmp_path, records)
    assert [call.prompt for call in one.calls] == [100, 200, 300]
    assert [(load.before, load.after) for load in one.loads] == [(1, 2)]
    mixed = [records[0], *records[:0:-1]]  # the sums tell no order here, so the time does
    assert [call.prompt for call in log(tmp_path, mixed, "mixed.jsonl").calls] == [300, 200, 100]


def test_a_forked_session_repeats_its_parents_calls(tmp_path: Path) -> None:
    meter = Meter()
    parent = [meta(), skill_read(), meter.call(), meter.call()]
    child = [meta(id="child", thread_source="subagent"), *parent, meter.call()]
    first, second = log(tmp_path, parent, "p.jsonl"), log(tmp_path, child, "c.jsonl")
    assert [c.identity for c in second.calls][:2] == [c.identity for c in first.calls]
    assert second.loads[0].identity == first.loads[0].identity
    assert (first.kind, second.kind) == ("main", "subagent")


def test_two_runs_of_one_prompt_are_no_copies(tmp_path: Path) -> None:
    """They may begin with the same counts; the first tool they use has a name of its own."""
    skill = injection(f"{BASE}/SKILL.md")
    runs = [log(tmp_path, [meta(), skill, Meter().call(), shell("ls", who)]) for who in ("a", "b")]
    assert runs[0].calls[0].prompt == runs[1].calls[0].prompt
    assert runs[0].calls[0].identity != runs[1].calls[0].identity
    assert runs[0].loads[0].identity != runs[1].loads[0].identity


def test_the_first_head_says_whose_session_it_is(tmp_path: Path) -> None:
    spawned = {"subagent": {"thread_spawn": {"parent_thread_id": "p"}}}
    assert log(tmp_path, [meta(source=spawned), meta()]).kind == "subagent"
    assert log(tmp_path, [meta(), meta(source=spawned)]).kind == "main"


# --- loads ---------------------------------------------------------------------------------


def test_a_skill_counts_once_from_its_first_read(tmp_path: Path) -> None:
    meter = Meter()
    records = [
        meta(),
        meter.call(),
        skill_read(),
        printed(100),
        meter.call(),
        shell("sed -n '241,500p' ~/.codex/skills/sweep/SKILL.md", "c2"),
        printed(30, "c2"),
        meter.call(),
        codex("compacted", {"message": "", "replacement_history": [skill_read()["payload"]]}),
        codex("event_msg", {"type": "context_compacted"}),
        meter.call(),
    ]
    one = log(tmp_path, records)
    (load,) = one.loads
    assert (load.skill, load.via, load.base, load.plugin) == ("sweep", "shell", BASE, None)
    assert (load.reads, load.read_tokens, load.text, load.characters) == (2, 130, None, None)
    assert (load.before, load.after, load.to_compaction, load.compacted) == (1, 3, 2, True)
    assert one.compactions == (3,)


def test_one_output_of_two_skills_counts_for_both(tmp_path: Path) -> None:
    other = "/home/ann/.codex/plugins/cache/market/house/1.0/skills/dust"
    both = f"cat {BASE}/SKILL.md && cat {other}/SKILL.md {other}/SKILL.md"
    one = log(tmp_path, [meta(), shell(both), printed(70)])
    assert [(o.skill, o.plugin, o.reads, o.read_tokens) for o in one.loads] == [
        ("sweep", None, 1, 70),
        ("dust", "house", 1, 70),
    ]


def test_one_output_counts_once(tmp_path: Path) -> None:
    twice = f"cat {BASE}/SKILL.md ~/.codex/skills/sweep/SKILL.md"
    (load,) = log(tmp_path, [meta(), shell(twice), printed(70)]).loads
    assert (load.reads, load.read_tokens) == (2, 70)


def test_a_skill_that_the_user_names_is_injected(tmp_path: Path) -> None:
    text = f"<skill>\n<name>house:sweep</name>\n<path>{BASE}/SKILL.md</path>\n# Sweep\n</skill>"
    message = item("message", role="user", content=[{"type": "input_text", "text": text}])
    quoted = item("message", role="assistant", content=[{"type": "output_text", "text": text}])
    (load,) = log(tmp_path, [meta(), quoted, message, skill_read(), printed(9)]).loads
    assert (load.skill, load.via, load.reads, load.read_tokens) == ("house:sweep", "inject", 2, 9)
    assert (load.base, load.plugin) == (BASE, None)


def test_a_skill_of_a_plugin_counts_by_its_own_name(tmp_path: Path) -> None:
    base = "/home/ann/.codex/plugins/cache/market/house/1.0.0/skills/sweep"
    one = log(tmp_path, [meta(), injection(f"{base}/SKILL.md"), shell("ls", "c2")])
    (load,) = one.loads
    assert (load.skill, load.plugin, load.base) == ("house:sweep", "house", base)
    (row,) = counting.count(one).rows
    assert (row.skill, row.plugin) == ("sweep", "house")


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/srv/house/SKILL.md", "/srv/house"),
        ("~/house/SKILL.md", "~/house"),
        (r"C:\house\SKILL.md", r"C:\house"),
        ("house/skills/sweep/SKILL.md", None),
        ("/SKILL.md", None),
    ],
)
def test_an_injected_skill_may_lie_anywhere(tmp_path: Path, path: str, base: str | None) -> None:
    assert [load.base for load in log(tmp_path, [meta(), injection(path)]).loads] == [base] * bool(
        base
    )


def test_the_text_that_brings_a_skill_may_be_alone(tmp_path: Path) -> None:
    blocks = injection(f"{BASE}/SKILL.md")["payload"]["content"]
    message = item("message", role="user", content=blocks[0]["text"])
    assert [load.base for load in log(tmp_path, [meta(), message]).loads] == [BASE]


def test_every_command_that_reads_counts_and_the_output_once(tmp_path: Path) -> None:
    parts = f"wc -l {BASE}/SKILL.md && sed -n 1,9p {BASE}/SKILL.md; sed -n 10,99p {BASE}/SKILL.md"
    (load,) = log(tmp_path, [meta(), shell(parts), printed(70)]).loads
    assert (load.reads, load.read_tokens) == (2, 70)
    checked = f"test -f {BASE}/SKILL.md && wc -l {BASE}/SKILL.md && cat {BASE}/SKILL.md"
    (load,) = log(tmp_path, [meta(), shell(checked), printed(70)]).loads
    assert (load.reads, load.read_tokens) == (1, 70)


@pytest.mark.parametrize(
    "record",
    [
        shell(["bash", "-lc", f"cat {BASE}/SKILL.md"], name="shell"),
        shell(["cat", f"{BASE}/SKILL.md"], name="container.exec"),
        shell(f"head -n 50 '{BASE}/SKILL.md' | nl", name="shell_command"),
        shell(f"for f in {BASE}/SKILL.md; do sed -n 1,9p $f; done"),
        shell(f'pwd; FOO=1 sudo cat "{BASE}/SKILL.md"'),
        shell(f'bash -lc "cat \\"{BASE}/SKILL.md\\""'),
        shell(f"timeout 10 sed -n 1,9p {BASE}/SKILL.md"),
        item(
            "local_shell_call",
            call_id="c1",
            action={"type": "exec", "command": ["bash", "-c", f"cat {BASE}/SKILL.md"]},
        ),
        item("function_call", name="exec_command", arguments={"cmd": f"cat {BASE}/SKILL.md"}),
        item(
            "function_call",
            name="parallel",
            arguments=json.dumps({"uses": [{"parameters": {"cmd": f"cat {BASE}/SKILL.md"}}]}),
        ),
        item(
            "function_call",
            name="read_file",
            arguments=json.dumps({"file_path": f"{BASE}/SKILL.md"}),
        ),
        item(
            "custom_tool_call",
            name="exec",
            input=f'const r = await tools.exec_command({{cmd:"cat \\"{BASE}/SKILL.md\\""}});',
        ),
    ],
)
def test_ways_to_read_a_skill(tmp_path: Path, record: dict[str, Any]) -> None:
    (load,) = log(tmp_path, [meta(), record]).loads
    assert (load.base, load.reads) == (BASE, 1)


@pytest.mark.parametrize(
    "command",
    [
        f"git add {BASE}/SKILL.md",
        f"git diff -- {BASE}/SKILL.md | cat",
        f"rg -n name {BASE}/SKILL.md",
        f'echo "cat {BASE}/SKILL.md"',
        f"ssh host cat {BASE}/SKILL.md",
        f"cat > {BASE}/SKILL.md",
        f"sed -i s/a/b/ {BASE}/SKILL.md",
        "cat .codex/skills/sweep/SKILL.md",
        "cat /home/ann/house/SKILL.md",
        f"ls {BASE}/SKILL.md",
        f"cat {BASE}/OTHER-SKILL.md",
        f"cat {BASE}/references/a.md",
        "cat /skills/SKILL.md",
    ],
)
def test_what_is_no_read_of_a_skill(tmp_path: Path, command: str) -> None:
    assert not log(tmp_path, [meta(), shell(command)]).loads


def test_a_skill_of_windows(tmp_path: Path) -> None:
    base = r"C:\Users\ann\.codex\skills\sweep"
    script = rf"Get-Content -Raw {base}\SKILL.md"
    records = [
        meta(),
        shell(["powershell.exe", "-Command", script], name="shell"),
        shell(rf"type '{base}\references\a b.md'", "c2"),
        shell(r"cat ~/.codex/skills/sweep/SKILL.md", "c3"),
    ]
    (load,) = log(tmp_path, records).loads
    assert (load.skill, load.base, load.reads) == ("sweep", base, 2)
    assert [reading.path for reading in load.readings] == ["references/a b.md"]


# --- reads, edits, listing ---------------------------------------------------------------------


def test_files_that_commands_name(tmp_path: Path) -> None:
    meter = Meter()
    records = [
        meta(),
        skill_read(),
        meter.call(100),
        shell(f"ls {BASE}/scripts/run.sh {BASE}/references/", "c2"),
        shell("git status", "c3"),
        meter.call(200),
        shell(["sh", "-c", f"{BASE}/scripts/run.sh -x; cat ~/.codex/skills/sweep/a.md"], "c4"),
        item("custom_tool_call", name="apply_patch", call_id="c5", input=f"see {BASE}/no.md"),
        meter.call(300),
        shell(f"cat {BASE}/b.md", "c6"),
        shell(f"cat {BASE}/b.md", "c6"),
    ]
    (load,) = log(tmp_path, records).loads
    assert [(r.path, r.after, r.tool, r.reads, r.sole, r.prompt) for r in load.readings] == [
        ("scripts/run.sh", 1, "shell", 2, False, 200),
        ("a.md", 2, "shell", 1, False, 300),
        ("b.md", 3, "shell", 1, True, 0),
    ]
    assert not load.edited


@pytest.mark.parametrize(
    "command",
    [
        f"ls -la {BASE}/scripts",
        f"ls {BASE}/scripts/",
        f"find {BASE}/scripts -type f",
        "tree ~/.codex/skills/sweep/scripts | head",
        f"cd {BASE}/scripts && pwd",
    ],
)
def test_a_folder_that_is_listed_is_no_file(tmp_path: Path, command: str) -> None:
    meter = Meter()
    records = [
        meta(),
        skill_read(),
        meter.call(),
        shell(f"rg -n x {BASE}/scripts", "c2"),
        shell(command, "c3"),
        shell(f"ls {BASE}/a.md", "c4"),
        meter.call(),
    ]
    (load,) = log(tmp_path, records).loads
    assert [reading.path for reading in load.readings] == ["a.md"]


@pytest.mark.parametrize(
    "edit",
    [
        item(
            "custom_tool_call",
            name="apply_patch",
            input=f"*** Begin Patch\n*** Update File: {BASE}/SKILL.md\n@@\n*** End Patch",
        ),
        item(
            "custom_tool_call",
            name="apply_patch",
            input="*** Begin Patch\n*** Add File: ../.codex/skills/sweep/a.md\n*** End Patch",
        ),
        item(
            "function_call",
            name="apply_patch",
            arguments=json.dumps({"input": f"*** Delete File: {BASE}/SKILL.md\n"}),
        ),
        item(
            "custom_tool_call",
            name="exec",
            input=f'tools.apply_patch("*** Begin Patch\\n*** Move to: {BASE}/x.md\\n")',
        ),
        shell(["apply_patch", f"*** Begin Patch\n*** Update File: {BASE}/SKILL.md"], name="shell"),
        shell(f"echo x >> {BASE}/SKILL.md"),
    ],
)
def test_a_session_that_edits_the_skill(tmp_path: Path, edit: dict[str, Any]) -> None:
    (load,) = log(tmp_path, [meta(), edit, skill_read("c9")]).loads
    assert load.edited


def test_a_session_that_works_in_the_skills_folder(tmp_path: Path) -> None:
    (load,) = log(tmp_path, [meta(), shell(f"date >> {BASE}/runs.log"), skill_read("c9")]).loads
    assert not load.edited


def test_the_listing_of_skills_is_that_of_the_developer(tmp_path: Path) -> None:
    entries = "- sweep: Sweeps. (file: /s/SKILL.md)\n- dust: Dusts. (file: r0/dust/SKILL.md)"
    text = f"<skills_instructions>\n{entries}\n</skills_instructions>"
    content = [{"type": "input_text", "text": "Hello"}, {"type": "input_text", "text": text}]
    one = log(tmp_path, [meta(), item("message", role="developer", content=content)])
    assert one.listing == (len(entries) + 2, 2)


# --- outputs, unknown records ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "tokens"),
    [
        ("Chunk ID: 1\nOriginal token count: 12\nOutput:\nx", 12),
        ("Output:\nOriginal token count: 12\n", 0),
        ([{"type": "input_text", "text": "Original token count: 12\nOutput:\n"}], 12),
        ({"content": "Original token count: 12\n", "success": True}, 12),
        ('{"chunk_id":"1","original_token_count":12,"output":"x"}', 12),
        ('{"output":"x","metadata":{"exit_code":0}}', 0),
        (None, 0),
        ([], 0),
    ],
)
def test_the_tokens_of_an_output(tmp_path: Path, output: Any, tokens: int) -> None:
    done = item("function_call_output", call_id="c1", output=output)
    (load,) = log(tmp_path, [meta(), skill_read(), done]).loads
    assert load.read_tokens == tokens


def test_unknown_records_are_counted_with_what_they_hold(tmp_path: Path) -> None:
    records = [
        meta(),
        codex("event_msg", {"type": "dream"}),
        codex("event_msg", {"type": "dream"}),
        codex("response_item", {}),
        codex("dream", {"type": "x"}),
        {"timestamp": "now", "type": "event_msg"},
    ]
    assert dict(log(tmp_path, records).unknown) == {
        "event_msg/dream": 2,
        "response_item/(no type)": 1,
        "dream": 1,
        "event_msg/(no type)": 1,
    }


def test_the_shape_of_a_session(tmp_path: Path) -> None:
    meter = Meter()
    records = [meta(), skill_read(), printed(5), meter.call(), shell(f"cat {BASE}/a.md", "c2")]
    assert shape(log(tmp_path, [*records, meter.call()])) == {
        "host": "codex",
        "kind": "main",
        "calls": 2,
        "prompt_tokens": 200,
        "uncached": 120,
        "cache_read": 80,
        "cache_creation": None,
        "compactions": [],
        "failed_loads": [],
        "loads": [
            {
                "skill": "sweep",
                "via": "shell",
                "base": BASE,
                "reads": 1,
                "read_tokens": 5,
                "calls_before_load": 0,
                "calls_after_load": 2,
                "calls_to_compaction": 2,
                "compacted": False,
                "references": [{"path": "a.md", "k": 1, "tool": "shell", "reads": 1}],
            }
        ],
        "records": 6,
    }
