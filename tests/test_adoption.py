"""A team switches it on in a repository of 100 real skills: a configuration, a baseline, a hook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run, write

SKILLS = 100
PROBLEM = "\n\n```sh\nsweep\n"
FILE = "skilllint-baseline.json"

HOOK = f"""\
repos:
  - repo: local
    hooks:
      - id: skilllint
        name: skilllint
        entry: {sys.executable} -m skilllint check
        language: system
        types: [markdown]
        require_serial: true
"""


@pytest.fixture
def team(data: Path, tmp_path: Path) -> Path:
    """A repository of 100 real skills, from each owner in turn."""
    (tmp_path / "team").mkdir()
    owners = [
        sorted(path.parent for path in owner.rglob("SKILL.md"))
        for owner in sorted((data / "skills").iterdir())
        if owner.is_dir()
    ]
    longest = max(map(len, owners))
    mixed = [folders[at] for at in range(longest) for folders in owners if at < len(folders)]
    taken = 0
    for folder in mixed:
        target = tmp_path / "team" / "skills" / folder.name
        if taken < SKILLS and not target.exists() and len([*folder.rglob("SKILL.md")]) == 1:
            shutil.copytree(folder, target)
            taken += 1
    assert taken == SKILLS
    git(tmp_path / "team", "init", "--quiet", "--initial-branch=main")
    git(tmp_path / "team", "add", "--all")
    git(tmp_path / "team", "commit", "--quiet", "--message=all")
    return tmp_path / "team"


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call(folder, "git", *arguments)


def call(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody whose git knows nothing but a name."""
    people = {f"GIT_{who}_NAME": "Test" for who in ("AUTHOR", "COMMITTER")}
    people |= {f"GIT_{who}_EMAIL": "test@example.invalid" for who in ("AUTHOR", "COMMITTER")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    more = {"PATH": path, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(folder.parent / "home")}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**kept, **people, **alone, **more},
        timeout=120,
    )


def append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8", newline="") as opened:
        opened.write(text)


def skills(team: Path) -> list[Path]:
    """The SKILL.md files that a new problem at the end is one in: they have none so far."""
    recorded = json.loads((team / FILE).read_text("utf-8"))["findings"]
    files = sorted(team.glob("skills/*/SKILL.md"))
    return [file for file in files if file.relative_to(team).as_posix() not in recorded]


def test_three_commands_and_only_new_problems_are_told(run: Run, team: Path) -> None:
    assert run("check", cwd=team).returncode == 1
    ran = run("init", cwd=team)
    assert ran.returncode == 0
    assert ran.stdout.startswith("skilllint.toml written: 100 skills, ")
    ran = run("check", "--write-baseline", cwd=team)
    assert (ran.returncode, ran.stdout) == (0, "")
    ran = run("check", cwd=team)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("no problems in 100 skills; ")
    assert ran.stdout.count("\n") == 1
    recorded = sum(
        one.get("count", 1)
        for codes in json.loads((team / FILE).read_text("utf-8"))["findings"].values()
        for prints in codes.values()
        for one in prints.values()
    )
    assert f"; {recorded} suppressed ({recorded} baseline)\n" in ran.stdout

    clean, *_ = skills(team)
    append(clean, PROBLEM)
    told = run("check", cwd=team)
    assert told.returncode == 1
    assert "MD102" in told.stdout
    assert {line.split(":")[0] for line in told.stdout.splitlines()[:-1] if line[0] != " "} == {
        clean.relative_to(team).as_posix()
    }
    # however it is named
    name = clean.relative_to(team).as_posix()
    for cwd, path in ((team, name), (team, str(Path(name).parent)), (clean.parent, ".")):
        alone = run("check", path, cwd=cwd)
        assert alone.returncode == 1
        assert "MD102" in alone.stdout


def test_each_skill_alone_is_silent_too(run: Run, team: Path) -> None:
    run("init", cwd=team)
    run("check", "--write-baseline", cwd=team)
    recorded = json.loads((team / FILE).read_text("utf-8"))["findings"]
    for place in [*recorded][:5]:
        ran = run("check", place, cwd=team)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "suppressed" in ran.stdout


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_the_hook_stops_a_new_problem_and_no_old_one(run: Run, team: Path) -> None:
    run("init", cwd=team)
    run("check", "--write-baseline", cwd=team)
    write(team, {".pre-commit-config.yaml": HOOK})
    assert call(team, "pre-commit", "install").returncode == 0
    git(team, "add", "--all")
    ran = git(team, "commit", "--message=adopt")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    old = next(iter(json.loads((team / FILE).read_text("utf-8"))["findings"]))
    clean, *_ = skills(team)
    append(team / old, "\n")
    ran = git(team, "commit", "--all", "--message=old")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    append(clean, PROBLEM)
    ran = git(team, "commit", "--all", "--message=new")
    assert ran.returncode == 1
    assert "MD102" in ran.stdout + ran.stderr
