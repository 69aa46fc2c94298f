"""Detectors so simple that a better one must beat them, from the sections of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from labels import Unit, Units

HUGE = 0.7
"""A section above this share of the body is no unit of the baselines."""

KEYWORD = re.compile(
    r"\b(if|when|only|optional|mode|error|fail\w*|troubleshoot\w*|fallback|advanced|setup|"
    r"install\w*|windows|macos|linux|docker|ci|debug\w*|recover\w*|alternative|variant)\b",
    re.IGNORECASE,
)


def long_sections(report: Mapping[str, Any], lines: int) -> Units:
    """The outermost sections of so many lines that are not most of the body."""
    return {
        Path(skill["path"]).stem: list(outermost(skill["sections"], lines, skill["lines"]))
        for skill in report["skills"]
    }


def outermost(sections: list[dict[str, Any]], lines: int, whole: int) -> Iterator[Unit]:
    """The long sections that lie in no other long one."""
    for part in sections:
        size = part["end"] - part["start"] + 1
        if size >= lines and size <= HUGE * whole:
            yield flagged(part)
        else:
            yield from outermost(part["children"], lines, whole)


def keyword_sections(report: Mapping[str, Any], lines: int) -> Units:
    """Long sections whose title holds a word that smells of a condition."""
    return {
        Path(skill["path"]).stem: [
            flagged(part)
            for part in flat(skill["sections"])
            if lines <= part["end"] - part["start"] + 1 <= HUGE * skill["lines"]
            and KEYWORD.search(part["title"])
        ]
        for skill in report["skills"]
    }


def flat(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Sections with all below them."""
    for part in sections:
        yield part
        yield from flat(part["children"])


def flagged(part: Mapping[str, Any]) -> Unit:
    """A baseline knows one kind and one band."""
    return Unit(part["start"], part["end"], "conditional", "likely", 0)
