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

from skilllint.compare import fetching, git, revisions
from skilllint.compare.fetching import Remote
from skilllint.compare.git import GitError, Repository
from skilllint.model import short_id
from skilllint.model.reviewing import Parting, Pull
from skilllint.review.events import BRANCH, COMMIT, Local

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
    head = revisions.commit(place, event.head or "HEAD")
    other = event.base or revisions.default_branch(place)
    tip, name = revisions.commit(place, other), revisions.short(other)
    base = revisions.merge_base(place, head, tip, (event.head or "HEAD", name))
    return Commits(directory(place), base, head, tip, f"where it left {name}")


@contextmanager
def held(
    folder: Path, pull: Pull, ask: Callable[[], Parting | None], server: str, token: str
) -> Iterator[Commits]:
    """The commits of a pull request, from the clone that a folder lies in or from its server.

    `ask` has the server say where it left its base: an event's own word on that grows
    old while the branch goes on. None is no answer; then the clone must know it.
    Raises `GitError`, and `MovedError` where the head is another one by now.
    """
    clone = whole(folder)
    parting = ask() or known(clone, pull)
    tip, base = parting.tip, parting.base
    if clone and all(holds(clone, one) for one in (tip, base, pull.head)):
        yield Commits(directory(clone), base, pull.head, tip, LEFT)
        return
    with TemporaryDirectory(prefix="skilllint-", ignore_cleanup_errors=True) as place:
        # the name of the repository's folder is that of a skill at its root
        own = Path(place).resolve() / f"{pull.repository.partition('/')[2]}.git"
        own.mkdir()
        fetch(own, pull, parting, Remote(server, pull.repository, token))
        yield Commits(own, base, pull.head, tip, LEFT)


def based(folder: Path, pull: Pull, revision: str | None) -> Pull:
    """A pull request as if it went to another revision: one of the clone, else of the server.

    Raises `GitError`.
    """
    if revision is None:
        return pull
    clone = whole(folder)
    found = (revisions.lookup(clone, revision) if clone else None) or revision
    if not BRANCH.fullmatch(found) or ".." in found:
        raise GitError(f'"{revision}" is no branch, tag or commit; --base takes one of them')
    return replace(pull, base=found if COMMIT.fullmatch(found) else pull.base, target=found)


def whole(folder: Path) -> Repository | None:
    """The clone that a folder lies in, unless git would fetch what it lacks on its own."""
    try:
        place = git.repository(folder)
    except GitError:
        return None
    partial = git.call(place, "config", "--get-regexp", PARTIAL)
    return None if partial.stdout.strip() else place


def holds(clone: Repository, commit: str) -> bool:
    """Whether a clone has a commit."""
    return revisions.lookup(clone, commit) == commit


def known(clone: Repository | None, pull: Pull) -> Parting:
    """Where a pull request left its base, as far as a clone knows. Raises `GitError`."""
    # what a shallow clone takes for the merge base may not be the last one
    if clone and not clone.shallow and holds(clone, pull.base) and holds(clone, pull.head):
        names = (f"#{pull.number}", "its base")
        return Parting(pull.base, revisions.merge_base(clone, pull.head, pull.base, names))
    raise GitError(
        "this clone does not hold where the branch left its base, and there is no token "
        "to ask GitHub; set GITHUB_TOKEN, or check out all of the history (fetch-depth: 0)"
    )


def directory(place: Repository) -> Path:
    """Where a repository's objects are: read there, no file on disk has a say."""
    said = git.ask(place, "rev-parse", "--absolute-git-dir")
    return Path(said.decode("utf-8", "surrogateescape").removesuffix("\n"))


def fetch(place: Path, pull: Pull, parting: Parting, remote: Remote) -> None:
    """Fetch the three commits, each alone, into a new repository.

    Raises `GitError` and `MovedError`.
    """
    wanted = dict.fromkeys((parting.tip, parting.base))
    head = fetching.fetch(place, remote, wanted, f"pull/{pull.number}/head")
    if head != pull.head:
        raise MovedError(
            f"the pull request has moved on from {short_id(pull.head)} to {short_id(head)}; "
            "the run for that one reviews it"
        )
