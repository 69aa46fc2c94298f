"""The configuration that holds for both states, so that what differs differs in the skills."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from skilllint import config
from skilllint.compare import blobs, copies, git
from skilllint.compare.git import Repository
from skilllint.config import Config, ConfigError, Configs, Override
from skilllint.discovery import shown


def load(
    place: Repository, folders: Iterable[str], revision: str | None, override: Override
) -> dict[str, Config]:
    """What is configured for the skills of some folders, on disk or in a revision.

    Raises `ConfigError`.
    """
    config.verify(override)
    if revision is None:
        known: dict[Path, Config] = {}
        return {folder: config.load(place.root / folder, known) for folder in folders}
    return load_revision(place, folders, revision)


def load_revision(place: Repository, folders: Iterable[str], revision: str) -> dict[str, Config]:
    """What a revision configures, as if it lay on disk; nothing above the repository does."""
    folders = list(folders)
    above = {up for folder in folders for up in copies.upwards(folder)}
    tree = blobs.tree(place, git.commit(place, revision))
    wanted = [
        copies.Wanted(path, entry, read=True)
        for path, entry in tree.items()
        if os.path.basename(path) in config.FILES  # noqa: PTH119
        and os.path.dirname(path) in above  # noqa: PTH120
        and entry.mode.startswith("100")
        and copies.is_safe(path)
    ]
    held = copies.fetch(place, wanted)
    with copies.private(0) as private:
        copy = Path(private).resolve() / "repository"
        copies.write(place, copy, wanted, held, ())
        known = {copy.parent: Config(root=place.root)}
        try:
            found = {folder: config.load(copy / folder, known) for folder in folders}
        except ConfigError as error:
            raise ConfigError(str(error).replace(f"{shown(copy)}/", f"{revision}:")) from None
    return {folder: there(one, copy, place.root) for folder, one in found.items()}


def guarded(place: Repository, known: Mapping[str, Config], revision: str) -> dict[str, Config]:
    """What is configured for some folders, but nothing left out that a revision looked at.

    A change that may not let a skill grow must not take the skill out of sight either.
    """
    hidden = {
        folder: one
        for folder, one in known.items()
        if one.exclude and one.file and one.file.is_relative_to(place.root)
    }
    try:
        before = load_revision(place, hidden, revision) if hidden else {}
    except ConfigError:  # this change may be what mends it
        return dict(known)
    seen = {
        folder: replace(hidden[folder], exclude=())
        for folder, was in before.items()
        if not config.matches(was.exclude, place.root / folder / "SKILL.md", was.root)
    }
    return {**known, **seen}


def there(found: Config, copy: Path, root: Path) -> Config:
    """A configuration that was read from a copy, as it would stand in the repository."""
    if found.file is None:
        return found
    return replace(
        found,
        root=root / found.root.relative_to(copy),
        file=root / found.file.relative_to(copy),
    )


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
        for folder, found in known.items():
            # it is no part of the copy
            counted = found.calibration and str(found.root / found.calibration)
            configs.known[copy / folder] = replace(
                found, root=copies.mirror(root, found.root), calibration=counted
            )
    return configs
