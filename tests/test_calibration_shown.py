"""What `calibrate` prints fits a screen, and says what it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from counts import MADE, host, pool, use
from rich.console import Console

from skilllint.cost import frequency
from skilllint.model.measuring import Calibration, HostUse, SkillUse, Version
from skilllint.report import calibration as report


def shown(found: HostUse) -> list[str]:
    made = Calibration(MADE, {found.host: found})
    console = Console(width=80, force_terminal=False)
    return report.render(made, frequency.measured, lambda _: None, console).splitlines()


def table(lines: list[str], first: str) -> list[str]:
    """The lines from the one that begins so to the next empty one."""
    start = next(at for at, line in enumerate(lines) if line.startswith(first))
    return lines[start : lines.index("", start)]


def used(name: str, files: int, loads: int = 9) -> SkillUse:
    named = {f"references/{number:02}.md": number % loads for number in range(files)}
    return use(name, None, pool(loads, min(loads, 4)), {"a" * 16: (loads, named)})


def test_twelve_skills_fit_a_screen() -> None:
    skills = [used(f"skill-{number}", 5) for number in range(12)]
    assert len(shown(host(*skills))) <= 50


@pytest.mark.parametrize(
    ("skills", "last"),
    [
        ([used("sweep", 11)], "references/09.md 0 of 9 0 % 0–15 %"),
        ([used("sweep", 12)], "… 1 more file"),
        ([used("sweep", 11), used("zap", 3)], "… 3 more files"),
        ([used("sweep", 10), used("zap", 3)], "… 3 more files"),
        ([used("sweep", 2), used("zap", 3, 2)], "… 3 more files"),
        ([used("sweep", 2, 3)], "2 files of skills with few loads"),
    ],
)
def test_files_are_those_of_skills_with_loads_enough(skills: list[SkillUse], last: str) -> None:
    lines = table(shown(host(*skills)), "files of skills")
    rows = [line for line in lines[1:] if not line.startswith("first reads") and "took" not in line]
    assert " ".join(rows[-1].split()) == last
    assert len(rows) <= report.FILES + 1


def test_a_file_counts_in_the_loads_whose_text_names_it() -> None:
    texts = (
        Version("a" * 16, 4, {"named.md": 1, "led.md": 2}, ("led.md",)),
        Version("b" * 16, 5, {"named.md": 0}),
        Version("c" * 16, 3, {}),
    )
    lines = shown(host(replace(use("sweep", None, pool(12)), versions=texts)))
    assert [line.split("%")[0].split() for line in lines if ".md" in line] == [
        ["led.md", "2", "of", "12", "17"],
        ["named.md", "1", "of", "9", "11"],
    ]


def test_loads_whose_log_edits_the_skill_are_told() -> None:
    edited = {f"yard:rake-{number}": 9 - number for number in range(7)}
    lines = table(shown(replace(host(use("sweep")), left_out=edited)), "skill ")
    assert [line.split() for line in lines if line.endswith("left out")] == [
        *(["yard:rake-" + str(number), str(9 - number), "left", "out"] for number in range(5)),
        ["…", "7", "more", "loads", "left", "out"],
    ]
    assert "left out: loads whose log edits the skill" in lines


def test_where_all_loads_were_left_out_that_is_told() -> None:
    lines = shown(replace(host(every=pool(0, 0)), left_out={"sweep": 2}))
    assert any(line.split() == ["sweep", "2", "left", "out"] for line in lines)
    assert not any("no skill was loaded" in line for line in lines)
