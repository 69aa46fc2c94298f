"""What git's diff shows of some files, as a host shows it of a pull request."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.compare import git, hunks
from skilllint.compare.blobs import DIFF, Entry, Tree
from skilllint.compare.git import Repository
from skilllint.model import Hunk

RAW = (*(word for word in DIFF if word != "--no-renames"), "--find-renames")
SHOWN = (
    "--patch",
    "--unified=3",
    "--inter-hunk-context=0",
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--no-function-context",
    "--submodule=short",
)
"""How GitHub shows a change, whatever the user's own git is set to."""

ROOM = 20_000
"""The characters of paths that one command is given; the least system takes 32,000."""


class States(NamedTuple):
    """Two states: the commit before with its files, what became of each, and the commit after.

    Without one after it is the files on disk.
    """

    base: str
    head: str | None
    before: Tree
    changes: Mapping[str, Entry | None]


def shown(place: Repository, states: States, paths: Collection[str]) -> dict[str, tuple[Hunk, ...]]:
    """The hunks of some files by their paths after; none of what git takes for no text.

    Raises `GitError`.
    """
    found: dict[str, tuple[Hunk, ...]] = {}
    known = []
    for path in sorted(paths):
        entry = states.changes.get(path)
        if entry and not entry.mode:  # git does not know it yet
            found[path] = whole(place, path)
        elif entry:
            known.append(path)
    came = [path for path in known if path not in states.before]
    gone = None in states.changes.values()
    origins = renamed(place, states) if came and gone else {}
    groups = [(path, origins[path]) if path in origins else (path,) for path in known]
    for chunk in chunks(groups):
        found |= diff(place, states, chunk)
    return found


def whole(place: Repository, path: str) -> tuple[Hunk, ...]:
    """A file on disk that is new from its first line to its last."""
    try:
        text = (place.root / path).read_bytes()
    except OSError:
        return ()
    count = text.count(b"\n") + (not text.endswith(b"\n") and text != b"")
    return (Hunk(1, count, tuple(range(1, count + 1))),) if count else ()


def renamed(place: Repository, states: States) -> dict[str, str]:
    """The files that had another name before, with that name."""
    said = git.ask(place, *RAW, "--diff-filter=R", *between(states), "--")
    return {after: before for before, after in entries(said)[0] if before != after}


def between(states: States) -> list[str]:
    """The two states as git is told."""
    return [states.base, *([states.head] if states.head else [])]


def chunks(groups: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Paths in as many parts as there are commands; what belongs together stays so."""
    held: list[str] = []
    size = 0
    for group in groups:
        more = sum(len(os.fsencode(path)) + 3 for path in group)
        if held and size + more > ROOM:
            yield held
            held, size = [], 0
        held += group
        size += more
    if held:
        yield held


def diff(place: Repository, states: States, paths: Sequence[str]) -> dict[str, tuple[Hunk, ...]]:
    """What one diff shows of some paths. Raises `GitError`.

    Before the text git names the files in its order, byte for byte; of the names in the
    text nothing is read.
    """
    words = [*RAW, *SHOWN, "--diff-filter=AMR", *between(states), "--", *paths]
    listed, text = entries(git.ask(place, *words))
    files = list(hunks.split(text.decode("latin-1")))[1:]  # lines are counted, not read
    if len(files) != len(listed):
        return {}
    return {after: found for (_, after), found in zip(listed, files, strict=True)}


def entries(said: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """The names of each file before and after, and the text that follows them."""
    found = []
    at = 0
    while said[at : at + 1] == b":":
        meta, at = field(said, at)
        before, at = field(said, at)
        after = before
        if meta.rpartition(b" ")[2][:1] in (b"R", b"C"):
            after, at = field(said, at)
        found.append((os.fsdecode(before), os.fsdecode(after)))
    return found, said[at + 1 :]


def field(said: bytes, at: int) -> tuple[bytes, int]:
    """What stands from one place to the next NUL, and the place behind it."""
    end = said.index(b"\0", at)
    return said[at:end], end + 1
