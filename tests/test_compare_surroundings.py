"""What surrounds git, a hook's variables or a user's settings, leads it to no other repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import surroundings
from histories import BODY, KNOWN, History, floor, inside, look, only, outcomes, places

from skilllint import compare
from skilllint.compare import Asked, GitError, git
from skilllint.config import NOTHING
from skilllint.review import commits, looking, suggestions, whole
from skilllint.review.commits import Commits
from skilllint.review.events import Local
from skilllint.review.looking import Scope

SKILL = "skills/floor/SKILL.md"
GROWN = floor(f"{BODY}\n## Wax\n\nWax the boards twice, and let them dry between.\n")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill, which has grown since it was committed."""
    here = inside(tmp_path / "work", monkeypatch)
    here.put({SKILL: GROWN})
    return here


@pytest.fixture
def other(tmp_path: Path, here: History) -> History:
    """Another repository, of another skill."""
    other = History(tmp_path / "other")
    other.commit({"skills/roof/SKILL.md": floor(name="roof")})
    return other


def explicit(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git read no bare repository that nobody names."""
    place.write_text("[safe]\n\tbareRepository = explicit\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(place))


def bare(here: History, place: Path) -> Path:
    here.git("clone", "-q", "--bare", str(here.place), str(place))
    return place


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "{}/.git"},
        {"GIT_DIR": "{}/.git", "GIT_WORK_TREE": "{}"},
        {"GIT_WORK_TREE": "{}"},
        {"GIT_INDEX_FILE": "{}/.git/index"},
        {"GIT_INDEX_FILE": "/nowhere/index"},
        {"GIT_OBJECT_DIRECTORY": "{}/.git/objects"},
        {"GIT_ALTERNATE_OBJECT_DIRECTORIES": "{}/.git/objects", "GIT_NAMESPACE": "x"},
        {"GIT_COMMON_DIR": "{}/.git", "GIT_PREFIX": "skills/", "GIT_ATTR_SOURCE": "nope"},
        {"GIT_SHALLOW_FILE": "{}/.git/HEAD", "GIT_CEILING_DIRECTORIES": "{}:/"},
        {"GIT_QUARANTINE_PATH": "{}", "GIT_OBJECT_DIRECTORY": "{}/.git/objects"},
    ],
    ids="+".join,
)
def test_another_repository_is_not_read(
    here: History, other: History, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    base = here.git("rev-parse", "HEAD")
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(other.place))
    found = look()
    assert found.base == base
    assert places(found) == {SKILL: "changed"}
    assert outcomes(only(found)) == {"Wax": "added"}
    place = git.repository(here.place)
    assert git.ask(place, "rev-parse", "--absolute-git-dir").decode().strip() == str(
        (here.place / ".git").resolve()
    )


def test_no_repository_is_none_whatever_is_named(
    other: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loose").mkdir()
    monkeypatch.chdir(tmp_path / "loose")
    monkeypatch.setenv("GIT_DIR", str(other.place / ".git"))
    for tree in (None, str(other.place)):
        if tree:
            monkeypatch.setenv("GIT_WORK_TREE", tree)
        with pytest.raises(GitError, match="this is no git repository"):
            look()


def test_files_that_a_repository_elsewhere_keeps(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As people keep the files of their home."""
    (here.place / ".git").rename(tmp_path / "kept")
    with pytest.raises(GitError, match="this is no git repository"):
        look()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("GIT_WORK_TREE", str(here.place))
    assert places(look()) == {SKILL: "changed"}
    monkeypatch.chdir(here.place / "skills")
    assert places(look()) == {"floor/SKILL.md": "changed"}


# --- bare repositories ----------------------------------------------------------------------------


def test_a_review_reads_its_own_where_no_bare_one_is_trusted(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = here.git("rev-parse", "HEAD")
    head = here.commit()
    clone = bare(here, tmp_path / "clone.git")
    explicit(tmp_path / "gitconfig", monkeypatch)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    for place in (clone, here.place / ".git"):
        both = Commits(place, base, head, base, "main")
        assert places(looking.look(both, Scope(NOTHING))) == {SKILL: "changed"}
        report, _ = whole.look(both, Scope(NOTHING))
        assert len(report.skills) == 1
        assert suggestions.suggest(place, head, []) == {}
    assert commits.whole(clone) is None
    assert commits.whole(here.place)


def test_a_bare_one_that_is_named_is_trusted(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = here.git("rev-parse", "HEAD")
    asked = Asked(base, here.commit())
    clone = bare(here, tmp_path / "clone.git")
    explicit(tmp_path / "gitconfig", monkeypatch)
    with pytest.raises(GitError, match=r"safe\.bareRepository"):
        compare.run(clone, asked)
    monkeypatch.setenv("GIT_DIR", str(clone))
    assert places(compare.run(clone, asked)) == {SKILL: "changed"}


# --- hooks ----------------------------------------------------------------------------------------


def hook(folder: Path, name: str, arguments: str) -> None:
    """A hook that runs the program as git runs hooks."""
    folder.mkdir(exist_ok=True)
    script = folder / name
    program = f'exec "{sys.executable}" -m skilllint {arguments}'
    script.write_text(f"#!/bin/sh\nread old new ref\n{program}\n")
    script.chmod(0o700)


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words],
        cwd=place,
        env=surroundings(KNOWN),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("words", [["-a"], ["--", SKILL], []], ids=["all", "some", "index"])
@pytest.mark.parametrize("linked", [False, True])
def test_a_commit_that_lets_a_skill_grow_is_stopped(
    here: History, tmp_path: Path, words: list[str], linked: bool
) -> None:
    hook(here.place / ".git" / "hooks", "pre-commit", "check --ratchet=HEAD")
    place = here.place
    if linked:
        place = tmp_path / "linked"
        here.git("worktree", "add", "-q", str(place))
    (place / SKILL).write_text(GROWN)
    if not words:
        run(place, "add", "-A")
    stopped = run(place, "commit", "-m", "grown", *words)
    assert stopped.returncode == 1
    assert "body grew by" in stopped.stdout + stopped.stderr
    (place / SKILL).write_text(floor(BODY.replace("of the room", "")))
    if not words:
        run(place, "add", "-A")
    done = run(place, "commit", "-m", "shrunk", *words)
    assert done.returncode == 0, done.stderr


def test_a_push_is_judged_before_it_is_let_in(here: History, tmp_path: Path) -> None:
    clone = bare(here, tmp_path / "clone.git")
    hook(clone / "hooks", "pre-receive", 'compare "$old" "$new" --budget=0')
    here.commit()
    stopped = run(here.place, "push", str(clone), "HEAD:main")
    assert stopped.returncode == 1
    assert "skills/floor/SKILL.md" in stopped.stderr
    assert "no revision" not in stopped.stderr
    here.commit({SKILL: floor(BODY.replace("of the room", ""))})
    assert run(here.place, "push", str(clone), "HEAD:main").returncode == 0


@pytest.mark.parametrize("name", ["clone.git", "clone"])
def test_two_revisions_of_a_bare_clone_are_reviewed(
    here: History, tmp_path: Path, name: str
) -> None:
    base, head = here.git("rev-parse", "HEAD"), here.commit()
    clone = bare(here, tmp_path / name)
    both = commits.local(clone, Local(base, head))
    assert both.place == clone.resolve()
    assert places(looking.look(both, Scope(NOTHING))) == {SKILL: "changed"}
    assert commits.whole(clone)
