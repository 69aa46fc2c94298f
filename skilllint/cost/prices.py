"""What models cost, from the dated list `data/prices.json` or a newer genai-prices."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from skilllint.cost.tables import Unknown, closest, table

TTLS = ("5m", "1h")
OLD = 60  # days after which the list is said to be old

LONGEST = 200
"""Characters of a model's name at most; what is longer takes long to compare, and is none."""

Term = Literal["input", "read", "write"]


@dataclass(frozen=True, slots=True)
class Price:
    """One model's list price. `input` is dollars per million uncached input tokens, 0 unknown.

    `write` (by the life of the cache), `read` and `output` are multiples of
    it; `tokens` is the range of the model's token count over the o200k count. `api` is
    the name in requests. `day` and `source` are those of the price, `note` says on what
    it depends, `given` names what the user put in its place.
    """

    id: str
    label: str
    api: str
    aliases: tuple[str, ...]
    input: float
    write: Mapping[str, float]
    read: float
    output: float
    tokens: tuple[float, float]
    remark: str
    note: str
    day: datetime.date
    source: str
    given: frozenset[Term] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """All names the model is known by."""
        return (self.id, self.api, *self.aliases)


def dated() -> datetime.date:
    """The day of our price list."""
    return datetime.date.fromisoformat(_list()["date"])


def origin() -> str:
    """Where our price list comes from."""
    return f"genai-prices {_list()['version']}"


def tokens_origin() -> str:
    """Where the ranges of the models' tokens come from."""
    return str(_list()["tokens_source"])


@cache
def prices() -> tuple[Price, ...]:
    """Every model of our price list, in its order."""
    return tuple(_price(row) for row in _list()["models"])


@cache
def unnamed() -> Price:
    """The multiples that stand in for a model nobody named; it has no price in dollars."""
    blank = {"id": "", "label": "no model", "api": "", "aliases": [], "input": 0.0}
    rest = {"tokens": [1.0, 1.0], "remark": "", "note": ""}
    return _price({**blank, **rest, **_list()["unnamed"]})


def price(model: str) -> Price:
    """The price of a model by its short name or its API name; upper case and dots do not matter.

    Raises `Unknown`, which names the model that comes closest.
    """
    row = listed(model)
    return _newer().get(row.id, row)


def listed(model: str) -> Price:
    """The same from our own list, whatever is installed."""
    found = known(model)
    if found is not None:
        return found
    near = closest(_key(model[:LONGEST]), _rows())
    raise Unknown("model", model, (row.id for row in prices()), _rows()[near].id if near else None)


def known(name: str) -> Price | None:
    """The same for a name that a log or a stranger wrote: None for one that is not listed."""
    return _rows().get(_key(name)) if len(name) <= LONGEST else None


@cache
def _rows() -> Mapping[str, Price]:
    return {_key(name): row for row in prices() for name in row.names}


def check_model(name: str) -> None:
    """Raise `Unknown` for a model that the price list does not know."""
    listed(name)


def aged(row: Price, today: datetime.date) -> str | None:
    """A sentence if the price is older than 60 days and not the user's own."""
    days = (today - row.day).days
    if not row.id or "input" in row.given or days <= OLD:
        return None
    return (
        f"prices are of {row.day}, {days} days ago; for newer ones: "
        "pip install -U skilllint-audit genai-prices, or give --input-price"
    )


@cache
def _newer() -> Mapping[str, Price]:
    """The models that an installed package knows newer prices of."""
    from skilllint.cost import genai  # only a price needs it

    today = datetime.date.today()
    package = genai.newer(_list()["version"], today)
    return {} if package is None else {row.id: row for row in _renewed(package, today)}


def _renewed(package: Any, today: datetime.date) -> list[Price]:
    """Our models at the prices of a package; without those it lacks or holds in another form."""
    from skilllint.cost import genai

    told = {"day": max(package.day, dated()), "source": f"{genai.PACKAGE} {package.version}"}
    found = []
    for old in prices():
        try:
            fresh = genai.row(package.models[old.api], today)
        except Exception:  # also an attribute that a later version names otherwise
            continue
        found.append(replace(old, **{**fresh, **told}))
    return found


def _list() -> dict[str, Any]:
    return table("prices", "json")


def _price(row: Mapping[str, Any]) -> Price:
    low, high = row["tokens"]
    rest = {"aliases": tuple(row["aliases"]), "tokens": (low, high)}
    return Price(**{**row, **rest, "day": dated(), "source": origin()})


PREFIX = re.compile(r"^(?:[a-z-]+[./])+(?=claude-|gpt-)")
SUFFIX = re.compile(r"(?:\[1m\]|-v\d+(?::\d+)?|[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-latest)+$")


def _key(name: str) -> str:
    """`us.anthropic.Claude-Opus-5.0-20260801-v1:0` and `claude-opus-5` are one model."""
    plain = SUFFIX.sub("", PREFIX.sub("", name.strip().lower())).replace(".", "-")
    return re.sub(r"-0(?=-|$)", "", plain)
