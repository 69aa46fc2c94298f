"""What came in the place of a skill and is not looked at: an agent may read it all the same."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping

from skilllint import discovery
from skilllint.compare import copies
from skilllint.compare.blobs import Entry
from skilllint.compare.trees import LINK, SUBMODULE
from skilllint.model import SkillChange, Unread

ODD = {LINK: "a link, which is not followed", SUBMODULE: "a submodule, which is not followed"}


def find(changes: Mapping[str, Entry | None], skills: Collection[str]) -> Iterator[Unread]:
    """What became of a SKILL.md, or of one of some skills' folders, that nobody can look at."""
    for path, entry in changes.items():
        is_skill = discovery.is_skill(posixpath.basename(path))
        if entry is None or not (is_skill or path in skills):
            continue
        if entry.mode in ODD:
            yield Unread(path, ODD[entry.mode])
        elif is_skill and not copies.is_safe(path):
            yield Unread(path, "a path that not every disk takes")


def kept(found: Iterable[SkillChange], lost: Iterable[Unread]) -> tuple[SkillChange, ...]:
    """Differences without those skills of which it cannot be said that they are gone."""
    paths = {one.path for one in lost}
    folders = paths | {posixpath.dirname(path) for path in paths}
    return tuple(
        one
        for one in found
        if one.status != "removed" or posixpath.dirname(one.place) not in folders
    )
