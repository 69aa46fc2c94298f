"""Prices from the package genai-prices, in our terms: multiples of the input price.

Only what the package carries is read: it can fetch newer prices from the network, and is
never told to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

PACKAGE = "genai-prices"
MODULE = "genai_prices"
MAKERS = ("anthropic", "openai")

Model = tuple[str, Any]
"""A maker, and one of its models as the package has it."""


class Broken(ValueError):
    """A price that lacks what is needed, or has it in a form we do not know."""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed version, the day of its newest price, and its models by their API names."""

    version: str
    day: date
    models: Mapping[str, Model]


def newer(than: str, today: date) -> Package | None:
    """The installed package if its version is above another; None if not, or if it is broken."""
    version = installed()
    if version is None or numbers(version) <= numbers(than):
        return None
    try:
        providers = load()
        return Package(version, newest(providers, today), models(providers))
    except Exception:  # a stranger's code: whatever it raises, our own list is as good
        return None


def installed() -> str | None:
    """The version that is installed, found without importing it."""
    from importlib.util import find_spec

    if find_spec(MODULE) is None:
        return None
    from importlib import metadata  # only here, for it takes longer than to look

    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return None


def load() -> list[Any]:
    """The providers that the package carries, each with its models; takes 0.3 s."""
    from importlib import import_module

    return list(import_module(f"{MODULE}.data").providers)


def models(providers: Iterable[Any]) -> dict[str, Model]:
    """The models of the makers we know, by their API names."""
    makers = (each for each in providers if each.id in MAKERS)
    return {model.id: (each.id, model) for each in makers for model in each.models}


def newest(providers: Iterable[Any], today: date) -> date:
    """The newest day from which any price holds: the package is no older.

    What is announced for a day to come says nothing. Raises `Broken` without any day.
    """
    rows = (model.prices for each in providers for model in each.models)
    held = (one.constraint for row in rows if isinstance(row, list) for one in row)
    days = (getattr(one, "start_date", None) for one in held)
    past = [day for day in days if isinstance(day, date) and day <= today]
    if not past:
        raise Broken("no price has a day")
    return max(past)


def row(found: Model, day: date) -> dict[str, Any]:
    """What a model costs on a day, as a row of the price list. Raises `Broken`."""
    maker, model = found
    held, later = in_force(model.prices, day)
    base = amount(held, "input_mtok")
    if not base:
        raise Broken(f"{model.id} has no price")

    def multiple(name: str) -> float:
        return round(amount(held, name) / base, 6)

    return {
        "input": base,
        "write": write(maker, held, multiple),
        "read": multiple("cache_read_mtok"),
        "output": multiple("output_mtok"),
        "note": "; ".join([*tiers(held), *later]),
    }


def write(maker: str, held: Any, multiple: Callable[[str], float]) -> dict[str, float]:
    """The multiples of cache writes by the cache's life.

    Anthropic has a price for each. OpenAI has one life, so one price stands for both; a model
    without any is charged the input price for what it writes.
    """
    if maker == "anthropic":
        return {"5m": multiple("cache_write_mtok"), "1h": multiple("cache_write_1h_mtok")}
    once = 1.0 if held.cache_write_mtok is None else multiple("cache_write_mtok")
    return {"5m": once, "1h": once}


def in_force(prices: Any, day: date) -> tuple[Any, list[str]]:
    """The prices that hold on a day, and a sentence for those announced for later."""
    if not isinstance(prices, list):
        return prices, []
    held = prices[0].prices
    for one in prices:  # of those that hold already the last one counts
        since = start(one)
        if since is None or since <= day:
            held = one.prices
    coming = sorted(since for since in map(start, prices) if since and since > day)
    return held, [f"another price holds from {since} on" for since in coming]


def start(one: Any) -> date | None:
    """The day from which a price holds; None for always. Raises `Broken` for another condition."""
    if one.constraint is None:
        return None
    since = getattr(one.constraint, "start_date", None)
    if not isinstance(since, date):
        raise Broken("a price depends on something other than the day")
    return since


def amount(held: Any, name: str) -> float:
    """Dollars per million tokens of a kind: of a prompt below all tiers. Raises `Broken`."""
    value = getattr(held, name, None)
    found = float(getattr(value, "base", value)) if value is not None else -1.0
    if not isfinite(found) or found < 0:
        raise Broken(f"{name} is missing or no price")
    return found


def tiers(held: Any) -> Iterator[str]:
    """What long prompts cost more, which figures leave out."""
    above = {tier.start: float(tier.price) for tier in getattr(held.input_mtok, "tiers", ())}
    for limit, price in sorted(above.items()):
        times = price / amount(held, "input_mtok")
        yield f"a prompt above {limit:,} tokens costs {times:g} times as much"
    if above:
        yield "figures use the lower price"


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, to compare it with another: `0.2.3` is (0, 2, 3)."""
    release = re.match(r"[\d.]*", version)
    return tuple(map(int, re.findall(r"\d+", release[0]))) if release else ()
