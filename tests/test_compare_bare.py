"""Commits compared by their blobs where there is no file on disk: bare clones, partial history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import skill
from histories import BODY, History, floor, inside, known, only, places

from skilllint import compare
from skilllint.compare import Asked, GitError
from skilllint.config import ConfigError
from skilllint.model import Comparison

BAD = "\n```sh\nsweep\n"
HOSTILE = (
    'a "quoted" one',
    "'single'",
    "line\nbreak",
    "tab\there",
    ":(glob)**",
    ":!not",
    "*",
    "[a]?",
    "-x",
    "b...c",
    "ütf",
    "$(touch ran)`x`;&|",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch."""
    return inside(tmp_path / "work", monkeypatch)


def bare(here: History, place: Path) -> Path:
    here.git("clone", "-q", "--bare", str(here.place), str(place))
    return place


def empty(place: Path, *options: str) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", *options, str(place)], check=True)
    return place


def fetch(here: History, place: Path, *commits: str) -> None:
    """One commit each, and nothing of what was before."""
    here.git("config", "uploadpack.allowAnySHA1InWant", "true")
    for commit in commits:
        words = ["fetch", "-q", "--depth=1", "--no-tags", f"file://{here.place}", commit]
        subprocess.run(["git", *words], check=True, cwd=place)


def look(place: Path, base: str, head: str, rules: str | None = None) -> Comparison:
    return compare.run(place, Asked(base, head, rules=rules))


def test_paths_are_the_repositorys_own(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = here.commit({"skills/old/SKILL.md": skill("old")})
    head = here.commit(
        {
            "skills/floor/SKILL.md": floor(BODY + BAD),
            "skills/old/SKILL.md": None,
            "skills/new/SKILL.md": skill("old"),
            "skills/giant/SKILL.md": b"x" * 1_000_001,
        }
    )
    on_disk = look(here.place, base, head)
    clone = bare(here, tmp_path / "clone.git")
    partial = empty(tmp_path / "partial")
    fetch(here, partial, base, head)
    expected = {"skills/floor/SKILL.md": "changed", "skills/new/SKILL.md": "renamed"}
    monkeypatch.chdir(tmp_path)
    for place in (clone, partial, here.place / ".git", Path("clone.git")):
        found = look(place, base, head)
        assert places(found) == expected
        assert [one.path for one in found.unread] == ["skills/giant/SKILL.md"]
        changed, renamed = found.skills
        assert renamed.old_path == "skills/old/SKILL.md"
        assert [one.path for one in changed.new] == ["skills/floor/SKILL.md"]
        assert replace(found, against="") == replace(on_disk, against="")


def test_a_configuration_of_the_base_holds_by_the_same_paths(
    here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = (
        'exclude = ["skills/out/"]\n\n[limits.SZ101]\ntokens = 20\n\n'
        '[[overrides]]\npaths = ["skills/floor/"]\nignore = ["SZ101"]\n\n'
        '[[allow]]\npath = "skills/let/SKILL.md"\nrule = "MD102"\nreason = "known"\n'
    )
    files = {f"skills/{name}/SKILL.md": floor(name=name) for name in ("floor", "out", "let")}
    base = here.commit({**files, "skilllint.toml": settings})
    more = "".join(f"sweep {n} times\n" for n in range(40))
    bad = {path: text + BAD + more for path, text in files.items()}
    head = here.commit({**bad, "skilllint.toml": "select = []\n"})
    clone = bare(here, tmp_path / "clone.git")
    # what lies beside a bare repository configures nothing
    (tmp_path / "skilllint.toml").write_text("nonsense = 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    found = look(clone, base, head, rules=base)
    codes = {one.path: [f.code for f in one.new] for one in found.skills}
    assert codes == {"skills/floor/SKILL.md": ["MD102"], "skills/let/SKILL.md": []}
    assert "SZ101" in {one.finding.code for one in found.skills[1].worsened}
    # the head's own, without another word
    assert all(not one.new for one in look(clone, base, head).skills)


def names() -> Mapping[str, bytes]:
    return {name: os.fsencode(name) for name in HOSTILE} | {"bytes": b"b\xff\xfed"}


def test_hostile_names(here: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [os.fsencode(here.place) + b"/skills/" + name for name in names().values()]
    commits = []
    for text in (floor(), floor(BODY + BAD)):
        for folder in folders:
            try:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            except OSError:
                pytest.skip("the disk takes no such name")
            with open(folder + b"/SKILL.md", "wb") as file:  # noqa: PTH123
                file.write(text.encode())
        commits.append(here.commit())
    clone = bare(here, tmp_path / "clone.git")
    monkeypatch.chdir(tmp_path)
    found = look(clone, *commits)
    expected = {os.fsdecode(b"skills/" + name + b"/SKILL.md") for name in names().values()}
    assert places(found) == dict.fromkeys(expected, "changed")
    assert {one.path for change in found.skills for one in change.new} == expected
    assert not (tmp_path / "ran").exists()


def test_three_hundred_skills(here: History, tmp_path: Path) -> None:
    paths = [f"skills/s{n}/SKILL.md" for n in range(300)]
    base = here.commit({path: skill(path.split("/")[1]) for path in paths})
    head = here.commit({path: skill(path.split("/")[1]) + BAD for path in paths})
    found = look(bare(here, tmp_path / "clone.git"), base, head)
    assert places(found) == dict.fromkeys(sorted(paths), "changed")
    assert {one.path for one in found.anchors.values()} == set(paths)


def test_ids_of_sha_256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch)
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    here = History(tmp_path / "work")
    base = here.commit({"skills/floor/SKILL.md": floor()})
    if len(base) != 64:
        pytest.skip("this git knows no SHA-256")
    head = here.commit({"skills/floor/SKILL.md": floor(BODY + BAD)})
    found = look(bare(here, tmp_path / "clone.git"), base, head)
    assert [one.code for one in only(found).new] == ["MD102"]


# --- which skills, by which configuration -----------------------------------------


def three(here: History) -> tuple[str, str]:
    """Two commits between which three skills differ."""
    names = ("skills/a", "skills/a/inner", "skills/ab")
    files = {f"{name}/SKILL.md": skill(name.rpartition("/")[2]) for name in names}
    base = here.commit(
        {**files, "docs/page.md": "Hello.\n", "skills/a/references/one.md": "One.\n"}
    )
    return base, here.commit({path: text + BAD for path, text in files.items()})


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["skills/a"], ["skills/a", "skills/a/inner"]),
        (["./skills/a/"], ["skills/a", "skills/a/inner"]),
        (["skills/a/inner"], ["skills/a/inner"]),
        (["skills/a/SKILL.md"], ["skills/a"]),
        (["skills/a/references"], ["skills/a"]),
        (["skills/a/references/one.md", "skills/ab"], ["skills/a", "skills/ab"]),
        (["."], ["skills/a", "skills/a/inner", "skills/ab"]),
        (["docs"], []),
    ],
)
def test_only_some_paths(
    here: History, tmp_path: Path, paths: list[str], expected: list[str]
) -> None:
    asked = Asked(*three(here), paths=tuple(paths))
    found = compare.run(bare(here, tmp_path / "clone.git"), asked)
    assert sorted(places(found)) == [f"{folder}/SKILL.md" for folder in expected]


@pytest.mark.parametrize("path", ["skill", "skills/a/none.md", "../other/skills", "/skills", "*"])
def test_a_path_that_is_not_there(here: History, path: str) -> None:
    with pytest.raises(GitError) as error:
        compare.run(here.place / ".git", Asked(*three(here), paths=(path,)))
    assert str(error.value) == f'there is no file or folder "{path}" in either state'


RULES = {
    "ci/house/ACME001-no-jargon.md": (
        "---\ncode: ACME001\nname: no-jargon\nseverity: warning\npattern: synergy\n"
        "scope: prose\nhint: say what happens\n---\n# Jargon\n"
    ),
    "ci/review.toml": 'rules = ["ci/house"]\nselect = ["ACME"]\nexclude = ["skills/out/"]\n',
    "skilllint.toml": 'select = ["MD102"]\n',
}


def test_a_configuration_that_is_named(here: History, tmp_path: Path) -> None:
    base = here.commit({**RULES, "skills/out/SKILL.md": floor(name="out")})
    bad = BODY + "\nMuch synergy.\n" + BAD
    head = here.commit(
        {
            "skills/floor/SKILL.md": floor(bad),
            "skills/out/SKILL.md": floor(bad, "out"),
            "ci/review.toml": "broken",
        }
    )
    clone = bare(here, tmp_path / "clone.git")
    nearest = compare.run(clone, Asked(base, head, rules=base))
    assert [f.code for one in nearest.skills for f in one.new] == ["MD102", "MD102"]
    found = compare.run(clone, Asked(base, head, rules=base, config="ci/review.toml"))
    assert [f.code for f in only(found).new] == ["ACME001"]
    with pytest.raises(ConfigError) as error:
        compare.run(clone, Asked(base, head, config="ci/review.toml"))
    assert str(error.value).startswith(f"{head}:ci/review.toml: is no TOML: ")
    for name in ("ci", "../ci/review.toml", "none.toml"):
        with pytest.raises(ConfigError) as error:
            compare.run(clone, Asked(base, head, rules=base, config=name))
        assert str(error.value) == f'there is no file "{name}" in {base[:12]}'
    branch = "a-branch-of-a-long-name"
    here.git("branch", branch, base)
    with pytest.raises(ConfigError, match=f'no file "none.toml" in {branch}$'):
        compare.run(here.place, Asked(base, head, rules=branch, config="none.toml"))


def test_rules_that_the_base_keeps_itself(here: History, tmp_path: Path) -> None:
    rules = {f"skills/{path[3:]}": text for path, text in RULES.items() if path.startswith("ci/h")}
    settings = {"skills/skilllint.toml": 'rules = ["./house"]\nselect = ["ACME"]\n'}
    base = here.commit({**rules, **settings})
    head = here.commit(
        {
            "skills/floor/SKILL.md": floor(BODY + "\nMuch synergy.\n"),
            "skills/house/ACME001-no-jargon.md": None,
            "skills/skilllint.toml": "",
        }
    )
    found = look(bare(here, tmp_path / "clone.git"), base, head, rules=base)
    assert [f.code for f in only(found).new] == ["ACME001"]
