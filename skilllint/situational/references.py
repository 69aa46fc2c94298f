"""Who names a section, and under which condition: one pass over the words of a file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.titles import Title, content
from skilllint.situational.wide import Cue, Cues, gather, holds
from skilllint.situational.words import WORD, Word, bare, rarest, split

SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-Þ¿¡*`(\[])|(?<=[。；！？])")
GUARD = re.compile(
    r"\b(?:if|when|unless|whenever|otherwise|only|in case|depending|mode|asks?|wants?)\b|→|->|=>",
    re.I,
)
REACH = 400
"""Characters looked at to each side of a mention, so that giant lines stay cheap."""

NAMESAKES = 3
"""Sections that may share a heading; more of them are no longer named by it."""

NEAR = 6
"""Letters before a name in which a word that sends a reader there may stand."""

ANCHOR = re.compile(r"\]\(#([^)\s]+)\)")
CELL = re.compile(rf"\W*({WORD.pattern})")
CONTENTS = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s+\[[^\]]*\]\(#[^)\s]+\)\W*")
"""A line of a table of contents: it names every section, whatever calls it."""


FILE = re.compile(
    r"(?:(?<![^\s`\"'(\[*|])|(?<=[^.]\./)|(?<=\}/))"
    r"(?:references?|refs?|resources?|rules|guides?|workflows?|playbooks?)/[\w./-]*\w\.(?:md|txt)\b",
    re.IGNORECASE,
)
"""A file of the skill's folder that an agent is sent to read."""

Pointer = tuple[int, str]
"""A line and the file it names."""


class Mention(NamedTuple):
    """A line that names a section, at a character of its text; `kind` says what that tells."""

    line: int
    kind: str
    text: str
    at: int = 0


class Line(NamedTuple):
    """A line of prose, or the row of a `table`, with its words in lower case."""

    number: int
    kind: str
    text: str
    words: Sequence[str]


class Key(NamedTuple):
    """The words by which a section is recognised; a single word needs emphasis around it."""

    words: tuple[str, ...]
    section: int
    single: bool


class Keys(NamedTuple):
    """All keys by their words, and how many words the keys have that begin with one.

    `rare` holds one word of each, the rarest: most lines are seen to hold none.
    """

    by_words: Mapping[tuple[str, ...], list[Key]]
    lengths: Mapping[str, set[int]]
    rare: frozenset[str]

    def occur(self, words: Sequence[str]) -> bool:
        """Whether a section's name stands in some words; finding out where takes longer."""
        return not self.rare.isdisjoint(words) and any(
            tuple(words[place : place + length]) in self.by_words
            for place, word in enumerate(words)
            for length in self.lengths.get(word, ())
        )


def find(
    outline: Outline,
    lines: Iterable[Line],
    titles: Sequence[Title],
    lexicon: Lexicon,
    wanted: frozenset[int],
) -> Mapping[int, tuple[Mention, ...]]:
    """The mentions of each wanted section outside of itself, in the file's order."""
    keys = key_index(titles, lexicon, wanted)
    names = wide_names(titles, lexicon, wanted)
    anchors = {slug(t.text): t.section.index for t in titles if t.section.index in wanted}
    found: dict[int, list[Mention]] = defaultdict(list)
    for line, kind, text, words in lines:
        hits: list[tuple[int, int]] = []
        if "](#" in text or keys.occur(words):
            hits += named(text, keys, anchors, lexicon)
        if names.real.cues and holds(text):
            hits += wide_named(text, names, lexicon)
        if not hits or CONTENTS.fullmatch(text):
            continue
        for index, at in hits:
            section = outline.sections[index]
            if not section.start <= line <= section.end:
                how = judge(text, at, kind, lexicon)
                found[index].append(Mention(line, how, text.strip(), at - indent(text)))
    return {index: tuple(mentions) for index, mentions in found.items()}


def key_index(titles: Sequence[Title], lexicon: Lexicon, wanted: frozenset[int]) -> Keys:
    """The names of all wanted sections."""
    numbers = Counter(title.number for title in titles if title.step)
    found: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for title in titles:
        if title.section.index not in wanted:
            continue
        words = title.core
        # a number that two sequences of steps use names neither
        if title.step and numbers[title.number] == 1:
            step = tuple(w.text for w in split(title.number))
            found[step].append(Key(step, title.section.index, False))
        common = len(words) == 1 and (words[0] in lexicon.nouns["common"] or len(words[0]) < 3)
        if content(words) and not common and not wide(title):
            found[words].append(Key(words, title.section.index, len(words) == 1))
    named = {words: same for words, same in found.items() if len(same) <= NAMESAKES}
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in named:
        lengths[words[0]].add(len(words))
    return Keys(named, lengths, frozenset(map(rarest, named)))


def wide_names(titles: Sequence[Title], lexicon: Lexicon, wanted: frozenset[int]) -> Cues:
    """The names of all wanted sections that no spaces set apart from the words around them."""
    return gather(
        Cue(str(title.section.index), " ".join(title.core), first=False, last=False)
        for title in titles
        if title.section.index in wanted
        and wide(title)
        and "".join(title.core) not in lexicon.nouns["common"]
    )


def wide(title: Title) -> bool:
    """Whether a heading has words that no spaces set apart."""
    return any(map(holds, title.core))


def wide_named(text: str, names: Cues, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """As `named`; the name needs emphasis around it, or a word that sends a reader there."""
    before, after = lexicon.pattern("sent"), lexicon.pattern("place")
    for name, start, end in names.find(text):
        sent = before.search(text[max(0, start - NEAR) : start]) or after.match(text, end)
        if sent or marked(text, start, end):
            yield int(name), start


def prose(outline: Outline, sections: Iterable[Section]) -> Iterator[Line]:
    """Every line of some sections that is not code or a heading, with its words."""
    for section in sections:
        spans = [b for b in section.blocks if b.kind in ("fence", "code", "table")]
        kinds = {line: b.kind for b in spans for line in range(b.start, b.end + 1)}
        for line in range(section.start + (section.level > 0), section.own_end + 1):
            kind = kinds.get(line, "text")
            if kind in ("text", "table"):
                text = outline.lines[line - 1]
                yield Line(line, kind, text, bare(text))


def pointers(lines: Iterable[Line]) -> tuple[Pointer, ...]:
    """The lines that send a reader to another file of the skill."""
    return tuple(
        (line.number, file)
        for line in lines
        if ".md" in line.text or ".txt" in line.text
        for file in dict.fromkeys(FILE.findall(line.text))
    )


def rows(outline: Outline) -> dict[str, int]:
    """The words that begin the first cell of a table's row, each with its first line."""
    found: dict[str, int] = {}
    for section in outline.sections:
        for block in section.blocks:
            if block.kind == "table":
                for line in range(block.start, block.end + 1):
                    word = CELL.match(outline.lines[line - 1])
                    if word:
                        found.setdefault(word[1].lower(), line)
    return found


def named(
    text: str, keys: Keys, anchors: Mapping[str, int], lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """The sections that a line names, each with the place where it does."""
    words = split(text)
    spoken = tuple(word.text for word in words)
    for place, word in enumerate(words):
        for length in keys.lengths.get(word.text, ()):
            for key in keys.by_words.get(spoken[place : place + length], ()):
                if not key.single or emphasised(text, words, place, lexicon):
                    yield key.section, word.start
    if anchors and "](#" in text:
        for link in ANCHOR.finditer(text):
            if link[1] in anchors:
                yield anchors[link[1]], link.start()


def emphasised(text: str, words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether one word is marked as a name: bold, code, quoted, or "the X section"."""
    word = words[place]
    if marked(text, word.start, word.end):
        return True
    following = words[place + 1].text if place + 1 < len(words) else ""
    return following in lexicon.nouns["place"]


def indent(text: str) -> int:
    """How many blanks a line begins with."""
    return len(text) - len(text.lstrip())


def marked(text: str, start: int, end: int) -> bool:
    """Whether something is set off from the text around it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and before in "*`\"'“[/「『《【" and after and after in "*`\"'”]」』》】")


def judge(text: str, at: int, kind: str, lexicon: Lexicon) -> str:
    """`routed` by a table's row, `guarded` by a condition in the same sentence, or `plain`."""
    if kind == "table":
        return "routed"
    near = text[max(0, at - REACH) : at + REACH]
    at = min(at, REACH)
    begin = max((m.end() for m in SENTENCE.finditer(near) if m.end() <= at), default=0)
    end = next((m.start() for m in SENTENCE.finditer(near) if m.start() > at), len(near))
    guarded = GUARD.search(near, begin, end) or lexicon.holds("guard", near[begin:end])
    return "guarded" if guarded else "plain"


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())
