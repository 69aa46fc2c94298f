"""The answers as plain text or as Markdown: rows of cells, laid out either way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan
from statistics import fmean, stdev

from answers import Fate, Ranks, Row, shortfalls
from figures import Span
from questions import Target

Cells = Sequence[str]
Groups = Mapping[str, Sequence[Cells]]

HEAD = ("", "of", "at random", "precision", "recall", "F1", "right flags")
FATE_HEAD = ("", "of", "as conditional", "likely", "reference", "nothing", "sure", "lenient")


# --- layouts ------------------------------------------------------------------


def text(head: Cells, groups: Groups) -> str:
    """Columns as wide as their cells; each group under its name."""
    every = [head, *(row for rows in groups.values() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]

    def line(row: Cells, indent: str = "  ") -> str:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        return (indent + "  ".join(cells)).rstrip()

    lines = [line(head)]
    for name, rows in groups.items():
        lines += [name, *map(line, rows)]
    return "\n".join(lines)


def markdown(head: Cells, groups: Groups) -> str:
    """A pipe table; each group opens with its name in bold."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    for name, rows in groups.items():
        lines.append(f"| **{name}** " + "| " * (len(head) - 1) + "|")
        lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


# --- the main table ----------------------------------------------------------------------


def answers(rows: Sequence[Row], others: Mapping[str, Sequence[Row]]) -> tuple[Cells, Groups]:
    """Head and rows of the main table: other detectors and the targets beside the one judged."""
    groups: dict[str, list[Cells]] = {}
    for row, *beside in zip(rows, *others.values(), strict=True):
        cells = (*own(row), *map(short, beside), *verdict(row))
        groups.setdefault(row.question.group, []).append(cells)
    return (*HEAD, *others, "target", ""), groups


def own(row: Row) -> Cells:
    """The cells of the detector that is judged."""
    asked, found = row.question, row.figures
    precision = "" if asked.share == "recall" else spread(found.precision)
    recall = "" if asked.share == "precision" else spread(found.recall)
    f1 = "" if asked.share else spread(found.f1)
    base = "" if asked.share == "recall" else number(row.base)
    of = found.positives if asked.share == "recall" else found.flagged
    return asked.name, str(found.judged), base, precision, recall, f1, f"{found.hits} of {of}"


def short(row: Row) -> str:
    """`.27 / .92 / .42`, or the one figure of a share."""
    found = row.figures
    if row.question.share:
        return number((found.recall if row.question.share == "recall" else found.precision).value)
    return " / ".join(number(span.value) for span in (found.precision, found.recall, found.f1))


def verdict(row: Row) -> tuple[str, str]:
    """The target, and whether it is reached: `≥ .70 at ≥ .60`, `recall short by .08`."""
    if not row.question.target:
        return "", ""
    misses = shortfalls(row)
    word = "over" if row.question.target.most is not None else "short"
    share = row.question.share is not None
    said = [
        f"{'' if share else name + ' '}{'unknown' if isnan(gap) else f'{word} by {small(gap)}'}"
        for name, gap in misses
    ]
    return goal(row.question.target), ", ".join(said) or "reached"


def goal(target: Target) -> str:
    """`≥ .70 at ≥ .60`: precision, then recall."""
    if target.most is not None:
        return f"≤ {number(target.most)}"
    return " at ".join(
        f"≥ {number(one)}" for one in (target.precision, target.recall) if one is not None
    )


# --- the others ---------------------------------------------------------------


def becoming(found: Mapping[str, Sequence[Fate]]) -> tuple[Cells, Groups]:
    """Head and rows of what each subtype was flagged as."""
    return FATE_HEAD, {
        f"{group}: flagged as": [
            (
                fate.name,
                str(fate.count),
                f"{fate.conditional}: {spread(fate.share)}",
                *map(str, (fate.likely, fate.reference, fate.nothing)),
                part(*fate.sure),
                part(*fate.lenient) if fate.lenient else "",
            )
            for fate in fates
        ]
        for group, fates in found.items()
    }


def ranking(name: str, ranks: Ranks) -> str:
    """One sentence."""
    return (
        f"Rank among {name} of its file, as the audit lists them: of {ranks.blocks} conditional "
        f"blocks {ranks.listed} are listed, {ranks.first} of them first (in shuffled lists "
        f"{ranks.chance:.0f}), {ranks.top3} among the first three; "
        f"in the median {ranks.place:g} of {ranks.size:g}."
    )


def stability(parts: Sequence[Sequence[Row]]) -> tuple[Cells, Groups]:
    """Head and rows of the questions with a target, per fold of owners, and their spread."""
    rows: dict[str, list[Cells]] = {}
    for same in zip(*parts, strict=True):
        asked = same[0].question
        if not asked.target:
            continue
        for name in (asked.share,) if asked.share else ("precision", "recall", "F1"):
            values = [getattr(row.figures, name.lower()).value for row in same]
            label = asked.name if asked.share else f"{asked.name}: {name}"
            cells = (label, *map(number, values), *scatter(values))
            rows.setdefault(asked.group, []).append(cells)
    folds = (f"fold {n}" for n in range(1, len(parts) + 1))
    return ("", *folds, "mean", "deviation", "range"), rows


def scatter(values: Sequence[float]) -> Cells:
    """Mean, standard deviation and range of the figures that there are."""
    known = [one for one in values if not isnan(one)]
    if not known:
        return "–", "–", "–"
    deviation = stdev(known) if len(known) > 1 else nan
    return number(fmean(known)), number(deviation), f"{number(min(known))}–{number(max(known))}"


# --- numbers ------------------------------------------------------------------


def spread(figure: Span) -> str:
    """`.76 (.64–.85)`."""
    if isnan(figure.low):
        return number(figure.value)
    return f"{number(figure.value)} ({number(figure.low)}–{number(figure.high)})"


def number(value: float) -> str:
    """`.76`; a dash where there is none."""
    return "–" if isnan(value) else f"{value:.2f}".removeprefix("0")


def small(gap: float) -> str:
    """`.08`; `.0003` where two digits would say nothing."""
    return (f"{gap:.2f}" if gap >= 0.005 else f"{gap:.1g}").removeprefix("0")


def part(some: int, whole: int) -> str:
    """`3 of 5`; empty of nothing."""
    return f"{some} of {whole}" if whole else ""
