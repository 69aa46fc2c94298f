"""Which commits names stand for, and where two lines of work parted."""

from __future__ import annotations

import os
import re

from skilllint.compare import git
from skilllint.compare.git import GitError, NoCommitError, Repository

DEFAULTS = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
"""Where the default branch may be found, the surest first."""

FETCH = "fetch more of it with git fetch --deepen=100, or all with git fetch --unshallow"


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
    asked = git.call(place, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return asked.stdout.decode().split()[-1] if not asked.returncode else None


def merge_base(place: Repository, ours: str, theirs: str, names: tuple[str, str]) -> str:
    """The commit that two histories have in common last. Raises `GitError`."""
    done = git.call(place, "merge-base", ours, theirs)
    if done.returncode > 1:
        git.fail("merge-base", done.stderr)
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
    branch = git.call(place, "symbolic-ref", "--quiet", "HEAD").stdout.decode().strip()
    form = "--format=%(refname)%00%(upstream)%00%(symref)"
    listed = git.ask(place, "for-each-ref", form, *filter(None, [branch]), *DEFAULTS)
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
    if not git.ask(place, "for-each-ref", "--count=1", "refs/remotes"):
        return "HEAD"  # one line of work that nobody else has: what is committed of it
    raise GitError("there is no upstream and no default branch; name what to compare with")


def short(name: str) -> str:
    """A reference as people write it."""
    return re.sub("^refs/(heads|remotes|tags)/", "", name)
