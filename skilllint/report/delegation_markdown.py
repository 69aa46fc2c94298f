"""How ready a repository is for delegation, as Markdown for an issue or a step summary."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model.delegating import Readiness, Requirement, Route
from skilllint.report import delegation
from skilllint.report.delegation import HOSTS, STATES, TOPICS
from skilllint.report.spans import code


def render(found: Readiness) -> str:
    """A table of all routes, then what each of them still needs, then what is wrong."""
    found = delegation.near(found)
    lines = [f"{code(found.root)}: {delegation.counted(found)}"]
    if found.routes:
        lines += ["", "| route | agent | host | state | missing |", "|---|---|---|---|---|"]
        lines += [row(route) for route in found.routes]
        for route in delegation.ordered(found.routes):
            lines += ["", *needs(route)]
    if found.remarks:
        lines += ["", "Agents and settings:", ""]
        lines += [
            f"- {code(f'{one.path}:{one.line}')} {code(one.text, 240)}" for one in found.remarks
        ]
    if found.facts:
        lines += ["", *(f"- {code(fact, 300)}" for fact in found.facts)]
    return "\n".join(lines) + "\n"


def row(route: Route) -> str:
    """One route and what it misses."""
    missing = ", ".join(TOPICS[one.topic] for one in route.open) or "nothing"
    place = code(f"{route.path}:{route.line}")
    state = STATES[route.state]
    return f"| {place} | {code(route.agent, 60)} | {HOSTS[route.host]} | {state} | {missing} |"


def needs(route: Route) -> Iterator[str]:
    """The requirements of one route, the sentence to log, and the one change."""
    said = f" {code(route.condition)}" if route.condition else ""
    yield f"**{code(f'{route.path}:{route.line}')} → {code(route.agent, 60)}**{said}"
    yield ""
    yield from (f"- {requirement(one)}" for one in route.requirements)
    yield f"- log: {code(route.log, 240)}"
    if route.open:
        yield f"- change: {code(delegation.change(route), 400)}"


def requirement(one: Requirement) -> str:
    """One requirement with its place."""
    place = f" at {code(f'{one.path}:{one.line}')}" if one.path else ""
    return f"{one.state}: {TOPICS[one.topic]}, {code(one.why, 200)}{place}"
