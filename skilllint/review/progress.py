"""How far the writing on a pull request has come, and how it goes on after an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from skilllint.github import (
    GithubError,
    MissingError,
    RejectedError,
    RightsError,
    UnknownFateError,
)
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    Outcome,
    PostReview,
    PostSummary,
    Resolve,
    Write,
)
from skilllint.review.notes import Chosen, Lines
from skilllint.review.planning import ALL, Rights

TRIES = 3
"""How often a write of unknown fate is sent before it is let be."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    `done` are the writes that stand, `rights` what was not refused yet, `lines` where new
    remarks are still tried, `rejected` those that GitHub did not take there. `pending` is the
    write whose fate is unknown, for the `lost`th time in a row. `let_be` are ids of what is gone
    or refused. With `tidying` nothing new is posted any more. `outcome` is None until the
    run has ended.
    """

    done: tuple[Write, ...] = ()
    number: int | None = None
    rights: Rights = ALL
    lines: Lines = "shown"
    rejected: tuple[Note, ...] = ()
    patches: Mapping[str, str | None] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=Chosen)
    pending: Write | None = None
    lost: int = 0
    let_be: frozenset[str] = frozenset()
    tidying: bool = False
    sentences: tuple[str, ...] = ()
    outcome: Outcome | None = None

    @property
    def made(self) -> bool:
        """Whether something new stands that a run at the same time could have made as well."""
        return any(isinstance(one, PostSummary | PostReview) for one in self.done)


def ended(so_far: Progress, outcome: Outcome, *sentences: str) -> Progress:
    """The run is over; after the last new thing was posted, it is well over."""
    if so_far.tidying:
        outcome = "done"
    return replace(so_far, outcome=outcome, sentences=(*so_far.sentences, *sentences))


def after(error: GithubError, write: Write, so_far: Progress) -> Progress:
    """How a run goes on where a write failed: it ends, or is planned anew otherwise."""
    if isinstance(error, UnknownFateError) and so_far.lost + 1 < TRIES:
        return replace(so_far, pending=write, lost=so_far.lost + 1)
    if isinstance(error, MissingError) and target(write):
        # taken away while the run went; what then stands there decides
        return replace(so_far, let_be=so_far.let_be | {target(write)})
    if isinstance(error, RightsError | RejectedError):
        return refused(error, write, so_far)
    return ended(so_far, "failed", str(error))


def refused(error: GithubError, write: Write, so_far: Progress) -> Progress:
    """How a run goes on that may not do something: by other ways, where there are any."""
    said = replace(so_far, sentences=(*so_far.sentences, str(error)))
    rights = so_far.rights
    match write:
        case Resolve():
            return replace(said, rights=replace(rights, resolve=False))
        case Hide():
            return replace(said, rights=replace(rights, hide=False))
        case DeleteRemark():
            return replace(said, rights=replace(rights, delete=False))
        case EditRemark() if isinstance(error, RejectedError):
            return replace(said, let_be=so_far.let_be | {target(write)})
        case PostReview(_, notes) if isinstance(error, RejectedError):
            return narrowed(said, notes)
    return ended(so_far, "refused", str(error))


def word(error: GithubError) -> Outcome:
    """What a run came to that could not read what stands there."""
    return "refused" if isinstance(error, RightsError) else "failed"


def found(so_far: Progress, planned: tuple[Write, ...]) -> Progress:
    """The write of unknown fate counts as done where the next plan has no need of it."""
    if not so_far.pending:
        return so_far
    if any(type(one) is type(so_far.pending) for one in planned):
        return replace(so_far, pending=None)
    return replace(so_far, done=(*so_far.done, so_far.pending), pending=None, lost=0)


def narrowed(so_far: Progress, notes: tuple[Note, ...]) -> Progress:
    """After a review that GitHub did not take: only lines that changed, then no remark at all.

    It takes all or nothing and does not say which line is wrong.
    """
    lines: Lines = "changed" if so_far.lines == "shown" else "none"
    next_ = {
        "changed": "remarks are tried on lines that changed, and on no others",
        "none": "no new remark is made; the summary lists all findings",
    }
    sentences = (*so_far.sentences, next_[lines])
    return replace(so_far, lines=lines, rejected=notes, sentences=sentences)


def target(write: Write) -> str:
    """The id of what a write changes; nothing for what makes something new."""
    match write:
        case EditSummary(comment, _):
            return comment.id
        case EditRemark(remark, _) | DeleteRemark(remark):
            return remark.id
        case Resolve(thread, _):
            return thread.id
        case Hide(id, _):
            return id
    return ""
