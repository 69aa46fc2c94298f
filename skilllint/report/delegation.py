"""How ready a repository is for delegation, for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from skilllint.model.delegating import Readiness, Remark, Requirement, Route
from skilllint.report.wording import clean, plural

WIDTH = 80

LINES = 20
"""Routes that are listed with a line each; of more, the first."""

NAMED = 12
"""Agents that one sentence names."""

HOSTS = {"codex": "Codex", "claude-code": "Claude Code", "either": "any host"}
STATES = {"met": "ready", "not met": "not ready", "unknown": "cannot tell"}
TOPICS = {
    "multi-agent": "multi-agent on",
    "opt-in": "opt-in",
    "route": "explicit route",
    "parts": "separable parts",
    "agent": "agent exists",
    "limits": "within limits",
    "approvals": "approvals kept",
    "reason": "reason logged",
    "switch": "one off switch",
}


def render(found: Readiness, top: int) -> str:
    """A headline, what is missing most, each route, and what is wrong with agents."""
    found = near(found)
    lines = [headline(found)]
    if found.routes:
        lines += ["", *overview(found.routes)]
        for route in ordered(found.routes)[:top]:
            lines += ["", *detail(route)]
        rest = ordered(found.routes)[top:]
        if rest:
            lines += ["", f"the other {plural(len(rest), 'route')}:", *listed(rest)]
    if found.remarks:
        lines += ["", "agents and settings:"]
        lines += [line for one in gathered(found.remarks) for line in hanging(one, "  ", "    ")]
    if found.facts:
        lines += [""]
        lines += [line for fact in found.facts for line in hanging(fact, "", "  ")]
    return "\n".join(lines) + "\n"


def near(found: Readiness) -> Readiness:
    """The same with paths from the folder on, which the headline names."""
    root = f"{found.root}/"

    def cut(text: str) -> str:
        return text.replace(root, "")

    if found.root in (".", ""):
        return found
    routes = tuple(
        replace(
            route,
            path=cut(route.path),
            log=cut(route.log),
            requirements=tuple(
                replace(one, path=cut(one.path), why=cut(one.why), change=cut(one.change))
                for one in route.requirements
            ),
        )
        for route in found.routes
    )
    remarks = tuple(replace(one, path=cut(one.path), text=cut(one.text)) for one in found.remarks)
    return replace(found, routes=routes, remarks=remarks)


def headline(found: Readiness) -> str:
    """The folder, and what was found in it."""
    return f"{clean(found.root)}: {counted(found)}"


def counted(found: Readiness) -> str:
    """How many agents and routes there are, and how many of them are ready."""
    agents = plural(len(found.agents), "agent")
    if not found.routes:
        return f"{agents}, no text routes work to an agent"
    number: Counter[str] = Counter(route.state for route in found.routes)
    states = ", ".join(
        f"{number[state]:,} {name}" for state, name in STATES.items() if number[state]
    )
    return f"{agents}, {plural(len(found.routes), 'route')}: {states}"


def overview(routes: Sequence[Route]) -> Iterator[str]:
    """One line a requirement: on how many routes it is met, and what would meet it."""
    yield f"{'requirement':<17}{'met':>5}{'not':>5}{'?':>5}"
    for place, name in enumerate(TOPICS.values()):
        rows = [route.requirements[place] for route in routes]
        number: Counter[str] = Counter(row.state for row in rows)
        figures = "".join(
            f"{number[state]:>5}" if number[state] else f"{'·':>5}"
            for state in ("met", "not met", "unknown")
        )
        yield from hanging(most(rows), f"{name:<17}{figures}  ", " " * 34)


def most(rows: Sequence[Requirement]) -> str:
    """The change that most routes need for one requirement."""
    changes = Counter(row.change for row in rows if row.change)
    if not changes:
        return ""
    first = changes.most_common(1)[0][0]
    more = len(changes) - 1
    return clean(first, 160) + (f" (and {more:,} more)" if more else "")


def ordered(routes: Sequence[Route]) -> list[Route]:
    """Those first that lack least, for they are nearest; the ready ones behind them."""
    return sorted(routes, key=lambda route: (route.state == "met", len(route.open)))


def detail(route: Route) -> Iterator[str]:
    """One route with every requirement, where each stands, and the one change."""
    yield from hanging(
        f"{named(route)}: {STATES[route.state]}", f"{clean(route.path)}:{route.line} → ", "  "
    )
    if route.condition:
        yield from hanging(clean(route.condition, 160), "  ", "    ")
    for one in route.requirements:
        place = f" [{clean(one.path)}:{one.line}]" if one.path else ""
        yield from hanging(
            f"{TOPICS[one.topic]}: {clean(one.why, 200)}{place}", f"  {one.state:<9}", " " * 11
        )
    yield from hanging(f"“{clean(route.log, 240)}”", "  log      ", " " * 11)
    if route.open:
        yield from hanging(change(route), "  change   ", " " * 11)


def named(route: Route) -> str:
    """The agent of a route and its host."""
    return f"{clean(route.agent, 60)} ({HOSTS[route.host]})"


def change(route: Route) -> str:
    """The one change that would make a route ready, or the first of several."""
    first, *rest = route.open
    told = clean(first.change, 200)
    if not rest:
        return told
    return f"{told}; then {', '.join(TOPICS[one.topic] for one in rest)}"


def listed(routes: Sequence[Route]) -> Iterator[str]:
    """A line each, and how many more there are."""
    for route in routes[:LINES]:
        missing = ", ".join(TOPICS[one.topic] for one in route.open)
        state = f"{STATES[route.state]}{': ' if missing else ''}{missing}"
        yield from hanging(
            f"{named(route)}: {state}", f"  {clean(route.path)}:{route.line} → ", "    "
        )
    if len(routes) > LINES:
        yield f"  and {len(routes) - LINES:,} more; --top N or --format json shows them"


def gathered(remarks: Sequence[Remark]) -> Iterator[str]:
    """What is wrong, a line each; agents without a route in one, for there may be many."""
    for one in remarks:
        if one.flaw != "no-route":
            yield f"{clean(one.path)}:{one.line}: {clean(one.text, 240)}"
    lonely = [one for one in remarks if one.flaw == "no-route"]
    if len(lonely) <= 3:
        yield from (f"{clean(one.path)}:{one.line}: {clean(one.text, 240)}" for one in lonely)
        return
    names = ", ".join(clean(one.text.rpartition(" ")[2].strip('"'), 60) for one in lonely[:NAMED])
    more = f" and {len(lonely) - NAMED:,} more" if len(lonely) > NAMED else ""
    yield f"no text routes to {plural(len(lonely), 'agent')}: {names}{more}"


def hanging(text: str, first: str, rest: str) -> list[str]:
    """A text wrapped at 80 columns behind its label; a word longer than a line stays whole."""
    return textwrap.wrap(
        text or " ",
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
