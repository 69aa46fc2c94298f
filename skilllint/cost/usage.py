"""How sessions use a skill where nothing was measured, from the dated `data/usage.toml`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Literal

from skilllint.cost.tables import Unknown, table

Tag = Literal["measured", "default", "assumed"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its origin; `p25` and `p75` are its quartiles where they are known.

    `tag` is `measured` for the user's own sessions (then `source` says how often),
    `default` for public ones, `assumed` for what was never measured.
    """

    label: str
    value: float
    tag: Tag
    source: str
    p25: float | None = None
    p75: float | None = None

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, value and upper quartile; the value where a quartile is not known."""
        low = self.value if self.p25 is None else self.p25
        high = self.value if self.p75 is None else self.p75
        return low, self.value, high


@dataclass(frozen=True, slots=True)
class Usage:
    """The figures of one host; `data/usage.toml` says what each one is.

    A host without `compaction_calls` and `kept_characters` had its sessions
    counted up to the compaction. `read_share`, where it was measured, stands in the
    place of `read_divisor`; `again`, how often a compaction has the body written to the
    cache again, was only ever measured in the user's own sessions.
    """

    calls: Figure
    listing_calls: Figure
    read_divisor: Figure
    prompt: Figure
    stub: Figure
    reread: Figure
    sole: Figure
    output: Figure
    miss_5m: Figure
    miss_1h: Figure
    compaction_calls: Figure | None = None
    kept_characters: Figure | None = None
    read_share: Figure | None = None
    again: Figure | None = None


def dated() -> datetime.date:
    """The day the figures were gathered."""
    day: datetime.date = table("usage")["date"]
    return day


def origin() -> str:
    """Where the figures come from."""
    return str(table("usage")["source"])


def hosts() -> tuple[str, ...]:
    """The hosts that were measured."""
    rows = table("usage")
    return tuple(name for name in rows if name != "any" and isinstance(rows[name], dict))


@cache
def usage(host: str) -> Usage:
    """The figures of a host; raises `Unknown` for one that was not measured."""
    if host not in hosts():
        raise Unknown("host", host, hosts())
    rows = {**table("usage")["any"], **table("usage")[host]}
    return Usage(**{name: Figure(**row) for name, row in rows.items()})
