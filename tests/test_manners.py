"""How the command line behaves: files, standard input, quiet, ignored, completion, the pager."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import BAD, ROOT, Run, command, skill, surroundings, write

from skilllint import atomic
from skilllint.cli import COMMANDS
from skilllint.commands import outputs
from skilllint.commands.outputs import Place
from skilllint.commands.shared import UsageError


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    return write(tmp_path, {"a/SKILL.md": skill("a", BAD), "b/SKILL.md": skill("b")})


# --- files --------------------------------------------------------------------------


def test_each_output_is_what_its_form_prints(run: Run, floor: Path) -> None:
    forms = ("json", "sarif", "junit", "gitlab", "markdown", "text")
    ran = run("check", *(f"--output={form}:out.{form}" for form in forms))
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == run("check").stdout
    for form in forms:
        assert (floor / f"out.{form}").read_text("utf-8") == run("check", "--format", form).stdout
    assert len(list(floor.iterdir())) == 2 + len(forms)


def test_a_file_that_cannot_be_written_keeps_nothing_back(run: Run, floor: Path) -> None:
    ran = run("check", "--output", "sarif:no/such.sarif", "--output", "json:good.json")
    assert ran.returncode == 2
    assert ran.stderr == (
        "skilllint: no/such.sarif: cannot be written: no such file or directory\n"
    )
    assert ran.stdout == run("check").stdout
    assert json.loads((floor / "good.json").read_text("utf-8"))["findings"]
    assert not (floor / "no").exists()


def test_a_folder_is_no_file(run: Run, floor: Path) -> None:
    ran = run("check", "--output", "sarif:b")
    assert ran.returncode == 2
    assert ran.stderr == "skilllint: b: cannot be written: is a directory\n"
    assert [path.name for path in (floor / "b").iterdir()] == ["SKILL.md"]


def test_what_was_there_stays_until_the_new_is_whole(
    floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = floor / "old.json"
    old.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write(old, "new")
    assert old.read_text() == "old"
    assert sorted(path.name for path in floor.iterdir()) == ["a", "b", "old.json"]


def test_links_and_rights_of_a_file_stay(floor: Path) -> None:
    (floor / "real.json").write_text("old")
    (floor / "real.json").chmod(0o640)
    (floor / "link.json").symlink_to("real.json")
    atomic.write(floor / "link.json", "new")
    assert (floor / "link.json").is_symlink()
    assert (floor / "real.json").read_text() == "new"
    assert stat.S_IMODE((floor / "real.json").stat().st_mode) == 0o640


def test_no_link_of_a_repository_leads_a_report_out_of_it(run: Run, floor: Path) -> None:
    out = floor.parent / "out"
    out.mkdir()
    (out / "rc").write_text("mine")
    (floor / ".git").mkdir()
    (floor / "one.sarif").symlink_to(out / "rc")
    (floor / "folder").symlink_to(out)
    for file in ("one.sarif", "folder/new.sarif"):
        ran = run("check", "--output", f"sarif:{file}")
        assert ran.returncode == 2
        assert f"{file}: cannot be written: a link leads out of the repository" in ran.stderr
    (floor / "skilllint-baseline.json").symlink_to(out / "base.json")
    assert run("check", "--write-baseline").returncode == 2
    (floor / "skilllint-baseline.json").unlink()
    assert {path.name: path.read_text() for path in out.iterdir()} == {"rc": "mine"}
    assert run("check", "--output", f"sarif:{out / 'asked.sarif'}").returncode == 1


def test_a_device_is_written_to_and_not_replaced(run: Run, floor: Path) -> None:
    os.mkfifo(floor / "pipe")
    reader = os.open(floor / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    atomic.write(floor / "pipe", "told")
    assert os.read(reader, 100) == b"told"
    os.close(reader)
    assert stat.S_ISFIFO((floor / "pipe").stat().st_mode)


def test_standard_output_takes_one_form(run: Run, floor: Path) -> None:
    ran = run("check", "--output", "concise:-", "--output", "json:out.json")
    assert ran.stdout == run("check", "--format", "concise").stdout
    assert (floor / "out.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--output sarif:x --output json:./x", "--output: two forms go to ./x"),
        ("--output sarif:- --output json:-", "--output: two forms go to standard output"),
        ("--format text --output json:-", "--output: two forms go to standard output"),
        ("--output sarif", '--output "sarif" names no file; write sarif:FILE'),
        ("--output sarif:", '--output "sarif:" names no file; write sarif:FILE'),
        ("--output sarfi:x", '--output "sarfi:x": there is no form "sarfi"; did you mean "sarif"?'),
        ("--stdin-filename a/SKILL.md a", "--stdin-filename says what `-` is; give `-` as a path"),
    ],
)
def test_wrong_outputs_are_told_before_any_work(
    run: Run, floor: Path, arguments: str, said: str
) -> None:
    ran = run("check", *arguments.split())
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"skilllint: {said}\n"
    assert not (floor / "x").exists()


def test_a_drive_letter_is_part_of_the_file() -> None:
    assert outputs.place(r"sarif:C:\out\x.sarif") == Place("sarif", r"C:\out\x.sarif")
    with pytest.raises(UsageError, match='no form "C"'):
        outputs.place(r"C:\out\x.sarif")


def test_a_wrong_configuration_writes_nothing(run: Run, floor: Path) -> None:
    assert run("check", "--select", "NO", "--output", "json:out.json").returncode == 2
    assert not (floor / "out.json").exists()


# --- quiet, and the status ------------------------------------------------------------


def test_quiet_prints_findings_and_errors_only(run: Run, floor: Path) -> None:
    write(floor, {"notes.md": "# Notes\n", "skilllint.toml": 'exclude = ["b/"]'})
    loud = run("check", ".", "notes.md")
    assert loud.stdout.endswith("1 error in 1 skill\n")
    assert loud.stderr.count("\n") == 2
    quiet = run("check", ".", "notes.md", "--quiet")
    assert (quiet.returncode, quiet.stderr) == (1, "")
    assert quiet.stdout == loud.stdout.removesuffix("1 error in 1 skill\n")
    assert quiet.stdout.count("\n    ") == 1  # a hint belongs to its finding
    lost = run("check", "-q", "nowhere")
    assert (lost.returncode, lost.stderr) == (2, "skilllint: nowhere: no such file or folder\n")


def test_exit_zero_hides_findings_from_the_status_but_no_error(run: Run, floor: Path) -> None:
    assert run("check", "--exit-zero").returncode == 0
    assert run("check", "--exit-zero").stdout == run("check").stdout
    assert run("check", "--exit-zero", "nowhere").returncode == 2
    assert run("check", "--exit-zero", "--output", "json:no/x").returncode == 2


# --- standard input as a file -----------------------------------------------------------


def codes(run: Run, *arguments: str, stdin: str) -> list[tuple[str, str]]:
    """The findings on a text that stands in for a file's."""
    ran = run("check", "--format", "json", *arguments, stdin=stdin.encode())
    assert "Traceback" not in ran.stderr
    return [(found["path"], found["code"]) for found in json.loads(ran.stdout)["findings"]]


def test_standard_input_stands_in_for_a_skill(run: Run, floor: Path) -> None:
    """With its folder's name, its configuration, its other files, and its identity."""
    at_a = ("-", "--stdin-filename", "a/SKILL.md")
    assert codes(run, *at_a, stdin=skill("a")) == []
    assert codes(run, *at_a, stdin=skill("b")) == [("a/SKILL.md", "FM104")]
    write(floor, {"a/skilllint.toml": 'ignore = ["FM104"]'})
    assert codes(run, *at_a, stdin=skill("b")) == []
    text = skill("a", BAD)
    assert run("check", *at_a, stdin=text.encode()).stdout == run("check", "a").stdout
    typed, saved = (
        json.loads(run("check", "--format", "json", *paths, stdin=text.encode()).stdout)
        for paths in (at_a, ("a",))
    )
    assert typed == saved


def test_standard_input_may_be_a_file_that_is_not_there_yet(run: Run, floor: Path) -> None:
    new = ("-", "--stdin-filename", "new/SKILL.md")
    assert codes(run, *new, stdin=skill("new")) == []
    assert codes(run, *new, stdin=skill("a")) == [("new/SKILL.md", "FM104")]


def test_standard_input_stands_in_for_a_reference(run: Run, floor: Path) -> None:
    """A reference that nothing leads to is ST203's; what the other one holds decides it."""
    body = "# Sweep\n\nSee references/one.md for the rest.\n"
    files = {"a/SKILL.md": skill("a", body), "a/references/one.md": "# One\n"}
    write(floor, {**files, "a/references/two.md": "# Two\n"})
    one = ("-", "--stdin-filename", "a/references/one.md", "--select", "ST203")
    assert codes(run, *one, stdin="# One\n") == codes(run, "a", "--select", "ST203", stdin="")
    assert codes(run, *one, stdin="# One\n") != []
    assert codes(run, *one, stdin="# One\n\nThen read two.md in this folder.\n") == []


def test_standard_input_and_its_folder_are_one_skill(run: Run, floor: Path) -> None:
    other = skill("other", description="Mops the stairs. Use when the stairs are dirty.")
    found = codes(run, ".", "-", "--stdin-filename", "a/SKILL.md", stdin=other)
    assert found == [("a/SKILL.md", "FM104")]


def test_standard_input_as_a_file_outside_any_skill(run: Run, floor: Path) -> None:
    notes = ("check", "-", "--stdin-filename", "notes.md")
    ran = run(*notes, stdin=BAD.encode())
    assert (ran.returncode, ran.stderr) == (
        0,
        "skilllint: 1 file outside any skill skipped\n",
    )
    read = run(*notes, "--as-skill", "--select", "MD", stdin=BAD.encode())
    assert read.stdout.startswith("notes.md:5:1: MD102 ")
    shown = run("audit", "-", "--stdin-filename", "notes.md", stdin=BAD.encode())
    assert (shown.returncode, shown.stderr) == (0, "")


def test_what_is_no_text_is_told(run: Run, floor: Path) -> None:
    write(floor, {"a/references/one.md": "# One\n"})
    for name in ("a/SKILL.md", "a/references/one.md"):
        ran = run("check", "-", "--stdin-filename", name, stdin=b"\xff\xfe\0")
        assert ran.returncode == 2
        assert ran.stderr == f"skilllint: {name}: is not UTF-8 text: it is UTF-16\n"


def test_an_excluded_file_stays_excluded(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": 'exclude = ["a/"]'})
    asked = ("-", "--stdin-filename", "a/SKILL.md")
    assert codes(run, *asked, "--force-exclude", stdin=BAD) == []
    assert codes(run, *asked, stdin=BAD) != []


# --- what is ignored --------------------------------------------------------------------


def test_no_ignore_searches_what_is_ignored(run: Run, floor: Path) -> None:
    write(floor, {".gitignore": "a/\n", "node_modules/x/SKILL.md": skill("x", BAD)})
    assert run("check").stdout == "no problems in 1 skill\n"
    assert run("check", "--no-ignore").stdout.endswith("1 error in 2 skills\n")
    assert len(json.loads(run("audit", "--no-ignore", "--format", "json").stdout)["skills"]) == 2


def test_no_ignore_reads_what_is_ignored_in_a_skill(run: Run, floor: Path) -> None:
    body = "# Sweep\n\nSee references/one.md for the rest.\n"
    write(floor, {".gitignore": "two.md\n", "b/SKILL.md": skill("b", body)})
    write(floor, {"b/references/one.md": "# One\n", "b/references/two.md": "# Two\n"})
    orphan = ("check", "b", "--select", "ST203")
    assert run(*orphan).stdout == "no problems in 1 skill\n"
    assert "two.md" in run(*orphan, "--no-ignore").stdout
    for more, files in ((), 1), (("--no-ignore",), 2):
        shown = json.loads(run("audit", "b", "--format", "json", *more).stdout)
        assert len(shown["skills"][0]["tokens"]["files"]) == files


# --- commands ---------------------------------------------------------------------------


def test_a_word_that_is_no_command_is_one_line(run: Run) -> None:
    ran = run("skills/a")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: there is no command 'skills/a'; "
        f"there are {', '.join(name for name, *_ in COMMANDS)}\n"
    )
    assert run("\x1b[31m").stderr.startswith("skilllint: there is no command '\\x1b[31m'; ")


def test_explain_lists_a_family(run: Run) -> None:
    listed = run("explain", "md")
    assert listed.returncode == 0
    every = run("rules").stdout.splitlines()
    assert listed.stdout.splitlines() == [line for line in every if line.startswith("MD")]
    assert run("explain", "MD1").stdout == "".join(
        f"{line}\n" for line in every if line.startswith("MD1")
    )


SHELLS = {
    "bash": "complete -",
    "zsh": "#compdef skilllint",
    "fish": "complete ",
    "tcsh": "complete ",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_commands_options_and_codes(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert SHELLS[shell] in ran.stdout
    for word in ("audit", "stdin-filename", "rdjson", "MD102"):
        assert word in ran.stdout


def test_bash_completes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "complete.sh").write_text(run("completion", "bash").stdout)
    ask = "COMP_WORDS=(skilllint explain SZ10); COMP_CWORD=2; _shtab_skilllint"
    script = f"source complete.sh; {ask} skilllint SZ10 explain; echo ${{COMPREPLY[*]}}"
    done = subprocess.run(
        ["bash", "-c", script], check=False, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.split() == [f"SZ10{n}" for n in range(1, 10)], done.stderr


def test_without_its_package_completion_says_how_to_get_it(run: Run, tmp_path: Path) -> None:
    hide = (
        "import sys; sys.modules['shtab'] = None; from skilllint.cli import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", hide, "completion", "bash"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=surroundings({}),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "skilllint: completion needs the package shtab: pip install 'skilllint-audit[completion]'\n"
    )


# --- the pager --------------------------------------------------------------------------


def on_terminal(*arguments: str, env: Mapping[str, str]) -> str:
    """What a command prints whose input and output are a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), cwd=ROOT, env=surroundings(env), stdin=theirs, stdout=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while more := os.read(ours, 65536):
                seen += more
        except OSError:
            pass  # the other end is closed
    os.close(ours)
    assert process.returncode == 0
    return seen.decode("utf-8")


PAGER = f"{sys.executable} -c 'import sys; print(len(sys.stdin.read()), \"paged\")'"


def test_a_page_longer_than_the_screen_goes_through_the_pager() -> None:
    long = on_terminal("explain", "ST201", env={"PAGER": PAGER, "LINES": "20", "COLUMNS": "80"})
    assert long.endswith("paged\r\n")
    assert long.count("\n") == 1
    tall = on_terminal("explain", "ST201", env={"PAGER": PAGER, "LINES": "900", "COLUMNS": "80"})
    assert "paged" not in tall
    assert "Why" in tall


def test_a_pipe_sees_no_pager(run: Run) -> None:
    assert "paged" not in run("explain", "ST201", env={"PAGER": PAGER, "LINES": "5"}).stdout
