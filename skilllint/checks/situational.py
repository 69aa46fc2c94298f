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
    size = f"{count(found.lines, 'lines')}, {count(found.tokens, 'tokens')}"
    return Problem(
        found.start,
        f"{message}{_evidence(found)} ({size}, {share(found.share)} of the body{_pays(found)})",
        end=found.end,
        hint=hint,
        value=found.tokens,
        confidence="advice" if found.band == "possible" else None,
    )


def _evidence(found: Candidate) -> str:
    """The strongest reason, in words."""
    strongest = max(found.evidence, key=lambda e: e.weight, default=None)
    return f": {shortened(strongest.text, 80)}" if strongest and strongest.weight > 0 else ""


def _pays(found: Candidate) -> str:
    """Below which share of runs a move saves; nothing for a block too small to save at all."""
    if found.saving is None or found.saving.break_even.p50 < 0.005:
        return ""
    return f"; moving it pays if fewer than {share(found.saving.break_even.p50)} of runs need it"


def _title(skill: Skill, found: Candidate) -> str:
    """The block's own headings: one, or the first of a run of alternatives."""
    titles = [skill.outline.sections[i].title for i in found.sections]
    if len(titles) < 2:
        return quoted(found.heading_path[-1])
    return f"{quoted(titles[0])} with the {count(len(titles) - 1, 'sections')} behind it"


def _move(found: Candidate) -> str:
    return f"move it to references/{_file(found.heading_path[-1])}.md"


def _file(title: str) -> str:
    """A file's name made of a heading, without its number and what stands in parentheses."""
    bare = re.sub(
        r"\([^)]*\)|^\W*(?:(?:step|phase|path|part)\b\s*)?\d[\w.]*\W+", " ", title.lower()
    )
    words = re.findall("[a-z0-9]+", bare) or ["details"]
    return "-".join(words[:5])[:40].strip("-")


def _keep(found: Candidate) -> str:
    """The lines of the block that must stay, with the reason of the first."""
    if not found.keep:
        return ""
    lines = ", ".join(str(k.line) for k in found.keep[:5])
    word = "line" if len(found.keep) == 1 else "lines"
    return f"; {word} {lines} must stay ({shortened(found.keep[0].reason)})"
