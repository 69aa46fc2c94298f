"""The commits of a pull request, and where git reads them from.

The user's own clone is only read, and only where it holds what is needed. Otherwise the
commits are fetched into a repository of our own, which goes when the review is done.
Nothing is checked out: what a stranger wrote stays blobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from skilllint.compare import fetching, git
from skilllint.compare.fetching import Remote
from skilllint.compare.git import GitError, Repository
from skilllint.model.reviewing import Pull
from skilllint.review.events import COMMIT, Local

LEFT = "where it left the base branch"
PARTIAL = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
"""What is set in a clone that lacks blobs until git needs them, and gets them then: from
wherever its configuration says, by whatever command."""


class MovedError(Exception):
    """The pull request has another head by now; one sentence."""


@dataclass(frozen=True, slots=True)
class Commits:
    """What is compared: `head` with `base`, the merge base, by the configuration of `tip`.

    `place` is the git directory that holds them; `against` says in words what `base` is.
    """

    place: Path
    base: str
    head: str
    tip: str
    against: str


def local(folder: Path, event: Local) -> Commits:
    """Two revisions of the repository that a folder lies in. Raises `GitError`."""
    place = git.repository(folder)
    head = git.commit(place, event.head or "HEAD")
    other = event.base or git.default_branch(place)
    tip, name = git.commit(place, other), git.short(other)
    base = git.merge_base(place, head, tip, (event.head or "HEAD", name))
    return Commits(directory(place), base, head, tip, f"where it left {name}")


@contextmanager
def held(
    folder: Path, pull: Pull, merge_base: Callable[[], str], server: str, token: str
) -> Iterator[Commits]:
    """The commits of a pull request, from the clone that a folder lies in or from its server.

    `merge_base` asks the server for the merge base, where the clone does not know it.
    Raises `GitError`, and `MovedError` where the head is another one by now.
    """
    clone = whole(folder)
    base = found = None
    if clone and holds(clone, pull.base) and holds(clone, pull.head):
        # what a shallow clone takes for the merge base may not be the last one
        base = found = None if clone.shallow else common(clone, pull)
    base = base or merge_base()
    if clone and (found or all(holds(clone, one) for one in (base, pull.base, pull.head))):
        yield Commits(directory(clone), base, pull.head, pull.base, LEFT)
        return
    with TemporaryDirectory(prefix="skilllint-", ignore_cleanup_errors=True) as place:
        # the name of the repository's folder is that of a skill at its root
        own = Path(place).resolve() / f"{pull.repository.partition('/')[2]}.git"
        own.mkdir()
        fetch(own, pull, base, Remote(server, pull.repository, token))
        yield Commits(own, base, pull.head, pull.base, LEFT)


def based(folder: Path, pull: Pull, revision: str | None) -> Pull:
    """A pull request as if it went to another revision: one of the clone, or a commit's id.

    Raises `GitError`.
    """
    if revision is None:
        return pull
    clone = whole(folder)
    commit = git.lookup(clone, revision) if clone else None
    if commit is None and not COMMIT.fullmatch(revision):
        raise GitError(f'there is no revision "{revision}" here; --base may be the id of a commit')
    return replace(pull, base=commit or revision)


def whole(folder: Path) -> Repository | None:
    """The clone that a folder lies in, unless git would fetch what it lacks on its own."""
    try:
        place = git.repository(folder)
    except GitError:
        return None
    partial = git.call(place.root, "config", "--get-regexp", PARTIAL)
    return None if partial.stdout.strip() else place


def holds(clone: Repository, commit: str) -> bool:
    """Whether a clone has a commit."""
    return git.lookup(clone, commit) == commit


def common(clone: Repository, pull: Pull) -> str | None:
    """The merge base that a clone knows; None where it knows none."""
    done = git.call(clone.root, "merge-base", pull.base, pull.head)
    return done.stdout.decode().strip() or None


def directory(place: Repository) -> Path:
    """Where a repository's objects are: read there, no file on disk has a say."""
    said = git.ask(place.root, "rev-parse", "--absolute-git-dir")
    return Path(said.decode("utf-8", "surrogateescape").removesuffix("\n"))


def fetch(place: Path, pull: Pull, base: str, remote: Remote) -> None:
    """Fetch the three commits, each alone, into a new repository.

    Raises `GitError` and `MovedError`.
    """
    wanted = dict.fromkeys((pull.base, base))
    head = fetching.fetch(place, remote, wanted, f"pull/{pull.number}/head")
    if head != pull.head:
        raise MovedError(
            f"the pull request has moved on from {git_short(pull.head)} to {git_short(head)}; "
            "the run for that one reviews it"
        )


def git_short(commit: str) -> str:
    """A commit's id as people read it."""
    return commit[:12]
