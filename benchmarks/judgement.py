"""How well the audit judges what can leave a body, against labelled blocks.

    python benchmarks/judgement.py DATA [--report REPORT.json]

DATA holds `extraction/` and `ordinary/`. Without a report, `skilllint audit` runs on their
files; with one, any version's JSON can be judged. Intervals are 95 %, by bootstrap over
the owners of the repositories, for the blocks of one owner resemble each other.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from labels import (
    Label,
    Unit,
    Units,
    candidates,
    keyword_sections,
    long_sections,
    read_labels,
)

DRAWS = 1000
CONDITIONAL = frozenset({"conditional"})
LEAVING = frozenset({"conditional", "reference"})

Flag = Callable[[Label], bool]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of one question, each with its interval, and the counts."""

    precision: tuple[float, float, float]
    recall: tuple[float, float, float]
    f1: tuple[float, float, float]
    hits: int
    flagged: int
    positives: int


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description="judge the judgement")
    parser.add_argument("data", type=Path)
    parser.add_argument("--report", type=Path, help="JSON of `skilllint audit` on the data's files")
    options = parser.parse_args()
    report = (
        json.loads(options.report.read_text("utf-8")) if options.report else audit(options.data)
    )
    labels = read_labels(options.data)
    units = candidates(report)
    moved = [one for one in labels if not one.ordinary]
    ordinary = [one for one in labels if one.ordinary]
    detector("skilllint", units, moved, ordinary)
    long = [one for one in moved if one.lines >= 50]
    print("\nbaseline: every section of 50 lines")
    question("conditional", long, flags(long_sections(report, 50)), CONDITIONAL)
    print("baseline: a keyword in the title")
    question("conditional", long, flags(keyword_sections(report, 50)), CONDITIONAL)


def audit(data: Path) -> Any:
    """The report of the installed version on the labelled files."""
    files = [*(data / "extraction" / "parents").glob("*.md")]
    files += (data / "ordinary" / "files").glob("*.md")
    command = [sys.executable, "-m", "skilllint", "audit", "--format", "json", *map(str, files)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


# --- questions --------------------------------------------------------------


def detector(name: str, units: Units, moved: Sequence[Label], ordinary: Sequence[Label]) -> None:
    """All figures of one detector."""
    print(f"{name}: {sum(map(len, units.values()))} units in {len(units)} files")
    conditional = flags(units, kind="conditional")
    likely = flags(units, kind="conditional", band="likely")
    long = [o for o in moved if o.lines >= 50]
    print("\nblocks of 50 lines that maintainers moved or kept")
    question("conditional", long, conditional, CONDITIONAL)
    question("conditional, 40 lines", [o for o in moved if o.lines >= 40], conditional, CONDITIONAL)
    question("conditional, sure labels", [o for o in long if o.sure], conditional, CONDITIONAL)
    question("likely band", long, likely, CONDITIONAL)
    question("not always-run", long, flags(units), LEAVING)
    question("not always-run, likely", long, flags(units, band="likely"), LEAVING)
    print("\nrecall of conditional, by subtype")
    for subtype in sorted({o.subtype or "" for o in long if o.label == "conditional"}):
        of_it = [o for o in long if o.label == "conditional" and o.subtype == subtype]
        share(subtype, of_it, conditional)
    print("\nfalse alarms")
    kept = [o for o in long if o.label == "always" and not o.moved]
    share("always-run and kept, flagged as likely", kept, flags(units, band="likely"))
    share("always-run and kept, flagged at all", kept, flags(units))
    flagged = [o for o in long if conditional(o)]
    share("moved or conditional, of the conditional flags", flagged, in_the_right)
    print("\nsections of ordinary files")
    for lenient in (False, True):
        how = "lenient" if lenient else "strict"
        question(f"likely band, {how}", ordinary, likely, CONDITIONAL, lenient)
        question(f"conditional, {how}", ordinary, conditional, CONDITIONAL, lenient)
    sure = [o for o in ordinary if o.sure]
    question("likely band, sure labels", sure, likely, CONDITIONAL)
    question("not always-run, lenient", ordinary, flags(units), LEAVING, lenient=True)
    ranks(units, moved)


def in_the_right(one: Label) -> bool:
    """Whether a flag is right by the label or by what the maintainer did."""
    return one.moved or one.is_a(CONDITIONAL)


def flags(units: Units, kind: str | None = None, band: str | None = None) -> Flag:
    """Whether a detector flags a labelled block, as a kind or in a band."""

    def fits(unit: Unit) -> bool:
        return kind in (None, unit.kind) and band in (None, unit.band)

    return lambda one: any(fits(u) and u.hits(one) for u in units.get(one.file, ()))


def question(
    name: str,
    labels: Iterable[Label],
    flag: Flag,
    wanted: frozenset[str],
    lenient: bool = False,
) -> None:
    """Print precision, recall and F1 of one question."""
    judged = [(o.owner, flag(o), o.is_a(wanted, lenient)) for o in labels]
    found = figures(judged)
    print(
        f"  {name:28} P {shown(found.precision)}  R {shown(found.recall)}  F1 {shown(found.f1)}"
        f"  {found.hits} of {found.flagged} flagged, {found.positives} in {len(judged)}"
    )


def share(name: str, labels: Sequence[Label], flag: Flag) -> None:
    """Print the share of blocks that a question holds for."""
    judged = [(o.owner, flag(o), True) for o in labels]
    found = figures(judged)
    print(f"  {name:46} {shown(found.recall)}  {found.hits} of {len(judged)}")


def ranks(units: Units, labels: Iterable[Label]) -> None:
    """Print where the conditional block stands in its file's list, best score first."""
    places = []
    for one in labels:
        listed = sorted(units.get(one.file, ()), key=lambda u: -u.score)
        place = next((n for n, unit in enumerate(listed, 1) if unit.hits(one)), None)
        if place and one.is_a(CONDITIONAL):
            places.append((place, len(listed)))
    first = sum(place == 1 for place, _ in places)
    print(
        f"\nrank of a conditional block that was found: first in {first} of {len(places)} files, "
        f"median {median(place for place, _ in places):g} "
        f"of {median(size for _, size in places):g} candidates"
    )


# --- figures ----------------------------------------------------------------


def figures(judged: Sequence[tuple[str, bool, bool]]) -> Figures:
    """The figures of (owner, flagged, wanted) triples, with their intervals."""
    owners: dict[str, list[int]] = {}
    for owner, flagged, wanted in judged:
        counts = owners.setdefault(owner, [0, 0, 0])
        counts[0] += flagged and wanted
        counts[1] += flagged
        counts[2] += wanted
    table = list(owners.values())
    draw = random.Random(0)
    drawn = [ratios(draw.choices(table, k=len(table))) for _ in range(DRAWS)] if table else []
    point = ratios(table)
    spans = [span(point[n], sorted(d[n] for d in drawn)) for n in range(3)]
    hits, flagged_, positives = (sum(column) for column in zip(*table, strict=True))
    return Figures(spans[0], spans[1], spans[2], hits, flagged_, positives)


def ratios(table: Iterable[Sequence[int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of counts (hits, flagged, positives)."""
    hits, flagged, positives = (sum(column) for column in zip(*table, strict=True))
    return (
        hits / flagged if flagged else 0.0,
        hits / positives if positives else 0.0,
        2 * hits / (flagged + positives) if flagged + positives else 0.0,
    )


def span(value: float, drawn: Sequence[float]) -> tuple[float, float, float]:
    """A value with the middle 95 % of what was drawn."""
    return value, drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn))]


def shown(figure: tuple[float, float, float]) -> str:
    """`.76 (.64–.85)`."""
    value, low, high = (f"{number:.2f}".removeprefix("0") for number in figure)
    return f"{value} ({low}–{high})"


if __name__ == "__main__":
    main()
