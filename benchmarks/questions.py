"""What is asked of a detector, as data: among which blocks, which flags count, which are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from labels import Flag, Label

CONDITIONAL = frozenset({"conditional"})
LEAVING = frozenset({"conditional", "reference"})

Wanted = Callable[[Label, bool], bool]
"""Whether a block should be flagged, told whether it was."""


@dataclass(frozen=True, slots=True)
class Target:
    """What figures should reach; `most` is a limit on a share."""

    precision: float | None = None
    recall: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind` and `band` say which flags count; None for any.

    A `share` has one figure: of the flags (precision) or of the blocks (recall).
    """

    group: str
    name: str
    among: Flag
    wanted: Wanted
    kind: str | None = None
    band: str | None = None
    target: Target | None = None
    share: Literal["precision", "recall"] | None = None


# --- among which blocks -------------------------------------------------------


def moved(lines: int = 50, sure: bool = False) -> Flag:
    """Blocks of so many lines that maintainers moved or kept."""
    return lambda one: not one.ordinary and one.lines >= lines and (one.sure or not sure)


def ordinary(sure: bool = False) -> Flag:
    """Sections of ordinary files."""
    return lambda one: one.ordinary and (one.sure or not sure)


def always_kept(one: Label) -> bool:
    """Blocks of 50 lines that always run and that their maintainer kept."""
    return moved()(one) and one.label == "always" and not one.moved


# --- which of them are wanted -------------------------------------------------


def strict(kinds: frozenset[str]) -> Wanted:
    """By the label alone."""
    return lambda one, _: one.is_a(kinds)


def lenient(kinds: frozenset[str]) -> Wanted:
    """Either label is a right answer: a flag is right by one, silence is wrong by both."""
    return lambda one, hit: one.is_a(kinds, lenient=True) if hit else one.must_be(kinds)


def moved_or_conditional(one: Label, _: bool) -> bool:
    """Right by the label, or by what the maintainer did."""
    return one.moved or one.is_a(CONDITIONAL)


def every(_: Label, __: bool) -> bool:
    """All of them: the share that was flagged."""
    return True


# --- the questions --------------------------------------------------------------

MOVED = "moved or kept by maintainers, ≥ 50 lines"
ALARMS = "false alarms among these"
ORDINARY = "sections of ordinary files"

C, LIKELY = "conditional", "likely"
COND, LEAVE = strict(CONDITIONAL), strict(LEAVING)
EITHER_COND, EITHER_LEAVE = lenient(CONDITIONAL), lenient(LEAVING)
LONG, SURE, LONG_40 = moved(), moved(sure=True), moved(40)
PLAIN, PLAIN_SURE = ordinary(), ordinary(sure=True)
RIGHT = moved_or_conditional

QUESTIONS = (
    Question(MOVED, "conditional", LONG, COND, C, target=Target(0.70, 0.60)),
    Question(MOVED, "conditional, sure labels", SURE, COND, C),
    Question(MOVED, "conditional, ≥ 40 lines", LONG_40, COND, C),
    Question(MOVED, "likely band", LONG, COND, C, LIKELY, Target(0.85, 0.35)),
    Question(MOVED, "likely band, sure labels", SURE, COND, C, LIKELY),
    Question(MOVED, "not always-run", LONG, LEAVE, target=Target(0.88, 0.70)),
    Question(MOVED, "not always-run, sure labels", SURE, LEAVE),
    Question(MOVED, "not always-run, likely band", LONG, LEAVE, None, LIKELY),
    Question(
        ALARMS, "kept always-run, flagged likely", always_kept, every, None, LIKELY,
        Target(most=0.02), "recall",
    ),
    Question(ALARMS, "kept always-run, flagged at all", always_kept, every, share="recall"),
    Question(
        ALARMS, "flags moved or conditional", LONG, RIGHT, C, None, Target(0.95), "precision"
    ),
    Question(ORDINARY, "likely band, strict", PLAIN, COND, C, LIKELY, Target(0.80)),
    Question(ORDINARY, "likely band, lenient", PLAIN, EITHER_COND, C, LIKELY),
    Question(ORDINARY, "likely band, sure labels", PLAIN_SURE, COND, C, LIKELY),
    Question(ORDINARY, "conditional, strict", PLAIN, COND, C),
    Question(ORDINARY, "conditional, lenient", PLAIN, EITHER_COND, C),
    Question(ORDINARY, "conditional, sure labels", PLAIN_SURE, COND, C),
    Question(ORDINARY, "not always-run, strict", PLAIN, LEAVE),
    Question(ORDINARY, "not always-run, lenient", PLAIN, EITHER_LEAVE),
    Question(ORDINARY, "not always-run, sure labels", PLAIN_SURE, LEAVE),
)  # fmt: skip
