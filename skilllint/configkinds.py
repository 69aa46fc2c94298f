"""What a configuration's key may hold, and what is said of a wrong value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from skilllint import catalogue, hosts, rulefile, spelling
from skilllint.model import Rule

Kind = Callable[..., Any]
"""Checks a value; first comes where it stands, as an error begins. Raises `ConfigError`."""

Rules = Sequence[Rule]

LEVELS = ("error", "warning", "note", "never")

RATCHET = "ratchet"
"""What an entry of the allow-list names, in place of a rule, to let numbers grow."""


class ConfigError(Exception):
    """A configuration that cannot be used; its text is one line: file, key, what is wrong."""


def nearest(key: str, known: Iterable[str], start: str = "it has") -> str:
    """The key that a mistyped one is near to, or all that are known, as the end of a sentence."""
    listed = ", ".join(f'"{one}"' for one in known)
    return spelling.suggest(key, known) or f"; {start} {listed or 'none'}"


def words(where: str, value: Any) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f"{where} is not a list of texts")
    return tuple(value)


def codes(where: str, value: Any, own: Rules = ()) -> tuple[str, ...]:
    """A list of codes, names of rules, or beginnings of codes; `own` are the repository's."""
    found = words(where, value)
    for word in found:
        try:
            catalogue.match(word, (*catalogue.rules(), *own))
        except catalogue.UnknownRuleError as error:
            raise ConfigError(f"{where}: {error}") from None
    return found


def patterns(where: str, value: Any) -> tuple[str, ...]:
    """A list of patterns as in a `.gitignore`; a line that says nothing there is let be."""
    from skilllint.ignoring import compile_lines

    found = tuple(word.removeprefix("./") for word in words(where, value))
    for word in found:
        means = any(one.include is not None for one in compile_lines([word]).patterns)
        if not means and word.strip() and not word.startswith("#"):
            raise ConfigError(f'{where}: "{word}" is no pattern that can match anything')
    return found


def folders(where: str, value: Any) -> tuple[str, ...]:
    """A list of folders, from the configuration's own."""
    return tuple(file_name(where, word) for word in words(where, value))


def host_names(where: str, value: Any) -> tuple[str, ...]:
    """A list of hosts."""
    found = words(where, value)
    for word in found:
        if word not in hosts.table():
            near = spelling.suggest(word, hosts.table())
            listed = near or f"; there are {', '.join(hosts.table())}"
            raise ConfigError(f'{where}: there is no host "{word}"{listed}')
    return found


def allowance(where: str, value: Any, own: Rules = ()) -> str:
    """A code, name or beginning of codes of rules, or the word for growth."""
    said = sentence(where, value)
    if said.casefold() == RATCHET:
        return RATCHET
    rules = (*catalogue.rules(), *own)
    known = [RATCHET, *(key for rule in rules for key in (rule.code, rule.name))]
    near = spelling.suggest(said, known)
    if near and RATCHET in near:
        raise ConfigError(f'{where}: there is no rule "{said}"{near}')
    codes(where, [said], own)
    return said


def day(where: str, value: Any) -> date:
    """A date, plain as in TOML or as a text."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ConfigError(f"{where} is not a date such as 2030-12-31")


def truth(where: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ConfigError(f"{where} is neither true nor false")
    return value


def level(where: str, value: Any) -> str:
    """The least severity that gives status 1."""
    if value not in LEVELS:
        raise ConfigError(f"{where} is none of {', '.join(LEVELS)}")
    return str(value)


def some_patterns(where: str, value: Any) -> tuple[str, ...]:
    """A list of patterns as in a `.gitignore`, at least one."""
    found = patterns(where, value)
    if not found:
        raise ConfigError(f"{where} is empty")
    return found


def file_name(where: str, value: Any) -> str:
    """The path of a file, from the configuration's folder."""
    said = sentence(where, value)
    if "\0" in said:
        raise ConfigError(f"{where} is no path")
    return said


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


def factor(where: str, value: Any) -> float:
    """A number above 0."""
    if not rulefile.is_number(value) or not value > 0:
        raise ConfigError(f"{where} is not a number above 0")
    return float(value)


def multiple(where: str, value: Any) -> float:
    """A multiple of the input price; what is free costs 0."""
    if not rulefile.is_number(value):
        raise ConfigError(f"{where} is not a number of 0 or more")
    return float(value)


def growth_unit(where: str, value: Any) -> str:
    """What the ratchet counts in."""
    if value not in ("tokens", "bytes"):
        raise ConfigError(f'{where} is neither "tokens" nor "bytes"')
    return str(value)


def of_rules(kinds: Mapping[str, Kind], own: Rules) -> Mapping[str, Kind]:
    """Kinds that know a repository's own rules besides ours."""
    return {
        key: partial(kind, own=own) if kind in (codes, allowance) else kind
        for key, kind in kinds.items()
    }


WORDS: Mapping[str, Kind] = {
    "rules": folders,
    "select": codes,
    "extend-select": codes,
    "ignore": codes,
    "exclude": patterns,
    "hosts": host_names,
    "advice": truth,
    "fail-on": level,
    "baseline": file_name,
}
USAGE: Mapping[str, Kind] = {
    "heading": sentence,
    "p": probability,
    "note": sentence,
    "path": pattern,
}
ALLOW: Mapping[str, Kind] = {
    "rule": allowance,
    "reason": sentence,
    "path": pattern,
    "heading": sentence,
    "until": day,
}
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "units": {"lines": positive, "tokens": positive},
    "cost": {
        "calls": positive,
        "model": model_name,
        "ttl": life_time,
        "input-price": factor,
        "read-multiple": multiple,
        "write-multiple": multiple,
        "token-scale": factor,
        "calibration": file_name,
    },
    "ratchet": {"unit": growth_unit},
}
OVERRIDES: Mapping[str, Kind] = {
    "paths": some_patterns,
    **{key: WORDS[key] for key in ("select", "extend-select", "ignore", "hosts")},
    **{key: WORDS[key] for key in ("advice", "fail-on")},
}
"""What holds for some paths; the tables of numbers may stand there too."""
