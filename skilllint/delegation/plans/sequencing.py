"""Dependencies that a plan tells in a section of its own, for units that tell none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from skilllint.delegation.plans import references
from skilllint.delegation.plans.references import Names
from skilllint.model import Outline

SECTION = re.compile(
    r"(?:(?:implementation|unit|task|story|user story|execution|delivery|phase)s? )*"
    r"(?:dependenc(?:y|ies)|sequenc(?:e|ing)|order(?:ing)?|execution order)\b",
    re.IGNORECASE,
)
WAITS = re.compile(
    r"\b(?:depends? on|comes? after|after|requires?|(?:is )?blocked by|needs|waits? for)\b:?", re.I
)
BLOCKS = re.compile(r"\b(?:(?:un)?blocks|(?:comes? |goes )?before|precedes?)\b:?", re.I)
DENIED = re.compile(r"\b(?:not|never|no|without)\b|n['’]t\b", re.I)
ARROW = re.compile(r"\s*(?:→|->|=>|⟶)\s*")
MARKS = re.compile(r"^\s*(?:[-*+]|\d+[.)])?\s*|[*`]")
LONGEST = 500


def read(outline: Outline, hidden: frozenset[int], names: Names, count: int) -> dict[int, set[int]]:
    """For units by their places, those that they wait for."""
    found: dict[int, set[int]] = {}
    for section in outline.sections:
        if not SECTION.match(section.title):
            continue
        for number in range(section.start + 1, section.own_end + 1):
            if number not in hidden:
                line = MARKS.sub("", outline.lines[number - 1][:LONGEST])
                for place, waits in told(line, names, count):
                    found.setdefault(place, set()).update(waits - {place})
    return found


def told(line: str, names: Names, count: int) -> Iterator[tuple[int, set[int]]]:
    """What one line says: `U3 depends on U1`, `U1 blocks U3`, or `U1 → U2 → U3`."""
    steps = [places(step, names) for step in ARROW.split(line)]
    if len(steps) > 1:
        for before, after in pairwise(steps):
            yield from ((place, set(before)) for place in after)
        return
    verb = WAITS.search(line)
    if verb and (run := references.RUN.match(line)) and run.end() <= verb.start():
        for place in places(run[0], names):
            yield place, references.waits([line[verb.end() :]], place, names, count)[0]
        return
    blocks = BLOCKS.search(line)
    if blocks and not DENIED.search(line[: blocks.start()]):
        first = set(places(line[: blocks.start()], names))
        yield from ((place, first) for place in places(line[blocks.end() :], names) if first)


def places(text: str, names: Names) -> Sequence[int]:
    """The units that a text names."""
    found = references.mentions(text, names)
    return [at for word, id_ in found for at in references.meant(word, id_, -1, names)]
