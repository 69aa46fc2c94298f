"""Who names a section, and under which condition: one pass over the words of a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import WORD, Lexicon, Word, split
from skilllint.situational.titles import Title, content

SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z*`(\[])")
GUARD = re.compile(
    r"\b(?:if|when|unless|whenever|otherwise|only|in case|depending|mode|asks?|wants?)\b|→|->|=>",
    re.I,
)
REACH = 400
"""Characters looked at to each side of a mention, so that giant lines stay cheap."""

ANCHOR = re.compile(r"\]\(#([^)\s]+)\)")


class Mention(NamedTuple):
    """A line that names a section; `kind` says what that tells."""

    line: int
    kind: str
    text: str


class Key(NamedTuple):
    """The words by which a section is recognised; a single word needs emphasis around it."""

    words: tuple[str, ...]
    section: int
    single: bool


def find(
    outline: Outline, titles: Sequence[Title], lexicon: Lexicon, wanted: frozenset[int]
) -> Mapping[int, tuple[Mention, ...]]:
    """The mentions of each wanted section outside of itself, in the file's order."""
    keys = key_index(titles, lexicon, wanted)
    anchors = {slug(t.text): t.section.index for t in titles if t.section.index in wanted}
    found: dict[int, list[Mention]] = defaultdict(list)
    for line, kind in prose(outline, outline.sections):
        text = outline.lines[line - 1]
        # most lines name nothing: ask for single words before looking where they stand
        if keys.keys().isdisjoint(WORD.findall(text.lower())) and "](#" not in text:
            continue
        for index, at in named(text, keys, anchors, lexicon):
            section = outline.sections[index]
            if not section.start <= line <= section.end:
                found[index].append(Mention(line, judge(text, at, kind), text.strip()))
    return {index: tuple(mentions) for index, mentions in found.items()}


def key_index(
    titles: Sequence[Title], lexicon: Lexicon, wanted: frozenset[int]
) -> dict[str, list[Key]]:
    """The keys of all wanted sections, by their first word."""
    keys: dict[str, list[Key]] = defaultdict(list)
    for title in titles:
        words = title.core
        if title.section.index not in wanted or not content(words):
            continue
        if len(words) == 1 and (words[0] in lexicon.nouns["common"] or len(words[0]) < 3):
            continue
        keys[words[0]].append(Key(words, title.section.index, len(words) == 1))
    return keys


def prose(outline: Outline, sections: Iterable[Section]) -> Iterator[tuple[int, str]]:
    """Every line of some sections that is not code or a heading: `text`, or `table` for a row."""
    for section in sections:
        spans = [b for b in section.blocks if b.kind in ("fence", "code", "table")]
        kinds = {line: b.kind for b in spans for line in range(b.start, b.end + 1)}
        for line in range(section.start + (section.level > 0), section.own_end + 1):
            kind = kinds.get(line, "text")
            if kind in ("text", "table"):
                yield line, kind


def named(
    text: str, keys: Mapping[str, list[Key]], anchors: Mapping[str, int], lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """The sections that a line names, each with the place where it does."""
    words = split(text)
    for place, word in enumerate(words):
        for key in keys.get(word.text, ()):
            run = words[place : place + len(key.words)]
            if tuple(w.text for w in run) != key.words:
                continue
            if not key.single or emphasised(text, words, place, lexicon):
                yield key.section, word.start
    if anchors and "](#" in text:
        for link in ANCHOR.finditer(text):
            if link[1] in anchors:
                yield anchors[link[1]], link.start()


def emphasised(text: str, words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether one word is marked as a name: bold, code, quoted, or "the X section"."""
    word = words[place]
    before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
    if before and before in "*`\"'“[/" and after and after in "*`\"'”]":
        return True
    following = words[place + 1].text if place + 1 < len(words) else ""
    return following in lexicon.nouns["place"]


def judge(text: str, at: int, kind: str) -> str:
    """`routed` by a table's row, `guarded` by a condition in the same sentence, or `plain`."""
    if kind == "table":
        return "routed"
    near = text[max(0, at - REACH) : at + REACH]
    at = min(at, REACH)
    begin = max((m.end() for m in SENTENCE.finditer(near) if m.end() <= at), default=0)
    end = next((m.start() for m in SENTENCE.finditer(near) if m.start() > at), len(near))
    return "guarded" if GUARD.search(near, begin, end) else "plain"


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())
