"""What git tells and what it cannot: hard names, links, strange trees, which commits."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import skill, write
from histories import BODY, History, floor, inside, known, look, only, outcomes, places

from skilllint.compare import GitError, copies, git, revisions


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch; the tests run inside of it."""
    return inside(tmp_path / "work", monkeypatch)


# --- names, links, trees ---


@pytest.mark.parametrize("name", ["two words", "line\nbreak", "tab\there", "ütf", '"quoted"', "-x"])
def test_names_that_are_hard_to_write(here: History, name: str) -> None:
    here.commit({f"skills/{name}/SKILL.md": floor()})
    here.put({f"skills/{name}/SKILL.md": floor(BODY + "\nMore.\n")})
    assert places(look()) == {f"skills/{name}/SKILL.md": "changed"}


def test_names_that_are_no_text(here: History) -> None:
    folder = os.fsencode(here.place) + b"/skills/b\xff\xfed"
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        pytest.skip("the disk takes no such name")
    with open(folder + b"/SKILL.md", "wb") as file:  # noqa: PTH123
        file.write(floor().encode())
    here.commit()
    with open(folder + b"/SKILL.md", "ab") as file:  # noqa: PTH123
        file.write(b"\nMore.\n")
    assert [change.status for change in look().skills] == ["changed"]


def test_links_and_submodules_are_not_followed(here: History, tmp_path: Path) -> None:
    other = History(tmp_path / "other")
    other.commit({"skills/inner/SKILL.md": skill("inner")})
    allow = ("-c", "protocol.file.allow=always")
    here.git(*allow, "submodule", "--quiet", "add", str(other.place), "vendor")
    outside = write(tmp_path / "secret", {"SKILL.md": floor()})
    (here.place / "skills/link").symlink_to(outside)
    (here.place / "skills/floor/linked.md").symlink_to(outside / "SKILL.md")
    here.commit()
    found = look("HEAD~1", "HEAD")
    assert found.submodules == ("vendor",)
    assert places(found) == {"skills/floor/SKILL.md": "changed"}
    assert only(found).tokens.references.after == 0
    assert look("HEAD~1").skills == found.skills


@pytest.mark.parametrize("path", ["../x", "a/../x", ".git/x", "a/.GIT/x", "/x", "a//x", "./x", ""])
def test_a_path_that_leads_elsewhere_is_not_written(path: str) -> None:
    assert not copies.is_safe(path)
    assert copies.is_safe("a/..b/.github/x y.md")


def test_a_tree_that_leads_out_is_left_out(here: History) -> None:
    blob = here.git("rev-parse", "HEAD:skills/floor/SKILL.md")

    def tree(*entries: str) -> str:
        made = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
            check=True,
            cwd=here.place,
            capture_output=True,
            input=b"".join(
                f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id_)
                for mode, name, id_ in (entry.split(" ") for entry in entries)
            ),
        )
        return made.stdout.decode().strip()

    evil = tree(f"100644 SKILL.md {blob}", f"100644 evil.md {blob}")
    root = tree(f"40000 .. {evil}", f"40000 .git {evil}", f"40000 good {evil}")
    head = here.git("commit-tree", root, "-m", "evil")
    found = look("HEAD", head)
    assert places(found) == {"good/SKILL.md": "renamed"}


@pytest.mark.parametrize("attributes", [False, True])
def test_line_ends_on_disk_are_those_that_git_stores(here: History, attributes: bool) -> None:
    if attributes:
        here.commit({".gitattributes": "*.md text eol=crlf\n"})
    else:
        here.git("config", "core.autocrlf", "true")
    (here.place / "skills/floor/SKILL.md").unlink()
    here.git("checkout", "-q", "--", ".")
    assert b"\r\n" in (here.place / "skills/floor/SKILL.md").read_bytes()
    assert look().skills == ()
    grown = floor(BODY + "\nMore.\n").replace("\n", "\r\n")
    here.put({"skills/floor/SKILL.md": grown})
    assert outcomes(only(look())) == {"Dry": "changed"}
    # where git stores what it finds, other line ends are a change
    here.git("config", "core.autocrlf", "false")
    if not attributes:
        assert len(outcomes(only(look()))) == 3


def test_filters_hooks_and_attributes_of_the_repository_do_not_run(
    here: History, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    here.git("config", "filter.evil.smudge", f"touch {mark}; cat")
    here.git("config", "core.fsmonitor", f"touch {mark}; false")
    here.git("config", "diff.evil.textconv", f"touch {mark}; cat")
    here.git("config", "diff.external", f"touch {mark}")
    hooks = write(tmp_path / "hooks", {"post-index-change": f"#!/bin/sh\ntouch {mark}\n"})
    (hooks / "post-index-change").chmod(0o700)
    here.git("config", "core.hooksPath", str(hooks))
    here.put({".gitattributes": "*.md filter=evil diff=evil\n"})
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nMore.\n")})
    mark.unlink(missing_ok=True)
    assert places(look()) == {"skills/floor/SKILL.md": "changed"}
    assert not mark.exists()


# --- which commits ----------------------------------------------------------------


def branch(here: History) -> str:
    """A branch with an edit, while the main branch went on; where both parted."""
    parted = here.git("rev-parse", "HEAD")
    here.git("checkout", "-q", "-b", "work")
    here.commit({"skills/floor/SKILL.md": floor(BODY + "\nMore.\n")})
    here.git("checkout", "-q", "main")
    here.commit({"skills/other/SKILL.md": skill("other")})
    here.git("checkout", "-q", "work")
    return parted


def test_without_a_base_it_is_where_the_branch_began(here: History) -> None:
    parted = branch(here)
    found = look(None)
    assert (found.base, found.against) == (parted, "where it left main")
    assert places(found) == {"skills/floor/SKILL.md": "changed"}
    here.git("checkout", "-q", "--detach")
    assert look(None).base == parted
    # a base that is named is taken as it is
    assert set(places(look("main"))) == {"skills/floor/SKILL.md", "skills/other/SKILL.md"}


def test_a_branch_is_not_compared_with_its_own_copy(here: History, tmp_path: Path) -> None:
    parted = branch(here)
    here.git("init", "-q", "--bare", str(tmp_path / "far"))
    here.git("remote", "add", "origin", str(tmp_path / "far"))
    here.git("push", "-q", "-u", "origin", "work", "main")
    assert look(None).base == parted
    here.git("branch", "-q", "--set-upstream-to", "origin/main")
    assert look(None).against == "where it left origin/main"


def test_a_base_that_was_pushed_anew(here: History) -> None:
    parted = branch(here)
    here.git("checkout", "-q", "main")
    here.git("reset", "-q", "--hard", parted)
    here.commit({"skills/third/SKILL.md": skill("third")})
    here.git("checkout", "-q", "work")
    assert look(None).base == parted


def sentence(*arguments: str | None) -> str:
    with pytest.raises(GitError) as error:
        look(*arguments)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_no_revision(here: History) -> None:
    assert sentence("nope") == 'there is no revision "nope"'
    assert sentence("--output=x") == 'there is no revision "--output=x"'
    assert not (here.place / "x").exists()


def test_no_branch_to_compare_with(here: History) -> None:
    here.git("branch", "-q", "-m", "trunk")
    place = git.repository(here.place)
    assert (
        revisions.default_branch(place) == "HEAD"
    )  # nobody else has a line of work to compare with
    here.git("update-ref", "refs/remotes/origin/other", "HEAD")
    assert sentence(None) == "there is no upstream and no default branch; name what to compare with"


def test_a_shallow_clone_of_the_branch_alone(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.git("checkout", "-q", "-b", "work")
    here.commit({"README.md": "more"})
    near = tmp_path / "near"
    here.git("clone", "-q", "--depth", "1", "-b", "work", f"file://{here.place}", str(near))
    monkeypatch.chdir(near)
    assert sentence(None).startswith("this shallow clone holds only origin/work itself; ")


def test_no_common_commit(here: History) -> None:
    here.git("checkout", "-q", "--orphan", "alone")
    here.commit({"README.md": "alone"})
    assert sentence(None) == "HEAD and main have no commit in common; name what to compare with"


def test_a_shallow_clone(here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parted = branch(here)
    near = tmp_path / "near"
    here.git("checkout", "-q", "main")
    shallow = ("--depth=1", "--no-single-branch", "--branch=work")
    here.git("clone", "-q", *shallow, here.place.as_uri(), str(near))
    monkeypatch.chdir(near)
    assert sentence("main~1").startswith('there is no revision "main~1"; this clone is shallow: ')
    said = sentence(None)
    assert said.startswith("HEAD and origin/main have no commit in common in this shallow clone; ")
    assert "git fetch --deepen=100" in said
    assert places(look("HEAD")) == {}
    subprocess.run(["git", "fetch", "-q", "--unshallow"], check=True)
    assert look(None).base == parted


def test_no_commit_and_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    none = "this is no git repository, so there is nothing to compare with"
    assert sentence("HEAD") == none
    History(tmp_path / "empty")
    monkeypatch.chdir(tmp_path / "empty")
    empty = "there is no commit yet, so there is nothing to compare with"
    assert sentence(None) == sentence("HEAD") == empty
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sentence(None) == "git is needed to see what was before, and is not installed"


def test_a_bare_repository(here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here.commit({"skills/floor/SKILL.md": floor(BODY + "\nMore.\n")})
    here.git("clone", "-q", "--bare", str(here.place), str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    assert sentence("HEAD") == "a bare repository has no files on disk; name BASE and HEAD"
    assert list(places(look("HEAD~1", "HEAD")).values()) == ["changed"]


def test_somebody_elses_repository(here: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = sentence(None)
    assert said.startswith(f"git does not trust {here.place}, which belongs to somebody else; ")
    assert said.endswith(f"git config --global --add safe.directory '{here.place}'")
