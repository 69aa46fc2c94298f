"""Transcripts to counts, on all processors, and only those that changed since they were counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Generic, TypeVar

from skilllint import parallel
from skilllint.calibration import state
from skilllint.calibration.counting import Counts, count
from skilllint.calibration.state import Entry
from skilllint.transcripts import Log
from skilllint.transcripts.files import Strange, Transcript, read

T = TypeVar("T")

ENOUGH = 4 * 2**20
"""Bytes of transcripts that are worth a process: 0.1 s of work."""

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Unread:
    """A transcript that could not be read, and why; `crash` if that is our own fault."""

    path: str
    reason: str
    crash: bool = False


@dataclass(slots=True)
class Part(Generic[T]):
    """What was made of some transcripts; `size` is what all of them have, in bytes."""

    size: int = 0
    made: list[tuple[Transcript, T]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


Track = Callable[[Iterator[Part[T]], int], Iterable[Part[T]]]
"""Passes on parts as they come, of so many bytes in all."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The counts of all transcripts, those that could not be read, and how many were read anew."""

    counts: tuple[Counts, ...]
    unread: tuple[Unread, ...]
    anew: int


def gather(
    found: Iterable[Transcript],
    kept: Path | None,
    today: date,
    since: date | None,
    track: Track[Counts],
) -> Gathered:
    """The counts of transcripts, without sessions that ended before the day `since`.

    `kept` is where the counts of earlier runs lie, and are left for the next.
    """
    files = {key(one.path): one for one in found if lately(one, since)}
    keys = {one: key for key, one in files.items()}
    old = state.read(kept)
    now = {
        key: Entry(one.size, one.modified, today.toordinal(), old[key].counts)
        for key, one in files.items()
        if key in old and (old[key].size, old[key].modified) == (one.size, one.modified)
    }
    new = [one for key, one in files.items() if key not in now]
    unread: list[Unread] = []
    for part in track(parts(count, new), sum(one.size for one in new)):
        unread += part.unread
        for one, counts in part.made:
            now[keys[one]] = Entry(one.size, one.modified, today.toordinal(), counts)
    if any(old.get(key) != entry for key, entry in now.items()):
        state.write(kept, {**old, **now}, today)
    of_all = (entry.counts for entry in now.values())
    recent = (one for one in of_all if since is None or (one.last and one.last >= since))
    return Gathered(tuple(recent), tuple(unread), len(new))


def key(path: Path) -> str:
    """What a file is known by: the hash of its path, whatever leads to its folder."""
    return state.key(os.path.join(real(path.parent), path.name))  # noqa: PTH118


@lru_cache
def real(folder: Path) -> str:
    """A folder's real path; there are few folders for many files."""
    return os.path.realpath(folder)


def lately(one: Transcript, since: date | None) -> bool:
    """Whether a file may hold something since a day; one more day for clocks and time zones."""
    if since is None:
        return True
    oldest = (since - EPOCH - timedelta(days=1)) // timedelta(microseconds=1) * 1000
    return one.modified >= oldest


def parts(work: Callable[[Log], T], found: Sequence[Transcript]) -> Iterator[Part[T]]:
    """What some work makes of every transcript, as it is made."""
    return parallel.weighted(partial(each, work=work), found, lambda one: one.size, ENOUGH)


def each(found: Sequence[Transcript], *, work: Callable[[Log], T]) -> Part[T]:
    """What some work makes of some transcripts; what is wrong with one never hides another."""
    part: Part[T] = Part(sum(one.size for one in found))
    for one in found:
        try:
            part.made.append((one, work(read(one.path))))
        except (OSError, Strange) as error:
            strange = "no transcript of Claude Code or Codex"
            why = (error.strerror or "").lower() if isinstance(error, OSError) else strange
            part.unread.append(Unread(str(one.path), why or type(error).__name__))
        except Exception as error:
            # its message may quote the session
            name = f"internal error: {type(error).__name__}"
            part.unread.append(Unread(str(one.path), name, crash=True))
    return part
