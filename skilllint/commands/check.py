"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from skilllint import config, discovery
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
    if options.ratchet is not None:
        report = with_growth(report, options.ratchet, override)
    if options.format == "json":
        from skilllint.report import json

        print(json.render_check(report, advice=options.advice))
    else:
        from skilllint.report import findings

        print(findings.render(report, advice=options.advice), end="")
    return tell_troubles(report) or verdict(report, options.advice)


def with_growth(report: Report, revision: str, override: config.Override) -> Report:
    """The report with what grew since the work left a revision, of each repository it is about."""
    from skilllint.compare import Asked, ratchet, run

    asked = Asked(base=revision or None, fork=True, override=override)
    folders = {discovery.repository(Path(one.skill.path).parent) for one in report.skills}
    for folder in sorted(folders, key=str):
        found = run(folder or Path.cwd(), asked)
        grown = ratchet.check(found, config.Configs(override), date.today())
        report = ratchet.attach(report, grown)
    return report


def verdict(report: Report, advice: bool) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    return FINDINGS if any(found.failing for found in report.shown(advice)) else CLEAN
