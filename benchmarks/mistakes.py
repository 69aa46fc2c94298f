"""Every wrong answer in a form that a developer can read: what the file says, what was flagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from labels import FILES, Label, Unit, Units, flagged_as
from questions import LONG, PLAIN

TOP = 3
"""So many pieces of evidence are shown of each unit."""


def mistakes(units: Units, labels: Iterable[Label]) -> list[tuple[str, Label]]:
    """The blocks judged wrongly, each with how, sorted by owner, file and line."""
    judged = [one for one in labels if LONG(one) or PLAIN(one)]
    wrong = [(mistake(one, flagged_as(units, one)), one) for one in judged]
    found = [(how, one) for how, one in wrong if how]
    return sorted(found, key=lambda pair: (pair[1].owner, pair[1].file, pair[1].start))


def mistake(one: Label, found: str) -> str:
    """What is wrong with calling a block this; empty if nothing is."""
    if one.label == "conditional":
        return "" if found == "conditional" else f"missed conditional, flagged as {found}"
    if found == "conditional":
        return f"false alarm, {one.label} flagged as conditional"
    if one.label == "always" and found == "reference":
        return "false alarm, always flagged as reference"
    return ""


def listing(units: Units, found: Sequence[tuple[str, Label]]) -> Iterator[str]:
    """The lines of the whole list: first how many of each, then owner by owner."""
    counts = Counter(
        f"{how} ({'ordinary file' if one.ordinary else 'moved or kept'})" for how, one in found
    )
    yield from (f"{count:4} {name}" for name, count in sorted(counts.items()))
    for owner, group in groupby(found, lambda pair: pair[1].owner):
        blocks = list(group)
        yield f"\n=== {owner}: {len(blocks)}"
        for how, one in blocks:
            yield ""
            yield from block(how, one, units)


def block(how: str, one: Label, units: Units) -> Iterator[str]:
    """One block: where it stands, what its reader said, and every unit over it."""
    where = FILES[one.ordinary]
    yield f"{where}/{one.file}.md:{one.start}-{one.end} ({one.lines} lines): {how}"
    yield f"  {plain(one.place)}"
    yield f"  heading  {plain(' > '.join(one.heading_path))}"
    second = f" or {one.alternative}" if one.alternative else ""
    subtype = f": {one.subtype}" if one.subtype else ""
    origin = "ordinary file" if one.ordinary else "moved" if one.moved else "kept"
    yield f"  label    {one.label}{second}{plain(subtype)}, {one.confidence} confidence, {origin}"
    yield f"  reason   {plain(one.reason)}"
    over = [unit for unit in units.get(one.file, ()) if unit.shares(one) > 0]
    for unit in over:
        yield from flagged(unit, one)
    if not over:
        yield "  flagged  nothing"


def flagged(unit: Unit, one: Label) -> Iterator[str]:
    """A unit over a block, with its strongest evidence."""
    small = "" if unit.hits(one) else f", shares only {unit.shares(one)} lines"
    place = f"{unit.start}-{unit.end}"
    yield f"  flagged  {unit.kind}, {unit.band}, {unit.score:.2f}, lines {place}{small}"
    for signal, weight, text in sorted(unit.evidence, key=lambda e: -abs(e[1]))[:TOP]:
        yield f"           {weight:+.2f} {signal}: {plain(text)}"


def plain(text: str) -> str:
    """Somebody else's text without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
