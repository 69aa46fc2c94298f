"""Readiness for delegation: the fixture is ready, and each edit breaks just what it is about."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

from skilllint.delegation import readiness
from skilllint.delegation.readiness import calls, phrases
from skilllint.model.delegating import Met, Readiness, Route, Topic

READY = ROOT / "fixtures" / "delegation" / "ready"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ready repository, which is the working directory."""
    folder = tmp_path / "repository"
    shutil.copytree(READY, folder)
    monkeypatch.chdir(folder)
    return folder


def edit(path: str, old: str, new: str) -> None:
    file = Path(path)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def read() -> Readiness:
    return readiness.read(Path())


def of(found: Readiness, agent: str) -> Route:
    (route,) = [one for one in found.routes if one.agent == agent]
    return route


def states(route: Route) -> dict[Topic, Met]:
    return {one.topic: one.state for one in route.requirements}


def flipped(before: Route, after: Route) -> dict[Topic, Met]:
    """The rows that are not what they were."""
    old, new = states(before), states(after)
    return {topic: state for topic, state in new.items() if old[topic] != state}


def test_the_fixture_is_ready(repository: Path) -> None:
    found = read()
    assert [(one.name, one.host) for one in found.agents] == [
        ("fact_checker", "codex"),
        ("section_author", "codex"),
        ("map-drawer", "claude-code"),
    ]
    assert [(one.agent, one.path, one.line, one.condition, one.state) for one in found.routes] == [
        ("section_author", "AGENTS.md", 7, "when a report covers more than three stations", "met"),
        (
            "map-drawer",
            ".agents/skills/field-report/SKILL.md",
            11,
            "if the report covers more than one valley",
            "met",
        ),
        (
            "fact_checker",
            "docs/review-workflow.md",
            5,
            "when the report names more than ten readings",
            "met",
        ),
    ]
    assert (found.remarks, found.unread) == ((), ())


def test_every_route_says_what_a_host_could_log(repository: Path) -> None:
    assert [one.log for one in read().routes] == [
        "spawned section_author because a report covers more than three stations",
        "spawned map-drawer because the report covers more than one valley",
        "spawned fact_checker because the report names more than ten readings",
    ]


AUTHOR, CHECKER = "section_author", "fact_checker"
CONFIG, AGENTS, REVIEW = ".codex/config.toml", "AGENTS.md", "docs/review-workflow.md"


class Edit(NamedTuple):
    """What is edited where, the row of the agent's route that it flips, and that row's place."""

    agent: str
    file: str
    old: str
    new: str
    topic: Topic
    state: Met
    path: str
    line: int


BROKEN: list[tuple[str, str, str, str, Topic, Met, str, int]] = [
    (AUTHOR, CONFIG, "enabled = true", "enabled = false", "multi-agent", "not met", CONFIG, 2),
    (CHECKER, AGENTS, "docs/review-workflow.md", "the usual way", "opt-in", "not met", "", 0),
    (
        AUTHOR,
        AGENTS,
        "Below that,",
        "Only when the user asks for it. Below that,",
        "opt-in",
        "not met",
        AGENTS,
        9,
    ),
    (
        AUTHOR,
        CONFIG,
        "[agents]",
        '[agents]\ndelegation_mode = "skill_auto"',
        "opt-in",
        "not met",
        CONFIG,
        2,
    ),
    (AUTHOR, AGENTS, "stations, spawn", "stations, you may spawn", "route", "not met", AGENTS, 7),
    (
        CHECKER,
        REVIEW,
        "delegate to",
        "consider a call and delegate to",
        "route",
        "not met",
        REVIEW,
        5,
    ),
    (
        CHECKER,
        REVIEW,
        "the parts are the tables, and each\ntable is checked on its own, two agents in parallel",
        "it works through the tables",
        "parts",
        "unknown",
        "",
        0,
    ),
    (
        CHECKER,
        REVIEW,
        "the parts are the tables, and each\ntable is checked on its own, two agents in parallel",
        "it takes the tables one after another",
        "parts",
        "not met",
        REVIEW,
        6,
    ),
    (
        AUTHOR,
        ".codex/agents/section_author.toml",
        '"section_author"',
        '"author"',
        "agent",
        "not met",
        "",
        0,
    ),
    (AUTHOR, AGENTS, "at most 3", "at most 8", "limits", "not met", CONFIG, 3),
    (AUTHOR, AGENTS, ", at most 3 at a time", "", "limits", "unknown", CONFIG, 3),
    (AUTHOR, CONFIG, "max_threads = 4", "max_threads = 2", "limits", "not met", CONFIG, 3),
    (
        AUTHOR,
        ".codex/agents/section_author.toml",
        "workspace-write",
        "danger-full-access",
        "approvals",
        "not met",
        ".codex/agents/section_author.toml",
        4,
    ),
    (
        AUTHOR,
        AGENTS,
        "What\nneeds approval without an agent needs it with one.",
        "They work\nwithout asking for approval.",
        "approvals",
        "not met",
        AGENTS,
        14,
    ),
    (
        AUTHOR,
        AGENTS,
        'Log why: "spawned section_author because the report covers six stations".',
        "Be brief.",
        "reason",
        "not met",
        "",
        0,
    ),
    (AUTHOR, CONFIG, "enabled = true\n", "", "switch", "met", AGENTS, 14),
]


@pytest.mark.parametrize("change", [Edit(*row) for row in BROKEN])
def test_an_edit_flips_its_own_row(repository: Path, change: Edit) -> None:
    before = of(read(), change.agent)
    edit(change.file, change.old, change.new)
    after = of(read(), change.agent)
    row = next(one for one in after.requirements if one.topic == change.topic)
    broken = change.state != "met"
    assert flipped(before, after) == ({change.topic: change.state} if broken else {})
    assert (row.state, row.path, row.line) == (change.state, change.path, change.line)
    assert bool(row.change) == broken
    assert after.state == change.state


def test_without_any_switch_none_is_met(repository: Path) -> None:
    edit(CONFIG, "enabled = true\n", "")
    edit(
        AGENTS,
        "All of this is switched off\nin one place, `[agents] enabled` in .codex/config.toml.",
        "",
    )
    after = of(read(), AUTHOR)
    assert {one.topic: one.change for one in after.open} == {
        "switch": "name one: `[agents] enabled = false` in .codex/config.toml"
    }


MANY = """\
When a report covers more than three stations, spawn `section_author` for each
station, nine in parallel.

If a table is doubted, spawn `fact_checker`, at most 2 at a time.

- When a map is old, spawn `map-drawer`, twelve agents in parallel.
- When a name is misspelt, spawn `worker`.
- If the user only asks for a summary, spawn `explorer`, one agent for each page.
"""


def test_routes_of_one_section_are_judged_by_their_own_words(repository: Path) -> None:
    Path(AGENTS).write_text(f"# Who writes what\n\n{MANY}\nNever more than one floor down.\n")
    Path(REVIEW).unlink()
    rows = {
        one.agent: {row.topic: (row.state, row.line) for row in one.requirements}
        for one in read().routes
        if one.path == AGENTS
    }
    assert {agent: row["limits"][0] for agent, row in rows.items()} == {
        "section_author": "not met",
        "fact_checker": "met",
        "map-drawer": "met",
        "worker": "met",
        "explorer": "unknown",
    }
    assert {agent: row["parts"] for agent, row in rows.items()} == {
        "section_author": ("met", 3),
        "fact_checker": ("unknown", 0),
        "map-drawer": ("met", 8),
        "worker": ("unknown", 0),
        "explorer": ("met", 10),
    }


@pytest.mark.parametrize(
    ("sentence", "agent"),
    [
        ("When a name is misspelt, spawn `worker`.", "worker"),
        ("When a name is misspelt, delegate to `name-keeper`.", "name-keeper"),
        ("When a name is misspelt, delegate to name_keeper.", "name_keeper"),
        ("When a name is misspelt, dispatch `name.keeper`.", None),
        ("When a name is misspelt, spawn a `worker` process.", None),
        ("When a name is misspelt, delegate to name_keeper.run.", None),
        ("When a name is misspelt, spawn `clerk`.", None),
        ("When a name is misspelt, do not spawn `worker`.", None),
    ],
)
def test_a_route_may_end_its_sentence(tmp_path: Path, sentence: str, agent: str | None) -> None:
    (tmp_path / "AGENTS.md").write_text(f"# Names\n\n{sentence}\n")
    found = [one.agent for one in readiness.read(tmp_path).routes]
    assert found == ([agent] if agent else [])


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("one agent for each page", 0),
        ("one worker per page, at most 3 at a time", 3),
        ("one agent for each page, four agents in parallel", 4),
        ("one agent", 1),
        ("the map", None),
    ],
)
def test_how_many_agents_a_text_asks_for(text: str, most: int | None) -> None:
    assert phrases.fan_out(text) == most


def test_a_fallback_stands_in_for_an_agent_that_is_missing(repository: Path) -> None:
    Path(".codex/agents/fact_checker.toml").unlink()
    assert states(of(read(), CHECKER))["agent"] == "not met"
    edit(REVIEW, "two agents in parallel.", "two agents in parallel. Otherwise use `worker`.")
    row = next(one for one in of(read(), CHECKER).requirements if one.topic == "agent")
    assert (row.state, row.path, row.line) == ("met", REVIEW, 7)


def test_an_agent_that_spawns_goes_deeper_than_is_allowed(repository: Path) -> None:
    file = ".codex/agents/section_author.toml"
    edit(file, "Say at the end", "When a figure looks odd, spawn fact_checker. Say at the end")
    found = read()
    (route,) = [one for one in found.routes if one.path == file]
    row = next(one for one in route.requirements if one.topic == "limits")
    assert (row.state, row.path, row.line) == ("not met", CONFIG, 4)
    assert row.why == "the agent section_author spawns it: 2 deep, 1 allowed"
    edit(CONFIG, "max_depth = 1", "max_depth = 2")
    (route,) = [one for one in read().routes if one.path == file]
    assert states(route)["limits"] == "met"


def test_agents_that_spawn_each_other_are_a_circle(repository: Path) -> None:
    for name, other in ((AUTHOR, CHECKER), (CHECKER, AUTHOR)):
        file = f".codex/agents/{name}.toml"
        edit(file, '"""\nYou get', f'"""\nWhen in doubt, spawn {other}. You get')
    assert [(one.flaw, one.text) for one in read().remarks] == [
        ("cycle", "a circle: fact_checker → section_author → fact_checker")
    ]


def test_an_agent_that_spawns_itself_is_named(repository: Path) -> None:
    file = ".codex/agents/section_author.toml"
    edit(file, "You get one", "When it is long, spawn section_author. You get one")
    assert [(one.flaw, one.path, one.line, one.text) for one in read().remarks] == [
        ("cycle", file, 6, "section_author spawns itself")
    ]


def test_what_is_wrong_with_agents_is_named(repository: Path) -> None:
    folder = Path(".codex/agents")
    (folder / "a.toml").write_text('description = "x"\ncolour = "red"\n', "utf-8")
    (folder / "b.toml").write_text(
        'name = "fact_checker"\ndescription = "Checks."\ndeveloper_instructions = "x"\n', "utf-8"
    )
    Path(".claude/agents/lonely.md").write_text("---\nname: other\ntags: [a]\n---\nx\n", "utf-8")
    found = [(one.flaw, one.path, one.line, one.text) for one in read().remarks]
    assert found == [
        (
            "incomplete",
            ".claude/agents/lonely.md",
            1,
            'agent "other" has no description; Claude Code does not offer it',
        ),
        (
            "name",
            ".claude/agents/lonely.md",
            2,
            'is named "other", the file "lonely"; the name is what counts',
        ),
        ("no-route", ".claude/agents/lonely.md", 2, 'no text routes to "other"'),
        (
            "key",
            ".claude/agents/lonely.md",
            3,
            'key "tags" is none of an agent; Claude Code passes it over',
        ),
        ("incomplete", ".codex/agents/a.toml", 1, "has no name; Codex does not offer it"),
        (
            "incomplete",
            ".codex/agents/a.toml",
            1,
            'agent "a" has no developer_instructions; Codex 0.169.0 leaves it out',
        ),
        (
            "thin",
            ".codex/agents/a.toml",
            1,
            'agent "a" is described by "x": too thin to match a task',
        ),
        (
            "key",
            ".codex/agents/a.toml",
            2,
            'key "colour" is not known to us; Codex 0.169.0 leaves the agent out for one it lacks',
        ),
        (
            "name",
            ".codex/agents/b.toml",
            1,
            'is named "fact_checker", the file "b"; the name is what counts',
        ),
        (
            "thin",
            ".codex/agents/b.toml",
            1,
            'agent "fact_checker" is described by "Checks.": too thin to match a task',
        ),
        (
            "duplicate",
            ".codex/agents/fact_checker.toml",
            1,
            '"fact_checker" is also the name of .codex/agents/b.toml; only one of them is offered',
        ),
    ]


def test_older_declarations_of_codex_count(repository: Path) -> None:
    (Path(".codex") / "checker.toml").write_text('developer_instructions = "x"\n', "utf-8")
    Path(".codex/agents/fact_checker.toml").unlink()
    with Path(CONFIG).open("a", encoding="utf-8") as file:
        file.write(
            "\n[agents.fact_checker]\n"
            'description = "Compares figures with the readings they name."\n'
            'config_file = "checker.toml"\n'
        )
    found = read()
    row = next(one for one in of(found, CHECKER).requirements if one.topic == "agent")
    assert (row.state, row.path) == ("met", ".codex/checker.toml")
    assert [one.flaw for one in found.remarks] == ["name"]


def test_a_key_that_stops_codex_is_told_even_without_a_route(tmp_path: Path) -> None:
    config = tmp_path / ".codex" / "config.toml"
    config.parent.mkdir()
    config.write_text('[agents]\nmode = "auto"\n', "utf-8")
    (remark,) = readiness.read(tmp_path).remarks
    assert (remark.line, remark.text) == (
        2,
        "[agents] mode: Codex 0.169.0 does not start with a key there that it lacks",
    )


def test_what_another_project_of_the_repository_sets_and_asks_does_not_count(
    repository: Path,
) -> None:
    other = repository / "other"
    shutil.copytree(READY, other)
    edit("other/.codex/config.toml", "enabled = true", "enabled = false")
    edit("other/.codex/config.toml", "max_threads = 4", "max_threads = 1")
    edit("AGENTS.md", 'Log why: "spawned section_author because the', "The")
    routes = {one.path: states(one) for one in read().routes if one.agent == AUTHOR}
    assert [topic for topic, state in routes["AGENTS.md"].items() if state != "met"] == ["reason"]
    broken = [topic for topic, state in routes["other/AGENTS.md"].items() if state != "met"]
    assert broken == ["multi-agent", "limits"]


def test_an_agent_that_only_calls_itself_has_no_route(repository: Path) -> None:
    Path(".codex/agents/poet.toml").write_text(
        'name = "poet"\ndescription = "Writes a poem on one of the stations."\n'
        'developer_instructions = "When it is long, spawn the `poet` agent."\n',
        "utf-8",
    )
    assert [(one.flaw, one.text) for one in read().remarks] == [
        ("no-route", 'no text routes to "poet"'),
        ("cycle", "poet spawns itself"),
    ]


def test_a_reason_for_something_else_is_none_for_a_spawn(repository: Path) -> None:
    edit(AGENTS, 'Log why: "spawned section_author because the report covers six stations".', "")
    stations = "The stations on the ridge are read by hand, those in the valley by radio. "
    with Path(AGENTS).open("a", encoding="utf-8") as file:
        file.write(f"\n{stations * 3}Explain why a reading is missing.\n")
    assert states(of(read(), AUTHOR))["reason"] == "not met"


def test_two_switches_are_one_too_many(repository: Path) -> None:
    edit(AGENTS, "`[agents] enabled` in .codex/config.toml", "the file agents-off")
    row = next(one for one in of(read(), AUTHOR).requirements if one.topic == "switch")
    assert (row.state, row.path, row.line) == ("not met", CONFIG, 2)
    assert row.why == "another one: AGENTS.md:14"


def test_a_skill_is_no_agent(repository: Path) -> None:
    with Path(AGENTS).open("a", encoding="utf-8") as file:
        file.write("\nWhen the week is over, dispatch `field-report` once.\n")
    assert "field-report" not in [one.agent for one in read().routes]
    Path(".agents/skills/field-report").rename(".agents/skills/other")
    assert "field-report" in [one.agent for one in read().routes]


DRAWER = "map-drawer"


@pytest.mark.parametrize(
    ("settings", "topic", "line"),
    [
        ('{\n "permissions": {\n  "deny": ["Agent"]\n }\n}\n', "multi-agent", 3),
        ('{\n "permissions": {"defaultMode": "bypassPermissions"}\n}\n', "approvals", 2),
    ],
)
def test_settings_of_claude_code_count(
    repository: Path, settings: str, topic: Topic, line: int
) -> None:
    before = of(read(), DRAWER)
    Path(".claude/settings.json").write_text(settings, "utf-8")
    after = of(read(), DRAWER)
    row = next(one for one in after.requirements if one.topic == topic)
    assert flipped(before, after) == {topic: "not met"}
    assert (row.path, row.line) == (".claude/settings.json", line)
    assert states(of(read(), AUTHOR)) == dict.fromkeys(states(before), "met")


def test_an_agent_that_asks_for_no_permission_loosens_them(repository: Path) -> None:
    file = ".claude/agents/map-drawer.md"
    edit(file, "tools:", "permissionMode: bypassPermissions\ntools:")
    row = next(one for one in of(read(), DRAWER).requirements if one.topic == "approvals")
    assert (row.state, row.path, row.line) == ("not met", file, 4)


def test_a_limit_that_may_count_the_session_is_not_known_to_suffice(repository: Path) -> None:
    edit(CONFIG, "max_threads = 4", "max_concurrent_threads_per_session = 3")
    row = next(one for one in of(read(), AUTHOR).requirements if one.topic == "limits")
    assert (row.state, row.line) == ("unknown", 3)
    assert row.change == "ask for at most 2, or allow 4"


def test_a_note_beside_agents_is_none(repository: Path) -> None:
    Path(".claude/agents/README.md").write_text("# Our agents\n", "utf-8")
    assert (len(read().agents), read().remarks) == (3, ())


def test_an_agent_may_have_a_folder_of_its_name(repository: Path) -> None:
    Path(".claude/agents/map-drawer").mkdir()
    Path(".claude/agents/map-drawer.md").rename(".claude/agents/map-drawer/AGENT.md")
    assert (len(read().agents), read().remarks) == (3, ())


def test_what_a_user_says_in_an_example_is_no_route(repository: Path) -> None:
    text = "When the map is wrong, spawn `map-drawer` again."
    with Path("CLAUDE.md").open("a", encoding="utf-8") as file:
        file.write(f"\nuser: {text}\n")
    assert len(read().routes) == 3
    edit("CLAUDE.md", "user: ", "")
    assert len(read().routes) == 4


@pytest.mark.parametrize("config", ["/dev/zero", "../../other.toml", "~/mine.toml", "link.toml"])
def test_a_file_outside_the_project_is_not_read(tmp_path: Path, config: str) -> None:
    (tmp_path / "other.toml").write_text('name = "other"\ndescription = "Told to nobody at all"\n')
    folder = tmp_path / "repository" / ".codex"
    folder.mkdir(parents=True)
    (folder / "link.toml").symlink_to(tmp_path / "other.toml")
    (folder / "config.toml").write_text(f'[agents.clerk]\nconfig_file = "{config}"\n')
    found = readiness.read(folder.parent)
    assert [(one.name, one.description) for one in found.agents] == [("clerk", "")]
    assert f'"clerk" is in {config}, outside the project, which is not read' in [
        one.text for one in found.remarks
    ]


def test_a_path_that_is_none_hides_nothing_else(repository: Path) -> None:
    before = read()
    edit(CONFIG, "max_depth = 1", 'max_depth = 1\n[agents.nul]\nconfig_file = "a\\u0000b"')
    after = read()
    assert [one.reason for one in after.unread] == ["no path of a file"]
    assert after.routes == before.routes


def test_an_agent_whose_head_is_no_yaml_is_told_once(repository: Path) -> None:
    edit(".claude/agents/map-drawer.md", "description: Draws", "description: Draws: it draws")
    assert [(one.flaw, one.line, one.text) for one in read().remarks] == [
        ("incomplete", 3, "the front matter is no YAML, so its name and description are guessed")
    ]


@pytest.mark.parametrize("words", [10, 60])
def test_a_verb_looks_for_its_agent_only_so_far(words: int) -> None:
    """Or a text of nothing but verbs would take time in the square of its length."""
    text = f"spawn {'word ' * words}`name-keeper`"
    assert any(anchor.search(text) for anchor in calls.ANCHORS) == (words == 10)
