"""A stranger's words, made safe and fit to stand in a line that we propose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple
from unicodedata import category

from skilllint.situational.lexicon import Lexicon, load
from skilllint.situational.references import Line

LONGEST = 100
"""Characters of a quoted condition."""

NAME = 80
"""Characters of a quoted heading."""

ENGLISH = frozenset(
    "the of and to is for with that this are if when or not from it by be you your".split()  # noqa: SIM905
)
FOREIGN = frozenset(
    "der die und das ist nicht mit den dem ein eine für von zu auf wenn werden "  # noqa: SIM905
    "el la los las de que en un una por con para se es del al y "
    "le les des du une dans pour et est sur vous à ce "
    "o os da em não uma do ao com il che di".split()
)
"""The commonest words of English, and those of other languages that English lacks."""

LISTENED = 400
"""Lines of prose by which a file is judged; a longer one says no more of how it writes."""

WIDE = 0.1
"""Share of letters beyond Latin among all characters from which on a text is not English."""

ORDINARY = re.compile(
    r"\w{2,}(?:tions?|sions?|ings?|ments?|ness|ances?|ences?|ity|ities|ives?|ures?|ysis)"
)
"""Endings of common nouns; no name that begins a heading is likely to have them."""

LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])")
HARMLESS = re.compile(r"[\w./:=$-]+(?: [\w./:=$-]+){0,4}")
EMPHASIS = re.compile(
    r"\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\\(?=\W)|"
    r"</?(?:a|b|br|code|em|i|img|kbd|p|span|strong|sub|sup|u)\b[^<>]*>",
    re.I,
)
TICKS = re.compile("`+")
CODE = re.compile(r"`[^`]*`")
BEYOND = re.compile(r"[^\W\x00-\u024f]")
SIGNS = ".,;:!?()[]{}\"'“”‘’*_~<>"
VENDOR = re.compile(r"\b(?:GitHub|Google|Azure|Amazon|Apple|Microsoft|Claude|Meta) [A-Z]")
CAPITAL = re.compile(r"(?<![\w.])[A-Z][a-z]+(?![\w.]*[A-Z\d])(?!\.\w)")


class Voice(NamedTuple):
    """How a file writes: the words that it writes small, and whether it is English."""

    small: frozenset[str]
    names: Set[str]
    ordinary: frozenset[str]
    english: bool

    def lowered(self, text: str) -> str:
        """A heading as it reads within a sentence; as it stands where it may hold a name."""
        if VENDOR.search(text):
            return text
        capitals = {match[0].lower() for match in CAPITAL.finditer(text)} - self.names
        if not all(map(self.common, capitals)):
            return text
        return CAPITAL.sub(lambda m: m[0].lower() if m[0].lower() in capitals else m[0], text)

    def common(self, word: str) -> bool:
        """Whether a word that is no name is one that is written small."""
        forms = (word, word.removesuffix("s"))
        return any(w in self.small or w in self.ordinary for w in forms) or is_noun(word)


def is_noun(word: str) -> bool:
    """Whether a word ends as common nouns do."""
    return ORDINARY.fullmatch(word) is not None


def listen(prose: Sequence[Line], lexicon: Lexicon) -> Voice:
    """How a file writes, told by its first lines; code says nothing about it."""
    text = CODE.sub(" ", "\n".join(line.text for line in prose[:LISTENED]))
    # each word once: most are repeated, and looking at one costs more than counting it
    counts = Counter(text.split())
    said: Counter[str] = Counter()
    for word, count in counts.items():
        said[word.strip(SIGNS)] += count
    return Voice(
        small=frozenset(part for word in said if word.islower() for part in word.split("-")),
        names=lexicon.classes.keys(),
        ordinary=ordinary(),
        english=speaks_english(text, said),
    )


def speaks_english(text: str, said: Mapping[str, int]) -> bool:
    """Whether a text is English: so it is taken to be unless its letters or words say otherwise."""
    if not text.isascii() and len(BEYOND.findall(text)) > WIDE * len(text):
        return False
    return count(said, ENGLISH) >= count(said, FOREIGN)


def count(said: Mapping[str, int], words: Iterable[str]) -> int:
    """How often some words occur, also where they begin a sentence."""
    return sum(said.get(word, 0) + said.get(word.title(), 0) for word in words)


@cache
def ordinary() -> frozenset[str]:
    """Words of the lexicon's lists and cues: none of them is a name."""
    lexicon = load(everywhere=False)
    cues = (cues for place in lexicon.phrases.values() for cues in place.by_word.values())
    said = (word for several in cues for cue in several for word in cue.words)
    return frozenset((*said, *(word for words in lexicon.nouns.values() for word in words)))


def english(text: str) -> bool:
    """Whether all letters of a text are Latin ones, so that English may stand around it."""
    return not any(char > "\u024f" and char.isalpha() for char in text)


def plain(text: str) -> str:
    """One line without markup, controls and pipes; backticks stay around harmless code only."""
    text = LINK.sub(r"\1", text)
    parts = TICKS.split(text)
    paired = len(parts) % 2
    kept = (
        f"`{part}`"
        if number % 2 and paired and HARMLESS.fullmatch(part)
        else EMPHASIS.sub("", part).replace("|", "/")
        for number, part in enumerate(parts)
    )
    return " ".join("".join(c for c in " ".join("".join(kept).split()) if shown(c)).split())


def shown(char: str) -> bool:
    """Whether a character can be seen or is a space."""
    return category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def cut(text: str, longest: int = LONGEST) -> str:
    """A text up to so many characters, cut between two words, without what ends a sentence."""
    text = text.lstrip(" ,;:–—").rstrip(" ,;:.–—-")
    if len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text[:longest]
        if text.count("(") > text.count(")"):
            text = text.rpartition("(")[0] or text
        text = text.rstrip(" ,;:.–—-(") + " …"
    if text.count('"') % 2:
        text += '"'
    return text.replace("`", "") if text.count("`") % 2 else text


def quoted(text: str) -> str:
    """A heading in quotes."""
    inner = cut(text, NAME).replace('"', "'")
    return f'"{inner or "…"}"'


def first_small(text: str, voice: Voice) -> str:
    """A text with its first word small, unless that is a name or an abbreviation."""
    head = CAPITAL.match(text)
    small = head and head[0].lower() not in voice.names and voice.common(head[0].lower())
    return text[0].lower() + text[1:] if small else text


def first_large(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]
