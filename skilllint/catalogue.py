"""The rules: one Markdown file each, found by their codes and names. There is no other list."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from skilllint import rulefile
from skilllint.model import Rule
from skilllint.rulefile import RuleError
from skilllint.spelling import suggest

NAMED = 4
"""Codes that an error names of a family."""


class UnknownRuleError(Exception):
    """A word that names no rule; its text ends with the nearest one that exists."""


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
    files = sorted(place.glob("*.md"))
    return distinct((file.name, rulefile.parse(file.name, text(file))) for file in files)


def read_own(place: Path, shown: str) -> tuple[Rule, ...]:
    """The rules that a repository keeps in a folder, ordered by code. Raises `RuleError`.

    `shown` is what the folder is called in errors. Rules are data: a metric with a limit,
    or a pattern; a README beside them is let be.
    """
    try:
        files = sorted(file for file in place.iterdir() if file.suffix.lower() == ".md")
    except OSError as error:
        raise RuleError(f"{shown}: {os.strerror(error.errno or 0).lower()}") from None
    named = [(f"{shown}/{f.name}", f) for f in files if f.stem.casefold() != "readme"]
    if not named:
        raise RuleError(f"{shown}: holds no rule; one is called like ACME001-no-jargon.md")
    taken = {family(rule) for rule in rules()} | {"ALL"} | {rule.name for rule in rules()}
    found = distinct((name, rulefile.parse_own(name, text(file))) for name, file in named)
    for rule in found:
        if not taken.isdisjoint((family(rule), rule.name)):
            name = f"{shown}/{rulefile.file_name(rule)}"
            raise RuleError(f"{name}:1: its code or name is one of skilllint's own; choose others")
    return found


def family(rule: Rule) -> str:
    """The letters that a rule's code begins with."""
    return rule.code.rstrip("0123456789")


def text(file: Path) -> str:
    """The text of a rule file. Raises `RuleError`."""
    try:
        return file.read_text("utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{file.name}:1: cannot be read ({error})") from None


def distinct(named: Iterable[tuple[str, Rule]]) -> tuple[Rule, ...]:
    """Rules by the files they come from, if no two share a code or name. Raises `RuleError`."""
    found: dict[str, Rule] = {}
    for file, rule in named:
        for word in (rule.code, rule.name, *rule.aliases):
            if word in found:
                raise RuleError(f"{file}:1: {found[word].code} is called {word} already")
            found[word] = rule
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
        first, more = sorted(family)[:NAMED], len(family) - NAMED
        rest = f" and {more} more" if more > 0 else ""
        raise UnknownRuleError(f'"{word}" is only the beginning of {", ".join(first)}{rest}')
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
