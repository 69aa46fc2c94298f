"""What git knows, asked for without a shell, a hook, a filter or a checkout.

Every error of git's that a user may meet is told as one sentence that says what to do.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

from skilllint import discovery
from skilllint.config import ConfigError

SETTINGS = (
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
SURROUNDINGS: Mapping[str, str] = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",  # an id stands for what it is the hash of
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",  # its errors are read
    "GIT_LITERAL_PATHSPECS": "1",  # a file may be called anything
    "GIT_GLOB_PATHSPECS": "0",
    "GIT_NOGLOB_PATHSPECS": "0",
    "GIT_ICASE_PATHSPECS": "0",
}
DEFAULTS = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
"""Where the default branch may be found, the surest first."""

FETCH = "fetch more of it with git fetch --deepen=100, or all with git fetch --unshallow"


MOST = 100_000_000
"""Bytes of a list of files at most: a million files, and with them some gigabytes of memory."""


class GitError(ConfigError):
    """Git cannot tell what is asked for; the text is one sentence that says why."""


class NoCommitError(GitError):
    """A repository without any commit: there is nothing to compare with, nor has anything grown."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, by the folder that its paths begin in; `folder` is where git is asked.

    A bare one has no files: `root` is where they would lie.
    """

    root: Path
    folder: Path
    bare: bool
    shallow: bool

    def shown(self, place: str) -> str:
        """A file's path as reports name it: in a bare repository as the repository itself does."""
        return place if self.bare else discovery.shown(self.root / place)


def call(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder. Raises `GitError` where git cannot be run or refuses the repository."""
    try:
        done = subprocess.run(
            ["git", *SETTINGS, *arguments],
            check=False,
            cwd=folder,
            input=data,
            capture_output=True,
            env={**os.environ, **SURROUNDINGS},
        )
    except FileNotFoundError:
        raise GitError("git is needed to see what was before, and is not installed") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {os.strerror(error.errno or 0).lower()}") from None
    said = done.stderr.decode("utf-8", "replace")
    if "dubious ownership" in said:
        found = re.search(r"repository at '([^'\n]*)'", said)
        place = found[1] if found else str(folder)
        raise GitError(
            f"git does not trust {place}, which belongs to somebody else; if you do: "
            f"git config --global --add safe.directory '{place}'"
        )
    return done


def ask(folder: Path, *arguments: str, data: bytes = b"") -> bytes:
    """What git prints. Raises `GitError`."""
    done = call(folder, *arguments, data=data)
    if done.returncode:
        fail(arguments[0], done.stderr)
    return done.stdout


def listed(folder: Path, *arguments: str) -> bytes:
    """What git prints of as many files as somebody cared to commit, in a tree that names the
    same folder again and again: a few kilobytes can stand for more than any memory holds.

    Raises `GitError`.
    """
    command = ["git", *SETTINGS, *arguments]
    with TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **SURROUNDINGS},
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {os.strerror(error.errno or 0).lower()}") from None
        with process:
            assert process.stdout
            found = process.stdout.read(MOST + 1)
            if len(found) > MOST:
                process.kill()
        if len(found) > MOST:
            raise GitError(
                f"there are too many files: git {arguments[0]} lists over {MOST:,} bytes"
            )
        if process.returncode:
            errors.seek(0)
            fail(arguments[0], errors.read())
    return found


def fail(command: str, stderr: bytes) -> NoReturn:
    """Raise what git said, in one line."""
    said = stderr.decode("utf-8", "replace").strip().split("\n")
    line = next((line for line in said if line.startswith(("fatal:", "error:"))), said[-1])
    raise GitError(f"git {command} failed: {line or 'it gave no reason'}")


def repository(folder: Path) -> Repository:
    """The repository that a folder lies in. Raises `GitError`."""
    asked = ("--is-bare-repository", "--is-shallow-repository", "--show-toplevel")
    done = call(folder, "rev-parse", *asked)
    said = os.fsdecode(done.stdout).split("\n")
    if done.returncode and b"not a git repository" in done.stderr:
        raise GitError("this is no git repository, so there is nothing to compare with")
    if done.returncode and said[0] != "true" and b"work tree" not in done.stderr:
        fail("rev-parse", done.stderr)
    bare = len(said) < 3 or not said[2]
    root = would_lie(folder) if bare else Path(said[2])
    return Repository(root, folder if bare else root, bare, said[1] == "true")


def would_lie(folder: Path) -> Path:
    """Where the files of a repository would lie of which there is only git's own folder."""
    place = Path(os.path.realpath(folder))
    inner = next((one for one in (place, *place.parents) if one.name == ".git"), None)
    if inner:
        return inner.parent
    return place.with_name(place.name[:-4]) if place.name.endswith(".git") else place


# --- revisions ------------------------------------------------------------------


def commit(place: Repository, revision: str) -> str:
    """The id of the commit that a revision names. Raises `GitError`."""
    found = lookup(place, revision)
    if found is None:
        if lookup(place, "HEAD") is None and not place.bare:
            raise NoCommitError("there is no commit yet, so there is nothing to compare with")
        more = f"; this clone is shallow: {FETCH}" if place.shallow else ""
        if os.path.exists(revision):  # noqa: PTH110
            more = "; a path is not asked for in this place"
        raise GitError(f'there is no revision "{revision}"{more}')
    return found


def lookup(place: Repository, revision: str) -> str | None:
    """The id of the commit that a revision names, if there is one."""
    name = f"{revision}^{{commit}}"
    if "\0" in revision:
        return None
    asked = call(place.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return asked.stdout.decode().split()[-1] if not asked.returncode else None


def merge_base(place: Repository, ours: str, theirs: str, names: tuple[str, str]) -> str:
    """The commit that two histories have in common last. Raises `GitError`."""
    done = call(place.folder, "merge-base", ours, theirs)
    if done.returncode > 1:
        fail("merge-base", done.stderr)
    if done.returncode:
        start = f"{names[0]} and {names[1]} have no commit in common"
        if place.shallow:
            raise GitError(f"{start} in this shallow clone; {FETCH}")
        raise GitError(f"{start}; name what to compare with")
    return done.stdout.decode().strip()


def default_branch(place: Repository) -> str:
    """The branch that the current one is to go to: its upstream, else the default branch.

    An upstream that is merely the branch's own copy on the remote comes last: what
    was pushed to it is still to be reviewed. Without any remote it is what is committed.
    Raises `GitError`.
    """
    branch = call(place.folder, "symbolic-ref", "--quiet", "HEAD").stdout.decode().strip()
    form = "--format=%(refname)%00%(upstream)%00%(symref)"
    listed = ask(place.folder, "for-each-ref", form, *filter(None, [branch]), *DEFAULTS)
    split = (row.split("\0") for row in listed.decode("utf-8", "replace").split("\n") if row)
    rows = {name: (upstream, leads) for name, upstream, leads in split}
    upstream = rows[branch][0] if branch in rows else ""
    own = upstream.partition("refs/remotes/")[2].partition("/")[2]
    twin = f"refs/heads/{own}" == branch
    known = [rows[name][1] or name for name in DEFAULTS if name in rows]
    for name in [*known, upstream] if twin else [upstream, *known]:
        if name and lookup(place, name):
            if twin and name == upstream and place.shallow:
                raise GitError(f"this shallow clone holds only {short(name)} itself; {FETCH}")
            return name
    commit(place, "HEAD")
    if not ask(place.folder, "for-each-ref", "--count=1", "refs/remotes"):
        return "HEAD"  # one line of work that nobody else has: what is committed of it
    raise GitError("there is no upstream and no default branch; name what to compare with")


def short(name: str) -> str:
    """A reference as people write it."""
    return re.sub("^refs/(heads|remotes|tags)/", "", name)
