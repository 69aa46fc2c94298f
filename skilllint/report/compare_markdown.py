"""What differs between two states, as Markdown that is read in ten seconds; the rest is folded.

A pull request's summary is this very text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from heapq import nlargest

from skilllint.model import Comparison, Finding, SectionChange, SkillChange
from skilllint.report import compare_blocks, compare_fold
from skilllint.report import verdict as verdicts
from skilllint.report.changes import ends, is_told, signed, title, told
from skilllint.report.compare_fold import LONG
from skilllint.report.compare_table import columns, table_of
from skilllint.report.fitting import FOLD_END, Part, fitted, folded, weight
from skilllint.report.spans import span
from skilllint.report.wording import plural, whole

MOST = 60_000
"""Bytes: a comment on GitHub holds 65,536 characters, and a marker goes before this."""

FIRST = 10
"""Skills that are shown unfolded."""

PRESSING = 5
"""Findings that are shown unfolded."""

GREW = 3
"""Sections that are named for having grown most."""

ELSEWHERE = "the JSON report has them all"


def verdict(found: Comparison, limit: int | None) -> str:
    """The first line as plain text: tokens, what a session re-sends, and the budget."""
    return " · ".join(verdicts.parts(found, limit))


def render(
    found: Comparison,
    *,
    advice: bool,
    limit: int | None,
    most: int = MOST,
    elsewhere: str = ELSEWHERE,
) -> str:
    """The verdict, the skills, what grew most, blocks that could leave, findings, and the rest.

    At most `most` bytes: what is cut is counted, and `elsewhere` says where it stands.
    """
    first, *others = verdicts.parts(found, limit)
    loud = (f"**{one}**" if one.startswith(verdicts.OVER) else one for one in others)
    head = [" · ".join((f"**{first}**", *loud))]
    if not found.skills:
        head[0] += f" · {span(ends(found), LONG)}"
    else:
        head += sentences(found, advice)
    foot = fitted(compare_fold.foot(found, advice), most // 5, elsewhere)
    room = most - weight((*head, *foot))
    lines = [*head, *fitted(parts(found, advice), room, elsewhere), *foot]
    return "\n".join(lines) + "\n"


def parts(found: Comparison, advice: bool) -> Iterator[Part]:
    """What is shown between the verdict and what the numbers rest on, the weightiest first."""
    rows = sorted(found.skills, key=changed)
    table = partial(table_of, columns(rows, advice))
    if is_lighter(found, advice):
        yield table(rows, folded(f"{plural(len(rows), 'skill')} in numbers"), FOLD_END)
    else:
        yield table(rows[:FIRST])
        yield full(found, advice)
        yield fuller(found, advice)
        yield grown(rows)
        yield from compare_blocks.parts(rows, advice)
        yield from listed(rows, advice)
        rest = rows[FIRST:]
        fold = folded(f"{plural(len(rest), 'more skill')}")
        yield table(rest, fold, FOLD_END, 0.6)
    yield compare_fold.details(rows, advice)


def full(found: Comparison, advice: bool) -> Part:
    """The listings that have too little room since the change, or clearly less than before."""
    over = verdicts.full(found, advice)
    lines = ((f"- {compare_fold.listing(one)}",) for one in over)
    return Part(lines, len(over), "listing", ("", "**Listings over their budget**", ""))


def fuller(found: Comparison, advice: bool) -> Part:
    """The other listings that grew: how much of what a host has room for is taken."""
    over = verdicts.full(found, advice)
    rows = [one for one in found.listings if one.size.growth > 0 and one not in over]
    lines = ((f"- {compare_fold.listing(one)}",) for one in rows)
    return Part(lines, len(rows), "listing", ("", "**Listings that grew**", ""))


def changed(change: SkillChange) -> tuple[int, int, str]:
    """Skills in the order in which they deserve a look: those that differ most go first."""
    sizes = change.tokens
    others = abs(sizes.listing.growth) + abs(sizes.references.growth)
    return (-abs(sizes.body.growth), -others, change.path)


# --- in words ----------------------------------------------------------------------


def sentences(found: Comparison, advice: bool) -> Iterator[str]:
    """Below the verdict: how many findings there are, and files that could not be read."""
    counts = tallied(found, advice)
    if is_lighter(found, advice):
        mended = f", {plural(counts['fixed'], 'finding')} fixed" if counts["fixed"] else ""
        yield from ("", f"Shorter{mended}, and nothing new to look at. Thank you.")
    elif any(counts.values()):
        words = [f"{whole(counts[word])} {word}" for word in ORDER if counts[word]]
        yield from ("", f"Findings: {', '.join(words)}")
    if found.unread:
        yield from (
            "",
            f"Not looked at: {plural(len(found.unread), 'path')} that could not be read",
        )


ORDER = ("new", "worse", "fixed", "still there")


def tallied(found: Comparison, advice: bool) -> Counter[str]:
    """How many findings of all skills are new, worse, fixed and still there."""
    counts: Counter[str] = Counter()
    for change in found.skills:
        worse = tuple(one.finding for one in change.worsened)
        each = (change.new, worse, change.fixed, change.still)
        for word, findings in zip(ORDER, each, strict=True):
            counts[word] += sum(is_told(one, advice) for one in findings)
    return counts


def is_lighter(found: Comparison, advice: bool) -> bool:
    """Whether bodies or listings only fell, and nobody has to look at anything."""
    counts = tallied(found, advice)
    growths = [
        one.growth for change in found.skills for one in (change.tokens.body, change.tokens.listing)
    ]
    asks = counts["new"] + counts["worse"] + compare_blocks.number(found.skills, advice)
    asks += len(verdicts.full(found, advice)) + len(found.unread)
    return min(growths, default=0) < 0 and max(growths) <= 0 and not asks


def is_quiet(found: Comparison) -> bool:
    """Whether no size, no finding and no folder of a skill differs: only words, or scripts."""
    counts = tallied(found, advice=False)
    sizes = [(one.tokens.body, one.tokens.listing, one.tokens.references) for one in found.skills]
    return not (
        counts["new"] + counts["worse"] + counts["fixed"]
        or any(one.growth for three in sizes for one in three)
        or any(one.status != "changed" for one in found.skills)
        or compare_blocks.number(found.skills, advice=False)
        or found.unread
    )


# --- tables and lists --------------------------------------------------------------


def grown(rows: list[SkillChange]) -> Part:
    """The sections that grew most, of all skills."""
    each = (
        (row.tokens.growth, change, row)
        for change in rows
        for row in change.sections
        if row.tokens.growth > 0 and row.line
    )
    most = nlargest(GREW, each, key=lambda one: one[0])
    opening = ("", "**Grew most**" if len(most) > 1 else "**Grew**", "")
    texts = (section(change, row, len(rows) > 1) for _, change, row in most)
    return Part(texts, len(most), "section", opening)


def section(change: SkillChange, row: SectionChange, several: bool) -> tuple[str]:
    """A section that grew."""
    became = told(row)
    said = f", {became if became == 'new' else span(became)}" if became else ""
    where = f" in {span(change.name, 60)}" if several else ""
    line = f", line {whole(row.line)}"
    return (f"- {signed(row.tokens.growth)} {span(title(row))}{where}{line}{said}",)


def listed(rows: list[SkillChange], advice: bool) -> Iterator[Part]:
    """The findings that are new or worse, the worst first; many of them are folded."""
    shown = compare_blocks.fingerprints(rows, advice)
    each = [one for one in pressing(rows, advice) if one[1].fingerprint not in shown]
    each.sort(key=lambda one: SEVERITIES.index(one[1].severity))
    first, rest = each[:PRESSING], each[PRESSING:]
    yield Part(
        (finding(*one) for one in first), len(first), "finding", ("", "**New or worse**", "")
    )
    fold = folded(f"{plural(len(rest), 'more finding')}, new or worse")
    yield Part((finding(*one) for one in rest), len(rest), "finding", fold, FOLD_END, 0.5)


SEVERITIES = ("error", "warning", "note")


def pressing(rows: list[SkillChange], advice: bool) -> Iterator[tuple[str, Finding]]:
    """The findings to look at, each with what became of it."""
    for change in rows:
        for one in change.new:
            if is_told(one, advice):
                yield "new", one
        for worse in change.worsened:
            if is_told(worse.finding, advice):
                was = worse.before.value
                yield f"worse{'' if was is None else f' ({whole(was)} before)'}", worse.finding


def finding(word: str, one: Finding) -> tuple[str]:
    """A finding and where it stands."""
    where = span(f"{one.place or one.path}:{one.start}", LONG)
    return (f"- {one.severity} {span(one.code)} {where}, {word}: {span(one.message, LONG)}",)
