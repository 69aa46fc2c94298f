"""Lines that must stay in the body when the block around them leaves it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from skilllint.model import Keep, Outline, Section
from skilllint.situational import titles
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.references import Line, Pointer, prose
from skilllint.situational.titles import Title

Kept = tuple[int, str]
"""A line and the family of cues that it holds: an approval, a stop, a gate, an output."""


GATES = ("keep.approval", "keep.stop")
"""Families of lines without which a run goes on where it must not."""


def find(
    outline: Outline, lines: Iterable[Line], lexicon: Lexicon, wanted: frozenset[int]
) -> tuple[Kept, ...]:
    """The lines to keep of all sections that could become a block, in the file's order."""
    inside = {
        number
        for index in wanted
        for section in [outline.sections[index]]
        for number in range(section.start, section.end + 1)
    }
    return tuple(
        (line.number, family)
        for line in lines
        if line.number in inside
        for family in [*lexicon.search("keep", line.text, line.words)][:1]
    )


def within(kept: Sequence[Kept], section: Section) -> Sequence[Kept]:
    """Those that lie in one section; also of other pairs that begin with a line."""
    return kept[bisect_left(kept, (section.start, "")) : bisect_right(kept, (section.end + 1, ""))]


def told(kept: Sequence[Kept], section: Section, lexicon: Lexicon) -> tuple[Keep, ...]:
    """Those that lie in one section, each with its reason in words."""
    return tuple(Keep(line, lexicon.reasons[family]) for line, family in within(kept, section))


def gates(
    outline: Outline, headings: Sequence[Title], section: Section, lexicon: Lexicon
) -> tuple[Keep, ...]:
    """The headings inside a section below which it is decided whether the rest applies."""
    return tuple(
        Keep(inner.start, lexicon.reasons["keep.gate"])
        for inner in outline.children(section)
        if not lexicon.nouns["gate"].isdisjoint(headings[inner.index].core)
    )


def sole(pointers: Sequence[Pointer], section: Section) -> tuple[Keep, ...]:
    """The lines of a section that alone name another file: without them nobody finds it."""
    inside = within(pointers, section)
    outside = {file for line, file in pointers if not section.start <= line <= section.end}
    first = {file: line for line, file in reversed(inside) if file not in outside}
    return tuple(Keep(line, f"alone points to {file}") for file, line in sorted(first.items()))


def merged(*kept: Iterable[Keep]) -> tuple[Keep, ...]:
    """Lines found in several ways, in the file's order, each once."""
    lines = sorted((line for several in kept for line in several), key=lambda line: line.line)
    return tuple({line.line: line for line in reversed(lines)}.values())[::-1]


def behind(outline: Outline, line: int, lexicon: Lexicon) -> tuple[Keep, ...]:
    """What stands behind a line and asks for approval, stops the run or is called a gate."""
    after = [section for section in outline.sections if section.own_end > line]
    # the rows of a table tell what options do, and what others are to
    lines = (o for o in prose(outline, after) if o.number > line and o.kind != "table")
    found = (
        Keep(one.number, lexicon.reasons[family])
        for one in lines
        for family in [*lexicon.search("keep", one.text, one.words)][:1]
        if family in GATES
    )
    headings = titles.read(outline, lexicon)
    named = (
        Keep(section.start, "is a gate")
        for section in after
        if section.start > line
        and not lexicon.nouns["gate"].isdisjoint(headings[section.index].core)
    )
    return merged(found, named)


def of(outline: Outline, section: Section, lexicon: Lexicon) -> tuple[Keep, ...]:
    """The lines to keep of one section, whatever its size."""
    lines = prose(outline, outline.subtree(section))
    kept = find(outline, lines, lexicon, frozenset({section.index}))
    decided = gates(outline, titles.read(outline, lexicon), section, lexicon)
    return merged(told(kept, section, lexicon), decided)
