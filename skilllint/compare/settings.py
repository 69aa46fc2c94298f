"""The configuration that holds for both states, so that what differs differs in the skills."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from skilllint import config, configfile
from skilllint.compare import copies
from skilllint.compare.blobs import Entry, Tree
from skilllint.compare.copies import Wanted
from skilllint.compare.git import Repository
from skilllint.config import Config, ConfigError, Configs, Copied, Override
from skilllint.discovery import shown
from skilllint.model import short_id

COMMIT = re.compile(r"[0-9a-f]{40,64}")

COUNTED = "calibration"
"""What the values of an override call a calibration."""


class Rules(NamedTuple):
    """A revision that configures, as the user calls it, and its files.

    `file`, if any, is the one that takes the place of all others, as if it lay in the
    repository's root.
    """

    revision: str
    tree: Tree
    file: str | None = None


def load(
    place: Repository, folders: Iterable[str], rules: Rules | None, override: Override
) -> dict[str, Config]:
    """What is configured for the skills of some folders, on disk or in a revision.

    Raises `ConfigError`.
    """
    config.verify(override)
    if rules is None:
        known: dict[Path, Config] = {}
        return {folder: config.load(place.root / folder, known) for folder in folders}
    return load_revision(place, folders, rules)


def load_revision(place: Repository, folders: Iterable[str], rules: Rules) -> dict[str, Config]:
    """What a revision configures, as if it lay on disk; nothing above the repository does."""
    folders = list(folders)
    revision, tree, file = rules
    wanted = [named(tree, file, revision)] if file else list(nearest(tree, folders))
    with copies.private(0) as private:
        copy = Path(private).resolve() / "repository"
        copies.write(place, copy, wanted, copies.fetch(place, wanted), ())
        more = list(own_rules(tree, copy, wanted))
        if more:
            copies.write(place, copy, more, copies.fetch(place, more), ())
        known = {copy.parent: Config(root=place.root)}
        try:
            starts = {posixpath.dirname(one.path) for one in wanted}
            found = {one: config.load(copy / above(one, starts), known) for one in folders}
        except ConfigError as error:
            said = str(error).replace(f"{shown(copy)}/", f"{revision}:")
            if file:
                said = said.replace(f"{revision}:{wanted[0].path}", f"{revision}:{file}")
            raise ConfigError(said) from None
    moved = {id(one): there(one, copy, place, file) for one in found.values()}
    return {folder: moved[id(one)] for folder, one in found.items()}


def nearest(tree: Tree, folders: Iterable[str]) -> Iterator[Wanted]:
    """The files of a tree that may configure the skills of some folders."""
    above = {up for folder in folders for up in copies.upwards(folder)}
    for path, entry in tree.items():
        folder, name = posixpath.split(path)
        if name in config.FILES and folder in above and is_plain(path, entry):
            yield Wanted(path, entry, read=True)


def above(folder: str, starts: Collection[str]) -> str:
    """The nearest of some folders at or above one, or the root."""
    return next((up for up in copies.upwards(folder) if up in starts), "")


def named(tree: Tree, file: str, revision: str) -> Wanted:
    """A file of a tree as the one that configures all of it. Raises `ConfigError`."""
    path = posixpath.normpath(file)
    if path not in tree or not is_plain(path, tree[path]):
        known = short_id(revision) if COMMIT.fullmatch(revision) else revision
        raise ConfigError(f'there is no file "{file}" in {known}')
    ours, other = config.FILES
    name = other if posixpath.basename(path) == other else ours
    return Wanted(name, tree[path], read=True)


def own_rules(tree: Tree, copy: Path, wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    """The files of the rules that some configurations name, which the repository keeps itself."""
    starts = []
    for one in wanted:
        try:
            text = (copy / one.path).read_bytes().decode("utf-8-sig")
            values = configfile.table(copy / one.path, text) if "rules" in text else None
        except (ConfigError, UnicodeDecodeError):
            continue  # it is told where it is read for good
        listed = values.get("rules") if values else None
        for word in listed if isinstance(listed, list) else ():
            start = posixpath.join(posixpath.dirname(one.path), str(word))
            starts.append(posixpath.join(posixpath.normpath(start), ""))
    for path, entry in tree.items() if starts else ():
        if path.startswith(tuple(starts)) and is_plain(path, entry):
            yield Wanted(path, entry, read=True)


def is_plain(path: str, entry: Entry) -> bool:
    """Whether a file of a tree can be read where it lies: no link, and at no odd place."""
    return entry.mode.startswith("100") and copies.is_safe(path)


def guarded(place: Repository, known: Mapping[str, Config], rules: Rules) -> dict[str, Config]:
    """What is configured for some folders, but nothing left out that a revision looked at.

    A change that may not let a skill grow must not take the skill out of sight either.
    """
    hidden = {
        folder: one
        for folder, one in known.items()
        if one.exclude and one.file and one.file.is_relative_to(place.root)
    }
    try:
        before = load_revision(place, hidden, rules) if hidden else {}
    except ConfigError:  # this change may be what mends it
        return dict(known)
    seen = {
        folder: replace(hidden[folder], exclude=())
        for folder, was in before.items()
        if not config.matches(was.exclude, place.root / folder / "SKILL.md", was.root)
    }
    return {**known, **seen}


def there(found: Config, copy: Path, place: Repository, file: str | None = None) -> Config:
    """A configuration that was read from a copy, as it would stand in the repository."""
    if found.file is None:
        return found
    inner = file or found.file.relative_to(copy)
    root = place.root / found.root.relative_to(copy)
    return replace(found, root=root, file=place.root / inner)


def settled(
    place: Repository, known: Mapping[str, Config], roots: Iterable[Path], override: Override
) -> Configs:
    """Configurations for copies below private folders, as if each were the repository.

    Whatever stands in a copy, or around the private folders, configures nothing.
    """
    configs = Configs(override)
    for root in roots:
        copy = copies.mirror(root, place.root)
        configs.known[copy] = Config(root=copy)
        made: dict[int, Config] = {}
        for folder, found in known.items():
            if id(found) not in made:
                # they are no part of the copy
                whole = counted_by(found, {name: str(found.root / name) for name in counts(found)})
                made[id(found)] = replace(whole, root=copies.mirror(root, found.root))
            configs.known[copy / folder] = made[id(found)]
            if found.file:  # what is asked of the file itself is not asked of the disk
                configs.known[found.file] = found
    return configs


def counts(found: Config) -> list[str]:
    """The calibrations that a configuration names by their paths, and its overrides do."""
    said = (found.calibration, *(one.values.get(COUNTED) for one in found.overrides))
    return [one for one in said if isinstance(one, str) and one]


def counted_by(found: Config, held: Mapping[str, str | Copied]) -> Config:
    """A configuration with others in the place of the calibrations that it names."""
    if not held:
        return found

    def other(said: Mapping[str, Any]) -> dict[str, Any]:
        return {COUNTED: held[said[COUNTED]]} if said.get(COUNTED) in held else {}

    layers = (replace(one, values={**one.values, **other(one.values)}) for one in found.overrides)
    own = other({COUNTED: found.calibration})
    return replace(found, overrides=tuple(layers), **own)
