"""What `check` does with `--ratchet`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from skilllint import config, discovery
from skilllint.model import Report


def told(report: Report, revision: str, override: config.Override) -> Report:
    """The report with what grew since the work left a revision, of each repository it is about."""
    from skilllint.compare import Asked, ratchet, run

    asked = Asked(base=revision or None, fork=True, override=override)
    folders = {discovery.repository(Path(one.skill.path).parent) for one in report.skills}
    for folder in sorted(folders, key=str):
        found = run(folder or Path.cwd(), asked)
        grown = ratchet.check(found, config.Configs(override), date.today())
        report = ratchet.attach(report, grown)
    return report
