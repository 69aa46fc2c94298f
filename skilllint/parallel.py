"""Work on many things with all processors, where that is cheap to begin."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 24
"""Things that are worth a process: 0.1 s of work, where to begin one takes 0.01."""

WORKERS = 8
"""Processes at most; each holds its own 50 MB."""

PARTS = 4
"""Runs of things for each process: their work differs, and nobody should wait for the longest."""

CHUNK = 200
"""Things handed over at a time at most, so that a long run shows how far it is."""


def chunks(work: Callable[[Sequence[T]], R], things: Sequence[T]) -> Iterator[R]:
    """What some work makes of each of several runs of things, in their order.

    A fork starts with all that is imported, so it pays; where processes cannot be
    forked safely, one does everything. What the work raises is raised here.
    """
    workers = max(1, min(processors(), WORKERS, len(things) // ENOUGH))
    parts = 1 if workers == 1 else PARTS * workers
    size = max(1, min(CHUNK, -(-len(things) // parts)))
    runs = [things[at : at + size] for at in range(0, len(things), size)]
    if workers == 1:
        yield from map(work, runs)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        # all are handed over at once: nothing is forked after a thread may draw a progress bar
        handed = [pool.submit(work, run) for run in runs]
        for run, one in zip(runs, handed, strict=True):
            try:
                yield one.result()
            except BrokenProcessPool:  # one was killed from outside; its share is done here
                yield work(run)


def processors() -> int:
    """The processes that are of use: 1 where a second one cannot begin as a copy of this."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
