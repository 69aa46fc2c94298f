"""Files that only a list of references names, and no step that would use them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from skilllint.model import Outline, Pointer
from skilllint.pointers import cues
from skilllint.pointers.names import Names, named
from skilllint.pointers.stems import called

WORK = 3
"""Sections besides the lists from which on there is something to point from."""


def find(outline: Outline, pointers: Sequence[Pointer], names: Names) -> Iterator[Pointer]:
    """The one pointer to each file that lists alone name, without a condition."""
    lists = {
        inner.index
        for section in outline.sections
        if section.level > 1 and cues.is_list(section.title)
        for inner in outline.subtree(section)
    }
    work = [s for s in outline.sections if s.level and s.index not in lists]
    if not lists or len(work) < WORK:
        return
    to: dict[str, list[Pointer]] = defaultdict(list)
    for pointer in pointers:
        for file in pointer.files:
            to[file].append(pointer)
    only = {
        file: found[0]
        for file, found in to.items()
        if all(p.section in lists and p.form != "several" and not p.condition for p in found)
    }
    if only:
        text = "\n".join(outline.text(s.start, s.own_end) for s in outline.sections if s in work)
        elsewhere = named(text, "", names) | called(text, only)
        yield from (pointer for file, pointer in only.items() if file not in elsewhere)
