"""What delegation costs: the dated table of the package, or a file in its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data" / "delegation.toml"

NUMBERS = {
    "direct": ("fixed", "per_unit"),
    "delegated": ("fixed", "per_unit"),
    "break_even": ("low", "high"),
    "wall_clock": ("low", "value", "high"),
}
"""The tables and the numbers that each of them has."""

WORDS = ("source", "tag")
LARGEST = 1e12
"""Above it no number means tokens, units or times."""


class CoefficientError(ValueError):
    """A file of coefficients that does not hold what it must; one line says where."""


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens of the orchestrator for u units: `fixed` + `per_unit` · u."""

    fixed: float
    per_unit: float

    def at(self, units: int) -> float:
        """The tokens for so many units."""
        return self.fixed + self.per_unit * units


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What `data/delegation.toml` says; `break_even` is None where it follows from `noise`.

    `date` is None for numbers that somebody gives without one.
    """

    date: datetime.date | None
    source: str
    tag: str
    units: tuple[int, int]
    noise: float
    batch: int
    direct: Line
    delegated: Line
    break_even: tuple[float, float] | None
    wall_clock: tuple[float, float, float]
    timed: tuple[int, int]


@cache
def built_in() -> Coefficients:
    """The coefficients that come with the package."""
    return build(parse(DATA.read_text("utf-8")))


def read(path: Path) -> Coefficients:
    """A file's coefficients over those of the package. Raises `CoefficientError`."""
    try:
        given = parse(path.read_text("utf-8"))
        check(given)
    except OSError as error:
        raise CoefficientError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:  # broken TOML or UTF-8, or a CoefficientError
        told = str(error).partition("\n")[0]
        raise CoefficientError(f"{path}: {told[:1].lower()}{told[1:]}") from None
    base = parse(DATA.read_text("utf-8"))
    lines = given.keys() & {"direct", "delegated"}
    if lines:
        # where the lines cross is known of ours only
        base.pop("break_even")
        base |= whose(base, path.name, lines)
    merged = {
        key: {**base.get(key, {}), **value} if isinstance(value, dict) else value
        for key, value in given.items()
    }
    return build(base | merged)


def whose(base: Mapping[str, Any], name: str, lines: Set[str]) -> dict[str, Any]:
    """Tag, source and date where a file gives both lines, or one of them beside that of `base`."""
    if len(lines) > 1:
        return {"tag": "given", "source": name, "date": None}
    (one,), (other,) = lines, {"direct", "delegated"} - lines
    return {
        "tag": f"{one} given, {other} {base['tag']}",
        "source": f"{one}: {name}; {other}: {base['source']}",
    }


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises `ValueError`."""
    import tomllib  # 10 ms that only this command pays

    return tomllib.loads(text)


def build(table: Mapping[str, Any]) -> Coefficients:
    """Coefficients from a whole table that was checked."""
    crossing = table.get("break_even")
    clock = table["wall_clock"]
    return Coefficients(
        date=table["date"],
        source=" ".join(table["source"].split()),
        tag=" ".join(table["tag"].split()),
        units=(table["units"][0], table["units"][1]),
        noise=table["noise"],
        batch=table["batch"],
        direct=Line(**table["direct"]),
        delegated=Line(**table["delegated"]),
        break_even=(crossing["low"], crossing["high"]) if crossing else None,
        wall_clock=(clock["low"], clock["value"], clock["high"]),
        timed=(clock["units"][0], clock["units"][1]),
    )


# --- what a file may say ------------------------------------------------------------


def check(given: Mapping[str, Any]) -> None:
    """Raise `CoefficientError` for a key or a value that means nothing here."""
    known = {"date", "units", "noise", "batch", *WORDS, *NUMBERS}
    for key, value in given.items():
        if key not in known:
            raise CoefficientError(f"there is no key {key!a}; there are {', '.join(sorted(known))}")
        if key in NUMBERS:
            check_table(key, value)
        elif key == "date":
            demand(type(value) is datetime.date, "date", "a day, as 2026-04-01")
        elif key in WORDS:
            demand(isinstance(value, str), key, "a text")
        elif key == "units":
            demand(is_span(value), key, "the fewest and the most units measured, as [1, 10]")
        elif key == "batch":
            demand(type(value) is int and 0 < value < LARGEST, key, "a whole number from 1 up")
        else:
            demand(is_number(value), key, "a number from 0 up")


def check_table(name: str, table: object) -> None:
    """Raise `CoefficientError` for a table that lacks a number, or has a strange one."""
    if not isinstance(table, dict):
        raise CoefficientError(f"{name} is a table: {', '.join(NUMBERS[name])}")
    more = ("units",) if name == "wall_clock" else ()
    for key, value in table.items():
        if key in more:
            demand(is_span(value), f"{name}.{key}", "two whole numbers, as [4, 10]")
        elif key in NUMBERS[name]:
            demand(is_number(value), f"{name}.{key}", "a number from 0 up")
        else:
            raise CoefficientError(
                f"there is no {name}.{key}; there are {', '.join((*NUMBERS[name], *more))}"
            )
    lacks = [key for key in NUMBERS[name] if key not in table]
    if lacks:
        raise CoefficientError(f"{name} lacks {' and '.join(lacks)}")
    ends = [table[key] for key in NUMBERS[name] if key in ("low", "value", "high")]
    demand(ends == sorted(ends), name, "in ascending order")


def demand(holds: bool, name: str, what: str) -> None:
    """Raise `CoefficientError` unless something holds."""
    if not holds:
        raise CoefficientError(f"{name} must be {what}")


def is_number(value: object) -> bool:
    """Whether a value is a finite number from 0 up."""
    return type(value) in (int, float) and 0 <= float(value) < LARGEST  # type: ignore[arg-type]


def is_span(value: object) -> bool:
    """Whether a value is a pair of whole numbers in order."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(type(one) is int and 0 < one < LARGEST for one in value) and value[0] <= value[1]
