"""What other skills of the same place name in a skill's folder: `../NAME/references/x.md`."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from skilllint import discovery, source
from skilllint.folder import Shelf
from skilllint.ignoring import NEVER
from skilllint.model import Skill
from skilllint.pointers.names import Names, behind, found_at, inside
from skilllint.pointers.written import composed, tokens, trimmed

Named = Mapping[str, frozenset[str]]
"""What is named behind each folder's name, in lower case."""


def naming(skill: Skill, skill_file: Path, names: Names, shelf: Shelf) -> set[str]:
    """The files of a skill's folder that its neighbours and the skills below it name.

    They are read only if a skill has a reference that nothing of its own points to.
    What lies beside a whole repository says nothing: it differs from clone to clone.
    """
    folder = Path(os.path.abspath(skill_file)).parent  # noqa: PTH100
    known = {} if skill.root else named_behind(folder.parent, shelf)
    paths = {path for root in names.roots for path in known.get(root, ())}
    paths.update(named_below(folder, names, shelf))
    return {file for path in paths for file in found_at(path, "", names)}


def calling(skill_file: Path, scripts: set[str], shelf: Shelf) -> set[str]:
    """The scripts that an agent, a command or a hook of the plugin, or a skill beside it, runs.

    By the name of the script's folder: `{dir}/scripts/x.py`, whatever the place is called.
    """
    folder = Path(os.path.abspath(skill_file)).parent  # noqa: PTH100
    known = named_behind(folder.parent, shelf)
    ends = {path: composed(path.lower()).rpartition("/") for path in scripts}
    return {
        path
        for path, (above, _, name) in ends.items()
        if name in known.get(above.rpartition("/")[2], ())
    }


def named_below(folder: Path, names: Names, shelf: Shelf) -> Iterator[str]:
    """What the skills nested in a skill's folder name outside of their own."""
    for path in nested(folder):
        base = path.parent.relative_to(folder).as_posix()
        for token in likely(path, shelf):
            parts = trimmed(token).lower().split("/")
            found = inside(parts, base, names.roots) if parts[0] == ".." else ""
            yield from filter(None, (found or behind(parts, names.roots),))


def nested(folder: Path) -> Iterator[Path]:
    """The SKILL.md files below a skill's folder; no link is followed, it may lead anywhere."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NEVER]
        names = [name for name in files if discovery.is_skill(name)]
        if names and Path(here) != folder:
            yield Path(here) / discovery.best(names)


def named_behind(place: Path, shelf: Shelf) -> Named:
    """What the skills right below a folder, and its plugin's agents and commands, name.

    Only what stands behind the name of a folder; found once in a run.
    """
    if place not in shelf.named:
        found: dict[str, set[str]] = defaultdict(set)
        for path in texts(place):
            for token in likely(path, shelf):
                parts = trimmed(token).lower().split("/")
                for at in range(1, len(parts)):
                    found[parts[at - 1]].add("/".join(parts[at:]))
        shelf.named[place] = {name: frozenset(behind) for name, behind in found.items()}
    return shelf.named[place]


def texts(place: Path) -> Iterator[Path]:
    """The SKILL.md files right below a folder, and its plugin's agents, commands and hooks."""
    try:
        folders = sorted(path for path in place.iterdir() if path.is_dir())
    except OSError:
        return
    yield from filter(None, map(discovery.skill_file, folders))
    plugin = discovery.plugin(place)
    for name in ("agents", "commands"):
        if plugin:
            yield from sorted((plugin / name).glob("*.md"))
    if plugin:
        yield from sorted((plugin / "hooks").glob("*.json"))
        yield from sorted(plugin.glob(".*-plugin/plugin.json"))


def likely(path: Path, shelf: Shelf) -> set[str]:
    """The tokens of a file that name something in a folder."""
    try:
        text = shelf.read(path)
    except source.Unreadable:
        return set()
    return {token for token in tokens({w for w in text.split() if "/" in w}) if "/" in token}
