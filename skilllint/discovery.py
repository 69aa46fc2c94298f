"""Paths given to the skills they stand for; one walk of our own, the same with and without git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from skilllint.ignoring import Ignoring
from skilllint.model import Unread

MANIFESTS = (".claude-plugin", ".codex-plugin")
MARKDOWN = (".md", ".markdown", ".mdx")


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths stand for, each once.

    `skills` are SKILL.md files, `loose` Markdown files that belong to no skill,
    `missing` paths that do not exist, `empty` folders without any skill, and
    `passed_over` files that are neither.
    """

    skills: tuple[Path, ...]
    loose: tuple[Path, ...]
    missing: tuple[Unread, ...]
    empty: tuple[Path, ...]
    passed_over: tuple[Path, ...]


@dataclass(slots=True)
class Search:
    """The work in progress: what was found, and what was seen already."""

    skills: list[Path] = field(default_factory=list)
    loose: list[Path] = field(default_factory=list)
    missing: list[Unread] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, path: Path, to: list[Path]) -> None:
        """Note a file once, whatever links lead to it."""
        real = os.path.realpath(path)
        if real not in self.seen:
            self.seen.add(real)
            to.append(path)


def find(paths: Iterable[Path]) -> Found:
    """The skills that files and folders stand for, in the order given, each once."""
    search = Search()
    for path in paths:
        if path.is_dir():
            found = list(walk(path))
            for skill in found:
                search.add(skill, search.skills)
            if not found:
                search.empty.append(path)
        elif path.exists():
            find_owner(path, search)
        else:
            search.missing.append(Unread(path.as_posix(), "no such file or folder"))
    return Found(
        tuple(search.skills),
        tuple(search.loose),
        tuple(search.missing),
        tuple(search.empty),
        tuple(search.passed_over),
    )


def find_owner(path: Path, search: Search) -> None:
    """A file stands for the skill of the nearest folder above it that has one."""
    if path.name.lower() == "skill.md":
        search.add(path, search.skills)
        return
    # lexically, not by resolving links: the file stands for the skill it was named in
    here = Path(os.path.abspath(path)).parent  # noqa: PTH100
    for folder in (here, *here.parents):
        entry = skill_file(folder)
        if entry is not None:
            search.add(
                Path(os.path.relpath(entry)) if not path.is_absolute() else entry, search.skills
            )
            return
        if (folder / ".git").exists():
            break
    search.add(path, search.loose if path.suffix.lower() in MARKDOWN else search.passed_over)


def skill_file(folder: Path) -> Path | None:
    """The SKILL.md of a folder, in any case; the one in capitals first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.lower() == "skill.md"]
    except OSError:
        return None
    return folder / best(names) if names else None


def best(names: list[str]) -> str:
    """Of several spellings in one folder, the one that hosts load."""
    return min(names, key=lambda name: (name != "SKILL.md", name))


def walk(root: Path) -> Iterator[Path]:
    """Every SKILL.md below a folder; a folder reached by a link comes after the real ones."""
    links: list[tuple[Path, Ignoring]] = []
    visited = set(real_chain(root))
    yield from walk_real(root, Ignoring.above(root), links, visited)
    while links:
        link, ignoring = links.pop(0)
        real = os.path.realpath(link)
        if real not in visited:
            yield from walk_real(link, ignoring, links, visited)


def real_chain(root: Path) -> list[str]:
    """The folders above the root: a link back up to one of them is a circle, not a skill folder."""
    real = Path(os.path.realpath(root))
    return [str(parent) for parent in real.parents]


def walk_real(
    folder: Path, ignoring: Ignoring, links: list[tuple[Path, Ignoring]], visited: set[str]
) -> Iterator[Path]:
    """Walk real folders, top down and sorted; put links to folders aside."""
    stack = [(folder, ignoring)]
    while stack:
        here, above = stack.pop()
        real = os.path.realpath(here)
        if real in visited:
            continue
        visited.add(real)
        files, folders, inner = listing(here, above)
        names = [name for name in files if name.lower() == "skill.md"]
        if names:
            yield here / best(names)
        for name in reversed(folders):
            below = here / name
            if below.is_symlink():
                links.insert(0, (below, inner))
            else:
                stack.append((below, inner))


def listing(folder: Path, above: Ignoring) -> tuple[list[str], list[str], Ignoring]:
    """The names of files and of folders that are not ignored, sorted, and what is ignored below."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return [], [], above
    names = {entry.name for entry in entries}
    if "pyvenv.cfg" in names:
        return [], [], above
    inner = above.at(folder) if ".gitignore" in names else above
    files: list[str] = []
    folders: list[str] = []
    for entry in entries:
        is_folder = entry.is_dir()
        if not inner.ignores(folder / entry.name, is_folder):
            (folders if is_folder else files).append(entry.name)
    return files, folders, inner


def files_below(folder: Path) -> Iterator[Path]:
    """The files of one skill's folder, those of skills nested in it and ignored ones left out."""
    stack = [(folder, Ignoring.above(folder))]
    while stack:
        here, above = stack.pop()
        files, folders, inner = listing(here, above)
        if here != folder and any(name.lower() == "skill.md" for name in files):
            continue
        yield from (here / name for name in files)
        stack.extend(
            (here / name, inner) for name in reversed(folders) if not (here / name).is_symlink()
        )


def repository(path: Path) -> Path | None:
    """The nearest folder above a path that holds `.git`; None outside any repository."""
    here = Path(os.path.abspath(path))  # noqa: PTH100
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)


def plugin(folder: Path) -> Path | None:
    """The nearest folder at or above a skill's with a plugin manifest, else the repository."""
    here = Path(os.path.abspath(folder))  # noqa: PTH100
    for above in (here, *here.parents):
        if any((above / name).is_dir() for name in MANIFESTS):
            return above
        if (above / ".git").exists():
            return above
    return None
