"""The audit as Markdown, for an issue or a step summary; strangers' text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.model import Audited, Candidate, Report, Section, Skill
from skilllint.report.wording import breadcrumb, break_even, clean, percent, rounded, spread, whole

DEEPEST = 3
"""Heading levels below a skill that its table shows."""


def render(report: Report, *, details: int) -> str:
    """A table of all skills, then the sections and candidates of the first `details`."""
    lines = list(overview(report.skills))
    for audited in report.skills[:details]:
        lines += skill(audited)
    lines += ["", "Tokens: o200k_base, exact. ITE: price of one uncached input token."]
    if report.skills:
        lines.append(f"Costs: {report.skills[0].cost.source}.")
        lines += ["", "Costs assume:", "", *(f"- {sentence}" for sentence in report.assumptions)]
    return "\n".join(lines) + "\n"


def overview(skills: tuple[Audited, ...]) -> Iterator[str]:
    """One row a skill."""
    yield "| skill | lines | listing | body | references | re-sent a session |"
    yield "|---|--:|--:|--:|--:|--:|"
    for audited in skills:
        one, tiers = audited.skill, audited.skill.tokens
        yield (
            f"| {code(one.name)} | {whole(len(one.source.lines))} | {whole(tiers.listing)} "
            f"| {whole(tiers.body)} | {whole(tiers.references)} | {spread(audited.cost.resent)} |"
        )


def skill(audited: Audited) -> Iterator[str]:
    """One skill: its sections, candidates and cuts."""
    one = audited.skill
    yield from ("", f"## {code(one.name)}", "", f"{code(one.path)}", "")
    yield "| section | lines | tokens | share |"
    yield "|---|--:|--:|--:|"
    for part in one.outline.sections:
        if len(part.path) <= DEEPEST:
            yield section(one, part)
    for found in one.candidates:
        yield from candidate(found)
    for cut in one.cuts:
        unit = "bytes" if cut.rule.unit == "bytes" else "characters"
        yield ""
        yield (
            f"**{cut.host}** reads {whole(cut.rule.limit)} {unit} {cut.rule.when}: cut at line "
            f"{cut.line}, in {code(breadcrumb(cut.heading_path))}; "
            f"{rounded(cut.lost_tokens)} tokens lost."
        )


def section(one: Skill, part: Section) -> str:
    """The row of one section."""
    weight = one.weight(part).subtree
    share = percent(weight / one.tokens.body if one.tokens.body else 0)
    indent = "&emsp;" * (len(part.path) - 1)
    title = code(part.title or "(before the first heading)")
    return f"| {indent}{title} | {part.start}–{part.end} | {whole(weight)} | {share} |"


def candidate(found: Candidate) -> Iterator[str]:
    """One block that could leave the body."""
    yield ""
    yield (
        f"**{found.band}, {found.kind}:** {code(breadcrumb(found.heading_path))}, lines "
        f"{found.start}–{found.end}, {whole(found.tokens)} tokens, "
        f"{percent(found.share)} of the body"
    )
    yield ""
    for reason in found.evidence:
        yield f"- {reason.weight:+.1f} line {reason.line}: {code(clean(reason.text, 120))}"
    if found.saving:
        yield (
            f"- a session that does not need it saves {rounded(found.saving.tokens)} tokens of "
            f"context, {spread(found.saving.resent)} re-sent, "
            f"{spread(found.saving.ite)} ITE; "
            f"worth moving if fewer than {break_even(found.saving.break_even)} of sessions need it"
        )
    for line in found.keep:
        yield f"- keep line {line.line}: {code(clean(line.reason, 120))}"


def code(text: str) -> str:
    """A stranger's text as a code span that no text can leave, safe in a table cell."""
    shown = clean(text, 160).replace("|", "\\|") or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
