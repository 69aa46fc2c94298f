"""Paths given, and the skills they stand for, whatever the tree and wherever one stands."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import discovery

Put = Callable[..., None]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory."""
    root = tmp_path / "here"
    root.mkdir()
    monkeypatch.chdir(root)
    return root


def put(*files: str, text: str = "") -> None:
    for file in files:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(text)


def link(name: str, target: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).symlink_to(target)


def found(*paths: str) -> list[str]:
    """The skills, as a report names them."""
    return [discovery.shown(path) for path in discovery.find(map(Path, paths)).skills]


def told(*paths: str) -> dict[str, list[str]]:
    """Everything that was found, by kind; kinds that are empty left out."""
    result = discovery.find(map(Path, paths))
    kinds = {
        "skills": map(discovery.shown, result.skills),
        "loose": map(discovery.shown, result.loose),
        "missing": (f"{one.path}: {one.reason}" for one in result.missing),
        "empty": map(discovery.shown, result.empty),
        "passed over": map(discovery.shown, result.passed_over),
    }
    return {kind: listed for kind, values in kinds.items() if (listed := list(values))}


# --- folders ------------------------------------------------------------------------


def test_a_folder_stands_for_every_skill_below_it_hidden_folders_included(here: Path) -> None:
    put("a/SKILL.md", "a/deep/er/SKILL.md", ".claude/skills/x/SKILL.md", ".agents/y/SKILL.md")
    put(".github/skills/z/SKILL.md", "with a space/SKILL.md", "README.md", "b/notes.md")
    assert told(".") == {
        "skills": [
            *(".agents/y/SKILL.md", ".claude/skills/x/SKILL.md", ".github/skills/z/SKILL.md"),
            *("a/SKILL.md", "a/deep/er/SKILL.md", "with a space/SKILL.md"),
        ]
    }


def test_repositories_packages_environments_and_ignored_files_are_not_searched(here: Path) -> None:
    put(".git/SKILL.md", "node_modules/p/SKILL.md", "a/node_modules/SKILL.md", "a/.git/x/SKILL.md")
    put("env/pyvenv.cfg", "env/lib/SKILL.md", "out/SKILL.md", "a/drop/SKILL.md", "a/keep/SKILL.md")
    put("venv/SKILL.md", "a/file/SKILL.md")
    put(".gitignore", text="out/\n")
    put("a/.gitignore", text="drop\nfile/SKILL.md\n")
    assert found(".") == ["a/keep/SKILL.md", "venv/SKILL.md"]


@pytest.mark.parametrize("named", ["out", "env", "node_modules", "out/deep", ".git"])
def test_a_path_that_is_itself_named_is_searched(here: Path, named: str) -> None:
    put("env/pyvenv.cfg", "env/s/SKILL.md", "node_modules/p/SKILL.md", ".git/s/SKILL.md")
    put("out/s/SKILL.md", "out/deep/s/SKILL.md", "out/deep/old/SKILL.md")
    put(".gitignore", text="out/\nold\n")
    for name in found(named):
        assert name.startswith(f"{named}/")
        assert "old" not in name
    assert found(named)
    assert found("out/deep/old/SKILL.md") == ["out/deep/old/SKILL.md"]


@pytest.mark.parametrize("with_git", [True, False])
def test_it_is_the_same_with_and_without_git(here: Path, with_git: bool) -> None:
    put("a/SKILL.md", "a/drafts/SKILL.md", "b/c/SKILL.md", "b/c/notes.md", "b/c/x.draft.md")
    put(".gitignore", text="drafts/\n*.draft.md\n")
    put("b/.gitignore", text="notes.md\n")
    if with_git:
        put(".git/HEAD")
    assert found(".") == ["a/SKILL.md", "b/c/SKILL.md"]
    assert found("b") == ["b/c/SKILL.md"]
    assert found("a") == ["a/SKILL.md"]
    assert [path.name for path in discovery.files_below(Path("b/c"))] == ["SKILL.md"]


def test_a_skill_at_the_root_and_skills_below_it_are_each_a_skill(here: Path) -> None:
    put(".git/HEAD", "SKILL.md", "README.md", "skills/a/SKILL.md", "skills/a/ref/x.md", "docs/y.md")
    assert found(".") == ["SKILL.md", "skills/a/SKILL.md"]
    assert found("README.md", "docs/y.md", "skills/a/ref/x.md") == ["SKILL.md", "skills/a/SKILL.md"]


def test_a_folder_without_a_skill_and_a_path_that_is_not_there_are_told(here: Path) -> None:
    put("a/README.md", "b/SKILL.md", "b/references/x.md")
    assert told("a", "b", "nowhere", "b/none.md", "b/references", "b/SKILL.md/x") == {
        "skills": ["b/SKILL.md"],
        "empty": ["a", "b/references"],
        "missing": [
            "nowhere: no such file or folder",
            "b/none.md: no such file or folder",
            "b/SKILL.md/x: not a directory",
        ],
    }


def test_a_folder_called_skill_md_is_no_skill(here: Path) -> None:
    put("a/SKILL.md/notes.md", "b/SKILL.md/c/skill.md")
    assert told(".") == {"skills": ["b/SKILL.md/c/skill.md"]}
    assert told("a/SKILL.md/notes.md", "a") == {"loose": ["a/SKILL.md/notes.md"], "empty": ["a"]}


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_is_found(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a/SKILL.md", "a/references/x.md", "locked/SKILL.md")
    scandir = os.scandir

    def guarded(path: Path) -> Iterator[os.DirEntry[str]]:
        if path.name in ("locked", "references"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    missing = ["a/references: permission denied", "locked: permission denied"]
    assert told(".", str(here)) == {"skills": ["a/SKILL.md"], "missing": missing}
    assert told("locked") == {"missing": ["locked: permission denied"]}
    assert found("locked/SKILL.md") == ["locked/SKILL.md"]
    assert [path.name for path in discovery.files_below(Path("a"))] == ["SKILL.md"]


# --- files --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SKILL.md", "skill.md", "SKILL.MD", "Skill.md"])
def test_skill_md_in_any_case_stands_for_its_skill(here: Path, name: str) -> None:
    put(f"a/{name}", "a/references/x.md")
    for path in (".", "a", f"a/{name}", "a/references/x.md"):
        assert found(path) == [f"a/{name}"]


def test_of_case_twins_the_one_that_hosts_load_stands_for_the_skill(here: Path) -> None:
    put("a/skill.md", "a/SKILL.md", "a/SKILL.MD", "a/x.md")
    if len(list(Path("a").iterdir())) < 4:
        pytest.skip("this file system does not tell case apart")
    for path in (".", "a", "a/skill.md", "a/SKILL.md", "a/x.md"):
        assert found(path) == ["a/SKILL.md"]


def test_any_other_file_stands_for_the_nearest_skill_above_it(here: Path) -> None:
    put("a/SKILL.md", "a/scripts/run.py", "a/in/SKILL.md", "a/in/deep/er/logo.png", "a/in.md")
    assert found("a/in/deep/er/logo.png") == ["a/in/SKILL.md"]
    assert found("a/scripts/run.py", "a/in.md") == ["a/SKILL.md"]


def test_files_outside_any_skill_are_markdown_or_passed_over(here: Path) -> None:
    put("SKILL.md", "repo/.git/HEAD", "repo/README.md", "repo/a/page.MDX", "repo/setup.py")
    put("repo/s/SKILL.md")
    assert told("repo/README.md", "repo/a/page.MDX", "repo/setup.py", "repo/README.md") == {
        "loose": ["repo/README.md", "repo/a/page.MDX"],
        "passed over": ["repo/setup.py"],
    }


# --- links --------------------------------------------------------------------------


def test_a_linked_folder_is_found_once_and_in_its_real_place(here: Path) -> None:
    put("skills/x/SKILL.md")
    link(".claude/skills", "../skills")
    link(".agents/skills/x", "../../skills/x")
    link("zzz/SKILL.md", "../skills/x/SKILL.md")
    link("aaa/SKILL.md", "../skills/x/SKILL.md")
    assert found(".") == ["skills/x/SKILL.md"]
    assert found(".claude") == [".claude/skills/x/SKILL.md"]
    assert found(".claude", "skills") == ["skills/x/SKILL.md"]
    assert found("skills", ".claude", "aaa/SKILL.md") == ["skills/x/SKILL.md"]


def test_circles_end(here: Path) -> None:
    put("a/SKILL.md", "b/SKILL.md", "../above/SKILL.md")
    link("a/up", "..")
    link("a/upper", "../..")
    link("a/self", ".")
    link("a/over", "../b")
    link("b/over", "../a")
    link("knot", "knot")
    link("ping", "pong")
    link("pong", "ping")
    link("dangling", "nowhere")
    assert told(".") == {"skills": ["a/SKILL.md", "b/SKILL.md"]}
    assert found("a") == ["a/SKILL.md", "a/over/SKILL.md"]
    assert told("knot")["missing"] == ["knot: too many levels of symbolic links"]
    assert told("dangling") == {"missing": ["dangling: no such file or folder"]}


def test_a_link_to_a_folder_outside_is_followed_and_back_in_is_not(here: Path) -> None:
    put("../outside/s/SKILL.md", "a/SKILL.md")
    link("linked", "../outside")
    link("../outside/back", "../here")
    assert found(".") == ["a/SKILL.md", "linked/s/SKILL.md"]


def test_a_skill_file_that_leads_nowhere_is_a_skill_that_cannot_be_read(here: Path) -> None:
    link("a/SKILL.md", "nowhere.md")
    assert told(".") == {"skills": ["a/SKILL.md"]}


# --- how a path is spelt ----------------------------------------------------------------


def test_two_paths_that_name_one_skill_give_it_once(here: Path) -> None:
    put("a/SKILL.md", "a/x.md", "b/SKILL.md")
    absolute = str(here / "a" / "SKILL.md")
    assert found("b", "a", "a/SKILL.md", "a/x.md", ".", "./a/", absolute, "b/../a") == [
        *("b/SKILL.md", "a/SKILL.md")
    ]


SPELLINGS = (".", "SKILL.md", "references/x.md", "../inner", "../inner/SKILL.md", "../../a/inner")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_inside_a_skills_folder_the_skill_is_found(
    here: Path, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a/inner/SKILL.md", "a/inner/references/x.md")
    monkeypatch.chdir("a/inner")
    assert found(spelling) == ["SKILL.md"]
    monkeypatch.chdir("references")
    assert found("x.md") == ["../SKILL.md"]


def test_a_folder_behind_a_link_and_two_dots_is_where_the_system_says(here: Path) -> None:
    put("real/deep/notes.md", "real/s/SKILL.md", "s/SKILL.md")
    link("far/link", "../real/deep")
    assert found("far/link/../s") == ["real/s/SKILL.md"]
    assert found("far/../s") == ["s/SKILL.md"]


NAMES = st.sampled_from(("a", "b", "c", ".d"))
FILES = st.lists(
    st.tuples(
        st.lists(NAMES, max_size=3).map("/".join),
        st.sampled_from(("SKILL.md", "skill.md", "x.md", ".gitignore")),
    ),
    min_size=1,
    max_size=10,
)
LINKS = st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=3)


@given(FILES, LINKS, st.randoms())
@settings(deadline=None)
def test_the_order_of_the_file_system_and_the_working_directory_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[tuple[str, str]],
    links: list[tuple[str, str, str]],
    chance: random.Random,
) -> None:
    root = tmp_path_factory.mktemp("tree")
    for folder, name in files:
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / name).write_text("b/\n")
    for folder, name, target in links:
        place = root / folder / f"to-{name}"
        if place.parent.is_dir() and not place.is_symlink():
            place.symlink_to(root / target)
    scandir = os.scandir

    class Shuffled(list[os.DirEntry[str]]):
        def __enter__(self) -> Iterable[os.DirEntry[str]]:
            chance.shuffle(self)
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing is left open."""

    expected = discovery.find([root]).skills
    assert len({os.path.realpath(path) for path in expected}) == len(expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", lambda path: Shuffled(scandir(path)))
        for cwd in (root, *(path for path in root.iterdir() if path.is_dir())):
            patch.chdir(cwd)
            relative = Path(os.path.relpath(root))
            assert discovery.find([root]).skills == expected
            shown = [discovery.shown(path) for path in discovery.find([relative]).skills]
            assert shown == [discovery.shown(path) for path in discovery.find([root]).skills]


# --- what lies around a skill -----------------------------------------------------------


def test_a_skills_files_are_its_folders_without_nested_skills_links_and_ignored_ones(
    here: Path,
) -> None:
    put("s/SKILL.md", "s/b.md", "s/a/x.md", "s/a/deep/y.md", "s/in/SKILL.md", "s/in/z.md")
    put("s/node_modules/m.md", "s/old.md", "s/a/pyvenv.cfg.md", "out/o.md")
    put(".gitignore", text="old.md\n")
    link("s/linked", "../out")
    names = [path.as_posix() for path in discovery.files_below(Path("s"))]
    assert sorted(names) == [
        *("s/SKILL.md", "s/a/deep/y.md", "s/a/pyvenv.cfg.md", "s/a/x.md", "s/b.md")
    ]


def test_the_plugin_is_the_nearest_manifest_or_else_the_repository(here: Path) -> None:
    put("r/.git/HEAD", "r/p/.claude-plugin/plugin.json", "r/p/q/.codex-plugin/plugin.json")
    put("r/p/q/s/SKILL.md", "r/p/t/SKILL.md", "r/u/SKILL.md", "v/SKILL.md")
    assert discovery.plugin(Path("r/p/q/s")) == here / "r/p/q"
    assert discovery.plugin(Path("r/p/t")) == here / "r/p"
    assert discovery.plugin(Path("r/u")) == discovery.repository(Path("r/u")) == here / "r"
    assert discovery.plugin(Path("v")) is discovery.repository(Path("v")) is None
