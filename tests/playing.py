"""`skilllint review` run in this process as a job of Actions runs it, where nothing waits."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from hub import Hub

from skilllint import github
from skilllint.cli import main


class Ran(NamedTuple):
    """What a run gave and printed."""

    status: int
    out: str
    err: str


def run(hub: Hub, place: Path, event: str, payload: Mapping[str, Any], *arguments: str) -> Ran:
    """Run the command for an event, in an empty folder below `place`."""
    found = hub.environment(place / "runner", event, payload)
    mine = ("GITHUB_", "GH_", "GIT_")
    kept = {name: said for name, said in os.environ.items() if not name.startswith(mine)}
    known = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    calm = partial(github.connect, gap=0, sleep=lambda _: None)
    out, err = io.StringIO(), io.StringIO()
    (place / "work").mkdir(exist_ok=True)
    with (
        chdir(place / "work"),
        mock.patch.dict(os.environ, {**kept, **known, **found}, clear=True),
        mock.patch.object(github, "connect", calm),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = main(["review", *arguments])
    return Ran(status, out.getvalue(), err.getvalue())


def on_pull_request(hub: Hub, place: Path, number: int, *arguments: str) -> Ran:
    """Run it as after a push to a pull request."""
    return run(hub, place, "pull_request", hub.event(number), *arguments)


def on_workflow_run(hub: Hub, place: Path, number: int, *arguments: str) -> Ran:
    """Run it as after the run of another workflow, by what is now the head."""
    return run(hub, place, "workflow_run", hub.workflow_run_event(number), *arguments)
