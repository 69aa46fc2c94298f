"""The hooks, as pre-commit (and prek, where it is installed) runs them on a scratch repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BAD, ROOT, skill, write

pytestmark = pytest.mark.registry

CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: {hook}
"""
BINARIES = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
RUNNERS = [
    "pre-commit",
    pytest.param(
        "prek",
        marks=pytest.mark.skipif(
            shutil.which("prek", path=BINARIES) is None
            and not os.environ.get("SKILLLINT_REQUIRE_REGISTRY"),
            reason="prek is not installed",
        ),
    ),
]


def call(
    *command: str | Path, cwd: Path, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody whose git knows nothing but a name."""
    git = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Test"), ("EMAIL", "test@example.invalid"))
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    here = str(home or cwd)
    homes = {"PRE_COMMIT_HOME": here, "PREK_HOME": here, "NO_COLOR": "1", "PATH": BINARIES}
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        [str(word) for word in command],
        check=False,
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**kept, **git, **nothing, **homes},
        timeout=300,
    )


def commit(folder: Path) -> str:
    """Make a folder a repository with everything committed; its revision."""
    call("git", "init", "--quiet", "--initial-branch=main", cwd=folder)
    call("git", "add", "--all", cwd=folder)
    call("git", "commit", "--quiet", "--no-verify", "--message=all", cwd=folder)
    return call("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


MENDED = """# Sweep

1. Move the chairs and the rugs out of the room.
2. Sweep from the far corner to the door, one strip beside the other.
3. Gather the dust in one heap and carry it out before anybody opens a window.
4. Put the chairs and the rugs back where they stood.

If the floor has stains, read references/more.md.
"""


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This working tree as a repository of its own, whatever is committed here."""
    place = tmp_path_factory.mktemp("hooks")
    listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if (ROOT / ".git").exists():
        named = call("git", *listed, cwd=ROOT).stdout.split("\0")
    else:  # an unpacked archive has nothing that is ignored
        named = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    for name in filter(None, named):
        if (ROOT / name).is_file() and not name.startswith(("fixtures/", "tests/", "benchmarks/")):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    assert commit(place)
    return place


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runners keep the environments that they build."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with one good and one bad skill, and a page that belongs to none."""
    files = {
        "skills/good/SKILL.md": skill("good"),
        "skills/bad/SKILL.md": skill("bad", f"Colours: references/more.md\n\n{BAD}"),
        "skills/bad/references/more.md": "# More\n",
        "docs/guide.md": BAD,
    }
    commit(write(tmp_path / "scratch", files))
    return tmp_path / "scratch"


def hook(scratch: Path, hooks: Path, name: str, options: str = "") -> None:
    """Configure one hook of ours in the scratch repository, perhaps with options."""
    rev = call("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    text = CONFIG.format(hooks=hooks, rev=rev, hook=name)
    text += f"        args: [{options}]\n" if options else ""
    write(scratch, {".pre-commit-config.yaml": text})
    call("git", "add", ".pre-commit-config.yaml", cwd=scratch)
    call("git", "commit", "--no-verify", "--quiet", "--message=hook", cwd=scratch)


@pytest.mark.parametrize("runner", RUNNERS)
def test_try_repo_names_the_bad_skill(runner: str, scratch: Path, hooks: Path, home: Path) -> None:
    tried = call(runner, "try-repo", hooks, "--all-files", cwd=scratch, home=home)
    assert tried.returncode == 1, tried.stdout + tried.stderr
    assert tried.stdout.count("skills/bad/SKILL.md:12:1: MD102 ") == 2  # once a hook
    assert tried.stdout.count("1 error in 2 skills") == 2
    assert "Traceback" not in tried.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_changed_files_stand_for_their_skills(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint")

    def changed(*names: str) -> subprocess.CompletedProcess[str]:
        """What the hook says to a commit that touches these files."""
        for name in names:
            with (scratch / name).open("a", encoding="utf-8") as file:
                file.write("\nMore.\n")
        call("git", "add", "--all", cwd=scratch)
        ran = call(runner, "run", cwd=scratch, home=home)
        call("git", "commit", "--quiet", "--no-verify", "--message=more", cwd=scratch)
        return ran

    good = changed("skills/good/SKILL.md")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout
    for name in ("skills/bad/SKILL.md", "skills/bad/references/more.md"):
        bad = changed(name)
        assert bad.returncode == 1, name
        assert "skills/bad/SKILL.md:12:1: MD102 " in bad.stdout
        assert "1 error in 1 skill" in bad.stdout
    assert changed("docs/guide.md").returncode == 0
    both = changed("skills/good/SKILL.md", "skills/bad/SKILL.md")
    assert both.stdout.count("MD102") == 1
    assert "1 error in 2 skills" in both.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_whole_repository_is_checked_whatever_changed(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint-audit")
    failed = call(runner, "run", cwd=scratch, home=home)
    assert failed.returncode == 1
    assert "skills/bad/SKILL.md:12:1: MD102 " in failed.stdout
    write(scratch, {"skills/bad/SKILL.md": skill("bad", MENDED)})
    call("git", "add", "--all", cwd=scratch)
    passed = call(runner, "run", cwd=scratch, home=home)
    assert passed.returncode == 0, passed.stdout + passed.stderr


def staged(scratch: Path, runner: str, home: Path) -> subprocess.CompletedProcess[str]:
    """What the hook says to a commit of everything as it is now; then it is committed."""
    call("git", "add", "--all", cwd=scratch)
    ran = call(runner, "run", cwd=scratch, home=home)
    call("git", "commit", "--quiet", "--no-verify", "--message=more", cwd=scratch)
    return ran


@pytest.mark.parametrize("runner", RUNNERS)
def test_deleted_and_linked_files_pass_and_renamed_ones_count_where_they_are(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint")
    (scratch / "skills/bad/references/more.md").unlink()
    deleted = staged(scratch, runner, home)
    assert (deleted.returncode, "Skipped" in deleted.stdout) == (0, True), deleted.stdout
    (scratch / "skills/again").symlink_to("bad", target_is_directory=True)
    linked = staged(scratch, runner, home)
    assert (linked.returncode, "Skipped" in linked.stdout) == (0, True), linked.stdout
    (scratch / "skills/again").unlink()
    (scratch / "skills/bad").rename(scratch / "skills/worse")
    renamed = staged(scratch, runner, home)
    assert renamed.returncode == 1
    assert renamed.stdout.count("skills/worse/SKILL.md:12:1: MD102 ") == 1
    assert "skills/bad" not in renamed.stdout
    assert "in 1 skill\n" in renamed.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_whole_repository_counts_a_linked_skill_once_and_sees_a_deletion(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint-audit")
    (scratch / "skills/good/SKILL.md").unlink()
    (scratch / "skills/again").symlink_to("bad", target_is_directory=True)
    ran = staged(scratch, runner, home)
    assert ran.returncode == 1
    assert ran.stdout.count(" MD102 ") == 1
    assert "in 1 skill\n" in ran.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_what_is_excluded_stays_so_though_the_hook_names_it(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    write(scratch, {"skilllint.toml": 'exclude = ["skills/bad/"]\n'})
    hook(scratch, hooks, "skilllint")
    with (scratch / "skills/bad/SKILL.md").open("a", encoding="utf-8") as file:
        file.write("\nMore.\n")
    assert staged(scratch, runner, home).returncode == 0


@pytest.mark.parametrize("runner", RUNNERS)
def test_3000_files_are_checked_with_few_processes(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint")
    files = {f"skills/s{n}/SKILL.md": skill(f"s{n}") for n in range(300)}
    for number in range(2700):
        files[f"skills/s{number // 9}/references/about-brooms-and-rugs-{number}.md"] = "# More\n"
    files["skills/s7/SKILL.md"] = skill("s7", BAD)
    write(scratch, files)
    ran = staged(scratch, runner, home)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    runs = [int(number) for number in re.findall(r" in (\d+) skills?$", ran.stdout, re.MULTILINE)]
    assert 1 <= len(runs) <= 3
    assert 300 <= sum(runs) <= 303  # a skill whose files come in two runs is checked in both
    assert 1 <= ran.stdout.count("skills/s7/SKILL.md:10:1: MD102 ") <= 2


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_commit_stops_once_for_what_was_mended(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(scratch, hooks, "skilllint", "--fix")
    body = "# Sweep\n\nTake the broom.\n---\n\nSweep.\n"
    write(scratch, {"skills/good/SKILL.md": skill("good", body)})
    call("git", "add", "--all", cwd=scratch)
    stopped = call(runner, "run", cwd=scratch, home=home)
    assert stopped.returncode == 1
    assert "files were modified by this hook" in stopped.stdout
    assert "no problems in 1 skill; 1 fixed" in stopped.stdout
    assert (scratch / "skills/good/SKILL.md").read_text().endswith(body.replace("\n---", "\n\n---"))
    assert staged(scratch, runner, home).returncode == 0
