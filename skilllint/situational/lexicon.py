"""Read `lexicon.toml`: the words that are looked for and what each signal weighs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from skilllint.situational import languages, wide
from skilllint.situational.languages import SPACELESS, spellings
from skilllint.situational.wide import Cues
from skilllint.situational.words import WORD, Word, bare, foreign, rarest, split

Place = Literal["title", "lead", "around", "keep"]
List = Literal["guard", "fault"]

STOP = re.compile(r"[.;:!?](?=\s)|\s[—–-]\s")
"""What no phrase reaches across."""

BEGINNING, SMALL = 4000, 12
"""Characters in which so many small words of another language show that a text is in it."""

LEAD = 210
"""Letters of a lead in which cues of languages without spaces are looked for."""


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
    """The cues of one place, by their first word, so that a text is read once.

    `rare` holds one word of each, the rarest: most texts are seen to hold none.
    """

    by_word: dict[str, list[Cue]]
    rare: set[str]
    stems: dict[str, str]
    ends: dict[str, str]
    spaceless: Callable[[], Cues]

    def add(self, family: str, cue: str, *, silences: bool = False) -> None:
        """Take in one cue as the data file writes it."""
        if cue.endswith("*"):
            self.stems[cue[:-1]] = family
        elif cue.startswith("*"):
            self.ends[cue[1:]] = family
        else:
            words = tuple(cue.strip("^!").split())
            self.rare.add(rarest(words))
            self.by_word.setdefault(words[0], []).append(
                Cue(family, words, cue.startswith("^"), silences or cue.startswith("!"))
            )

    def occur(self, words: Sequence[str]) -> bool:
        """Whether a cue may stand in some words; finding out where takes longer."""
        if self.stems or self.ends:
            return True
        if self.rare.isdisjoint(words):
            return False
        return any(
            tuple(words[place : place + len(cue.words)]) == cue.words
            for place, word in enumerate(words)
            for cue in self.by_word.get(word, ())
        )


class Lexicon(NamedTuple):
    """Cues by place, weights by signal, thresholds by kind and word lists by name.

    `patterns` finds words of the other languages where no list of single words can.
    """

    phrases: Mapping[str, Phrases]
    conditional: Mapping[str, float]
    reference: Mapping[str, float]
    reasons: Mapping[str, str]
    bands: Mapping[str, Mapping[str, float]]
    late: Mapping[str, float]
    nouns: Mapping[str, frozenset[str]]
    patterns: Mapping[str, str]
    classes: Mapping[str, str]

    def pattern(self, name: str) -> re.Pattern[str]:
        """One of `patterns`, ready to be used."""
        return languages.compiled(self.patterns[name])

    def holds(self, name: List, text: str) -> bool:
        """Whether a text holds one of the words of a list, of a language other than English."""
        return bool(self.search(name, text))

    def find(self, place: Place | List, text: str, words: Sequence[Word]) -> dict[str, Match]:
        """The families of a place whose cues occur in a text, each with its first cue."""
        phrases = self.phrases[place]
        found: dict[str, Match] = {}
        silent: set[str] = set()
        for cue, start, end in occurrences(phrases, words):
            if len(cue.words) > 1 and STOP.search(text, start, end):
                continue
            if cue.silences:
                silent.add(cue.family)
            else:
                found.setdefault(cue.family, Match(cue.family, start, end))
        if wide.holds(text):
            # a letter of these languages says as much as two of others
            part = text[:LEAD] if place == "lead" else text
            for family, start, end in phrases.spaceless().find(part):
                found.setdefault(family, Match(family, start, end))
        return {family: match for family, match in found.items() if family not in silent}

    def search(
        self, place: Place | List, text: str, words: Sequence[str] | None = None
    ) -> dict[str, Match]:
        """As `find`, for the many texts that hold no cue: looks at single words first.

        `words` are those that `bare` finds, where they are known.
        """
        phrases = self.phrases[place]
        none = not phrases.occur(bare(text) if words is None else words)
        if none and not wide.holds(text):
            return {}
        return self.find(place, text, () if none else split(text))


def occurrences(phrases: Phrases, words: Sequence[Word]) -> Iterator[tuple[Cue, int, int]]:
    """Every cue that stands in a sequence of words, with its place in the text."""
    stems, ends = tuple(phrases.stems), tuple(phrases.ends)
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
        if ends and word.text.endswith(ends):
            last = next(last for last in ends if word.text.endswith(last))
            yield Cue(phrases.ends[last], (last,), False, False), word.start, word.end


@cache
def load(*, everywhere: bool = True) -> Lexicon:
    """The lexicon that ships with the program; English alone where no other words can occur."""
    return build(table("lexicon"), table("languages") if everywhere else {})


def spoken(text: str) -> Lexicon:
    """The lexicon for a text: most are English, and need less of it.

    Another language shows in a letter that English lacks, or in its small words.
    """
    english = load(everywhere=False)
    if text.isascii() or not foreign(text):
        small = english.nouns["elsewhere"]
        if sum(word in small for word in WORD.findall(text[:BEGINNING].lower())) < SMALL:
            return english
    return load()


def table(name: str) -> dict[str, Any]:
    """One of the two data files."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def build(data: Mapping[str, Any], others: Mapping[str, Any]) -> Lexicon:
    """A lexicon from the tables of its data files."""
    families = {
        f"{place}.{name}": family
        for place in ("title", "lead", "around", "structure", "reference", "body", "keep")
        for name, family in data[place].items()
    }
    foreign = languages.translated(others)
    return Lexicon(
        phrases={
            **{place: index(place, data[place], others) for place in get_args(Place)},
            **{name: indexed(name, foreign[name]) for name in ("guard", "fault")},
        },
        conditional={name: family.get("conditional", 0.0) for name, family in families.items()},
        reference={name: family.get("reference", 0.0) for name, family in families.items()},
        reasons={name: family["reason"] for name, family in families.items() if "reason" in family},
        bands=data["bands"],
        late=data["late"],
        nouns={
            name: frozenset([*data["nouns"].get(name, ()), *foreign.get(name, ())])
            for name in {*data["nouns"], *foreign}
        },
        patterns=languages.patterns(foreign),
        classes={word: name for name, words in data["classes"].items() for word in words},
    )


def index(
    place: str, families: Mapping[str, Mapping[str, Any]], others: Mapping[str, Any]
) -> Phrases:
    """The cues of all families of one place, of every language given."""
    spaceless = [
        wide.read(f"{place}.{name}", cue)
        for language in SPACELESS & others.keys()
        for name, cues in others[language][place].items()
        for cue in cues
    ]
    phrases = Phrases({}, set(), {}, {}, later(spaceless))
    for name, family in families.items():
        for cue in family.get("words", ()):
            phrases.add(f"{place}.{name}", cue)
        for cue in family.get("except", ()):
            phrases.add(f"{place}.{name}", cue, silences=True)
    for language in others.keys() - SPACELESS:
        for name, cues in others[language][place].items():
            for cue in cues:
                for spelled in spellings(cue):
                    phrases.add(f"{place}.{name}", spelled)
    return phrases


def indexed(name: str, words: Iterable[str]) -> Phrases:
    """A list of words as the cues of one family."""
    listed = list(words)
    phrases = Phrases(
        {}, set(), {}, {}, later([wide.read(name, word) for word in listed if wide.holds(word)])
    )
    for word in listed:
        if not wide.holds(word):
            phrases.add(name, word)
    return phrases


def later(cues: Sequence[wide.Cue]) -> Callable[[], Cues]:
    """Cues that are made ready when a text first asks for them; most files never do."""
    return cache(partial(wide.gather, cues))
