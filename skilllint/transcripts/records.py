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


@dataclass(slots=True)
class Timeline(Generic[T]):
    """Events in the order of their records' time stamps, however they stand in the file.

    Without a stamp an event stays behind the one before it; equal stamps keep their order.
    """

    first: float | None = None
    last: float | None = None
    now: float = float("-inf")
    events: list[tuple[float, T]] = field(default_factory=list)

    def move(self, stamp: object) -> None:
        """Go to the time of the next record."""
        moment = seconds(stamp)
        if moment is None:
            return
        self.now = moment
        self.first = moment if self.first is None else min(self.first, moment)
        self.last = moment if self.last is None else max(self.last, moment)

    def put(self, event: T) -> None:
        self.events.append((self.now, event))

    def ordered(self) -> list[T]:
        return [event for _, event in sorted(self.events, key=lambda pair: pair[0])]

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
