"""Who may name a reference besides the skill itself, and what long or odd names cost."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, Literal

import pytest
from conftest import skill, write

from skilllint import audit, discovery, folder, pointers, skills
from skilllint.config import Override
from skilllint.model import Finding
from skilllint.pointers import cues, names, places, reach

ONLY = audit.Request(override=Override(select=("ST203",)))
TraceFunction = Callable[[FrameType, str, Any], Any]
Form = Literal["NFC", "NFD"]
A: Mapping[str, str] = {"references/a.md": "# X\n"}


def findings(folder: Path) -> list[Finding]:
    """What ST203 finds in a folder."""
    report = audit.run([folder], ONLY)
    assert report.crashes == ()
    return list(report.findings)


@pytest.mark.parametrize(("form", "other"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_may_be_composed_otherwise_on_disk_than_in_the_text(
    form: Form, other: Form, tmp_path: Path
) -> None:
    body = unicodedata.normalize(other, "# A\n\nIf it is old, see `references/fußböden-é.md`.\n")
    name = unicodedata.normalize(form, "references/fußböden-é.md")
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body), name: "# X\n"})
    assert findings(tmp_path / "sweep") == []


def test_a_clone_is_judged_by_itself(tmp_path: Path) -> None:
    body = "See ../sweep/references/a.md and ../sweep/skills/dust/references/a.md.\n"
    write(tmp_path, {"mop/SKILL.md": skill("mop", body)})
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", "# A\n"), **A})
    assert findings(tmp_path / "sweep") == []
    (tmp_path / "sweep" / ".git").mkdir()
    assert len(findings(tmp_path / "sweep")) == 1


def test_a_skill_of_a_clone_hears_no_folder_above_it(tmp_path: Path) -> None:
    write(tmp_path, {"mop/SKILL.md": skill("mop", "See ../sweep/references/a.md.\n")})
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", "# A\n"), **A, ".git": "gitdir: x\n"})
    assert len(findings(tmp_path / "sweep")) == 1


@pytest.mark.parametrize(
    ("place", "path", "told"),
    [("dust", "../references/a.md", 0), ("skills/dust", "../../references/a.md", 0),
     ("dust", "references/a.md", 1), ("dust", "../../references/a.md", 1)],
)  # fmt: skip
def test_a_skill_below_may_name_a_file(place: str, path: str, told: int, tmp_path: Path) -> None:
    inner = skill("dust", f"If it is old, see {path}.\n")
    files = {"SKILL.md": skill("sweep", "# A\n"), **A, f"{place}/SKILL.md": inner}
    write(tmp_path / "sweep", files)
    assert sum(f.path.endswith("sweep/SKILL.md") for f in findings(tmp_path / "sweep")) == told


def test_a_folder_that_cannot_be_listed_has_no_files(tmp_path: Path) -> None:
    assert folder.files(tmp_path / "gone" / "SKILL.md", folder.Shelf()) == ()


# --- what odd folders cost ------------------------------------------------------


def doubled(work: list[int]) -> bool:
    """Whether twice as much is about twice the work, and not four times."""
    return all(0 < after < 2.5 * before for before, after in pairwise(work))


def test_a_long_sentence_is_looked_through_once_whatever_it_points_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    find = cues.find

    def counted(family: cues.Family, text: str) -> str:
        seen.append(len(text))
        return find(family, text)

    monkeypatch.setattr(cues, "find", counted)
    work = []
    for many in (50, 100, 200):
        body = "# A\n\n" + "If lost, see references/a.md, " * many + "\n"
        write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body), **A})
        file = tmp_path / "sweep" / "SKILL.md"
        seen.clear()
        shelf = folder.Shelf()
        swept = replace(skills.read(file), files=folder.files(file, shelf))
        pointers.find(swept, file, shelf)
        work.append(sum(seen))
    assert doubled(work)


def test_code_is_what_stands_between_as_many_ticks() -> None:
    assert places.code("a `b` ``c ` d`` `e") == ([2, 6], [5, 15])
    assert places.code("``` a ` b `` c") == ([], [])
    assert places.code("`a `` b` ``c``") == ([0, 9], [8, 14])
    assert places.code("`" * 9 + " @x " + "`" * 9) == ([0], [22])


def test_ticks_without_a_partner_are_not_compared_with_each_other() -> None:
    work = []
    for many in (100, 200, 400):
        line = "".join("`" * length + "a" for length in range(1, many))
        work.append(steps(partial(places.code.__wrapped__, line)))
        assert places.code(line) == ([], [])
    assert doubled(work)


def steps(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs."""
    seen = 0

    def trace(frame: FrameType, event: str, argument: object) -> TraceFunction:
        nonlocal seen
        seen += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return seen


@pytest.mark.parametrize(
    "text",
    ["see references/ for more\n", "see references/q{0}*.md\n", "see `*-{0}.md` and x?{0}.md\n"],
)
def test_many_files_that_name_many_are_no_product(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder or a pattern is looked at once in a skill, and followed once."""
    monkeypatch.setattr(names, "MOST", 10)
    work = []
    for many in (100, 200, 400):
        files = [f"references/r{number}/a.md" for number in range(many)]
        texts = {path: text.format(number) for number, path in enumerate(files)}
        known = names.index(("sweep",), files)
        led = reach.leading(texts.__getitem__, known)
        seen = Seen(led)
        reach.spread(set(files), set(), {*files, "missing.md"}, seen)
        reach.namers(set(files), seen)
        work.append(many + len(known.globs) * many + sum(seen.files))
    assert doubled(work)


class Seen:
    """Counts the files that are gone through of those that are led to."""

    def __init__(self, led: reach.Led) -> None:
        self.led = led
        self.files: list[int] = []
        self.watched: dict[int, tuple[str, ...]] = {}

    def __call__(self, path: str) -> list[tuple[str, ...]]:
        return [self.watched.setdefault(id(files), self.watch(files)) for files in self.led(path)]

    def watch(self, files: tuple[str, ...]) -> tuple[str, ...]:
        count = self.files.append

        class Watched(tuple[str, ...]):
            __slots__ = ()

            def __iter__(self) -> Iterator[str]:
                count(len(self))
                return super().__iter__()

        return Watched(files)


def test_a_folder_is_walked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", "# A\n"), **A})
    walked: list[Path] = []
    below = discovery.files_below

    def counted(path: Path, *, ignored: bool = False) -> Iterator[Path]:
        walked.append(path)
        return below(path, ignored=ignored)

    monkeypatch.setattr(discovery, "files_below", counted)
    assert audit.run([tmp_path / "sweep"], audit.Request()).crashes == ()
    assert walked == [tmp_path / "sweep"]
