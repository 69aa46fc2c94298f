"""The words that say when: read from `cues.toml`, each family one pattern."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

Family = Literal[
    "condition", "moment", "purpose", "route", "gate",
    "order", "follow", "all", "early", "forbidden", "list", "case",
]  # fmt: skip

LETTERS = re.compile(r"[^\W\d_]+|[-=]>")
CLAUSE = re.compile(r"[,;:.!?)|](?:\s|$)|\s[—–-]\s|[，；：。）]|$")
LONGEST = 120
"""Characters that are quoted of a clause."""


class Words(NamedTuple):
    """A family: its pattern, and the first words of its phrases, for a quick look."""

    pattern: re.Pattern[str]
    first: frozenset[str]


@cache
def families() -> Mapping[str, Words]:
    """Every family: whole words, or parts where a language has no blanks.

    A part of a path is no word: `references/modes/only-if.md` states no condition.
    """
    with Path(__file__).with_name("cues.toml").open("rb") as file:
        data = tomllib.load(file)
    return {name: compiled(given["words"], given["anywhere"]) for name, given in data.items()}


def compiled(words: list[str], anywhere: list[str]) -> Words:
    """One family of its words."""
    parts = "|".join(map(re.escape, anywhere))
    whole = rf"(?<![\w./-])(?:{'|'.join(words)})(?![\w/-]|\.\w)"
    first = frozenset(found[0] for found in map(LETTERS.match, words) if found)
    signs = frozenset(part for part in anywhere if part.isascii())
    return Words(re.compile(f"{whole}|{parts}", re.IGNORECASE), first | signs)


def search(family: Family, text: str) -> re.Match[str] | None:
    """The first word of a family in a text."""
    pattern, first = families()[family]
    # most texts hold none, and words are found faster than the pattern is tried
    if text.isascii() and first.isdisjoint(letters(text)):
        return None
    return pattern.search(text)


@lru_cache(maxsize=4)  # a text is asked for several families in a row
def letters(text: str) -> frozenset[str]:
    """The words and arrows of a text, in lower case."""
    return frozenset(LETTERS.findall(text.lower()))


def find(family: Family, text: str) -> str:
    """The clause that begins with a family's first word in a text; empty without one."""
    found = search(family, text)
    if not found:
        return ""
    end = CLAUSE.search(text, found.end())
    return text[found.start() : end.start() if end else len(text)][:LONGEST].strip()


def has(family: Family, text: str) -> bool:
    """Whether a word of a family stands in a text."""
    return search(family, text) is not None


def is_list(title: str) -> bool:
    """Whether a heading says that what follows is a list of files and no step."""
    bare = title.strip(" *_`:#0123456789.")
    return families()["list"].pattern.fullmatch(bare) is not None
