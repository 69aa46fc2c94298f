"""ST: blocks of the body that most runs load and do not need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from skilllint.checks._wording import count, quoted, share, shortened
from skilllint.model import Candidate, Kind, Problem, Setting, Skill

NAMED = 3
"""Files that a hint names for a run of alternatives; the others follow their example."""


def situational_block(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A block that only some runs need: a mode, a variant, a platform, a failure."""
    for found in _candidates(skill, "conditional"):
        message = f"{_title(skill, found)} looks like a block that only some runs need"
        hint = _move(skill, found, "keep one line here that says when to read {}")
        yield _problem(found, message, hint)


def bulky_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Material to look things up in, loaded by every run."""
    for found in _candidates(skill, "reference"):
        message = f"{_title(skill, found)} looks like material to look things up in"
        hint = _move(skill, found, "point to {} where a step uses it")
        yield _problem(found, message, hint)


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
    first, *others = _titles(skill, found)
    behind = f" with the {count(len(others), 'sections')} behind it" if others else ""
    return quoted(first) + behind


def _titles(skill: Skill, found: Candidate) -> list[str]:
    return [skill.outline.sections[i].title for i in found.sections]


def _move(skill: Skill, found: Candidate, leave: str) -> str:
    """Where to move the block, one file for each of a run of alternatives, and what to leave."""
    files = [*dict.fromkeys(f"references/{_file(t)}.md" for t in _titles(skill, found))]
    if len(files) == 1:
        return f"move it to {files[0]} and {leave.format('it')}{_keep(found)}"
    named = ", ".join(files[:NAMED])
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    each = leave.format("each")
    return f"move each to its own file: {named}{more}; {each}{_keep(found)}"


def _file(title: str) -> str:
    """A file's name made of a heading, without its number and what stands in parentheses."""
    bare = re.sub(
        r"\([^)]*\)|^\W*(?:(?:step|phase|path|part)\b\s*)?\d[\w.]*\W+", " ", title.lower()
    )
    words = "".join(c if _is_word(c) else " " for c in normalize("NFKC", bare)).split()
    return "-".join(words[:5])[:40].strip("-") or "details"


def _is_word(char: str) -> bool:
    """Whether a character is part of a word in its script; what colours an emoji is not."""
    return char.isalnum() or (category(char) in ("Mn", "Mc") and not "\ufe00" <= char <= "\ufe0f")


def _keep(found: Candidate) -> str:
    """The lines of the block that must stay, with the reason of the first."""
    if not found.keep:
        return ""
    lines = ", ".join(str(k.line) for k in found.keep[:5])
    word = "line" if len(found.keep) == 1 else "lines"
    return f"; {word} {lines} must stay ({shortened(found.keep[0].reason)})"
