"""What Actions gives a workflow: payloads and variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub import shapes
from hub.git import EMPTY
from hub.state import PullRequest

if TYPE_CHECKING:
    from hub.hub import Hub

Json = dict[str, Any]


def around(hub: Hub) -> Json:
    return {
        "repository": shapes.repository(hub, hub.repository),
        "organization": {"login": hub.repository.split("/")[0]},
    }


def pull_request(hub: Hub, pull: PullRequest, action: str) -> Json:
    """The payload of `pull_request`."""
    return {
        "action": action,
        "number": pull.number,
        "pull_request": shapes.pull(hub, pull),
        "sender": shapes.user(hub, pull.author or "ghost"),
        **around(hub),
    }


def workflow_run(hub: Hub, pull: PullRequest) -> Json:
    """The payload of `workflow_run`; it names no pull request of a fork."""
    mine = pull.head_repository == hub.repository
    short = {"id": hub.repository_id, "name": hub.repository.split("/")[1], "url": hub.api}
    named = {
        "id": 2_000_000_000 + pull.number,
        "number": pull.number,
        "url": f"{hub.api}/repos/{hub.repository}/pulls/{pull.number}",
        "head": {"ref": pull.branch, "sha": pull.head, "repo": short},
        "base": {"ref": "main", "sha": pull.base, "repo": short},
    }
    head = pull.head_repository
    return {
        "action": "completed",
        "workflow": {"id": 11, "name": "lint", "path": ".github/workflows/lint.yml"},
        "workflow_run": {
            "id": 12,
            "name": "lint",
            "event": "pull_request",
            "status": "completed",
            "conclusion": "success",
            "path": ".github/workflows/lint.yml",
            "head_branch": pull.branch,
            "head_sha": pull.head,
            "head_repository": shapes.repository(hub, head) if head else None,
            "repository": shapes.repository(hub, hub.repository),
            "pull_requests": [named] if mine else [],
        },
        "sender": shapes.user(hub, pull.author or "ghost"),
        **around(hub),
    }


def environment(hub: Hub, place: Path, event: str, payload: Mapping[str, Any]) -> dict[str, str]:
    """The variables that Actions sets; the files that they name are made."""
    place.mkdir(parents=True, exist_ok=True)
    files = {
        "GITHUB_EVENT_PATH": place / "event.json",
        "GITHUB_OUTPUT": place / "output",
        "GITHUB_STEP_SUMMARY": place / "summary.md",
    }
    for file in files.values():
        file.touch()
    files["GITHUB_EVENT_PATH"].write_text(json.dumps(payload), "utf-8")
    (place / "temp").mkdir(exist_ok=True)
    number = payload.get("number")
    pull = hub.pulls.get(number) if isinstance(number, int) else None
    tips = [one.base for one in hub.pulls.values()] or [EMPTY]
    refs = {"GITHUB_REF": "refs/heads/main", "GITHUB_SHA": tips[-1]}
    if pull:  # the merge of both ends, and no commit of the pull request
        refs = {
            "GITHUB_REF": f"refs/pull/{number}/merge",
            "GITHUB_HEAD_REF": pull.branch,
            "GITHUB_BASE_REF": "main",
            "GITHUB_SHA": hub.store.merged(pull.base, pull.head) or pull.base,
        }
    return {
        **refs,
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_REPOSITORY": hub.repository,
        "GITHUB_API_URL": hub.api,
        "GITHUB_GRAPHQL_URL": hub.graphql,
        "GITHUB_SERVER_URL": hub.server,
        "GITHUB_TOKEN": hub.token,
        "GITHUB_RUN_ID": "12",
        "GITHUB_WORKSPACE": str(hub.store.place),
        "RUNNER_TEMP": str(place / "temp"),
        **{name: str(file) for name, file in files.items()},
    }
