"""Whether to delegate plans, as Markdown; strangers' text stays text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skilllint.model import Advice
from skilllint.report.advice import about, assumed, counted, course, figures, remarks, verdict
from skilllint.report.spans import code

LONG = 600
"""Characters of a sentence that are shown."""


def render(found: Sequence[Advice]) -> str:
    """Each plan with a table of its units, its batches, numbers and verdict."""
    lines = [line for advice in found for line in plan(advice)]
    for sentence in dict.fromkeys(assumed(one.economics) for one in found if one.economics):
        lines += [code(sentence, LONG), ""]
    return "\n".join(lines)


def plan(advice: Advice) -> Iterator[str]:
    """One plan."""
    title = code(advice.plan.path, LONG) if advice.plan else "Estimate"
    yield from (f"## {title}", "", counted(advice), "")
    if advice.plan and advice.plan.units:
        yield from ("| unit | title | |", "|---|---|---|")
        for unit in advice.plan.units:
            yield f"| {code(unit.key)} | {code(unit.title)} | {code(about(unit), LONG)} |"
        yield ""
    yield from (f"**{line}**" if line else "" for line in decided(advice))
    yield ""
    for place, batch in enumerate(advice.batching.batches, 1):
        tied = f", sharing {code(', '.join(batch.shared), LONG)}" if batch.shared else ""
        yield f"- batch {place}: {code(', '.join(batch.units), LONG)}{tied}"
    for name, told in figures(advice.economics) if advice.economics else ():
        yield f"- {name}: {code(told, LONG)}"
    for word, told in remarks(advice):
        yield f"- {word}: {code(told, LONG)}"
    yield ""


def decided(advice: Advice) -> Iterator[str]:
    """The verdict, and what the user's word makes of it."""
    yield verdict(advice)
    if told := course(advice):
        yield from ("", told)
