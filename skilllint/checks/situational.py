"""ST: blocks of the body that most runs load and do not need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._wording import count, quoted, share, shortened
from skilllint.model import Candidate, Kind, Problem, Setting, Skill


def situational_block(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A block that only some runs need: a mode, a variant, a platform, a failure."""
    for found in _candidates(skill, "conditional"):
        yield _problem(
            found,
            f"{_title(skill, found)} looks like a block that only some runs need",
            f"{_move(found)} and keep one line here that says when to read it{_keep(found)}",
        )


def bulky_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Material to look things up in, loaded by every run."""
    for found in _candidates(skill, "reference"):
        yield _problem(
            found,
            f"{_title(skill, found)} looks like material to look things up in",
            f"{_move(found)} and point to it where a step uses it{_keep(found)}",
        )


def _candidates(skill: Skill, kind: Kind) -> Iterator[Candidate]:
    return (c for c in skill.candidates if c.kind == kind)


def _problem(found: Candidate, message: str, hint: str) -> Problem:
    saving = found.saving
    pays = f"; moving it pays below {share(saving.break_even.p50)} of runs" if saving else ""
    return Problem(
        found.start,
        f"{message} ({count(found.lines, 'lines')}, {count(found.tokens, 'tokens')}, "
        f"{share(found.share)} of the body{pays})",
        end=found.end,
        hint=hint,
        value=found.tokens,
        confidence="advice" if found.band == "possible" else None,
    )


def _title(skill: Skill, found: Candidate) -> str:
    """The block's own headings: one, or a run of alternatives."""
    titles = [skill.outline.sections[i].title for i in found.sections]
    named = quoted(titles[0] if titles else found.heading_path[-1])
    return f"{named} with its {count(len(titles) - 1, 'siblings')}" if len(titles) > 1 else named


def _move(found: Candidate) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", found.heading_path[-1].lower()).strip("-")
    name = shortened(slug, 41).rstrip("…-") or "details"
    return f"move it to references/{name}.md"


def _keep(found: Candidate) -> str:
    """The lines of the block that must stay, with the reason of the first."""
    if not found.keep:
        return ""
    lines = ", ".join(str(k.line) for k in found.keep[:5])
    word = "line" if len(found.keep) == 1 else "lines"
    return f"; {word} {lines} must stay ({shortened(found.keep[0].reason)})"
