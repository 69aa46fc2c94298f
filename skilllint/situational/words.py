"""The words of a text, in every script: where they begin and end, and which of them are rare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from skilllint.situational import wide
from skilllint.situational.languages import compiled
from skilllint.situational.wide import LETTERS

MARKS = "\u0300-\u036f"  # accents that stand behind their letter
WORD = re.compile(rf"--[a-z][\w-]*|[^\W_][\w'’{MARKS}]*(?:[.+#-]\w+)*[+#]*")
LETTER = f"[{LETTERS}]+"
BORDER = f"[{LETTERS}]+|[^{LETTERS}]+"

COMMON = frozenset(
    "a and for in must on only or section step that the this to user when with".split()  # noqa: SIM905
)
"""Words that most lines hold, whatever their length."""


class Word(NamedTuple):
    """One word of a text in lower case, and where it stands there."""

    text: str
    start: int
    end: int


def bare(text: str) -> list[str]:
    """The words of a text without their places; `split` finds the same, and is slower."""
    text = text.lower()
    if not text.isascii():
        text = normalize("NFC", text)
        if wide.holds(text):
            text = compiled(LETTER).sub(" ", text)
    return WORD.findall(text)


def rarest(words: Sequence[str]) -> str:
    """The word of a phrase that fewest texts hold, as a guess: a number, else the longest."""
    return max(words, key=lambda word: (word[0].isdigit(), word not in COMMON, len(word)))


def split(text: str, joint: str = BORDER) -> list[Word]:
    """The words of a text, in lower case, with their places.

    Where no spaces set words apart, they end where a pattern does: where the
    script changes or, given a lexicon's `joint`, around its nouns too.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals (İ) grow, and every later place would shift
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(lowered)]
    if text.isascii():
        return words
    if wide.holds(text):
        words = [
            Word(part[0], word.start + part.start(), word.start + part.end())
            for word in words
            for part in compiled(joint).finditer(word.text)
        ]
    if not is_normalized("NFC", lowered):
        words = [Word(normalize("NFC", word.text), word.start, word.end) for word in words]
    return words


def foreign(text: str) -> bool:
    """Whether a text has a letter that English lacks."""
    return any(
        ("À" <= char <= "ÿ" and char not in "×÷")
        or "\u0300" <= char <= "\u036f"
        or wide.is_letter(char)
        for char in set(text)
    )
