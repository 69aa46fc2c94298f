"""Twice the text is about twice the work, counted in lines of Python or characters, not seconds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from types import FrameType

import pytest

from skilllint import catalogue, finders, hosts, skills
from skilllint.model import Rule, Setting
from skilllint.situational import body, lexicon

HEAD = "---\nname: notes\ndescription: Writes notes.\n---\n# Notes\n\n"


@cache
def rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in catalogue.rules()}


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs, the turns of its generators included."""
    seen = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal seen
        seen += event in ("line", "call")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        call()
    finally:
        sys.settrace(before)
    return seen


def looked_at(code: str, text: str) -> int:
    rule = rules()[code]
    skill = skills.read_text(HEAD + text, "notes/SKILL.md", "notes")
    setting = Setting(rule.limits, hosts.table())
    return lines_run(lambda: list(finders.problems(rule, skill, setting)))


@pytest.mark.parametrize(
    ("code", "piece"), [("MD103", "Some notes go here.\n---\n\nThey end.\n\n")]
)
def test_a_check_runs_twice_as_many_lines_on_twice_the_text(code: str, piece: str) -> None:
    once, twice = (looked_at(code, piece * many) for many in (300, 600))
    assert once > 300
    assert twice < 2.5 * once


class Weighed:
    """A pattern that notes how much of each line it may be put to."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.longest = 0

    def match(self, line: str) -> re.Match[str] | None:
        self.longest = max(self.longest, len(line))
        return self.pattern.match(line)


@pytest.mark.parametrize("mark", ["[", '"', "_", "*", "`"])
def test_a_line_of_nothing_but_marks_is_not_read_once_for_each(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Weighed(body.FIRST)
    monkeypatch.setattr(body, "FIRST", first)
    for line in (mark * 50_000, f"- {mark * 2}Run it"):
        sums = dict.fromkeys(body.Tally._fields, 0)
        body.part(line, sums, lexicon.load())
    assert sums["orders"] == 1
    assert first.longest <= 500
