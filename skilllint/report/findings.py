"""Findings as lines of text: `path:line:col: CODE message`, the hint below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from skilllint.model import Finding, Report
from skilllint.report.wording import clean, plural


def render(report: Report, *, advice: bool) -> str:
    """All findings in the order of the skills, then one line that counts them."""
    if not report.skills:
        return ""  # why nothing was checked is said as an error
    shown = report.shown(advice)
    lines = [line for finding in shown for line in finding_lines(finding)]
    hidden = len(report.findings) - len(shown)
    last = summary(shown, len(report.skills), hidden) + silenced(report)
    return "\n".join([*lines, last]) + "\n"


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding, and its hint on a line of its own."""
    place = f"{clean(finding.path)}:{finding.start}:{finding.col}"
    host = f" [{finding.host}]" if finding.host else ""
    yield f"{place}: {finding.code} {clean(finding.message)}{host}"
    if finding.hint:
        yield f"    {clean(finding.hint)}"


def summary(shown: Sequence[Finding], skills: int, hidden: int) -> str:
    """How many findings of which severity; advice that was not asked for is only counted."""
    counts = Counter(finding.severity for finding in shown)
    kinds = [
        plural(counts[level], level) for level in ("error", "warning", "note") if counts[level]
    ]
    found = ", ".join(kinds) or "no problems"
    more = f"; {hidden:,} of advice not shown (--advice)" if hidden else ""
    return f"{found} in {plural(skills, 'skill')}{more}"


def silenced(report: Report) -> str:
    """What was let be and why, and what a baseline could drop, as the end of a line."""
    causes = Counter(one.by for one in report.suppressed)
    parts = ", ".join(f"{causes[by]:,} {by}" for by in ("baseline", "allowed") if causes[by])
    told = f"; {causes.total():,} suppressed ({parts})" if causes else ""
    fixed = f"; {report.fixed:,} of the baseline fixed (--write-baseline)" if report.fixed else ""
    return told + fixed
