"""A report with what somebody asked to be told of it: what every form of `check` is given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from skilllint.model import Audited, Finding, Report, Rule

WORST_FIRST = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Count:
    """How often one rule found something, and how much of that `--fix` mends."""

    code: str
    name: str
    count: int
    fixable: int


@dataclass(frozen=True, slots=True)
class View:
    """A report with what is to be told of it.

    `advice` shows findings that are mere advice; `quiet` leaves out all but the
    findings; `statistics` counts them by rule. `rules` are all that there are,
    for forms that list them.
    """

    report: Report
    advice: bool = False
    quiet: bool = False
    statistics: bool = False
    rules: tuple[Rule, ...] = ()

    @property
    def told(self) -> tuple[tuple[Audited | None, Finding], ...]:
        """The findings to show, each with its skill; those on other files, such as a
        configuration, have none."""
        inside = [
            (one, found)
            for one in self.report.skills
            for found in (one.findings if self.advice else one.issues)
        ]
        return (*inside, *((None, found) for found in self.report.entries))

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings to show, in the order of the skills."""
        return self.report.shown(self.advice)

    @property
    def empty(self) -> bool:
        """Whether no skill was checked, and nothing was found out about any other file."""
        return not self.report.skills and not self.shown

    @property
    def worst_first(self) -> list[Finding]:
        """The findings to show, errors before warnings before notes."""
        return sorted(self.shown, key=lambda found: WORST_FIRST.index(found.severity))

    @property
    def hidden(self) -> int:
        """How many findings are advice that is not shown."""
        return len(self.report.findings) - len(self.shown)

    @property
    def counts(self) -> list[Count]:
        """How often each rule found something, the most frequent first."""
        shown = self.shown
        found = Counter((one.code, one.name) for one in shown)
        mended = Counter(one.code for one in shown if one.fixable)
        order = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Count(code, name, count, mended[code]) for (code, name), count in order]
