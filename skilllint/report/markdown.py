"""The audit as Markdown, for an issue or a step summary; strangers' text stays text."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Audited, Candidate, Cost, Evidence, Moved, Report, Section, Skill
from skilllint.report import plugins, sentences
from skilllint.report.spans import code
from skilllint.report.wording import percent, spread, whole

DEEPEST = 3
"""Heading levels below a skill that its table shows."""


def render(report: Report, *, details: int) -> str:
    """A table of all skills, then the sections and candidates of the first `details`."""
    lines = [*overview(report.skills), *by_plugin(report.skills)]
    for audited in sentences.detailed(report, details):
        lines += skill(audited)
    if report.skills:
        lines.append("")
        lines.append(f"{sentences.notes(report.skills)}.")
        lines += ["", "Costs assume:", "", *(f"- {sentence}" for sentence in report.assumptions)]
        lines += closing(report)
    return "\n".join(lines) + "\n"


def closing(report: Report) -> Iterator[str]:
    """What was counted, and each number that holds; nothing where no session was."""
    if report.calibrations:
        from skilllint.report import measured

        yield from ("", *(f"Measured: {code(one, 400)}" for one in report.calibrations))
        yield from ("", measured.NUMBERS.capitalize(), "")
        yield from (f"- {code(one, 600)}" for one in report.figures)


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


def by_plugin(skills: tuple[Audited, ...]) -> Iterator[str]:
    """One row a plugin, where there are several."""
    found = plugins.of(skills)
    if len(found) > 1:
        yield from ("", f"| {' | '.join(plugins.HEADS)} |", "|---|--:|--:|--:|--:|--:|--:|")
        for one in found:
            sums = (one.skills, one.listing, one.body, one.references, one.movable, one.issues)
            name = code(one.name) if one.name else "(no plugin)"
            yield f"| {name} | {' | '.join(map(whole, sums))} |"


def skill(audited: Audited) -> Iterator[str]:
    """One skill: what it costs, its sections, candidates, cuts and findings."""
    one = audited.skill
    counted = "" if sentences.exact(audited) is None else f"{sentences.body(audited)} · "
    yield from (
        "",
        f"## {code(one.name)}",
        "",
        f"{code(one.path)}: {counted}{sentences.session(audited.cost)}",
    )
    if audited.measured:
        from skilllint.report import measured

        yield from ("", *map(listed, measured.lines(audited.measured)))
    if audited.before is not None:
        yield from ("", f"Body: {whole(one.tokens.body)} tokens, {whole(audited.before)} before.")
    for moved in audited.moved:
        yield from without(moved)
    yield from ("", "| section | lines | tokens | share |", "|---|--:|--:|--:|")
    for part in one.outline.sections:
        if len(part.path) <= DEEPEST:
            yield section(one, part)
    for found in sentences.ranked(one.candidates):
        yield from candidate(found, audited.cost)
    if too_many := sentences.hollow(one.candidates):
        yield from ("", too_many)
    for cut in one.cuts:
        yield from ("", code(sentences.cut(cut), 400))
    others = sentences.elsewhere(audited)
    if others:
        yield ""
    for finding in others:
        yield f"- {finding.code} line {finding.start}: {code(finding.message, 400)}"


def listed(line: str) -> str:
    """A line of what was measured; a figure stands below the line that leads in to it."""
    text = line.removeprefix("- ")
    return f"{'  ' * (text != line)}- {code(text, 600)}"


def section(one: Skill, part: Section) -> str:
    """The row of one section."""
    weight = one.weight(part).subtree
    share = percent(weight / one.tokens.body if one.tokens.body else 0)
    indent = "&emsp;" * (len(part.path) - 1)
    title = code(part.title or "(before the first heading)")
    return f"| {indent}{title} | {part.start}–{part.end} | {whole(weight)} | {share} |"


def without(moved: Moved) -> Iterator[str]:
    """A block that the skill is shown without, and what that saves."""
    yield from ("", f"**without** {code(sentences.title(moved))}", "")
    yield f"- {code(sentences.gone(moved))}"
    yield f"- in its place: {code(moved.pointer)}"
    for sentence in (*sentences.priced(moved.saving), *sentences.decided(moved)):
        yield f"- {sentence}"
    for line in moved.keep:
        yield f"- keep line {line.line}: {code(line.reason, 120)}"


def candidate(found: Candidate, cost: Cost) -> Iterator[str]:
    """One block that could leave the body."""
    what = f"**{sentences.label(found)}:** {code(sentences.title(found))}"
    yield from ("", f"{what}, {sentences.place(found)}", "")
    for reason in sentences.reasons(found):
        yield f"- {because(reason)}"
    for sentence in (*sentences.score(found, len(found.evidence)), *sentences.worth(found, cost)):
        yield f"- {sentence}"
    for pointer in sentences.pointers(found):
        yield f"- leave: {code(pointer, 400)}"
    for line in found.keep:
        yield f"- keep line {line.line}: {code(line.reason, 120)}"


def because(reason: Evidence) -> str:
    """One piece of evidence; what somebody says or counted has no weight."""
    if reason.signal == sentences.GIVEN:
        return code(reason.text, 400)
    return f"{reason.weight:+.1f} line {reason.line}: {code(reason.text, 120)}"
