"""What cannot be audited costs one clear line, and nothing else is lost."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import BAD, Ran, Run, command, skill, surroundings, write

from skilllint import cli, finders, situational
from skilllint.model import Problem, Rule, Setting, Skill

GOOD = skill("good").encode()
LIMIT = 1_000_000


def wrong_type(folder: Path) -> None:
    os.mkfifo(folder / "SKILL.md")


def no_right(folder: Path) -> None:
    (folder / "SKILL.md").write_bytes(GOOD)
    (folder / "SKILL.md").chmod(0)


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "binary": (
        lambda folder: (folder / "SKILL.md").write_bytes(bytes(range(256)) * 20),
        "binary",
    ),
    "utf-16": (
        lambda folder: (folder / "SKILL.md").write_text(GOOD.decode(), "utf-16"),
        "UTF-16",
    ),
    "large": (
        lambda folder: (folder / "SKILL.md").write_bytes(GOOD.ljust(LIMIT + 1, b"x")),
        "over the limit of 1,000,000",
    ),
    "dangling": (
        lambda folder: (folder / "SKILL.md").symlink_to("nowhere"),
        "no such file",
    ),
    "circle": (
        lambda folder: (folder / "SKILL.md").symlink_to("SKILL.md"),
        "symbolic links",
    ),
    "pipe": (wrong_type, "not a regular file"),
    "locked": (no_right, "permission denied"),
}


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A good skill and a bad one, which every run here must still judge."""
    return write(tmp_path, {"good/SKILL.md": GOOD, "bad/SKILL.md": skill("bad", BAD)})


def judged(ran: Ran) -> list[tuple[str, str]]:
    """Path and code of the findings in the JSON of `check`."""
    return [(one["path"], one["code"]) for one in json.loads(ran.stdout)["findings"]]


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_line(run: Run, floor: Path, kind: str) -> None:
    if kind == "locked" and os.geteuid() == 0:
        pytest.skip("nothing is locked for root")
    make, reason = UNREADABLE[kind]
    (floor / "odd").mkdir()
    make(floor / "odd")
    checked = run("check", "--format", "json")
    assert (checked.returncode, judged(checked)) == (2, [("bad/SKILL.md", "MD102")])
    (unread,) = json.loads(checked.stdout)["unread"]
    assert unread["path"] == "odd/SKILL.md"
    assert reason in unread["reason"]
    line = f"skilllint: odd/SKILL.md: {unread['reason']}\n"
    assert checked.stderr == line
    audited = run("audit", "--format", "json", "--sort", "path")
    assert (audited.returncode, audited.stderr) == (2, line)
    assert [one["path"] for one in json.loads(audited.stdout)["skills"]] == [
        "bad/SKILL.md",
        "good/SKILL.md",
    ]


def test_permission_denied_is_one_line(
    floor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same as for a locked file, also where the tests run as root."""
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.match("good/SKILL.md"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.chdir(floor)
    monkeypatch.setattr(Path, "read_bytes", read)
    assert cli.main(["check", "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert err == "skilllint: good/SKILL.md: permission denied\n"
    assert [one["code"] for one in json.loads(out)["findings"]] == ["MD102"]


@pytest.mark.parametrize(
    ("name", "status", "line"),
    [
        ("nowhere", 2, "nowhere: no such file or folder"),
        ("good/SKILL.md/deeper", 2, "good/SKILL.md/deeper: "),
        ("empty", 3, "empty: no skill found; a skill is a folder with a SKILL.md"),
        ("folder/SKILL.md", 3, "folder/SKILL.md: no skill found; a skill is a folder with a"),
        ("x" * 300, 2, "x" * 300 + ": "),
    ],
    ids=("missing", "below a file", "no skill", "folder called SKILL.md", "name too long"),
)
def test_a_path_without_a_skill_is_one_line(
    run: Run, floor: Path, name: str, status: int, line: str
) -> None:
    (floor / "empty").mkdir()
    (floor / "folder" / "SKILL.md").mkdir(parents=True)
    ran = run("check", name, "bad", "--format", "json")
    assert ran.stderr.startswith(f"skilllint: {line}")
    assert ran.stderr.count("\n") == 1
    assert (ran.returncode, judged(ran)) == (status, [("bad/SKILL.md", "MD102")])


def test_every_trouble_has_its_line(run: Run, floor: Path) -> None:
    (floor / "empty").mkdir()
    ran = run("audit", "nowhere", "empty", "elsewhere", "good")
    assert ran.returncode == 2
    assert sorted(line.split(":")[1] for line in ran.stderr.splitlines()) == [
        " elsewhere",
        " empty",
        " nowhere",
    ]
    assert "good/SKILL.md" in ran.stdout


def test_odd_standard_input_is_one_line(run: Run) -> None:
    for text in (bytes(range(256)) * 20, skill("typed").encode("utf-16")):
        ran = run("check", "-", stdin=text)
        assert ran.returncode == 2
        assert ran.stderr.startswith("skilllint: <stdin>: is ")
        assert ran.stderr.count("\n") == 1


# --- configuration --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('select = ["FM"', "is no TOML"),
        ('selct = ["FM"]', 'unknown key "selct"; did you mean "select"?'),
        ("[unit]\nlines = 4", 'unknown key "unit"; did you mean "units"?'),
        ("[cost]\ncall = 4", 'unknown key "cost.call"; did you mean "calls"?'),
        ("select = 3", '"select" is not a list of texts'),
        ('select = ["MD10Z"]', 'there is no rule "MD10Z"; did you mean "'),
        ('hosts = ["codx"]', 'there is no host "codx"; did you mean "codex"?'),
        ('[units]\nlines = "many"', '"units.lines" is not a whole number above 0'),
        ("units = 3", '"units" is not a table'),
        ("[limits.SZ101]\ntoken = 9", 'unknown key "limits.SZ101.token"; did you mean "tokens"?'),
    ],
)
def test_a_wrong_configuration_ends_the_run(run: Run, floor: Path, text: str, said: str) -> None:
    for name, whole in (
        ("skilllint.toml", text),
        ("pyproject.toml", f"[tool.skilllint]\n{text}".replace("\n[", "\n[tool.skilllint.")),
    ):
        write(floor, {name: whole})
        for verb in ("check", "audit"):
            ran = run(verb)
            assert (ran.returncode, ran.stdout) == (2, "")
            assert ran.stderr.startswith(f"skilllint: {name}: ")
            assert said in ran.stderr
            assert ran.stderr.count("\n") == 1
        (floor / name).unlink()


def test_another_tools_broken_file_is_not_ours(run: Run, floor: Path) -> None:
    write(floor, {"pyproject.toml": "[tool.black\n"})
    assert run("check", "good").returncode == 0


# --- a crash of our own ------------------------------------------------------------


def test_a_crashing_check_hides_nothing(
    floor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = finders.problems

    def problems(rule: Rule, skill: Skill, setting: Setting) -> Iterator[Problem]:
        if rule.code == "MD101" and skill.name == "bad":
            raise ZeroDivisionError("division\nby zero")
        yield from real(rule, skill, setting)

    monkeypatch.chdir(floor)
    monkeypatch.setattr(finders, "problems", problems)
    for arguments in (["check", "--format", "json"], ["check", "--fail-on", "never"], ["audit"]):
        assert cli.main(arguments) == 70
        out, err = capsys.readouterr()
        assert err.startswith(
            "skilllint: bad/SKILL.md: rule MD101 failed: ZeroDivisionError: division"
        )
        assert err.count("\n") == 1
        assert "MD102" in out or arguments == ["audit"]


def test_a_crash_elsewhere_is_no_finding(
    floor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 would read as `findings`; the traceback is for whoever mends it."""

    def find(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.chdir(floor)
    monkeypatch.setattr(situational, "find", find)
    assert cli.main(["check"]) == 70
    assert "ZeroDivisionError: by zero" in capsys.readouterr().err


def test_a_full_disk_is_one_line(run: Run, floor: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("wb") as sink:
        done = subprocess.run(
            command("check"),
            check=False,
            cwd=floor,
            env=surroundings({}),
            stdout=sink,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 70
    assert done.stderr == b"skilllint: [Errno 28] No space left on device\n"
