"""Sections, and whole bodies, that are little more than a pointer to one file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from skilllint.model import Outline, Pointer, Section, Stub
from skilllint.pointers import cues
from skilllint.pointers.echoes import echoed, words
from skilllint.pointers.passages import Passage
from skilllint.pointers.reach import Read, is_text

TIMING: tuple[cues.Family, ...] = ("condition", "moment", "purpose")

LARGEST = 4000
"""Characters of prose from which on nothing is a stub, in lines however long."""

LONGEST = 30
"""Lines from which on a section is no stub, whatever it points to."""

ECHO = 30
"""Words from which on it is worth looking for them in the file."""

ROUTES = 3
"""Stubs side by side from which on their headings say when to read each."""

NUMBERED = re.compile(r"\W*(?:[^\W\d]+\s+)?\d+[a-z]?\b", re.IGNORECASE)


def find(
    outline: Outline, prose: Sequence[Passage], pointers: Sequence[Pointer], read: Read
) -> Iterator[Stub]:
    """The stubs of a body, or the body itself if it is one."""
    whole = body(outline, prose, pointers)
    if whole:
        yield whole
        return
    texts: dict[int, list[Passage]] = defaultdict(list)
    points: dict[int, list[Pointer]] = defaultdict(list)
    for passage in prose:
        texts[passage.section].append(passage)
    for pointer in pointers:
        points[pointer.section].append(pointer)

    @cache
    def when(index: int) -> str:
        return timing(outline.sections[index], texts[index])

    small = {
        index: inside
        for index, inside in points.items()
        if is_stub(outline.sections[index], inside)
        and sum(len(one.text) for one in texts[index]) <= LARGEST
    }
    beside = Counter(outline.sections[index].parent for index in small)
    for index, inside in small.items():
        section = outline.sections[index]
        above = (s.index for s in outline.ancestors(section) if s.level > 1)
        told = next(filter(None, map(when, (index, *above))), "")
        # several side by side are a table that routes, by headings
        route = section.title if beside[section.parent] >= ROUTES else ""
        yield made(index, inside, texts[index], told or route, read)


def is_stub(section: Section, inside: Sequence[Pointer]) -> bool:
    """Whether a section has no parts and no code, is short, and points to one file."""
    if section.children or not section.level or section.lines > LONGEST:
        return False
    if any(block.kind in ("fence", "code", "table") for block in section.blocks):
        return False
    sent = {pointer.files for pointer in inside}
    return sent == {inside[0].files} and is_one(inside[0]) and not cues.is_list(section.title)


def body(outline: Outline, prose: Sequence[Passage], pointers: Sequence[Pointer]) -> Stub | None:
    """The stub that a whole body is: one short section, no code, and one file it sends to."""
    if len({pointer.files for pointer in pointers}) != 1 or not is_one(pointers[0]):
        return None
    if any(section.parent is not None or section.index > 1 for section in outline.sections):
        return None
    if sum(len(passage.text) for passage in prose) > LARGEST:
        return None
    if any(block.kind in ("fence", "code") for s in outline.sections for block in s.blocks):
        return None
    if not any(cues.has("order", p.sentence) or cues.has("follow", p.sentence) for p in pointers):
        return None
    when = next(filter(None, (cues.find("condition", passage.text) for passage in prose)), "")
    return made(None, pointers, prose, when, lambda path: "")


def is_one(pointer: Pointer) -> bool:
    """Whether a pointer sends to one text to read."""
    return pointer.form != "several" and is_text(pointer.files[0])


def made(
    section: int | None,
    inside: Sequence[Pointer],
    texts: Sequence[Passage],
    when: str,
    read: Read,
) -> Stub:
    """A stub with what it says besides its pointer."""
    said = {pointer.sentence for pointer in inside}
    rest = words(" ".join(without(passage.text, said) for passage in texts))
    lines = sum(passage.end - passage.start + 1 for passage in texts)
    echo = echoed(rest, read(inside[0].files[0])) if len(rest) >= ECHO else 0
    bare = texts[0].text.startswith(inside[0].sentence) or texts[0].text.endswith((":", "："))
    return Stub(section, inside[0], lines, len(rest), echo, bare, when)


def without(text: str, sentences: Iterable[str]) -> str:
    """A text without some of its sentences."""
    for sentence in sentences:
        text = text.replace(sentence, " ")
    return text


def timing(section: Section, texts: Sequence[Passage]) -> str:
    """What says when a section is needed: a step's number, its heading, its own words."""
    if NUMBERED.match(section.title) or cues.has("case", section.title):
        return section.title
    said = (section.title, *(passage.text for passage in texts))
    found = (cues.find(family, text) for text in said for family in TIMING)
    return next(filter(None, found), "")
