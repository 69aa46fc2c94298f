"""Units to batches of roughly five, without splitting a shared file or crossing a dependency.

Units that change the same file are one block. Blocks that wait for each other can only be
met in one batch, so they are one block too. Blocks are taken as soon as all that they wait
for is taken; the first of the plan that still fits into the batch goes next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from heapq import heappop, heappush

from skilllint.delegation.plans import graph
from skilllint.delegation.plans.graph import Graph, Union
from skilllint.model import Batch, Batching, PlanUnit

NAMED = 8
"""Units or files that a sentence names; the rest is counted."""


def batch(units: Sequence[PlanUnit], size: int) -> Batching:
    """The units in batches of at most `size`; more only where one block is larger."""
    at = {unit.key: place for place, unit in enumerate(units)}
    waits = {
        place: {at[key] for key in unit.depends if key in at and at[key] != place}
        for place, unit in enumerate(units)
    }
    users = share(units)
    union = Union(len(units))
    for those in users.values():
        union.join(those)
    shared = union.sets()
    tangled = graph.cycles(waits)
    for ring in tangled:
        union.join(ring)
    before = union.sets()
    knots = graph.cycles(graph.contract(waits, before))
    for knot in knots:
        union.join([before[place][0] for place in knot])
    blocks = union.sets()
    between = graph.contract(waits, blocks)
    rank = {node: place for place, node in enumerate(ranks(waits))}
    batches = []
    homes: dict[int, int] = {}
    for number, taken in enumerate(fill(blocks, between, size)):
        members = sorted((node for place in taken for node in blocks[place]), key=rank.__getitem__)
        homes |= dict.fromkeys(members, number)
        batches.append(Batch(tuple(units[n].key for n in members), common(users, members)))
    conflicts = (
        *(sentence_cycle(units, ring) for ring in tangled),
        *(sentence_knot(units, [before[place] for place in knot]) for knot in knots),
        *sentences_large(units, blocks, shared, size),
        *sentences_folder(units, homes),
    )
    return Batching(tuple(batches), conflicts)


def share(units: Sequence[PlanUnit]) -> dict[str, list[int]]:
    """The files that more than one unit changes, with the units."""
    users: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        for file in unit.files:
            users.setdefault(file, []).append(place)
    return {file: those for file, those in users.items() if len(those) > 1}


def common(users: dict[str, list[int]], members: Sequence[int]) -> tuple[str, ...]:
    """The shared files of a batch; all that change a file are in one."""
    inside = set(members)
    return tuple(file for file, those in users.items() if those[0] in inside)


def ranks(waits: Graph) -> list[int]:
    """All units, each behind what it waits for; those of a cycle beside each other."""
    union = Union(len(tuple(waits)))
    for ring in graph.cycles(waits):
        union.join(ring)
    sets = union.sets()
    return [node for place in graph.order(graph.contract(waits, sets)) for node in sets[place]]


def fill(blocks: Sequence[Sequence[int]], between: Graph, size: int) -> Iterator[list[int]]:
    """Runs of blocks, none of which waits for a later run; of `size` units where they fit."""
    sorter = TopologicalSorter(between)
    sorter.prepare()
    ready: dict[int, list[int]] = {}
    taken: list[int] = []
    room = size
    while sorter.is_active():
        for place in sorter.get_ready():
            heappush(ready.setdefault(len(blocks[place]), []), place)
        fits = [width for width, heap in ready.items() if heap and (not taken or width <= room)]
        if not fits:
            yield taken
            taken, room = [], size
            continue
        width = min(fits, key=lambda width: ready[width][0])
        place = heappop(ready[width])
        taken.append(place)
        room -= width
        sorter.done(place)
    if taken:
        yield taken


# --- why a rule could not be kept -------------------------------------------------


def sentence_cycle(units: Sequence[PlanUnit], ring: Sequence[int]) -> str:
    """Units that wait for each other."""
    return (
        f"{names(units, ring)} depend on each other in a circle: no order of them is right, "
        "so they stay in one batch, in the order of the plan"
    )


def sentence_knot(units: Sequence[PlanUnit], blocks: Sequence[Sequence[int]]) -> str:
    """Blocks of shared files that wait for each other."""
    shown = [f"[{names(units, block)}]" for block in blocks[:NAMED]]
    more = len(blocks) - NAMED
    other = "the other" if len(blocks) == 2 else "another"
    told = ", ".join((*shown, f"and {more} more")) if more > 0 else " and ".join(shown)
    return (
        f"{told} cannot be ordered as blocks: units that share a file stay together, and each "
        f"block holds a unit that waits for one of {other}, so they go into one batch"
    )


def sentences_large(
    units: Sequence[PlanUnit],
    blocks: Sequence[Sequence[int]],
    shared: Sequence[Sequence[int]],
    size: int,
) -> Iterator[str]:
    """Blocks that are larger than a batch should be."""
    by_files = {tuple(one) for one in shared}
    for block in blocks:
        if len(block) > size:
            why = "change the same files" if tuple(block) in by_files else "cannot be parted"
            yield (
                f"{names(units, block)} {why}: one batch of {len(block)}, over {size}, "
                "for shared files are never split"
            )


def sentences_folder(units: Sequence[PlanUnit], homes: Mapping[int, int]) -> Iterator[str]:
    """Folders that a unit changes, with units of other batches that change what is in them."""
    owners: dict[str, int] = {}
    for place, unit in enumerate(units):
        for file in unit.files:
            if file.endswith("/"):
                owners.setdefault(file, place)
    found: dict[str, set[int]] = {}
    for place, unit in enumerate(units):
        for file in unit.files:
            ends = (at for at, letter in enumerate(file[:-1], 1) if letter == "/")
            for folder in (file[:at] for at in ends):
                if folder in owners and homes[owners[folder]] != homes[place]:
                    found.setdefault(folder, set()).add(place)
    for folder, places in found.items():
        verb = "changes" if len(places) == 1 else "change"
        yield (
            f"{units[owners[folder]].key} changes the folder {folder}, and "
            f"{names(units, sorted(places))} in another batch {verb} files in it: whether they "
            "share one is unknown"
        )


def names(units: Sequence[PlanUnit], places: Sequence[int]) -> str:
    """Units by their keys; of many the first."""
    told = ", ".join(units[place].key for place in places[:NAMED])
    more = len(places) - NAMED
    return f"{told} and {more} more" if more > 0 else told
