"""The words of other languages than English, as authors spell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any
from unicodedata import combining, normalize

from skilllint.situational import wide
from skilllint.situational.wide import LETTERS

SPACELESS = frozenset({"zh", "ja", "ko"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NEEDED = ("alternative", "entry", "branch", "order", "symptom", "sent", "place", "step", "head",
          "guard", "fault", "order_end")  # fmt: skip
"""Lists that patterns and conditions are made of."""

DIGITS = "0-9０-９一二三四五六七八九十"


def translated(others: Mapping[str, Any]) -> dict[str, list[str]]:
    """The word lists of the other languages together, by name; empty ones for none."""
    lists: dict[str, list[str]] = {name: [] for name in NEEDED}
    for language in others.values():
        for name, words in language["nouns"].items():
            lists.setdefault(name, []).extend(s for word in words for s in spellings(word))
    return lists


def spellings(words: str) -> set[str]:
    """A phrase as it is written, and as authors write it whose keyboards lack the accents."""
    if wide.holds(words) or (words.isascii() and "'" not in words):
        return {words}
    ways = []
    for word in words.split():
        bare = word.translate(UMLAUTS)
        if bare == word:
            bare = "".join(char for char in normalize("NFD", word) if not combining(char))
        ways.append({word, bare, word.replace("'", "’")})
    return {" ".join(way) for way in product(*ways)}


def patterns(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What finds the listed words of the other languages where single words do not do."""

    def spaceless(*names: str) -> str:
        return wide.either(w for name in names for w in lists[name] if wide.holds(w))

    joint = spaceless("alternative", "entry", "branch")
    return {
        "joint": f"{joint}|(?:(?!{joint})[{LETTERS}])+|[^{LETTERS}]+",
        "opening": spaceless("order", "branch", "symptom"),
        "sent": spaceless("sent") + r"\W*$",
        "place": r"\W?" + spaceless("place"),
        "step": numbered(lists["step"]),
        # in small letters and between spaces: neither MIT nor example.com
        "head": rf"(?-i:(?<=\s){wide.either(lists['head'])}(?=\s))",
    }


def numbered(steps: Iterable[str]) -> str:
    """A pattern for the words of a numbered step; `#` stands for the number."""
    before: dict[str, set[str]] = {}
    for step in steps:
        head, _, tail = step.partition("#")
        # words in front of the number share one branch, and so do those behind it
        place, word = ("{}#", head) if not tail.strip() else (f"{head}#{{}}", tail)
        before.setdefault(place, set()).add(word.strip())
    number = rf"[{DIGITS}]+(?:\.[0-9]+)*[a-z]?(?![a-z])"
    gap = r"\s*[-#.]?\s*"
    parts = []
    for place, words in before.items():
        head, _, tail = place.partition("#")
        front = wide.either(words) + gap if head == "{}" else wide.either([head.strip()]) + gap
        back = gap + wide.either(words) if tail else ""
        parts.append((front if head else "") + number + back)
    return "|".join(parts) or wide.NEVER.pattern


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that is compiled when a text first asks for it."""
    return re.compile(pattern, re.I)
