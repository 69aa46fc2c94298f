"""Where the body points to a file of the folder, and under which condition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from skilllint.model import Form, Outline, Pointer
from skilllint.pointers import cues, passages
from skilllint.pointers.names import Paths
from skilllint.pointers.passages import MARGIN, Passage
from skilllint.pointers.written import BLANK, TOKEN, plain, settled, trimmed

SENTENCE = re.compile(r"(?<=[.!?])[*_)\"”]*\s+(?=[*_(\[\"“`]*[A-Z0-9])|(?<=[。！？])")
LABEL = re.compile(r"[^\[\]]{0,200}\]\(")
"""What follows a path that is the text of a link."""

TICKS = re.compile(r"`+")
INCLUDE = re.compile(r"[*_~]*@")


class Sentence(NamedTuple):
    """A sentence of a passage, and what says when to do what it says; empty without."""

    text: str
    condition: str


def holding(words: Iterable[str], known: Mapping[str, Paths]) -> frozenset[str]:
    """Those of some words that hold a known token: one that leads to files."""
    return frozenset(w for w in words if not known.keys().isdisjoint(TOKEN.findall(w)))


def prose(outline: Outline, words: frozenset[str]) -> Iterator[Passage]:
    """The passages of the sections that may point to a file, and of those around them.

    `words` are those that hold a known token.
    """
    asked = {section.index for section in outline.sections[:2]}  # a whole body may be a stub
    for section in outline.sections:
        text = outline.text(section.start, section.own_end)
        by_word = "older" in text or "irector" in text  # the references folder
        if by_word or not words.isdisjoint(plain(text).split()):
            asked.update(one.index for one in (section, *outline.ancestors(section)))
    for index in sorted(asked):
        yield from passages.of(outline, outline.sections[index])


def find(
    outline: Outline, texts: Iterable[Passage], known: Mapping[str, Paths], words: frozenset[str]
) -> Iterator[Pointer]:
    """Every pointer of the prose, in the body's order.

    `known` tokens lead to files; `words` are those that hold one.
    """
    for passage in texts if words else ():
        places = list(inside(outline, passage, known, words))
        if not places:
            continue
        sentence = sentences(passage)
        for number, found, at in places:
            line, files = found.string, known[found[0]]
            said = sentence(at)
            yield Pointer(
                line=number,
                col=found.start() + 1,
                target=trimmed(found[0]),
                files=files,
                form=form(line, found, files),
                section=passage.section,
                sentence=said.text,
                condition=said.condition,
            )


def inside(
    outline: Outline, passage: Passage, known: Mapping[str, Paths], words: frozenset[str]
) -> Iterator[tuple[int, re.Match[str], int]]:
    """Each known token of a passage: its line, itself, and where it stands in the passage's text.

    Of a link the target counts, not the text. `words` are those that hold a known token.
    """
    offset = 0
    for number in range(passage.start, passage.end + 1):
        line = plain(outline.lines[number - 1])
        margin = len(line) - len(line.lstrip(MARGIN))
        if not words.isdisjoint(line.split()):
            for found in TOKEN.finditer(line):
                if found[0] in known and not LABEL.match(line, found.end()):
                    yield number, found, offset + found.start() - margin
        offset += len(line.strip(MARGIN)) + 1


def sentences(passage: Passage) -> Callable[[int], Sentence]:
    """Finds the sentence that stands at a character of a passage; each is judged once."""
    cuts = [0, *(cut.end() for cut in SENTENCE.finditer(passage.text)), len(passage.text)]
    around = surroundings(passage)

    @cache
    def part(number: int) -> Sentence:
        text = passage.text[cuts[number] : cuts[number + 1]].strip()
        return Sentence(text, cues.find("condition", text) or around)

    return lambda at: part(bisect_right(cuts, at, hi=len(cuts) - 1) - 1)


def surroundings(passage: Passage) -> str:
    """What says when to do anything that a passage says."""
    lead = cues.find("condition", passage.lead)
    if passage.kind == "row" and (lead or cues.has("route", passage.lead)):
        return passage.text[: cues.LONGEST]
    return cues.find("condition", passage.text) or lead


def form(line: str, found: re.Match[str], files: Paths) -> Form:
    """How a pointer is written."""
    word = trimmed(found[0])
    if len(files) > 1 or BLANK.search(settled(word)) or word.endswith("/"):
        return "several"
    if word.removeprefix("./") == files[0] and is_include(line, found):
        return "include"
    if line[max(found.start() - 3, 0) : found.start()].rstrip().endswith("]("):
        return "link"
    return "path" if "/" in word or word == files[0] else "name"


def is_include(line: str, found: re.Match[str]) -> bool:
    """Whether a token is an `@path` that a host expands: at a word's start, outside of code."""
    at = found.start()
    if not INCLUDE.match(found[0]) or (at and line[at - 1] not in " \t("):
        return False
    starts, ends = code(line)
    before = bisect_right(starts, at) - 1
    return before < 0 or ends[before] <= at


@lru_cache(maxsize=4)
def code(line: str) -> tuple[list[int], list[int]]:
    """Where the code spans of a line begin, and where they end."""
    runs = [found.span() for found in TICKS.finditer(line)]
    partner: dict[int, int] = {}
    last: dict[int, int] = {}
    for at in reversed(range(len(runs))):
        length = runs[at][1] - runs[at][0]
        partner[at] = last.get(length, 0)
        last[length] = at
    starts, ends, at = [], [], 0
    while at < len(runs):
        if partner[at]:
            starts.append(runs[at][0])
            at = partner[at]
            ends.append(runs[at][1])
        at += 1
    return starts, ends
