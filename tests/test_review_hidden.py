"""A pull request that keeps what it brings out of sight, and what its review says then."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from histories import floor
from hub import Hub
from playing import on_pull_request

PATH = "skills/floor/SKILL.md"
BROKEN = floor("# Floor\n\nSee [the soaps](references/soaps.md).\n")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    pytest.importorskip("httpx")
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", os.devnull)
    with Hub() as one:
        yield one


HIDING = {
    ".gitignore": "skills/\n",
    "skills/floor/.gitignore": "*\n",
    "skills/pyvenv.cfg": "home = /usr/bin\n",
    "skilllint.toml": 'exclude = ["skills/**"]\nignore = ["RE"]\n',
}


@pytest.mark.parametrize("name", HIDING)
def test_no_file_of_a_pull_request_hides_a_skill(hub: Hub, tmp_path: Path, name: str) -> None:
    base = hub.commit({PATH: floor("# Floor\n")})
    number = hub.open(base, hub.commit({PATH: BROKEN, name: HIDING[name]}, base))
    place = tmp_path / "found.sarif"
    assert on_pull_request(hub, tmp_path, number, f"--output=sarif:{place}").status == 0
    assert [thread.path for thread in hub.threads(number)] == [PATH]
    assert [one["ruleId"] for one in json.loads(place.read_text())["runs"][0]["results"]] == [
        "RE101"
    ]


@pytest.mark.parametrize("name", [".gitignore", "skills/.gitignore"])
def test_nor_one_of_the_base_what_is_committed_all_the_same(
    hub: Hub, tmp_path: Path, name: str
) -> None:
    base = hub.commit({name: "floor/\n"})
    number = hub.open(base, hub.commit({PATH: BROKEN}, base))
    assert on_pull_request(hub, tmp_path, number).status == 0
    assert [thread.path for thread in hub.threads(number)] == [PATH]


UNREADABLE: dict[str, str | bytes] = {
    "too large": BROKEN + "x " * 600_000,
    "no UTF-8": BROKEN.encode("utf-16"),
}


@pytest.mark.parametrize("how", UNREADABLE)
@pytest.mark.parametrize("was", [floor("# Floor\n"), None])
def test_a_skill_that_nobody_can_read_is_told(
    hub: Hub, tmp_path: Path, how: str, was: str | None
) -> None:
    files: dict[str, str | bytes | None] = {"README.md": "# Skills\n"}
    base = hub.commit(files | ({PATH: was} if was else {}))
    number = hub.open(base, hub.commit({PATH: UNREADABLE[how]}, base))
    ran = on_pull_request(hub, tmp_path, number)
    assert ran.out.startswith("what differs could not be read\n")
    (summary,) = hub.summaries(number)
    assert "**what differs could not be read**" in summary.body
    assert f"- `{PATH}`: `" in summary.body
    assert ran.status == 0
    ran = on_pull_request(hub, tmp_path, number, "--fail-on", "error")
    assert ran.status == 1
    assert ran.err.endswith("\nskilllint: 1 path could not be read: --fail-on error\n")


LINKS = {
    "a link": ("120000", "SKILL.md"),
    "a link for the folder": ("120000", ""),
    "a submodule": ("160000", ""),
}


@pytest.mark.parametrize("how", LINKS)
def test_what_comes_in_the_place_of_a_skill_does_not_make_it_shorter(
    hub: Hub, tmp_path: Path, how: str
) -> None:
    mode, name = LINKS[how]
    base = hub.commit({PATH: floor("# Floor\n"), "skills/notes.md": BROKEN})
    number = hub.open(base, odd(hub, base, mode, f"skills/floor/{name}".rstrip("/")))
    ran = on_pull_request(hub, tmp_path, number)
    assert ran.out.startswith("what differs could not be read\n")
    assert "Thank you" not in hub.summaries(number)[0].body


def test_a_new_link_is_told_as_well(hub: Hub, tmp_path: Path) -> None:
    base = hub.commit({"notes.md": BROKEN})
    number = hub.open(base, odd(hub, base, "120000", PATH))
    assert on_pull_request(hub, tmp_path, number).err == (
        f"skilllint: {PATH}: a link, which is not followed\n"
    )
    assert len(hub.summaries(number)) == 1


@pytest.mark.parametrize("path", [f"{'x' * 256}.md", f"{'d/' * 1500}x.md"])
def test_names_longer_than_a_disk_takes_cost_nothing(hub: Hub, tmp_path: Path, path: str) -> None:
    base = hub.commit({PATH: floor("# Floor\n")})
    number = hub.open(base, hub.commit({PATH: BROKEN, f"skills/floor/{path}": "# X\n"}, base))
    assert on_pull_request(hub, tmp_path, number).status == 0
    assert len(hub.threads(number)) == 1


def test_a_skill_at_such_a_place_is_told(hub: Hub, tmp_path: Path) -> None:
    base = hub.commit({PATH: floor("# Floor\n")})
    far = f"skills/{'x' * 256}/SKILL.md"
    number = hub.open(base, hub.commit({PATH: None, far: BROKEN}, base))
    assert on_pull_request(hub, tmp_path, number).err == (
        f"skilllint: {far}: a path that not every disk takes\n"
    )
    assert "Thank you" not in hub.summaries(number)[0].body
    assert "Not looked at: 1 path" in hub.summaries(number)[0].body


def odd(hub: Hub, base: str, mode: str, path: str) -> str:
    """A commit in which something that is no file stands in the place of another."""
    what = f"{base} {path}\n" if mode == "160000" else f"inline {path}\ndata 8\nnotes.md\n"
    stream = f"commit refs/odd\ncommitter T <t@example.invalid> 0 +0000\ndata 1\nx\nfrom {base}\n"
    removed = f"D {path}\n" if path == "skills/floor" else ""
    said = f"{stream}{removed}M {mode} {what}"
    hub.store.git("fast-import", "--quiet", "--force", stdin=said.encode())
    return hub.store.git("rev-parse", "refs/odd")
