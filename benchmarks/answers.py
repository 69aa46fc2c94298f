"""The questions answered for one detector, what became of each subtype, and ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from figures import DRAWS, Figures, Span, figures, ratio
from labels import Label, Unit, Units, flagged_as, flags
from questions import (
    CONDITIONAL,
    EITHER_COND,
    LONG,
    MOVED,
    ORDINARY,
    PLAIN,
    QUESTIONS,
    Question,
    Target,
)

KINDS = ("conditional", "reference", "always")


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its figures; `base` is the precision of flagging everything, or at random."""

    question: Question
    figures: Figures
    base: float


@dataclass(frozen=True, slots=True)
class Fate:
    """What the blocks of one label or subtype were flagged as.

    `share` is the share flagged as conditional, which is the recall of a subtype of
    conditional. `sure` and `lenient` are (flagged as conditional, of so many); leniently
    no block counts as missed that has another second label.
    """

    name: str
    share: Span
    conditional: int
    likely: int
    reference: int
    nothing: int
    sure: tuple[int, int]
    lenient: tuple[int, int] | None

    @property
    def count(self) -> int:
        """How many blocks."""
        return self.conditional + self.reference + self.nothing


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where conditional blocks stand among the candidates of their files, as audits list them.

    `chance` is how many a shuffled list would put first; `place` and `size` are medians.
    """

    blocks: int
    listed: int
    first: int
    top3: int
    chance: float
    place: float
    size: float


def table(units: Units, labels: Sequence[Label], draws: int = DRAWS) -> list[Row]:
    """Every question answered for one detector; without draws, without intervals."""
    return [answer(one, units, labels, draws) for one in QUESTIONS]


def answer(question: Question, units: Units, labels: Iterable[Label], draws: int) -> Row:
    """The figures of one question."""
    flag = flags(units, question.kind, question.band)
    asked = [one for one in labels if question.among(one)]
    judged = [(one.owner, hit := flag(one), question.wanted(one, hit)) for one in asked]
    base = ratio(sum(question.wanted(one, True) for one in asked), len(asked))
    return Row(question, figures(judged, draws), base)


def shortfalls(row: Row) -> list[tuple[str, float]]:
    """Which figures miss the row's target, and by how much; NaN where there is no figure."""
    target, found = row.question.target or Target(), row.figures
    goals = (
        ("precision", target.precision, found.precision.value, 1),
        ("recall", target.recall, found.recall.value, 1),
        ("share", target.most, found.recall.value, -1),
    )
    gaps = [(name, sign * (goal - got)) for name, goal, got, sign in goals if goal is not None]
    return [(name, gap) for name, gap in gaps if not gap <= 1e-9]


# --- subtypes -----------------------------------------------------------------


def fates(units: Units, labels: Sequence[Label], draws: int = DRAWS) -> dict[str, list[Fate]]:
    """Per set, what the subtypes of conditional and the other labels were flagged as."""
    sets = {MOVED: filter(LONG, labels), ORDINARY: filter(PLAIN, labels)}
    return {
        name: [fate(units, group, of_it, draws) for group, of_it in grouped(list(blocks))]
        for name, blocks in sets.items()
    }


def grouped(blocks: Sequence[Label]) -> Iterator[tuple[str, list[Label]]]:
    """Blocks by subtype of conditional, by label, and by a second label that is conditional."""
    for subtype in sorted({o.subtype or "?" for o in blocks if o.is_a(CONDITIONAL)}):
        of_it = [o for o in blocks if o.is_a(CONDITIONAL) and (o.subtype or "?") == subtype]
        yield f"conditional: {subtype}", of_it
    for kind in KINDS:
        of_it = [o for o in blocks if o.label == kind]
        if of_it:
            yield kind, of_it
    perhaps = [o for o in blocks if o.alternative in CONDITIONAL]
    if perhaps:
        yield "second label conditional", perhaps


def fate(units: Units, name: str, blocks: Sequence[Label], draws: int) -> Fate:
    """What became of some blocks."""
    kinds = [flagged_as(units, one) for one in blocks]
    hits = [kind == "conditional" for kind in kinds]
    seen = Counter(kinds)
    sure = [hit for one, hit in zip(blocks, hits, strict=True) if one.sure]
    either = [hit for one, hit in zip(blocks, hits, strict=True) if EITHER_COND(one, hit)]
    doubted = any(one.alternative and one.is_a(CONDITIONAL) for one in blocks)
    found = figures([(one.owner, hit, True) for one, hit in zip(blocks, hits, strict=True)], draws)
    return Fate(
        name=name,
        share=found.recall,
        conditional=seen["conditional"],
        likely=sum(map(flags(units, "conditional", "likely"), blocks)),
        reference=seen["reference"],
        nothing=seen["nothing"],
        sure=(sum(sure), len(sure)),
        lenient=(sum(either), len(either)) if doubted else None,
    )


# --- ranks --------------------------------------------------------------------


def ranks(units: Units, labels: Iterable[Label], kind: str | None = None) -> Ranks:
    """The ranks of conditional blocks of 50 lines that maintainers moved or kept.

    Among the candidates of one kind, or among all.
    """
    blocks = [one for one in labels if LONG(one) and one.is_a(CONDITIONAL)]
    lists = [right_ones(units, one, kind) for one in blocks]
    found = [(right.index(True) + 1, len(right), sum(right)) for right in lists if any(right)]
    return Ranks(
        blocks=len(blocks),
        listed=len(found),
        first=sum(place == 1 for place, _, _ in found),
        top3=sum(place <= 3 for place, _, _ in found),
        chance=sum(right / size for _, size, right in found),
        place=median([place for place, _, _ in found] or [0]),
        size=median([size for _, size, _ in found] or [0]),
    )


def right_ones(units: Units, one: Label, kind: str | None) -> list[bool]:
    """Which candidates of a block's file hit it, in the order in which an audit lists them."""
    listed = [unit for unit in units.get(one.file, ()) if kind in (None, unit.kind)]
    return [unit.hits(one) for unit in sorted(listed, key=listing_order)]


def listing_order(unit: Unit) -> tuple[bool, bool, int]:
    """Conditional before look-up material, likely before possible, then by size."""
    return unit.kind != "conditional", unit.band != "likely", -unit.lines
