"""The rules: one Markdown file each, read, checked and bound to what finds problems.

A rule file names either a check, a function of `skilllint.checks`, or a metric
with a limit. There is no other list of rules or checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args

from skilllint import checks, hosts
from skilllint.checks import _metrics as metrics
from skilllint.model import Confidence, Problem, Rule, Setting, Severity, Skill

Check = Callable[[Skill, Setting], Iterator[Problem]]

FILE = re.compile(r"(?P<code>[A-Z]{2,8}\d{3})-(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.md")
REQUIRED = ("code", "name", "severity", "confidence", "hosts", "since")
KEYS = (*REQUIRED, "check", "metric", "limits", "hint", "aliases")
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "confidence": get_args(Confidence),
}


class RuleError(Exception):
    """A rule file that cannot be used; its text is `file:line: what is wrong`."""


class UnknownRuleError(Exception):
    """A word that names no rule; its text ends with the nearest one that exists."""


# --- which rules there are ----------------------------------------------------


def folder() -> Path:
    """The folder of the rules: the package's own, or, in a checkout, the one beside it."""
    packaged = Path(__file__).parent / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "rules"


@cache
def rules() -> tuple[Rule, ...]:
    """All rules that come with the program, ordered by code. Raises `RuleError`."""
    return read(folder())


def read(place: Path) -> tuple[Rule, ...]:
    """The rules of a folder, ordered by code. Raises `RuleError`."""
    found: dict[str, Rule] = {}
    for path in sorted(place.glob("*.md")):
        rule = parse(path.name, path.read_text("utf-8"))
        for code in (rule.code, rule.name, *rule.aliases):
            if code in found:
                raise RuleError(f"{path.name}:1: {found[code].code} is called {code} already")
            found[code] = rule
    return tuple({rule.code: rule for rule in found.values()}.values())


def find(word: str, among: Iterable[Rule]) -> Rule:
    """The rule with this code, name or former code, in any case.

    Raises `UnknownRuleError`, which lists the codes that begin with the word if some do.
    """
    among = tuple(among)
    named = {old: rule for rule in among for old in rule.aliases}
    named |= {key: rule for rule in among for key in (rule.code, rule.name)}
    for key, rule in named.items():
        if key.casefold() == word.casefold():
            return rule
    if family := beginning(word, among):
        raise UnknownRuleError(f'"{word}" is only the beginning of {", ".join(sorted(family))}')
    hint = suggest(word, named) or "; `skilllint rules` lists all"
    raise UnknownRuleError(f'there is no rule "{word}"{hint}')


def match(word: str, among: Iterable[Rule]) -> frozenset[str]:
    """The codes that a rule's code or name, or the beginning of codes (`FM`, `MD1`), stands for.

    In any case; `ALL` stands for every rule. Raises `UnknownRuleError`.
    """
    among = tuple(among)
    if word.casefold() == "all":
        return frozenset(rule.code for rule in among)
    return beginning(word, among) or frozenset({find(word, among).code})


def beginning(word: str, among: Iterable[Rule]) -> frozenset[str]:
    """The codes that begin with a word like `FM` or `MD1`, in any case."""
    if not re.fullmatch(r"[A-Za-z]+\d{0,2}", word):
        return frozenset()
    return frozenset(rule.code for rule in among if rule.code.startswith(word.upper()))


def suggest(word: str, options: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest option, or nothing."""
    from difflib import get_close_matches

    spelled = {option.casefold(): option for option in options}
    near = get_close_matches(word.casefold(), spelled, 1, 0.6)
    if not near:
        return ""
    return f'; did you mean "{spelled[near[0]]}"?'


# --- what a rule finds --------------------------------------------------------


def problems(rule: Rule, skill: Skill, setting: Setting) -> Iterator[Problem]:
    """What a rule finds in one skill."""
    if rule.check is not None:
        return functions()[rule.check](skill, setting)
    assert rule.metric is not None
    return metrics.over(rule.metric, rule.hint, skill, setting)


@cache
def functions() -> Mapping[str, Check]:
    """Every public function of the check modules by name."""
    found: dict[str, Check] = {}
    for module in iter_modules(checks.__path__):
        if module.name.startswith("_"):
            continue
        place = import_module(f"{checks.__name__}.{module.name}")
        for name, function in getmembers(place, isfunction):
            if function.__module__ == place.__name__ and not name.startswith("_"):
                assert name not in found, f"two checks are called {name}"
                found[name] = function
    return found


# --- one file -----------------------------------------------------------------


def parse(file: str, text: str) -> Rule:
    """One rule from its file's name and text. Raises `RuleError`."""
    named = FILE.fullmatch(file)
    if named is None:
        raise RuleError(f"{file}:1: a rule file is called like ST201-situational-block.md")
    head, body = split(file, text)
    values = load(file, head)
    for key in values:
        if key not in KEYS:
            raise RuleError(f'{at(file, head, key)} unknown key "{key}"{suggest(key, KEYS)}')
    for key in REQUIRED:
        if key not in values:
            raise RuleError(f'{file}:1: the key "{key}" is missing')
    for key in ("code", "name"):
        if values[key] != named[key]:
            raise RuleError(f'{at(file, head, key)} {key} is not the file name\'s "{named[key]}"')
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    if title is None:
        raise RuleError(f"{file}:1: the heading that says what is wrong is missing")
    limits = values.get("limits", {})
    verify(file, head, values, limits)
    return Rule(
        code=values["code"],
        name=values["name"],
        check=values.get("check"),
        metric=values.get("metric"),
        severity=values["severity"],
        confidence=values["confidence"],
        limits=limits,
        hosts=tuple(values["hosts"]),
        since=values["since"],
        title=title[1].strip(),
        page=text,
        hint=values.get("hint", ""),
        aliases=tuple(values.get("aliases", ())),
    )


def split(file: str, text: str) -> tuple[str, str]:
    """The front matter and the page below it. Raises `RuleError`."""
    found = re.match(r"---\r?\n(?P<head>.*?\n)---\r?\n(?P<body>.*)", text, re.DOTALL)
    if found is None:
        raise RuleError(f"{file}:1: the front matter is missing or not closed")
    return found["head"], found["body"]


def load(file: str, head: str) -> dict[str, Any]:
    """The values of a rule's front matter. Raises `RuleError`."""
    import yaml

    try:
        values = yaml.load(head, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise RuleError(f"{file}:{line}: {getattr(error, 'problem', None) or error}") from None
    if not isinstance(values, dict):
        raise RuleError(f"{file}:2: the front matter holds no `key: value` lines")
    return {str(key): value for key, value in values.items()}


def verify(file: str, head: str, values: Mapping[str, Any], limits: object) -> None:
    """Raise `RuleError` for a value that is of no use."""
    for key in ("hint", "since", "check", "metric"):
        if not isinstance(values.get(key, ""), str):
            raise RuleError(f"{at(file, head, key)} {key} is no text; quote it")
    for key in ("hosts", "aliases"):
        listed = values.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise RuleError(f"{at(file, head, key)} {key} is not a list of words")
    for key, allowed in ONE_OF.items():
        if values[key] not in allowed:
            listed = ", ".join(allowed)
            raise RuleError(f"{at(file, head, key)} {key} is none of {listed}")
    for host in values["hosts"]:
        known = ["any", *hosts.table()]
        if host not in known:
            hint = suggest(host, known) or f"; there are {', '.join(known)}"
            raise RuleError(f'{at(file, head, "hosts")} there is no host "{host}"{hint}')
    if not isinstance(limits, dict) or not all(is_number(limit) for limit in limits.values()):
        raise RuleError(f"{at(file, head, 'limits')} limits are numbers by name")
    verify_finder(file, head, values, limits)


def verify_finder(
    file: str, head: str, values: Mapping[str, Any], limits: Mapping[str, float]
) -> None:
    """Raise `RuleError` unless the rule names one check, or one metric with its limit."""
    if ("check" in values) == ("metric" in values):
        raise RuleError(f"{file}:1: a rule names either a check or a metric")
    key, known = ("check", [*functions()]) if "check" in values else ("metric", [*metrics.METRICS])
    word = values[key]
    if word not in known:
        raise RuleError(f'{at(file, head, key)} there is no {key} "{word}"{suggest(word, known)}')
    if key == "metric" and [*limits] != [metrics.METRICS[word].unit]:
        unit = metrics.METRICS[word].unit
        raise RuleError(f'{at(file, head, "limits")} {word} needs one limit, "{unit}"')


def is_number(value: object) -> bool:
    """Whether a value is a number that can be a limit."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


def at(file: str, head: str, key: str) -> str:
    """`file:line:` of a top-level key of the front matter."""
    lines = head.split("\n")
    number = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{key}:")), 1)
    return f"{file}:{number}:"


# --- its page -----------------------------------------------------------------


def explain(rule: Rule) -> str:
    """The rule's page as Markdown, without its front matter."""
    return split(file_name(rule), rule.page)[1].strip() + "\n"


def file_name(rule: Rule) -> str:
    """What the rule's file is called."""
    return f"{rule.code}-{rule.name}.md"
