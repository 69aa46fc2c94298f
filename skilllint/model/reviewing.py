"""A pull request as its host keeps it, what is said on it, and what is to be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: `repository` is `owner/name`, `base` and `head` are commit ids.

    `base` is the tip of the branch that it goes to, `head` its own last commit.
    `head_repository` is where its branch lies; None where that is gone.
    """

    repository: str
    number: int
    base: str
    head: str
    head_repository: str | None = None
    open: bool = True

    @property
    def is_fork(self) -> bool:
        """Whether its branch lies in another repository."""
        return self.head_repository != self.repository


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment below a pull request; `id` is GraphQL's, `number` REST's.

    `mine` says that whoever asks wrote it.
    """

    id: str
    number: int
    body: str
    mine: bool
    hidden: bool
    created: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a thread on the diff; `id` is GraphQL's, `number` REST's."""

    id: str
    number: int
    author: str
    body: str
    mine: bool
    hidden: bool
    can_delete: bool
    can_hide: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread on the diff: its first remark, and how many there are in all.

    `line` is None once the diff shows it no more. `resolved_by` is the login of the
    person who resolved it; None also where a bot did.
    """

    id: str
    path: str
    line: int | None
    resolved: bool
    resolved_by: str | None
    can_resolve: bool
    can_unresolve: bool
    first: Remark
    remarks: int


@dataclass(frozen=True, slots=True)
class State:
    """What stands on a pull request at one moment, the oldest first; `head` is its last commit."""

    head: str
    open: bool
    comments: tuple[Comment, ...] = ()
    threads: tuple[Thread, ...] = ()


# --- what is to be sent --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Text that a safe fix puts in the place of some whole lines; each ends with `\\n`."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on lines of the diff; `fingerprint` is that of its finding."""

    fingerprint: str
    path: str
    start: int
    end: int
    body: str


@dataclass(frozen=True, slots=True)
class PostSummary:
    """A new comment below the pull request."""

    body: str


@dataclass(frozen=True, slots=True)
class EditSummary:
    """Another body for a comment below the pull request."""

    comment: Comment
    body: str


@dataclass(frozen=True, slots=True)
class PostReview:
    """One review of a commit with all its notes, at once or not at all."""

    head: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class EditRemark:
    """Another body for a remark."""

    remark: Remark
    body: str


@dataclass(frozen=True, slots=True)
class DeleteRemark:
    """A remark to take away, and so its thread where it is alone."""

    remark: Remark


@dataclass(frozen=True, slots=True)
class Resolve:
    """A thread to close, or with `again` to open once more."""

    thread: Thread
    again: bool = False


@dataclass(frozen=True, slots=True)
class Hide:
    """A comment or remark to fold away, for a reason; with none to show again."""

    id: str
    reason: Literal["DUPLICATE", "OUTDATED", "RESOLVED"] | None


Write = PostSummary | EditSummary | PostReview | EditRemark | DeleteRemark | Resolve | Hide
