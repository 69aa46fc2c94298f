"""The texts of a skill, and what stands around a place in one of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from skilllint.checks._lines import starts
from skilllint.model import Skill

Form = Literal["fence", "span", "prose"]

MARKDOWN = (".md", ".markdown", ".mdx")
MARK = re.compile(r"^[ \t>]{0,12}(?:[-*+]|\d{1,3}[.)])?[ \t]{0,4}(`{3,}|~{3,})(.*)$", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE)
COMMENT = re.compile(r"[ \t>]*(?:#(?!!)|//|/\*|\*[ \t]|--[ \t]|<!--|;|REM\b|::)")
BEHIND = re.compile(r"[ \t](?:#|//|--)[ \t]|<!--[^>]*$|/\*")
"""What begins a comment, on a line of its own and behind code."""

NEAR = 400
"""Characters before a place that are looked at: a mark further off says nothing of it."""


class Text(NamedTuple):
    """One text of a skill's folder; `file` is its path in there, empty for SKILL.md."""

    file: str
    text: str
    markdown: bool


def texts(skill: Skill, *, known: bool = False) -> Iterator[Text]:
    """SKILL.md, then every other text of its folder, or only those of a `known` kind."""
    yield Text("", skill.source.text, True)
    for file in skill.files:
        if file.text and (file.kind or not known):
            yield Text(file.path, file.text, file.path.lower().endswith(MARKDOWN))


def spot(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of a character, both from 1 on."""
    begins = _starts(text)
    line = bisect_right(begins, offset)
    return line, offset - begins[line - 1] + 1


def line_at(text: str, offset: int) -> str:
    """The line around a character, of a giant one only what is near."""
    start = text.rfind("\n", max(0, offset - NEAR), offset) + 1 or max(0, offset - NEAR)
    end = text.find("\n", offset, offset + NEAR)
    return text[start : end if end >= 0 else offset + NEAR]


def lead(text: str, offset: int) -> str:
    """What leads in to a character: the line up to it, the line before and the heading above."""
    start = max(0, offset - NEAR)
    before = text[start:offset]
    line, _, here = before.rpartition("\n")
    last = [one for one in line.split("\n") if one.strip() and not MARK.match(one)][-1:]
    heading = section_at(text, offset)[0]
    near = offset - heading < 10 * NEAR and HEADING.match(text, heading)
    title = text[heading : heading + NEAR].partition("\n")[0] if near else ""
    return "\n".join([title, *last, here])


def fence_at(text: str, offset: int) -> tuple[int, int] | None:
    """Where the fence around a character of a Markdown text starts and ends."""
    fences = _fences(text)
    at = bisect_right(fences, (offset, len(text))) - 1
    return fences[at] if at >= 0 and offset < fences[at][1] else None


def fences(text: str) -> list[tuple[int, int]]:
    """Where each fence of a Markdown text starts and ends, in its order."""
    return list(_fences(text))


def section_at(text: str, offset: int) -> tuple[int, int]:
    """The characters between the headings around a place; what a fence holds is no heading."""
    headings = _headings(text)
    at = bisect_right(headings, offset)
    return (headings[at - 1] if at else 0, headings[at] if at < len(headings) else len(text))


def form(text: str, offset: int) -> Form:
    """Whether a character of a Markdown text stands in a fence, in a code span or in prose."""
    if fence_at(text, offset):
        return "fence"
    start = max(0, offset - NEAR)
    start = max(start, text.rfind("\n", start, offset) + 1)
    return "span" if text.count("`", start, offset) % 2 else "prose"


def in_comment(one: Text, offset: int) -> bool:
    """Whether a character stands in a comment: of code, or of Markdown."""
    begin = one.text.rfind("\n", max(0, offset - NEAR), offset) + 1 or max(0, offset - NEAR)
    before = one.text[begin:offset]
    if one.markdown and form(one.text, offset) != "fence":
        opened = one.text.rfind("<!--", max(0, offset - NEAR), offset)
        return opened >= 0 and "-->" not in one.text[opened:offset]
    return bool(COMMENT.match(before) or BEHIND.search(before))


def example(text: str, offset: int) -> bool:
    """Whether a character stands in a fence that shows a Markdown file."""
    fences = _fences(text)
    at = bisect_right(fences, (offset, len(text))) - 1
    head = text[fences[at][0] : fences[at][0] + 40] if at >= 0 else ""
    return bool(re.match(r"[ \t>]*(?:`{3,}|~{3,})\s{0,3}(?:markdown|md|mdx)\b", head))


@lru_cache(maxsize=4)
def _headings(text: str) -> list[int]:
    """Where each heading starts."""
    return [one.start() for one in HEADING.finditer(text) if not fence_at(text, one.start())]


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    """Where each line starts."""
    return starts(text.split("\n"))


@lru_cache(maxsize=4)
def _fences(text: str) -> list[tuple[int, int]]:
    """Where each fence starts and ends; one that is not closed reaches to the end."""
    found: list[tuple[int, int]] = []
    mark, start = "", 0
    for line in MARK.finditer(text):
        if not mark:
            if "`" not in line[2] or line[1][0] == "~":
                mark, start = line[1], line.start()
        elif line[1].startswith(mark) and not line[2].strip():
            found.append((start, line.end()))
            mark = ""
    return [*found, (start, len(text))] if mark else found
