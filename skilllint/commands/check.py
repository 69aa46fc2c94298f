"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace

from skilllint import config
from skilllint.audit import Request
from skilllint.commands import adopting, fixing
from skilllint.commands.shared import CLEAN, FINDINGS, USAGE, complain, gather, listed
from skilllint.model import Fixes, Report


def run(options: Namespace) -> int:
    """Print the findings of some skills; or fix what is safe first, or write a baseline."""
    override = config.Override(
        select=listed(options.select),
        extend_select=listed(options.extend_select),
        ignore=listed(options.ignore),
        hosts=listed(options.host),
        fail_on=options.fail_on,
    )
    known = adopting.wanted(options)
    request = Request(
        loose=options.as_skill,
        override=override,
        baseline=known,
        force_exclude=options.force_exclude,
    )
    if (options.fix or options.diff) and "-" in options.paths:
        return complain("--fix and --diff need files; standard input is none", USAGE)
    report = gather(options.paths, request)
    if options.write_baseline is not None:
        return adopting.write(report, request, options)
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
    return fixing.tell(fixes, report) or verdict(report, options.advice)


def verdict(report: Report, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    return FINDINGS if any(found.failing for found in report.shown(advice)) else CLEAN
