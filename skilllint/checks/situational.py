"""ST: blocks of the body that most runs load and do not need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from skilllint.checks._nests import broken_from
from skilllint.checks._wording import count, quoted, share, shortened
from skilllint.model import Candidate, Kind, Problem, Setting, Skill

NAMED = 3
"""Pointers that a hint proposes for a run of alternatives; the others follow their example."""

LONGEST = 240
"""Characters of a pointer, and of what is known of a block; those that we write are shorter."""

ALTERNATIVES = "structure.alternatives"
"""The signal of a block that is one of several of a kind."""

OFTEN = 1 / 3
"""The share of runs that need a block of which nothing better is known: one of alternatives."""

FILE = 40
"""Characters of a calibration's name."""

SHOWN = 5
"""Lines to keep that a hint names."""


def situational_block(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A block that only some runs need: a mode, a variant, a platform, a failure."""
    blocks = [*_candidates(skill, "conditional")]
    broken = broken_from(skill) if blocks else 0
    for found in blocks:
        message = f"{_title(skill, found)} looks like a block that only some runs need"
        hint = _move(found, "here")
        told = _problem(found, message, hint)
        # a heading that a broken fence spills is one of the template in it
        yield replace(told, confidence="advice") if found.start > broken else told


def bulky_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Material to look things up in, loaded by every run."""
    for found in _candidates(skill, "reference"):
        message = f"{_title(skill, found)} looks like material to look things up in"
        hint = _move(found, "where a step uses it")
        yield _problem(found, message, hint)


def _candidates(skill: Skill, kind: Kind) -> Iterator[Candidate]:
    # what is needed too often to move is shown by the audit, and is no problem
    return (c for c in skill.candidates if c.kind == kind and c.verdict != "keep")


def _problem(found: Candidate, message: str, hint: str) -> Problem:
    size = f"{count(found.lines, 'lines')}, {count(found.tokens, 'tokens')}"
    return Problem(
        found.start,
        f"{message}{_evidence(found)} ({size}, {share(found.share)} of the body{_pays(found)})",
        end=found.end,
        hint=hint,
        value=found.tokens,
        confidence="advice" if found.band == "possible" or not _worth(found) else None,
    )


def _worth(found: Candidate) -> bool:
    """Whether moving a block pays as often as its kind is needed, as far as that can be known.

    Each of k alternatives is needed about once in k runs, so one that pays only where fewer
    than one run in three needs it is no clear case. What the author says, or what was
    measured, has decided already.
    """
    alternative = any(reason.signal == ALTERNATIVES for reason in found.evidence)
    if found.saving is None or found.probability is not None or not alternative:
        return True
    return found.saving.break_even.p50 >= OFTEN


def _evidence(found: Candidate) -> str:
    """The strongest reason, in words; what is stated or counted goes before every guess."""
    if found.probability:
        return f": {shortened(found.evidence[0].text, LONGEST)}"  # its end says whence
    strongest = max(found.evidence, key=lambda e: e.weight, default=None)
    return f": {shortened(strongest.text, 80)}" if strongest and strongest.weight > 0 else ""


def _pays(found: Candidate) -> str:
    """Below which share of runs a move saves; nothing for a block too small to save at all."""
    if found.saving is None or found.saving.break_even.p50 < 0.005:
        return ""
    file = shortened(found.calibration.replace("\\", "/").rpartition("/")[2], FILE)
    by = f", by {file}" if file else ""
    even = share(found.saving.break_even.p50)
    return f"; moving it pays if fewer than {even} of runs need it{by}"


def _title(skill: Skill, found: Candidate) -> str:
    """The block's own headings: one, or the first of a run of alternatives."""
    first, *others = _titles(skill, found)
    behind = f" with the {count(len(others), 'sections')} behind it" if others else ""
    return quoted(first) + behind


def _titles(skill: Skill, found: Candidate) -> list[str]:
    return [skill.outline.sections[i].title for i in found.sections]


def _move(found: Candidate, where: str) -> str:
    """Where to move the block, one file for each of a run of alternatives, and what to leave."""
    lines = " · ".join(
        shortened(move.pointer, LONGEST).removesuffix(".") for move in found.moves[:NAMED]
    )
    if len(found.moves) == 1:
        return f"move it to {found.moves[0].file}; leave {where}: {lines}{_keep(found)}"
    more = f" and {len(found.moves) - NAMED} more" if len(found.moves) > NAMED else ""
    return f"move each to its own file; leave {where}: {lines}{more}{_keep(found)}"


def _keep(found: Candidate) -> str:
    """The lines of the block that must stay, by their reason."""
    by_reason: dict[str, list[str]] = {}
    for line in found.keep[:SHOWN]:
        by_reason.setdefault(shortened(line.reason), []).append(str(line.line))
    parts = (
        f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines)} must stay ({reason})"
        for reason, lines in by_reason.items()
    )
    return "".join(f"; {part}" for part in parts)
