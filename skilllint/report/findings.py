"""Findings as lines of text: `path:line:col: CODE message`, the hint below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from skilllint.model import Finding, Report
from skilllint.report.view import View
from skilllint.report.wording import clean, plural, whole


def render(view: View) -> str:
    """All findings in the order of the skills, then a line that counts them.

    Another one counts those marked `[*]`, which `--fix` mends.
    """
    return written(view, [line for found in view.shown for line in finding_lines(found)])


def written(view: View, lines: Sequence[str]) -> str:
    """Lines about findings, or how often each rule found something, and the closing lines."""
    if view.empty:
        return ""  # why nothing was checked is said as an error
    if view.statistics:
        lines = list(statistics(view))
    end = () if view.quiet else closing(view)
    return "".join(f"{line}\n" for line in (*lines, *end))


def closing(view: View) -> Iterator[str]:
    """What was found and let be in numbers, and how many findings `--fix` mends."""
    report = view.report
    yield summary(view.shown, len(report.skills), view.hidden, report.mended) + silenced(report)
    if fixable := sum(finding.fixable for finding in view.shown):
        yield f"[*] {fixable:,} fixable with --fix"


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding, and its hint on a line of its own."""
    place = f"{clean(finding.path)}:{finding.start}:{finding.col}"
    host = f" [{finding.host}]" if finding.host else ""
    fixable = " [*]" if finding.fixable else ""
    yield f"{place}: {finding.code}{fixable} {clean(finding.message)}{host}"
    if finding.hint:
        yield f"    {clean(finding.hint)}"


def statistics(view: View) -> Iterator[str]:
    """How often each rule found something, and how much of that can be mended by itself."""
    counts = view.counts
    width = max((len(whole(one.count)) for one in counts), default=0)
    for one in counts:
        mended = f"  ({whole(one.fixable)} fixable)" if one.fixable else ""
        yield f"{whole(one.count):>{width}}  {one.code}  {one.name}{mended}"


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


def silenced(report: Report) -> str:
    """What was let be and why, and what a baseline could drop, as the end of a line."""
    causes = Counter(one.by for one in report.suppressed)
    parts = ", ".join(f"{causes[by]:,} {by}" for by in ("baseline", "allowed") if causes[by])
    told = f"; {causes.total():,} suppressed ({parts})" if causes else ""
    fixed = f"; {report.stale:,} of the baseline fixed (--write-baseline)" if report.stale else ""
    return told + fixed
