"""How well the judgement does on owners that its numbers were not chosen on.

    python benchmarks/crossval.py DATA [--folds K] [--seed N] [--markdown]

The owners are dealt into folds. For each fold the numbers are chosen on the other owners
and tried on this one; the answers of all folds together are one table. Four ways:

* bands: the weights as they ship, only the thresholds of the bands chosen;
* words: as bands, and of the English cues and class members only those count that stand in
  the headings and first lines of some other owner's file, so none is there for one file;
* weights: every weight refitted, drawn towards the one that ships;
* from nothing: every weight refitted from zero. Only which words and structures are
  looked for comes from people who saw all owners.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import printing
from answers import table
from fitting import fit
from labels import COVER, Label, Unit, Units, flags, read_labels
from labels import files as labelled_files
from owners import folds, of_owners
from questions import CONDITIONAL, LEAVING, LONG

from skilllint import skills
from skilllint.model import Section, Skill
from skilllint.situational import Units as Least
from skilllint.situational import facts, leads, lexicon, prepare, score
from skilllint.situational.facts import Facts
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.score import Verdict
from skilllint.situational.signals import Sign
from skilllint.situational.units import choose
from skilllint.situational.words import split

Phrases = set[tuple[str, ...]]

LEAST = Least()
KINDS = ("conditional", "reference")


class Choice(NamedTuple):
    """A threshold to choose: of which kind and band, what it should find, and how surely."""

    kind: str
    band: str
    wanted: frozenset[str]
    precision: float
    thresholds: list[float]

    @property
    def flagged(self) -> tuple[str | None, str | None]:
        """The kind and the band of the flags that count; None for any."""
        kind = None if self.kind == "reference" else self.kind
        return kind, "likely" if self.band == "likely" else None


CHOICES = (
    Choice("reference", "possible", LEAVING, 0.90, [n / 4 for n in range(2, 12)]),
    Choice("conditional", "possible", CONDITIONAL, 0.78, [n / 10 for n in range(-2, 10)]),
    Choice("conditional", "likely", CONDITIONAL, 0.92, [1 + n / 10 for n in range(22)]),
)
"""What is chosen, one after the other; the precision to keep is a margin above the target."""


PULL = {"weights": 4.0, "from nothing": 3.0}
"""How strongly a weight is drawn back, in blocks' worth of likelihood."""


@dataclass(frozen=True, slots=True)
class File:
    """One file read once: its facts, and the signs of every section."""

    skill: Skill
    wanted: frozenset[int]
    known: Facts
    signs: Mapping[int, Sequence[Sign]]


def main() -> None:
    """Print one table per way of choosing."""
    parser = argparse.ArgumentParser(description="Cross-validate the judgement by owner.")
    parser.add_argument("data", type=Path, help="folder that holds extraction/ and ordinary/")
    parser.add_argument("--folds", type=int, default=8, metavar="K")
    parser.add_argument("--seed", type=int, default=0, help="deals owners into folds (default: 0)")
    parser.add_argument("--markdown", action="store_true", help="as it stands in README.md")
    options = parser.parse_args()
    labels = read_labels(options.data)
    files = {path.stem: read(path) for path in labelled_files(options.data)}
    groups = folds(labels, options.folds, options.seed)
    ways = {way: held_out(way, files, labels, groups) for way in ("bands", "words", *PULL)}
    layout = printing.markdown if options.markdown else printing.text
    for way, units in ways.items():
        rows = [row for row in table(units, labels) if row.question.target]
        print(f"\n{way}, {len(groups)} folds of owners, seed {options.seed}\n")
        print(layout(*printing.answers(rows, {})))


def read(path: Path) -> File:
    """One file with everything that is seen of it, whatever it weighs."""
    skill = skills.read(path, standalone=True)
    wanted = frozenset(
        section.index
        for section, weight in zip(skill.outline.sections, skill.weights, strict=True)
        if section.level and LEAST.reached(section.lines, weight.subtree)
    )
    return see(skill, wanted, lexicon.spoken(skill.source.text))


def see(skill: Skill, wanted: frozenset[int], words: Lexicon) -> File:
    """A skill with what some words show of it."""
    known = facts.gather(skill.source, skill.outline, words, wanted)
    seen = {s.index: score.signs(known, s) for s in skill.outline.sections if s.level}
    return File(skill, wanted, known, seen if wanted else {})


# --- words ---------------------------------------------------------------------


def supported(words: Lexicon, titles: Phrases, firsts: Phrases) -> Lexicon:
    """A lexicon without the cues and class members that nobody else's files hold."""
    phrases = dict(words.phrases)
    for place, texts in (("title", titles), ("lead", firsts), ("around", firsts)):
        by_word = {
            word: [cue for cue in cues if cue.silences or stands(cue.words, texts)]
            for word, cues in words.phrases[place].by_word.items()
        }
        phrases[place] = words.phrases[place]._replace(by_word=by_word)
    members = {word: name for word, name in words.classes.items() if stands((word,), titles)}
    return words._replace(phrases=phrases, classes=members)


def spoken_in(files: Mapping[str, File], names: Iterable[str]) -> tuple[Phrases, Phrases]:
    """Every run of up to four words in the headings of some files, and in their first lines."""
    titles: set[tuple[str, ...]] = set()
    firsts: set[tuple[str, ...]] = set()
    for name in names:
        outline = files[name].skill.outline
        for section in outline.sections:
            titles |= runs(section.title)
            firsts |= runs(leads.lead(outline, section)[1])
    return titles, firsts


def runs(text: str) -> Phrases:
    """Every run of up to four words of a text."""
    said = [word.text for word in split(text)]
    return {tuple(said[place : place + size]) for size in range(1, 5) for place in range(len(said))}


def stands(words: tuple[str, ...], texts: Phrases) -> bool:
    """Whether a phrase is one of those that were said."""
    return words[:4] in texts


# --- choosing -------------------------------------------------------------------


def held_out(
    way: str,
    files: Mapping[str, File],
    labels: Sequence[Label],
    groups: Sequence[frozenset[str]],
) -> Units:
    """What is flagged in each fold's files with the numbers chosen on the others."""
    found: dict[str, list[Unit]] = {}
    everyone = frozenset(one.owner for one in labels)
    for owners in groups:
        others = of_owners(labels, everyone - owners)
        words = banded(weighed(way, files, others), files, others)
        heard = spoken_in(files, {one.file for one in others}) if way == "words" else None
        for name in {one.file for one in of_owners(labels, owners)}:
            file = files[name]
            if heard:
                file = see(file.skill, file.wanted, supported(file.known.lexicon, *heard))
            found[name] = flagged(file, words)
    return found


def weighed(way: str, files: Mapping[str, File], labels: Sequence[Label]) -> Lexicon:
    """The lexicon with its weights chosen on some labels."""
    words = lexicon.load()
    if way not in PULL:
        return words
    samples = [
        (signs, one.label, (1.0 if one.confidence != "low" else 0.5) / len(sections))
        for one in labels
        for sections in [matching(files[one.file], one)]
        for signs in sections
    ]
    fitted: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        shipped: Mapping[str, float] = getattr(words, kind)
        prior = shipped if way == "weights" else dict.fromkeys(shipped, 0.0)
        rows = [(amounts(signs), label == kind, weight) for signs, label, weight in samples]
        fitted[kind], _ = fit(rows, prior, PULL[way])
    return words._replace(conditional=fitted["conditional"], reference=fitted["reference"])


def matching(file: File, one: Label) -> list[Sequence[Sign]]:
    """The signs of the sections that are a labelled block: each covers 60 % of the other."""
    found = []
    for section in file.skill.outline.sections:
        unit = Unit(section.start, section.end, "", "", 0.0)
        alike = unit.shares(one) >= COVER * max(one.lines, unit.lines)
        if alike and section.index in file.signs:
            found.append(file.signs[section.index])
    return found


def amounts(signs: Sequence[Sign]) -> dict[str, float]:
    """How much of each signal was seen."""
    return {sign.signal: sign.amount for sign in signs}


def banded(words: Lexicon, files: Mapping[str, File], labels: Sequence[Label]) -> Lexicon:
    """The lexicon with the thresholds that find the most at the precision to keep."""
    for choice in CHOICES:
        tried = [(at(words, choice.kind, choice.band, one), one) for one in choice.thresholds]
        found = [(recall(choice, one, files, labels), number) for one, number in tried]
        words = at(words, choice.kind, choice.band, max(found)[1])
    return words


def at(words: Lexicon, kind: str, band: str, threshold: float) -> Lexicon:
    """The lexicon with another threshold."""
    changed = {**words.bands[kind], band: threshold}
    return words._replace(bands={**words.bands, kind: changed})


def recall(
    choice: Choice, words: Lexicon, files: Mapping[str, File], labels: Sequence[Label]
) -> float:
    """The recall on some labels; the shortfall, below 0, where the precision is not kept."""
    units = {name: flagged(files[name], words) for name in {one.file for one in labels}}
    flag = flags(units, *choice.flagged)
    asked = [one for one in labels if LONG(one)]
    right = sum(flag(one) and one.is_a(choice.wanted) for one in asked)
    share = right / max(1, sum(map(flag, asked)))
    return right / len(asked) if share >= choice.precision else share - 1


def flagged(file: File, words: Lexicon) -> list[Unit]:
    """The units of a file with other numbers."""
    if not file.signs:
        return []
    judged: dict[int, Verdict] = {}

    def judge(section: Section) -> Verdict:
        if section.index not in judged:
            judged[section.index] = score.decide(file.signs[section.index], words)
        return judged[section.index]

    walk = prepare(file.known, file.skill.weights, LEAST)._replace(judge=judge)
    return [
        Unit(u.start, u.end, u.verdict.kind, u.verdict.band, u.verdict.score) for u in choose(walk)
    ]


if __name__ == "__main__":
    main()
