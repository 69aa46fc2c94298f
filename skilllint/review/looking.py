"""What a pull request changes, by the configuration of the branch that it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from skilllint import compare
from skilllint.compare import Asked
from skilllint.config import Override
from skilllint.model import Comparison, Finding
from skilllint.review.commits import Commits

WORST_FIRST = ("error", "warning", "note")


def look(commits: Commits, override: Override, host: str) -> Comparison:
    """Compare the commits of a pull request. Raises `ConfigError`."""
    asked = Asked(
        base=commits.base, head=commits.head, rules=commits.tip, override=override, host=host
    )
    found = compare.run(commits.place, asked)
    return replace(found, against=commits.against)


def told(found: Comparison) -> list[Finding]:
    """The findings that a change brings or makes worse, the worst first; advice if asked for."""
    each = (one for one in brought(found) if one.asked or one.confidence != "advice")
    return sorted(each, key=lambda one: WORST_FIRST.index(one.severity))


def brought(found: Comparison) -> Iterator[Finding]:
    """All findings that a change brings or makes worse."""
    for change in found.skills:
        yield from change.new
        yield from (one.finding for one in change.worsened)


def reaches(found: Comparison, least: str) -> bool:
    """Whether a change brings a finding that is at least so severe, or makes one worse."""
    levels = WORST_FIRST[: WORST_FIRST.index(least) + 1] if least in WORST_FIRST else ()
    return any(one.severity in levels for one in told(found))
