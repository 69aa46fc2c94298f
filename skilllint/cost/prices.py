"""What models cost, from the dated list `data/prices.toml`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from skilllint.cost.tables import Unknown, closest, table

TTLS = ("5m", "1h")


@dataclass(frozen=True, slots=True)
class Price:
    """One model's list price. `input` is dollars per million uncached input tokens.

    `write` (by the life of the cache), `read` and `output` are multiples of
    it; `tokens` is the range of the model's token count over the o200k count.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    input: float
    write: Mapping[str, float]
    read: float
    output: float
    tokens: tuple[float, float]
    note: str


def dated() -> datetime.date:
    """The day of the price list."""
    day: datetime.date = table("prices")["date"]
    return day


def origin() -> str:
    """Where the price list comes from."""
    return str(table("prices")["source"])


def tokens_origin() -> str:
    """Where the ranges of the models' tokens come from."""
    return str(table("prices")["tokens_source"])


@cache
def prices() -> tuple[Price, ...]:
    """Every model of the price list, in its order."""
    return tuple(_price(row) for row in table("prices")["model"])


@cache
def unnamed() -> Price:
    """The multiples that stand in for a model nobody named; it has no price in dollars."""
    blank = {"id": "", "label": "no model", "aliases": [], "input": 0.0, "tokens": [1.0, 1.0]}
    return _price(blank | table("prices")["unnamed"])


def price(model: str) -> Price:
    """The price of a model by its short name or its API name; upper case and dots do not matter.

    Raises `Unknown`, which names the model that comes closest.
    """
    rows = {_key(name): row for row in prices() for name in (row.id, *row.aliases)}
    found = rows.get(_key(model))
    if found is not None:
        return found
    near = closest(_key(model), rows)
    raise Unknown("model", model, (row.id for row in prices()), rows[near].id if near else None)


def check_model(name: str) -> None:
    """Raise `Unknown` for a model that the price list does not know."""
    price(name)


def _price(row: Mapping[str, Any]) -> Price:
    low, high = row["tokens"]
    rest = {"aliases": tuple(row["aliases"]), "tokens": (low, high), "note": row.get("note", "")}
    return Price(**{**row, **rest})


def _key(name: str) -> str:
    """`Claude-Opus-4.5-20251101` and `claude-opus-4-5` are one model."""
    return re.sub(r"-\d{8}$", "", name.strip().lower().replace(".", "-"))
