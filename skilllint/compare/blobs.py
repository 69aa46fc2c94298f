"""What git holds: trees, what differs between two, and the contents of files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterator, Sequence
from tempfile import TemporaryFile
from typing import NamedTuple

from skilllint.compare import git
from skilllint.compare.git import GitError, Repository

DIFF = (
    "diff",
    "--raw",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=dirty",
)


MOST = 100_000_000
"""Bytes of a list of files at most: a million files, and with them some gigabytes of memory."""


class Entry(NamedTuple):
    """A file of a tree: its mode as git writes it, and its blob; None for the file on disk."""

    mode: str
    blob: str | None


Tree = dict[str, Entry]
"""Files by their paths from the repository's root."""


def tree(place: Repository, revision: str) -> Tree:
    """All files of a commit. Raises `GitError`."""
    found: Tree = {}
    said = bounded(place, "ls-tree", "-r", "-z", "--full-tree", revision)
    for row in said.split(b"\0"):
        meta, _, path = row.partition(b"\t")
        if path:
            mode, _, blob = meta.decode().split(" ")
            found[os.fsdecode(path)] = Entry(mode, blob)
    return found


def changes(place: Repository, base: str, head: str | None) -> dict[str, Entry | None]:
    """What became of each file that differs from a commit; None if it is gone.

    Against another commit, or else the files on disk with those that git does not
    know yet and does not ignore. Raises `GitError`.
    """
    arguments = [*DIFF, base, *([head] if head else []), "--"]
    fields = bounded(place, *arguments).split(b"\0")
    found: dict[str, Entry | None] = {}
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, blob, status = meta.decode().split(" ")
        gone = status.startswith("D") or (mode == "000000" and not status.startswith("U"))
        found[os.fsdecode(path)] = None if gone else Entry(mode, blob if head else None)
    if head is None:
        listed = git.ask(place, "ls-files", "-z", "--others", "--exclude-standard")
        for path in filter(None, listed.split(b"\0")):
            if not path.endswith(b"/"):  # a repository of its own
                found[os.fsdecode(path)] = Entry("", None)
    return found


def converts(place: Repository, files: Tree) -> bool:
    """Whether git may store text with other line ends than it has on disk."""
    said = git.call(place, "config", "--get", "core.autocrlf").stdout.strip()
    attributes = any(path.endswith(".gitattributes") for path in files)
    return said in (b"true", b"input") or attributes


def bounded(place: Repository, *arguments: str) -> bytes:
    """What git prints of as many files as somebody cared to commit, in a tree that names the
    same folder again and again: a few kilobytes can stand for more than any memory holds.

    Raises `GitError`.
    """
    command = ["git", *git.SETTINGS, *place.options, *arguments]
    with TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                cwd=place.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**git.surroundings(place.folder), **git.SURROUNDINGS},
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {os.strerror(error.errno or 0).lower()}") from None
        with process:
            assert process.stdout
            found = process.stdout.read(MOST + 1)
            if len(found) > MOST:
                process.kill()
        if len(found) > MOST:
            raise GitError(
                f"there are too many files: git {arguments[0]} lists over {MOST:,} bytes"
            )
        if process.returncode:
            errors.seek(0)
            git.fail(arguments[0], errors.read())
    return found


def sizes(place: Repository, blobs: Collection[str]) -> dict[str, int]:
    """The bytes of each blob. Raises `GitError`."""
    data = "".join(f"{blob}\n" for blob in blobs).encode()
    found = {}
    for row in git.ask(place, "cat-file", "--batch-check", data=data).decode().split("\n"):
        words = row.split(" ")
        if len(words) == 3:
            found[words[0]] = int(words[2])
    lost = next((blob for blob in blobs if blob not in found), None)
    if lost:
        raise GitError(f"git has lost the file contents {lost}; try git fetch --refetch")
    return found


def contents(place: Repository, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of some blobs. Raises `GitError`."""
    data = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = git.ask(place, "cat-file", "--batch", data=data)
    at = 0
    for blob in blobs:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].rsplit(b" ", 1)[1])
        yield blob, answer[end + 1 : end + 1 + size]
        at = end + size + 2
