"""Working copies of files: what may be changed, and what becomes of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from skilllint import discovery, source
from skilllint.fixes import edits
from skilllint.model import Finding, Rewrite


class Refused(Exception):
    """A file that is not changed; its text is one line saying why."""


@dataclass(slots=True)
class Copy:
    """One file that is being fixed: its lines as they were and as they are by now.

    Both with their ends, the first with the byte order mark.
    """

    path: str
    real: str
    bom: str
    before: tuple[str, ...]
    lines: list[str]
    origin: list[int]
    fixed: int = 0

    @property
    def data(self) -> bytes:
        """The bytes that the file would hold."""
        return "".join(self.lines).encode("utf-8")

    def mend(self, findings: Iterable[Finding]) -> list[Finding]:
        """Make the edits of as many findings as go together; those that were mended."""
        chosen = edits.choose(findings)
        moved = [edits.behind(edit, len(self.bom)) for one in chosen for edit in one.edits]
        self.lines, self.origin = edits.apply(self.lines, self.origin, moved)
        self.fixed += len(chosen)
        return chosen

    def rewrite(self) -> Rewrite:
        """What has become of the file."""
        after, origin = tuple(self.lines), tuple(self.origin)
        return Rewrite(self.path, self.real, self.before, after, origin, self.fixed)


def real(path: str) -> str:
    """Where a file as reported truly lies."""
    return os.path.realpath(path)


def take(path: str, skill: str) -> Copy:
    """A working copy of a file of a skill, both as reported. Raises `Refused`."""
    true = real(path)
    check_place(true, skill)
    check_rights(true)
    data = read(true)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"byte {error.start + 1} is not UTF-8 text") from error
    lines = edits.divide(text)
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    return Copy(path, true, bom, tuple(lines), lines, list(range(len(lines))))


def read(true: str) -> bytes:
    """What a file holds. Raises `Refused`."""
    try:
        return source.load(Path(true))
    except source.Unreadable as error:
        raise Refused(str(error)) from error


def check_place(true: str, skill: str) -> None:
    """Raise `Refused` for a file that a link leads to from outside the skill's repository.

    Without a repository, the skills beside this one take its place.
    """
    folder = Path(os.path.abspath(skill)).parent  # noqa: PTH100
    home = os.path.realpath(discovery.repository(folder) or folder.parent)
    if not Path(true).is_relative_to(home):
        raise Refused(f"it is a link to {true}, outside {home}")


def check_rights(true: str) -> None:
    """Raise `Refused` for a file that nobody may write, or that other names share."""
    try:
        status = Path(true).stat()
    except OSError as error:
        raise Refused(os.strerror(error.errno or 0).lower()) from error
    if not stat.S_IMODE(status.st_mode) & 0o222 or not os.access(true, os.W_OK):
        raise Refused("it is read-only")
    if status.st_nlink > 1:
        raise Refused(f"{status.st_nlink} hard links share it, and only one would change")
