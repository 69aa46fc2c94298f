"""Transcripts to counts, on all processors, and only those that changed since they were counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from skilllint import parallel, transcripts
from skilllint.calibration import state
from skilllint.calibration.counting import Counts, count
from skilllint.calibration.state import Entry

ENOUGH = 4 * 2**20
"""Bytes of transcripts that are worth a process: 0.1 s of work."""


@dataclass(frozen=True, slots=True)
class File:
    """A transcript as it lies there: the hash of its path, its bytes, its time in nanoseconds."""

    path: Path
    key: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A transcript that could not be read, and why; `crash` if that is our own fault."""

    path: Path
    reason: str
    crash: bool


@dataclass(slots=True)
class Part:
    """What was made of some files; `size` is what all of them have, in bytes."""

    size: int = 0
    counts: list[tuple[File, Counts]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


Track = Callable[[Iterator[Part], int], Iterable[Part]]
"""Passes on parts as they come, of so many bytes in all."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The counts of all transcripts, those that could not be read, and how many were read anew."""

    counts: tuple[Counts, ...]
    unread: tuple[Unread, ...]
    anew: int


def gather(
    paths: Iterable[Path], kept: Path | None, today: date, since: date | None, track: Track
) -> Gathered:
    """The counts of transcripts, without sessions that ended before the day `since`.

    `kept` is where the counts of earlier runs lie, and are left for the next.
    """
    files, unread = look(paths)
    if since is not None:
        # what was last written to before cannot hold anything later; a day for time zones
        oldest = (since - timedelta(days=1) - date(1970, 1, 1)).days * 86_400 * 10**9
        files = [file for file in files if file.changed >= oldest]
    old = state.read(kept)
    known = [file for file in files if same(old.get(file.key), file)]
    new = [file for file in files if not same(old.get(file.key), file)]
    parts = parallel.weighted(count_all, new, lambda file: file.size, ENOUGH)
    day = today.toordinal()
    now = {file.key: Entry(file.size, file.changed, day, old[file.key].counts) for file in known}
    for part in track(parts, sum(file.size for file in new)):
        unread += part.unread
        for file, counts in part.counts:
            now[file.key] = Entry(file.size, file.changed, day, counts)
    if any(old.get(key) != entry for key, entry in now.items()):
        state.write(kept, {**old, **now}, today)
    counts = (entry.counts for entry in now.values())
    recent = (one for one in counts if since is None or (one.last and one.last >= since))
    return Gathered(tuple(recent), tuple(unread), len(new))


def same(entry: Entry | None, file: File) -> bool:
    """Whether a file is as it was when it was counted."""
    return entry is not None and (entry.size, entry.changed) == (file.size, file.changed)


def look(paths: Iterable[Path]) -> tuple[list[File], list[Unread]]:
    """Each file once, however often and by whatever name it was found."""
    files, unread = {}, []
    for path in paths:
        try:
            status = path.stat()
        except OSError as error:
            unread.append(Unread(path, reason(error), crash=False))
            continue
        key = state.key(os.path.realpath(path))
        files[key] = File(path, key, status.st_size, status.st_mtime_ns)
    return list(files.values()), unread


def count_all(files: Sequence[File]) -> Part:
    """The counts of some files; what is wrong with one never hides another."""
    part = Part()
    for file in files:
        part.size += file.size
        try:
            part.counts.append((file, count(transcripts.read(file.path))))
        except OSError as error:
            part.unread.append(Unread(file.path, reason(error), crash=False))
        except Exception as error:
            # its message may quote the session
            part.unread.append(Unread(file.path, f"internal error: {type(error).__name__}", True))
    return part


def reason(error: OSError) -> str:
    """Why a file could not be read, in the system's words."""
    return (error.strerror or type(error).__name__).lower()
