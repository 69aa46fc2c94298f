"""In how many loads the files of a skill's folder were used, and where the body leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from skilllint import folder, identity, pointers, skills
from skilllint.folder import Shelf
from skilllint.model import File, Skill
from skilllint.model.measuring import ENOUGH_LOADS, Share, SkillUse
from skilllint.pointers import orders


class Place(NamedTuple):
    """Where the body points to a file: under which headings.

    `ordered` says that whoever comes there is told to read it, whatever the case.
    """

    path: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """The files of a folder of which it is known in how many loads they were used.

    `shares` and `places`, where the body points to each, are by the files' paths in the
    folder.
    """

    files: tuple[File, ...] = ()
    shares: Mapping[str, Share] = field(default_factory=dict)
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


UNUSED = Uses()
"""Nothing is known."""


def find(use: SkillUse, skill: Skill, path: Path, shelf: Shelf) -> Uses:
    """What the loads of a skill used of its folder; nothing where they are too few."""
    if not use.pool.enough:
        return UNUSED
    home = skills.followed(path)
    files = folder.files(home, shelf)
    text = identity.text_hash(skill.source.body)
    known = dict(shares(use, text, (one.path for one in files if one.kind)))
    if not known:
        return UNUSED
    leading = pointers.find(replace(skill, files=files), home, shelf).pointers
    sections = skill.outline.sections
    places = {
        path: tuple(
            Place(at.path, orders.outright(one, at.title))
            for one in leading
            if path in one.files
            for at in (sections[one.section],)
        )
        for path in known
    }
    return Uses(tuple(one for one in files if one.path in known), known, places)


def shares(use: SkillUse, text: str, paths: Iterable[str]) -> Iterator[tuple[str, Share]]:
    """In how many loads each of some files was used, where that can be known.

    Only loads count of a text that names the file, or of this one; all of them for a file
    that no text names, as in Codex, whose logs hold none.
    """
    for path in paths:
        found = use.share(path, text)
        if found.of >= ENOUGH_LOADS:
            yield path, found
