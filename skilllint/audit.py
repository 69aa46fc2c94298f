"""The program: paths in, report out. Nothing here prints, and nothing later decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from skilllint import (
    catalogue,
    config,
    cost,
    discovery,
    folder,
    identity,
    judging,
    pointers,
    skills,
    source,
    stated,
)
from skilllint.checks import extraction
from skilllint.config import Config, Configs, Override
from skilllint.judging import Ready
from skilllint.model import (
    Audited,
    Extraction,
    Finding,
    Report,
    Rule,
    Setting,
    Skill,
    Unread,
)

T = TypeVar("T")

NO_BYTES: Mapping[str, bytes] = MappingProxyType({})

Track = Callable[[Sequence[Path]], Iterable[Path]]
"""Hands the paths on one by one; a terminal may show how far it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for besides its paths.

    `loose` reads Markdown files outside any skill as skills of their own;
    `files` weighs references and scripts too; `host` is whose sessions are
    priced; `override` is what the command line says over every configuration.
    `why` and `without` are headings: of sections to explain, and of sections
    to leave out as if they had moved to files of their own.
    """

    loose: bool = False
    files: bool = False
    host: str = "claude-code"
    override: Override = config.NOTHING
    why: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def run(
    paths: Sequence[Path],
    request: Request,
    track: Track = iter,
    typed: Mapping[str, bytes] = NO_BYTES,
) -> Report:
    """Find the skills, read and weigh them, judge, price and check each.

    `typed` are texts by the name to report, such as standard input, each a
    skill of its own. What is wrong with one skill never hides another. Raises
    `config.ConfigError` and `cost.Unknown` for a wrong request,
    `catalogue.RuleError` for a broken rule.
    """
    configs = Configs(request.override)
    found = discovery.find(paths)
    loose = found.loose if request.loose else ()
    alone = frozenset(loose)
    wanted = (*found.skills, *loose)
    ready, unread = sort_out(open_skill(path, path in alone, configs) for path in track(wanted))
    shelf = folder.Shelf()
    for one in ready:
        shelf.put(one.path, one.skill.source.bom + one.skill.source.text)
    if request.files:
        ready, lost = weigh_files(ready, shelf)
        unread += lost
    piped, refused = sort_out(take_in(data, name, configs) for name, data in typed.items())
    ready += piped
    unread += refused
    judged, failed = sort_out(judge(one, request.host) for one in ready)
    audited, crashed = sort_out(examine(one, request, shelf) for one in judged)
    return Report(
        skills=tuple(audited),
        unread=(*found.missing, *unread, *failed, *crashed),
        empty=tuple(map(discovery.shown, found.empty)),
        skipped=len(found.passed_over) + len(found.loose) - len(loose),
        assumptions=cost.SENTENCES,
        figures=judging.figures(ready, request.host),
        unmatched=tuple(judging.unmatched(judged, request.why, request.without)),
        remarks=tuple(stated.unheard(((o.skill, o.path, o.config) for o in ready), paths)),
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


def take_in(data: bytes, name: str, configs: Configs) -> Ready | Unread:
    """Read bytes that are in no file, such as standard input, as a skill of their own."""
    try:
        return Ready(skills.read_bytes(data, name), Path(name), configs.of(Path.cwd()))
    except config.ConfigError as error:
        return Unread(name, str(error), "configuration")
    except source.Unreadable as error:
        return Unread(name, str(error))


def weigh_files(ready: Sequence[Ready], shelf: folder.Shelf) -> tuple[list[Ready], list[Unread]]:
    """The skills with the weights of their folders' files, and the files that have none."""
    alone = [one for one in ready if one.skill.standalone]
    owners = [one for one in ready if not one.skill.standalone]
    files, unread = folder.weigh([one.path for one in owners], shelf)
    weighed = [
        replace(one, skill=replace(one.skill, tokens=replace(one.skill.tokens, files=found)))
        for one, found in zip(owners, files, strict=True)
    ]
    return [*weighed, *alone], unread


def crash(path: str, what: str, error: Exception) -> Unread:
    """An error of ours, in one line."""
    reason = f"{what}: {type(error).__name__}: {error}"
    return Unread(path, reason.split("\n", 1)[0], "crash")


# --- judging, pricing, checking ------------------------------------------------


def judge(one: Ready, host: str) -> Ready | Unread:
    """A skill with its candidates, each with its price."""
    try:
        return judging.judge(one, judging.assumptions(one.config, host))
    except Exception as error:
        return crash(one.skill.path, "judging it failed", error)


def examine(one: Ready, request: Request, shelf: folder.Shelf) -> Audited | Unread:
    """Check and price one judged skill: as it stands, or without some of its blocks."""
    figures = judging.assumptions(one.config, request.host)
    rules = rules_for(one.path, one.config)
    try:
        why = judging.explain(one, request.why, figures)
        rest, moved = judging.without(one, request.without, figures)
        # the files of blocks that only would have moved are not there to be pointed to
        asked = not moved and any(asks(rule) for rule, _ in rules)
        left = pointers.find(one.skill, one.path, shelf) if asked else Extraction()
    except Exception as error:
        return crash(one.skill.path, "judging it failed", error)
    skill = replace(rest.skill, extraction=left)
    findings, crashes = check(skill, rules)
    price = cost.of(skill.tokens.body, skill.source.units, figures)
    before = one.skill.tokens.body if moved else None
    return Audited(skill, price, findings, crashes, why, moved, before)


def rules_for(path: Path, settings: Config) -> list[tuple[Rule, Setting]]:
    """The rules that are selected for a skill, each with what its check depends on."""
    hosts = config.selected_hosts(settings, path)
    on = config.active(settings, hosts, catalogue.rules())
    return [(rule, config.setting(settings, rule, hosts)) for rule in on]


def asks(rule: Rule) -> bool:
    """Whether a rule judges what has left a body."""
    return rule.check is not None and hasattr(extraction, rule.check)


def check(
    skill: Skill, rules: Iterable[tuple[Rule, Setting]]
) -> tuple[tuple[Finding, ...], tuple[Unread, ...]]:
    """What some rules find, from the top of the file down, and the checks that crashed."""
    findings, crashes = sort_out(
        one for rule, setting in rules for one in apply(rule, skill, setting)
    )
    findings.sort(key=lambda f: (f.start, f.col, f.code, f.fingerprint))
    return tuple(findings), tuple(crashes)


def apply(rule: Rule, skill: Skill, setting: Setting) -> Iterable[Finding | Unread]:
    """One rule's findings in one skill; a check that crashes hides no other's."""
    try:
        return list(identity.findings(rule, skill, catalogue.problems(rule, skill, setting)))
    except Exception as error:
        return [crash(skill.path, f"rule {rule.code} failed", error)]
