"""How ready a repository is for delegation, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from skilllint.model.delegating import Agent, Readiness, Requirement, Route

VERSION = 1


def render(found: Readiness) -> str:
    """Everything that was found; keys are only ever added."""
    told = {
        "version": VERSION,
        "root": found.root,
        "agents": [agent(one) for one in found.agents],
        "routes": [route(one) for one in found.routes],
        "remarks": [
            {"flaw": one.flaw, "path": one.path, "line": one.line, "text": one.text}
            for one in found.remarks
        ],
        "unread": [asdict(one) for one in found.unread],
        "facts": list(found.facts),
    }
    return json.dumps(told, indent=1) + "\n"


def agent(one: Agent) -> dict[str, Any]:
    """An agent without what it is told."""
    keys = ("name", "host", "plugin", "path", "line", "description")
    return {key: getattr(one, key) for key in keys}


def route(one: Route) -> dict[str, Any]:
    """A route with its requirements and the one change, null where it is ready."""
    return {
        "agent": one.agent,
        "host": one.host,
        "path": one.path,
        "line": one.line,
        "more_lines": list(one.more),
        "condition": one.condition or None,
        "state": one.state,
        "log": one.log,
        "change": one.open[0].change if one.open else None,
        "requirements": [requirement(row) for row in one.requirements],
    }


def requirement(one: Requirement) -> dict[str, Any]:
    """A requirement; path and line are null where no file shows it."""
    return {
        "topic": one.topic,
        "state": one.state,
        "why": one.why,
        "path": one.path or None,
        "line": one.line or None,
        "change": one.change or None,
    }
