"""What a comparison folds away: each skill in detail, and what the numbers rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from skilllint.model import (
    Comparison,
    Finding,
    ListingBudget,
    Quartiles,
    SectionChange,
    SkillChange,
    Unread,
)
from skilllint.report.changes import (
    ALONE,
    any_of,
    both,
    counted,
    ends,
    is_told,
    kept,
    outcome,
    prices,
    shown,
    signed,
    title,
    told,
    unseen,
)
from skilllint.report.fitting import FOLD_END, Part, folded
from skilllint.report.spans import code, plain, span
from skilllint.report.wording import plural, rounded, spread, whole
from skilllint.tokens import ENCODING

LONG = 400
"""Characters of a finding or a path that are shown."""

MEASURED = 1_200
"""Characters that are shown of what was measured."""

SECTIONS = 40
"""Sections of one skill that are shown."""

FIXED = 20
"""Fixed findings of one skill that are shown."""

PLAIN = ("", "new", "gone", "moved", "split", "took in others")
"""What became of a section, in words of ours alone."""


def details(rows: list[SkillChange], advice: bool) -> Part:
    """All skills one by one: what they weigh and cost, their sections, what is fixed."""
    each = "Sections, costs and what is fixed"
    # each skill brings its own blank line
    fold = folded(each if len(rows) == 1 else f"{each}, skill by skill")[:-1]
    return Part((tuple(skill(row, advice)) for row in rows), len(rows), "skill", fold, FOLD_END)


def skill(change: SkillChange, advice: bool) -> Iterator[str]:
    """One skill."""
    yield from ("", f"#### {span(change.name)}", "", span(change.place or change.path, LONG), "")
    if change.status != "changed":
        became = outcome(change)
        yield f"- {became if became in PLAIN else span(became, LONG)}"
    sizes = change.tokens
    yield f"- body {both(sizes.body)} tokens · listing {both(sizes.listing)}" + (
        f" · references {both(sizes.references)}" if any_of(sizes.references) else ""
    )
    if sizes.body.growth:
        yield from costs(change)
    yield from still(change, advice)
    yield from sections(change)
    gone = [one for one in change.fixed if is_told(one, advice)]
    if gone:
        yield from ("", *map(fixed, gone[:FIXED]))
    if len(gone) > FIXED:
        yield f"- {whole(len(gone) - FIXED)} more fixed"


def costs(change: SkillChange) -> Iterator[str]:
    """The three figures of a session that uses a skill, and by how much they differ."""
    was, now = change.cost_before, change.cost_after
    a, b, c, money = prices(was, now)
    resent, ite = (
        (more(was.resent, now.resent), more(was.ite, now.ite)) if was and now else ("", "")
    )
    yield f"- A, tokens of the window: {a}"
    yield f"- B, tokens re-sent a session: {b}{resent}"
    dollars = f", {money.replace('$', 'USD ')}" if money else ""
    yield f"- C, after prompt caching: {c} ITE{ite}{dollars}"


def more(was: Quartiles, now: Quartiles) -> str:
    """By how much a figure differs, which its rounding may hide."""
    if was.p50 == now.p50:
        return ""
    first, middle, last = now.p25 - was.p25, now.p50 - was.p50, now.p75 - was.p75
    low, high = sorted((abs(first), abs(last)))
    one_way = first * last >= 0
    size = spread(Quartiles(low, abs(middle), high)) if one_way else rounded(abs(middle))
    return f", {'−' if middle < 0 else '+'}{size}"


def still(change: SkillChange, advice: bool) -> Iterator[str]:
    """How many findings are as they were, by their rules."""
    counts = Counter(one.code for one in change.still if is_told(one, advice))
    if counts:
        each = ", ".join(f"{number} {key}" for key, number in counts.most_common())
        yield f"- still there: {span(each, LONG)}"


def sections(change: SkillChange) -> Iterator[str]:
    """The table of the sections that differ, and how many do in no number."""
    every = shown(change)
    rows = [row for row in every if row.status != "changed" or row.tokens.growth]
    words = len(every) - len(rows)
    if rows:
        became = any(map(told, rows[:SECTIONS]))
        yield from (
            "",
            f"| section | tokens | change |{' |' * became}",
            f"|---|--:|--:|{'---|' * became}",
        )
        yield from (section(row, became) for row in rows[:SECTIONS])
    notes = [f"{plural(len(rows) - SECTIONS, 'more section')}"] if len(rows) > SECTIONS else []
    notes += [f"{plural(words, 'section')} changed in words only"] if words else []
    notes += [f"{plural(kept(change), 'section')} unchanged"] if kept(change) else []
    if notes:
        yield from ("", ", ".join(notes))


def section(one: SectionChange, column: bool) -> str:
    """The row of one section; with a column for what became of it."""
    indent = "&emsp;" * min(5, max(0, len(one.heading_path) - 1))
    became = told(one)
    said = became if became in PLAIN else code(became)
    tokens = both(one.tokens, alone=True)
    cells = (f"{indent}{code(title(one))}", tokens, signed(one.tokens.growth), *[said] * column)
    return f"| {' | '.join(cells)} |"


def fixed(one: Finding) -> str:
    """A finding that is gone."""
    where = span(f"{one.place or one.path}:{one.start}", LONG)
    return f"- fixed: {span(f'{one.code} {one.name}')} {where}: {span(one.message, LONG)}"


# --- what the numbers rest on ----------------------------------------------------------


def foot(found: Comparison, advice: bool) -> Iterator[Part]:
    """What is compared, what the numbers rest on, and what is in none of them."""
    rests = tuple((f"- {line}",) for line in grounds(found, advice)) if found.skills else ()
    yield Part(rests, len(rests), "line", folded("What the numbers rest on"), FOLD_END)
    lost = [unread(one, "") for one in found.unread]
    lost += [unread(one, " before") for one in found.unread_before]
    lost += [(f"- {span(path, LONG)}: a submodule",) for path in found.submodules]
    fold = folded(f"{plural(len(lost), 'path')} not looked at")
    yield Part(lost, len(lost), "path", fold, FOLD_END)


def grounds(found: Comparison, advice: bool) -> Iterator[str]:
    """Lines on the numbers."""
    yield f"compared: {span(ends(found), LONG)}"
    yield f"tokens: {ENCODING}, counted"
    yield "re-sent tokens and ITE: the middle session, and the range of the middle half; estimates"
    yield from calls(found)
    yield "ITE: the price of one uncached input token"
    yield ALONE
    yield from unseen(found, advice)
    yield from found.assumptions
    yield from (listing(one) for one in found.listings if one.size.growth <= 0)
    yield from sources(found)


def calls(found: Comparison) -> Iterator[str]:
    """How many calls those sessions are taken to make, where all skills have the same."""
    costs = (one for row in found.skills for one in (row.cost_before, row.cost_after) if one)
    each = {(one.calls.p25, one.calls.p50, one.calls.p75) for one in costs}
    if len(each) == 1:
        numbers = ", ".join(map(whole, *each))
        yield f"calls of a session after it loads a skill, quartiles: {numbers}"


def sources(found: Comparison) -> Iterator[str]:
    """Whose calls, tokens and prices the figures go by; each skill's own where they differ."""
    if found.calibrations:
        yield from (span(line, MEASURED) for line in counted(found))
        return
    costs = (one for row in found.skills for one in (row.cost_before, row.cost_after) if one)
    yield from (f"figures: {span(one, LONG)}" for one in dict.fromkeys(c.source for c in costs))


def listing(one: ListingBudget) -> str:
    """What a host lists of skills together, and how much it has room for."""
    size, most = both(one.size), whole(one.budget)
    scope = f" below {span(one.scope, LONG)}" if one.scope else ""
    skills = f"the listing of {plain(one.host)} with {plural(one.skills, 'skill')}{scope}"
    unsure = "" if one.certain else ", by its model"
    return f"{skills}: {size} of {most} characters {plain(one.when)}{unsure}"


def unread(one: Unread, when: str) -> tuple[str]:
    """A path that nobody read, and why."""
    return (f"- {span(one.path, LONG)}{when}: {span(one.reason, LONG)}",)
