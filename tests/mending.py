"""What the tests of fixes share: plan them as the command does, and see what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from skilllint import audit, fixes
from skilllint.audit import Request
from skilllint.model import Finding, Fixes, Report


def plan(paths: Sequence[Path], request: Request, report: Report | None = None) -> Fixes:
    """What fixes make of all that is found, advice included."""

    def again(skills: Sequence[Path], texts: Mapping[str, bytes]) -> Report:
        return audit.run(skills, replace(request, texts=texts))

    return fixes.plan(report or audit.run(paths, request), again, lambda finding: True)


def fix(paths: Sequence[Path], request: Request) -> Fixes:
    """Write what can be fixed."""
    return fixes.write(plan(paths, request))


def fixable(paths: Sequence[Path], request: Request) -> list[Finding]:
    """The findings that can be fixed."""
    return [finding for finding in audit.run(paths, request).findings if finding.edits]
