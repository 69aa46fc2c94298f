"""The action from its installation to the comment, without a checkout, against a GitHub of ours."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from actions import Runner
from conftest import BAD, skill
from hub import Hub

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(os.name == "nt", reason="its programs lie elsewhere on Windows"),
]

MINE = ("GITHUB_OUTPUT", "GITHUB_WORKSPACE", "GITHUB_TOKEN", "RUNNER_TEMP")
"""What the runner of `actions` sets itself."""

TRAPS = ("venv", "pip", "skilllint", "httpx", "json", "sitecustomize")
"""Modules that Python would find in the working directory, if it looked there."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the first step says, once it has run where a stranger's modules lie."""
    runner = Runner(tmp_path_factory.mktemp("action") / "runner")
    for name in TRAPS:
        (runner.workspace / f"{name}.py").write_text("import os\n\nos._exit(97)\n")
    assert runner.step("install") == 0, runner.said
    assert runner.said == ""
    return runner.outputs["install"]


@pytest.fixture
def runner(installed: dict[str, str], tmp_path: Path) -> Runner:
    """A runner with the action installed and nothing checked out."""
    found = Runner(tmp_path / "runner", outputs={"install": installed})
    Path(installed["place"], "report.json").unlink(missing_ok=True)
    return found


def opened(hub: Hub, files: Mapping[str, str] | None = None, **more: str) -> int:
    """A pull request that breaks a skill; `files` lie beside it."""
    base = hub.commit({"skills/sweep/SKILL.md": skill("sweep"), **(files or {})})
    head = hub.commit({"skills/sweep/SKILL.md": skill("sweep", BAD)}, base)
    return hub.open(base, head, **more)


def review(runner: Runner, hub: Hub, event: str, number: int, **inputs: str) -> int:
    """Run the second step for an event; its exit status."""
    payload = hub.event(number) if event == "pull_request" else hub.workflow_run_event(number)
    found = hub.environment(runner.place / "event", event, payload)
    runner.variables |= {name: value for name, value in found.items() if name not in MINE}
    return runner.step("review", {"token": hub.token, **inputs})


def stands(runner: Runner, hub: Hub, number: int) -> None:
    """One summary and one thread stand there, and the outputs are theirs."""
    (summary,) = hub.summaries(number)
    (thread,) = hub.threads(number)
    assert thread.path == "skills/sweep/SKILL.md"
    said = runner.results()
    report = json.loads(Path(said["report"]).read_text("utf-8"))
    before, after = report["totals"]["tokens"]["body"]
    assert before < after
    assert said == {
        "findings": "1",
        "new-findings": "1",
        "tokens-base": str(before),
        "tokens-head": str(after),
        "tokens-delta": str(after - before),
        "report": said["report"],
        "comment-id": str(summary.id),
    }


def test_a_pull_request_of_the_same_repository_is_reviewed(runner: Runner) -> None:
    with Hub() as hub:
        number = opened(hub)
        assert review(runner, hub, "pull_request", number) == 0, runner.said
        stands(runner, hub, number)
    assert hub.token not in runner.said
    assert [*runner.workspace.iterdir()] == []
    assert "sweep" in Path(runner.variables["GITHUB_STEP_SUMMARY"]).read_text("utf-8")


def test_the_same_again_writes_nothing_and_a_file_of_sarif_lies_in_the_workspace(
    runner: Runner,
) -> None:
    with Hub() as hub:
        number = opened(hub, files={"other place/README.md": "Another.\n"})
        for _ in range(2):
            inputs = {"sarif-file": "out.sarif", "paths": "skills/\nother place/"}
            assert review(runner, hub, "pull_request", number, **inputs) == 0, runner.said
            stands(runner, hub, number)
        assert len(hub.writes) == 2
    (ran,) = json.loads((runner.workspace / "out.sarif").read_text("utf-8"))["runs"]
    assert [one["ruleId"] for one in ran["results"]] == ["MD102"]


@pytest.mark.parametrize("token", ["wrong", ""])
def test_without_a_token_that_is_known_the_step_fails_and_says_why(
    runner: Runner, token: str
) -> None:
    with Hub() as hub:
        number = opened(hub)
        assert review(runner, hub, "pull_request", number, token=token) == 2
        assert (hub.summaries(number), hub.threads(number)) == ([], [])
    assert "token" in runner.said
    assert len(runner.said.splitlines()) == 1
    assert {*runner.results().values()} == {""}


def test_a_pull_request_of_a_fork_is_reviewed_by_the_second_workflow(runner: Runner) -> None:
    with Hub() as hub:
        number = opened(hub, head_repository="stranger/skills", branch="mend/it")
        inputs = {"step-summary": "false", "fail-on": "error"}
        assert review(runner, hub, "workflow_run", number, **inputs) == 1, runner.said
        stands(runner, hub, number)
    assert Path(runner.variables["GITHUB_STEP_SUMMARY"]).read_text("utf-8") == ""


@pytest.mark.parametrize("comment", ["false", "true"])
def test_what_may_only_read_writes_nothing_and_tells_it_on_the_run(
    runner: Runner, comment: str
) -> None:
    with Hub() as hub:
        number = opened(hub, head_repository="stranger/skills")
        hub.rights = {"contents": "read", "pull-requests": "read"}
        assert review(runner, hub, "pull_request", number, comment=comment) == 0, runner.said
        assert (hub.summaries(number), hub.threads(number)) == ([], [])
    assert "::error file=skills/sweep/SKILL.md,line=" in runner.said
    assert "sweep" in Path(runner.variables["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert runner.results()["comment-id"] == ""
