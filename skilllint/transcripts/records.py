"""What the records of both hosts share: decoding, order of time, and what makes them the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Generic, TypeVar

Record = Mapping[str, Any]
T = TypeVar("T")

NOTHING: Record = {}


@dataclass(slots=True)
class Tally:
    """How many lines held a record, and how many did not."""

    records: int = 0
    broken: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


def decode(lines: Iterable[bytes], tally: Tally) -> Iterator[Record]:
    """The records of some lines; a last line that is still being written is none, nor broken."""
    for line in lines:
        record = loads(line)
        if isinstance(record, dict):
            tally.records += 1
            yield record
        elif line.endswith(b"\n") and line.strip():
            tally.broken += 1


def loads(line: bytes) -> Any:
    """A line's JSON, None if it is none. Bytes that are no UTF-8 spoil only themselves."""
    try:
        return json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


# --- shapes that may be anything --------------------------------------------------


def mapping(value: object) -> Record:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else NOTHING


def number(value: object) -> int:
    """The value if it is a whole number of things, else 0."""
    return value if isinstance(value, int) and value > 0 and value is not True else 0


def text(value: object) -> str:
    """The value if it is text, else none."""
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


# --- time ---------------------------------------------------------------------------


BACK = 300.0
"""Seconds before what it follows from which on a record's clock went back.

In public sessions records stand up to 88 seconds before; a clock is set by more."""

TICK = 0.001
"""Seconds by which such a record stands behind what it follows: the least that is logged."""


@dataclass(slots=True)
class Timeline(Generic[T]):
    """Events in the order of their records' time stamps, however they stand in the file.

    Without a stamp an event stays behind the one before it; equal stamps keep their order.
    A clock that was set back is known by records that stand long before what they
    follow; they and all that follow from them are moved behind it.
    """

    first: float | None = None
    last: float | None = None
    now: float = float("-inf")
    own: str = ""
    stamps: dict[str, float] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)
    events: list[tuple[float, str, T]] = field(default_factory=list)

    def move(self, stamp: object, own: str = "", answered: str = "") -> None:
        """Go to the time of the next record: its `own` id, and that of the one it follows."""
        moment, self.own = seconds(stamp), own
        if moment is not None:
            self.now = moment
            self.first = moment if self.first is None else min(self.first, moment)
            self.last = moment if self.last is None else max(self.last, moment)
        if own:
            self.stamps[own], self.answered[own] = self.now, answered

    def put(self, event: T) -> None:
        self.events.append((self.now, self.own, event))

    def written(self) -> list[T]:
        """The events as they stand in the file."""
        return [event for _, _, event in self.events]

    def ordered(self) -> list[T]:
        late = self.late()
        moved = ((now + late.get(own, 0.0), event) for now, own, event in self.events)
        return [event for _, event in sorted(moved, key=lambda pair: pair[0])]

    @property
    def turned(self) -> bool:
        """Whether the clock went back at some record."""
        return any(map(self.back, self.stamps))

    def late(self) -> dict[str, float]:
        """By how many seconds the clock had gone back at a record, by its id."""
        if not self.turned:
            return {}
        found: dict[str, float] = {}
        for last in self.stamps:
            chain, own = dict[str, None](), last
            while own in self.stamps and own not in found and own not in chain:
                chain[own] = None
                own = self.answered[own]
            for one in reversed(chain):
                found[one] = found.get(self.answered[one], 0.0) + self.back(one)
        return found

    def back(self, own: str) -> float:
        """Seconds that the clock went back before a record; 0 for what is no more than usual."""
        gap = self.stamps.get(self.answered[own], float("-inf")) - self.stamps[own]
        return gap + TICK if BACK < gap < FAR else 0.0  # nothing is known of one without a time

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day, in UTC."""
        return day(self.first), day(self.last)


FAR = 1e11
"""Seconds after 1970 in which no session was: the year 5138. More are milliseconds."""


def seconds(stamp: object) -> float | None:
    """A time stamp in seconds since 1970: ISO 8601, in UTC unless it says otherwise, or a number.

    None if it is none of these, or of a time in which no session was.
    """
    moment = 0.0
    if isinstance(stamp, str):
        try:
            told = datetime.fromisoformat(stamp)
        except ValueError:
            return None
        moment = (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    elif isinstance(stamp, (int, float)):
        moment = stamp / 1000 if FAR < stamp < 1000 * FAR else stamp
    return float(moment) if 0 < moment < FAR else None


def day(moment: float | None) -> date | None:
    """The day of a moment, in UTC."""
    return None if moment is None else datetime.fromtimestamp(moment, UTC).date()


# --- identity -------------------------------------------------------------------------


def identity(*parts: object) -> int:
    """64 bits that are the same for the same parts, on every machine and in every run."""
    told = "\0".join(map(str, parts)).encode("utf-8", "backslashreplace")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")
