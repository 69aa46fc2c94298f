"""The prose of a body, passage by passage: paragraphs, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from skilllint.model import Block, Outline, Section

ITEM = re.compile(r"(?P<indent>[ \t>]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
RULE = re.compile(r"[\s|:>-]+$")
MARGIN = " \t>\r"
"""What stands beside a line's text: blanks, and the marks of a quote."""

Kind = Literal["text", "item", "row"]
Run = Kind | Literal["header"]
DEEP = 500
"""The depth of a table's rows: below whatever stands above the table."""

SKIPPED = ("fence", "code", "rule")


class Passage(NamedTuple):
    """Some lines that say one thing; `text` is on one line.

    `lead` is what leads in to it: the item it lies in, the paragraph above its
    list or table, the table's header.
    """

    kind: Kind
    section: int
    start: int
    end: int
    text: str
    lead: str


def of(outline: Outline, section: Section) -> Iterator[Passage]:
    """The passages of a section's own text, in their order; code and comments left out."""
    above: list[tuple[int, str]] = []
    for kind, start, end, depth in runs(outline, section):
        text = " ".join(line.strip(MARGIN) for line in outline.lines[start - 1 : end])
        while above and (above[-1][0] > depth or (above[-1][0] == depth and kind != "row")):
            above.pop()
        if kind != "header":
            lead = " ".join(said for _, said in above)
            yield Passage(kind, section.index, start, end, text, lead)
        if kind != "row":
            above.append((depth, text))


def runs(outline: Outline, section: Section) -> Iterator[tuple[Run, int, int, int]]:
    """Each passage as kind, first and last line, and depth; it leads in to what is deeper."""
    skipped, tables = marked(outline, section)
    kind: Run | None = None
    start = depth = 0
    first = section.start + (section.level > 0)
    for number in range(first, section.own_end + 2):
        line = outline.lines[number - 1] if number <= section.own_end else ""
        item = ITEM.match(line)
        ends = not line.strip(MARGIN) or number in skipped or number in tables or item
        if ends and kind:
            yield kind, start, number - 1, depth
            kind = None
        if number in tables:
            if not RULE.match(line):
                yield "header" if tables[number] == number else "row", number, number, DEEP
        elif item:
            kind, start, depth = "item", number, 1 + width(item["indent"])
        elif not ends and not kind:
            kind, start = "text", number
            depth = width(line[: len(line) - len(line.lstrip(MARGIN))])


def marked(outline: Outline, section: Section) -> tuple[frozenset[int], dict[int, int]]:
    """The lines that are no prose, and each line of a table with the line of its header."""
    blocks = [b for b in section.blocks if b.kind in SKIPPED or is_comment(outline, b)]
    skipped = {line for block in blocks for line in range(block.start, block.end + 1)}
    tables = {
        line: block.start
        for block in section.blocks
        if block.kind == "table"
        for line in range(block.start, block.end + 1)
    }
    return frozenset(skipped), tables


def is_comment(outline: Outline, block: Block) -> bool:
    """Whether a block is an HTML comment."""
    return block.kind == "html" and outline.lines[block.start - 1].lstrip().startswith("<!--")


def width(indent: str) -> int:
    """How deep a line is indented; a tab is four blanks."""
    return len(indent.expandtabs(4))
