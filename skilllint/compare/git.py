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
OBJECTS = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
"""Where a push leaves its objects until a hook has said yes."""

LOCAL = frozenset(
    {
        *OBJECTS,
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"),
        *("GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
        *("GIT_REPLACE_REF_BASE", "GIT_ATTR_SOURCE", "GIT_CONFIG"),
    }
)
"""What an environment, such as that of a hook, says of one repository, which may be another."""

KINDS = ("--is-bare-repository", "--is-shallow-repository", "--show-toplevel")


class GitError(ConfigError):
    """Git cannot tell what is asked for; the text is one sentence that says why."""


class NoCommitError(GitError):
    """A repository without any commit: there is nothing to compare with, nor has anything grown."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, by the folder that its paths begin in; `folder` is where git is asked.

    A bare one has no files: `root` is where they would lie. `options` are for git where the
    folder alone does not lead it to the repository.
    """

    root: Path
    folder: Path
    bare: bool
    shallow: bool
    options: tuple[str, ...] = ()

    def shown(self, place: str) -> str:
        """A file's path as reports name it: in a bare repository as the repository itself does."""
        return place if self.bare else discovery.shown(self.root / place)


def call(
    place: Repository, *arguments: str, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a repository. Raises `GitError` where git cannot be run or refuses it."""
    return run(place.folder, *place.options, *arguments, data=data)


def run(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder: for the repository that it lies in, unless an argument names one.

    Raises `GitError` where git cannot be run or refuses the repository.
    """
    try:
        done = subprocess.run(
            ["git", *SETTINGS, *arguments],
            check=False,
            cwd=folder,
            input=data,
            capture_output=True,
            env={**surroundings(folder), **SURROUNDINGS},
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


def surroundings(folder: Path) -> dict[str, str]:
    """The environment without what it says of a repository, which the folder says.

    Objects that a push has brought and no hook has let in yet lie in the repository itself.
    """
    found = {name: value for name, value in os.environ.items() if name not in LOCAL}
    inside = f"{os.path.realpath(folder)}{os.sep}"
    objects = {
        name: os.pathsep.join(map(os.path.realpath, os.environ[name].split(os.pathsep)))
        for name in OBJECTS
        if os.environ.get(name)
    }
    told = [path for paths in objects.values() for path in paths.split(os.pathsep)]
    return found | objects if all(path.startswith(inside) for path in told) else found


def ask(place: Repository, *arguments: str, data: bytes = b"") -> bytes:
    """What git prints. Raises `GitError`."""
    done = call(place, *arguments, data=data)
    if done.returncode:
        fail(arguments[0], done.stderr)
    return done.stdout


def fail(command: str, stderr: bytes) -> NoReturn:
    """Raise what git said, in one line."""
    said = stderr.decode("utf-8", "replace").strip().split("\n")
    line = next((line for line in said if line.startswith(("fatal:", "error:"))), said[-1])
    raise GitError(f"git {command} failed: {line or 'it gave no reason'}")


def repository(folder: Path) -> Repository:
    """The repository that a folder lies in. Raises `GitError`.

    What the environment names counts only where the folder lies in no other one.
    """
    options: tuple[str, ...] = ()
    done = run(folder, "rev-parse", *KINDS)
    if done.returncode and re.search(rb"not a git repository|safe\.bareRepository", done.stderr):
        options = named(folder)
        done = run(folder, *options, "rev-parse", *KINDS) if options else done
    said = os.fsdecode(done.stdout).split("\n")
    if done.returncode and b"not a git repository" in done.stderr:
        raise GitError("this is no git repository, so there is nothing to compare with")
    if done.returncode and said[0] != "true" and b"work tree" not in done.stderr:
        fail("rev-parse", done.stderr)
    bare = len(said) < 3 or not said[2]
    root = would_lie(folder) if bare else Path(said[2])
    return Repository(root, folder if bare else root, bare, said[1] == "true", options)


def named(folder: Path) -> tuple[str, ...]:
    """Options for the repository that the environment names, if a folder lies in its files."""
    said, tree = (os.environ.get(name) for name in ("GIT_DIR", "GIT_WORK_TREE"))
    place, files, here = (Path(os.path.realpath(one)) for one in (said or "", tree or "", folder))
    if said and here.is_relative_to(place):
        return (f"--git-dir={place}", "--bare")
    if said and tree and here.is_relative_to(files):
        return (f"--git-dir={place}", f"--work-tree={files}")
    return ()


def opened(folder: Path) -> Repository:
    """The repository whose git directory a folder is: read there, whatever files it has.

    Raises `GitError`.
    """
    options = (f"--git-dir={os.path.realpath(folder)}", "--bare")
    done = run(folder, *options, "rev-parse", "--is-shallow-repository")
    if done.returncode:
        fail("rev-parse", done.stderr)
    return Repository(would_lie(folder), folder, True, done.stdout.strip() == b"true", options)


def would_lie(folder: Path) -> Path:
    """Where the files of a repository would lie of which there is only git's own folder."""
    place = Path(os.path.realpath(folder))
    inner = next((one for one in (place, *place.parents) if one.name == ".git"), None)
    if inner:
        return inner.parent
    return place.with_name(place.name[:-4]) if place.name.endswith(".git") else place
