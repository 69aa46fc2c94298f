"""Which skills of two trees differ, and which files each is made of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from skilllint import discovery
from skilllint.compare.blobs import Entry, Tree

LINK, SUBMODULE = "120000", "160000"


def patched(tree: Tree, changes: Mapping[str, Entry | None]) -> Tree:
    """A tree with what became of its files."""
    after = dict(tree)
    for path, entry in changes.items():
        if entry is None:
            after.pop(path, None)
        else:
            after[path] = entry
    return after


def submodules(*trees: Tree) -> tuple[str, ...]:
    """The submodules of some trees."""
    found = {path for tree in trees for path, entry in tree.items() if entry.mode == SUBMODULE}
    return tuple(sorted(found))


@dataclass(slots=True)
class Owners:
    """Whose each file of a tree is: its skill's folder, the nearest above it with a SKILL.md."""

    skills: set[str]
    known: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree) -> Owners:
        """The owners of a tree's files; a link is no SKILL.md, for it may lead anywhere."""
        found = set()
        for path, entry in tree.items():
            if is_skill(path, entry):
                found.add(posixpath.dirname(path))
        return cls(found)

    def folder(self, path: str) -> str | None:
        """The folder of the skill that a file belongs to, if it belongs to one."""
        passed = []
        above = posixpath.dirname(path)
        while above not in self.known and above not in self.skills and above:
            passed.append(above)
            above = posixpath.dirname(above)
        found = above if above in self.skills else self.known.get(above)
        self.known.update(dict.fromkeys((*passed, above), found))
        return found

    def meant(self, path: str) -> set[str]:
        """The folders of the skills that lie below a path, or that it belongs to."""
        start = tidy(path)
        above = self.folder(f"{start}x") if start else None
        return {
            one for one in self.skills if one == above or f"{one}/".startswith(start) or not start
        }


def is_skill(path: str, entry: Entry) -> bool:
    """Whether a file of a tree makes its folder a skill."""
    return (
        path[-8:].lower() == "skill.md"  # first, for trees are large
        and entry.mode not in (LINK, SUBMODULE)
        and discovery.is_skill(posixpath.basename(path))
    )


def tidy(path: str) -> str:
    """The beginning of what lies below a folder, or would if the path were one."""
    short = posixpath.normpath(path)
    return "" if short == "." else f"{short}/"


def holds(tree: Tree, path: str) -> bool:
    """Whether a tree has a file or a folder of this name."""
    start = tidy(path)
    return start[:-1] in tree or any(one.startswith(start) for one in tree)


def differing(paths: Iterable[str], *both: Owners) -> set[str]:
    """The folders of the skills, before or after, that some changed files belong to."""
    found = {owners.folder(path) for path in paths for owners in both}
    return {folder for folder in found if folder is not None}


def belongings(tree: Tree, owners: Owners, folders: set[str]) -> Iterator[tuple[str, Entry]]:
    """What lies in some skills' folders."""
    for path, entry in tree.items():
        if owners.folder(path) in folders:
            yield path, entry
