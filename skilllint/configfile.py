"""A configuration file's keys: what each may hold, and what is said of a wrong one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skilllint import catalogue, hosts, rulefile, spelling
from skilllint.discovery import shown

Kind = Callable[[str, Any], Any]


class ConfigError(Exception):
    """A configuration that cannot be used; its text is one line: file, key, what is wrong."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The author's word on a heading: the share `p` of sessions that need it, and a `note` why.

    `path` is a pattern for the skills meant; without one all are.
    """

    heading: str
    p: float
    note: str
    path: str | None = None


def read(path: Path) -> dict[str, Any] | None:
    """The checked values of a file, by the names of `Config`; None if it says nothing of us.

    Raises `ConfigError`.
    """
    # not a try around the reading: a folder may be closed to us, or a circle of links
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{shown(path)}: cannot be read ({error})") from None
    # a pyproject.toml that does not speak of us is none of ours, even a broken one
    if path.name == "pyproject.toml" and "skilllint" not in text:
        return None
    values = table(path, text)
    return None if values is None else check(f"{shown(path)}: ", values)


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


def check(where: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the whole table, each checked. Raises `ConfigError`."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key in WORDS:
            found[key] = WORDS[key](f'{where}"{key}"', value)
        elif key in TABLES:
            found |= entries(where, key, value)
        elif key == "limits":
            found[key] = dict(limits(where, value))
        elif key == "usage":
            found[key] = tuple(usage(where, value))
        else:
            hint = nearest(key, [*WORDS, *TABLES, "limits", "usage"], "there are")
            raise ConfigError(f'{where}unknown key "{key}"{hint}')
    return found


def nearest(key: str, known: Iterable[str], start: str = "it has") -> str:
    """The key that a mistyped one is near to, or all that are known, as the end of a sentence."""
    listed = ", ".join(f'"{one}"' for one in known)
    return spelling.suggest(key, known) or f"; {start} {listed or 'none'}"


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
        found[key] = kinds[key](f'{where}"{name}.{key}"', value)
    return found


def limits(where: str, values: Any) -> Iterator[tuple[str, dict[str, float]]]:
    """The limits by rule code, from `[limits.CODE]`. Raises `ConfigError`."""
    if not isinstance(values, dict):
        raise ConfigError(f'{where}"limits" is not a table')
    for word, inner in values.items():
        place = f"limits.{word}"
        try:
            rule = catalogue.find(word, catalogue.rules())
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
    if not isinstance(values, list) or not all(isinstance(inner, dict) for inner in values):
        raise ConfigError(f'{where}"usage" is not a list of tables; each begins with [[usage]]')
    for number, inner in enumerate(values, 1):
        named = inner.get("heading")
        which = f'of "{named}"' if isinstance(named, str) and named.strip() else f"of no. {number}"
        for key in inner:
            if key not in USAGE:
                raise ConfigError(f'{where}unknown key "usage.{key}" {which}{nearest(key, USAGE)}')
        for key in ("heading", "p", "note"):
            if key not in inner:
                raise ConfigError(f'{where}"usage.{key}" {which} is missing')
        yield Usage(
            **{key: USAGE[key](f'{where}"usage.{key}" {which}', inner[key]) for key in inner}
        )


OPTIONS = {"hosts": "host"}
"""Options that are spelled otherwise than their key, being given one by one."""


def option(name: str, value: Any) -> None:
    """Raise `ConfigError` for an option of the command line with a wrong value."""
    kinds = {**WORDS, **TABLES["cost"]}
    kinds[name](f"--{OPTIONS.get(name, name)}", [*value] if isinstance(value, tuple) else value)


# --- what a key may hold ------------------------------------------------------


def words(where: str, value: Any) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f"{where} is not a list of texts")
    return tuple(value)


def codes(where: str, value: Any) -> tuple[str, ...]:
    """A list of codes, names of rules, or beginnings of codes."""
    found = words(where, value)
    for word in found:
        try:
            catalogue.match(word, catalogue.rules())
        except catalogue.UnknownRuleError as error:
            raise ConfigError(f"{where}: {error}") from None
    return found


def patterns(where: str, value: Any) -> tuple[str, ...]:
    """A list of patterns as in a `.gitignore`; a line that says nothing there is let be."""
    from skilllint.ignoring import compile_lines

    found = words(where, value)
    for word in found:
        means = any(one.include is not None for one in compile_lines([word]).patterns)
        if not means and word.strip() and not word.startswith("#"):
            raise ConfigError(f'{where}: "{word}" is no pattern that can match anything')
    return found


def host_names(where: str, value: Any) -> tuple[str, ...]:
    """A list of hosts."""
    found = words(where, value)
    for word in found:
        if word not in hosts.table():
            near = spelling.suggest(word, hosts.table())
            listed = near or f"; there are {', '.join(hosts.table())}"
            raise ConfigError(f'{where}: there is no host "{word}"{listed}')
    return found


def sentence(where: str, value: Any) -> str:
    """A text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{where} is not a text that says something")
    return " ".join(value.split())


def probability(where: str, value: Any) -> float:
    """A share of sessions."""
    if not rulefile.is_number(value) or value > 1:
        raise ConfigError(f"{where} is not a number from 0 to 1")
    return float(value)


def pattern(where: str, value: Any) -> str:
    """One pattern as in a `.gitignore` that matches something."""
    said = sentence(where, value)
    if said.startswith(("#", "!")):
        raise ConfigError(f'{where}: "{said}" is no pattern that can match anything')
    return patterns(where, [said])[0]


def positive(where: str, value: Any) -> int:
    """A whole number of at least 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigError(f"{where} is not a whole number above 0")
    return value


def model_name(where: str, value: Any) -> str:
    """A model of the price list."""
    from skilllint import cost

    if not isinstance(value, str):
        raise ConfigError(f"{where} is not a text")
    try:
        cost.check_model(value)
    except cost.Unknown as error:
        raise ConfigError(f"{where}: {error}") from None
    return value


def life_time(where: str, value: Any) -> str:
    """How long a prompt cache lives."""
    from skilllint.cost.prices import TTLS

    if value not in TTLS:
        raise ConfigError(f"{where} is none of {', '.join(TTLS)}")
    return str(value)


WORDS: Mapping[str, Kind] = {
    "select": codes,
    "ignore": codes,
    "exclude": patterns,
    "hosts": host_names,
}
USAGE: Mapping[str, Kind] = {
    "heading": sentence,
    "p": probability,
    "note": sentence,
    "path": pattern,
}
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "units": {"lines": positive, "tokens": positive},
    "cost": {"calls": positive, "model": model_name, "ttl": life_time},
}
