"""A stranger's file or pattern may ruin its own result, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write

from skilllint import audit, situational
from skilllint.audit import Request
from skilllint.model import Candidate


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with one sound skill."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"good/SKILL.md": skill("good")})


def headed(extra: str) -> str:
    return f"---\nname: odd\ndescription: Does odd things. Use when odd.\n{extra}\n---\n# Odd\n"


@pytest.mark.parametrize(
    "line",
    ["x: !!bool foo", "x: !!timestamp foo", 'x: !!int ""', 'x: !!float ""', "? 0x" + "f" * 5000],
    ids=["bool", "timestamp", "int", "float", "key of 5,000 digits"],
)
def test_a_tag_that_fails_is_a_fault_of_that_file(run: Run, floor: Path, line: str) -> None:
    write(floor, {"odd/SKILL.md": headed(line)})
    ran = run("check", ".")
    assert ran.returncode == 1
    assert ran.stderr == ""
    assert "odd/SKILL.md:" in ran.stdout
    assert "FM102" in ran.stdout


def test_a_name_that_is_a_number_of_5000_digits_is_a_name(run: Run, floor: Path) -> None:
    write(floor, {"odd/SKILL.md": f"---\nname: 0x{'f' * 5000}\ndescription: Odd.\n---\n# Odd\n"})
    ran = run("audit", ".")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("key", ["argument-hint", "when_to_use", "x"])
def test_an_alias_bomb_is_never_spelled_out(run: Run, floor: Path, key: str) -> None:
    bomb = "\n".join(
        f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else 'boom'] * 9)}]" for n in range(12)
    )
    body = "\n".join(f"- step {n}" for n in range(80))
    text = headed(f"{bomb}\n{key}: *b11").replace("# Odd\n", f"# Odd\n\n## Batch Mode\n\n{body}\n")
    write(floor, {"odd/SKILL.md": text})
    ran = run("audit", "--format", "json", "odd")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout) < 100_000


def test_a_pattern_that_cannot_be_read_is_skipped(run: Run, floor: Path) -> None:
    write(floor, {".gitignore": "[z-a]\n[[:alpha:]].x\n!\nlost/\n", "lost/SKILL.md": BAD})
    ran = run("check", ".")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_skill_that_crashes_the_judgement_hides_no_other(
    floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(floor, {"odd/SKILL.md": skill("odd"), "zoo/SKILL.md": BAD})
    find = situational.find

    def crashing(source: object, *rest: object) -> tuple[Candidate, ...]:
        if "odd" in str(getattr(source, "path", "")):
            raise RuntimeError("boom")
        return find(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(situational, "find", crashing)
    report = audit.run([floor], Request())
    assert [one.skill.folder for one in report.skills] == ["good", "zoo"]
    assert [one.reason for one in report.crashes] == ["judging it failed: RuntimeError: boom"]
    assert report.findings


def test_a_broken_configuration_stops_its_own_skills_only(run: Run, floor: Path) -> None:
    write(floor, {"team/skilllint.toml": "tool = 1", "team/a/SKILL.md": skill("a")})
    write(floor, {"team/b/SKILL.md": skill("b")})
    ran = run("check", ".")
    assert ran.returncode == 2
    start, _, end = ran.stderr.partition("; there are ")
    assert start == 'skilllint: team/skilllint.toml: unknown key "tool"'
    assert end.endswith("; 2 skills not audited\n")
    assert end.count("\n") == 1
    assert ran.stdout == "no problems in 1 skill\n"


def test_what_a_configuration_excludes_is_counted(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": 'exclude = ["vendor/"]', "vendor/a/SKILL.md": BAD})
    ran = run("check", ".")
    assert ran.returncode == 0
    assert ran.stderr == "skilllint: 1 skill excluded by skilllint.toml\n"


def test_a_reference_that_is_too_large_is_told(run: Run, floor: Path) -> None:
    write(floor, {"good/references/big.md": "a" * 1_000_001})
    ran = run("audit", "good")
    assert ran.returncode == 2
    assert ran.stderr == (
        "skilllint: good/references/big.md: "
        "1,000,001 bytes, over the limit of 1,000,000; not audited\n"
    )
    assert "good" in ran.stdout
