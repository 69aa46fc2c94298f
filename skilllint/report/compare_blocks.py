"""Blocks that could leave a body since a change, with their evidence and what that saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skilllint.model import Candidate, Evidence, SkillChange
from skilllint.report import sentences
from skilllint.report.changes import is_told
from skilllint.report.fitting import FOLD_END, Part, folded
from skilllint.report.spans import span
from skilllint.report.wording import plural

FIRST = 3
"""Blocks that are shown unfolded."""

REASONS = 2
"""Pieces of evidence shown of a block, the strongest first."""


def parts(rows: Iterable[SkillChange], advice: bool) -> Iterator[Part]:
    """The blocks of all skills, the surest first; many of them are folded."""
    owners = {id(one): change for change in rows for one in told(change, advice)}
    each = (one for change in owners.values() for one in change.candidates if id(one) in owners)
    ordered = sentences.ranked({id(one): one for one in each}.values())
    first, rest = ordered[:FIRST], ordered[FIRST:]
    heading = "**New blocks that could leave the body**"
    texts = (block(owners[id(one)], one) for one in first)
    yield Part(texts, len(first), "block", ("", heading, ""))
    fold = folded(f"{plural(len(rest), 'more block')} that could leave the body")
    texts = (block(owners[id(one)], one) for one in rest)
    yield Part(texts, len(rest), "block", fold, FOLD_END, 0.5)


def told(change: SkillChange, advice: bool) -> list[Candidate]:
    """The blocks of a skill to tell: the likely ones, what was counted, and what is asked for."""
    findings = (*change.new, *(one.finding for one in change.worsened), *change.still)
    known = {one.fingerprint: is_told(one, advice) for one in findings}
    return [
        one
        for one in change.candidates
        if one.verdict != "keep" and known.get(one.fingerprint, advice or is_sure(one))
    ]


def is_sure(found: Candidate) -> bool:
    """Whether a block that no finding names is worth a look."""
    return found.verdict == "extract" or (found.band == "likely" and found.kind != "late")


def number(rows: Iterable[SkillChange], advice: bool) -> int:
    """How many blocks of all skills are told."""
    return sum(len(told(change, advice)) for change in rows)


def fingerprints(rows: Iterable[SkillChange], advice: bool) -> set[str]:
    """The findings that the blocks show already."""
    return {one.fingerprint for change in rows for one in told(change, advice)}


def block(change: SkillChange, found: Candidate) -> tuple[str, ...]:
    """One block, and why it could leave."""
    lines = [
        f"- {span(sentences.title(found))} in {span(change.name, 60)}, {sentences.place(found)}: "
        f"{sentences.label(found)}"
    ]
    reasons = "; ".join(why(found))
    lines += [f"  - why: {reasons}"] if reasons else ()
    if change.cost_after:
        worth = [*sentences.worth(found, change.cost_after)]
        lines += [f"  - {one.replace('$', 'USD ')}" for one in worth]
    lines += [f"  - leave in its place: {span(one, 400)}" for one in sentences.pointers(found)[:1]]
    return tuple(lines)


def why(found: Candidate) -> Iterator[str]:
    """The strongest evidence for moving a block; what was counted has no weight."""
    for reason in strongest(found):
        at = "" if reason.signal == sentences.GIVEN else f" (line {reason.line})"
        yield span(reason.text, 160) + at


def strongest(found: Candidate) -> list[Evidence]:
    """The reasons for a move that weigh most."""
    given = [one for one in sentences.reasons(found) if one.signal == sentences.GIVEN]
    others = [one for one in sentences.reasons(found) if one not in given and one.weight > 0]
    return [*given, *sorted(others, key=lambda one: -one.weight)][:REASONS]
