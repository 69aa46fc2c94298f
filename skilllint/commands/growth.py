"""What `check` does with `--ratchet`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from skilllint import config, discovery
from skilllint.model import Report


def told(report: Report, revision: str, override: config.Override, paths: Sequence[str]) -> Report:
    """The report with what grew since the work left a revision, of each repository it is about."""
    from skilllint.compare import Asked, NoCommitError, ratchet, run

    asked = Asked(base=revision or None, fork=True, guarded=True, override=override)
    files = [one.skill.path for one in report.skills]
    files += [one.path for one in report.unread if one.cause == "excluded"]
    folders = {discovery.repository(Path(file).parent) for file in files}
    named = [Path(path) for path in paths or ["."] if path != "-"]
    for folder in sorted(folders, key=str):
        try:
            found = run(folder or Path.cwd(), asked)
        except NoCommitError:  # a hook runs before the first commit, too
            continue
        grown = ratchet.check(found, config.Configs(override), date.today())
        report = ratchet.attach(report, grown, named)
    return report
