"""From the text of a plan to its units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from skilllint.delegation.plans import (
    choosing,
    marks,
    paths,
    references,
    sequencing,
    tables,
    triviality,
)
from skilllint.delegation.plans.choosing import Piece
from skilllint.delegation.plans.fields import Field
from skilllint.delegation.plans.marks import Mark
from skilllint.delegation.plans.references import Names
from skilllint.model import Outline, PlanUnit, Signal

FORMS = {
    "unit": "units",
    "task": "tasks",
    "item": "numbered items",
    "step": "steps",
    "phase": "phases",
    "section": "sections",
    "box": "checkboxes",
    "point": "list items",
    "file": "files to change",
}
"""What the units of a plan are, by the kind of their marks."""

BEHIND = re.compile(
    r"[(\[—–-]\s*(?:depends? on|after|requires|blocked by|needs)\b:?\s*(?P<what>[^()\[\]]+)", re.I
)
"""Dependencies in a title, as `(depends on T003, T004)`."""

POINT = re.compile(r"\s*[-*+]\s+(?:depends on|blocked by|waits for)\s+(?P<what>.+)", re.IGNORECASE)
"""Dependencies in a list below a unit, without a label."""

NAMELESS = ("item", "section", "box", "point", "file")
"""Units that a plan calls by their number alone."""

DONE = re.compile(r"\W*(?:done|completed?|finished|merged|shipped|implemented)\b", re.I)
BOX = re.compile(r"\s*[-*+]\s+\[(?P<mark>[ xX])\]\s")
ITEM = r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?\**(?:(?:step )?\d+(?:\.\d+)*[.:)]\s*)?"
STEPS: tuple[tuple[Signal, re.Pattern[str]], ...] = (
    ("tests", re.compile(rf"{ITEM}(?:write|add|extend)\b.{{0,40}}\btests?\b", re.I)),
    ("verification", re.compile(rf"{ITEM}(?:re-?)?(?:run|verify|confirm)\b", re.I)),
    (
        "goal",
        re.compile(rf"{ITEM}(?:write|implement|create|change|make|update|add)\b(?!\**:)", re.I),
    ),
)
"""Steps of a unit without labels that say the same as one."""

HIDING = ("fence", "html", "code")


def read(outline: Outline) -> tuple[str, tuple[PlanUnit, ...]]:
    """What the units of a plan are, and the units in the order of the file."""
    hidden = frozenset(unseen(outline))
    found = sorted(
        (*marks.find(outline, hidden), *tables.rows(outline)), key=lambda mark: mark.line
    )

    def visible(first: int, last: int) -> list[str]:
        numbers = range(first, last + 1)
        return [outline.lines[n - 1][: marks.LONGEST] for n in numbers if n not in hidden]

    pieces = choosing.label(choosing.choose(found, visible))
    if not pieces:
        return "", ()
    names = called(pieces, found)
    units = []
    for place, piece in enumerate(pieces):
        lines = visible(piece.mark.line + 1, piece.end)
        units.append(unit(place, pieces, lines, names))
    ordered = sequencing.read(outline, hidden, names, len(pieces))
    return FORMS[pieces[0].mark.kind], tuple(sequenced(units, ordered))


def sequenced(units: Sequence[PlanUnit], ordered: dict[int, set[int]]) -> Iterator[PlanUnit]:
    """The units, with what a section of its own says for those that say nothing themselves."""
    for place, one in enumerate(units):
        if place in ordered and "dependencies" not in one.says:
            depends = tuple(units[at].key for at in sorted(ordered[place]))
            yield replace(one, depends=depends, says=one.says | {"dependencies"})
        else:
            yield one


def unseen(outline: Outline) -> Iterator[int]:
    """The lines of fences, comments and code blocks, which say nothing of the plan."""
    for section in outline.sections:
        for block in section.blocks:
            if block.kind in HIDING:
                yield from range(block.start, block.end + 1)


def called(pieces: Sequence[Piece], found: Iterable[Mark]) -> Names:
    """The names by which units may be meant."""
    units: dict[str, list[int]] = {}
    phases: dict[str, list[int]] = {}
    words, prefixes = set(), set()
    around = [mark for mark in found if mark.kind == "phase" and mark.form == "heading"]
    if pieces[0].mark.kind in NAMELESS:
        words |= {"unit", "task", "step", "item"}
    for place, piece in enumerate(pieces):
        mark = piece.mark
        units.setdefault(references.number(mark.id), []).append(place)
        prefixes.add(references.prefix(mark.id))
        word = mark.label.partition(f" {mark.id}")
        if word[1]:
            words.add(references.singular(word[0]))
        for phase in around:
            if phase is not mark and phase.line <= mark.line <= phase.last:
                phases.setdefault(references.number(phase.id), []).append(place)
    return Names(frozenset(words), frozenset(prefixes), units, phases)


def unit(place: int, pieces: Sequence[Piece], lines: list[str], names: Names) -> PlanUnit:
    """One unit, with all that its lines say."""
    piece = pieces[place]
    mark, has = piece.mark, piece.fields
    files = paths.changed(has.get("files", ()))
    if "files" not in has:
        files = paths.mentioned(mark.title, lines)
    behind = BEHIND.search(mark.title)
    waited = [*has.get("dependencies", ()), *([behind["what"]] if behind else [])]
    waited += [found["what"] for line in lines if (found := POINT.match(line))]
    depends, missing = references.waits(waited, place, names, len(pieces))
    says: set[Signal] = set()
    if files or "files" in has:
        says.add("files")
    if waited or "dependencies" in has:
        says.add("dependencies")
    if has.keys() & {"goal", "approach"}:
        says.add("goal")
    says |= has.keys() & {"tests", "verification"}  # type: ignore[arg-type]
    says |= {signal for signal, told in STEPS if any(map(told.match, lines))}
    return PlanUnit(
        key=mark.label,
        title=mark.title,
        line=mark.line,
        end=piece.end,
        done=mark.done or finished(has, lines),
        files=files,
        depends=tuple(pieces[at].mark.label for at in sorted(depends)),
        missing=tuple(missing),
        says=frozenset(says),
        trivial=triviality.reason(mark.title, files, has.get("tests"), has.get("approach", ())),
    )


def finished(has: dict[Field, tuple[str, ...]], lines: Iterable[str]) -> bool:
    """Whether a unit says that it is done, or has checkboxes and all of them are ticked."""
    status = has.get("status", ())
    if status:
        return bool(DONE.match(status[0])) or "✅" in status[0]
    ticks = [found["mark"] in "xX" for line in lines if (found := BOX.match(line))]
    return bool(ticks) and all(ticks)
