"""JSON back to the nouns, strictly: what has another shape, or cannot be, is told."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from skilllint.model import Quartiles, Scale
from skilllint.model.measuring import Misses, Pool, Share, Spread, Version

T = TypeVar("T")

MOST = 10**15
"""No count is larger."""


LONG = 1_000
"""Characters of a text or a name at most; we write fewer than half as many."""

SHOWN = 120
"""Characters of a place in the file that are told."""


class WrongShapeError(ValueError):
    """Where JSON is not what it must be, and what it must be there."""

    def __init__(self, where: str, what: str) -> None:
        place = where if len(where) <= SHOWN else f"{where[:SHOWN]}…"
        super().__init__(f"{place or 'the file'} is not {what}")


def take(kind: type[T], raw: object) -> T:
    """A noun from JSON. Raises `WrongShapeError`."""
    made: T = _take(kind, raw, "")
    return made


def _take(kind: Any, raw: object, where: str) -> Any:
    """A value of a type; `where` is its place in the file, as `hosts.codex.pool`."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if raw is None else _take(inner[0], raw, where)
    if origin is typing.Literal:
        return _one_of(inner, raw, where)
    if origin is tuple:
        items = _is(list, raw, where, "a list")
        return tuple(_take(inner[0], one, f"{where}[{at}]") for at, one in enumerate(items))
    if origin is not None:
        named = _is(dict, raw, where, "an object")
        return {
            _text(name, _below(where, name)): _take(inner[1], one, _below(where, name))
            for name, one in named.items()
        }
    return _noun(kind, raw, where) if is_dataclass(kind) else PLAIN[kind](raw, where)


def _noun(kind: Any, raw: object, where: str) -> Any:
    given = _is(dict, raw, where, "an object")
    made = {}
    for field in fields(kind):
        if field.name in given:
            made[field.name] = _take(
                _types(kind)[field.name], given[field.name], _below(where, field.name)
            )
        elif field.default is MISSING and field.default_factory is MISSING:
            raise WrongShapeError(_below(where, field.name), "there")
    noun = kind(**made)
    if kind in SOUND and not SOUND[kind][0](noun):
        raise WrongShapeError(where, SOUND[kind][1])
    return noun


@cache
def _types(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _below(where: str, name: str) -> str:
    return f"{where}.{name}".lstrip(".")


def _is(kind: type[T], raw: object, where: str, what: str) -> T:
    if not isinstance(raw, kind) or isinstance(raw, bool):
        raise WrongShapeError(where, what)
    return raw


def _one_of(words: tuple[str, ...], raw: object, where: str) -> str:
    if not isinstance(raw, str) or raw not in words:
        raise WrongShapeError(where, f"one of {', '.join(words)}")
    return raw


def _count(raw: object, where: str) -> int:
    number = _is(int, raw, where, "a whole number")
    if not 0 <= number <= MOST:
        raise WrongShapeError(where, "a count")
    return number


def _number(raw: object, where: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= MOST:
        raise WrongShapeError(where, "a number from 0 up")
    return float(raw)


def _day(raw: object, where: str) -> date:
    try:
        return date.fromisoformat(_is(str, raw, where, "a day"))
    except ValueError:
        raise WrongShapeError(where, "a day, such as 2026-11-20") from None


def _text(raw: object, where: str) -> str:
    text = _is(str, raw, where, "a text")
    if len(text) > LONG:
        raise WrongShapeError(where, f"at most {LONG:,} characters long")
    return text


PLAIN: Mapping[Any, Callable[[object, str], object]] = {
    int: _count,
    float: _number,
    str: _text,
    date: _day,
}

SOUND: Mapping[Any, tuple[Callable[[Any], bool], str]] = {
    Quartiles: (lambda q: q.p25 <= q.p50 <= q.p75, "quartiles in their order"),
    Share: (lambda s: s.count <= s.of, "a share"),
    Misses: (lambda m: m.count <= m.of and m.logs <= m.loads, "a share with a load for each log"),
    Spread: (lambda s: s.n > 0, "a spread of any counts"),
    Scale: (lambda s: 0 < s.low <= s.value <= s.high, "a scale with its ends in order"),
    Pool: (lambda p: p.logs <= p.loads, "a pool with a load for each log"),
    Version: (lambda v: all(n <= v.loads for n in v.files.values()), "a version used as loaded"),
}
"""What a noun must hold to be one, and what one is that does not."""
