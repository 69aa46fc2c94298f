"""Work on many things with all processors, where that is cheap to begin."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

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
    workers = processes(len(things) // ENOUGH)
    parts = 1 if workers == 1 else PARTS * workers
    size = max(1, min(CHUNK, -(-len(things) // parts)))
    runs = [things[at : at + size] for at in range(0, len(things), size)]
    return map(work, runs) if workers == 1 else shared(work, runs, workers, iter)


def weighted(
    work: Callable[[Sequence[T]], R],
    things: Sequence[T],
    weigh: Callable[[T], int],
    enough: int,
) -> Iterator[R]:
    """The same for things whose work differs a thousandfold, as that for files does.

    `weigh` says how much work a thing is, `enough` how much is worth a process. The
    heaviest come first, so that all processes end together; results come as they are made.
    """
    heavy = sorted(things, key=weigh, reverse=True)
    total = sum(map(weigh, heavy))
    workers = processes(total // enough)
    runs = list(filled(heavy, weigh, min(enough, total // (PARTS * workers))))
    if workers == 1:
        return map(work, runs)
    from concurrent.futures import as_completed

    return shared(work, runs, workers, as_completed)


def filled(things: Sequence[T], weigh: Callable[[T], int], full: int) -> Iterator[list[T]]:
    """Runs of things, each as long as it takes to weigh so much."""
    run: list[T] = []
    weight = 0
    for thing in things:
        run.append(thing)
        weight += weigh(thing)
        if weight >= full or len(run) == CHUNK:
            yield run
            run, weight = [], 0
    if run:
        yield run


def shared(
    work: Callable[[Sequence[T]], R],
    runs: Sequence[Sequence[T]],
    workers: int,
    order: Callable[[list[Future[R]]], Iterator[Future[R]]],
) -> Iterator[R]:
    """What several processes make of runs, in some order of what they hold ready."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, get_context("fork"), obey)
    # all are handed over at once: nothing is forked after a thread may draw a progress bar
    handed = {pool.submit(work, run): run for run in runs}

    def results() -> Iterator[R]:
        try:
            for future in order([*handed]):
                yield outcome(future, work, handed[future])
        finally:  # who interrupts does not wait for what has not begun
            pool.shutdown(cancel_futures=True)

    return results()


def outcome(future: Future[R], work: Callable[[Sequence[T]], R], run: Sequence[T]) -> R:
    """What a process made of a run; the share of one that was killed from outside is done here."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return work(run)


def obey() -> None:
    """End at once and without a word where the user interrupts; what follows is said once."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def processes(worth: int) -> int:
    """How many processes to use for what is worth so many."""
    return max(1, min(processors(), WORKERS, worth))


def processors() -> int:
    """The processes that are of use: 1 where a second one cannot begin as a copy of this."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
