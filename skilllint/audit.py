"""The program: paths in, report out. Nothing here prints, and nothing later decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from skilllint import (
    catalogue,
    config,
    cost,
    discovery,
    folder,
    identity,
    situational,
    skills,
    source,
)
from skilllint.config import Config, Configs, Override
from skilllint.cost import Assumptions
from skilllint.model import (
    Audited,
    Candidate,
    Finding,
    Report,
    Rule,
    Setting,
    Skill,
    Unread,
    utf16,
)

T = TypeVar("T")

RULE_OF = {"conditional": "ST201", "reference": "ST202", "late": "late"}
"""The rule that reports a kind of candidate; both carry one identity."""

MIXED = "calls, model and cache differ by configuration: each skill's cost names its own"

Track = Callable[[Sequence[Path]], Iterable[Path]]
"""Hands the paths on one by one; a terminal may show how far it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for besides its paths.

    `loose` reads Markdown files outside any skill as skills of their own;
    `files` weighs references and scripts too; `host` is whose sessions are
    priced; `override` is what the command line says over every configuration.
    """

    loose: bool = False
    files: bool = False
    host: str = "claude-code"
    override: Override = config.NOTHING


@dataclass(frozen=True, slots=True)
class Ready:
    """A skill that was read, with its file and what is configured for it."""

    skill: Skill
    path: Path
    config: Config


def run(paths: Iterable[Path], request: Request, track: Track = iter) -> Report:
    """Find the skills, read and weigh them, judge, price and check each.

    What is wrong with one never hides another. Raises `config.ConfigError` and
    `cost.Unknown` for a wrong request, `catalogue.RuleError` for a broken rule.
    """
    configs = Configs(request.override)
    found = discovery.find(paths)
    loose = found.loose if request.loose else ()
    alone = frozenset(loose)
    wanted = (*found.skills, *loose)
    ready, unread = sort_out(open_skill(path, path in alone, configs) for path in track(wanted))
    if request.files:
        ready, lost = weigh_files(ready)
        unread += lost
    audited, failed = sort_out(examine(one, request.host) for one in ready)
    return Report(
        skills=tuple(audited),
        unread=(*found.missing, *unread, *failed),
        empty=tuple(map(discovery.shown, found.empty)),
        skipped=len(found.passed_over) + len(found.loose) - len(loose),
        assumptions=cost.SENTENCES,
        figures=figures(ready, request.host),
    )


def run_bytes(data: bytes, path: str, request: Request) -> Report:
    """Audit bytes that are in no file, such as standard input, as a skill of their own."""
    here = Configs(request.override).of(Path.cwd())
    try:
        ready = [Ready(skills.read_bytes(data, path), Path(path), here)]
    except source.Unreadable as error:
        return Report((), unread=(Unread(path, str(error)),))
    audited, failed = sort_out(examine(one, request.host) for one in ready)
    return Report(
        skills=tuple(audited),
        unread=tuple(failed),
        assumptions=cost.SENTENCES,
        figures=figures(ready, request.host),
    )


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


def open_skill(path: Path, standalone: bool, configs: Configs) -> Ready | Unread:
    """Read one skill, unless its configuration is broken or leaves it out."""
    shown = discovery.shown(path)
    try:
        left_out = configs.excludes(path)
        if left_out:
            return Unread(left_out, f"{shown} is excluded", "excluded")
        return Ready(skills.read(path, standalone=standalone), path, configs.of(path))
    except config.ConfigError as error:
        return Unread(shown, str(error), "configuration")
    except source.Unreadable as error:
        return Unread(shown, str(error))
    except Exception as error:
        return crash(shown, "reading it failed", error)


def weigh_files(ready: Sequence[Ready]) -> tuple[list[Ready], list[Unread]]:
    """The skills with the weights of their folders' files, and the files that have none."""
    alone = [one for one in ready if one.skill.standalone]
    owners = [one for one in ready if not one.skill.standalone]
    files, unread = folder.weigh([one.path for one in owners])
    weighed = [
        replace(one, skill=replace(one.skill, tokens=replace(one.skill.tokens, files=found)))
        for one, found in zip(owners, files, strict=True)
    ]
    return [*weighed, *alone], unread


def crash(path: str, what: str, error: Exception) -> Unread:
    """An error of ours, in one line."""
    reason = f"{what}: {type(error).__name__}: {error}"
    return Unread(path, reason.split("\n", 1)[0], "crash")


# --- judging and pricing ----------------------------------------------------


def examine(one: Ready, host: str) -> Audited | Unread:
    """Judge, price and check one skill."""
    figures = assumptions(one.config, host)
    try:
        skill = judge(one.skill, one.config, figures)
    except Exception as error:
        return crash(one.skill.path, "judging it failed", error)
    findings, crashes = check(skill, one.path, one.config)
    price = cost.of(skill.tokens.body, skill.source.units, figures)
    return Audited(skill, price, findings, crashes)


def judge(skill: Skill, settings: Config, figures: Assumptions) -> Skill:
    """A skill with its candidates, each with its price and identity."""
    units = situational.Units(settings.lines, settings.tokens)
    found = situational.find(skill.source, skill.outline, skill.weights, units)
    skill = replace(skill, candidates=tuple(price(skill, one, figures) for one in found))
    named = zip(skill.candidates, identity.candidates(RULE_OF, skill), strict=True)
    return replace(skill, candidates=tuple(replace(one, fingerprint=p) for one, p in named))


def price(skill: Skill, found: Candidate, figures: Assumptions) -> Candidate:
    """A candidate with what moving it saves, and the verdict."""
    lines, body = skill.outline.lines, skill.source.body_line
    before = utf16("\n".join(lines[body - 1 : found.start - 1]))
    after = before + utf16(skill.outline.text(found.start, found.end))
    saving = cost.saving(found.tokens, before, after, figures)
    if found.kind == "late":
        saving = replace(saving, late_after=cost.late(found.tokens, before, after, figures))
    return replace(found, saving=saving, verdict=cost.verdict(found.probability, saving))


@cache
def figures_for(host: str, calls: int | None, model: str | None, ttl: str) -> Assumptions:
    """The figures of a price tag, chosen once for all skills that share it."""
    return cost.assume(host, calls, model, ttl)


def assumptions(settings: Config, host: str) -> Assumptions:
    """The figures a configuration asks for."""
    return figures_for(host, settings.calls, settings.model, settings.ttl)


def figures(ready: Sequence[Ready], host: str) -> tuple[str, ...]:
    """The numbers in force, or that they differ."""
    asked = {(one.config.calls, one.config.model, one.config.ttl) for one in ready}
    if len(asked) > 1:
        return (MIXED,)
    return cost.figures_text(assumptions(ready[0].config, host)) if ready else ()


# --- checking ---------------------------------------------------------------


def check(
    skill: Skill, path: Path, settings: Config
) -> tuple[tuple[Finding, ...], tuple[Unread, ...]]:
    """What the selected rules find, from the top of the file down, and the checks that crashed."""
    hosts = config.selected_hosts(settings, path)
    findings, crashes = sort_out(
        one
        for rule in config.active(settings, hosts, catalogue.rules())
        for one in apply(rule, skill, config.setting(settings, rule, hosts))
    )
    findings.sort(key=lambda f: (f.start, f.col, f.code, f.fingerprint))
    return tuple(findings), tuple(crashes)


def apply(rule: Rule, skill: Skill, setting: Setting) -> Iterable[Finding | Unread]:
    """One rule's findings in one skill; a check that crashes hides no other's."""
    try:
        return list(identity.findings(rule, skill, catalogue.problems(rule, skill, setting)))
    except Exception as error:
        return [crash(skill.path, f"rule {rule.code} failed", error)]
