"""Scripts of the folder that nothing names: no text, no other script, no hook, no neighbour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from skilllint.model import File, Script, Skill
from skilllint.pointers.names import Names, named
from skilllint.pointers.reach import APART, is_dark, is_program
from skilllint.pointers.stems import WORD, above, called, is_compound, stem
from skilllint.pointers.written import composed

SUPPORT = re.compile(
    r"_|\.|(?:test|spec|conftest|setup|index|mod|types?|constants?|utils?|helpers?|common)[_.-]"
    r"|.+[_.-](?:test|tests|spec|config|d)\.\w+$|.+\.config\.\w+$",
    re.IGNORECASE,
)
"""Files that others import, or that a tool finds by their name."""

PARTS = re.compile(
    r"(?:lib|libs|src|utils?|helpers?|common|shared|core|vendor|internal|node_modules)$",
    re.IGNORECASE,
)
"""Folders of modules: they are imported, not named."""

HOLDING = frozenset({"scripts", "bin", "tools"})


def unnamed(
    skill: Skill, names: Names, of_body: Iterable[str], others: Callable[[set[str]], set[str]]
) -> Iterator[Script]:
    """Every script that is there to be run, and that nothing names.

    `of_body` are the files whose paths the body names. Other files are read only while
    some are missing.
    """
    wanted = {file.path for file in skill.files if file.kind == "script"} - set(of_body)
    missing = set() if skill.root else {path for path in wanted if runs_alone(path)}
    if missing:
        missing -= named(skill.source.front.text, "", names)
    if missing:
        missing -= spoken(skill.source.body, missing)
    for file in skill.files:
        if missing and file.text:
            missing -= told(file, file.text, missing, names)
    if missing:
        missing -= others(missing)
    for path in sorted(missing):
        yield Script(path, any(is_dark(file) for file in skill.files if file.path != path))


def told(file: File, text: str, missing: set[str], names: Names) -> set[str]:
    """The scripts that another file names, builds the name of, or imports."""
    low = composed(text.lower())
    signs = {stem(path) for path in missing}
    signs.update(*(package(path) | {f"{one}/" for one in above(path)} for path in missing))
    if not any(sign in low for sign in signs):
        return set()
    found = named(text, file.path.rpartition("/")[0], names)
    if is_program(file.path):
        words = set(WORD.findall(low))
        built = (p for p in missing if stem(p) in words or not words.isdisjoint(package(p)))
        found.update(built)
    elif left := missing - found:
        found |= spoken(text, left)
    return found - {file.path}


def spoken(text: str, missing: set[str]) -> set[str]:
    """The scripts that a text names without their ending, or by their folder."""
    low = composed(text.lower())
    found = {path for path in missing if f"/{stem(path)}" in low}
    if left := missing - found:
        words = set(WORD.findall(low))
        found |= {path for path in left if is_compound(path) and stem(path) in words}
    if left := missing - found:
        found |= called(text, left)
    return found


def package(path: str) -> set[str]:
    """The folders of a script by whose names it may be imported."""
    return above(path) - HOLDING


def runs_alone(path: str) -> bool:
    """Whether a script lies where those lie that an agent runs, and is no part of another."""
    *folders, name = path.split("/")
    if SUPPORT.match(name) or any(APART.match(one) or PARTS.match(one) for one in folders):
        return False
    return not folders or not HOLDING.isdisjoint(folder.lower() for folder in folders)
