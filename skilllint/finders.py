"""What finds problems: the checks by their names, and the metrics.

A check is a public function of a module in `skilllint.checks`; there is no list of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from typing import Any

from skilllint import checks
from skilllint.checks import _metrics as metrics
from skilllint.model import Problem, Rule, Setting, Skill

Check = Callable[[Skill, Setting], Iterator[Problem]]
Across = Callable[[Sequence[tuple[Skill, Setting]]], Iterator[tuple[int, Problem]]]
"""All skills with what the rule depends on for each; problems come with their skill's place."""

ACROSS = "across"
"""The check module that sees all skills together."""


def problems(rule: Rule, skill: Skill, setting: Setting) -> Iterator[Problem]:
    """What a rule on single skills finds in one."""
    if rule.check is not None:
        return functions()[rule.check](skill, setting)
    assert rule.metric is not None
    return metrics.over(rule.metric, rule.hint, skill, setting)


def problems_across(
    rule: Rule, skills: Sequence[tuple[Skill, Setting]]
) -> Iterator[tuple[int, Problem]]:
    """What a rule on all skills together finds: problems, each with the place of its skill."""
    assert rule.across is not None
    return across()[rule.across](skills)


@cache
def functions() -> Mapping[str, Check]:
    """Every check of single skills by name: the public functions of the check modules."""
    found: dict[str, Check] = {}
    for module in iter_modules(checks.__path__):
        if not module.name.startswith("_") and module.name != ACROSS:
            for name, function in public(module.name):
                assert name not in found, f"two checks are called {name}"
                found[name] = function
    return found


@cache
def across() -> Mapping[str, Across]:
    """Every check of all skills together by name."""
    return dict(public(ACROSS))


def public(module: str) -> Iterator[tuple[str, Any]]:
    """The public functions that a check module defines."""
    place = import_module(f"{checks.__name__}.{module}")
    for name, function in getmembers(place, isfunction):
        if function.__module__ == place.__name__ and not name.startswith("_"):
            yield name, function


def entries() -> Mapping[str, str]:
    """What can be wrong with an entry of an allow-list, by name; `silencing` sees it."""
    return {"expired": "its day is over", "unused": "it lets nothing be"}


def units() -> Mapping[str, str]:
    """The unit of every metric by name; it is also the name of its limit."""
    return {name: metric.unit for name, metric in metrics.METRICS.items()}
