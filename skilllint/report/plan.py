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

PATH = 200
"""Characters of a path that are shown: files of one folder differ at their ends."""

KEY = 20
"""Characters of a unit's name that are shown in the list of units."""

BESIDE = 24
"""Columns for what is known of a unit, beside its title."""

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
        yield from units(advice, width)
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


def units(advice: Advice, width: int) -> Iterator[str]:
    """The units of a plan with what is known of each, in the order of the plan.

    A long title is cut to leave `BESIDE` columns for what follows, which is wrapped there.
    """
    all_ = advice.plan.units if advice.plan else ()
    shown = all_[:MOST]
    keys = [clean(unit.key, KEY) for unit in shown]
    wide = max(map(len, keys))
    room = width - wide - BESIDE - 6
    titles = [clean(unit.title, min(TITLE, room)) for unit in shown]
    margin = " " * (max(map(len, titles)) + wide + 6)
    for key, title, unit in zip(keys, titles, shown, strict=True):
        first = f"  {key:<{wide}}  {title}".ljust(len(margin))
        told = wrap(about(unit), width - len(margin), break_on_hyphens=False) or [""]
        yield f"{first}{told[0]}".rstrip()
        yield from (f"{margin}{line}" for line in told[1:])
    if len(all_) > MOST:
        yield f"  and {len(all_) - MOST:,} more"


def batched(batch: Batch) -> str:
    """The units of one batch, and the files that tie them."""
    tied = f"; they share {names(batch.shared, PATH)}" if batch.shared else ""
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
