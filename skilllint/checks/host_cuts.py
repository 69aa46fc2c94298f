"""HC: what a host silently drops of a SKILL.md, and what is lost behind the cut."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.checks._lines import about, others
from skilllint.checks._wording import count, quoted
from skilllint.model import Cut, CutRule, Host, Problem, ReadLimit, Setting, Skill

UNITS = {"bytes": "bytes", "utf-16": "characters"}


SMALL = 0.1
"""The share of the body's tokens below which a loss is advice; HC104 tells of gates in it."""


def codex_cut(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """What lies behind the size at which Codex stops reading, or how near that is."""
    return _cuts(skill, setting, "codex")


def claude_code_cut(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """What Claude Code no longer has of a skill after a compaction."""
    return _cuts(skill, setting, "claude-code")


def read_limit(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A file that the tool of a host refuses to read at once."""
    for host in setting.hosts.values():
        if host.read is None:
            continue
        if skill.tokens.file > host.read.least:
            yield _refused(host, host.read, skill.tokens.file, "")
        for file in skill.files:
            if file.kind == "reference" and (tokens := about(skill, file.size)) > host.read.least:
                yield _refused(host, host.read, tokens, file.path)


def gate_behind_cut(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Approvals, stops and gates that a host no longer has, one finding for each cut."""
    for cut in skill.cuts:
        host = setting.hosts.get(cut.host)
        lost = [gate for gate in skill.gates if gate.line > cut.line]
        if host and lost and not skill.standalone:
            lines = ", ".join(f"line {gate.line} {gate.reason}" for gate in lost[:3])
            yield Problem(
                lost[0].line,
                f"{cut.rule.when}, {host.label} has the text only down to line {cut.line}: "
                f"{lines}{others(len(lost[3:]))}",
                hint=f"move what must hold in every run above line {cut.line}",
                host=cut.host,
            )


def _refused(host: Host, read: ReadLimit, tokens: int, file: str) -> Problem:
    """A SKILL.md is loaded by other means, and what is refused only in places is less: advice."""
    everywhere = tokens > read.limit
    limits = (
        f"{count(read.limit, 'tokens')} of a file at once ({read.least:,} {read.where})"
        if everywhere
        else f"{count(read.least, 'tokens')} of a file at once {read.where} "
        f"({read.limit:,} elsewhere)"
    )
    return Problem(
        1,
        f"{host.label} reads at most {limits}; this one has {'about ' if file else ''}{tokens:,}",
        hint="divide it, or say where it is named which lines to read",
        value=tokens,
        limit=read.limit if everywhere else read.least,
        confidence=None if everywhere and file else "advice",
        host=host.name,
        whole=True,
        file=file,
    )


def _cuts(skill: Skill, setting: Setting, name: str) -> Iterator[Problem]:
    host = setting.hosts.get(name)
    if host is None or skill.standalone:
        return
    for rule in host.cuts:
        cut = next((c for c in skill.cuts if (c.host, c.rule.name) == (name, rule.name)), None)
        if cut:
            yield _lost(cut, host, skill)
        elif _size(skill, rule) >= rule.warn:
            yield _near(_size(skill, rule), rule, host)


def _lost(cut: Cut, host: Host, skill: Skill) -> Problem:
    unit = UNITS[cut.rule.unit]
    title = cut.heading_path[-1] if cut.heading_path else ""
    where = f"in {quoted(title)}" if title else "before the first heading"
    return Problem(
        cut.line,
        f"{cut.rule.when}, {host.label} has the text only down to here, {where}: "
        f"{count(cut.lost_tokens, 'tokens')} behind it are lost "
        f"({count(cut.size, unit)}, limit {cut.rule.limit:,})",
        end=len(skill.source.lines),
        hint=_behind(cut),
        value=cut.size,
        limit=cut.rule.limit,
        host=cut.host,
        confidence="advice" if cut.lost_tokens < SMALL * skill.tokens.body else None,
        whole=True,
    )


def _behind(cut: Cut) -> str:
    """What to rescue: the first sections behind the cut, and how many follow."""
    whole = [lost for lost in cut.lost if lost.line > cut.line and lost.title]
    if not whole:
        return "move what must hold above the cut, or shorten what stands before it"
    named = ", ".join(f"{quoted(lost.title)} (line {lost.line})" for lost in whole[:3])
    more = f" and {len(whole) - 3} more" if len(whole) > 3 else ""
    return f"lost with it: {named}{more}; move what must hold above the cut"


def _near(size: int, rule: CutRule, host: Host) -> Problem:
    """Little room left: advice, since nothing is lost yet."""
    unit = UNITS[rule.unit]
    return Problem(
        1,
        f"{rule.when}, {host.label} drops what goes beyond its limit; "
        f"{count(rule.limit - size, unit)} are left ({count(size, unit)}, limit {rule.limit:,})",
        value=size,
        limit=rule.limit,
        host=host.name,
        severity="note",
        confidence="advice",
        whole=True,
    )


def _size(skill: Skill, rule: CutRule) -> int:
    """The size of what a limit counts, in its unit."""
    return skill.source.size if rule.unit == "bytes" else skill.source.units
