"""Which references the body leads to, directly or through others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from skilllint.folder import kind_of
from skilllint.model import File, Reference, Skill
from skilllint.pointers.names import Names, Paths, named, resolved
from skilllint.pointers.stems import called
from skilllint.pointers.written import likely

Read = Callable[[str], str]
"""The text of a file of the folder by its path in there; empty where it cannot be read."""

Led = Callable[[str], Sequence[Paths]]
"""What the paths in a file lead to: one file each, or all of a folder, a glob, a common name."""

FEW = 4
"""Files that are told of those that name one folder or glob."""

MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".ico", ".ttf", ".woff2", ".zip")
PEOPLE = re.compile(
    r"(?:readme|changelog|contributing|authors|credits)(?![^\W_])|\."
    r"|(?:requirements|constraints)\b.*\.txt$|(?:cmakelists|ofl)\.txt$",
    re.IGNORECASE,
)
"""Files for people and machines: nothing has to point to one."""

ATOP = re.compile(
    r"(?:agents|claude|gemini|changes|history|security|code_of_conduct|todo|roadmap|requirements"
    r"|llms|robots|creation-log|install|installation|citation|version|privacy|codeowners"
    r"|third[-_]party|copilot-instructions)\.\w+|(?:tests?|evals?)[-_.].+|skill[-_.].+",
    re.IGNORECASE,
)
"""Right beside SKILL.md: files for people or a host, and trials of the skill."""

APART = re.compile(
    r"\.|(?:_*tests?_*|evals?|spec|fixtures?|docs?|examples?|samples?|demos?|dist|licen[cs]es"
    r"|.+\.egg-info)$",
    re.IGNORECASE,
)
OWN = re.compile(r"(?:references?|resources)/", re.IGNORECASE)
"""Where a skill that is a whole repository keeps what belongs to it."""


class Folder(NamedTuple):
    """The files of a skill's folder but SKILL.md, what they are called, and how to read one."""

    files: Sequence[str]
    names: Names
    read: Read


def references(
    skill: Skill, folder: Folder, of_body: Iterable[str], others: Callable[[], set[str]]
) -> Iterator[Reference]:
    """Every reference of the folder, and whether the body leads to it.

    `of_body` are the files whose paths the body names.
    Others are read only while some are missing: what is reached, and, for what
    is left, scripts and data. Names without an ending are looked for after
    that, and last what `others`, the skills around this one, name.
    """
    files, names, read = folder
    texts = [path for path in files if is_text(path)]
    wanted = {path for path in texts if expected(path, skill.root)}

    led = leading(read, names)
    reached: set[str] = set()
    missing = spread(set(of_body), reached, wanted, led)
    if missing:
        programs = list(filter(is_program, files))
        found = called(skill.source.body, missing)
        found.update(*(files for path in programs for files in led(path)))
        for path in sorted(reached.union(programs)):
            found |= called(read(path), missing, script=not is_text(path))
        missing = spread(found, reached, wanted, led)
    if missing:
        missing = spread(others(), reached, wanted, led)
    islands = namers(set(texts) - reached, led) if missing else {}
    heads = in_front_matter(skill, names) if missing else {}
    nested = (wanted & reached) - set(of_body)
    deep = through(nested - called(skill.source.body, nested), reached, led) if nested else {}
    unsure = any(map(is_dark, skill.files)) if missing else False
    for path in texts:
        named_in, head = tuple(islands.get(path, ())), heads.get(path, 0)
        there, asked = path in reached, path in wanted
        yield Reference(path, there, asked, named_in, head, deep.get(path, ""), unsure)


def leading(read: Read, names: Names) -> Led:
    """Finds what the paths in a file lead to, each file read once."""

    @cache
    def led(path: str) -> Sequence[Paths]:
        found = resolved(likely(read(path)), path.rpartition("/")[0], names).values()
        return [files for files in found if files != (path,)]

    return led


def spread(new: set[str], reached: set[str], wanted: set[str], led: Led) -> set[str]:
    """Add files and all that the texts among them lead to; what is wanted and still missing.

    It stops as soon as nothing is.
    """
    queue = sorted(new - reached)
    reached.update(queue)
    missing = wanted - reached
    followed: set[int] = set()  # a folder of thousands may be named by each of them
    while queue and missing:
        path = queue.pop()
        for files in led(path) if is_text(path) else ():
            if id(files) not in followed:
                followed.add(id(files))
                more = set(files) - reached
                reached |= more
                missing -= more
                queue += sorted(more)
    return missing


def through(nested: set[str], reached: set[str], led: Led) -> Mapping[str, str]:
    """By which other reference each file is reached that the body does not name."""
    found: dict[str, str] = {}
    for path in sorted(filter(is_text, reached)):
        if len(found) == len(nested):
            break
        for files in led(path):
            for other in files if len(files) <= FEW else ():
                if other in nested and other != path:
                    found.setdefault(other, path)
    return found


def namers(alone: set[str], led: Led) -> Mapping[str, list[str]]:
    """By which of their like the files are named that nothing leads to."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    told: dict[int, int] = defaultdict(int)
    for path in sorted(alone):
        for files in led(path):
            told[id(files)] += 1
            if len(files) == 1 or told[id(files)] <= FEW:
                for other in files:
                    if other != path:
                        found[other][path] = None
    return {path: list(others) for path, others in found.items()}


def in_front_matter(skill: Skill, names: Names) -> Mapping[str, int]:
    """The files that the front matter names, each with its line."""
    front, lines = skill.source.front, skill.source.lines
    return {
        path: number
        for number in range(front.end, max(front.start, 1) - 1, -1)
        for path in named(lines[number - 1], "", names)
    }


def is_dark(file: File) -> bool:
    """Whether a script may name others and shows no text: it is empty, too large, or unreadable."""
    return file.kind == "script" and not file.text and not file.path.endswith("__init__.py")


def is_program(path: str) -> bool:
    """Whether a file may build or list the paths of others: a script, or data."""
    return not is_text(path) and not path.lower().endswith((*MEDIA, "skilllint.toml"))


@lru_cache(maxsize=10_000)
def is_text(path: str) -> bool:
    """Whether a file is text for an agent to read."""
    return kind_of(PurePath(path)) == "reference"


def expected(path: str, whole: bool) -> bool:
    """Whether something should point to a file: not to what is there for people, or for tests.

    `whole` marks a folder that is a repository.
    """
    *folders, name = path.split("/")
    if PEOPLE.match(name) or any(map(APART.match, folders)):
        return False
    if not folders and ATOP.fullmatch(name):
        return False
    if name.lower().endswith(".txt") and "scripts" in folders:
        return False
    return not whole or OWN.match(path) is not None
