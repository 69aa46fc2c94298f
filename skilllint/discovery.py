"""Paths given to the skills they stand for; one walk of our own, the same with and without git."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from errno import ENOENT
from functools import cache
from pathlib import Path

from skilllint.ignoring import Ignoring
from skilllint.model import Unread

MANIFESTS = (".claude-plugin", ".codex-plugin")
NAMING = ("plugin.json", "marketplace.json")
"""Files of a manifest that name the plugins of its folder."""
MARKDOWN = (".md", ".markdown", ".mdx")


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths stand for, each once, in the order given.

    `skills` are SKILL.md files, `loose` Markdown files that belong to no skill,
    `missing` paths that do not exist or cannot be read, `empty` folders without
    any skill, and `passed_over` files that are neither. `named` are the paths
    that stand for each of the first two.
    """

    skills: tuple[Path, ...]
    loose: tuple[Path, ...]
    missing: tuple[Unread, ...]
    empty: tuple[Path, ...]
    passed_over: tuple[Path, ...]
    named: Mapping[Path, tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Search:
    """The work in progress; files by their real paths, and so what they were `named` by.

    `owners` are the skills that the files of a folder belong to. `ignored` finds what is
    ignored too.
    """

    ignored: bool = False
    skills: dict[str, Path] = field(default_factory=dict)
    loose: dict[str, Path] = field(default_factory=dict)
    passed_over: dict[str, Path] = field(default_factory=dict)
    missing: dict[str, Unread] = field(default_factory=dict)
    empty: list[Path] = field(default_factory=list)
    named: dict[str, dict[Path, None]] = field(default_factory=dict)
    owners: dict[Path, Path | None] = field(default_factory=dict)

    def miss(self, path: Path, error: OSError) -> None:
        """Note once that a path cannot be read, and why."""
        absent = error.errno == ENOENT
        why = "no such file or folder" if absent else os.strerror(error.errno or 0).lower()
        shown = os.path.relpath(path).replace(os.sep, "/")
        self.missing[shown] = Unread(shown, why)


def find(paths: Iterable[Path], *, ignored: bool = False, present: Collection[str] = ()) -> Found:
    """The skills that files and folders stand for, in the order given, each once.

    `ignored` finds also those that a `.gitignore` leaves out; `present` are the real
    paths of files that count as there, whatever the disk says.
    """
    search = Search(ignored)
    for path in map(tidy, paths):
        if present and os.path.realpath(path) in present:
            find_owner(path, search)
            continue
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            if is_folder:
                with os.scandir(path):
                    pass  # it can be read
        except OSError as error:
            search.miss(path, error)
            continue
        if is_folder:
            find_below(path, search)
        else:
            find_owner(path, search)
    return Found(
        tuple(search.skills.values()),
        tuple(search.loose.values()),
        tuple(search.missing.values()),
        tuple(search.empty),
        tuple(search.passed_over.values()),
        {
            path: tuple(search.named[real])
            for found in (search.skills, search.loose)
            for real, path in found.items()
        },
    )


def tidy(path: Path) -> Path:
    """A path without `name/..`; its real place where that name is a link to elsewhere."""
    if ".." not in path.parts:
        return path
    short, real = os.path.normpath(path), os.path.realpath(path)
    return Path(short if os.path.realpath(short) == real else real)


def note(path: Path, given: Path, found: dict[str, Path], search: Search) -> None:
    """Note a file once, whatever links lead to it, and by its real location if it is named."""
    real = os.path.realpath(path)
    search.named.setdefault(real, {})[given] = None
    if real not in found or os.path.abspath(path) == real:  # noqa: PTH100
        found[real] = path


def find_below(folder: Path, search: Search) -> None:
    """A folder stands for every skill below it."""
    found = list(walk(folder, search))
    for skill in found:
        note(skill, folder, search.skills, search)
    if not found:
        search.empty.append(folder)


def find_owner(path: Path, search: Search) -> None:
    """A file stands for the skill it belongs to, or for itself."""
    owner = owning_skill(path, search.owners)
    if owner is not None:
        note(owner, path, search.skills, search)
    else:
        note(path, path, search.loose if is_markdown(path) else search.passed_over, search)


def owning_skill(path: Path, known: dict[Path, Path | None] | None = None) -> Path | None:
    """The SKILL.md of the nearest folder at or above a file's that has one.

    `known` are the skills of folders, so that each folder is looked at once.
    """
    if is_skill(path.name):
        return skill_file(path.parent) or path
    known = {} if known is None else known
    # lexically, not by resolving links: the file stands for the skill it was named in
    folder = Path(os.path.abspath(path)).parent  # noqa: PTH100
    passed: list[Path] = []
    owner = None
    for here in (folder, *folder.parents):
        if here in known:
            owner = known[here]
            break
        passed.append(here)
        owner = skill_file(here)
        if owner is not None or (here / ".git").exists():
            break
    known.update(dict.fromkeys(passed, owner))
    return owner


def skill_file(folder: Path) -> Path | None:
    """The SKILL.md of a folder, in any case; the one in capitals first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if is_skill(entry.name) and not folds(entry)]
    except OSError:
        return None
    return folder / best(names) if names else None


def is_skill(name: str) -> bool:
    """Whether a file of this name makes its folder a skill."""
    return name.lower() == "skill.md"


def is_markdown(path: Path) -> bool:
    """Whether a file that belongs to no skill can be read as one."""
    return path.suffix.lower() in MARKDOWN


def best(names: list[str]) -> str:
    """Of several spellings in one folder, the one that hosts load."""
    return min(names, key=lambda name: (name != "SKILL.md", name))


# --- the walk -----------------------------------------------------------------


def walk(root: Path, search: Search) -> Iterator[Path]:
    """Every SKILL.md below a folder; a folder reached by a link comes after the real ones."""
    # a link back up to a folder above the root is a circle, not a folder of skills
    visited = {place(above) for above in Path(os.path.realpath(root)).parents}
    links = [(root, Ignoring.above(root, off=search.ignored))]
    for folder, ignoring in links:  # which grows while it is walked
        stack = [(folder, ignoring)]
        while stack:
            here, above = stack.pop()
            try:
                spot = place(here)
                if spot in visited:
                    continue
                visited.add(spot)
                files, folders, inner = listing(here, above, here == root, is_skill)
            except OSError as error:
                search.miss(here, error)
                continue
            if files:
                yield here / best(files)
            below = [here / name for name in folders]
            links += [(path, inner) for path in below if path.is_symlink()]
            stack += [(path, inner) for path in reversed(below) if not path.is_symlink()]


def place(folder: Path) -> tuple[int, int]:
    """What is the same for a folder however it is reached. Raises `OSError`."""
    status = folder.stat()
    return status.st_dev, status.st_ino


def listing(
    folder: Path, above: Ignoring, is_root: bool, wanted: Callable[[str], bool]
) -> tuple[list[str], list[str], Ignoring]:
    """The names of wanted files and of folders, sorted, and what is ignored below.

    Ignored ones are left out, and so is all of a virtual environment unless it
    is the root. Raises `OSError`.
    """
    with os.scandir(folder) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    names = {entry.name for entry in entries}
    if "pyvenv.cfg" in names and not is_root:
        return [], [], above
    inner = above.at(folder) if ".gitignore" in names else above
    files: list[str] = []
    folders: list[str] = []
    for entry in entries:
        is_folder = folds(entry)
        asked = is_folder or wanted(entry.name)
        if asked and not inner.ignores(folder / entry.name, is_folder):
            (folders if is_folder else files).append(entry.name)
    return files, folders, inner


def folds(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or leads to one; a link in a circle does not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def files_below(folder: Path, *, ignored: bool = False) -> Iterator[Path]:
    """The files of one skill's folder, without those of skills nested in it.

    Those that a `.gitignore` leaves out are found only if `ignored`.
    """
    stack = [(folder, Ignoring.above(folder, off=ignored))]
    while stack:
        here, above = stack.pop()
        try:
            files, folders, inner = listing(here, above, here == folder, lambda name: True)
        except OSError:
            continue
        if here != folder and any(map(is_skill, files)):
            continue
        yield from (here / name for name in files)
        stack.extend(
            (here / name, inner) for name in reversed(folders) if not (here / name).is_symlink()
        )


def shown(path: Path) -> str:
    """A path as reports name it: POSIX, relative to the working directory."""
    return Path(os.path.relpath(path)).as_posix()


def repository(path: Path) -> Path | None:
    """The nearest folder at or above a path that holds `.git`; None outside any repository."""
    return next((Path(above) for above in upwards(path) if holds(above, ".git")), None)


def plugin(folder: Path) -> Path | None:
    """The nearest folder at or above a skill's with a plugin manifest, else the repository."""
    marks = (*MANIFESTS, ".git")
    return next((Path(above) for above in upwards(folder) if holds(above, *marks)), None)


def upwards(path: Path) -> Iterator[str]:
    """A path and the folders above it, as texts: asked for each skill, objects cost too much."""
    here = os.path.abspath(path)  # noqa: PTH100
    yield here
    while (above := os.path.dirname(here)) != here:  # noqa: PTH120
        yield above
        here = above


@cache
def holds(folder: str, *names: str) -> bool:
    """Whether a folder holds one of these; asked of the disk once a run (`audit.run` forgets)."""
    return any(os.path.exists(f"{folder}{os.sep}{name}") for name in names)  # noqa: PTH110
