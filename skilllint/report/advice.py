"""The sentences on a plan that its text and its Markdown share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skilllint.model import Advice, Economics, Lack, PlanUnit, Range
from skilllint.report.wording import clean, plural, rounded

NAMED = 8
"""Units that a sentence names; the rest is counted."""

MOST = 12
"""Sentences of one kind that are shown."""

TITLE = 60
"""Characters of a unit's title that are shown."""

VERDICTS = {
    "delegate": "delegate",
    "direct": "do it directly",
    "skip": "skip delegation",
    "none": "nothing left to do",
    "unknown": "not known",
}
ALWAYS = "you said always: delegate anyway, in the standard flow"
COURSES = {
    "always": "you said always: delegate anyway, as the batches say, in the standard flow",
    "never": "you said never: do it directly",
    "ask": "you said ask: put this to the user before anything is delegated",
}


def counted(advice: Advice) -> str:
    """How many units a plan has, and how many of them are what."""
    if advice.plan is None:
        return plural(advice.economics.units if advice.economics else 0, "unit")
    units = advice.plan.units
    if not units:
        return "no units found"
    trivial = sum(bool(unit.trivial) for unit in units if not unit.done)
    done = len(units) - len(advice.plan.open)
    form = "" if advice.plan.form == "units" else f" ({advice.plan.form})"
    parts = [f"{plural(len(units), 'unit')}{form}"]
    parts += [f"{done:,} done"] if done else []
    parts += [f"{trivial:,} trivial"] if trivial else []
    return ", ".join(parts)


def about(unit: PlanUnit) -> str:
    """What is known of a unit, behind its name and title."""
    parts = ["done"] if unit.done else []
    if unit.trivial and not unit.done:
        parts.append(f"trivial: {unit.trivial}")
    if unit.files:
        parts.append(plural(len(unit.files), "file"))
    if unit.depends or unit.missing:
        parts.append(f"after {names((*unit.depends, *unit.missing))}")
    return "; ".join(parts)


def names(keys: Sequence[str], limit: int = TITLE) -> str:
    """Units or files by their names, each of at most `limit` characters; of many the first."""
    more = len(keys) - NAMED
    told = ", ".join(clean(key, limit) for key in keys[:NAMED])
    return f"{told} and {more:,} more" if more > 0 else told


def figures(economics: Economics) -> Iterator[tuple[str, str]]:
    """The numbers with their ranges, each with what it is."""
    tag = f"[{clean(economics.tag, TITLE)}]"
    both = f"{spread(economics.delegated)} delegated, {spread(economics.direct)} direct"
    low, high = economics.measured
    beyond = "" if low <= economics.units <= high else f"; measured at {low}–{high} units only"
    yield "tokens", f"{both} {tag}{beyond}"
    clock = economics.wall_clock
    low, high = economics.timed
    far = "" if low <= economics.units <= high else f"; timed at {low}–{high} units only"
    yield (
        "wall clock",
        f"delegated takes {clock.value:.1f} ({clock.low:.1f}–{clock.high:.1f}) times as long{far}",
    )
    crossing = economics.break_even
    if crossing is None:
        yield "break-even", "none: more units do not make delegating cheaper"
    else:
        yield (
            "break-even",
            f"{crossing.value:.1f} units ({crossing.low:.1f}–{crossing.high:.1f})",
        )


def spread(figure: Range) -> str:
    """A figure with its ends: `57k (50k–64k)`."""
    return f"{rounded(figure.value)} ({rounded(figure.low)}–{rounded(figure.high)})"


def verdict(advice: Advice) -> str:
    """What the numbers recommend, and why."""
    close = advice.economics is not None and advice.economics.marginal
    close = close and advice.recommended in ("delegate", "direct")
    return f"{VERDICTS[advice.recommended]}{', marginal' if close else ''}: {advice.reason}"


def course(advice: Advice) -> str:
    """What the user's word makes of it, or nothing where he left it open."""
    if advice.preference == "auto" or advice.recommended == "none":
        return ""
    if advice.preference == "always" and not advice.batching.batches:
        return ALWAYS
    return COURSES[advice.preference]


def lack(one: Lack, count: int) -> str:
    """A signal that units lack, and what that disables."""
    what = {"goal": "goal and approach", "tests": "test scenarios"}.get(one.signal, one.signal)
    who = "all units" if len(one.units) == count else names(one.units)
    return f"{what} of {who}: {one.effect}"


def remarks(advice: Advice) -> Iterator[tuple[str, str]]:
    """All that hinders, with the word for each: missing signals, conflicts, remarks."""
    for one in advice.lacks:
        yield "missing", lack(one, len(advice.batching.order))
    yield from (("conflict", told) for told in first(advice.batching.conflicts))
    yield from (("note", told) for told in first(advice.plan.remarks if advice.plan else ()))
    if len(advice.batching.batches) > 1:
        yield "note", "report between batches, and go on unless stopped"
    if advice.plan and not advice.plan.units:
        yield "note", "with --units N the numbers alone are estimated"


def first(sentences: Sequence[str]) -> Iterator[str]:
    """The first of many sentences, and how many more there are."""
    yield from (clean(one) for one in sentences[:MOST])
    if len(sentences) > MOST:
        yield f"{len(sentences) - MOST:,} more of this kind"


def assumed(economics: Economics) -> str:
    """Where the numbers come from."""
    dated = f", {economics.date}" if economics.date else ""
    return (
        "Tokens are those of the orchestrator's context at the end of the run, each give or take "
        f"{rounded(economics.noise)}; {clean(economics.source)}{dated}."
    )
