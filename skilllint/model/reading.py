"""What a file holds: its front matter, its sections, its blocks and links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

BlockKind = Literal[
    "paragraph", "list", "item", "quote", "fence", "code", "table", "html", "rule", "setext"
]


@dataclass(frozen=True, slots=True)
class Insert:
    """A text to put into a line, before the character at `column`, counted from 0."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the front matter; `kind` is a closed set (frontmatter.py).

    `mends` are quotation marks with which YAML reads the text that stands there.
    """

    kind: str
    line: int
    detail: str = ""
    mends: tuple[Insert, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML head of a file. Without one, `start` and `end` are 0 and `values` is empty.

    `values` is what the YAML says, or, where it does not parse, what a scan of
    its `key: value` lines recovers. `keys` holds each top-level key with its
    line, repeated keys repeated.
    """

    start: int
    end: int
    text: str
    values: Mapping[str, object]
    keys: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]

    def line_of(self, key: str) -> int:
        """The line of a top-level key; the first line of the front matter without it."""
        return next((line for name, line in self.keys if name == key), max(self.start, 1))

    @property
    def listed(self) -> bool:
        """Whether Claude Code offers the skill to the model, and so lists it in every session."""
        return self.values.get("disable-model-invocation") is not True


@dataclass(frozen=True, slots=True)
class Source:
    """One text file as read: `text` lacks only the byte order mark, `lines` their `\\n`.

    The body begins at character `body_offset` of `text`, on line `body_line`,
    behind the front matter and the blank lines that follow it.
    """

    path: str
    size: int
    bom: str
    text: str
    lines: tuple[str, ...]
    front: FrontMatter
    body_offset: int
    body_line: int

    @property
    def body(self) -> str:
        """What a host sends as the skill's text: everything behind the front matter."""
        return self.text[self.body_offset :]

    @property
    def units(self) -> int:
        """The length of the body as Claude Code counts it, in UTF-16 units."""
        return utf16(self.body)


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units: two for each character beyond U+FFFF."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that is one thing in Markdown; an `item` lies inside its `list`.

    `info` is a fence's info string. `closed` is false for a fence or an HTML
    comment that runs to the end because nothing closes it. A `setext` is a
    paragraph that a `---` line turns into a heading nobody meant.
    """

    kind: BlockKind
    start: int
    end: int
    info: str = ""
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """`[text](target)` on a line of the body; images included."""

    line: int
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Inner:
    """A heading inside a list or a quote: it opens no section."""

    line: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything down to the next heading of its level or above.

    Level 0 is the text before the first heading. `own_end` is the last line
    before the first child. `parent` and `children` are places in
    `Outline.sections`; `path` ends with the section's own title.
    """

    index: int
    title: str
    level: int
    start: int
    own_end: int
    end: int
    parent: int | None
    children: tuple[int, ...]
    path: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> int:
        """Lines of the whole subtree."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a body in document order; together they cover every line of it.

    `inner` are the headings that open none.
    """

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    inner: tuple[Inner, ...] = ()

    @property
    def top(self) -> tuple[Section, ...]:
        """The sections that lie in no other."""
        return tuple(s for s in self.sections if s.parent is None)

    def children(self, section: Section) -> tuple[Section, ...]:
        """The sections directly below one."""
        return tuple(self.sections[i] for i in section.children)

    def subtree(self, section: Section) -> tuple[Section, ...]:
        """A section and all below it, in document order."""
        below = islice(self.sections, section.index, None)
        return tuple(takewhile(lambda s: s.start <= section.end, below))

    def ancestors(self, section: Section) -> tuple[Section, ...]:
        """From the parent upwards."""
        found: list[Section] = []
        while section.parent is not None:
            section = self.sections[section.parent]
            found.append(section)
        return tuple(found)

    def at(self, line: int) -> Section | None:
        """The innermost section that holds a line of the body."""
        before = bisect_right(self.sections, line, key=lambda section: section.start)
        last = self.sections[before - 1] if before else None
        return last if last and line <= last.own_end else None

    def text(self, start: int, end: int) -> str:
        """The lines from `start` to `end`."""
        return "\n".join(self.lines[start - 1 : end])


def utf16_prefix(text: str, units: int) -> str:
    """The whole characters of a text that fit into so many UTF-16 units."""
    if text.isascii():
        return text[:units]
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")
