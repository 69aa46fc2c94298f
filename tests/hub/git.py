"""What git says of the commits: the diff that GitHub shows, and where its lines went."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hub.state import Side

KNOWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
HEAD = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
STATUSES = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "T": "changed"}
EMPTY = "0" * 40
NOBODY = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid")
WHO = b"committer Test <test@example.invalid> 1767603600 +0000\n"
LONGEST_PATCH = 1_000_000
"""Bytes of one file's diff beyond which GitHub shows none (its "diff limits")."""


def surroundings() -> dict[str, str]:
    """The environment of a git that knows nothing of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | KNOWN


@dataclass(frozen=True)
class Row:
    """A line of a patch: its number before and after, and which position of the diff it has."""

    position: int
    hunk: int
    old: int | None
    new: int | None
    text: str

    def number(self, side: Side) -> int | None:
        """Its number in the file of a side; a line that is not in that file has none."""
        return self.old if side == "LEFT" else self.new


@dataclass(frozen=True)
class Changed:
    """A file of a diff; `patch` is None where GitHub gives none."""

    path: str
    old_path: str | None
    status: str
    blob: str
    patch: str | None

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of the patch that a remark can stand at."""
        return rows(self.patch or "")

    def row(self, line: int, side: Side) -> Row | None:
        """The line of the patch with this number on a side."""
        return next((row for row in self.rows if row.number(side) == line), None)

    def count(self, sign: str) -> int:
        return sum(row.text.startswith(sign) for row in self.rows)


def rows(patch: str) -> list[Row]:
    """The lines of a patch; `@@` of the first hunk is position 0, those of others count."""
    found: list[Row] = []
    old = new = 0
    hunk = -1
    for position, text in enumerate(patch.split("\n")):
        if head := HEAD.match(text):
            old, new = int(head[1]), int(head[3])
            hunk += 1
        elif text[:1] in ("+", "-", " "):
            before = None if text[0] == "+" else old
            after = None if text[0] == "-" else new
            found.append(Row(position, hunk, before, after, text))
            old += before is not None
            new += after is not None
    return found


@dataclass
class Store:
    """A repository that holds the commits; `place` is a bare one or has a work tree."""

    place: Path
    diffs: dict[tuple[str, str], list[Changed]] = field(default_factory=dict)
    steps: dict[tuple[str, str, str], list[re.Match[str]] | None] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        """Its git folder."""
        return Path(self.git("rev-parse", "--absolute-git-dir"))

    def raw(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """What git prints; raises CalledProcessError where it fails."""
        return subprocess.run(
            ["git", *arguments],
            check=True,
            cwd=self.place,
            input=stdin,
            capture_output=True,
            env=surroundings(),
        ).stdout

    def git(self, *arguments: str, stdin: bytes | None = None) -> str:
        return self.raw(*arguments, stdin=stdin).decode("utf-8", "surrogateescape").strip()

    def holds(self, commit: str) -> bool:
        """Whether a commit is there."""
        try:
            self.git("cat-file", "-e", f"{commit}^{{commit}}")
        except subprocess.CalledProcessError:
            return False
        return True

    def merge_base(self, base: str, head: str) -> str | None:
        """The best common ancestor, or None."""
        try:
            return self.git("merge-base", base, head) or None
        except subprocess.CalledProcessError:
            return None

    def between(self, base: str, head: str) -> list[str]:
        """The commits of `head` that `base` has not, the newest first."""
        try:
            return self.git("rev-list", f"{base}..{head}").split()
        except subprocess.CalledProcessError:
            return []

    def diff(self, base: str, head: str) -> list[Changed]:
        """What a pull request shows: the change since the merge base, by path."""
        if (base, head) not in self.diffs:
            start = self.merge_base(base, head)
            self.diffs[base, head] = self.changed(start, head) if start else []
        return self.diffs[base, head]

    def changed(self, start: str, head: str) -> list[Changed]:
        shown = self.raw(
            *("diff", "--patch-with-raw", "-z", "-M", "-U3", "--no-abbrev", "--no-color"),
            *("--no-ext-diff", "--no-textconv", start, head),
        )
        if not shown:
            return []
        listed, _, patches = shown.partition(b"\0\0")
        parts = iter(re.split(r"^diff --git .*\n", text(patches), flags=re.MULTILINE)[1:])
        found = []
        for path, old, status, blob_id in entries(text(listed)):
            patch = patch_of(next(parts))
            if status == "changed":  # another type of file: git shows the old one, then the new
                patch = patch_of(next(parts))
            found.append(Changed(path, old, status, blob_id, patch))
        return found

    def moved(self, path: str, line: int, then: str, now: str) -> int | None:
        """The number that a line of a file has in a later commit; None if it is gone."""
        if (path, then, now) not in self.steps:
            self.steps[path, then, now] = self.heads(path, then, now)
        heads = self.steps[path, then, now]
        if heads is None:
            return None
        shift = 0
        for head in heads:
            start, length = int(head[1]), int(head[2] or 1)
            if length and start <= line < start + length:
                return None
            if line < start + (not length):
                break
            shift += int(head[4] or 1) - length
        return line + shift

    def heads(self, path: str, then: str, now: str) -> list[re.Match[str]] | None:
        """The heads of the hunks between a file then and now; None if it is not there."""
        try:
            patch = self.git("diff", "-U0", "--no-color", f"{then}:{path}", f"{now}:{path}")
        except subprocess.CalledProcessError:
            return None
        return list(HEAD.finditer(patch))

    def merged(self, base: str, head: str) -> str | None:
        """The commit that merges two, which Actions checks out; None where they conflict."""
        try:
            tree = self.git("merge-tree", "--write-tree", base, head)
            parents = ("-p", base, "-p", head)
            return self.git(*NOBODY, "commit-tree", tree, *parents, "-m", "Merge")
        except subprocess.CalledProcessError:
            return None

    def commit(
        self,
        files: Mapping[str, str | bytes | None],
        parent: str | None = None,
        message: str = "change",
    ) -> str:
        """A commit on top of another with these files; None takes one away."""
        stream = [b"commit refs/hub/made\n", WHO, blob(message.encode())]
        stream += [f"from {parent}\n".encode()] if parent else []
        for path, content in files.items():
            if content is None:
                stream.append(f"D {path}\n".encode())
            else:
                raw = content.encode() if isinstance(content, str) else content
                stream += [f"M 100644 inline {path}\n".encode(), blob(raw)]
        self.git("fast-import", "--quiet", "--force", stdin=b"".join(stream))
        made = self.git("rev-parse", "refs/hub/made")
        self.git("update-ref", "-d", "refs/hub/made")
        return made

    def take(self, source: Path, commit: str) -> None:
        """Fetch a commit from another repository; no branch leads to it here."""
        self.git("fetch", "-q", "--no-tags", str(source), commit)
        (self.folder / "FETCH_HEAD").unlink()


def blob(raw: bytes) -> bytes:
    """Bytes as `git fast-import` reads them."""
    return b"data %d\n%b\n" % (len(raw), raw)


def text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def entries(listed: str) -> list[tuple[str, str | None, str, str]]:
    """Path, old path, status and blob of each file of `git diff --raw -z`."""
    words = iter(listed.strip("\0").split("\0"))
    found: list[tuple[str, str | None, str, str]] = []
    for word in words:
        *_, blob_id, status = word.split(" ")
        path = next(words)
        old, path = (path, next(words)) if status[0] in "RC" else (None, path)
        found.append((path, old, STATUSES[status[0]], blob_id))
    return found


def patch_of(part: str) -> str | None:
    """The hunks of a file's part of a diff; None for a binary or a huge one, or without any."""
    start = re.search(r"^@@ ", part, re.MULTILINE)
    if start is None or len(part) > LONGEST_PATCH:
        return None
    return part[start.start() :].removesuffix("\n")
