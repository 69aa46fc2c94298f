"""Read `lexicon.toml`: the words that are looked for and what each signal weighs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

Place = Literal["title", "lead", "around", "keep"]

WORD = re.compile(r"--[a-z][\w-]*|[^\W_][\w'’]*(?:[.+#-]\w+)*[+#]*")
LANGUAGES = ("zh", "ja", "ko", "de", "es", "fr", "pt")
SPACELESS = frozenset({"zh", "ja"})


class Word(NamedTuple):
    """One word of a text in lower case, and where it stands there."""

    text: str
    start: int
    end: int


class Match(NamedTuple):
    """A family one of whose cues occurs in a text, and where."""

    family: str
    start: int
    end: int


class Cue(NamedTuple):
    """A phrase of a family: words in sequence, perhaps bound to the beginning."""

    family: str
    words: tuple[str, ...]
    first: bool
    silences: bool


class Phrases(NamedTuple):
    """The cues of one place, by their first word, so that a text is read once."""

    by_word: dict[str, list[Cue]]
    stems: dict[str, str]
    spaceless: dict[str, str]

    def add(
        self, family: str, cue: str, *, silences: bool = False, spaceless: bool = False
    ) -> None:
        """Take in one cue as the data file writes it."""
        if spaceless:
            self.spaceless[cue] = family
        elif cue.endswith("*"):
            self.stems[cue[:-1]] = family
        else:
            words = tuple(cue.removeprefix("^").split())
            self.by_word.setdefault(words[0], []).append(
                Cue(family, words, cue.startswith("^"), silences)
            )


class Lexicon(NamedTuple):
    """Cues by place, weights by signal, thresholds by kind and word lists by name."""

    phrases: Mapping[str, Phrases]
    conditional: Mapping[str, float]
    reference: Mapping[str, float]
    reasons: Mapping[str, str]
    bands: Mapping[str, Mapping[str, float]]
    late: Mapping[str, float]
    nouns: Mapping[str, frozenset[str]]
    classes: Mapping[str, str]

    def find(self, place: Place, text: str, words: Sequence[Word]) -> dict[str, Match]:
        """The families of a place whose cues occur in a text, each with its first cue."""
        phrases = self.phrases[place]
        found: dict[str, Match] = {}
        silent: set[str] = set()
        for cue, start, end in occurrences(phrases, words):
            if cue.silences:
                silent.add(cue.family)
            else:
                found.setdefault(cue.family, Match(cue.family, start, end))
        if not text.isascii():
            for part, family in phrases.spaceless.items():
                at = text.find(part)
                if at >= 0:
                    found.setdefault(family, Match(family, at, at + len(part)))
        return {family: match for family, match in found.items() if family not in silent}

    def search(self, place: Place, text: str) -> dict[str, Match]:
        """As `find`, for the many texts that hold no cue: looks at single words first."""
        phrases = self.phrases[place]
        plain = text.isascii() and not phrases.stems
        if plain and phrases.by_word.keys().isdisjoint(WORD.findall(text.lower())):
            return {}
        return self.find(place, text, split(text))


def split(text: str) -> list[Word]:
    """The words of a text, in lower case, with their places."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals (İ) grow, and every later place would shift
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return [Word(m[0], m.start(), m.end()) for m in WORD.finditer(lowered)]


def occurrences(phrases: Phrases, words: Sequence[Word]) -> Iterator[tuple[Cue, int, int]]:
    """Every cue that stands in a sequence of words, with its place in the text."""
    stems = tuple(phrases.stems)
    for index, word in enumerate(words):
        for cue in phrases.by_word.get(word.text, ()):
            if cue.first and index:
                continue
            run = words[index : index + len(cue.words)]
            if len(cue.words) == 1 or tuple(w.text for w in run) == cue.words:
                yield cue, word.start, run[-1].end
        if stems and word.text.startswith(stems):
            stem = next(stem for stem in stems if word.text.startswith(stem))
            yield Cue(phrases.stems[stem], (stem,), False, False), word.start, word.end


@cache
def load() -> Lexicon:
    """The lexicon that ships with the program."""
    text = Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8")
    return build(tomllib.loads(text))


def build(data: Mapping[str, Any]) -> Lexicon:
    """A lexicon from the tables of its data file."""
    families = {
        f"{place}.{name}": family
        for place in ("title", "lead", "around", "structure", "reference", "body", "keep")
        for name, family in data[place].items()
    }
    return Lexicon(
        phrases={place: index(place, data[place]) for place in get_args(Place)},
        conditional={name: family.get("conditional", 0.0) for name, family in families.items()},
        reference={name: family.get("reference", 0.0) for name, family in families.items()},
        reasons={name: family["reason"] for name, family in families.items() if "reason" in family},
        bands=data["bands"],
        late=data["late"],
        nouns={name: frozenset(words) for name, words in data["nouns"].items()},
        classes={word: name for name, words in data["classes"].items() for word in words},
    )


def index(place: str, families: Mapping[str, Mapping[str, Any]]) -> Phrases:
    """The cues of all families of one place."""
    phrases = Phrases({}, {}, {})
    for name, family in families.items():
        signal = f"{place}.{name}"
        for cue in family.get("words", ()):
            phrases.add(signal, cue)
        for cue in family.get("except", ()):
            phrases.add(signal, cue, silences=True)
        for language in LANGUAGES:
            for cue in family.get(language, ()):
                phrases.add(signal, cue, spaceless=language in SPACELESS)
    return phrases
