"""What a configuration comes to for one skill: the hosts it is judged for, and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from skilllint import catalogue, discovery, hosts
from skilllint.config import Config
from skilllint.model import Host, Rule, Setting

DEFAULT_HOSTS = ("spec", "claude-code")
SHOWN: Mapping[str, tuple[str, ...]] = {
    "codex": (".codex-plugin", ".codex"),
    "copilot": (".github/skills",),
}
"""Folders by which a repository shows that it serves a host."""


def shown_hosts(root: Path) -> tuple[str, ...]:
    """The hosts that a repository's or plugin's folder shows it serves."""
    return tuple(
        name for name, places in SHOWN.items() if any((root / place).is_dir() for place in places)
    )


def selected_hosts(config: Config, skill: Path) -> dict[str, Host]:
    """The hosts that a skill is judged for, in the order of the host table."""
    names = set(config.hosts or ())
    if config.hosts is None:
        roots = {discovery.plugin(skill.parent), discovery.repository(skill.parent)}
        names = {*DEFAULT_HOSTS, *(name for root in roots if root for name in shown_hosts(root))}
    return {name: host for name, host in hosts.table().items() if name in names}


def active(config: Config, hosts_: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that are selected, not ignored, and hold for one of the hosts."""
    on = codes((*config.select, *config.extend_select), config.rules)
    off = codes(config.ignore, config.rules)
    here = {"any", *hosts_}
    return tuple(one for one in config.known if one.code in on - off and here & {*one.hosts})


def codes(words: tuple[str, ...], own: Sequence[Rule]) -> frozenset[str]:
    """The codes that some words stand for; a rule of another configuration's own is none here."""
    if not own:
        return ours(words)
    return frozenset().union(*(meant(word, (*catalogue.rules(), *own)) for word in words))


@cache
def ours(words: tuple[str, ...]) -> frozenset[str]:
    """The codes of our rules that some words stand for: a run asks for the same ones every time."""
    return frozenset().union(*(meant(word, catalogue.rules()) for word in words))


def meant(word: str, among: Iterable[Rule]) -> frozenset[str]:
    """The codes that a word stands for among some rules, if any."""
    try:
        return catalogue.match(word, among)
    except catalogue.UnknownRuleError:
        return frozenset()


def named(words: Iterable[str], among: Iterable[Rule]) -> frozenset[str]:
    """The codes of the rules that some words name one by one, not as a family or as all."""
    said = {word.casefold() for word in words}
    return frozenset(
        rule.code
        for rule in among
        if any(key.casefold() in said for key in (rule.code, rule.name, *rule.aliases))
    )


def setting(config: Config, rule: Rule, hosts_: Mapping[str, Host]) -> Setting:
    """What a rule's check depends on: its limits as configured, and the hosts."""
    return Setting({**rule.limits, **config.limits.get(rule.code, {})}, hosts_)
