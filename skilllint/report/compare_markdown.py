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
from skilllint.report.changes import is_told, signed, states, title, told
from skilllint.report.compare_fold import LONG
from skilllint.report.compare_table import columns, table_of
from skilllint.report.fitting import FOLD_END, Part, fitted, folded, weight
from skilllint.report.spans import span
from skilllint.report.wording import plural, whole

MOST = 60_000
"""Bytes: a comment on GitHub holds 65,536 characters, and a marker goes before this."""

FIRST = 10
"""Skills and findings that are shown unfolded."""

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
    head = [" · ".join((f"**{first}**", *others))]
    if not found.skills:
        head[0] += f" · {span(states(found), LONG)}"
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
        yield grown(rows)
        yield from compare_blocks.parts(rows, advice)
        yield from listed(rows, advice)
        rest = rows[FIRST:]
        fold = folded(f"{plural(len(rest), 'more skill')}")
        yield table(rest, fold, FOLD_END, 0.6)
    yield compare_fold.details(rows, advice)


def changed(change: SkillChange) -> tuple[int, int, str]:
    """Skills in the order in which they deserve a look: those that differ most go first."""
    sizes = change.tokens
    others = abs(sizes.listing.growth) + abs(sizes.references.growth)
    return (-abs(sizes.body.growth), -others, change.path)


# --- in words ----------------------------------------------------------------------


def sentences(found: Comparison, advice: bool) -> Iterator[str]:
    """Below the verdict: counts of findings, listings that are full, files that nobody read."""
    counts = tallied(found, advice)
    if is_lighter(found, advice):
        yield from ("", f"Shorter, and nothing new to look at. Thank you.{fixed(counts)}")
    elif any(counts.values()):
        words = [f"{whole(counts[word])} {word}" for word in ORDER if counts[word]]
        yield from ("", f"Findings: {', '.join(words)}")
    for one in found.listings:
        if verdicts.is_over(one):
            yield from ("", f"Too long: {compare_fold.listing(one)}")
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


def fixed(counts: Counter[str]) -> str:
    """Also the findings that are gone are worth a word."""
    number = counts["fixed"]
    return f" {plural(number, 'finding')} fixed." if number else ""


def is_lighter(found: Comparison, advice: bool) -> bool:
    """Whether bodies or listings only fell, and nobody has to look at anything."""
    counts = tallied(found, advice)
    growths = [
        one.growth for change in found.skills for one in (change.tokens.body, change.tokens.listing)
    ]
    asks = counts["new"] + counts["worse"] + compare_blocks.number(found.skills, advice)
    over = any(map(verdicts.is_over, found.listings))
    return min(growths, default=0) < 0 and max(growths) <= 0 and not asks and not over


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
    return Part((section(change, row) for _, change, row in most), len(most), "section", opening)


def section(change: SkillChange, row: SectionChange) -> tuple[str]:
    """A section that grew."""
    became = told(row)
    said = f", {became if became == 'new' else span(became)}" if became else ""
    where = f"{span(change.name, 60)}, line {whole(row.line)}"
    return (f"- {signed(row.tokens.growth)} {span(title(row))} in {where}{said}",)


def listed(rows: list[SkillChange], advice: bool) -> Iterator[Part]:
    """The findings that are new or worse, the worst first; many of them are folded."""
    shown = compare_blocks.fingerprints(rows, advice)
    each = [one for one in pressing(rows, advice) if one[1].fingerprint not in shown]
    each.sort(key=lambda one: SEVERITIES.index(one[1].severity))
    texts = [finding(*one) for one in each]
    yield Part(texts[:FIRST], len(texts[:FIRST]), "finding", ("", "**New or worse**", ""))
    rest = texts[FIRST:]
    fold = folded(f"{plural(len(rest), 'more finding')}, new or worse")
    yield Part(rest, len(rest), "finding", fold, FOLD_END, 0.5)


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
                yield f"worse{'' if was is None else f', {whole(was)} before'}", worse.finding


def finding(word: str, one: Finding) -> tuple[str]:
    """A finding and where it stands."""
    where = span(f"{one.place or one.path}:{one.start}", LONG)
    rule = span(f"{one.code} {one.name}")
    return (f"- {one.severity} {rule} {where} ({word}): {span(one.message, LONG)}",)
