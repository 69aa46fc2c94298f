"""The program: paths in, report out. Nothing here prints, and nothing later decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from skilllint import catalogue, config, cost, discovery, identity, situational, skills, source
from skilllint.config import Config, Configs, Override
from skilllint.cost import Assumptions
from skilllint.model import Audited, Candidate, Finding, Report, Rule, Setting, Skill, Unread

RULE_OF = {"conditional": "ST201", "reference": "ST202", "late": "late"}
"""The rule that reports a kind of candidate; both carry one identity."""

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


def run(paths: Iterable[Path], request: Request, track: Track = iter) -> Report:
    """Find the skills, read and weigh them, judge, price and check each.

    Raises `config.ConfigError`, `catalogue.RuleError`, `cost.Unknown`.
    """
    configs = Configs(request.override)
    found = discovery.find(paths)
    loose = found.loose if request.loose else ()
    wanted = [path for path in (*found.skills, *loose) if not configs.excludes(path)]
    read, unread = read_all(wanted, frozenset(loose), track)
    if request.files:
        read = skills.with_files(read)
    crashes: list[Unread] = []
    priced = configs.of(read[0][1] if read else Path.cwd())
    return Report(
        skills=tuple(
            examine(skill, path, configs.of(path), request.host, crashes) for skill, path in read
        ),
        unread=(*found.missing, *unread),
        internal=tuple(crashes),
        empty=tuple(skills.shown(folder) for folder in found.empty),
        skipped=len(found.passed_over) + len(found.loose) - len(loose),
        assumptions=cost.SENTENCES,
        figures=cost.figures_text(assumptions(priced, request.host)),
    )


def run_bytes(data: bytes, path: str, request: Request) -> Report:
    """Audit bytes that are in no file, such as standard input, as a skill of their own."""
    here = Configs(request.override).of(Path.cwd())
    try:
        skill = skills.read_bytes(data, path)
    except source.Unreadable as error:
        return Report((), unread=(Unread(path, str(error)),))
    crashes: list[Unread] = []
    audited = examine(skill, Path(path), here, request.host, crashes)
    return Report(
        skills=(audited,),
        internal=tuple(crashes),
        assumptions=cost.SENTENCES,
        figures=cost.figures_text(assumptions(here, request.host)),
    )


def read_all(
    paths: Sequence[Path], loose: frozenset[Path], track: Track
) -> tuple[list[tuple[Skill, Path]], list[Unread]]:
    """The skills that could be read, each with its file, and those that could not."""
    read: list[tuple[Skill, Path]] = []
    unread: list[Unread] = []
    for path in track(paths):
        try:
            read.append((skills.read(path, standalone=path in loose), path))
        except source.Unreadable as error:
            unread.append(Unread(skills.shown(path), str(error)))
    return read, unread


def examine(
    skill: Skill, path: Path, settings: Config, host: str, crashes: list[Unread]
) -> Audited:
    """Judge, price and check one skill."""
    figures = assumptions(settings, host)
    units = situational.Units(settings.lines, settings.tokens)
    candidates = situational.find(skill.source, skill.outline, skill.weights, units)
    skill = replace(skill, candidates=tuple(price(skill, one, figures) for one in candidates))
    return Audited(
        skill=skill,
        cost=cost.of(skill.tokens.body, utf16(skill.source.body), figures),
        findings=check(skill, path, settings, crashes),
    )


@cache
def figures_for(host: str, calls: int | None, model: str | None, ttl: str) -> Assumptions:
    """The figures of a price tag, chosen once for all skills that share it."""
    return cost.assume(host, calls, model, ttl)


def assumptions(settings: Config, host: str) -> Assumptions:
    """The figures a configuration asks for."""
    return figures_for(host, settings.calls, settings.model, settings.ttl)


def price(skill: Skill, found: Candidate, figures: Assumptions) -> Candidate:
    """A candidate with what moving it saves, the verdict, and its identity."""
    lines, body = skill.outline.lines, skill.source.body_line
    before = utf16("\n".join(lines[body - 1 : found.start - 1]))
    text = skill.outline.text(found.start, found.end)
    saving = cost.saving(found.tokens, before, before + utf16(text), figures)
    return replace(
        found,
        saving=saving,
        verdict=cost.verdict(found.probability, saving),
        fingerprint=identity.candidate(RULE_OF[found.kind], skill, found),
    )


def utf16(text: str) -> int:
    """The length of a text as Claude Code counts it: in UTF-16 units."""
    return len(text) + sum(1 for char in text if char > "\uffff") * (not text.isascii())


# --- checking ---------------------------------------------------------------


def check(skill: Skill, path: Path, settings: Config, crashes: list[Unread]) -> tuple[Finding, ...]:
    """What the selected rules find, from the top of the file down."""
    hosts = config.selected_hosts(settings, path)
    found = [
        finding
        for rule in config.active(settings, hosts, catalogue.rules())
        for finding in apply(rule, skill, config.setting(settings, rule, hosts), crashes)
    ]
    return tuple(sorted(found, key=lambda f: (f.start, f.col, f.code, f.fingerprint)))


def apply(rule: Rule, skill: Skill, setting: Setting, crashes: list[Unread]) -> list[Finding]:
    """One rule's findings in one skill; a check that crashes hides no other's."""
    try:
        return list(identity.findings(rule, skill, catalogue.problems(rule, skill, setting)))
    except Exception as error:
        reason = f"rule {rule.code} failed: {type(error).__name__}: {error}"
        crashes.append(Unread(skill.path, reason.split("\n", 1)[0]))
        return []
