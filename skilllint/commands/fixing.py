"""What `check` does with `--fix` and `--diff`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from skilllint import audit, fixes
from skilllint.audit import Request
from skilllint.commands.shared import (
    CLEAN,
    FINDINGS,
    INTERNAL,
    USAGE,
    complain,
    gather,
    tell_troubles,
)
from skilllint.model import Finding, Fixes, Report
from skilllint.report.wording import plural


def plan(report: Report, request: Request, options: Namespace) -> Fixes:
    """What `--fix` makes of the files of a report's skills.

    Advice is followed where it is shown, and where its very rule was selected.
    """

    def wanted(finding: Finding) -> bool:
        return options.advice or finding.told

    def again(paths: Sequence[Path], texts: Mapping[str, bytes]) -> Report:
        return audit.run(paths, replace(request, texts=texts))

    return fixes.plan(report, again, wanted)


def write(
    planned: Fixes, report: Report, request: Request, options: Namespace
) -> tuple[Report, Fixes]:
    """Write the files; what is found after that, and what was done."""
    done = fixes.write(planned)
    if done.rewrites:
        report = replace(gather(options.paths, request), mended=done.fixed)
    return report, done


def show(planned: Fixes, report: Report) -> int:
    """Print what `--fix` would change; the status says whether it would change anything."""
    from skilllint.report import diff

    sys.stdout.flush()
    sys.stdout.buffer.write(diff.render(planned, visible=sys.stdout.isatty()))
    sys.stdout.buffer.flush()
    status = tell(planned, report)
    if not planned.rewrites:
        return status
    files = plural(len(planned.rewrites), "file")
    return status or complain(f"--fix would mend {planned.fixed:,} in {files}", FINDINGS)


def tell(done: Fixes, report: Report, *, quiet: bool = False) -> int:
    """Say on standard error what was not audited or not fixed; the status that follows."""
    status = tell_troubles(report, quiet=quiet)
    for one in done.unfixed:
        complain(f"{one.path}: {one.reason}", USAGE)
    if any(one.internal for one in done.unfixed):
        return INTERNAL
    return max(status, USAGE) if done.unfixed and status != INTERNAL else status or CLEAN
