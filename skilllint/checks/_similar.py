"""Which skills a host lists side by side, and which of their texts are alike.

Everything here is near-linear: texts are compared only where they share a rare word,
and of those only with the last few.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Skill

WORD = re.compile(r"\w[\w'-]{0,40}")
SKILLS = "skills"
SHELVED = frozenset(
    "archive archived deprecated draft drafts example examples in-progress legacy old "  # noqa: SIM905
    "template templates wip".split()
)
"""Folders below `skills/` whose skills nobody installs together with the rest."""

RECENT = 16
"""Texts that a text is compared with: of the last so many with each of its rare words, those
with the most of them."""


class Pair(NamedTuple):
    """Two texts that are alike, by their places, and how much of both together they share."""

    first: int
    second: int
    share: float


def scopes(skills: Sequence[Skill], least: int = 2) -> list[list[int]]:
    """The places of skills that a host lists together, so many or more, by their paths.

    Those are the skills in one folder of skill folders, of one plugin and one repository;
    folders of a kind below `skills/` count as one. The same skill in `.claude/skills` and
    in `.agents/skills` is in two scopes: that is how one skill reaches several hosts.
    """
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, skill in enumerate(skills):
        if not skill.root and not {*skill.place.split("/")[-4:-2]} & SHELVED:
            found[repository(skill), skill.plugin or "", shelf(skill)].append(at)
    for places in found.values():
        places.sort(key=lambda at: skills[at].place)
    return [found[key] for key in sorted(found) if len(found[key]) >= least]


def repository(skill: Skill) -> str:
    """The repository's folder as seen from the working directory; empty if that is it."""
    if skill.place == skill.path:
        return ""
    up = [".."] * (skill.place.count("/") + 1)
    return posixpath.normpath(posixpath.join(skill.path, *up))


def parent(skill: Skill) -> str:
    """The folder that holds the skill's folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(skill.place), ".."))


def shelf(skill: Skill) -> str:
    """The folder of skill folders: `skills`, also where folders of a kind stand between."""
    return shelf_of(posixpath.dirname(skill.place))


def shelf_of(folder: str) -> str:
    """The folder of skill folders that a skill's folder lies in."""
    above = posixpath.normpath(posixpath.join(folder, ".."))
    outer, kind = posixpath.split(above)
    return outer if kind != SKILLS and posixpath.basename(outer) == SKILLS else above


def groups(keys: Mapping[int, str]) -> list[list[int]]:
    """The places that share a key, two or more; an empty key is none."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, key in keys.items():
        if key:
            found[key].append(at)
    return [places for places in found.values() if len(places) > 1]


def folded(text: str) -> str:
    """A text without what makes no difference to a reader: case, white space, punctuation."""
    return " ".join(WORD.findall(text.casefold()))


def copies(skills: Sequence[Skill], scope: Sequence[int]) -> list[list[int]]:
    """The skills of a scope whose bodies are the same text, whatever their line ends."""
    bodies = {at: skills[at].source.body.replace("\r", "").strip() for at in scope}
    return groups({at: body for at, body in bodies.items() if len(body) > 200})


def originals(skills: Sequence[Skill], scope: Sequence[int]) -> list[int]:
    """The skills of a scope but for the copies of others, of which enough is said."""
    again = {at for group in copies(skills, scope) for at in group[1:]}
    return [at for at in scope if at not in again]


def alike(texts: Mapping[int, frozenset[str]], least: float) -> Iterator[Pair]:
    """The pairs of word sets that share at least such a part of their words (Jaccard).

    Two sets that do share one of their rarest words: of a set of n words only the
    n - ⌈least · n⌉ + 1 rarest have to be looked up (Chaudhuri, Ganti and Kaushik 2006).
    """
    common = Counter(word for words in texts.values() for word in words)
    holders: dict[str, list[int]] = defaultdict(list)
    for at, words in texts.items():
        rare = sorted(words, key=lambda word: (common[word], word))
        rare = rare[: len(words) - -int(-least * len(words) // 1) + 1]
        met = Counter(other for word in rare for other in holders[word][-RECENT:])
        near = sorted(met, key=lambda other: (-met[other], other))[:RECENT]
        for other in near:
            share = similarity(words, texts[other])
            if share >= least:
                yield Pair(other, at, share)
        for word in rare:
            holders[word].append(at)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of the words of both that both have."""
    together = len(one & other)
    return together / ((len(one) + len(other) - together) or 1)


def told_apart(one: Skill, other: Skill, only: frozenset[str], lonely: frozenset[str]) -> bool:
    """Whether each of two descriptions has a word of its skill's own name, or a number, for itself.

    `only` and `lonely` are the words that the one and the other have for themselves.
    """
    return _own(one, only) and _own(other, lonely)


def _own(skill: Skill, words: frozenset[str]) -> bool:
    name = {*WORD.findall(skill.name.casefold().replace("-", " "))}
    return any(word in name or any(map(str.isdigit, word)) for word in words)


# --- blocks -------------------------------------------------------------------


class Block(NamedTuple):
    """A run of lines without a blank one between: its lines and its text, white space folded."""

    start: int
    end: int
    text: str


class Repeat(NamedTuple):
    """Blocks that stand in a row in several skills: the first skill, its lines, and all skills.

    `begins` is the text of the first block; no other repeat of the same skills begins with it.
    """

    skill: int
    start: int
    end: int
    size: int
    holders: tuple[int, ...]
    begins: str


def blocks(skill: Skill) -> Iterator[Block]:
    """The body cut at its blank lines."""
    lines = skill.source.lines
    start = skill.source.body_line
    held: list[str] = []
    for number in range(start, len(lines) + 1):
        words = lines[number - 1].split()
        if words:
            held += words
        else:
            if held:
                yield Block(start, number - 1, " ".join(held))
            start, held = number + 1, []
    if held:
        yield Block(start, len(lines), " ".join(held))


def repeats(skills: Sequence[Skill], scope: Sequence[int]) -> Iterator[Repeat]:
    """What stands word for word in several skills of a scope, each once, at its first skill."""
    cut = {at: list(blocks(skills[at])) for at in scope}
    held: dict[str, dict[int, None]] = defaultdict(dict)
    for at, found in cut.items():
        for block in found:
            held[block.text][at] = None
    holders = {text: tuple(places) for text, places in held.items() if len(places) > 1}
    told: set[tuple[str, ...]] = set()
    for at, found in cut.items():
        for run in _runs(at, found, holders):
            key = tuple(block.text for block in run)
            if key not in told:
                told.add(key)
                size = sum(len(block.text) for block in run)
                yield Repeat(at, run[0].start, run[-1].end, size, holders[run[0].text], run[0].text)


def _runs(
    at: int, found: Sequence[Block], holders: Mapping[str, tuple[int, ...]]
) -> Iterator[list[Block]]:
    """Blocks in a row that the same skills hold, of which this is the first."""
    run: list[Block] = []
    for block in found:
        who = holders.get(block.text, ())
        if run and who != holders[run[0].text]:
            yield run
            run = []
        if who and who[0] == at:
            run.append(block)
    if run:
        yield run
