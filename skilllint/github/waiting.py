"""How long to wait before GitHub is asked again: what it wishes, or longer each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from random import random

MINUTE = 60.0
"""The wait that GitHub asks for where a limit was met and no header says how long."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How patient a client is, in seconds.

    `tries` of a request that got no answer; `gap` from one change to the next, as GitHub
    asks; `patience` for all waits together; `connect` and `read` for an answer to begin
    and to go on, `whole` for all of it. The rest tells the time and lets it pass.
    """

    tries: int = 4
    gap: float = 1.0
    patience: float = 300.0
    connect: float = 10.0
    read: float = 30.0
    whole: float = 120.0
    first: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    today: Callable[[], float] = time.time
    jitter: Callable[[], float] = random


def fault(headers: Mapping[str, str], number: int, waiting: Waiting) -> float:
    """Seconds until the next try after the `number`th fault in a row, from 0: doubled each
    time, and no less than a server in trouble asks for."""
    grown = waiting.first * 2.0**number * (1 + waiting.jitter())
    return max(grown, seconds(headers.get("retry-after", ""), headers, waiting) or 0.0)


def limit(headers: Mapping[str, str], number: int, waiting: Waiting) -> float:
    """Seconds that a limit asks for when it is met for the `number`th time in a row, from 0."""
    after = seconds(headers.get("retry-after", ""), headers, waiting)
    if after is None and headers.get("x-ratelimit-remaining") == "0":
        reset = plain(headers.get("x-ratelimit-reset", ""))
        after = None if reset is None else reset - now(headers, waiting)
    if after is None:
        return MINUTE * 2.0**number
    # an answer that lags behind the clock must not make a storm
    return max(after, 1.0)


def seconds(after: str, headers: Mapping[str, str], waiting: Waiting) -> float | None:
    """What a `retry-after` asks for, in seconds or by a date; None if it says nothing."""
    number = plain(after)
    if number is not None:
        return number
    until = moment(after)
    return None if until is None else until - now(headers, waiting)


def now(headers: Mapping[str, str], waiting: Waiting) -> float:
    """GitHub's own clock, whatever that of this machine says."""
    told = moment(headers.get("date", ""))
    return waiting.today() if told is None else told


def plain(digits: str) -> float | None:
    """A number of seconds; None if it is none."""
    return float(digits) if digits.isascii() and digits.isdigit() else None


def moment(date: str) -> float | None:
    """A date of HTTP, in seconds since 1970; None if it is none."""
    try:
        told = parsedate_to_datetime(date)
        return told.replace(tzinfo=told.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
