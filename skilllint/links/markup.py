"""Where the links of a text stand: a scan without a parser, linear in the size of the text.

Code, comments and the front matter are blanked out first; what is left keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from skilllint.pointers.passages import ITEM, MARGIN, width
from skilllint.pointers.places import code

FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DESTINATION = re.compile(
    r"\]\([ \t]{0,50}+"
    r"(?:<(?P<wrapped>[^<>\n]{0,2000}+)>"
    r"|(?P<bare>(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.){0,500}+\)){0,2000}+))"
    r"""(?:\s{1,20}(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?"""
    r"[ \t]{0,50}+\)"
)
BROKEN = re.compile(r"\]\([ \t]{0,50}+(?P<bare>[A-Za-z]{2,9}:/[^()\n]{0,500})\)")
"""What would be a link to an address if no blank stood in it."""

REFERRED = re.compile(r"(?<![\]\w\\)!])\[(?P<label>[^\[\]\n]{1,200})\]\[(?P<to>[^\[\]\n]{0,200})\]")
DEFINED = re.compile(r"^[ >]{0,8}\[(?P<name>[^\[\]\n]{1,200})\]:", re.MULTILINE)
WORDS = re.compile(r"[^\W\d_]{2}")
"""What the text of a link holds at least; an index or a box to tick does not."""

CODE = 4
"""Blanks by which a line is further in than its text around, so that it is code."""

LABEL = 300
"""Characters that are looked through for the begin of a link's text."""


class Written(NamedTuple):
    """A link as it is written: its text, its destination and where that stands."""

    image: bool
    label: str
    destination: str
    start: int
    end: int
    whole: bool = True


def links(prose: str) -> Iterator[Written]:
    """The links and images of a text whose code is blanked out, in their order."""
    at = prose.find("](")
    while at >= 0:
        found = DESTINATION.match(prose, at) or BROKEN.match(prose, at)
        begin = prose.rfind("[", max(0, at - LABEL), at)
        if found and begin >= 0 and prose[begin - 1 : begin] != "\\":
            name = found.lastgroup if found.re is BROKEN else "wrapped"
            group = name if name and found[name] is not None else "bare"
            start, end = found.span(group)
            image = prose[begin - 1 : begin] == "!" and begin > 0
            label = prose[begin + 1 : at]
            yield Written(image, label, found[group], start, end, found.re is DESTINATION)
        at = prose.find("](", at + 2)


def undefined(prose: str) -> Iterator[Written]:
    """The links `[text][name]` of a text whose name is defined nowhere in it."""
    if "][" not in prose:
        return
    names = {folded(found["name"]) for found in DEFINED.finditer(prose)}
    for found in REFERRED.finditer(prose):
        to = found["to"] or found["label"]
        if WORDS.search(found["label"]) and folded(to) not in names:
            yield Written(False, found["label"], to, found.start(), found.end())


def folded(name: str) -> str:
    """A definition's name as Markdown compares it."""
    return " ".join(name.split()).casefold()


# --- what is no prose ------------------------------------------------------------


def blocks(text: str, begin: int = 0) -> str:
    """A text with its blocks of code, its comments and all before `begin` blanked out.

    Every character keeps its place, and every line its end.
    """
    kept = "\n".join(prose_lines(text, begin))
    return COMMENT.sub(blanked, kept) if "<!--" in kept else kept


def prose_lines(text: str, begin: int = 0) -> list[str]:
    """The lines of a text, those of fences and indented code blanked out.

    A fence inside of a fence is code as its author meant it, also where both are as
    long and Markdown closes the outer one too early.
    """
    lines = text.split("\n")
    open_: list[str] = []
    at, margin, after_blank = 0, 0, True
    for number, line in enumerate(lines):
        before, at = at, at + len(line) + 1
        found = FENCE.match(line) if "```" in line or "~~~" in line else None
        if found and before >= begin and is_fence(found):
            nest(open_, found["marks"], bool(found["info"].strip()))
        elif open_ or before < begin:
            pass
        elif bare := line.lstrip(MARGIN):
            deep = width(line[: len(line) - len(bare)])
            if not after_blank or deep < margin + CODE:
                item = ITEM.match(line)
                margin = width(line[: item.end()]) if item else min(margin, deep)
                after_blank = False
                continue
        else:
            after_blank = True
        lines[number] = " " * len(line)
    return lines


def is_fence(found: re.Match[str]) -> bool:
    """Whether a line of marks is a fence's, and no code span."""
    return found["marks"][0] == "~" or "`" not in found["info"]


def nest(open_: list[str], marks: str, named: bool) -> None:
    """Open a fence or close the innermost; one with a name of its language opens."""
    if named or not open_:
        open_.append(marks)
    elif marks.startswith(open_[-1]):
        open_.pop()


def blanked(found: re.Match[str]) -> str:
    """Blanks in the place of a text, its lines kept."""
    return "\n".join(" " * len(line) for line in found[0].split("\n"))


def without_spans(text: str) -> str:
    """A text with its code spans blanked out; none goes beyond its paragraph."""
    parts = text.split("\n\n")
    for number, part in enumerate(parts):
        if "`" not in part or "]" not in part:
            continue
        cut, kept = 0, []
        for start, end in zip(*code(part), strict=True):
            inside = "".join("\n" if sign == "\n" else " " for sign in part[start:end])
            kept += [part[cut:start], inside]
            cut = end
        parts[number] = "".join([*kept, part[cut:]])
    return "\n\n".join(parts)
