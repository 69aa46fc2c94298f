"""What --fix writes, what it refuses, and what a rule's wrong fix comes to."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import skill, write
from mending import fix, plan

from skilllint import finders, fixes
from skilllint.audit import Request
from skilllint.config import Override
from skilllint.fixes import edits
from skilllint.model import Edit, Fixes, Problem, Rewrite, Setting, Skill
from skilllint.report import diff

ASKED = [Path()], Request(override=Override(select=("MD103",)))
BROKEN = skill("sweep", "# Sweep\n\nTake the broom.\n---\n\nSweep.\n")
MENDED = skill("sweep", "# Sweep\n\nTake the broom.\n\n---\n\nSweep.\n")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a folder of skills, one of them to be fixed."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"sweep/SKILL.md": BROKEN})


def refused() -> list[str]:
    return [f"{one.path}: {one.reason}" for one in fix(*ASKED).unfixed]


# --- what is written -----------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "a byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", [True, False], ids=["an end", "no end"])
def test_all_but_the_fix_stays_byte_for_byte(place: Path, mark: str, end: str, last: bool) -> None:
    def odd(text: str) -> bytes:
        return (mark + text.removesuffix("" if last else "\n").replace("\n", end)).encode()

    write(place, {"sweep/SKILL.md": odd(BROKEN)})
    assert fix(*ASKED).fixed == 1
    assert (place / "sweep/SKILL.md").read_bytes() == odd(MENDED)


def test_a_file_with_both_line_ends_keeps_each(place: Path) -> None:
    write(place, {"sweep/SKILL.md": BROKEN.replace("broom.\n", "broom.\r\n").encode()})
    assert fix(*ASKED).fixed == 1
    expected = MENDED.replace("broom.\n\n", "broom.\r\n\r\n").encode()
    assert (place / "sweep/SKILL.md").read_bytes() == expected


@pytest.mark.parametrize(
    "text",
    ["Take the broom.\n--\n", "Take the broom.\n-\n", "| a, b.\n---\n", "> said.\n---\n"],
    ids=["two dashes", "one dash", "cells", "a quote"],
)
def test_dashes_that_may_be_something_else_stay(place: Path, text: str) -> None:
    write(place, {"sweep/SKILL.md": skill("sweep", f"# Sweep\n\n{text}")})
    assert plan(*ASKED).rewrites == ()


def test_the_end_of_a_front_matter_without_a_beginning_stays(place: Path) -> None:
    write(place, {"sweep/SKILL.md": "name: sweep\ndescription: Sweeps.\n---\n\n# Sweep\n"})
    assert plan(*ASKED).rewrites == ()


def test_a_link_inside_the_repository_stays_a_link(place: Path) -> None:
    (place / ".git").mkdir()
    write(place, {"shared/sweep.md": BROKEN})
    (place / "sweep/SKILL.md").unlink()
    (place / "sweep/SKILL.md").symlink_to("../shared/sweep.md")
    assert fix(*ASKED).fixed == 1
    assert (place / "sweep/SKILL.md").is_symlink()
    assert (place / "shared/sweep.md").read_text() == MENDED


# --- what is refused -------------------------------------------------------------------


def test_a_link_out_of_the_repository_is_not_followed(place: Path) -> None:
    (place / "repo" / ".git").mkdir(parents=True)
    (place / "sweep").rename(place / "elsewhere")
    (place / "repo" / "sweep").symlink_to("../elsewhere")
    os.chdir(place / "repo")
    real = os.path.realpath(place)
    assert refused() == [
        f"sweep/SKILL.md: not fixed: it is a link to {real}/elsewhere/SKILL.md, outside {real}/repo"
    ]
    assert (place / "elsewhere/SKILL.md").read_text() == BROKEN


def test_without_a_repository_a_link_to_another_folder_is_not_followed(place: Path) -> None:
    (place / "skills").mkdir()
    (place / "sweep").rename(place / "elsewhere")
    (place / "skills" / "sweep").symlink_to("../elsewhere")
    os.chdir(place / "skills")
    assert "outside" in refused()[0]


def test_a_read_only_file_is_left(place: Path) -> None:
    (place / "sweep/SKILL.md").chmod(0o444)
    assert refused() == ["sweep/SKILL.md: not fixed: it is read-only"]


def test_a_file_that_other_names_share_is_left(place: Path) -> None:
    (place / "other").hardlink_to(place / "sweep/SKILL.md")
    assert refused() == [
        "sweep/SKILL.md: not fixed: 2 hard links share it, and only one would change"
    ]


def test_a_file_that_is_not_quite_utf8_is_left(place: Path) -> None:
    data = BROKEN.encode() + b"caf\xe9\n"
    write(place, {"sweep/SKILL.md": data})
    at = len(BROKEN.encode()) + 4
    assert refused() == [f"sweep/SKILL.md: not fixed: byte {at} is not UTF-8 text"]
    assert (place / "sweep/SKILL.md").read_bytes() == data


def test_a_file_that_somebody_changed_meanwhile_is_left(place: Path) -> None:
    write(place, {"other/SKILL.md": BROKEN.replace("name: sweep", "name: other")})
    planned = plan(*ASKED)
    write(place, {"sweep/SKILL.md": BROKEN + "More.\n"})
    done = fixes.write(planned)
    assert [(one.path, one.reason) for one in done.unfixed] == [
        ("sweep/SKILL.md", "not fixed: it has changed since it was read")
    ]
    assert (place / "sweep/SKILL.md").read_text() == BROKEN + "More.\n"
    assert [rewrite.path for rewrite in done.rewrites] == ["other/SKILL.md"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert refused() == ["sweep/SKILL.md: not fixed: no space left on device"]
    assert (place / "sweep/SKILL.md").read_text() == BROKEN
    assert [path.name for path in (place / "sweep").iterdir()] == ["SKILL.md"]


# --- a rule's wrong fix -------------------------------------------------------------------

Wrong = Callable[[Skill], tuple[Edit, ...]]


def misled(monkeypatch: pytest.MonkeyPatch, wrong: Wrong) -> None:
    """Let MD103 find each line of a body that begins with an X, with these edits."""

    def check(skill: Skill, setting: Setting) -> Iterator[Problem]:
        for number, line in enumerate(skill.source.lines, 1):
            if line.startswith("X"):
                yield Problem(number, "an X", edits=wrong(skill))

    monkeypatch.setattr(finders, "functions", lambda: {"accidental_heading": check})


@pytest.mark.parametrize(
    ("wrong", "reason"),
    {
        "nothing": (
            lambda skill: (Edit(0, 1, "-"),),
            "the fix of rule MD103 in line 6 does not mend it",
        ),
        "ever more": (
            lambda skill: (Edit(len(skill.source.text), len(skill.source.text), "X\n"),),
            "the fix of rule MD103 in line 6 does not mend it",
        ),
        "round and round": (
            lambda skill: (Edit(at := skill.source.text.index("X") + 1, at, "x"),),
            "the fixes of MD103 find no end",
        ),
        "outside": (
            lambda skill: (Edit(0, 10**6, ""),),
            "the fix of rule MD103 in line 6 does not fit the text",
        ),
        "not UTF-8": (
            lambda skill: (Edit(0, 1, "\ud800"),),
            "the fix of rule MD103 in line 6 does not fit the text",
        ),
        "over itself": (
            lambda skill: (Edit(0, 5, ""), Edit(3, 4, "")),
            "the fix of rule MD103 in line 6 does not fit the text",
        ),
        "too large": (
            lambda skill: (Edit(0, 0, "x" * 1_000_001),),
            "the fix of rule MD103 in line 6 makes a text that cannot be checked",
        ),
    }.values(),
)
def test_a_fix_that_does_not_mend_is_our_error_and_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, wrong: Wrong, reason: str
) -> None:
    text = skill("sweep", "X\n")
    write(place, {"sweep/SKILL.md": text})
    misled(monkeypatch, wrong)
    done = fix(*ASKED)
    (one,) = done.unfixed
    assert one.internal
    assert one.reason.startswith(reason)
    assert one.reason.endswith("left as it was")
    assert done.rewrites == ()
    assert (place / "sweep/SKILL.md").read_text() == text


def test_fixes_that_overlap_take_turns(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(skill: Skill, setting: Setting) -> Iterator[Problem]:
        text = skill.source.text
        for number, line in enumerate(skill.source.lines, 1):
            for letter in "XY":
                if letter in line:
                    at = text.index("XY" if "XY" in text else letter)
                    yield Problem(
                        number, letter, edits=(Edit(at, at + len(line), line.replace(letter, "")),)
                    )

    monkeypatch.setattr(finders, "functions", lambda: {"accidental_heading": check})
    write(place, {"sweep/SKILL.md": skill("sweep", "XY\n")})
    done = fix(*ASKED)
    assert (done.fixed, done.unfixed) == (2, ())
    assert (place / "sweep/SKILL.md").read_text() == skill("sweep", "\n")


def test_two_findings_that_read_alike_are_both_fixed(place: Path) -> None:
    body = "# Sweep\n\nTake the broom.\n---\n\nTake the broom.\n---\n"
    write(place, {"sweep/SKILL.md": skill("sweep", body)})
    assert fix(*ASKED).fixed == 2
    expected = skill("sweep", body.replace("\n---", "\n\n---"))
    assert (place / "sweep/SKILL.md").read_text() == expected


def test_of_findings_that_are_one_in_all_but_number_one_a_round_is_fixed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(skill: Skill, setting: Setting) -> Iterator[Problem]:
        text = skill.source.text
        for _ in range(text.count("X")):
            yield Problem(1, "an X", whole=True, edits=(Edit(at := text.index("X"), at + 1, ""),))

    monkeypatch.setattr(finders, "functions", lambda: {"accidental_heading": check})
    write(place, {"sweep/SKILL.md": skill("sweep", "XXXXXX\n")})
    done = fix(*ASKED)
    assert (done.fixed, done.unfixed) == (6, ())


def test_a_file_that_two_skills_share_is_fixed_once_round_by_round(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(skill: Skill, setting: Setting) -> Iterator[Problem]:
        for file in skill.files:
            at = (file.text or "").find("X")
            if at >= 0:
                line = (file.text or "").count("\n", 0, at) + 1
                yield Problem(line, "an X", file=file.path, edits=(Edit(at, at + 1, ""),))

    monkeypatch.setattr(finders, "functions", lambda: {"accidental_heading": check})
    other = BROKEN.replace("name: sweep", "name: other")
    more = "\ufeff# More\r\n\r\nX one.\nX two.\r\nThree."
    write(place, {"sweep/more.md": more.encode(), "other/SKILL.md": other})
    (place / "other/more.md").symlink_to("../sweep/more.md")
    done = fix(*ASKED)
    assert (done.fixed, done.unfixed) == (2, ())
    assert [rewrite.path for rewrite in done.rewrites] == ["other/more.md"]
    assert (place / "other/more.md").is_symlink()
    assert (place / "sweep/more.md").read_bytes() == more.replace("X", "").encode()


# --- names -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a b", 'a "b"', "größe", "a\\b", "a\tb", "a\x1bb"])
def test_git_finds_a_file_of_any_name(place: Path, name: str) -> None:
    write(place, {f"{name}/SKILL.md": BROKEN})
    (place / "sweep/SKILL.md").unlink()
    patch = diff.render(plan(*ASKED), visible=False)
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=place)
    assert (place / name / "SKILL.md").read_text() == MENDED


@pytest.mark.parametrize(("old", "new"), [("", "a\nb"), ("a\nb", ""), ("a\n", "b\na\n")])
def test_git_fills_and_empties_a_file(place: Path, old: str, new: str) -> None:
    write(place, {"more.md": old})
    before, after = edits.divide(old), edits.divide(new)
    rewrite = Rewrite("more.md", "", tuple(before), tuple(after), (-1,) * len(after), 1)
    patch = diff.render(Fixes((rewrite,)), visible=False)
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=place)
    assert (place / "more.md").read_text() == new
    heads = {"": "@@ -0,0 +1,2 @@", "a\nb": "@@ -1,2 +0,0 @@", "a\n": "@@ -1,1 +1,2 @@"}
    assert patch.decode().split("\n")[2] == heads[old]
