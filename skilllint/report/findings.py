"""Findings as lines of text: `path:line:col: CODE message`, the hint below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from skilllint.model import Finding, Report
from skilllint.report.wording import clean, plural


def render(report: Report, *, advice: bool) -> str:
    """All findings in the order of the skills, then a line that counts them.

    Another one counts those marked `[*]`, which `--fix` mends.
    """
    if not report.skills:
        return ""  # why nothing was checked is said as an error
    shown = report.shown(advice)
    lines = [line for finding in shown for line in finding_lines(finding)]
    hidden = len(report.findings) - len(shown)
    lines.append(summary(shown, len(report.skills), hidden, report.mended))
    fixable = sum(finding.fixable for finding in shown)
    if fixable:
        lines.append(f"[*] {fixable:,} fixable with --fix")
    return "\n".join(lines) + "\n"


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding, and its hint on a line of its own."""
    place = f"{clean(finding.path)}:{finding.start}:{finding.col}"
    host = f" [{finding.host}]" if finding.host else ""
    fixable = " [*]" if finding.fixable else ""
    yield f"{place}: {finding.code}{fixable} {clean(finding.message)}{host}"
    if finding.hint:
        yield f"    {clean(finding.hint)}"


def summary(shown: Sequence[Finding], skills: int, hidden: int, fixed: int = 0) -> str:
    """How many findings of which severity; advice that was not asked for is only counted."""
    counts = Counter(finding.severity for finding in shown)
    kinds = [
        plural(counts[level], level) for level in ("error", "warning", "note") if counts[level]
    ]
    found = ", ".join(kinds) or "no problems"
    more = f"; {hidden:,} of advice not shown (--advice)" if hidden else ""
    done = f"; {fixed:,} fixed" if fixed else ""
    return f"{found} in {plural(skills, 'skill')}{done}{more}"
