"""A plan somebody means to carry out: its units, their batches, and whether to delegate them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Recommended = Literal["delegate", "direct", "skip", "none", "unknown"]
"""`skip`: every unit is trivial; `none`: nothing is left to do; `unknown`: no unit was found."""

Preference = Literal["auto", "ask", "always", "never"]
"""What the user says about delegation; his word wins over the recommendation."""

Course = Literal["delegate", "direct", "ask"]
"""What to do, once the user's preference has been heard."""

Signal = Literal["files", "tests", "verification", "goal", "dependencies"]
"""What a plan may say of a unit; `goal` stands for goal or approach."""


@dataclass(frozen=True, slots=True)
class PlanUnit:
    """One piece of work of a plan, on the lines `line` to `end`, as `key` names it there.

    `says` are the signals that the plan gives for it, if only to say that there is none.
    `files` are those it changes; `depends` are keys of units of the plan, `missing` names
    of units that it waits for and that the plan does not have. `trivial` is why it is no
    work worth delegating, or empty.
    """

    key: str
    title: str
    line: int
    end: int
    done: bool
    files: tuple[str, ...]
    depends: tuple[str, ...]
    missing: tuple[str, ...]
    says: frozenset[Signal]
    trivial: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read: `form` says what its units are (`units`, `tasks`, `phases`, …), or nothing.

    `remarks` are sentences on what could not be taken as it stands.
    """

    path: str
    form: str
    units: tuple[PlanUnit, ...]
    remarks: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[PlanUnit, ...]:
        """The units that are not done yet."""
        return tuple(unit for unit in self.units if not unit.done)


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that go to the delegate in one prompt, in the order in which they can be done.

    `shared` are the files that several of them change.
    """

    units: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batching:
    """Units in batches; `conflicts` are sentences on where the rules of batching collide."""

    batches: tuple[Batch, ...]
    conflicts: tuple[str, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """All units, each behind those it depends on, but for cycles."""
        return tuple(key for batch in self.batches for key in batch.units)


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate with its ends."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Economics:
    """What so many units cost the orchestrator, in tokens of its context at the end of the run.

    `saving` is direct less delegated, `wall_clock` the time of delegated work over that of
    direct work, `break_even` the number of units from which delegating is cheaper (None if
    it never is). `measured` are the fewest and the most units that were ever measured,
    `timed` those of the wall clock.
    """

    units: int
    delegated: Range
    direct: Range
    saving: Range
    wall_clock: Range
    break_even: Range | None
    noise: float
    measured: tuple[int, int]
    timed: tuple[int, int]
    tag: str
    source: str
    date: datetime.date | None

    @property
    def marginal(self) -> bool:
        """Whether the difference is smaller than what the same plan varies by."""
        return abs(self.saving.value) < self.noise


@dataclass(frozen=True, slots=True)
class Lack:
    """A signal that `units` of the open units lack, and what cannot be known without it."""

    signal: Signal
    units: tuple[str, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to delegate a plan, with the reason, and how; without a plan for a bare number.

    `recommended` is what the numbers say, `course` what the user's `preference` makes of it.
    """

    plan: Plan | None
    batching: Batching
    economics: Economics | None
    lacks: tuple[Lack, ...]
    preference: Preference
    recommended: Recommended
    course: Course
    reason: str
