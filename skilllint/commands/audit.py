"""`audit`: where the tokens are and what they cost."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from skilllint.audit import Request
from skilllint.commands import counting
from skilllint.commands.shared import console, gather, priced, tell, tell_troubles
from skilllint.model import Report

DETAILS = 10
"""Skills shown with all details when no number was asked for."""


def run(options: Namespace) -> int:
    """Print the report on some skills."""
    why, without = tuple(options.why), tuple(options.without)
    asker = counting.asker(options)
    request = Request(
        loose=True,
        files=not why,
        host=options.host,
        override=priced(options),
        why=why,
        without=without,
        force_exclude=options.force_exclude,
        ignored=options.no_ignore,
        ask=asker,
    )
    report = gather(options.paths, request, options.stdin_filename)
    report = ordered(report, options.sort, None if why else options.top)
    if report.unmatched:
        return tell_troubles(report)
    if why:
        show_reasons(report, options.format)
    else:
        show_audit(report, options.format, options.top or DETAILS)
        tell(report.notices)
    troubles, missing = tell_troubles(report), counting.tell(asker)
    return troubles or missing


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


def ordered(report: Report, key: str, top: int | None) -> Report:
    """The skills in the order asked for, heaviest first, and as many as asked for."""
    if key in ("name", "path"):
        skills = sorted(report.skills, key=lambda a: (getattr(a.skill, key), a.skill.path))
    else:
        skills = sorted(report.skills, key=lambda a: (-getattr(a.skill.tokens, key), a.skill.path))
    return replace(report, skills=tuple(skills[:top]))
