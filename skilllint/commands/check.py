"""`check`: what is wrong, for hooks and CI."""

from __future__ import annotations

from argparse import Namespace

from skilllint import catalogue, config
from skilllint.audit import Request
from skilllint.commands import adopting, fixing, growth, outputs
from skilllint.commands.shared import (
    CLEAN,
    FINDINGS,
    INTERNAL,
    UsageError,
    calibration,
    gather,
    listed,
)
from skilllint.model import Fixes, Report
from skilllint.report.view import View


def run(options: Namespace) -> int:
    """Print the findings of some skills; or fix what is safe first, or write a baseline."""
    wanted = outputs.places(options.format, options.output)
    request = asked(options)
    report = gather(options.paths, request, options.stdin_filename)
    if options.write_baseline is not None:
        return adopting.write(report, request, options)
    fixes = Fixes()
    if options.fix or options.diff:
        fixes = fixing.plan(report, request, options)
        if options.diff:
            status = fixing.show(fixes, report)
            return CLEAN if options.exit_zero and status == FINDINGS else status
        report, fixes = fixing.write(fixes, report, request, options)
    if options.ratchet is not None:
        report = growth.told(report, options.ratchet, request.override, options.paths)
    view = View(
        report,
        advice=options.advice,
        quiet=options.quiet,
        statistics=options.statistics,
        rules=(*catalogue.rules(), *config.rules_here()),
    )
    unwritten = outputs.deliver(view, wanted)
    troubles = fixing.tell(fixes, report, quiet=options.quiet)
    if troubles == INTERNAL:
        return INTERNAL
    return unwritten or troubles or verdict(report, options)


def asked(options: Namespace) -> Request:
    """What the pipeline is asked for. Raises `UsageError` and `ConfigError`."""
    if options.tokenizer is not None:
        raise UsageError("--tokenizer is for audit alone: check runs in hooks, and sends nothing")
    if (options.fix or options.diff) and "-" in options.paths:
        raise UsageError("--fix and --diff need files; standard input is none")
    if options.write_baseline is not None and (options.fix or options.diff):
        raise UsageError("--write-baseline goes with neither --fix nor --diff; mend first")
    if options.output and (options.write_baseline is not None or options.diff):
        raise UsageError("--output is for findings; --diff and --write-baseline print none")
    override = config.Override(
        select=listed(options.select),
        extend_select=listed(options.extend_select),
        ignore=listed(options.ignore),
        hosts=listed(options.host),
        fail_on=options.fail_on,
        calibration=calibration(options),
    )
    return Request(
        loose=options.as_skill,
        override=override,
        baseline=adopting.wanted(options),
        force_exclude=options.force_exclude,
        ignored=options.no_ignore,
    )


def verdict(report: Report, options: Namespace) -> int:
    """1 if a finding that is shown reaches the severity asked for."""
    if options.exit_zero:
        return CLEAN
    return FINDINGS if any(found.failing for found in report.shown(options.advice)) else CLEAN
