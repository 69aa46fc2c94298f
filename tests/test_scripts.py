"""Which scripts nothing names, which references lie too deep, and whose home a path leads to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import skill, write

from skilllint import audit
from skilllint.config import Override
from skilllint.model import Finding

Files = Mapping[str, str | bytes]
RUNS = "# Sweep\n\nRun `python scripts/collect.py`.\n"


def findings(place: Path, code: str) -> list[Finding]:
    """What a rule finds in the skills of a folder, advice included."""
    report = audit.run([place], audit.Request(override=Override(select=(code,))))
    assert report.crashes == ()
    return list(report.findings)


def told(place: Path, body: str, files: Files, code: str) -> list[str]:
    """The messages about a skill `sweep` with this body and files, but for advice."""
    write(place / "sweep", {"SKILL.md": skill("sweep", body), **files})
    return [f.message for f in findings(place / "sweep", code) if f.confidence != "advice"]


# --- scripts -----------------------------------------------------------------------

NAMING: list[tuple[str, Files]] = [
    ("Run `scripts/tally-dust.py`.", {}),
    ("Run tally-dust.py.", {}),
    ("Run `tally-dust`.", {}),
    ("Run `python scripts/tally-dust <file>`.", {}),
    ("```sh\npython ${CLAUDE_SKILL_DIR}/scripts/tally-dust.py\n```", {}),
    ("Run what fits in `scripts/`.", {}),
    ("Run scripts/*.py.", {}),
    ("See references/a.md.", {"references/a.md": "Run `../scripts/tally-dust.py`.\n"}),
    ("", {"references/unread.md": "Run scripts/tally-dust.py.\n"}),
    ("", {"scripts/collect.py": "run('tally-dust')\n"}),
    ("", {"package.json": '{"scripts": {"a": "python scripts/tally-dust.py"}}\n'}),
    ("", {"../dust/SKILL.md": skill("dust", "Run ../sweep/scripts/tally-dust.py.\n")}),
]


@pytest.mark.parametrize(("body", "files"), NAMING)
def test_a_script_is_named_in_many_ways(body: str, files: Files, tmp_path: Path) -> None:
    there = {"scripts/collect.py": "print(1)\n", "scripts/tally-dust.py": "print(2)\n", **files}
    assert told(tmp_path, f"{RUNS}\n{body}\n", there, "RE105") == []


@pytest.mark.parametrize("place", ["agents/a.md", "commands/a.md", "hooks/hooks.json"])
def test_a_plugin_names_the_scripts_of_its_skills(place: str, tmp_path: Path) -> None:
    plugin: Files = {".claude-plugin/plugin.json": '{"name": "p"}\n'}
    write(tmp_path, {**plugin, "skills/sweep/SKILL.md": skill("sweep", RUNS),
                     "skills/sweep/scripts/tally.py": "print(2)\n"})  # fmt: skip
    assert len(findings(tmp_path, "RE105")) == 1
    write(tmp_path, {place: '{"command": "python {baseDir}/scripts/tally.py"}\n'})
    assert findings(tmp_path, "RE105") == []


IMPORTED: list[Files] = [
    {"scripts/tally.py": "print(2)\n", "scripts/collect.py": "from tally import dust\n"},
    {"scripts/tally/dust.py": "print(2)\n", "scripts/collect.py": "import tally\n"},
    {"scripts/lib/dust.py": "print(2)\n"},
    {"scripts/test_collect.py": "print(2)\n"},
    {"scripts/tests/collect.py": "print(2)\n"},
    {"scripts/__init__.py": "", "scripts/_dust.py": "print(2)\n", "scripts/utils.py": "a = 1\n"},
    {"scripts/jest.config.js": "a\n", "scripts/a.d.ts": "a\n"},
    {"assets/page.js": "a\n", "templates/main.go": "a\n", "examples/a.py": "a\n"},
]


@pytest.mark.parametrize("files", IMPORTED)
def test_what_is_imported_or_is_no_tool_of_the_agent_is_not_told(
    files: Files, tmp_path: Path
) -> None:
    assert told(tmp_path, RUNS, {"scripts/collect.py": "print(1)\n", **files}, "RE105") == []


def test_a_script_that_nothing_names_is_told_and_its_own_name_does_not_count(
    tmp_path: Path,
) -> None:
    files = {"scripts/collect.py": "print(1)\n", "scripts/tally.py": "# usage: scripts/tally.py\n"}
    assert told(tmp_path, RUNS, files, "RE105") == [
        "scripts/tally.py is a script that nothing names"
    ]


def test_a_skill_without_any_text_file_is_looked_at(tmp_path: Path) -> None:
    assert told(tmp_path, "# Sweep\n", {"scripts/tally.py": "print(1)\n"}, "RE105")


def test_where_another_script_shows_no_text_it_is_advice(tmp_path: Path) -> None:
    files = {"scripts/collect.py": "", "scripts/tally.py": "print(2)\n"}
    assert told(tmp_path, RUNS, files, "RE105") == []
    (found,) = findings(tmp_path / "sweep", "RE105")
    assert (found.confidence, found.message) == (
        *("advice", "scripts/tally.py is a script that nothing names"),
    )


def test_the_scripts_of_a_whole_repository_serve_its_makers(tmp_path: Path) -> None:
    files: Files = {".git/HEAD": "ref: x\n", "scripts/release.py": "print(1)\n"}
    assert told(tmp_path, RUNS, files, "RE105") == []


# --- references of references ------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        ("See references/a.md.", True),
        ("See references/a.md and references/b-two.md.", False),
        ("See `references/*.md`.", False),
        ("See the reference files.", False),
        ("See references/a.md, and `b-two` for the rest.", False),
    ],
)
def test_a_reference_is_deep_that_only_another_one_names(
    body: str, deep: bool, tmp_path: Path
) -> None:
    files = {"references/a.md": "# A\n\nSee [b](b-two.md).\n", "references/b-two.md": "# B\n"}
    write(tmp_path, {"SKILL.md": skill("sweep", f"# Sweep\n\n{body}\n"), **files})
    found = [f.message for f in findings(tmp_path, "RE104")]
    assert found == (["references/b-two.md is reached only through references/a.md"] * deep)


# --- homes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/Users/you/x.md", "/Users/<name>/x.md", "/Users/$USER/x.md", "/Users/username/x",
        "/Users/your-name/x.md", "/home/user/x", "/home/user123/x", "/home/runner/docs/x",
        "/home/node/app", "/home/alice/x.md", "/home/settings", "/home/", "~/x.md", "/root/x.md",
        "$HOME/x.md", "https://example.com/Users/anna/x", "/v2/Users/anna/x", "/Users/{id}/x",
        "/Users/.../x", "C:\\Users\\<name>\\x", "C:\\Users\\You\\x", "%USERPROFILE%\\x", "/Users",
        "/home/vscode/x", "file.com/home/anna/x", "${X}/home/anna/x", "src/home/anna/x",
    ],
)  # fmt: skip
def test_a_home_of_anybody_is_no_home(path: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"# Sweep\n\nRead {path} and `{path}`.\n", {}, "RE107") == []


@pytest.mark.parametrize(
    "path",
    [
        "/Users/anna/x.md",
        "/home/anna.k/x",
        "C:\\Users\\anna\\x",
        "C:/Users/anna/x",
        "c:\\\\Users\\\\anna\\\\x",
    ],
)
def test_a_home_of_one_user_is_told_in_every_file(path: str, tmp_path: Path) -> None:
    files = {"scripts/collect.py": f'PLACE = "{path}"\n', "references/a.md": f"```\n{path}\n```\n"}
    assert len(told(tmp_path, f"{RUNS}\nSee references/a.md and {path}.\n", files, "RE107")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "It used to be `/Users/anna/notes.md`.",
        "The folder was hard-coded as\n/Users/anna/notes, which nobody else has.",
        "The list is no longer in /Users/anna/notes.md.",
        "Name `~/notes.md` instead of /Users/anna/notes.md.",
        "Do not write `/Users/anna/notes.md`.",
        "Never name a path\nsuch as /Users/anna/notes.md.",
        "A path such as /Users/anna/notes.md is wrong on another machine.",
        "```sh\n# The folder used to be\n# /Users/anna/notes, on one machine.\ncd notes\n```",
        "```sh\n# wrong:\ncd /Users/anna/notes\n```",
        "Read <root>/Users/anna/notes.md.",
    ],
)
def test_what_speaks_against_a_path_or_of_the_past_sends_nobody_there(
    text: str, tmp_path: Path
) -> None:
    assert told(tmp_path, f"# Sweep\n\n{text}\n", {}, "RE107") == []
    assert findings(tmp_path / "sweep", "RE107") == []


@pytest.mark.parametrize(
    "text",
    [
        "The folder is hard-coded: /Users/anna/notes.",
        "Don't forget /Users/anna/notes/all.md.",
        "Never guess. Read /Users/anna/notes.md.",
        "- Never guess\n- Read /Users/anna/notes.md",
        "The tool /Users/anna/bin/notes is used to collect them.",
        "# Do not skip this\n\nRead /Users/anna/notes.md.",
        "```sh\ncd /Users/anna/notes # the notes\n```",
        "Run `make >/Users/anna/notes.log`.",
        "> /Users/anna/notes.md holds them.",
        "```xml\n<string>/Users/anna/notes.log</string>\n```",
        "```sh\n#!/Users/anna/bin/sh\n```",
    ],
)
def test_a_path_that_somebody_is_sent_to_is_told(text: str, tmp_path: Path) -> None:
    assert len(told(tmp_path, f"# Sweep\n\n{text}\n", {}, "RE107")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "```sh\n# as in /Users/anna/notes\ncd notes\n```",
        "```js\nread(place); // /Users/anna/notes is one\n```",
        "<!-- made in /Users/anna/notes -->",
    ],
)
def test_a_path_in_a_comment_is_advice(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"# Sweep\n\n{text}\n", {}, "RE107") == []
    assert len(findings(tmp_path / "sweep", "RE107")) == 1


def test_the_place_told_is_one_that_is_no_comment(tmp_path: Path) -> None:
    text = "```sh\n# as in /Users/anna/a\n```\n\nRead /Users/anna/b and >/Users/anna/c.\n"
    (message,) = told(tmp_path, text, {}, "RE107")
    assert message.endswith("(and 2 times more)")
    (found,) = findings(tmp_path / "sweep", "RE107")
    assert found.start == 10
