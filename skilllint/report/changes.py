"""What is said of a difference, alike in every format that people read."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import (
    Comparison,
    Cost,
    Delta,
    Finding,
    SectionChange,
    SkillChange,
    short_id,
)
from skilllint.report.wording import clean, plural, spread, whole

ALONE = "rules on all skills together are left out"


def ends(found: Comparison) -> str:
    """Which two states are compared."""
    head = "the files on disk" if found.head == "worktree" else short_id(found.head)
    return f"{short_id(found.base)} ({clean(found.against)}) → {head}"


def states(found: Comparison) -> str:
    """Which two states are compared, and how many skills differ."""
    if not found.skills:
        return f"{ends(found)}: no skill differs"
    number = len(found.skills)
    return f"{ends(found)}: {plural(number, 'skill')} differ{'s'[: number == 1]}"


def both(one: Delta, *, alone: bool = False) -> str:
    """A number before and after, with the difference unless that stands elsewhere.

    Of what is new or gone the difference alone says it all.
    """
    if not one.growth:
        return whole(one.after) if one.after else "-"
    arrow = f"{whole(one.before)} → {whole(one.after)}"
    if alone:
        return arrow
    return f"{arrow} ({signed(one.growth)})" if one.before and one.after else signed(one.growth)


def signed(growth: int) -> str:
    """A difference: +120, −470; nothing for none."""
    return f"{growth:+,}".replace("-", "−") if growth else ""


def outcome(change: SkillChange) -> str:
    """What happened to a skill that was not merely edited."""
    if change.status == "renamed":
        return f"moved from {clean(change.old_path or '')}"
    return {"added": "new", "removed": "gone"}[change.status]


def figures(change: SkillChange) -> Iterator[str]:
    """What a skill weighs before and after, and what that costs a session that uses it."""
    sizes = change.tokens
    parts = [f"body {both(sizes.body)} tokens", f"listing {both(sizes.listing)}"]
    parts += [f"references {both(sizes.references)}"] if any_of(sizes.references) else []
    yield " · ".join(parts)
    if sizes.body.growth:
        yield price(change.cost_before, change.cost_after)


def any_of(one: Delta) -> bool:
    """Whether a number is there before or after."""
    return bool(one.before or one.after)


def price(before: Cost | None, after: Cost | None) -> str:
    """The three figures of a body before and after, with their ranges."""
    a, b, c, money = prices(before, after)
    dollars = f", {money}" if money else ""
    return f"a session with it: window {a}, re-sent {b}, after caching {c} ITE{dollars}"


def prices(before: Cost | None, after: Cost | None) -> tuple[str, str, str, str]:
    """Tokens of the window, re-sent tokens, ITE and, where a model was named, dollars."""
    some = after or before
    assert some is not None
    was = (whole(before.occupancy), spread(before.resent), spread(before.ite)) if before else None
    now = (whole(after.occupancy), spread(after.resent), spread(after.ite)) if after else None
    a, b, c = (f"{x} → {y}" for x, y in zip(was or "000", now or "000", strict=True))
    if not some.usd_per_1000_sessions:
        return a, b, c, ""
    dollars = [
        spread(x.usd_per_1000_sessions) if x and x.usd_per_1000_sessions else "0"
        for x in (before, after)
    ]
    return a, b, c, f"${dollars[0]} → ${dollars[1]} per 1,000 sessions"


def shown(change: SkillChange) -> list[SectionChange]:
    """The sections that differ; of a skill that is new or gone none, for all do."""
    if change.status in ("added", "removed"):
        return []
    return [row for row in change.sections if not is_kept(row)]


def is_kept(row: SectionChange) -> bool:
    """Whether nothing of a section changed, not even the blank lines behind it."""
    return row.status == "same" and not row.tokens.growth


def kept(change: SkillChange) -> int:
    """How many sections are as they were."""
    return sum(map(is_kept, change.sections))


def title(row: SectionChange) -> str:
    """A section's own heading; of one that went into another, its own of before."""
    path = row.heading_path
    if row.status == "merged" and not row.line and row.old_heading_path is not None:
        path = row.old_heading_path
    if path in ((), ("",)):
        return "(before the first heading)"
    return clean(path[-1], 60) or "(an empty heading)"


def told(row: SectionChange) -> str:
    """What became of a section, in words."""
    old = row.old_heading_path
    was = f'"{clean(old[-1], 60)}"' if old else "the text before the first heading"
    if row.status == "split":
        return "split" if old is None or row.tokens.before else f"split off {was}"
    if row.status == "merged":
        return "took in others" if row.line else f'went into "{clean(row.heading_path[-1], 60)}"'
    if row.status == "renamed":
        return f"was {was}"
    if row.status == "extracted":
        return f"moved to {clean(row.moved_to or '', 120)}"
    return {"added": "new", "removed": "gone", "moved": "moved"}.get(row.status, "")


def tally(change: SkillChange, advice: bool) -> str:
    """How many findings are new, worse or fixed."""
    parts = (
        (change.new, "new"),
        (tuple(one.finding for one in change.worsened), "worse"),
        (change.fixed, "fixed"),
    )
    counted = ((sum(is_told(f, advice) for f in found), w) for found, w in parts)
    return ", ".join(f"{number} {word}" for number, word in counted if number) or "-"


def findings(change: SkillChange, advice: bool) -> Iterator[tuple[str, str]]:
    """The findings that differ, each with what became of it; advice if it was asked for."""
    each = (
        *(("new", one) for one in change.new),
        *(("worse", one.finding) for one in change.worsened),
        *(("fixed", one) for one in change.fixed),
    )
    for word, one in each:
        if is_told(one, advice):
            # a fixed one stood in the file before, wherever that lay
            here = one.path in (change.path, change.old_path)
            place = f"line {one.start}" if here else f"{clean(one.path)}:{one.start}"
            yield word, f"{one.code} {place}: {clean(one.message)}"


def is_told(found: Finding, advice: bool) -> bool:
    """Whether a reader asked to see a finding: advice, or this very rule's."""
    return advice or found.told


def budget(found: Comparison, limit: int) -> str:
    """Whether the bodies together keep to the growth that was asked for."""
    growth = found.tokens.body.growth
    grew = f"grew by {whole(growth)}" if growth > 0 else f"fell by {whole(-growth)}"
    verdict = "over" if growth > limit else "within"
    return f"the bodies together {grew} tokens: {verdict} the budget of {whole(limit)}"


def remarks(found: Comparison, advice: bool) -> Iterator[str]:
    """What the numbers rest on, and what they leave out."""
    yield from unseen(found, advice)
    yield from counted(found)
    if found.skills:
        yield f"{ALONE}; costs assume: {' '.join(found.assumptions)}"


def unseen(found: Comparison, advice: bool) -> Iterator[str]:
    """How much advice is not told."""
    hidden = sum(
        not is_told(one, advice)
        for change in found.skills
        for one in (*change.new, *change.fixed, *(worse.finding for worse in change.worsened))
    )
    if hidden:
        yield f"{plural(hidden, 'finding')} of advice not shown (--advice)"


def counted(found: Comparison) -> Iterator[str]:
    """Whose figures the costs go by, where sessions were counted."""
    if found.skills and found.calibrations:
        by = " and ".join(map(clean, found.calibrations))
        yield f"figures: {'; '.join(measured(found))}; by {by}"


def measured(found: Comparison) -> Iterator[str]:
    """Whose calls, tokens and cache the figures of skills go by, and of which skills."""
    named: dict[str, dict[str, None]] = {}
    for change in found.skills:
        for cost in (change.cost_before, change.cost_after):
            if cost:
                named.setdefault(cost.source, {})[clean(change.name, 60)] = None
    for source, names in named.items():
        yield source if len(named) == 1 else f"{', '.join(names)}: {source}"
