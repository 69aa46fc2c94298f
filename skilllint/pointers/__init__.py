"""What has left a skill's body: pointers, references, stubs, orders to read.

`find` gathers the facts that the rules on extraction judge.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from skilllint import source
from skilllint.folder import Shelf
from skilllint.model import Extraction, Skill
from skilllint.pointers import (
    gates,
    lists,
    loads,
    names,
    neighbours,
    places,
    reach,
    scripts,
    stubs,
    written,
)


def find(skill: Skill, skill_file: Path, shelf: Shelf) -> Extraction:
    """What points where in a skill and among its `files`; nothing for a skill without any."""
    files = [file.path for file in skill.files]
    if not any(file.kind for file in skill.files):
        return Extraction()
    known = names.index((skill.folder, skill.name), files)
    read = partial(text, skill_file.parent, shelf)
    others = partial(neighbours.naming, skill, skill_file, known, shelf)

    def elsewhere(missing: set[str]) -> set[str]:
        left = missing - others()
        return missing - (left - neighbours.calling(skill_file, left, shelf))

    words = written.likely(skill.source.body)
    tokens = names.resolved(words, "", known)
    of_body = {file for found in tokens.values() for file in found}
    folder = reach.Folder(files, known, read)
    holding = places.holding(words, tokens)
    prose = tuple(places.prose(skill.outline, holding))
    pointers = tuple(places.find(skill.outline, prose, tokens, holding))
    return Extraction(
        pointers=pointers,
        references=tuple(reach.references(skill, folder, of_body, others)),
        stubs=tuple(stubs.find(skill.outline, prose, pointers, read)),
        gates=tuple(gates.find(pointers, read)),
        loads=tuple(loads.find(skill.outline, prose, pointers, known)),
        listed=tuple(lists.find(skill.outline, pointers, known)),
        unnamed=tuple(scripts.unnamed(skill, known, of_body, elsewhere)),
    )


def text(folder: Path, shelf: Shelf, path: str) -> str:
    """The text of a file of a folder; empty where it cannot be read."""
    try:
        return shelf.read(folder / path)
    except source.Unreadable:
        return ""
