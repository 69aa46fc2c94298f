"""What differs between two states, as Markdown; strangers' text stays text."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Comparison, SectionChange, Sizes, SkillChange
from skilllint.report.changes import (
    both,
    budget,
    figures,
    findings,
    kept,
    outcome,
    remarks,
    shown,
    signed,
    states,
    tally,
    title,
    told,
)
from skilllint.report.markdown import code
from skilllint.report.wording import plural

LONG = 400
"""Characters of a finding or a path that are shown."""


def render(found: Comparison, *, advice: bool, limit: int | None) -> str:
    """What is compared, a table of the skills, and each skill's sections and findings."""
    lines = [code(states(found), LONG)]
    if found.skills:
        lines += overview(found, advice)
    for change in found.skills:
        lines += skill(change, advice)
    if limit is not None:
        lines += ["", f"**{budget(found, limit)}**"]
    for remark in remarks(found, advice):
        lines += ["", remark]
    return "\n".join(lines) + "\n"


def overview(found: Comparison, advice: bool) -> Iterator[str]:
    """One row a skill, one for their sum."""
    yield from ("", "| skill | body | listing | references | findings |", "|---|--:|--:|--:|---|")
    for change in found.skills:
        yield row(code(change.name), change.tokens, tally(change, advice))
    if len(found.skills) > 1:
        yield row(plural(len(found.skills), "skill"), found.tokens, "")


def row(name: str, sizes: Sizes, last: str) -> str:
    """One row of the table of skills."""
    numbers = (both(one) for one in (sizes.body, sizes.listing, sizes.references))
    return f"| {' | '.join((name, *numbers, last))} |"


def skill(change: SkillChange, advice: bool) -> Iterator[str]:
    """One skill: what it costs, its sections and its findings."""
    yield from ("", f"## {code(change.name)}", "", code(change.path, LONG))
    if change.status != "changed":
        yield from ("", code(outcome(change), LONG))
    for line in figures(change):
        yield from ("", line)
    rows = shown(change)
    if rows:
        yield from ("", "| section | tokens | change | |", "|---|--:|--:|---|")
        yield from map(section, rows)
    if kept(change):
        yield from ("", f"{plural(kept(change), 'section')} unchanged")
    listed = [f"- {word}: {code(line, LONG)}" for word, line in findings(change, advice)]
    yield from ("", *listed) if listed else ()


def section(one: SectionChange) -> str:
    """The row of one section."""
    indent = "&emsp;" * max(0, len(one.heading_path) - 1)
    said = code(told(one)) if told(one) else ""
    tokens = both(one.tokens, alone=True)
    return f"| {indent}{code(title(one))} | {tokens} | {signed(one.tokens.growth)} | {said} |"
