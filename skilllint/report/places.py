"""Where in a file something stands, as other programs count it."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from skilllint.model import Audited, Finding

HALF = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair: what stands for a byte of a path that is no UTF-8."""


def path_of(found: Finding) -> str:
    """The path in the repository, as text that every reader of JSON takes."""
    return HALF.sub("\ufffd", found.place or found.path)


def text_of(audited: Audited | None, found: Finding) -> str | None:
    """The text of the file that a finding is in, without a byte order mark; None if not kept."""
    if audited is None:
        return None
    skill = audited.skill
    if found.path == skill.path:
        return skill.source.text
    folder = posixpath.dirname(skill.path)
    return next((f.text for f in skill.files if posixpath.join(folder, f.path) == found.path), None)


def line_of(text: str, line: int) -> str:
    """One line of a text, without its end."""
    lines = lines_of(text)
    return lines[line - 1].removesuffix("\r") if line <= len(lines) else ""


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    """All lines of a text; a file may hold thousands of findings."""
    return text.split("\n")


def position(text: str, offset: int) -> tuple[int, int]:
    """The line of a character, and its column in bytes of UTF-8, both from 1 up."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, width(text[start:offset]) + 1


def width(text: str) -> int:
    """The length of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))
