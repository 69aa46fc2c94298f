"""A pull request that nobody can look at, as if nothing stood on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from skilllint.compare import blobs, diffs, git
from skilllint.compare.diffs import States
from skilllint.model import Hunk
from skilllint.model.reviewing import State
from skilllint.review.commits import Commits


@dataclass(frozen=True, slots=True)
class Blank:
    """It has the head that was looked at, and the diff that git makes of it here."""

    commits: Commits

    def state(self, repository: str, number: int) -> State:
        """Nothing stands there."""
        return State(head=self.commits.head, open=True)

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        """Which lines the diff of each wanted file shows. Raises `GitError`."""
        place = git.opened(self.commits.place)
        base, head = self.commits.base, self.commits.head
        changes = blobs.changes(place, base, head)
        states = States(base, head, blobs.tree(place, base), changes)
        return {path: patch(found) for path, found in diffs.shown(place, states, wanted).items()}


def patch(hunks: Iterable[Hunk]) -> str:
    """A diff that shows the lines of some hunks, as one that changes none of them."""
    parts = []
    for hunk in hunks:
        span = f"{hunk.start},{hunk.end - hunk.start + 1}"
        lines = " \n" * (hunk.end - hunk.start + 1)
        parts.append(f"@@ -{span} +{span} @@\n{lines}")
    return "".join(parts)
