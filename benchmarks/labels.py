"""The labelled blocks, the units that a report names in the same files, and which meets which."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COVER = 0.6
"""A unit hits a labelled range if either covers this share of the other's lines."""

LABELS = "extraction/dev.jsonl", "ordinary/dev.jsonl"
FILES = "extraction/parents", "ordinary/files"
"""Where a data folder keeps the rows and the files of its two sets."""


class Unusable(Exception):
    """Data, a report or a choice of owners that cannot be judged; the message says why."""


@dataclass(frozen=True, slots=True)
class Label:
    """A range of one file that somebody read: what it is, and whether it was moved out.

    `file` is the name of the file without its suffix, `place` the skill it once was.
    """

    file: str
    owner: str
    start: int
    end: int
    label: str
    alternative: str | None = None
    subtype: str | None = None
    confidence: str = "high"
    moved: bool = False
    ordinary: bool = False
    heading_path: tuple[str, ...] = ()
    reason: str = ""
    place: str = ""

    @property
    def lines(self) -> int:
        """Lines of the range."""
        return self.end - self.start + 1

    @property
    def sure(self) -> bool:
        """Whether its reader was certain."""
        return self.confidence == "high"

    def is_a(self, kinds: frozenset[str], lenient: bool = False) -> bool:
        """Whether its label is one of these; leniently, also its second label."""
        return self.label in kinds or (lenient and self.alternative in kinds)

    def must_be(self, kinds: frozenset[str]) -> bool:
        """Whether its label is one of these, and its second label, if it has one, is too."""
        return self.label in kinds and (self.alternative or self.label) in kinds


@dataclass(frozen=True, slots=True)
class Unit:
    """A block that a detector flags in one file; evidence is (signal, weight, text)."""

    start: int
    end: int
    kind: str
    band: str
    score: float
    evidence: tuple[tuple[str, float, str], ...] = ()

    @property
    def lines(self) -> int:
        """Lines of the block."""
        return self.end - self.start + 1

    def shares(self, label: Label) -> int:
        """How many lines it has in common with a labelled range; 0 or less for none."""
        return min(self.end, label.end) - max(self.start, label.start) + 1

    def hits(self, label: Label) -> bool:
        """Whether it is the labelled block, or most of one of the two."""
        return self.shares(label) >= COVER * min(label.lines, self.lines)


Units = Mapping[str, list[Unit]]
Flag = Callable[[Label], bool]


def files(data: Path) -> list[Path]:
    """The labelled files of a data folder."""
    return [path for folder in FILES for path in sorted((data / folder).glob("*.md"))]


# --- reading ----------------------------------------------------------------


def read_labels(data: Path) -> list[Label]:
    """Both labelled sets of a data folder; a moved block counts by its longest range."""
    moved, ordinary = (data / name for name in LABELS)
    found = [moved_or_kept(row) for row in rows(moved)]
    return found + [of_ordinary(row) for row in rows(ordinary)]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def moved_or_kept(row: dict[str, Any]) -> Label:
    """A row of the blocks that maintainers moved or kept."""
    moved = row["polarity"] == "positive"
    lines = max(row["ranges"], key=lambda r: r["end"] - r["start"]) if moved else row
    return label(row, row["parent_blob"], row["skill_path"], lines, moved=moved, ordinary=False)


def of_ordinary(row: dict[str, Any]) -> Label:
    """A row of the sections of ordinary files."""
    return label(row, row["blob"], row["path"], row, moved=False, ordinary=True)


def label(row: dict[str, Any], blob: str, path: str, lines: dict[str, Any], **where: bool) -> Label:
    """A row with the lines it speaks of."""
    return Label(
        file=blob,
        owner=row["repo"].split("/")[0].lower(),
        start=lines["start"],
        end=lines["end"],
        label=row["label"],
        alternative=row.get("alt"),
        subtype=row.get("subtype"),
        confidence=row["confidence"],
        heading_path=tuple(lines["heading_path"]),
        reason=row.get("reason") or "",
        place=f"{row['repo']}: {path}",
        **where,
    )


def candidates(report: Mapping[str, Any], late: bool = False) -> Units:
    """What the report of `skilllint audit --format json` flags, late blocks left out."""
    return {
        Path(skill["path"]).stem: [
            unit(found) for found in skill["candidates"] if late or found["kind"] != "late"
        ]
        for skill in report["skills"]
    }


def unit(found: Mapping[str, Any]) -> Unit:
    """A candidate of the report."""
    evidence = tuple((e["signal"], e["weight"], e["text"]) for e in found.get("evidence", ()))
    place = found["start"], found["end"]
    return Unit(*place, found["kind"], found["band"], found["score"], evidence)


# --- matching ---------------------------------------------------------------


def flags(units: Units, kind: str | None = None, band: str | None = None) -> Flag:
    """Whether a detector flags a labelled block, as a kind or in a band."""

    def fits(unit: Unit) -> bool:
        return kind in (None, unit.kind) and band in (None, unit.band)

    return lambda one: any(fits(u) and u.hits(one) for u in units.get(one.file, ()))


def flagged_as(units: Units, one: Label) -> str:
    """`conditional` before `reference` before `nothing`."""
    kinds = {u.kind for u in units.get(one.file, ()) if u.hits(one)}
    return next((kind for kind in ("conditional", "reference") if kind in kinds), "nothing")
