"""Whether to delegate plans, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from skilllint.model import Advice, Batch
from skilllint.report.advice import (
    TITLE,
    about,
    assumed,
    counted,
    course,
    figures,
    names,
    remarks,
    verdict,
)
from skilllint.report.wording import clean

MOST = 60
"""Units of a plan that are listed; JSON has all."""

LABEL = 12
"""Columns of the words before the sentences."""


def render(found: Sequence[Advice], width: int) -> str:
    """Each plan with its units, batches, numbers and verdict; where the numbers come from."""
    lines: list[str] = []
    for advice in found:
        lines += [*([""] if lines else []), *plan(advice, width)]
    told = dict.fromkeys(assumed(one.economics) for one in found if one.economics)
    for sentence in told:
        lines += ["", *wrap(sentence, width, break_on_hyphens=False)]
    return "".join(f"{line}\n" for line in lines)


def plan(advice: Advice, width: int) -> Iterator[str]:
    """One plan."""
    path = f"{clean(advice.plan.path)}: " if advice.plan else ""
    yield f"{path}{counted(advice)}"
    if advice.plan and advice.plan.units:
        yield ""
        yield from units(advice)
        yield ""
    for place, batch in enumerate(advice.batching.batches, 1):
        yield from sentence(f"batch {place}", batched(batch), width)
    for name, told in figures(advice.economics) if advice.economics else ():
        yield from sentence(name, told, width)
    yield from sentence("verdict", verdict(advice), width)
    if told := course(advice):
        yield from sentence("so", told, width)
    for word, told in remarks(advice):
        yield from sentence(word, told, width)


def units(advice: Advice) -> Iterator[str]:
    """The units of a plan with what is known of each, in the order of the plan."""
    all_ = advice.plan.units if advice.plan else ()
    shown = all_[:MOST]
    wide = max(len(clean(unit.key, TITLE)) for unit in shown)
    long = max(len(clean(unit.title, TITLE)) for unit in shown)
    for unit in shown:
        title = clean(unit.title, TITLE)
        yield f"  {clean(unit.key, TITLE):<{wide}}  {title:<{long}}  {about(unit)}".rstrip()
    if len(all_) > MOST:
        yield f"  and {len(all_) - MOST:,} more"


def batched(batch: Batch) -> str:
    """The units of one batch, and the files that tie them."""
    tied = f"; they share {names(batch.shared)}" if batch.shared else ""
    return ", ".join(clean(key, TITLE) for key in batch.units) + tied


def sentence(word: str, text: str, width: int) -> Iterator[str]:
    """A sentence behind its word, wrapped and indented below itself."""
    first = f"  {word:<{LABEL - 1}} "
    yield from wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
