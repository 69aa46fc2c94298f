"""Which units a text about dependencies means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

WORD = (
    r"(?:implementation units?|work units?|units?|tasks?|stor(?:y|ies)|tickets?|steps?|phases?"
    r"|stages?|milestones?|items?|parts?|deliverables?|slices?|commits?|prs?|epics?|waves?)"
)
NUMBER = r"(?:[A-Za-z]{1,10}-?)?\d+(?:\.\d+)*[a-z]?"
LETTER = r"(?-i:[A-Z])(?!\w)"
RUN = re.compile(
    rf"(?<![\w.-])(?:{WORD}\s+#?(?:{NUMBER}|{LETTER})|[A-Z]{{1,10}}-?\d+(?:\.\d+)*[a-z]?)(?!\w)"
    rf"(?:\s*(?:,\s*(?:and\s|&\s*|or\s)?|\band\b|&|\+|/|–|—(?!\s)|-|\bto\b|\bthrough\b|\.\.)\s*"
    rf"(?:{WORD}\s+)?#?{NUMBER}(?!\w|%))*",
    re.IGNORECASE,
)
"""Units in a row: `Units 1-3`, `U1, U2 and U4`, `Task 2`."""

PART = re.compile(
    rf"(?P<by>[–—-]|\bto\b|\bthrough\b|\.\.)?\s*(?:(?P<word>{WORD})\s+)?#?"
    rf"(?P<id>{NUMBER}|(?<=\s){LETTER})",
    re.IGNORECASE,
)
NUMBERS = re.compile(rf"\s*#?{NUMBER}(?:\s*(?:,|and|&|\+|/|–|-)\s*#?{NUMBER})*\s*", re.IGNORECASE)
NONE = re.compile(r"(?:none|no|nothing|n/?a|independent)\b|[-–—\s]*$", re.IGNORECASE)
ASIDE = re.compile(r"\([^()]*\)")
NO_WAIT = re.compile(
    r"\b(?:parallel|independent(?:ly)?|not depend|no dependenc|unblocks?|blocks|does not|doesn't"
    r"|needs? no)\b",
    re.IGNORECASE,
)
"""What makes a clause on other units one that waits for none."""

EARLIER = re.compile(
    r"\ball\s+(?:(?:of\s+)?the\s+)?(?:previous|prior|earlier|preceding|above|foregoing)\b", re.I
)
OTHERS = re.compile(
    r"\ball\s+(?:(?:of\s+)?the\s+)?(?:other\s+)?(?:units|tasks|steps|phases)\b", re.I
)
LAST = re.compile(r"\b(?:previous|preceding|prior)\s+(?:unit|task|step|phase|item)\b", re.I)
CLAUSE = re.compile(r"(?<=[a-z)`\d])\.\s+|;\s+")
EXPLAINED = re.compile(r"\s(?:—|--|-)\s")
ALIKE = frozenset({"unit", "task", "item"})
"""Words for a unit where the plan calls its units by a code."""


@dataclass(frozen=True, slots=True)
class Names:
    """How the units of a plan may be called.

    `words` and `prefixes` are what stands before their numbers, `units` are places by
    number, `phases` the places of all units of a phase.
    """

    words: frozenset[str]
    prefixes: frozenset[str]
    units: Mapping[str, Sequence[int]]
    phases: Mapping[str, Sequence[int]]


def number(written: str) -> str:
    """A unit's number without what only decorates it: `U03` and `Unit 3` are 3."""
    bare = re.sub(r"^[A-Za-z]+-?(?=\d)", "", written)
    return ".".join(re.sub(r"^0+(?=\d)", "", part) for part in bare.lower().split("."))


def prefix(written: str) -> str:
    """The letters before a unit's number in capitals: `T` of `T001`."""
    found = re.match(r"([A-Za-z]+)-?(?=\d)", written)
    return found[1].upper() if found else ""


def waits(lines: Sequence[str], place: int, names: Names, count: int) -> tuple[set[int], list[str]]:
    """The units that a text makes unit `place` of `count` wait for, and names of missing ones."""
    found: set[int] = set()
    missing: list[str] = []
    for clause in clauses(" ".join(re.sub(r"^\s*[-*+]\s+", "", line) for line in lines)):
        if EARLIER.search(clause):
            found.update(range(place))
        elif OTHERS.search(clause) and not RUN.search(clause):
            found.update(range(place) if place else range(1, count))
        elif LAST.search(clause) and place:
            found.add(place - 1)
        for word, id_ in mentions(clause, names):
            at = meant(word, id_, place, names)
            found.update(at)
            if not at and (word != "phase" or "phase" in names.words or names.phases):
                missing.append(f"{word.capitalize()} {id_}".strip())
    return found, list(dict.fromkeys(missing))


def meant(word: str, id_: str, place: int, names: Names) -> Sequence[int]:
    """The places of what a name means: all units of a phase, else one unit.

    Of units with the same number, it is the last before this one.
    """
    if word == "phase" and "phase" not in names.words:
        return [one for one in names.phases.get(number(id_), ()) if one != place]
    those = names.units.get(number(id_), ())
    return [max((one for one in those if one < place), default=those[0])] if those else ()


def clauses(text: str) -> Iterator[str]:
    """The parts of a text that may name what is waited for, without remarks in brackets."""
    bare = ASIDE.sub(" ", text)
    if not bare.strip(" .-"):
        bare = text.replace("(", " ").replace(")", " ")
    bare = re.sub(r"[`*]", "", bare).strip(" _.")
    if NONE.match(bare):
        return
    for part in CLAUSE.split(bare):
        head = EXPLAINED.split(part, maxsplit=1)[0]
        told = head if RUN.search(head) else part
        if not NO_WAIT.search(told):
            yield told


def mentions(clause: str, names: Names) -> Iterator[tuple[str, str]]:
    """Every unit that a clause names, ranges spelled out, with the word it is called by."""
    bare = NUMBERS.fullmatch(clause)
    for run in [bare[0]] if bare else [run[0] for run in RUN.finditer(clause)]:
        word, before = "", ""
        for part in PART.finditer(run):
            word = singular(part["word"]) if part["word"] else word
            id_ = part["id"]
            if not ((bare and id_[0].isdigit()) or ours(word, id_, names)):
                break
            if part["by"] and before:
                yield from ((word, one) for one in between(before, id_))
            yield word, id_
            before = id_


def ours(word: str, id_: str, names: Names) -> bool:
    """Whether a name is one of this plan's: `R2` is a requirement, `PR #12` somebody's."""
    if word:
        return word == "phase" or word in (names.words or ALIKE)
    return prefix(id_) in (names.prefixes or {"U", "T"})


def singular(word: str) -> str:
    """The word without its plural; phases have many names."""
    word = word.lower().split()[-1]
    word = "story" if word == "stories" else word.rstrip("s")
    return "phase" if word in ("phase", "stage", "milestone", "epic", "wave") else word


def between(first: str, last: str) -> list[str]:
    """The numbers between two whole ones, both left out."""
    low, high = number(first), number(last)
    if not (low.isdigit() and high.isdigit()) or int(high) - int(low) > 1000:
        return []
    return [str(one) for one in range(int(low) + 1, int(high))]
