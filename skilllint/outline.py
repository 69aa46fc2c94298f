"""Markdown to sections, blocks and links; the only room that knows markdown-it.

Only block tokens are parsed: inline parsing costs as much again and is needed
just where a `](` stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block
from markdown_it.token import Token

from skilllint.model import Block, BlockKind, Inner, Link, Outline, Section, Source

INLINE_HTML = frozenset(
    "a abbr b bdi bdo br button cite code data del dfn em i img input ins kbd label mark "  # noqa: SIM905
    "picture pre q s samp script small span strong style sub sup svg textarea time u var video "
    "wbr".split()
)
TAG_LINE = re.compile(r"</?([A-Za-z][\w.-]*)(?:\s[^<>]*)?>\s*$")
MARKUP = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)"
    r"|!?\[(?P<link>[^\]]*)\]\([^)]*\)"
    r"|</?(?:a|b|br|code|em|i|kbd|span|strong|sub|sup|u)\b[^<>]*>"
    r"|\{#[^}]*\}"
    r"|(?P<stars>\*{1,3})(?=\S)(?P<bold>.+?)(?<=\S)(?P=stars)"
    r"|(?<!\w)(?P<bars>_{1,2})(?=\S)(?P<leaning>.+?)(?<=\S)(?P=bars)(?![\w.])"
)
LONGEST_TITLE = 1000
"""Longer ones are shown as they stand; looking for pairs of marks is quadratic."""

BLOCKS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
    "table_open": "table",
    "fence": "fence",
}
ANYWHERE = {"fence", "table_open"}
"""Blocks that are also listed where they stand inside a list or a quote."""


def read(source: Source) -> Outline:
    """The outline of a file's body. Never raises; lines are those of the whole file."""
    offset = source.body_line - 1
    # what markdown-it's own normalizing does, save that it also ends lines at a lone "\r"
    text = source.body.replace("\r\n", "\n").replace("\0", "\ufffd")
    tokens = parser().parse(text)
    headings = list(find_headings(tokens, offset))
    blocks = list(find_blocks(tokens, source.lines, offset))
    links = tuple(find_links(tokens, offset)) if "](" in text else ()
    if text.strip(" \t\n") and (not headings or headings[0][2] > source.body_line):
        headings.insert(0, ("", 0, source.body_line))
    sections = nest(headings, blocks, len(source.lines))
    inner = tuple(find_inner(tokens, offset))
    return Outline(lines=source.lines, sections=sections, links=links, inner=inner)


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, block rules only, custom tags transparent."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.core.ruler.enableOnly(["block"])
    markdown.block.ruler.at(
        "html_block", html_but_tag_line, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    return markdown


def html_but_tag_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML blocks, save for a line that is only a custom tag.

    `<process>` right above a heading makes CommonMark swallow the heading; an
    agent that reads the text does not, and such tags are common in skills.
    """
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    tag = TAG_LINE.match(line)
    if tag and tag[1].lower() not in block_names and tag[1].lower() not in INLINE_HTML:
        return False
    return html_block(state, start, end, silent)


# --- headings and sections --------------------------------------------------


def find_headings(tokens: Sequence[Token], offset: int) -> Iterator[tuple[str, int, int]]:
    """Title, level and line of each heading that opens a section."""
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open" or opening.level or not opening.map:
            continue
        if not accidental(opening, inline):
            yield plain(inline.content), int(opening.tag[1]), opening.map[0] + offset + 1


def find_inner(tokens: Sequence[Token], offset: int) -> Iterator[Inner]:
    """The headings inside lists and quotes."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level and opening.map:
            level = int(opening.tag[1])
            yield Inner(opening.map[0] + offset + 1, level, plain(inline.content))


def accidental(opening: Token, inline: Token) -> bool:
    """Whether a line of dashes made a heading of a paragraph that was not meant as one."""
    if opening.markup != "-":
        return False
    text = inline.content
    return "\n" in text or len(text) > 80 or text[-1:] in ".,:;!?。，：；！？" or text[:1] in "<|"


def plain(title: str) -> str:
    """A heading as a reader sees it, without its markup."""
    if len(title) <= LONGEST_TITLE:
        title = MARKUP.sub(unmarked, title)
    return " ".join(title.split())


def unmarked(found: re.Match[str]) -> str:
    """What a piece of markup shows: code as it stands, the rest without marks inside."""
    inner = found["link"] or found["bold"] or found["leaning"] or ""
    return (found["code"] or "").strip() or MARKUP.sub(unmarked, inner)


def nest(
    headings: Sequence[tuple[str, int, int]], blocks: Sequence[Block], last: int
) -> tuple[Section, ...]:
    """Sections from headings: who lies in whom, where each ends, which blocks it owns."""
    parents: list[int | None] = []
    ends = [last] * len(headings)
    children: list[list[int]] = [[] for _ in headings]
    open_: list[int] = []
    for index, (_, level, line) in enumerate(headings):
        while open_ and headings[open_[-1]][1] in (0, *range(level, 7)):
            ends[open_.pop()] = line - 1
        parents.append(open_[-1] if open_ else None)
        if open_:
            children[open_[-1]].append(index)
        open_.append(index)
    owned = share_out(blocks, [line for _, _, line in headings])
    paths: list[tuple[str, ...]] = []
    sections = []
    for index, (title, level, line) in enumerate(headings):
        parent = parents[index]
        paths.append((*(paths[parent] if parent is not None else ()), title))
        sections.append(
            Section(
                index=index,
                title=title,
                level=level,
                start=line,
                own_end=headings[index + 1][2] - 1 if index + 1 < len(headings) else last,
                end=ends[index],
                parent=parent,
                children=tuple(children[index]),
                path=paths[index],
                blocks=tuple(owned[index]),
            )
        )
    return tuple(sections)


def share_out(blocks: Sequence[Block], starts: Sequence[int]) -> list[list[Block]]:
    """The blocks between each start and the next; both run in document order."""
    owned: list[list[Block]] = [[] for _ in starts]
    current = -1
    for block in blocks:
        while current + 1 < len(starts) and starts[current + 1] <= block.start:
            current += 1
        owned[current].append(block)
    return owned


# --- blocks and links -------------------------------------------------------


def find_blocks(tokens: Sequence[Token], lines: Sequence[str], offset: int) -> Iterator[Block]:
    """Top-level blocks, the items of top-level lists, and fences and tables at any depth."""
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = token.map[0] + offset + 1, token.map[1] + offset
        if token.type == "list_item_open" and token.level == 1:
            yield Block("item", start, end)
        elif token.type == "heading_open" and token.level == 0:
            text = tokens[index + 1]
            if accidental(token, text) and not text.content.startswith("<"):
                yield Block("setext", start, end)
        elif token.type in BLOCKS and (token.level == 0 or token.type in ANYWHERE):
            kind = BLOCKS[token.type]
            yield Block(
                kind, start, end, token.info.strip(), is_closed(token, lines[start - 1 : end])
            )


def is_closed(token: Token, lines: Sequence[str]) -> bool:
    """Whether a fence or a comment has its end; other blocks need none."""
    if token.type == "fence":
        last = lines[-1].strip(" \t\r>")
        deep = token.level == 0 and lines[-1].startswith(("    ", "\t"))
        ends = len(last) >= len(token.markup) and not last.strip(token.markup[0])
        return len(lines) > 1 and ends and not deep
    if token.type == "html_block" and token.content.lstrip().startswith("<!--"):
        return "-->" in token.content
    return True


def find_links(tokens: Sequence[Token], offset: int) -> Iterator[Link]:
    """Links and images of the paragraphs, items and cells that hold `](`."""
    for token in tokens:
        if token.type == "inline" and token.map and "](" in token.content:
            yield from links_of(token.content, token.map[0] + offset + 1)


def links_of(content: str, line: int) -> Iterator[Link]:
    """The links of one inline text that begins on `line`."""
    found: list[Token] = []
    parser().inline.parse(content, parser(), {}, found)
    target, label = "", ""
    for token in found:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "image":
            yield Link(line, token.content, str(token.attrs.get("src", "")))
        elif token.type == "link_open":
            target, label = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            yield Link(line, label, target)
        else:
            label += token.content
