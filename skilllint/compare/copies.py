"""Skills of a tree as plain files in a folder of our own.

Nothing is checked out: no link is made, no filter and no hook runs, and no path
leads out of the folder. It lies below a private one as the repository lies below
the root of the disk, so that configurations above the repository hold for it alike.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from skilllint import discovery, folder, selection, source
from skilllint.compare import blobs
from skilllint.compare.blobs import Entry, Tree
from skilllint.compare.git import GitError, Repository
from skilllint.compare.trees import Owners, belongings

READ_ABOVE = frozenset({".gitignore", "pyvenv.cfg"})
"""Files above a skill's folder that say whether it is looked at."""

MEMORY = Path("/dev/shm")
ROOM = 8
"""How often what is written must fit into what memory is left for files."""

MARKS = (*discovery.MANIFESTS, *(place for places in selection.SHOWN.values() for place in places))
"""Folders that show what a repository is."""


MOST = 1_000_000_000
"""Bytes of all files that are written; a tree may hold the same one a million times."""

LONGEST, LONGEST_NAME = 1_000, 255
"""The bytes of a path and of a name in it; macOS takes 1,024 of a whole path."""


class Wanted(NamedTuple):
    """A file to write: where, from what, and whether more of it counts than its size."""

    path: str
    entry: Entry
    read: bool


def private(size: int) -> TemporaryDirectory[str]:
    """A folder of our own for so many bytes, in memory where the system has a place for that.

    Making and removing a hundred folders takes a disk up to a second.
    """
    place = None
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK) and not os.environ.get("TMPDIR"):
        room = os.statvfs(MEMORY)
        place = MEMORY if room.f_bavail * room.f_frsize > ROOM * size else None
    return TemporaryDirectory(prefix="skilllint-", dir=place)


def mirror(private: Path, place: Path) -> Path:
    """Where a folder's copy lies below a private one."""
    return private / place.relative_to(place.anchor)


def plan(tree: Tree, owners: Owners, folders: set[str], *, whole: bool = False) -> list[Wanted]:
    """The files that are needed of a tree to look at the skills of some folders.

    With `whole` no file of the tree says what is looked at: it is all committed, and a
    stranger's `.gitignore` or `pyvenv.cfg` would hide what comes with it.
    """
    above = {up for one in folders for up in upwards(one)}
    needed = [
        Wanted(path, entry, is_read(path))
        for path, entry in belongings(tree, owners, folders)
        if not whole or posixpath.basename(path) not in READ_ABOVE
    ]
    known = {one.path for one in needed}
    for path, entry in tree.items():
        start, _, name = path.rpartition("/")
        if name in discovery.NAMING and posixpath.basename(start) in discovery.MANIFESTS:
            named = posixpath.dirname(start) in above
        else:
            named = not whole and name in READ_ABOVE and start in above
        if named and path not in known:
            needed.append(Wanted(path, entry, read=True))
    # no links and no submodules: those are no files
    return [one for one in needed if one.entry.mode[:3] in ("", "100") and is_safe(one.path)]


def upwards(path: str) -> Iterator[str]:
    """A folder and those above it, the repository's root as the empty text."""
    while path:
        yield path
        path = posixpath.dirname(path)
    yield ""


def is_read(path: str) -> bool:
    """Whether the text of a skill's file may matter, not only its size."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    return bool(folder.kind_of(name)) or suffix in folder.DATA or name.name == ".gitignore"


def is_safe(path: str) -> bool:
    """Whether a path leads into the folder it is joined to, and to no place with a meaning.

    A tree may hold names that are longer than any disk takes.
    """
    if len(os.fsencode(path)) > LONGEST or any(
        len(os.fsencode(part)) > LONGEST_NAME for part in path.split("/")
    ):
        return False
    parts = path.replace("\\", "/").split("/") if os.sep == "\\" else path.split("/")
    return not any(part.lower() in ("", ".", "..", ".git") or "\0" in part for part in parts) and (
        os.sep == "/" or ":" not in path
    )


def marks(tree: Tree) -> set[str]:
    """The folders of a tree that show what a repository or a plugin is."""
    found = set()
    for path in tree:
        for mark in MARKS:
            at = path.find(f"{mark}/")
            if at == 0 or (at > 0 and path[at - 1] == "/"):
                found.add(path[: at + len(mark)])
    return {path for path in found if is_safe(path)}


class Contents(NamedTuple):
    """The sizes of blobs, and the bytes of those that are read.

    With `unix` text on disk is taken with the line ends that git would store.
    """

    sizes: dict[str, int]
    texts: dict[str, bytes]
    unix: bool


def fetch(place: Repository, wanted: Iterable[Wanted], *, unix: bool = False) -> Contents:
    """What is wanted of the repository. Raises `GitError`."""
    wanted = list(wanted)
    sizes = blobs.sizes(place, sorted({one.entry.blob for one in wanted if one.entry.blob}))
    asked = {one.entry.blob for one in wanted if one.entry.blob and one.read}
    small = sorted(blob for blob in asked if sizes[blob] <= source.MAX_BYTES)
    return Contents(sizes, dict(blobs.contents(place, small)), unix)


def weight(wanted: Iterable[Wanted], held: Contents) -> int:
    """The bytes of what is written, a blob as often as a tree has it. Raises `GitError`."""
    lengths = {blob: len(text) for blob, text in held.texts.items()}
    found = sum(lengths.get(one.entry.blob or "", 0) for one in wanted)
    if found > MOST:
        raise GitError(f"the files of the skills that differ have over {MOST:,} bytes")
    return found


def write(
    place: Repository, copy: Path, wanted: Iterable[Wanted], held: Contents, marked: Iterable[str]
) -> None:
    """Write a copy of some files of a repository; from the disk where they are no blobs."""
    copy.mkdir(parents=True, exist_ok=True)
    (copy / ".git").touch()  # so that paths begin here
    for mark in marked:
        (copy / mark).mkdir(parents=True, exist_ok=True)
    for path, entry, read in wanted:
        size, data = 0, b""
        if entry.blob:
            size, data = held.sizes[entry.blob], held.texts.get(entry.blob, b"")
        else:
            found = on_disk(place.root / path, read)
            if found is None:
                continue
            size, data = found
            if held.unix and b"\r" in data and data.count(b"\n") == data.count(b"\r\n"):
                data = data.replace(b"\r\n", b"\n")
                size = len(data)
        target = copy / path
        with suppress(FileExistsError, NotADirectoryError):  # names that differ by case alone
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
                file.truncate(size)  # a hole takes no room
        if entry.mode == "100755" or (not entry.mode and os.access(place.root / path, os.X_OK)):
            target.chmod(0o700)


def on_disk(path: Path, read: bool) -> tuple[int, bytes] | None:
    """The size and the bytes of a file on disk; None for what is none, or is gone by now."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        size = path.stat().st_size
        return size, path.read_bytes() if read and size <= source.MAX_BYTES else b""
    except OSError:
        return None
