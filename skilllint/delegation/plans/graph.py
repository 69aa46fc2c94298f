"""Things that belong together, and what has to come before what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from heapq import heappop, heappush

Graph = Mapping[int, Iterable[int]]
"""For each node the nodes that it waits for; every node is a key."""


class Union:
    """Disjoint sets over 0 to `size` - 1; the least member stands for its set."""

    def __init__(self, size: int) -> None:
        self.above = list(range(size))

    def find(self, node: int) -> int:
        """The member that stands for a node's set."""
        while self.above[node] != node:
            self.above[node] = node = self.above[self.above[node]]
        return node

    def join(self, nodes: Sequence[int]) -> None:
        """Make one set of those that hold these nodes."""
        tops = sorted({self.find(node) for node in nodes})
        for top in tops[1:]:
            self.above[top] = tops[0]

    def sets(self) -> list[list[int]]:
        """All sets, each in ascending order, by their least members."""
        found: dict[int, list[int]] = {}
        for node in range(len(self.above)):
            found.setdefault(self.find(node), []).append(node)
        return list(found.values())


def cycles(graph: Graph) -> list[list[int]]:
    """Every set of two or more nodes that wait for each other, each in ascending order."""
    behind: dict[int, list[int]] = {node: [] for node in graph}
    for node, waits in graph.items():
        for one in waits:
            behind[one].append(node)
    seen: set[int] = set()
    left = [node for start in graph for node in finished(graph, start, seen)]
    seen = set()
    sets = (finished(behind, start, seen) for start in reversed(left))
    return sorted(sorted(one) for one in sets if len(one) > 1)


def finished(graph: Graph, start: int, seen: set[int]) -> list[int]:
    """The nodes that are reached from one and were not seen, in the order they are left."""
    if start in seen:
        return []
    seen.add(start)
    found: list[int] = []
    stack = [(start, iter(graph[start]))]
    while stack:
        node, rest = stack[-1]
        following = next((one for one in rest if one not in seen), None)
        if following is None:
            found.append(node)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(graph[following])))
    return found


def order(graph: Graph) -> list[int]:
    """All nodes of a graph without cycles, each behind what it waits for, else ascending."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ready: list[int] = []
    found: list[int] = []
    while sorter.is_active():
        for node in sorter.get_ready():
            heappush(ready, node)
        node = heappop(ready)
        found.append(node)
        sorter.done(node)
    return found


def contract(graph: Graph, sets: Sequence[Sequence[int]]) -> dict[int, set[int]]:
    """The graph of the sets: one waits for another if a member of it does."""
    at = {node: place for place, one in enumerate(sets) for node in one}
    return {
        place: {at[wait] for node in one for wait in graph[node]} - {place}
        for place, one in enumerate(sets)
    }
