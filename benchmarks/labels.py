"""The labelled blocks, and the units that a report names in the same files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COVER = 0.6
"""A unit hits a labelled range if either covers this share of the other's lines."""

HUGE = 0.7
"""A section above this share of the body is no unit of the baselines."""

KEYWORD = re.compile(
    r"\b(if|when|only|optional|mode|error|fail\w*|troubleshoot\w*|fallback|advanced|setup|"
    r"install\w*|windows|macos|linux|docker|ci|debug\w*|recover\w*|alternative|variant)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A range of one file that somebody read: what it is, and whether it was moved out."""

    file: str
    owner: str
    start: int
    end: int
    label: str
    alternative: str | None
    subtype: str | None
    sure: bool
    moved: bool
    ordinary: bool

    @property
    def lines(self) -> int:
        """Lines of the range."""
        return self.end - self.start + 1

    def is_a(self, labels: frozenset[str], lenient: bool = False) -> bool:
        """Whether its label is one of these; leniently, also its second label."""
        return self.label in labels or (lenient and self.alternative in labels)


@dataclass(frozen=True, slots=True)
class Unit:
    """A block that a detector flags in one file."""

    start: int
    end: int
    kind: str
    band: str
    score: float

    def hits(self, label: Label) -> bool:
        """Whether it is the labelled block, or most of one of the two."""
        shared = min(self.end, label.end) - max(self.start, label.start) + 1
        return shared >= COVER * min(label.lines, self.end - self.start + 1)


Units = Mapping[str, list[Unit]]


def read_labels(data: Path) -> list[Label]:
    """Both labelled sets of a data folder; a moved block counts by its longest range."""
    found = [moved_or_kept(row) for row in rows(data / "extraction" / "dev.jsonl")]
    return found + [ordinary(row) for row in rows(data / "ordinary" / "dev.jsonl")]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def moved_or_kept(row: dict[str, Any]) -> Label:
    """A row of the blocks that maintainers moved or kept."""
    moved = row["polarity"] == "positive"
    place = max(row["ranges"], key=lambda r: r["end"] - r["start"]) if moved else row
    return label(row, row["parent_blob"], place, moved=moved, ordinary=False)


def ordinary(row: dict[str, Any]) -> Label:
    """A row of the sections of ordinary files."""
    return label(row, row["blob"], row, moved=False, ordinary=True)


def label(row: dict[str, Any], blob: str, place: dict[str, Any], **where: bool) -> Label:
    """A row with the lines it speaks of."""
    return Label(
        file=blob,
        owner=row["repo"].split("/")[0].lower(),
        start=place["start"],
        end=place["end"],
        label=row["label"],
        alternative=row.get("alt"),
        subtype=row.get("subtype"),
        sure=row["confidence"] == "high",
        **where,
    )


# --- units ------------------------------------------------------------------


def candidates(report: Mapping[str, Any]) -> Units:
    """What the report of `skilllint audit --format json` flags, late blocks left out."""
    return {
        Path(skill["path"]).stem: [
            Unit(c["start"], c["end"], c["kind"], c["band"], c["score"])
            for c in skill["candidates"]
            if c["kind"] != "late"
        ]
        for skill in report["skills"]
    }


def long_sections(report: Mapping[str, Any], lines: int) -> Units:
    """A baseline: the outermost sections of so many lines that are not most of the body."""
    return {
        Path(skill["path"]).stem: list(outermost(skill["sections"], lines, skill["lines"]))
        for skill in report["skills"]
    }


def outermost(sections: list[dict[str, Any]], lines: int, whole: int) -> Iterator[Unit]:
    """The long sections that lie in no other long one."""
    for part in sections:
        size = part["end"] - part["start"] + 1
        if size >= lines and size <= HUGE * whole:
            yield Unit(part["start"], part["end"], "conditional", "likely", 0)
        else:
            yield from outermost(part["children"], lines, whole)


def keyword_sections(report: Mapping[str, Any], lines: int) -> Units:
    """A baseline: long sections whose title holds a word that smells of a condition."""
    return {
        Path(skill["path"]).stem: [
            Unit(part["start"], part["end"], "conditional", "likely", 0)
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
