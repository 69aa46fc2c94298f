"""The recipes of docs/ci.md: the YAML parses, and each command is one that there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from conftest import ROOT, Run, skill, write
from test_hooks import call, commit

from skilllint.cli import parser

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def strings(value: Any) -> Iterator[str]:
    """Every text in a YAML value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def commands() -> list[str]:
    """Every call of ours on the page, in shells and in YAML."""
    lines = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    for kind, text in BLOCKS:
        if kind == "yaml":
            lines += strings(yaml.safe_load(text))
    return [line for line in lines if line.startswith("skilllint check")]


COMMANDS = commands()


def test_the_page_has_every_recipe() -> None:
    assert len(COMMANDS) == 8
    assert {kind for kind, _ in BLOCKS} == {"sh", "yaml"}


@pytest.mark.parametrize("line", COMMANDS)
def test_a_recipes_command_runs(line: str, run: Run) -> None:
    known = parser().format_help() + check_help()
    for option in re.findall(r"--[\w-]+", line):
        if option not in known:
            pytest.skip(f"there is no {option} yet")
    if (form := re.search(r"--format (\w+)", line)) and form[1] not in known:
        pytest.skip(f"there is no form {form[1]} yet")
    place = write(run.keywords["cwd"], {"skills/sweep/SKILL.md": skill("sweep")})  # type: ignore[attr-defined]
    commit(place)
    call("git", "update-ref", "refs/remotes/origin/main", "HEAD", cwd=place)
    ran = run(*shlex.split(line)[1:])
    assert ran.returncode == 0, ran.stderr
    if written := re.search(r"--output \w+:(\S+)", line):
        assert (place / written[1]).stat().st_size


def check_help() -> str:
    (commands,) = (action for action in parser()._actions if action.dest == "command")
    assert commands.choices is not None
    text: str = dict(commands.choices)["check"].format_help()
    return text


def test_the_recipes_name_hooks_that_there_are() -> None:
    named = [
        hook["id"]
        for kind, text in BLOCKS
        if kind == "yaml"
        for repository in yaml.safe_load(text).get("repos", ())
        for hook in repository["hooks"]
    ]
    assert named == ["skilllint", "skilllint-audit", "skilllint"]
    assert {*named} == {hook["id"] for hook in HOOKS}
