"""A clone that somebody prepared: what its configuration says, and what its git makes of ids."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from histories import History, floor, known
from hub import Hub
from playing import Ran, on_pull_request

from skilllint.commands import sending
from skilllint.compare import GitError, blobs, copies, fetching
from skilllint.compare.fetching import Remote

PATH = "skills/floor/SKILL.md"
BROKEN = floor("# Floor\n\nSee [the soaps](references/soaps.md).\n")
TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    pytest.importorskip("httpx")
    known(monkeypatch)
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", os.devnull)
    with Hub() as one:
        yield one


@pytest.fixture
def number(hub: Hub) -> int:
    base = hub.commit({PATH: floor("# Floor\n")})
    return hub.open(base, hub.commit({PATH: BROKEN}, base))


@pytest.fixture
def clone(hub: Hub, number: int, tmp_path: Path) -> History:
    """A clone with both commits where the review runs."""
    made = History(tmp_path / "work")
    pull = hub.pulls[number]
    made.git("fetch", "-q", hub.store.place, f"refs/pull/{number}/head", pull.base)
    return made


def reviewed(hub: Hub, place: Path, number: int) -> Ran:
    ran = on_pull_request(hub, place, number)
    assert [thread.path for thread in hub.threads(number)] == [PATH]
    return ran


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of the shell")
@pytest.mark.parametrize("key", ["promisor", "partialclonefilter"])
def test_git_fetches_nothing_by_a_command_of_the_clone(
    hub: Hub, number: int, clone: History, tmp_path: Path, key: str
) -> None:
    program, ran = tmp_path / "program", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\nenv > {ran}\n")
    program.chmod(0o755)
    clone.git("config", f"remote.x.{key}", "true" if key == "promisor" else "blob:none")
    clone.git("config", "remote.x.url", f"ext::{program}")
    clone.git("config", "protocol.ext.allow", "always")
    blob = clone.git("rev-parse", f"{hub.pulls[number].head}:{PATH}")
    (clone.place / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert reviewed(hub, tmp_path, number).status == 0
    assert not ran.exists()


def test_an_id_stands_for_what_it_is_the_hash_of(
    hub: Hub, number: int, clone: History, tmp_path: Path
) -> None:
    pull = hub.pulls[number]
    broken, good = (clone.git("rev-parse", f"{one}:{PATH}") for one in (pull.head, pull.base))
    clone.git("replace", broken, good)
    assert reviewed(hub, tmp_path, number).status == 0
    assert hub.fetches == []  # it was the clone that was read


# --- more than there is room for ---------------------------------------------------


def test_more_files_than_there_is_room_for(
    hub: Hub, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "MOST", 10)
    ran = on_pull_request(hub, tmp_path, number)
    said = "there are too many files: git ls-tree lists over 10 bytes"
    assert (ran.status, ran.err) == (2, f"skilllint: {said}\n")


def test_one_blob_at_many_places_counts_as_often(
    hub: Hub, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MOST", 5_000)
    notes: dict[str, str | bytes | None] = {
        f"skills/floor/references/{n}.md": "# Notes\n" * 100 for n in range(9)
    }
    hub.push(number, hub.commit(notes, hub.pulls[number].head))
    ran = on_pull_request(hub, tmp_path, number)
    said = "the files of the skills that differ have over 5,000 bytes"
    assert (ran.status, ran.err) == (2, f"skilllint: {said}\n")


# --- a server in trouble ------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2, 3])
def test_git_asks_a_server_in_trouble_again(
    hub: Hub, number: int, tmp_path: Path, times: int
) -> None:
    hub.fail("", "info/refs|git-upload-pack", 502, times=times)
    pull, slept = hub.pulls[number], list[float]()
    remote = Remote(hub.server, hub.repository, hub.token)
    place = tmp_path / "own"
    place.mkdir()
    ask = partial(fetching.fetch, place, remote, [pull.base], f"pull/{number}/head", slept.append)
    if times == 3:
        with pytest.raises(GitError, match="502"):
            ask()
    else:
        assert ask() == pull.head
    assert slept == [2.0, 10.0][:times]


# --- the token --------------------------------------------------------------------


def test_no_process_finds_the_token_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "one")
    monkeypatch.setenv("GH_TOKEN", "two")
    assert sending.token() == "one"
    assert not {"GITHUB_TOKEN", "GH_TOKEN"} & os.environ.keys()


@pytest.mark.parametrize("host", ["http://127.0.0.1:8000", "http://localhost"])
def test_no_proxy_is_given_what_is_for_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text(f'[http]\n\tproxy = http://p\n[http "{host}/"]\n\tproxy = http://p\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    settings = fetching.configured(tmp_path, Remote(host, "o/r", TOKEN))
    assert [pair for pair in settings if "proxy" in pair[0]] == [("http.proxy", "")]


def test_a_repository_around_the_folder_says_nothing_of_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)
    around = History(tmp_path / "around")
    around.git("config", "http.proxy", "http://p")
    (around.place / "own").mkdir()
    assert list(fetching.ways(around.place / "own")) == []


def test_a_server_that_repeats_the_header_does_not_show_the_token() -> None:
    secret = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
    remote = Remote("https://ghe.example", "o/r", TOKEN)
    said = fetching.reason(f"fatal: remote error: Basic {secret} {TOKEN}", "fetch", remote)
    assert said.endswith("failed: fatal: remote error: Basic *** ***")
