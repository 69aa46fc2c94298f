"""The hooks, as pre-commit (and prek, where it is installed) runs them on a scratch repository."""

from __future__ import annotations

import os
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
            shutil.which("prek", path=BINARIES) is None, reason="prek is not installed"
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


def hook(runner: str, scratch: Path, hooks: Path, home: Path, name: str) -> None:
    """Configure one hook of ours in the scratch repository."""
    rev = call("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    write(scratch, {".pre-commit-config.yaml": CONFIG.format(hooks=hooks, rev=rev, hook=name)})
    call("git", "add", ".pre-commit-config.yaml", cwd=scratch)
    call("git", "commit", "--no-verify", "--quiet", "--message=hook", cwd=scratch)


def test_try_repo_names_the_bad_skill(scratch: Path, hooks: Path, home: Path) -> None:
    tried = call("pre-commit", "try-repo", hooks, "--all-files", cwd=scratch, home=home)
    assert tried.returncode == 1, tried.stdout + tried.stderr
    assert tried.stdout.count("skills/bad/SKILL.md:12:1: MD102 ") == 2  # once a hook
    assert tried.stdout.count("1 error in 2 skills") == 2
    assert "Traceback" not in tried.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_changed_files_stand_for_their_skills(
    runner: str, scratch: Path, hooks: Path, home: Path
) -> None:
    hook(runner, scratch, hooks, home, "skilllint")

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
    hook(runner, scratch, hooks, home, "skilllint-audit")
    failed = call(runner, "run", cwd=scratch, home=home)
    assert failed.returncode == 1
    assert "skills/bad/SKILL.md:12:1: MD102 " in failed.stdout
    write(scratch, {"skills/bad/SKILL.md": skill("bad", MENDED)})
    call("git", "add", "--all", cwd=scratch)
    passed = call(runner, "run", cwd=scratch, home=home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
