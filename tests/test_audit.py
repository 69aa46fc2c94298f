"""The pipeline as a whole: on real skills, and how often it does what it does."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from conftest import REALISTIC, TORTURE, skill, write

from skilllint import audit, discovery
from skilllint.audit import Request
from skilllint.model import Audited, Report

AUDIT = Request(loose=True, files=True)


def only(path: Path) -> Audited:
    (found,) = audit.run([path], AUDIT).skills
    return found


# --- real skills --------------------------------------------------------------------


def test_a_mode_that_is_rarely_on_is_named_and_what_always_runs_is_not(data: Path) -> None:
    parent = data / "extraction" / "parents" / "a6fc70dfff857e36e44910c135dd1c8dff65279d.md"
    one = only(parent).skill
    assert one.name == "ce:work-beta"
    assert len(one.source.lines) == 778
    named = {found.heading_path[-1]: found for found in one.candidates}
    assert (named["Codex Delegation Mode"].kind, named["Codex Delegation Mode"].band) == (
        "conditional",
        "likely",
    )
    covered = {
        one.outline.sections[index].title for found in one.candidates for index in found.sections
    }
    titles = {section.title for section in one.outline.sections}
    assert {"Phase 1: Quick Start", "Phase 2: Execute"} <= titles
    assert not {"Phase 1: Quick Start", "Phase 2: Execute"} & covered


@pytest.mark.parametrize("place", ["skills", "extraction/parents"])
def test_real_skills_pass_without_a_crash(data: Path, place: str) -> None:
    folder = data / place
    paths = sorted(folder.glob("*.md")) if place.endswith("parents") else [folder]
    report = audit.run(paths, AUDIT)
    assert (report.crashes, report.unread, report.empty) == ((), (), ())
    assert len(report.skills) >= (238 if place == "skills" else len(paths))


def test_our_own_skills_pass_without_a_crash() -> None:
    report = audit.run([REALISTIC, TORTURE], AUDIT)
    assert report.crashes == ()
    assert len(report.skills) > 60


# --- one text, however it comes -------------------------------------------------------


def test_a_text_on_standard_input_is_judged_as_its_file(tmp_path: Path) -> None:
    for folder in sorted(REALISTIC.iterdir()):
        text = (folder / "SKILL.md").read_text("utf-8")
        loose = write(tmp_path, {f"{folder.name}.md": text}) / f"{folder.name}.md"
        (typed,) = audit.run([], AUDIT, typed={discovery.shown(loose): text.encode()}).skills
        filed = only(loose)
        assert (typed.findings, typed.cost) == (filed.findings, filed.cost)
        assert typed.skill.candidates == filed.skill.candidates
        assert typed.skill.candidates == () or typed.skill.candidates[0].saving


# --- work ----------------------------------------------------------------------------


OPENED: Counter[str] | None = None


def note(event: str, arguments: tuple[object, ...]) -> None:
    """Count what is opened while somebody listens."""
    if event == "open" and OPENED is not None and isinstance(arguments[0], str | os.PathLike):
        OPENED[os.path.realpath(arguments[0])] += 1


sys.addaudithook(note)


@contextmanager
def opened() -> Iterator[Counter[str]]:
    """How often each file was opened."""
    global OPENED  # noqa: PLW0603 (an audit hook cannot be taken back)
    OPENED = Counter()
    try:
        yield OPENED
    finally:
        OPENED = None


def forest(place: Path, number: int) -> Path:
    """A folder of skills that are all alike, each with a reference and a script."""
    body = (REALISTIC / "notes-assistant" / "SKILL.md").read_text("utf-8").split("---\n", 2)[2]
    for index in range(number):
        name = f"skill-{index}"
        files = {"SKILL.md": skill(name, body), "references/more.md": body, "scripts/a.py": "1\n"}
        write(place / name, files)
    return place


def test_each_file_is_read_at_most_once(tmp_path: Path) -> None:
    forest(tmp_path / "skills", 5)
    write(tmp_path, {"skilllint.toml": 'ignore = ["SZ104"]\n', ".gitignore": "build/\n"})
    (tmp_path / ".git").mkdir()
    inside = [tmp_path, tmp_path / "skills" / "skill-3", tmp_path / "skills/skill-1/SKILL.md"]
    with opened() as counts:
        report = audit.run(inside, AUDIT)
    assert len(report.skills) == 5
    mine = {path: times for path, times in counts.items() if path.startswith(str(tmp_path))}
    assert sum(path.endswith(("SKILL.md", "more.md", "a.py")) for path in mine) == 15
    # a .gitignore is a few lines, read again for the files of each skill but parsed once
    often = {path for path, times in mine.items() if times > 1}
    assert {path for path in often if not path.endswith("/.gitignore")} == set()


def calls(folder: Path) -> int:
    """How many functions an audit calls: its work, whatever the machine does meanwhile."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        report: Report = audit.run([folder], AUDIT)
    finally:
        sys.setprofile(None)
    assert report.skills
    return counted


def test_work_grows_with_the_number_of_skills_and_no_faster(tmp_path: Path) -> None:
    folders = [forest(tmp_path / str(number), number) for number in (5, 10, 20, 40)]
    calls(folders[0])  # what is learnt once is learnt here
    five, ten, twenty, forty = (calls(folder) for folder in folders)
    assert ten - five > 0
    assert twenty - ten < 2.1 * (ten - five)
    assert forty - twenty < 2.1 * (twenty - ten)
