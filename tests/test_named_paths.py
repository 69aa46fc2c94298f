"""What a path on the command line stands for where a configuration excludes it; what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write

from skilllint import discovery

SKIPPED = "skilllint: {} excluded by skilllint.toml\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two excluded skills with a problem each, one of them twice excluded, and a sound one."""
    return write(
        tmp_path,
        {
            "skilllint.toml": 'exclude = ["vendor/", "old-*/"]\n',
            "good/SKILL.md": skill("good"),
            "vendor/a/SKILL.md": skill("a", BAD),
            "vendor/a/references/more.md": "# More\n",
            "vendor/old-b/SKILL.md": skill("old-b", BAD),
        },
    )


@pytest.mark.parametrize(
    ("paths", "checked", "excluded"),
    [
        (["."], 1, 2),
        (["vendor"], 1, 1),
        (["./vendor/"], 1, 1),
        (["vendor/a"], 1, 0),
        (["vendor/old-b"], 1, 0),
        (["vendor/a/SKILL.md"], 1, 0),
        (["vendor/old-b/SKILL.md"], 1, 0),
        (["vendor/a/references/more.md"], 1, 0),
        ([".", "vendor/a"], 2, 1),
        (["vendor/a/SKILL.md", "."], 2, 1),
    ],
)
def test_what_is_named_is_checked_unless_the_exclusion_is_forced(
    run: Run, place: Path, paths: list[str], checked: int, excluded: int
) -> None:
    def summary(*options: str) -> tuple[str, str]:
        ran = run("check", *options, *paths)
        return ran.stdout.rpartition(" in ")[2], ran.stderr

    def told(skills: int) -> str:
        return f"{skills} skill\n" if skills == 1 else f"{skills} skills\n" if skills else ""

    def left_out(skills: int) -> str:
        return SKIPPED.format(told(skills).strip()) if skills else ""

    assert summary() == (told(checked), left_out(excluded))
    sound = int("." in paths)
    assert summary("--force-exclude") == (told(sound), left_out(checked + excluded - sound))


@pytest.mark.parametrize("pattern", ["*", "**", "/*", "a/", "SKILL.md", "[ab]/"])
def test_the_folder_of_the_configuration_is_no_exception_to_it(
    run: Run, tmp_path: Path, pattern: str
) -> None:
    write(tmp_path, {"skilllint.toml": f'exclude = ["{pattern}"]\n', "a/SKILL.md": skill("a")})
    assert run("check", ".").stderr == SKIPPED.format("1 skill")
    assert run("check", cwd=tmp_path / "a").stderr == (
        "" if pattern != "SKILL.md" else "skilllint: 1 skill excluded by ../skilllint.toml\n"
    )


@pytest.mark.parametrize("pattern", ["*", "**", "/*", "a/"])
def test_a_folder_above_the_configuration_is_no_exception_to_it(
    run: Run, tmp_path: Path, pattern: str
) -> None:
    configuration = f'exclude = ["{pattern}"]\n'
    write(tmp_path, {"b/skilllint.toml": configuration, "b/a/SKILL.md": skill("a")})
    assert run("check", "..", cwd=tmp_path / "b").stderr == SKIPPED.format("1 skill")


def test_audit_takes_the_same_word_for_it(run: Run, place: Path) -> None:
    assert "vendor/a/SKILL.md" in run("audit", "vendor/a").stdout
    assert run("audit", "--force-exclude", "vendor/a").stderr == SKIPPED.format("1 skill")


def test_a_lone_file_that_is_named_is_read_unless_forced(run: Run, place: Path) -> None:
    write(place, {"vendor/page.md": BAD})
    assert "MD102" in run("check", "--as-skill", "vendor/page.md").stdout
    forced = run("check", "--as-skill", "--force-exclude", "vendor/page.md")
    assert (forced.stdout, forced.stderr) == ("", SKIPPED.format("1 skill"))


def test_a_name_that_is_gone_spoils_nothing_else(run: Run, place: Path) -> None:
    ran = run("check", "good/references/gone.md", "vendor/a/SKILL.md", "gone/SKILL.md")
    assert "vendor/a/SKILL.md:10:1: MD102 " in ran.stdout
    assert ran.stderr == (
        "skilllint: good/references/gone.md: no such file or folder\n"
        "skilllint: gone/SKILL.md: no such file or folder\n"
    )
    assert ran.returncode == 2


def test_naming_all_files_of_a_folder_looks_at_the_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"s/references/deep/{number}.md": "# More\n" for number in range(200)}
    write(tmp_path, {"s/SKILL.md": skill("s"), ".git/HEAD": "", "page.md": "", **files})
    looked: list[Path] = []
    look = discovery.skill_file

    def counted(folder: Path) -> Path | None:
        looked.append(folder)
        return look(folder)

    monkeypatch.setattr(discovery, "skill_file", counted)
    named = [*(tmp_path / name for name in files), *[tmp_path / "page.md"] * 9]
    found = discovery.find(named)
    assert found.skills == (tmp_path / "s/SKILL.md",)
    assert found.named[found.skills[0]] == tuple(named[:200])
    assert len(looked) == len(set(looked)) == 4
