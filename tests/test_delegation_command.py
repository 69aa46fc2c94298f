"""`skilllint delegation` as a program: outputs whole, exit status, bad and hostile input."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run, skill, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from skilllint import source
from skilllint.delegation import readiness
from skilllint.report import delegation, delegation_json, delegation_markdown
from skilllint.report.wording import hidden

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
READY = ROOT / "fixtures" / "delegation" / "ready"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    shutil.copytree(READY, folder)
    return folder


BROKEN = """\
reports: 2 agents, 3 routes: 2 ready, 1 not ready

requirement        met  not    ?
multi-agent on       3    ·    ·
opt-in               3    ·    ·
explicit route       3    ·    ·
separable parts      3    ·    ·
agent exists         2    1    ·  define section_author, or name a built-in
                                  agent to fall back on
within limits        2    1    ·  ask for at most 4 at a time
approvals kept       3    ·    ·
reason logged        3    ·    ·
one off switch       3    ·    ·

AGENTS.md:7 → section_author (Codex): not ready
  when a report covers more than three stations
  met      multi-agent on: switched on [.codex/config.toml:2]
  met      opt-in: standing instructions ask; Codex 0.169.0 takes that for the
           ask [AGENTS.md:7]
  met      explicit route: when a report covers more than three stations
           [AGENTS.md:7]
  met      separable parts: “for each station” [AGENTS.md:7]
  not met  agent exists: no agent section_author is defined here
  not met  within limits: 8 at a time, 4 allowed [.codex/config.toml:3]
  met      approvals kept: nothing loosens them
  met      reason logged: “Log why: "spawned section_author because”
           [AGENTS.md:13]
  met      one off switch: one place [.codex/config.toml:2]
  log      “spawned section_author because a report covers more than three
           stations”
  change   define section_author, or name a built-in agent to fall back on; then
           within limits

the other 2 routes:
  .agents/skills/field-report/SKILL.md:11 → map-drawer (Claude Code): ready
  docs/review-workflow.md:5 → fact_checker (Codex): ready

Codex 0.169.0, 2026-11-20: AGENTS.md or a skill that explicitly asks counts as
  the ask; before June 2026 only the user's words did; agents and settings of a
  project count only where the user trusts it
Claude Code 2.1.329, 2026-11-20: delegates by an agent's description and needs
  no leave
"""


def test_the_text_says_what_is_missing_and_what_would_meet_it(run: Run, repository: Path) -> None:
    (repository / ".codex/agents/section_author.toml").unlink()
    write(
        repository,
        {"AGENTS.md": (repository / "AGENTS.md").read_text("utf-8").replace("most 3", "most 8")},
    )
    ran = run("delegation", "reports", "--top", "1", cwd=repository.parent)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == BROKEN
    assert max(map(len, ran.stdout.splitlines())) <= 80


ROUTE = {
    "agent": "fact_checker",
    "host": "codex",
    "path": "docs/review-workflow.md",
    "line": 5,
    "more_lines": [],
    "condition": "when the report names more than ten readings",
    "state": "unknown",
    "log": "spawned fact_checker because the report names more than ten readings",
    "change": "name the independent parts, such as one section or one module each",
}


def test_json_says_the_same_and_null_where_no_file_shows_it(run: Run, repository: Path) -> None:
    file = repository / "docs/review-workflow.md"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index(": it gets")] + ".\n", "utf-8")
    ran = run("delegation", "--format", "json", cwd=repository)
    told = json.loads(ran.stdout)
    Draft202012Validator(SCHEMA).validate(told)
    assert list(told) == ["version", "root", "agents", "routes", "remarks", "unread", "facts"]
    (route,) = [one for one in told["routes"] if one["agent"] == "fact_checker"]
    rows = {one["topic"]: one for one in route.pop("requirements")}
    assert route == ROUTE
    assert rows["parts"] == {
        "topic": "parts",
        "state": "unknown",
        "why": "no independent parts are named",
        "path": None,
        "line": None,
        "change": ROUTE["change"],
    }
    assert told["agents"][2] == {
        "name": "map-drawer",
        "host": "claude-code",
        "plugin": "",
        "path": ".claude/agents/map-drawer.md",
        "line": 2,
        "description": "Draws the map of the stations of one report from their coordinates, as an "
        "SVG file.",
    }


def test_markdown_has_a_row_for_each_route(run: Run) -> None:
    ran = run("delegation", READY, "--format", "markdown", cwd=ROOT)
    lines = ran.stdout.splitlines()
    drawer = "`.agents/skills/field-report/SKILL.md:11`"
    assert lines[:7] == [
        "`fixtures/delegation/ready`: 3 agents, 3 routes: 3 ready",
        "",
        "| route | agent | host | state | missing |",
        "|---|---|---|---|---|",
        "| `AGENTS.md:7` | `section_author` | Codex | ready | nothing |",
        f"| {drawer} | `map-drawer` | Claude Code | ready | nothing |",
        "| `docs/review-workflow.md:5` | `fact_checker` | Codex | ready | nothing |",
    ]
    assert "- met: within limits, `2 at a time, 4 allowed` at `.codex/config.toml:3`" in lines


# --- bad input ------------------------------------------------------------------


def test_a_folder_below_the_root_is_answered_and_says_so(run: Run) -> None:
    ran = run("delegation", READY, cwd=ROOT)
    assert ran.returncode == 0
    assert ran.stderr == (
        "skilllint: what stands above the folder is not read: name the repository's root\n"
    )


@pytest.mark.parametrize(
    ("path", "why"),
    [("nowhere", "no such file or folder"), ("AGENTS.md", "not a folder")],
)
def test_what_is_no_folder_is_one_line(run: Run, repository: Path, path: str, why: str) -> None:
    ran = run("delegation", path, cwd=repository)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"skilllint: {path}: {why}; name a repository\n"


def test_nothing_to_read_is_status_3(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x"})
    ran = run("delegation", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == "skilllint: .: no agent, skill, AGENTS.md or CLAUDE.md below it\n"


def test_texts_without_a_route_are_one_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"skills/sweep/SKILL.md": skill("sweep")})
    ran = run("delegation", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[0] == ".: 0 agents, no text routes work to an agent"


def test_each_file_that_cannot_be_read_is_one_line_and_the_rest_is_answered(
    run: Run, repository: Path
) -> None:
    write(
        repository,
        {
            ".codex/agents/a.toml": "name = ",
            ".codex/agents/c.toml": f"a = {'[' * 3000}",
            ".claude/settings.json": "{",
            ".claude/agents/z.md": b"\x00\x01\x02\x03" * 500,
            ".codex/agents/big.toml": "#" * (source.MAX_BYTES + 1),
            "docs/workflow.md": b"\xff\xfea\x00",
        },
    )
    (repository / "loop").symlink_to(repository)
    (repository / "CLAUDE.md").unlink()
    (repository / "CLAUDE.md").symlink_to("nowhere")
    ran = run("delegation", cwd=repository)
    assert ran.returncode == 2
    assert ran.stdout.splitlines()[0] == ".: 3 agents, 3 routes: 3 ready"
    assert ran.stderr.splitlines() == [
        "skilllint: .claude/settings.json: is not JSON",
        "skilllint: .codex/agents/a.toml: is not TOML: invalid value (at end of document)",
        f"skilllint: .codex/agents/big.toml: {source.MAX_BYTES + 1:,} bytes, over the limit of "
        f"{source.MAX_BYTES:,}; not audited",
        "skilllint: .codex/agents/c.toml: is not TOML: too deeply nested",
        "skilllint: .claude/agents/z.md: is not UTF-8 text: a binary file, or another encoding",
        "skilllint: CLAUDE.md: no such file or directory",
        "skilllint: docs/workflow.md: is not UTF-8 text: it is UTF-16",
    ]


def test_binary_by_escapes_is_one_line(run: Run, repository: Path) -> None:
    told = "spawn `a-b` agent " + "\\u0001" * 90
    agent = f'name = "x_y"\ndescription = "a b c d e"\ndeveloper_instructions = "{told}"\n'
    write(repository, {".codex/agents/x_y.toml": agent})
    ran = run("delegation", cwd=repository)
    assert ran.returncode == 2
    assert ran.stderr == (
        "skilllint: .codex/agents/x_y.toml: is not UTF-8 text: a binary file, or another encoding\n"
    )


def test_what_git_ignores_is_not_read(run: Run, repository: Path) -> None:
    write(repository, {".gitignore": ".claude/\ndocs/\n"})
    found = json.loads(run("delegation", "--format", "json", cwd=repository).stdout)
    assert [one["path"] for one in found["agents"]] == [
        ".codex/agents/fact_checker.toml",
        ".codex/agents/section_author.toml",
    ]
    assert "docs/review-workflow.md" not in [one["path"] for one in found["routes"]]


# --- what is no route -----------------------------------------------------------

SILENT = [
    "Do not spawn `map-drawer` for one valley.",
    "Instead of delegating to `map-drawer`, draw it yourself.",
    'The hook gets `agent_type = payload["map-drawer"]`.',
    "Before dispatching `region-checker`, list the regions.",
    "This skill delegates to `field-notes` as the canonical skill.",
    "Spawn `bin/server` first.",
    "Call `Task(your-agent)` with the agent's name.",
    "The map-drawer likes blue.",
    "Use the `map-drawer` skill for maps.",
    "Use this checklist for map-drawer agents.",
    "`map-drawer` should have drawn it by now.",
    "## Anti-patterns\n\nSpawn `map-drawer` for each point.",
    "```python\nagent_type = event.get('map-drawer')\n```",
    '```json\n{"agent_type": "map-drawer"}\n```',
    "```mermaid\nA --> B[Task(subagent_type='map-drawer')]\n```",
]
ROUTED = [
    ("If it rains, use the map-drawer agent.", "map-drawer", "if it rains"),
    ("Ask the `other-one` subagent for help.", "other-one", "for help"),
    ("1. Delegate\n   to `map-drawer`.", "map-drawer", "at step 1"),
    (
        "Hand the pages over to `map-drawer` when they\nare sorted.",
        "map-drawer",
        "when they are sorted",
    ),
    ("`Agent(atlas:map-drawer)` for each valley.", "atlas:map-drawer", "for each valley"),
    ('```\nTask(subagent_type="Explore", prompt="x")\n```', "Explore", ""),
    ("| task | agent |\n|---|---|\n| a map | `map-drawer` |", "map-drawer", "for a map"),
    ("Figures → `map-drawer` agent.", "map-drawer", ""),
    ("@agent-map-drawer once the text is in.", "map-drawer", "once the text is in"),
    (
        'Call `spawn_agent` with `agent_type: "checker"` after the build.',
        "checker",
        "after the build",
    ),
]


DRAWER = "---\nname: map-drawer\ndescription: Draws maps of the valleys of a report.\n---\nDraw.\n"


def routes(folder: Path, text: str) -> list[tuple[str, str]]:
    write(folder, {"AGENTS.md": text, ".claude/agents/map-drawer.md": DRAWER})
    return [(one.agent, one.condition) for one in readiness.read(folder).routes]


@pytest.mark.parametrize("text", SILENT)
def test_what_hands_nothing_over_is_no_route(tmp_path: Path, text: str) -> None:
    assert routes(tmp_path, f"# Maps\n\n{text}\n") == []


@pytest.mark.parametrize(("text", "agent", "condition"), ROUTED)
def test_a_route_is_found_with_its_agent_and_condition(
    tmp_path: Path, text: str, agent: str, condition: str
) -> None:
    assert routes(tmp_path, f"# Maps\n\n{text}\n") == [(agent, condition)]


# --- hostile and random -----------------------------------------------------------

EVIL = "x\x1b[2J##[error]boom::set-output\u202e|`<b>[y](http://evil.example)"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".codex/agents/a.toml": f"name = {json.dumps(EVIL)}\n{json.dumps(EVIL)} = 1\n",
            "AGENTS.md": f"When {EVIL}, spawn the `evil-one` agent for {EVIL}.\n",
        },
    )
    found = readiness.read(tmp_path)
    assert found.routes
    for text in (delegation.render(found, 5), delegation_markdown.render(found)):
        assert not any(hidden(char) for char in text.replace("\n", ""))
        assert "##[" not in text
    rendered = MarkdownIt("commonmark").enable("table").render(delegation_markdown.render(found))
    assert "<b>" not in rendered
    assert "<a href" not in rendered
    told = json.loads(delegation_json.render(found))
    Draft202012Validator(SCHEMA).validate(told)
    assert told["routes"]


TEXT = """spawn|delegate|to|the|agent|`a-b`|`c_d`|@agent-e|Task(f-g)|subagent_type:|when|if|```|#|-
1.|never|for|each|two|in|parallel|[agents]|name|=|'|{|}|\0|\u2028|é|:|;|(|)|---|\n\n|\"\"\""""
WORDS = st.sampled_from([*TEXT.split("|"), "|"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WORDS, max_size=60).map(" ".join), st.binary(max_size=200), st.text(max_size=200))
def test_any_text_is_answered(tmp_path: Path, text: str, data: bytes, more: str) -> None:
    write(
        tmp_path,
        {
            "AGENTS.md": text,
            "s/SKILL.md": f"{text}\n{more}".encode("utf-8", "surrogatepass"),
            ".codex/config.toml": data,
            ".codex/agents/a.toml": more.encode("utf-8", "surrogatepass"),
            ".claude/agents/b.md": f"---\n{text}\n---\n{text}",
            ".claude/settings.json": data,
        },
    )
    found = readiness.read(tmp_path)
    lengths = {os.path.relpath(tmp_path / "AGENTS.md").replace(os.sep, "/"): text.count("\n") + 1}
    for route in found.routes:
        assert len(route.requirements) == 9
        assert route.agent
        assert 1 <= route.line <= lengths.get(route.path, route.line)
        assert (route.state == "met") == (not route.open)
        assert all(bool(one.change) == (one.state != "met") for one in route.requirements)
    delegation.render(found, 5)
    delegation_markdown.render(found)
    json.loads(delegation_json.render(found))


LONG = ("a_" * 20_000, "subagent" * 5_000, "\n" * 40_000 + "- b", "spawn " * 9_000, "`" * 40_000)


@pytest.mark.parametrize("text", LONG)
def test_a_long_run_of_the_same_is_read_in_one_go(tmp_path: Path, text: str) -> None:
    assert routes(tmp_path, f"# Maps\n\n- spawn `{text}/ agent\nspawn {text}(x)\n") == []


def test_each_file_is_read_a_bounded_number_of_times(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    load = source.load

    def counted(path: Path) -> bytes:
        read.append(path)
        return load(path)

    monkeypatch.setattr(source, "load", counted)
    readiness.read(repository)
    assert max(map(read.count, read)) <= 2


def test_real_skills_route_to_agents_by_name(data: Path) -> None:
    found = readiness.read(data / "skills")
    assert len(found.routes) >= 12
    assert all(one.agent and one.line for one in found.routes)
    assert not found.unread
