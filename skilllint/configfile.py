"""A configuration file's keys: what each may hold, and what is said of a wrong one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from skilllint import catalogue, rulefile
from skilllint.configkinds import (
    ALLOW,
    OVERRIDES,
    TABLES,
    USAGE,
    WORDS,
    ConfigError,
    Kind,
    Rules,
    folders,
    nearest,
    of_rules,
)
from skilllint.discovery import shown
from skilllint.model import Rule

__all__ = ["Allow", "ConfigError", "Layer", "Usage", "option", "read"]


@dataclass(frozen=True, slots=True)
class Usage:
    """The author's word on a heading: the share `p` of sessions that need it, and a `note` why.

    `path` is a pattern for the skills meant; without one all are.
    """

    heading: str
    p: float
    note: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Allow:
    """An entry of the allow-list: findings of a rule that are let be, and the reason why.

    `rule` is a code, a name, a beginning of codes, or `ratchet` for growth.
    `path` is a pattern for the skills meant, `heading` names the sections;
    without one all are. After the day `until` it holds no more.
    """

    rule: str
    reason: str
    path: str | None = None
    heading: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """An entry of `[[overrides]]`: what holds for the skills that its patterns match."""

    number: int
    paths: tuple[str, ...]
    values: Mapping[str, Any]


def read(path: Path) -> dict[str, Any] | None:
    """The checked values of a file, by the names of `Config`; None if it says nothing of us.

    Raises `ConfigError`.
    """
    # not a try around the reading: a folder may be closed to us, or a circle of links
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{shown(path)}: cannot be read ({error})") from None
    # a pyproject.toml that does not speak of us is none of ours, even a broken one
    if path.name == "pyproject.toml" and "skilllint" not in text:
        return None
    values = table(path, text)
    return None if values is None else check(f"{shown(path)}: ", values, path.parent)


def table(path: Path, text: str) -> dict[str, Any] | None:
    """Our part of a TOML file; None for a `pyproject.toml` without it. Raises `ConfigError`."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{shown(path)}: is no TOML: {error}") from None
    if path.name == "skilllint.toml":
        return values
    tools = values.get("tool")
    ours = tools.get("skilllint") if isinstance(tools, dict) else None
    if ours is not None and not isinstance(ours, dict):
        raise ConfigError(f'{shown(path)}: "tool.skilllint" is not a table')
    return ours


def check(where: str, values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The values of the whole file of a folder, each checked. Raises `ConfigError`."""
    own = tuple(own_rules(where, values.get("rules", []), folder))
    lists: dict[str, Callable[[str, Any], Iterator[Any]]] = {
        "usage": usage,
        "allow": partial(allow, own=own),
        "overrides": partial(overrides, own=own),
    }
    plain = {key: value for key, value in values.items() if key not in lists}
    listed = {key: tuple(lists[key](where, values[key])) for key in lists if key in values}
    found = checked(where, plain, WORDS, own, lists) | listed
    return found | {"rules": own} if own else found


def own_rules(where: str, value: Any, folder: Path) -> Iterator[Rule]:
    """The rules that a repository keeps itself. Raises `ConfigError`."""
    seen: set[str] = set()
    for place in folders(f'{where}"rules"', value):
        try:
            found = catalogue.read_own(folder / place, Path(place).as_posix())
        except rulefile.RuleError as error:
            raise ConfigError(f'{where}"rules": {error}') from None
        for rule in found:
            if not seen.isdisjoint((rule.code, rule.name)):
                raise ConfigError(f'{where}"rules": {place} has {rule.code} a second time')
            seen |= {rule.code, rule.name}
            yield rule


def checked(
    where: str,
    values: Mapping[str, Any],
    words: Mapping[str, Kind],
    own: Rules,
    lists: Iterable[str] = (),
) -> dict[str, Any]:
    """Plain values and tables of numbers by the names of `Config`. Raises `ConfigError`."""
    known = of_rules(words, own)
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key in words:
            found[key.replace("-", "_")] = known[key](f'{where}"{key}"', value)
        elif key in TABLES:
            found |= entries(where, key, value)
        elif key == "limits":
            found[key] = dict(limits(where, value, own))
        else:
            hint = nearest(key, [*words, *TABLES, "limits", *lists], "there are")
            raise ConfigError(f'{where}unknown key "{key}"{hint}')
    return found


def entries(where: str, name: str, values: Any) -> dict[str, Any]:
    """The values of one inner table. Raises `ConfigError`."""
    if not isinstance(values, dict):
        raise ConfigError(f'{where}"{name}" is not a table')
    kinds = TABLES[name]
    found = {}
    for key, value in values.items():
        if key not in kinds:
            hint = nearest(key, kinds)
            raise ConfigError(f'{where}unknown key "{name}.{key}"{hint}')
        found[key.replace("-", "_")] = kinds[key](f'{where}"{name}.{key}"', value)
    return found


def limits(where: str, values: Any, own: Rules) -> Iterator[tuple[str, dict[str, float]]]:
    """The limits by rule code, from `[limits.CODE]`. Raises `ConfigError`."""
    if not isinstance(values, dict):
        raise ConfigError(f'{where}"limits" is not a table')
    for word, inner in values.items():
        place = f"limits.{word}"
        try:
            rule = catalogue.find(word, (*catalogue.rules(), *own))
        except catalogue.UnknownRuleError as error:
            raise ConfigError(f'{where}"{place}": {error}') from None
        if not isinstance(inner, dict):
            raise ConfigError(f'{where}"{place}" is not a table')
        for key, limit in inner.items():
            if key not in rule.limits:
                hint = nearest(key, rule.limits)
                raise ConfigError(f'{where}unknown key "{place}.{key}"{hint}')
            if not rulefile.is_number(limit):
                raise ConfigError(f'{where}"{place}.{key}" is not a number of 0 or more')
        yield rule.code, dict(inner)


def usage(where: str, values: Any) -> Iterator[Usage]:
    """What is stated of each heading, from `[[usage]]`. Raises `ConfigError`."""
    for inner in several(where, "usage", values, USAGE):
        yield Usage(**inner)


def allow(where: str, values: Any, own: Rules) -> Iterator[Allow]:
    """What is let be, from `[[allow]]`. Raises `ConfigError`."""
    for inner in several(where, "allow", values, of_rules(ALLOW, own)):
        yield Allow(**inner)


def overrides(where: str, values: Any, own: Rules) -> Iterator[Layer]:
    """What holds for some paths, from `[[overrides]]`. Raises `ConfigError`."""
    for number, inner in enumerate(list_of_tables(where, "overrides", values), 1):
        here = f"{where}overrides no. {number}: "
        found = checked(here, inner, OVERRIDES, own)
        if "paths" not in found:
            raise ConfigError(f'{here}"paths" is missing')
        yield Layer(number, found.pop("paths"), found)


NEEDED: Mapping[str, tuple[str, ...]] = {
    "usage": ("heading", "p", "note"),
    "allow": ("rule", "reason"),
}
"""Keys that an entry cannot do without; the first is what errors call it."""


def several(
    where: str, name: str, values: Any, kinds: Mapping[str, Kind]
) -> Iterator[dict[str, Any]]:
    """The checked values of each of several tables. Raises `ConfigError`."""
    needed = NEEDED[name]
    for number, inner in enumerate(list_of_tables(where, name, values), 1):
        named = inner.get(needed[0])
        which = f'of "{named}"' if isinstance(named, str) and named.strip() else f"of no. {number}"
        for key in inner:
            if key not in kinds:
                raise ConfigError(f'{where}unknown key "{name}.{key}" {which}{nearest(key, kinds)}')
        for key in needed:
            if key not in inner:
                raise ConfigError(f'{where}"{name}.{key}" {which} is missing')
        yield {key: kinds[key](f'{where}"{name}.{key}" {which}', inner[key]) for key in inner}


def list_of_tables(where: str, name: str, values: Any) -> list[dict[str, Any]]:
    """What stands under `[[name]]`. Raises `ConfigError`."""
    if not isinstance(values, list) or not all(isinstance(inner, dict) for inner in values):
        raise ConfigError(f'{where}"{name}" is not a list of tables; each begins with [[{name}]]')
    return values


OPTIONS = {"hosts": "host"}
"""Options that are spelled otherwise than their key, being given one by one."""


def option(name: str, value: Any, own: Rules = ()) -> None:
    """Raise `ConfigError` for an option of the command line with a wrong value."""
    kinds = of_rules({**WORDS, **TABLES["cost"]}, own)
    key = name.replace("_", "-")
    kinds[key](f"--{OPTIONS.get(key, key)}", [*value] if isinstance(value, tuple) else value)
