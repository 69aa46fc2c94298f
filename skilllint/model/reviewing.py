"""A pull request as its host keeps it, what is said on it, and what is to be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skilllint.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: `repository` is `owner/name`, `base` and `head` are commit ids.

    It goes to `target`, a branch; `base` was the tip of that at some time since the pull
    request was opened, and need not be it now. `head` is its own last commit.
    `head_repository` is where its branch lies; None where that is gone.
    """

    repository: str
    number: int
    base: str
    head: str
    head_repository: str | None = None
    open: bool = True
    target: str = ""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where a head left another line of work: `tip` is the end of that, `base` what both have."""

    tip: str
    base: str


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
    person who resolved it; None also where a bot did. That is whoever asks, where the
    first remark is `mine` and of the same login.
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


# --- what is wanted, and what came of it ---------------------------------------------

Outcome = Literal["done", "unchanged", "moved", "closed", "refused", "failed"]

Placing = Literal["outside", "unknown", "limit", "refused", "long"]
"""Why a finding has no remark: its lines are outside the diff; GitHub shows no diff of its
file; there are enough remarks; GitHub refused its lines; its text is too long."""


@dataclass(frozen=True, slots=True)
class Told:
    """A new or worse finding to remark on, and the texts that may stand there.

    `body` is the text without a suggestion, `offered` with it. `shown` says whether the
    diff made here has its lines.
    """

    finding: Finding
    body: str
    suggestion: Suggestion | None = None
    offered: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pull request should say of the commit `head`, whatever stands there now.

    `summary` is the text of the comment below it, None if there is nothing to say; then
    `nothing` is what a comment of before says instead. `told` are the findings to remark
    on, the worst first, at most `most` at once, or None to leave all threads alone.
    `fixed` is the text in the place of a remark that can neither be resolved nor deleted, behind
    the rule that the remark was on. `still` are findings that are there and not told, as the
    base has them too: none is called fixed. Threads on files in `unsure` (a folder stands for
    all in it, a SKILL.md for its skill) are left alone: those were not or not wholly looked at.
    So are all outside `within`, unless that is empty.
    """

    head: str
    summary: str | None
    nothing: str
    fixed: str
    told: tuple[Told, ...] | None = ()
    most: int = 30
    still: frozenset[str] = frozenset()
    unsure: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a review.

    `outcome` is `done`, `unchanged` (all stood there), `moved` or `closed` (nothing more was
    written: another commit is the head, or nobody waits), `refused` (a right is missing) or
    `failed`. `summary` is REST's number of the comment, None where there is none.
    `left_out` says of findings, by fingerprint, why they have no remark. `sentences` say in
    words what went otherwise.
    """

    outcome: Outcome
    summary: int | None = None
    writes: tuple[Write, ...] = ()
    left_out: tuple[tuple[str, Placing], ...] = ()
    sentences: tuple[str, ...] = ()
