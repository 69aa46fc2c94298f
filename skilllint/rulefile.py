"""One rule from its file: metadata, documentation and tests of a rule in one Markdown file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from skilllint import finders, hosts
from skilllint.model import Confidence, Pattern, Rule, Severity
from skilllint.spelling import suggest

FILE = re.compile(r"(?P<code>[A-Z]{2,8}\d{3})-(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.md")
REQUIRED = ("code", "name", "severity", "confidence", "hosts", "since")
KNOWN: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "check": finders.functions,
    "across": finders.across,
    "metric": finders.units,
    "entry": finders.entries,
}
"""What finds a rule's problems: the key that names it, and all that it may name."""

KEYS = (*REQUIRED, *KNOWN, "limits", "hint", "aliases")

OWN: Mapping[str, Any] = {"confidence": "exact", "hosts": ["any"], "since": ""}
"""What a repository's own rule need not say."""

OWN_REQUIRED = ("code", "name", "severity")
OWN_KEYS = (*OWN_REQUIRED, *OWN, "metric", "limits", "pattern", "scope", "required", "hint")
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "confidence": get_args(Confidence),
}


class RuleError(Exception):
    """A rule file that cannot be used; its text is `file:line: what is wrong`."""


def parse(file: str, text: str) -> Rule:
    """One rule of ours from its file's name and text. Raises `RuleError`."""
    values, title = read(file, text, KEYS, REQUIRED)
    verify_finder(values, KNOWN)
    return rule(values, title, text)


def parse_own(file: str, text: str) -> Rule:
    """One rule of a repository: a metric or a pattern, never code. Raises `RuleError`."""
    values, title = read(file, text, OWN_KEYS, OWN_REQUIRED)
    found = rule({**OWN, **values}, title, text)
    if "pattern" not in values:
        verify_finder(values, {"metric": finders.units})
        return found
    verify_pattern(values)
    pattern = Pattern(values["scope"], values["pattern"], values.get("required", False))
    return replace(found, pattern=pattern)


def read(file: str, text: str, keys: Sequence[str], required: Sequence[str]) -> tuple[Values, str]:
    """The checked values of a rule file, and its title. Raises `RuleError`."""
    named = FILE.fullmatch(file.rpartition("/")[2])
    if named is None:
        raise RuleError(f"{file}:1: a rule file is called CODE-name.md, like ACME001-no-jargon.md")
    head, body = split(file, text)
    values = load(file, head)
    for key in values:
        if key not in keys:
            raise RuleError(f'{values.at(key)} unknown key "{key}"{suggest(key, keys)}')
    for key in required:
        if key not in values:
            raise RuleError(f'{file}:1: the key "{key}" is missing')
    for key in ("code", "name"):
        if values[key] != named[key]:
            raise RuleError(f'{values.at(key)} {key} is not the file name\'s "{named[key]}"')
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    if title is None:
        raise RuleError(f"{file}:1: the heading that says what is wrong is missing")
    verify(values)
    return values, title[1].strip()


def rule(values: Mapping[str, Any], title: str, page: str) -> Rule:
    """A rule from checked values."""
    return Rule(
        code=values["code"],
        name=values["name"],
        check=values.get("check"),
        metric=values.get("metric"),
        across=values.get("across"),
        entry=values.get("entry"),
        severity=values["severity"],
        confidence=values["confidence"],
        limits=values.get("limits", {}),
        hosts=tuple(values["hosts"]),
        since=values["since"],
        title=title,
        page=page,
        hint=values.get("hint", ""),
        aliases=tuple(values.get("aliases", ())),
    )


def split(file: str, text: str) -> tuple[str, str]:
    """The front matter and the page below it. Raises `RuleError`."""
    found = re.match(r"---\r?\n(?P<head>.*?\n)---\r?\n(?P<body>.*)", text, re.DOTALL)
    if found is None:
        raise RuleError(f"{file}:1: the front matter is missing or not closed")
    return found["head"], found["body"]


class Values(dict[str, Any]):
    """The front matter of a rule file: values by key, and where each stands."""

    def __init__(self, file: str, head: str, found: Mapping[object, Any]) -> None:
        super().__init__({str(key): value for key, value in found.items()})
        self.file = file
        self.lines = head.split("\n")

    def at(self, key: str) -> str:
        """`file:line:` of a top-level key; line 1 without it."""
        starts = (n for n, line in enumerate(self.lines, 2) if line.startswith(f"{key}:"))
        return f"{self.file}:{next(starts, 1)}:"


def load(file: str, head: str) -> Values:
    """The values of a rule's front matter. Raises `RuleError`."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(head)
        node = loader.get_single_node()
        if again := repeated(node):
            name, line = again
            raise RuleError(f'{file}:{line + 2}: the key "{name}" is given twice')
        values = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise RuleError(f"{file}:{line}: {getattr(error, 'problem', None) or error}") from None
    if not isinstance(values, dict):
        raise RuleError(f"{file}:2: the front matter holds no `key: value` lines")
    return Values(file, head, values)


def repeated(node: Any) -> tuple[str, int] | None:
    """A key that stands twice in one mapping, and its line from 0; YAML would drop the first."""
    from yaml import MappingNode, SequenceNode

    waiting, met = [node], set()
    for one in waiting:  # which grows while it is walked
        if id(one) in met:
            continue
        met.add(id(one))
        if isinstance(one, MappingNode):
            told: set[str] = set()
            for key, value in one.value:
                if isinstance(key.value, str):
                    if key.value in told:
                        return key.value, key.start_mark.line
                    told.add(key.value)
                waiting.append(value)
        elif isinstance(one, SequenceNode):
            waiting += one.value
    return None


def verify(values: Values) -> None:
    """Raise `RuleError` for a value that is of no use."""
    for key in ("hint", "since", "pattern", "scope", *KNOWN):
        if not isinstance(values.get(key, ""), str):
            raise RuleError(f"{values.at(key)} {key} is no text; quote it")
    for key in ("hosts", "aliases"):
        listed = values.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise RuleError(f"{values.at(key)} {key} is not a list of words")
    for key, allowed in ONE_OF.items():
        if key in values and values[key] not in allowed:
            raise RuleError(f"{values.at(key)} {key} is none of {', '.join(allowed)}")
    for host in values.get("hosts", ()):
        known = ["any", *hosts.table()]
        if host not in known:
            hint = suggest(host, known) or f"; there are {', '.join(known)}"
            raise RuleError(f'{values.at("hosts")} there is no host "{host}"{hint}')
    limits = values.get("limits", {})
    if not isinstance(limits, dict) or not all(is_number(limit) for limit in limits.values()):
        raise RuleError(f"{values.at('limits')} limits are numbers by name")


def verify_finder(values: Values, kinds: Mapping[str, Callable[[], Mapping[str, object]]]) -> None:
    """Raise `RuleError` unless the rule names one finder, and a metric its limit."""
    named = [key for key in kinds if key in values]
    if len(named) != 1:
        one_of = [*kinds] if "check" in kinds else [*kinds, "pattern"]
        raise RuleError(f"{values.file}:1: a rule names one of {', '.join(one_of)}")
    key = named[0]
    known = kinds[key]()
    word = values[key]
    if word not in known:
        raise RuleError(f'{values.at(key)} there is no {key} "{word}"{suggest(word, known)}')
    limits = values.get("limits", {})
    if key == "metric" and [*limits] != [unit := finders.units()[word]]:
        raise RuleError(f'{values.at("limits")} {word} needs one limit, "{unit}"')


def verify_pattern(values: Values) -> None:
    """Raise `RuleError` for a pattern that cannot be looked for."""
    if "metric" in values or "limits" in values:
        raise RuleError(f"{values.file}:1: a rule names a metric with its limit, or a pattern")
    if "scope" not in values:
        raise RuleError(f'{values.at("pattern")} a pattern needs a "scope"')
    scope = values["scope"]
    if wrong := finders.patterns.fault(scope):
        raise RuleError(f'{values.at("scope")} there is no scope "{scope}"{wrong}')
    if not isinstance(values.get("required", False), bool):
        raise RuleError(f"{values.at('required')} required is neither true nor false")
    try:
        finders.patterns.compiled(values["pattern"])
    except ValueError as error:
        raise RuleError(f"{values.at('pattern')} the pattern is wrong: {error}") from None
    if finders.patterns.is_empty(values["pattern"]):
        raise RuleError(f"{values.at('pattern')} the pattern matches no text but the empty one")


def is_number(value: object) -> bool:
    """Whether a value is a number that can be a limit."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


def explain(rule: Rule) -> str:
    """The rule's page as Markdown, without its front matter."""
    return split(file_name(rule), rule.page)[1].strip() + "\n"


def file_name(rule: Rule) -> str:
    """What the rule's file is called."""
    return f"{rule.code}-{rule.name}.md"
