"""The skills of one state of a repository, audited like any others: in a copy of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from skilllint import audit, discovery, source
from skilllint.audit import Request
from skilllint.compare.git import Repository
from skilllint.compare.texts import Features, features
from skilllint.config import Configs
from skilllint.model import Audited, Finding, Report, Unread

EMPTY: Features = frozenset()


@dataclass(frozen=True)
class One:
    """A skill of one state. `folder` is its own in the repository, `copy` the same of the copy."""

    folder: str
    copy: Path
    audited: Audited

    @property
    def place(self) -> str:
        """Its SKILL.md in the repository."""
        return self.audited.skill.place

    @cached_property
    def references(self) -> dict[str, int]:
        """The tokens of its references, by their paths in the folder."""
        shown = discovery.shown(self.copy)
        return {
            posixpath.relpath(file.path, shown): file.tokens or 0
            for file in self.audited.skill.tokens.files
            if file.kind == "reference"
        }

    def size(self, path: str) -> int:
        """The bytes of one of its files; none of a file that is not there."""
        try:
            return (self.copy / path).stat().st_size
        except OSError:
            return 0

    def data(self, path: str) -> bytes:
        """The bytes of one of its files that is there."""
        return (self.copy / path).read_bytes()

    def title(self, path: str) -> str:
        """The heading that one of its files begins with, or nothing."""
        try:
            text = source.decode(source.load(self.copy / path))[1]
        except source.Unreadable:
            return ""
        first = text.lstrip().partition("\n")[0]
        return first if first.startswith("#") else ""

    def features(self, path: str) -> Features:
        """What one of its files is known by; nothing of a file that is not there."""
        try:
            return features(source.decode(source.load(self.copy / path))[1])
        except source.Unreadable:
            return EMPTY


@dataclass(frozen=True, slots=True)
class Side:
    """One state: its skills by their folders, what could not be read, and the folders so lost."""

    skills: Mapping[str, One]
    unread: tuple[Unread, ...]
    lost: frozenset[str]


def look(
    place: Repository, both: Sequence[Path], configs: Configs, request: Request
) -> tuple[tuple[Side, ...], Report]:
    """Audit the skills that copies of a repository hold, all at once: much is in each of them.

    The second of what is returned is the report on all of them.
    """
    report = audit.run(both, request, configs=configs)
    return tuple(side(place, copy, report) for copy in both), report


def side(place: Repository, copy: Path, report: Report) -> Side:
    """What a report says of one copy, by the paths that its files have in the repository."""
    start = f"{discovery.shown(copy)}/"
    skills = {}
    for audited in report.skills:
        if audited.skill.path.startswith(start):
            folder = posixpath.dirname(audited.skill.place)
            skills[folder] = One(folder, copy / folder, rename(audited, place))
    unread, lost = [], set()
    for one in report.failed:
        inner = one.path.removeprefix(start)
        if one.cause != "excluded" and inner != one.path:
            reason = one.reason.replace(start, "")
            unread.append(replace(one, path=place.shown(inner), reason=reason))
            if discovery.is_skill(posixpath.basename(inner)):
                lost.add(posixpath.dirname(inner))
    return Side(skills, tuple(unread), frozenset(lost - set(skills)))


def rename(audited: Audited, place: Repository) -> Audited:
    """A skill of a copy with the paths that its files have in the repository."""
    findings = tuple(replace(one, path=real(place, one)) for one in audited.findings)
    return replace(audited, findings=findings)


def real(place: Repository, found: Finding) -> str:
    """The path of a finding's file in the repository, as reports name it."""
    return place.shown(found.place)
