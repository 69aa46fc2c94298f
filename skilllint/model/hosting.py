"""What a host reads of skills, and where it stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Host:
    """What one host reads and where it cuts: a row of `data/hosts.toml`, with its date.

    A `closed` host drops a skill for a key that is not among `keys`. `values` says
    of some keys what may stand there: `text`, `boolean`, `mapping`, or one of some
    words. `listing` is what it shows of all skills; `reserved` are words that no name
    may hold. `tool_lists` says that tools may be given as a YAML list. `read` is how much
    of a file its tool reads at once, if that is limited.
    """

    name: str
    label: str
    cuts: tuple[CutRule, ...]
    keys: frozenset[str]
    source: str
    closed: bool = False
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    listing: Listing | None = None
    reserved: tuple[str, ...] = ()
    tool_lists: bool = False
    read: ReadLimit | None = None


@dataclass(frozen=True, slots=True)
class ReadLimit:
    """The tokens of a file that a host's tool reads at once: `limit`, but `least` in places."""

    limit: int
    least: int
    where: str
    source: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a host shows of all skills in every session, in characters.

    An entry joins the values of `keys` and is cut at `entry`; all entries together
    have `budget`, which holds `when`. A skill with one of the keys `unlisted` set is
    left out. `certain` says that the budget is known, whatever the model.
    """

    entry: int
    budget: int
    keys: tuple[str, ...]
    unlisted: tuple[str, ...]
    when: str
    certain: bool
    source: str


@dataclass(frozen=True, slots=True)
class CutRule:
    """A limit at which a host silently drops the rest.

    `unit` is `bytes` of the whole file or `utf-16` units of the body; `warn` is
    the size from which little room is left.
    """

    name: str
    limit: int
    warn: int
    unit: Literal["bytes", "utf-16"]
    scope: Literal["file", "body"]
    when: str
    source: str
