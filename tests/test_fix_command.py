"""`check --fix` and `check --diff` as they are used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run, skill, write
from test_output import on_terminal

from skilllint import finders
from skilllint.cli import main
from skilllint.model import Problem, Setting, Skill

TEXT = "# Sweep\n\nTake the broom.\n---\n\nSweep.\n\n```sh\nsweep\n"
BROKEN = skill("sweep", TEXT)
MENDED = skill("sweep", TEXT.replace("\n---", "\n\n---"))
UNCLOSED = """\
sweep/SKILL.md:{}:1: MD102 the fence that opens here is never closed and makes code of 1 line \
behind it
    put ``` on a line behind the code, or delete this line if it was meant to close a fence
"""
DIFF = "".join(
    f"{line}\n"
    for line in (
        *("--- a/sweep/SKILL.md", "+++ b/sweep/SKILL.md", "@@ -6,6 +6,7 @@"),
        *(" # Sweep", " ", " Take the broom.", "+", " ---", " ", " Sweep."),
    )
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path, {"sweep/SKILL.md": BROKEN, "good/SKILL.md": skill("good")})


def test_what_can_be_fixed_is_marked_and_counted(run: Run, place: Path) -> None:
    assert run("check").stdout == (
        "sweep/SKILL.md:8:1: MD103 [*] the line of dashes in line 9 makes a heading of the text "
        '"Take the broom."\n    put an empty line before the dashes\n'
        + UNCLOSED.format(13)
        + "1 error, 1 warning in 2 skills\n[*] 1 fixable with --fix\n"
    )


def test_fix_writes_and_tells_what_remains(run: Run, place: Path) -> None:
    ran = run("check", "--fix")
    assert ran.stdout == UNCLOSED.format(14) + "1 error in 2 skills; 1 fixed\n"
    assert (ran.returncode, ran.stderr) == (1, "")
    assert (place / "sweep/SKILL.md").read_text() == MENDED
    again = run("check", "--fix")
    assert again.stdout == UNCLOSED.format(14) + "1 error in 2 skills\n"


def test_fix_of_all_there_is_leaves_a_clean_check(run: Run, place: Path) -> None:
    ran = run("check", "--fix", "--select", "MD103")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "no problems in 2 skills; 1 fixed\n", "")


def test_json_counts_what_was_fixed(run: Run, place: Path) -> None:
    found = json.loads(run("check", "--format", "json").stdout)
    assert [(one["code"], one["fixable"]) for one in found["findings"]] == [
        ("MD103", True),
        ("MD102", False),
    ]
    fixed = json.loads(run("check", "--fix", "--format", "json").stdout)
    assert (found["fixed"], fixed["fixed"]) == (0, 1)


def test_diff_shows_and_writes_nothing(run: Run, place: Path) -> None:
    ran = run("check", "--diff")
    assert ran.stdout == DIFF
    assert ran.stderr == "skilllint: --fix would mend 1 in 1 file\n"
    assert ran.returncode == 1
    assert (place / "sweep/SKILL.md").read_text() == BROKEN


def test_diff_of_nothing_to_fix_is_empty_and_clean(run: Run, place: Path) -> None:
    ran = run("check", "--diff", "--ignore", "MD103")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_terminal_sees_controls_and_a_pipe_gets_them(run: Run, place: Path) -> None:
    odd = BROKEN.replace("Take the broom.", "Take \x1b[31mthe \u202ebroom.").replace("\n", "\r\n")
    write(place, {"sweep/SKILL.md": odd})
    assert " Take \x1b[31mthe \u202ebroom.\r\n+\r\n ---\r\n" in run("check", "--diff").stdout
    seen = on_terminal(place, "check --diff", {}, "stdout").decode()
    assert " Take \ufffd[31mthe \ufffdbroom.\r\n+\r\n ---\r\n" in seen
    assert "\x1b" not in seen


def test_what_is_refused_is_one_line_and_a_status(run: Run, place: Path) -> None:
    (place / "sweep/SKILL.md").chmod(0o444)
    for option in ("--fix", "--diff"):
        ran = run("check", option, "--select", "MD103")
        assert ran.returncode == 2
        assert ran.stderr == "skilllint: sweep/SKILL.md: not fixed: it is read-only\n"
        assert "MD103 [*]" in ran.stdout or option == "--diff"


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_standard_input_is_not_fixed(run: Run, option: str) -> None:
    ran = run("check", option, "-", stdin=BROKEN.encode())
    assert ran.returncode == 2
    assert ran.stderr == "skilllint: --fix and --diff need files; standard input is none\n"


def test_either_fix_or_diff(run: Run, place: Path) -> None:
    assert run("check", "--fix", "--diff").returncode == 2


def test_a_lone_file_is_fixed_as_a_skill(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"page.md": TEXT})
    assert run("check", "--fix", "--as-skill", "--select", "MD103", "page.md").returncode == 0
    assert (tmp_path / "page.md").read_text() == TEXT.replace("\n---", "\n\n---")


@pytest.mark.parametrize(
    ("options", "fixed"),
    [((), 0), (("--advice",), 1), (("--select", "md103"), 1), (("--select", "MD"), 0)],
)
def test_advice_is_followed_where_it_is_shown_or_its_very_rule_named(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    fixed: int,
) -> None:
    check = finders.functions()["accidental_heading"]

    def advice(skill: Skill, setting: Setting) -> Iterator[Problem]:
        for problem in check(skill, setting):
            yield replace(problem, confidence="advice")

    functions = {**finders.functions(), "accidental_heading": advice}
    monkeypatch.setattr(finders, "functions", lambda: functions)
    monkeypatch.chdir(place)
    main(["check", "--fix", *options])
    assert ("; 1 fixed" in capsys.readouterr().out) == bool(fixed)
    assert ((place / "sweep/SKILL.md").read_text() == MENDED) == bool(fixed)
