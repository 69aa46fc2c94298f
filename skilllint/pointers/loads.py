"""Orders to read several references at once, whatever the run will need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from skilllint.model import Load, Outline, Pointer
from skilllint.pointers import cues
from skilllint.pointers.names import Names
from skilllint.pointers.passages import Passage
from skilllint.pointers.places import surroundings
from skilllint.pointers.reach import is_text

SEVERAL = 3
"""Files from which on an order to read them is one to read all."""

EARLY = 0.4
"""The part of a file in which "read all of them" is said as the work begins."""

FOLDER = re.compile(
    r"(?<![\w-])([\w-]{1,80}+)[`*\"']{0,4} (?:folder|director(?:y|ies))\b", re.IGNORECASE
)
"""A folder that is written as a word: "the references folder"."""


def find(
    outline: Outline, prose: Sequence[Passage], pointers: Sequence[Pointer], names: Names
) -> Iterator[Load]:
    """Each paragraph or list that orders to read several files as the work begins."""
    at: dict[int, list[Pointer]] = defaultdict(list)
    for pointer in pointers:
        at[pointer.line].append(pointer)
    for group in grouped(led(outline, one) for one in prose):
        inside = [p for one in group for n in range(one.start, one.end + 1) for p in at.get(n, ())]
        written = (*(file for pointer in inside for file in pointer.files), *folder(group, names))
        named = tuple(dict.fromkeys(written))
        if len(named) < SEVERAL or any(pointer.condition for pointer in inside):
            continue
        text = order(outline, group)
        if text:
            yield Load(group[0].start, group[-1].end, text, named)


def folder(group: Sequence[Passage], names: Names) -> Iterator[str]:
    """The texts of the folders that a group names by a word, under no condition."""
    for passage in group:
        said = passage.text if "older" in passage.text or "irector" in passage.text else ""
        for found in FOLDER.finditer(said):
            if not surroundings(passage):
                yield from filter(is_text, names.folders.get(found[1].lower(), ()))


def led(outline: Outline, passage: Passage) -> Passage:
    """A passage that its heading leads in to, if that orders to read: "Required reading"."""
    title = outline.sections[passage.section].title
    bare = passage.kind == "item" and not passage.lead
    if bare and cues.has("order", title) and cues.has("early", title):
        return passage._replace(lead=title)
    return passage


def grouped(prose: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Paragraphs by themselves, and the items of a list that one line leads in to together."""
    group: list[Passage] = []
    for passage in prose:
        same = group and (passage.section, passage.lead) == (group[0].section, group[0].lead)
        if group and not (same and passage.kind == "item" == group[0].kind and passage.lead):
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def order(outline: Outline, group: Sequence[Passage]) -> str:
    """The words that order to read a group's files as the work begins; empty without them."""
    first = group[0]
    said = first.lead if first.kind == "item" and first.lead else first.text
    title = outline.sections[first.section].title
    if not cues.has("order", said) or cues.has("forbidden", said):
        return ""
    soon = cues.has("early", said) or cues.has("early", title)
    whole = cues.has("all", said) and first.start <= len(outline.lines) * EARLY
    return said if soon or whole else ""
