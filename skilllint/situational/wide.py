"""Cues of Chinese, Japanese and Korean: found anywhere, for spaces do not set words apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple
from unicodedata import normalize

LETTERS = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
"""Han, kana and hangul, as a range of a regular expression."""

JAMO = re.compile("[\u1100-\u11ff]")
WORD = re.compile(r"\w")
TAIL = re.compile(r"[^\w(（:：—–]*(?:$|[(（:：—–])")
FORMS: tuple[Literal["NFC"], Literal["NFD"]] = ("NFC", "NFD")
NEVER = re.compile(r"(?!)")


class Cue(NamedTuple):
    """A cue as it is spelled; `first` and `last` bind it to an end of the text.

    One without a family is a longer word that only looks like a cue inside.
    """

    family: str
    spelling: str
    first: bool
    last: bool


class Spelled(NamedTuple):
    """Cues by how they are spelled, and the lengths of those that begin with a letter."""

    lengths: Mapping[str, Sequence[int]]
    cues: Mapping[str, Sequence[Cue]]

    def at(self, text: str, start: int) -> Iterator[tuple[int, Cue]]:
        """The cues that stand at a place, the longest first, each with its end."""
        for length in self.lengths.get(text[start], ()):
            for cue in self.cues.get(text[start : start + length], ()):
                yield start + length, cue


class Cues(NamedTuple):
    """All cues of one place, a pattern for their first letters, and what only looks like them."""

    letters: re.Pattern[str]
    real: Spelled
    blind: Spelled

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The families whose cues occur, each with its place, in the text's order."""
        lowered = text.lower()
        text = lowered if len(lowered) == len(text) else text
        blind = 0
        for hit in self.letters.finditer(text):
            start = hit.start()
            blind = max([blind, *(end for end, _ in self.blind.at(text, start))])
            for end, cue in self.real.at(text, start):
                if end > blind and stands(cue, text, start, end):
                    yield cue.family, start, end


def holds(text: str) -> bool:
    """Whether a text has one of these letters; a pattern for them takes milliseconds to compile."""
    if text.isascii():
        return False
    highest = max(text)
    if highest < "\u3005":  # dashes, arrows, ticks
        return highest >= "\u1100" and JAMO.search(text) is not None
    return any(map(is_letter, set(text)))


def is_letter(char: str) -> bool:
    """Whether a letter is Han, kana or hangul; what else lies between them is as good as unused."""
    return "\u3005" <= char <= "\ufaff" or "\u1100" <= char <= "\u11ff"


def read(family: str, cue: str) -> Cue:
    """A cue as the data file writes it: `^` the first words, `$` the last, `!` not a cue."""
    return Cue("" if cue[0] == "!" else family, cue.strip("^$!"), cue[0] == "^", cue[-1] == "$")


def gather(cues: Iterable[Cue]) -> Cues:
    """The cues of one place, ready to be looked for."""
    listed = list(cues)
    real = spelled(cue for cue in listed if cue.family)
    blind = spelled(cue for cue in listed if not cue.family)
    first = "".join({*real.lengths, *blind.lengths})
    return Cues(re.compile(f"[{re.escape(first)}]" if first else NEVER.pattern), real, blind)


def spelled(cues: Iterable[Cue]) -> Spelled:
    """Cues by all their spellings."""
    lengths: dict[str, set[int]] = {}
    by_text: dict[str, list[Cue]] = {}
    for cue in cues:
        for way in spellings(cue.spelling):
            by_text.setdefault(way, []).append(cue)
            lengths.setdefault(way[0], set()).add(len(way))
    return Spelled({letter: sorted(sizes)[::-1] for letter, sizes in lengths.items()}, by_text)


def spellings(words: str) -> set[str]:
    """A cue with its letters composed or not, with and without its spaces."""
    return {normalize(form, way) for way in (words, words.replace(" ", "")) for form in FORMS}


def either(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, however they are spelled."""
    spelled = {way for word in words for way in spellings(word)}
    longest = sorted(spelled, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else NEVER.pattern


def stands(cue: Cue, text: str, start: int, end: int) -> bool:
    """Whether a cue that is bound to the beginning or the end stands there."""
    if cue.first and WORD.search(text[:start]):
        return False
    return not cue.last or TAIL.match(text, end) is not None
