"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace

from skilllint import config
from skilllint.audit import Request
from skilllint.commands import adopting
from skilllint.commands.shared import CLEAN, FINDINGS, gather, listed, tell_troubles
from skilllint.model import Report


def run(options: Namespace) -> int:
    """Print the findings of some skills, or write them as a baseline."""
    override = config.Override(
        select=listed(options.select),
        extend_select=listed(options.extend_select),
        ignore=listed(options.ignore),
        hosts=listed(options.host),
        fail_on=options.fail_on,
    )
    known = adopting.wanted(options)
    request = Request(loose=options.as_skill, override=override, baseline=known)
    report = gather(options.paths, request)
    if options.write_baseline is not None:
        return adopting.write(report, request, options)
    if options.format == "json":
        from skilllint.report import json

        print(json.render_check(report, advice=options.advice))
    else:
        from skilllint.report import findings

        print(findings.render(report, advice=options.advice), end="")
    return tell_troubles(report) or verdict(report, options.advice)


def verdict(report: Report, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    return FINDINGS if any(found.failing for found in report.shown(advice)) else CLEAN
