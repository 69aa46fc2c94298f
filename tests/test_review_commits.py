"""Where the commits of a pull request are read from: real git, real servers of files."""

from __future__ import annotations

import base64
import os
import stat
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from histories import BODY, History, floor, known

from skilllint.compare import GitError, fetching
from skilllint.compare.fetching import Remote
from skilllint.config import NOTHING
from skilllint.model import Comparison
from skilllint.model.reviewing import Parting, Pull
from skilllint.review import commits, looking
from skilllint.review.commits import Commits, MovedError
from skilllint.review.events import Local
from skilllint.review.looking import Scope

SKILL = "skills/floor/SKILL.md"
GROWN = BODY + "\n## Wax\n\nWax the boards twice, and let them dry between.\n"
TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyz"


class Forge:
    """A server of files with one repository, and who writes there."""

    def __init__(self, place: Path) -> None:
        self.url = f"file://{place / 'server'}"
        self.bare = History(place / "server" / "octo" / "skills")
        self.bare.git("config", "core.bare", "true")
        self.author = History(place / "author")

    def push(self, commit: str, reference: str) -> str:
        """Have the server hold a commit by a name."""
        self.author.git("push", "-q", "-f", self.bare.place, f"{commit}:{reference}")
        return commit

    def propose(self, base: str, head: str) -> Pull:
        """A pull request of a fork: on the server by its number alone."""
        self.push(base, "refs/heads/main")
        self.push(head, "refs/pull/7/head")
        return Pull("octo/skills", 7, base, head, "hubot/skills", target="main")

    def parting(self, pull: Pull) -> Callable[[], Parting]:
        """Where the server says that a head left the branch, as that is now."""

        def ask() -> Parting:
            tip = self.bare.git("rev-parse", pull.target)
            return Parting(tip, self.author.git("merge-base", tip, pull.head))

        return ask

    def held(self, folder: Path, pull: Pull, token: str = "") -> AbstractContextManager[Commits]:
        return commits.held(folder, pull, self.parting(pull), self.url, token)


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forge:
    known(monkeypatch)
    return Forge(tmp_path)


@pytest.fixture
def pull(forge: Forge) -> Pull:
    """A pull request whose base has gone on since: both changed the one skill."""
    author = forge.author
    start = author.commit({SKILL: floor()})
    tip = author.commit({SKILL: floor(BODY.replace("the broom, ", "")), "other": "text\n"})
    author.git("checkout", "-q", "-b", "topic", start)
    return forge.propose(tip, author.commit({SKILL: floor(GROWN)}))


def look(found: Commits) -> Comparison:
    return looking.look(found, Scope(NOTHING))


def growth(found: Comparison) -> int:
    (change,) = found.skills
    assert change.path.endswith(SKILL)
    return change.tokens.body.growth


def every_byte(place: Path) -> dict[str, tuple[bytes, int]]:
    """All files of a folder with what they hold and when they were written."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def wax(forge: Forge, pull: Pull) -> int:
    """By how much the pull request truly grew the skill."""
    start = forge.author.git("merge-base", pull.base, pull.head)
    return growth(look(Commits(forge.author.place / ".git", start, pull.head, pull.base, "")))


# --- the user's clone -------------------------------------------------------------


@pytest.mark.parametrize("told", [True, False])
def test_a_clone_that_holds_all_is_read_and_nothing_fetched(
    forge: Forge, pull: Pull, told: bool
) -> None:
    """Also where nobody can be asked, for want of a token."""
    said = forge.parting(pull)() if told else None
    forge.bare.place.rename(forge.bare.place.with_name("gone"))
    before = every_byte(forge.author.place)
    folder = forge.author.place / "skills"
    with commits.held(folder, pull, lambda: said, forge.url, "") as found:
        assert found.place == forge.author.place / ".git"
        assert growth(look(found)) == wax(forge, pull) > 0
    assert every_byte(forge.author.place) == before


def test_an_events_word_on_the_base_is_not_believed(
    forge: Forge, pull: Pull, tmp_path: Path
) -> None:
    """GitHub tells the base as it was when the pull request was opened; the head has taken in
    what came to it since, and that is no change of its own."""
    author = forge.author
    forge.push(author.commit({SKILL: floor(GROWN), "of": "topic\n"}), "refs/heads/topic")
    author.git("checkout", "-q", "-b", "later", pull.base)
    later = author.commit({"skills/mop/SKILL.md": floor(name="mop")})
    author.git("checkout", "-q", "topic")
    author.git("merge", "-q", "-X", "ours", "-m", "take in", later)
    now = forge.propose(later, author.git("rev-parse", "HEAD"))
    for folder in (author.place, tmp_path):
        with forge.held(folder, replace(now, base=pull.base)) as found:
            assert (found.base, found.tip) == (later, later)
            assert [one.name for one in look(found).skills] == ["floor"]


def test_what_lies_on_disk_has_no_say(forge: Forge, pull: Pull) -> None:
    with forge.held(forge.author.place, pull) as found:
        clean = look(found)
    forge.author.put({SKILL: "gone wild\n", "skilllint.toml": "[limits]\nnonsense = 1\n"})
    (forge.author.place / ".gitattributes").write_text("* filter=evil\n")
    forge.author.git("config", "filter.evil.smudge", "touch SMUDGED")
    with forge.held(forge.author.place, pull) as found:
        assert look(found) == clean
    assert not list(forge.author.place.rglob("SMUDGED"))


def test_a_shallow_checkout_of_the_merge_commit(forge: Forge, pull: Pull, tmp_path: Path) -> None:
    """What actions/checkout leaves: one commit, which is neither base nor head."""
    author = forge.author
    author.git("checkout", "-q", "-b", "merged", pull.base)
    author.git("merge", "-q", "-X", "ours", "-m", "merge", pull.head)
    forge.push("merged", "refs/pull/7/merge")
    clone = History(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=1", forge.url + "/octo/skills", "refs/pull/7/merge")
    clone.git("checkout", "-q", "FETCH_HEAD")
    before = every_byte(clone.place)
    with forge.held(clone.place, pull) as found:
        own = found.place
        assert growth(look(found)) == wax(forge, pull)
    assert not own.exists()
    assert every_byte(clone.place) == before


def test_a_shallow_clone_is_not_believed_where_two_histories_parted(
    forge: Forge, pull: Pull, tmp_path: Path
) -> None:
    """The head has taken in what the base was later; a clone cut off there shows only the start."""
    author = forge.author
    author.git("merge", "-q", "-X", "ours", "-m", "take in", pull.base)
    later = forge.propose(pull.base, author.git("rev-parse", "HEAD"))
    clone = History(tmp_path / "clone")
    url = forge.url + "/octo/skills"
    clone.git("fetch", "-q", "--depth=2", url, "main", "refs/pull/7/head")
    with forge.held(clone.place, later) as found:
        assert found.place == clone.place / ".git"  # it holds all three, once it is told which
        assert found.base == pull.base


def test_a_clone_that_is_not_enough_where_nobody_can_be_asked(
    forge: Forge, pull: Pull, tmp_path: Path
) -> None:
    clone = History(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=2", forge.url + "/octo/skills", "main", "refs/pull/7/head")
    for folder in (clone.place, tmp_path):
        with (
            pytest.raises(GitError, match="there is no token to ask GitHub"),
            commits.held(folder, pull, lambda: None, forge.url, ""),
        ):
            pass


def test_a_clone_that_git_would_fill_is_left_alone(
    forge: Forge, pull: Pull, tmp_path: Path
) -> None:
    forge.bare.git("config", "uploadpack.allowFilter", "true")
    forge.author.git(
        "clone", "-q", "--no-checkout", "--filter=blob:none", forge.url + "/octo/skills",
        tmp_path / "clone",
    )  # fmt: skip
    clone = tmp_path / "clone"
    History.git(forge.author, "-C", clone, "fetch", "-q", "origin", "refs/pull/7/head")
    before = every_byte(clone)
    with forge.held(clone, pull) as found:
        assert found.place != clone / ".git"
        assert growth(look(found)) == wax(forge, pull)
    assert every_byte(clone) == before


# --- the server -------------------------------------------------------------------


def test_without_a_clone_three_commits_are_fetched(
    forge: Forge, pull: Pull, tmp_path: Path
) -> None:
    with forge.held(tmp_path, pull) as found:
        assert growth(look(found)) == wax(forge, pull)
        listed = History.git(forge.author, "--git-dir", found.place, "rev-list", "--all")
        assert listed.split() == [pull.head]
        assert not (found.place / "hooks").exists()
        assert not (found.place / "FETCH_HEAD").exists()


def test_a_head_that_has_moved_is_said(forge: Forge, pull: Pull, tmp_path: Path) -> None:
    now = forge.push(
        forge.author.commit({SKILL: floor(GROWN + "And again.\n")}), "refs/pull/7/head"
    )
    with pytest.raises(MovedError) as caught, forge.held(tmp_path, pull):
        pass
    assert str(caught.value) == (
        f"the pull request has moved on from {pull.head[:12]} to {now[:12]}; "
        "the run for that one reviews it"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((8, ""), "has no refs/pull/8/head"),
        ((7, "0" * 39 + "1"), f"does not give out the commit {'0' * 39}1"),
    ],
)
def test_what_the_server_lacks_is_said(
    forge: Forge, pull: Pull, tmp_path: Path, change: tuple[int, str], said: str
) -> None:
    number, tip = change
    parting = Parting(tip or pull.base, pull.base)
    asked = replace(pull, number=number)
    with (
        pytest.raises(GitError) as caught,
        commits.held(tmp_path, asked, lambda: parting, forge.url, TOKEN),
    ):
        pass
    assert str(caught.value) == f"{forge.url}/octo/skills {said}"


def test_no_repository_is_said(forge: Forge, pull: Pull, tmp_path: Path) -> None:
    asked = replace(pull, repository="octo/none")
    with (
        pytest.raises(GitError) as caught,
        commits.held(tmp_path, asked, forge.parting(pull), forge.url, TOKEN),
    ):
        pass
    assert str(caught.value) == (
        f"there is no repository {forge.url}/octo/none, or the token does not open it"
    )


def test_a_server_that_is_not_there_is_said(pull: Pull, tmp_path: Path) -> None:
    remote = Remote("http://127.0.0.1:9", "octo/skills", TOKEN)
    with pytest.raises(GitError) as caught:
        fetching.fetch(tmp_path / ".", remote, [pull.base], "pull/7/head")
    assert str(caught.value).startswith(
        "git fetch of http://127.0.0.1:9/octo/skills failed: fatal: "
    )
    assert TOKEN not in str(caught.value)


def test_a_git_that_hangs_is_ended(
    forge: Forge, pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper(tmp_path / "bin", monkeypatch, 'case "$*" in *fetch*) sleep 600;; esac\n')
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    with pytest.raises(GitError, match=r"gave git no answer within 0\.5 seconds$"):
        fetching.fetch(tmp_path / "bin", Remote(forge.url, "octo/skills"), [], "pull/7/head")


# --- a stranger's files -----------------------------------------------------------


def test_nothing_of_a_strangers_acts(
    forge: Forge, pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filters, links, submodules and configurations of the head are blobs like any others."""
    author = forge.author
    author.put({SKILL: floor(GROWN), ".gitattributes": "* filter=evil diff=evil text eol=crlf\n"})
    author.put({".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = https://evil.invalid/x\n'})
    author.put({"skilllint.toml": 'ignore = ["ALL"]\n', ".lfsconfig": "[lfs]\nurl = file:///\n"})
    (author.place / "skills/floor/notes.md").symlink_to("/etc/passwd")
    (author.place / "skills/out").symlink_to("../..")
    head = author.commit()
    pull = forge.propose(pull.base, head)
    config = tmp_path / "home" / ".gitconfig"
    config.parent.mkdir()
    ran = tmp_path / "RAN"
    config.write_text(
        f'[filter "evil"]\n\tsmudge = touch {ran}\n\tclean = touch {ran}\n'
        f'[diff "evil"]\n\ttextconv = touch {ran}\n\tcommand = touch {ran}\n'
        f"[core]\n\thooksPath = {tmp_path / 'hooks'}\n\tfsmonitor = touch {ran}\n"
        f'[url "ssh://evil.invalid/"]\n\tinsteadOf = {forge.url}/\n'
        f'[credential]\n\thelper = "!touch {ran}"\n'
    )
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        script(hooks / name, f"touch {ran}\n")
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    monkeypatch.setenv("HOME", str(config.parent))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config.parent))
    with forge.held(tmp_path, pull) as found:
        assert growth(look(found)) > 0
        assert not [path for path in found.place.rglob("*") if path.is_symlink()]
    assert not ran.exists()


def test_a_large_file_of_a_strangers_is_no_skill(forge: Forge, pull: Pull, tmp_path: Path) -> None:
    head = forge.author.commit({SKILL: floor(GROWN), "skills/big/SKILL.md": "x" * 1_000_001})
    with forge.held(tmp_path, forge.propose(pull.base, head)) as found:
        compared = look(found)
    assert [one.reason for one in compared.unread] == [
        "1,000,001 bytes, over the limit of 1,000,000; not audited"
    ]


# --- the token --------------------------------------------------------------------


def test_the_token_is_no_argument_and_on_no_disk(
    forge: Forge, pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    wrapper(tmp_path / "bin", monkeypatch, f'echo "$@" >> {log}; env >> {log}.env\n')
    clone = tmp_path / "none"
    clone.mkdir()
    secret = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
    with forge.held(clone, pull, TOKEN) as found:
        written = b"".join(data for data, _ in every_byte(found.place).values())
    assert TOKEN.encode() not in written
    assert secret.encode() not in written
    told = log.read_text()
    assert "fetch" in told
    assert TOKEN not in told
    assert secret not in told
    surroundings = log.with_name("log.env").read_text()
    assert f"=Authorization: Basic {secret}\n" in surroundings
    assert f"=http.{forge.url}/.extraHeader\n" in surroundings
    assert TOKEN not in repr(Remote(forge.url, "octo/skills", TOKEN))


def test_without_a_token_no_header_goes_along(tmp_path: Path) -> None:
    settings = dict(fetching.configured(tmp_path, Remote("https://ghe.example", "o/r")))
    assert not [key for key in settings if "extraHeader" in key]
    assert settings["protocol.allow"] == "never"
    assert settings["protocol.https.allow"] == "always"
    assert settings["http.followRedirects"] == "false"


def test_what_surrounds_git_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_SSL_NO_VERIFY", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'http.sslverify=false'")
    monkeypatch.setenv("GIT_SSL_CAINFO", "/etc/own.pem")
    found = fetching.environment(tmp_path, Remote("https://ghe.example", "o/r"))
    given = {name for name in found if name.startswith(("GIT_", "SSH_"))}
    assert {name for name in given if not name.startswith("GIT_CONFIG_")} == {
        *("GIT_ATTR_NOSYSTEM", "GIT_DIR", "GIT_SSL_CAINFO", "GIT_TERMINAL_PROMPT")
    }
    assert "GIT_CONFIG_PARAMETERS" not in given


def test_proxies_and_certificates_of_the_user_hold(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text(
        "[http]\n\tproxy = http://proxy.example:3128\n\tsslVerify = false\n"
        '[http "https://ghe.example/"]\n\tsslCAInfo = /etc/own.pem\n\textraHeader = X: y\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    settings = dict(fetching.configured(tmp_path, Remote("https://ghe.example", "o/r")))
    assert settings["http.proxy"] == "http://proxy.example:3128"
    assert settings["http.https://ghe.example/.sslcainfo"] == "/etc/own.pem"
    assert "http.sslverify" not in settings
    assert "http.https://ghe.example/.extraheader" not in settings


def script(place: Path, text: str) -> None:
    """A program of the shell."""
    place.write_text(f"#!/bin/sh\n{text}")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)


def wrapper(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A git that does something first."""
    real = next(
        Path(place, "git")
        for place in os.environ["PATH"].split(os.pathsep)
        if Path(place, "git").exists()
    )
    folder.mkdir()
    script(folder / "git", f'{text}exec {real} "$@"\n')
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


# --- two revisions ----------------------------------------------------------------


def test_two_revisions_are_compared_from_where_they_parted(forge: Forge, pull: Pull) -> None:
    found = commits.local(forge.author.place, Local("main", "topic"))
    start = forge.author.git("merge-base", "main", "topic")
    assert found == Commits(
        forge.author.place / ".git", start, pull.head, pull.base, "where it left main"
    )
    assert commits.local(forge.author.place, Local()) == found


@pytest.mark.skipif(sys.platform == "win32", reason="git worktrees as on POSIX")
def test_a_linked_worktree_is_read_like_its_clone(forge: Forge, pull: Pull, tmp_path: Path) -> None:
    forge.author.git("worktree", "add", "-q", "--detach", tmp_path / "linked", "main")
    with forge.held(tmp_path / "linked", pull) as found:
        assert growth(look(found)) == wax(forge, pull)
        assert found.place == forge.author.place / ".git" / "worktrees" / "linked"
