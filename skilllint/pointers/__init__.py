"""What has left a skill's body: pointers, references, stubs, orders to read.

`find` gathers the facts that the rules on extraction judge. It walks the folder
once and reads a file of it only where a question needs its text.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from skilllint import discovery, source
from skilllint.folder import Shelf
from skilllint.model import Extraction, Skill
from skilllint.pointers import gates, lists, loads, names, neighbours, places, reach, stubs, written


def find(skill: Skill, skill_file: Path, shelf: Shelf) -> Extraction:
    """What points where in a skill and its folder; nothing for a file that has no folder."""
    files = [] if skill.standalone else beside(skill_file)
    if not any(map(reach.is_text, files)):
        return Extraction()
    known = names.index((skill.folder, skill.name), files)
    read = partial(text, skill_file.parent, shelf)
    others = partial(neighbours.naming, skill, skill_file, known, shelf)
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
    )


def beside(skill_file: Path) -> list[str]:
    """The files of a skill's folder but SKILL.md, by their paths in there."""
    try:
        with os.scandir(skill_file.parent) as entries:
            if len(list(entries)) == 1:  # two in five: nothing to walk, nor to ignore
                return []
    except OSError:
        return []
    above = len(skill_file.parent.parts)
    files = discovery.files_below(skill_file.parent)
    return ["/".join(path.parts[above:]) for path in files if not discovery.is_skill(path.name)]


def text(folder: Path, shelf: Shelf, path: str) -> str:
    """The text of a file of a folder; empty where it cannot be read."""
    try:
        return shelf.read(folder / path)
    except source.Unreadable:
        return ""
