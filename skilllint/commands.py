"""What each command does: run the pipeline, hand the report to a renderer, give a status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from skilllint import audit, catalogue, config, cost
from skilllint.audit import Request
from skilllint.model import Report
from skilllint.report.wording import clean, plural

if TYPE_CHECKING:
    from rich.console import Console

CLEAN, FINDINGS, USAGE, NO_SKILL, INTERNAL = 0, 1, 2, 3, 70

SEVERITIES = ("note", "warning", "error")

DETAILS = 10
"""Skills shown with all details when no number was asked for."""

MANY = 50
"""From this many skills on, a terminal shows how far the run is."""


def run(options: Namespace) -> int:
    """Run the command that was named; an error of the user's is one line and status 2."""
    try:
        return COMMANDS[options.command](options)
    except (config.ConfigError, catalogue.UnknownRuleError, cost.Unknown) as error:
        return complain(str(error), USAGE)
    except catalogue.RuleError as error:
        return complain(f"no audit was performed: {error}", INTERNAL)
    except KeyboardInterrupt:
        return 130


def complain(sentence: str, status: int) -> int:
    """One line on standard error."""
    print(f"skilllint: {clean(sentence)}", file=sys.stderr)
    return status


# --- commands ---------------------------------------------------------------


def run_audit(options: Namespace) -> int:
    """Where the tokens are and what they cost."""
    override = config.Override(
        select=listed(options.select),
        ignore=listed(options.ignore),
        calls=options.calls,
        model=options.model,
        ttl=options.ttl,
    )
    why, without = tuple(options.why), tuple(options.without)
    request = Request(
        loose=True,
        files=not why,
        host=options.host,
        override=override,
        why=why,
        without=without,
    )
    report = ordered(gather(options.paths, request), options.sort, None if why else options.top)
    if report.unmatched:
        return tell_troubles(report)
    if why:
        show_reasons(report, options.format)
    else:
        show_audit(report, options.format, options.top or DETAILS)
    return tell_troubles(report)


def show_audit(report: Report, form: str, details: int) -> None:
    """Print the report in one of its forms."""
    if form == "json":
        from skilllint.report import json

        print(json.render_audit(report))
    elif form == "markdown":
        from skilllint.report import markdown

        print(markdown.render(report, details=details), end="")
    else:
        from skilllint.report import table

        print(table.render(report, console(sys.stdout), details=details), end="")


def show_reasons(report: Report, form: str) -> None:
    """Print what explains the sections asked for, and nothing else."""
    from skilllint.report import why

    if form == "json":
        print(why.render_json(report))
    elif form == "markdown":
        print(why.render_markdown(report), end="")
    else:
        print(why.render(report, console(sys.stdout)), end="")


def run_check(options: Namespace) -> int:
    """What is wrong."""
    override = config.Override(
        select=listed(options.select), ignore=listed(options.ignore), hosts=listed(options.host)
    )
    report = gather(options.paths, Request(loose=options.as_skill, override=override))
    if options.format == "json":
        from skilllint.report import json

        print(json.render_check(report, advice=options.advice))
    else:
        from skilllint.report import findings

        print(findings.render(report, advice=options.advice), end="")
    return tell_troubles(report) or verdict(report, options.fail_on, options.advice)


def run_explain(options: Namespace) -> int:
    """The page of one rule."""
    page = catalogue.explain(catalogue.find(options.code, catalogue.rules()))
    if sys.stdout.isatty():
        from rich.markdown import Markdown

        console(sys.stdout).print(Markdown(page))
    else:
        print(page, end="")
    return CLEAN


def run_rules(options: Namespace) -> int:
    """All rules, one a line."""
    from skilllint.report import rules

    render = rules.render_json if options.format == "json" else rules.render
    print(render(catalogue.rules()), end="")
    return CLEAN


COMMANDS = {
    "audit": run_audit,
    "check": run_check,
    "explain": run_explain,
    "rules": run_rules,
}


# --- what they share --------------------------------------------------------


def gather(paths: Sequence[str], request: Request) -> Report:
    """The report on paths; `-` is standard input."""
    named = [Path(path) for path in paths or ["."] if path != "-"]
    typed = {"<stdin>": sys.stdin.buffer.read()} if "-" in paths else {}
    return audit.run(named, request, track, typed)


def listed(words: Sequence[str] | None) -> tuple[str, ...] | None:
    """The words of a repeatable option, also where they came with commas."""
    if words is None:
        return None
    return tuple(word.strip() for given in words for word in given.split(",") if word.strip())


def ordered(report: Report, key: str, top: int | None) -> Report:
    """The skills in the order asked for, heaviest first, and as many as asked for."""
    if key in ("name", "path"):
        skills = sorted(report.skills, key=lambda a: (getattr(a.skill, key), a.skill.path))
    else:
        skills = sorted(report.skills, key=lambda a: (-getattr(a.skill.tokens, key), a.skill.path))
    return replace(report, skills=tuple(skills[:top]))


def tell_troubles(report: Report) -> int:
    """Say on standard error what was not audited; the status that follows from it."""
    for folder in report.empty:
        complain(f"{folder}: no skill found; a skill is a folder with a SKILL.md", NO_SKILL)
    if report.skipped:
        complain(f"{plural(report.skipped, 'file')} outside any skill skipped", CLEAN)
    for reason, skills in counted(report, "configuration"):
        complain(f"{reason}; {plural(skills, 'skill')} not audited", USAGE)
    for file, skills in counted(report, "excluded"):
        complain(f"{plural(skills, 'skill')} excluded by {file}", CLEAN)
    for one in report.unread:
        if one.cause == "unreadable":
            complain(f"{one.path}: {one.reason}", USAGE)
    for sentence in report.remarks:
        complain(sentence, CLEAN)
    for sentence in report.unmatched:
        complain(sentence, USAGE)
    for one in report.crashes:
        complain(f"{one.path}: {one.reason}; all else is complete", INTERNAL)
    if report.crashes:
        return INTERNAL
    unread = any(one.cause in ("unreadable", "configuration") for one in report.unread)
    if unread or report.unmatched:
        return USAGE
    return NO_SKILL if report.empty else CLEAN


def counted(report: Report, cause: str) -> Iterable[tuple[str, int]]:
    """How many skills one configuration keeps out, by what it says or where it is."""
    kept_out = [one for one in report.unread if one.cause == cause]
    return Counter(one.path if cause == "excluded" else one.reason for one in kept_out).items()


def verdict(report: Report, fail_on: str, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    if fail_on == "never":
        return CLEAN
    failing = SEVERITIES[SEVERITIES.index(fail_on) :]
    return FINDINGS if any(f.severity in failing for f in report.shown(advice)) else CLEAN


def track(paths: Sequence[Path]) -> Iterable[Path]:
    """The paths, with a progress bar on standard error for a long run on a terminal."""
    if len(paths) < MANY or not sys.stderr.isatty():
        return paths
    screen = console(sys.stderr)
    if screen.is_dumb_terminal:
        return paths
    from rich.progress import track as bar

    return bar(paths, "reading", console=screen, transient=True)


def console(stream: TextIO) -> Console:
    """A console without escape codes in a pipe or with NO_COLOR, unless FORCE_COLOR asks."""
    from rich.console import Console

    forced = bool(os.environ.get("FORCE_COLOR"))
    plain = bool(os.environ.get("NO_COLOR")) or not (forced or stream.isatty())
    return Console(
        file=stream,
        color_system=None if plain else "auto",
        force_terminal=(forced and not plain) or None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )
