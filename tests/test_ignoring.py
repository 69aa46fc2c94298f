"""Ignore files mean what they mean to git, and nobody needs git for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint.ignoring import Ignoring, compile_lines

NAMES = ("a", "b", "ab", "A", "a b", "c.md", "x.md", "#e", "!f")
GLOBS = (
    "a",
    "b",
    "ab",
    "A",
    "c.md",
    "é",
    "a b",
    "?",
    "*.md",
    "a*",
    "*b",
    "[ab]",
    "[!a]",
    "\\#e",
    "\\!f",
)
STARTS = ("", "!", "/", "**/", "a/", "a/**/")
ENDS = ("", "/", " ")
PATTERN = st.builds(
    "{}{}{}".format,
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(GLOBS), min_size=1, max_size=2).map("/".join),
    st.sampled_from(ENDS),
)
LINE = PATTERN | st.sampled_from(["", "# a", "#", " ", "!", "a//b"])
PATH = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)
FILES = st.dictionaries(st.integers(0, 9), st.lists(LINE, max_size=3).map("\n".join), max_size=3)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is the peer of these tests and is not there")
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "--quiet")
    return root


def git(root: Path, *arguments: str, text: bytes = b"") -> bytes:
    """What git says with none of the user's configuration."""
    bare = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "XDG_CONFIG_HOME": "/none"}
    run = ["git", "-c", "core.excludesFile=", *arguments]
    return subprocess.run(
        run, cwd=root, input=text, capture_output=True, check=False, env=os.environ | bare
    ).stdout


def entries(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name != ".git":
            yield path
            if path.is_dir():
                yield from entries(path)


def grow(root: Path, paths: list[str], files: dict[int, str]) -> list[str]:
    """Make a tree of empty files anew, with ignore files; every path in it."""
    for path in root.iterdir():
        if path.is_dir() and path.name != ".git":
            shutil.rmtree(path)
        elif not path.is_dir():
            path.unlink()
    for name in paths:
        path = root / name
        if not path.exists() and not any(above.is_file() for above in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    folders = [root, *(path for path in entries(root) if path.is_dir())]
    for index, text in files.items():
        (folders[index % len(folders)] / ".gitignore").write_bytes(text.encode() + b"\n")
    return [path.relative_to(root).as_posix() for path in entries(root)]


def left_out(root: Path) -> set[str]:
    """What a walk of ours from the root leaves out."""
    found = set()

    def visit(folder: Path, above: Ignoring, lost: bool) -> None:
        inner = above if lost else above.at(folder)
        for path in folder.iterdir():
            if path.name != ".git":
                ignored = lost or inner.ignores(path, path.is_dir())
                if ignored:
                    found.add(path.relative_to(root).as_posix())
                if path.is_dir():
                    visit(path, inner, ignored)

    visit(root, Ignoring.above(root), False)
    return found


def ignored_by_git(root: Path, paths: list[str]) -> set[str]:
    """Of these paths, the ones that git ignores."""
    # "./" because a leading "!" or ":" would be git's pathspec magic
    asked = b"".join(b"./%b\0" % os.fsencode(path) for path in paths)
    said = git(root, "check-ignore", "--no-index", "-z", "--stdin", text=asked)
    return {os.path.normpath(os.fsdecode(path)) for path in said.split(b"\0") if path}


@given(st.lists(PATH, min_size=1, max_size=9), FILES)
@settings(deadline=None)
def test_what_is_left_out_is_what_git_ignores(
    repository: Path, paths: list[str], files: dict[int, str]
) -> None:
    everything = grow(repository, paths, files)
    assert left_out(repository) == ignored_by_git(repository, everything)


# --- the ones that matter, spelt out -----------------------------------------------


def seen(root: Path, ignore: str, *paths: str) -> list[str]:
    """Of these files, the ones that a root's ignore file leaves in."""
    for name in paths:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / ".gitignore").write_bytes(ignore.encode())
    lost = left_out(root)
    return [name for name in paths if name not in lost]


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ("keep/**\n!keep/me\n", ["keep/me", "drop/me", "drop/it"]),
        ("*\n!keep/\n!keep/me\n", ["keep/me"]),
        ("keep/\n!keep/me\n", ["drop/me", "drop/it"]),
        ("/keep/*\n!me\n", ["keep/me", "drop/me", "drop/it"]),
        ("!\nkeep\n", ["drop/me", "drop/it"]),
        ("\ufeffkeep\r\nit\r\n", ["drop/me"]),
        ("keep", ["drop/me", "drop/it"]),
    ],
    ids=["all below", "allowed", "closed", "slash", "lone bang", "bom and crlf", "no newline"],
)
def test_the_last_pattern_decides_unless_a_folder_above_is_out(
    tmp_path: Path, ignore: str, left: list[str]
) -> None:
    assert seen(tmp_path, ignore, "keep/me", "keep/it", "drop/me", "drop/it") == left


def test_the_nearest_file_with_an_opinion_decides(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gitignore").write_text("!x.md\ny.md\n")
    names = ("x.md", "y.md", "a/x.md", "a/y.md", "a/z.md")
    assert seen(tmp_path, "x.md\n!y.md\nz.md\n", *names) == ["y.md", "a/x.md"]


@pytest.mark.parametrize("name", [".git", "node_modules", "__pycache__"])
def test_some_folders_are_never_entered_but_files_of_that_name_are_seen(name: str) -> None:
    nothing = Ignoring("/")
    assert nothing.ignores(Path(name), is_folder=True)
    assert not nothing.ignores(Path(name), is_folder=False)


def test_rules_stop_at_the_repository_and_spare_what_was_named(tmp_path: Path) -> None:
    named = tmp_path / "project" / "build" / "out"
    named.mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("draft.md\n")
    (tmp_path / "project" / ".gitignore").write_text("build/\nold.md\n")
    inside = Ignoring.above(named)
    assert [inside.ignores(named / name, False) for name in ("new.md", "old.md", "draft.md")] == [
        *(False, True, True)
    ]
    assert not inside.ignores(named / "sub", is_folder=True)
    (tmp_path / "project" / ".git").mkdir()
    inside = Ignoring.above(named)
    assert [inside.ignores(named / name, False) for name in ("new.md", "old.md", "draft.md")] == [
        *(False, True, False)
    ]


def test_what_is_spared_is_only_what_ignores_the_named_folder(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*\n!skills/\n!skills/good/\n")
    assert Ignoring.above(tmp_path / "skills").ignores(tmp_path / "skills/bad", is_folder=True)
    assert not Ignoring.above(tmp_path / "other").ignores(tmp_path / "other/x", is_folder=True)


def test_patterns_from_elsewhere_also_hold_below_a_folder() -> None:
    exclude = compile_lines(["vendor/", "*.old.md", "!vendor"])
    assert [exclude.match_file(path) for path in ("vendor/a/SKILL.md", "a/x.old.md", "a/x.md")] == [
        *(False, True, False)
    ]
    assert compile_lines(["vendor/"]).match_file("deep/vendor/a/SKILL.md")
    assert not compile_lines(["vendor/"]).match_file("deep/vendor")
