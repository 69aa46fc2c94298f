"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace

from skilllint import config
from skilllint.audit import Request
from skilllint.commands import fixing
from skilllint.commands.shared import CLEAN, FINDINGS, USAGE, complain, gather, listed
from skilllint.model import Fixes, Report

SEVERITIES = ("note", "warning", "error")


def run(options: Namespace) -> int:
    """Print the findings of some skills, or fix what is safe and print the rest."""
    override = config.Override(
        select=listed(options.select), ignore=listed(options.ignore), hosts=listed(options.host)
    )
    request = Request(
        loose=options.as_skill, override=override, force_exclude=options.force_exclude
    )
    if (options.fix or options.diff) and "-" in options.paths:
        return complain("--fix and --diff need files; standard input is none", USAGE)
    report = gather(options.paths, request)
    fixes = Fixes()
    if options.fix or options.diff:
        fixes = fixing.plan(report, request, options)
        if options.diff:
            return fixing.show(fixes, report)
        report, fixes = fixing.write(fixes, report, request, options)
    if options.format == "json":
        from skilllint.report import json

        print(json.render_check(report, advice=options.advice))
    else:
        from skilllint.report import findings

        print(findings.render(report, advice=options.advice), end="")
    return fixing.tell(fixes, report) or verdict(report, options.fail_on, options.advice)


def verdict(report: Report, fail_on: str, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    if fail_on == "never":
        return CLEAN
    failing = SEVERITIES[SEVERITIES.index(fail_on) :]
    return FINDINGS if any(f.severity in failing for f in report.shown(advice)) else CLEAN
