"""What is wrong between agents and routes: nobody calls one, or they call each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from skilllint.model.delegating import Agent, Remark, Route


def unrouted(agents: Iterable[Agent], routes: Sequence[Route]) -> Iterator[Remark]:
    """Agents that no text hands work to, except what they are told themselves."""
    called: dict[str, set[str]] = {}
    for route in routes:
        called.setdefault(route.agent, set()).add(route.path)
    for agent in agents:
        texts = set().union(*(called.get(name, set()) for name in agent.names)) - {agent.path}
        if agent.name and not texts:
            text = f'no text routes to "{agent.name}"'
            yield Remark("no-route", agent.path, agent.line, text)


def cycles(spawned: Sequence[tuple[Agent, Route]]) -> Iterator[Remark]:
    """Agents that spawn themselves, or each other in a circle; each circle once."""
    edges = {(agent.name, route.agent): (agent, route) for agent, route in spawned}
    while edges:
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for source, target in edges:
            sorter.add(source, target)
        try:
            sorter.prepare()
        except CycleError as error:
            ring = list(reversed(error.args[1]))
            agent, route = edges.pop((ring[0], ring[1]))
            way = " → ".join(ring)
            text = f"{agent.name} spawns itself" if len(ring) == 2 else f"a circle: {way}"
            yield Remark("cycle", route.path, route.line, text)
            continue
        return
