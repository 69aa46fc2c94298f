"""One rule from its file: metadata, documentation and tests of a rule in one Markdown file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from skilllint import finders, hosts
from skilllint.model import Confidence, Rule, Severity
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
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "confidence": get_args(Confidence),
}


class RuleError(Exception):
    """A rule file that cannot be used; its text is `file:line: what is wrong`."""


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
        across=values.get("across"),
        severity=values["severity"],
        confidence=values["confidence"],
        limits=limits,
        hosts=tuple(values["hosts"]),
        since=values["since"],
        title=title[1].strip(),
        page=text,
        hint=values.get("hint", ""),
        aliases=tuple(values.get("aliases", ())),
        entry=values.get("entry"),
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
    for key in ("hint", "since", *KNOWN):
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
    """Raise `RuleError` unless the rule names one finder, and a metric its limit."""
    named = [key for key in KNOWN if key in values]
    if len(named) != 1:
        raise RuleError(f"{file}:1: a rule names one of {', '.join(KNOWN)}")
    key = named[0]
    known = KNOWN[key]()
    word = values[key]
    if word not in known:
        raise RuleError(f'{at(file, head, key)} there is no {key} "{word}"{suggest(word, known)}')
    if key == "metric" and [*limits] != [unit := finders.units()[word]]:
        raise RuleError(f'{at(file, head, "limits")} {word} needs one limit, "{unit}"')


def is_number(value: object) -> bool:
    """Whether a value is a number that can be a limit."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


def at(file: str, head: str, key: str) -> str:
    """`file:line:` of a top-level key of the front matter."""
    lines = head.split("\n")
    number = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{key}:")), 1)
    return f"{file}:{number}:"


def explain(rule: Rule) -> str:
    """The rule's page as Markdown, without its front matter."""
    return split(file_name(rule), rule.page)[1].strip() + "\n"


def file_name(rule: Rule) -> str:
    """What the rule's file is called."""
    return f"{rule.code}-{rule.name}.md"
