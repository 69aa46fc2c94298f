"""What a difference comes to, in one line: tokens, what a session re-sends, and the budget."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from skilllint.model import Comparison, Finding, ListingBudget, Quartiles, SkillChange, SkillStatus
from skilllint.report.changes import is_told, signed
from skilllint.report.spans import plain
from skilllint.report.wording import plural, rounded, whole

SIZE = re.compile(r"SZ\d+")
"""Codes of the rules that limit sizes."""

TOGETHER = 3
"""Skills whose prices are added up; hardly a session loads more of them."""

WORDS: dict[SkillStatus, str] = {"added": "new", "removed": "gone"}

KEPT = "budget ok"

OVER = "over budget: "

LOADS = ("", " if it loads both", " if it loads all three")

NOTHING = Quartiles(0, 0, 0)


def parts(found: Comparison, limit: int | None) -> tuple[str, ...]:
    """The tokens of the bodies, the re-sent tokens, and the budget; no stranger's text in them."""
    if not found.skills:
        return ("what differs could not be read" if found.unread else "no skill differs",)
    return (size(found), *resent(found), budget(found, limit))


def size(found: Comparison) -> str:
    """By how much the bodies grew or fell; where no body did, the listing and the references."""
    rows = found.skills
    bodies = [one for one in rows if one.tokens.body.growth]
    if bodies:
        return f"{grown(found.tokens.body.growth)} in {skills(bodies)}"
    others = [one for one in rows if one.tokens.listing.growth or one.tokens.references.growth]
    if not others:
        return f"no size differs in {skills(rows)}"
    sums = (("listing", found.tokens.listing), ("references", found.tokens.references))
    told = ", ".join(f"{word} {grown(one.growth)}" for word, one in sums if one.growth)
    return f"{told or grown(0)} in {skills(others)}, bodies as before"


def grown(growth: int) -> str:
    """A difference in tokens that may be none in sum."""
    return f"{signed(growth) or '±0'} token{'s'[: abs(growth) != 1]}"


def skills(rows: Sequence[SkillChange]) -> str:
    """How many skills, and how many of them are new or gone."""
    counts = Counter(one.status for one in rows)
    if counts["added"] == len(rows):
        return plural(len(rows), "new skill")
    if counts["removed"] == len(rows):
        return f"{plural(len(rows), 'skill')} that {'is' if len(rows) == 1 else 'are'} gone"
    told = [f"{whole(counts[it])} {word}" for it, word in WORDS.items() if counts[it]]
    return ", ".join((plural(len(rows), "skill"), *told))


def resent(found: Comparison) -> Iterator[str]:
    """By how many re-sent tokens a session that loads these skills differs.

    Of up to three skills that are sent again in equally many calls this is the sum, for a
    session that loads them all; of others the one that differs most.
    """
    rows = [one for one in found.skills if one.cost_after and one.tokens.body.growth]
    if not rows:
        return
    each = [dearer(one) for one in rows]
    alike = len({one.cost_after.calls for one in rows if one.cost_after}) == 1
    if len(rows) <= TOGETHER and alike:
        total = reduce(added, each)
        if total != NOTHING:
            yield f"{more(total)}{LOADS[len(rows) - 1]}"
        return
    falls = found.tokens.body.growth < 0
    most = (min if falls else max)(each, key=lambda one: one.p50)
    yield f"up to {more(most)}, by one skill"


def dearer(change: SkillChange) -> Quartiles:
    """By how many tokens a session with a skill re-sends more."""
    was = change.cost_before.resent if change.cost_before else NOTHING
    now = change.cost_after.resent if change.cost_after else NOTHING
    return Quartiles(now.p25 - was.p25, now.p50 - was.p50, now.p75 - was.p75)


def added(one: Quartiles, other: Quartiles) -> Quartiles:
    """The sum at each quartile of the calls that both have."""
    return Quartiles(one.p25 + other.p25, one.p50 + other.p50, one.p75 + other.p75)


def more(figure: Quartiles) -> str:
    """A difference with its range: `62k more re-sent tokens a session (27k–160k)`."""
    ends = (figure.p25, figure.p75)
    word = "fewer" if figure.p50 < 0 else "more"
    if ends[0] * ends[1] < 0:
        low, high = (f"{rounded(abs(end))} {'fewer' if end < 0 else 'more'}" for end in ends)
        span = f"{low} to {high}"
    else:
        low, high = (rounded(abs(end)) for end in sorted(ends, key=abs))
        span = "" if low == high else f"{low}–{high}"
    told = f"{rounded(abs(figure.p50))} {word} re-sent tokens a session"
    return f"{told} ({span})" if span else told


def budget(found: Comparison, limit: int | None) -> str:
    """Whether a budget is kept: the one that was asked for, else all rules and hosts have.

    What was over before and is hardly more so is said, too: it is not ok.
    """
    growth = found.tokens.body.growth
    if limit is not None:
        if growth <= limit:
            return KEPT
        return f"{OVER}{signed(growth)} of {whole(limit)} tokens"
    over = (*sizes(map(pressing, found.skills)), *hosts(full(found, advice=False)))
    if over:
        return f"{OVER}{', '.join(over)}"
    before = (
        *sizes(change.still for change in found.skills),
        *lists(one for one in found.listings if one.size.after > one.budget and one.certain),
    )
    return f"still {OVER}{', '.join(before)}" if before else KEPT


def pressing(change: SkillChange) -> tuple[Finding, ...]:
    """The findings of a skill that are new or worse."""
    return (*change.new, *(one.finding for one in change.worsened))


def sizes(each: Iterable[Sequence[Finding]]) -> Iterator[str]:
    """The rules of size among the findings of each skill, and in how many skills they are."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for here in each:
        told = {one.code: one.name for one in here if is_told(one, advice=False)}
        names |= {key: name for key, name in told.items() if SIZE.fullmatch(key)}
        counts.update(key for key in told if SIZE.fullmatch(key))
    for key in sorted(names):
        yield f"{key} {plain(names[key])} in {plural(counts[key], 'skill')}"


def hosts(over: Sequence[ListingBudget]) -> Iterator[str]:
    """The hosts whose listing has too little room, each with what it lacks at most."""
    for said in lists(over):
        lacks = [one.size.after - one.budget for one in over if listing(one) == said]
        yield f"{said} by {'up to ' * (len(lacks) > 1)}{plural(max(lacks), 'character')}"


def lists(over: Iterable[ListingBudget]) -> tuple[str, ...]:
    """The listings by their hosts, each host once."""
    return tuple(dict.fromkeys(map(listing, over)))


def listing(one: ListingBudget) -> str:
    """Whose listing it is."""
    return f"the listing of {plain(one.host)}"


def full(found: Comparison, advice: bool) -> list[ListingBudget]:
    """The listings that are over their budget, and were not or grew by more than a tenth.

    A tenth is what makes a finding worse, too. Of a budget that depends on the model this is
    advice.
    """
    return [
        one
        for one in found.listings
        if one.size.after > one.budget
        and (one.size.before <= one.budget or 10 * one.size.after > 11 * one.size.before)
        and (one.certain or advice)
    ]
