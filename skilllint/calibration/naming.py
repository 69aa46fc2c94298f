"""What a skill's text calls files: its words that may be paths, each as a hash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from skilllint.transcripts.records import identity

MOST = 1_000
"""Names of a text at most."""

LONGEST = 200
"""Characters of a word at most that may be a path."""

WORD = re.compile(r"[\w.+@/\\-]+")
"""What a path may be made of, but for blanks: no quote, bracket, variable or pattern."""

ENDING = re.compile(r"\.\w{1,10}$")
"""What tells a file from other words where no folder stands before it."""


@lru_cache(maxsize=64)  # skills are loaded again and again
def names(text: str, skill: str) -> tuple[int, ...]:
    """The hashes of all paths in the text of a skill with that folder name, in no order of theirs.

    A path counts from the skill's folder on. Of a file whose name holds a blank nothing is
    found: it is as one that the text does not name.
    """
    found = {path for word in WORD.finditer(text) if (path := named(word[0], skill))}
    return tuple(sorted(map(hashed, sorted(found)[:MOST])))


def named(word: str, skill: str) -> str | None:
    """The path that a word is, None for other words and for folders."""
    parts = [part for part in word.replace("\\", "/").rstrip(".").split("/") if part != "."]
    if len(word) > LONGEST or not parts[-1]:
        return None
    parts = [part for part in parts if part]
    below = (at for at in range(len(parts) - 1, 0, -1) if parts[at - 1] == skill)
    parts = parts[next(below, 0) :]
    is_file = len(parts) > 1 or ENDING.search(parts[-1])
    return "/".join(parts) if is_file and ".." not in parts else None


def hashed(path: str) -> int:
    """A path as 64 bits."""
    return identity("file", path)


def spellings(paths: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """The hashes of what each of some files may be called.

    That is its path below the skill's folder, or an end of it that no other of them has.
    """
    known = {path: list(ends(path)) for path in paths}
    shared = Counter(end for each in known.values() for end in each)
    return {
        path: frozenset(hashed(end) for end in each if end == path or shared[end] == 1)
        for path, each in known.items()
    }


def ends(path: str) -> Iterator[str]:
    """A path, and what is left of it without its first folders."""
    parts = path.split("/")
    return ("/".join(parts[at:]) for at in range(len(parts)))
