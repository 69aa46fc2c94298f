"""Put the rules to skills: to each by itself, and to all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from skilllint import (
    finders,
    folder,
    identity,
    links,
    pointers,
    selection,
    situational,
    skills,
)
from skilllint.checks import extraction, files, host_cuts
from skilllint.checks import links as link_checks
from skilllint.config import Config
from skilllint.judging import Ready
from skilllint.model import Audited, Finding, Problem, Rule, Setting, Skill, Unread

T = TypeVar("T")

Asked = tuple[Rule, Setting]
"""A rule that is selected for a skill, with what its check depends on."""


def rules_for(path: Path, settings: Config, *, across: bool = False) -> list[Asked]:
    """The rules that are selected for a skill: those on it alone, or those on all together."""
    hosts = selection.selected_hosts(settings, path)
    on = selection.active(settings, hosts)
    return [
        (rule, selection.setting(settings, rule, hosts))
        for rule in on
        if rule.entry is None and (rule.across is not None) == across
    ]


def asks(rule: Rule) -> bool:
    """Whether a rule judges what has left a body, or what its links lead to."""
    rooms = (extraction, files, link_checks)
    return rule.check is not None and any(hasattr(room, rule.check) for room in rooms)


def informed(skill: Skill, skill_file: Path, rules: Sequence[Asked], shelf: folder.Shelf) -> Skill:
    """A skill with what some rules have to know: the files of its folder, where its links
    lead, and what a cut takes away."""
    skill_file = skills.followed(skill_file)  # as a system does that goes up from a linked folder
    skill = replace(skill, files=folder.files(skill_file, shelf))
    if any(asks(rule) for rule, _ in rules):
        left = pointers.find(skill, skill_file, shelf)
        targets = links.find(skill, skill_file)
        skill = replace(skill, extraction=replace(left, targets=targets))
    if line := first_cut(skill, rules):
        gates = situational.gates_behind(skill.source, skill.outline, line)
        skill = replace(skill, gates=gates)
    return skill


def first_cut(skill: Skill, rules: Iterable[Asked]) -> int | None:
    """The first line at which a host cuts the skill that a rule on gates asks about."""
    hosts = {
        host
        for rule, setting in rules
        if rule.check == host_cuts.gate_behind_cut.__name__
        for host in setting.hosts
    }
    return min((cut.line for cut in skill.cuts if cut.host in hosts), default=None)


# --- one skill ------------------------------------------------------------------


def check(skill: Skill, rules: Iterable[Asked]) -> tuple[tuple[Finding, ...], tuple[Unread, ...]]:
    """What some rules find, from the top of the file down, and the checks that failed."""
    findings, failed = sort_out(
        one for rule, setting in rules for one in apply(rule, skill, setting)
    )
    return ordered(skill, findings), tuple(failed)


def apply(rule: Rule, skill: Skill, setting: Setting) -> Iterable[Finding | Unread]:
    """One rule's findings in one skill; a check that fails hides no other's."""
    try:
        return list(identity.findings(rule, skill, finders.problems(rule, skill, setting)))
    except finders.TooSlow as error:
        return [Unread(skill.path, f"rule {rule.code}: {error}", "slow")]
    except Exception as error:
        return [crash(skill.path, f"rule {rule.code} failed", error)]


def ordered(skill: Skill, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings from the top of SKILL.md down, then through the other files of its folder."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.path != skill.path, f.path, f.start, f.col, f.code, f.fingerprint),
        )
    )


# --- all together -----------------------------------------------------------------


def check_together(audited: Sequence[Audited], judged: Sequence[Ready]) -> list[Audited]:
    """The skills with what the rules on all of them together find as well."""
    done = list(audited)
    asked: dict[str, list[tuple[int, Asked]]] = defaultdict(list)
    for at, one in enumerate(judged):
        if not one.skill.standalone:
            for rule, setting in rules_for(one.path, one.config, across=True):
                asked[rule.code].append((at, (rule, setting)))
    for places in asked.values():
        rule = places[0][1][0]
        together = [(done[at].skill, setting) for at, (_, setting) in places]
        found: dict[int, list[Problem]] = defaultdict(list)
        try:
            for index, problem in finders.problems_across(rule, together):
                found[places[index][0]].append(problem)
        except Exception as error:
            first = places[0][0]
            failed = crash(done[first].skill.path, f"rule {rule.code} failed", error)
            done[first] = replace(done[first], failed=(*done[first].failed, failed))
            continue
        for at, problems in found.items():
            skill = done[at].skill
            more = (*done[at].findings, *identity.findings(rule, skill, problems))
            done[at] = replace(done[at], findings=ordered(skill, more))
    return done


# --- what went wrong --------------------------------------------------------------


def sort_out(results: Iterable[T | Unread]) -> tuple[list[T], list[Unread]]:
    """What went well, and what did not."""
    done: list[T] = []
    failed: list[Unread] = []
    for one in results:
        if isinstance(one, Unread):
            failed.append(one)
        else:
            done.append(one)
    return done, failed


def crash(path: str, what: str, error: Exception) -> Unread:
    """An error of ours, in one line."""
    reason = f"{what}: {type(error).__name__}: {error}"
    return Unread(path, reason.split("\n", 1)[0], "crash")
