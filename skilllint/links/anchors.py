"""The places in a Markdown text that a link can name behind a `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from skilllint.anchors import numbered

HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t])")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*\r?$")
GIVEN = re.compile(r"""\{#([\w:.-]{1,200})\}|\b(?:id|name)=["']([^"'\s]{1,200})["']""")
LOOSE = re.compile(r"[\W_]")


@lru_cache(maxsize=64)
def anchors(text: str) -> frozenset[str]:
    """Every anchor of a text, loosely: its headings', and those that are given."""
    found = {loose(anchor) for anchor in numbered(titles(text))}
    if "id=" in text or "name=" in text or "{#" in text:
        found.update(loose(first or second) for first, second in GIVEN.findall(text))
    return frozenset(found)


def loose(anchor: str) -> str:
    """An anchor without its case and signs, about which renderers differ."""
    return LOOSE.sub("", anchor.casefold())


def titles(text: str) -> Iterator[str]:
    """The headings of a text, and what looks like one in its code.

    Where a fence is closed too early, code and text have changed places.
    """
    above = ""
    for line in text.split("\n"):
        if "#" in line[:4] and (found := HEADING.match(line)):
            title = line[found.end() :].strip()
            bare = title.rstrip("#")
            yield bare.rstrip() if bare.endswith((" ", "\t")) else title
        elif above.strip() and UNDERLINE.match(line):
            yield above.strip()
        above = line
