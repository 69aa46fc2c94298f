"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace

from skilllint import catalogue, config
from skilllint.audit import Request
from skilllint.commands import outputs
from skilllint.commands.shared import CLEAN, FINDINGS, INTERNAL, gather, listed, tell_troubles
from skilllint.model import Report
from skilllint.report.view import View

SEVERITIES = ("note", "warning", "error")


def run(options: Namespace) -> int:
    """Print the findings of some skills."""
    wanted = outputs.places(options.format, options.output)
    override = config.Override(
        select=listed(options.select), ignore=listed(options.ignore), hosts=listed(options.host)
    )
    request = Request(loose=options.as_skill, override=override, ignored=options.no_ignore)
    report = gather(options.paths, request, options.stdin_filename)
    view = View(
        report,
        advice=options.advice,
        quiet=options.quiet,
        statistics=options.statistics,
        rules=catalogue.rules(),
    )
    unwritten = outputs.deliver(view, wanted)
    troubles = tell_troubles(report, quiet=options.quiet)
    if troubles == INTERNAL:
        return INTERNAL
    fail_on = "never" if options.exit_zero else options.fail_on
    return unwritten or troubles or verdict(report, fail_on, options.advice)


def verdict(report: Report, fail_on: str, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    if fail_on == "never":
        return CLEAN
    failing = SEVERITIES[SEVERITIES.index(fail_on) :]
    return FINDINGS if any(f.severity in failing for f in report.shown(advice)) else CLEAN
