"""`skilllint init` writes a configuration that fits, and never over another one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write

from skilllint import __version__, config
from skilllint.config import Config

LONG = "# Sweep\n\n" + "".join(f"Sweep strip {number}.\n" for number in range(501))
OTHER = "Mops the hall. Use when somebody wants the hall wet."
NAMES = ("hosts", "exclude", "ignore", "extend-select", "fail-on")


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    files = {
        "skills/a/SKILL.md": skill("a", BAD),
        "skills/b/SKILL.md": skill("b", LONG, OTHER),
        "vendor/x/SKILL.md": skill("x", BAD),
        "vendor/y/fixtures/z/SKILL.md": skill("z", BAD),
        "lib/t[1] #/Fixtures/w/SKILL.md": skill("w", BAD),
    }
    (tmp_path / ".git").mkdir()
    return write(tmp_path, files)


def test_it_fits_what_there_is_and_says_what_is_next(run: Run, floor: Path) -> None:
    ran = run("init")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (
        "skilllint.toml written: 2 skills, 1 error\n"
        "next, let old findings be, and stop new ones:\n"
        "  skilllint check --write-baseline\n"
        "  pre-commit install\n"
        "with this in .pre-commit-config.yaml:\n\n"
        "repos:\n"
        "  - repo: https://example.invalid/skilllint  # where you got this from\n"
        f"    rev: v{__version__}\n"
        "    hooks:\n"
        "      - id: skilllint        # the skills that the changed files belong to\n"
        "      - id: skilllint-audit  # every skill of the repository\n"
        "        args: [--ratchet]    # whose numbers may only fall\n"
    )
    text = (floor / "skilllint.toml").read_text("utf-8")
    lines = text.split("\n")
    assert lines[2] == "# When this was written: 2 skills, 1 error."
    assert "#   MD102  unclosed-fence      1" in lines
    assert re.search(r"^#   SZ104  body-lines +1$", text, re.MULTILINE)
    assert tomllib.loads(text) == {
        "hosts": ["spec", "claude-code"],
        "exclude": ["/lib/t\\[1] #/Fixtures/", "/vendor/"],
        "ignore": [],
        "extend-select": [],
        "fail-on": "warning",
    }
    ran = run("check")
    assert ran.stdout.splitlines()[-1].startswith("1 error in 2 skills; ")
    assert ran.stderr == "skilllint: 3 skills excluded by skilllint.toml\n"


def test_what_it_comments_out_may_be_used(run: Run, floor: Path) -> None:
    """Each line in the comments that is TOML is one that we read."""
    text = run("init", "--dry-run").stdout
    used = re.sub(r"^# (?=\[|[a-z]+ = )", "", text, flags=re.MULTILINE)
    assert used.count("[limits.") > 2
    write(floor, {"skilllint.toml": used})
    found = config.load(floor)
    assert found.limits["SZ101"] == {"tokens": 5000}
    assert [entry.rule for entry in found.allow] == ["SZ101"]


def test_the_largest_number_is_told(run: Run, floor: Path) -> None:
    text = run("init", "--dry-run").stdout
    assert "\n# lines = 500  # the most is 503, in skills/b/SKILL.md\n" in text


def test_hosts_that_differ_are_left_to_each_plugin(run: Run, floor: Path) -> None:
    (floor / "skills" / "b" / ".codex-plugin").mkdir()
    text = run("init", "--dry-run").stdout
    assert "hosts" not in tomllib.loads(text)
    assert '\n# hosts = ["spec", "claude-code"]  # as for 1 skill\n' in text
    assert '\n# hosts = ["spec", "claude-code", "codex"]  # as for 1 skill\n' in text


def test_a_dry_run_writes_nothing(run: Run, floor: Path) -> None:
    before = sorted(floor.rglob("*"))
    ran = run("init", "skills", "--dry-run")
    assert ran.returncode == 0
    assert {*tomllib.loads(ran.stdout)} == {*NAMES}
    assert sorted(floor.rglob("*")) == before


def test_folders_of_tests_are_kept_where_there_is_nothing_else(run: Run, floor: Path) -> None:
    assert tomllib.loads(run("init", "vendor", "--dry-run").stdout)["exclude"] == ["/y/fixtures/"]
    text = run("init", "vendor/y", "--dry-run").stdout
    assert tomllib.loads(text)["exclude"] == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("skilllint.toml", "", "skilllint.toml is there already"),
        ("skilllint.toml", "quack", "skilllint.toml is there already"),
        (
            "pyproject.toml",
            "[tool.skilllint]\n",
            "pyproject.toml holds [tool.skilllint] already",
        ),
    ],
)
def test_another_is_not_written_over(
    run: Run, floor: Path, file: str, text: str, message: str
) -> None:
    write(floor, {file: text})
    ran = run("init")
    assert (ran.returncode, ran.stdout) == (2, "")
    more = "; --force writes skilllint.toml all the same"
    assert ran.stderr == f"skilllint: {message}{more}\n"
    assert (floor / file).read_text("utf-8") == text
    if text != "quack":
        assert run("init", "--force").returncode == 0
        assert config.load(floor).exclude == ("/lib/t\\[1] #/Fixtures/", "/vendor/")


def test_what_cannot_be_written_is_told(run: Run, floor: Path) -> None:
    (floor / "skilllint.toml").mkdir()
    ran = run("init", "--force")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "skilllint: skilllint.toml: is a directory\n"
    assert [path.name for path in floor.iterdir() if "toml" in path.name] == ["skilllint.toml"]


def test_what_it_hides_is_told(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": ""})
    ran = run("init", "skills")
    assert ran.stdout.splitlines()[:2] == [
        "skills/skilllint.toml written: 2 skills, 1 error",
        "below this folder it holds alone: skilllint.toml no longer does",
    ]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("none", 2, "none: is no folder"),
        ("skills/a/SKILL.md", 2, "skills/a/SKILL.md: is no folder"),
        ("docs", 3, "docs: no skill found; a skill is a folder with a SKILL.md"),
    ],
)
def test_where_nothing_can_be_configured_it_says_so(
    run: Run, floor: Path, path: str, status: int, message: str
) -> None:
    write(floor, {"docs/x": ""})
    ran = run("init", path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (status, "", f"skilllint: {message}\n")


def test_an_unusable_name_of_a_folder_is_no_part_of_the_file(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path, {'a "b"\\c/vendor/x/SKILL.md': skill("x"), "a\x1bb/vendor/y/SKILL.md": skill("y")}
    )
    write(tmp_path, {"z/SKILL.md": skill("z")})
    assert run("init").returncode == 0
    found = config.load(tmp_path)
    assert found.exclude == ('/a "b"\\\\c/vendor/',)
    assert run("check").stdout == "no problems in 2 skills\n"


def test_a_first_configuration_changes_nothing_else(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"z/SKILL.md": skill("z")})
    run("init")
    assert config.load(tmp_path) == Config(
        tmp_path, tmp_path / "skilllint.toml", hosts=("spec", "claude-code")
    )
