"""Pull requests made by hand, for tests of what is read and written there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from skilllint.github import Sent
from skilllint.model import Finding
from skilllint.model.finding import Severity
from skilllint.model.reviewing import (
    Comment,
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    PostReview,
    PostSummary,
    Pull,
    Remark,
    Resolve,
    State,
    Thread,
    Told,
    Wanted,
    Write,
)
from skilllint.review import markers

HEAD = "1" * 40
PATCH = "@@ -1,3 +1,6 @@\n one\n two\n+three\n+four\n+five\n six"
"""Lines 1 to 6, of which 3 to 5 are new."""

PULL = Pull("octo/skills", 7, "b" * 40, HEAD, "octo/skills")


def finding(
    fingerprint: str,
    path: str = "s/SKILL.md",
    line: int = 4,
    end: int = 0,
    severity: Severity = "warning",
) -> Finding:
    """A finding in a file of the repository."""
    return Finding(
        code="SZ101",
        name="long-body",
        severity=severity,
        confidence="exact",
        path=path,
        start=line,
        end=end or line,
        col=1,
        message=f"problem {fingerprint}",
        hint="",
        value=None,
        limit=None,
        host=None,
        fingerprint=fingerprint,
        place=path,
    )


def told(fingerprint: str, body: str, path: str = "s/SKILL.md", line: int = 4) -> Told:
    """A finding to remark on."""
    return Told(finding(fingerprint, path, line), body)


def wanted(*told_: Told, summary: str | None = "summary") -> Wanted:
    """What a pull request should say."""
    return Wanted(HEAD, summary, "no skill differs any more", "Fixed in 1111111", told_)


def comment(number: int, body: str) -> Comment:
    """A comment of ours."""
    return Comment(f"C{number}", number, body, True, False, f"2026-01-01T00:00:{number:02}Z")


def remark(
    number: int,
    fingerprint: str,
    text: str,
    gone: bool = False,
    remarks: int = 1,
) -> Thread:
    """A thread of ours, with every right."""
    body = markers.remark(fingerprint, text, gone=gone)
    first = Remark(f"R{number}", number, "bot", body, True, False, True, True)
    return Thread(f"T{number}", "s/SKILL.md", 4, False, None, True, True, first, remarks)


def apply(state: State, writes: Iterable[Write]) -> State:
    """What stands on a pull request when all of it is written."""
    for write in writes:
        state = applied(state, write)
    return state


def applied(state: State, write: Write) -> State:
    """One write done."""
    number = 1 + max(
        [one.number for one in state.comments] + [one.first.number for one in state.threads],
        default=100,
    )
    comments, threads = list(state.comments), list(state.threads)
    match write:
        case PostSummary(body):
            comments.append(comment(number, body))
        case EditSummary(one, body):
            comments = [replace(c, body=body) if c.id == one.id else c for c in comments]
        case PostReview(_, notes):
            threads += [opened(number + n, note) for n, note in enumerate(notes)]
        case EditRemark(one, body):
            threads = [first(t, body=body) if t.first.id == one.id else t for t in threads]
        case DeleteRemark(one):
            threads = [t for t in threads if t.first.id != one.id]
        case Resolve(thread, again):
            threads = [
                replace(t, resolved=not again, resolved_by=None) if t.id == thread.id else t
                for t in threads
            ]
        case Hide(some, reason):
            hide = reason is not None
            comments = [replace(c, hidden=hide) if c.id == some else c for c in comments]
            threads = [first(t, hidden=hide) if t.first.id == some else t for t in threads]
    return replace(state, comments=tuple(comments), threads=tuple(threads))


def opened(number: int, note: Note) -> Thread:
    """The thread that a note becomes."""
    first = Remark(f"R{number}", number, "bot", note.body, True, False, True, True)
    return Thread(f"T{number}", note.path, note.end, False, None, True, True, first, 1)


def first(thread: Thread, **changes: object) -> Thread:
    """A thread whose first remark is otherwise."""
    return replace(thread, first=replace(thread.first, **changes))  # type: ignore[arg-type]


def hidden(thread: Thread) -> Thread:
    """The thread with its first remark folded away."""
    return first(thread, hidden=True)


# --- a place that keeps them ---------------------------------------------------------


@dataclass
class Desk:
    """A pull request in memory, behind the doors of a client.

    `before` is called with each write, and may raise what keeps it from being done;
    `after` likewise once it is done. `patch` is the diff of every file.
    """

    there: State = field(default_factory=lambda: State(HEAD, True))
    patch: str | None = PATCH
    before: Callable[[Write], None] = lambda write: None
    after: Callable[[Write], None] = lambda write: None
    calls: list[object] = field(default_factory=list)

    @property
    def writes(self) -> list[Write]:
        """What was tried."""
        return [one for one in self.calls if not isinstance(one, str)]  # type: ignore[misc]

    def pull(self, repository: str, number: int) -> Pull:
        self.calls.append("pull")
        return Pull(repository, number, "b" * 40, self.there.head, repository, self.there.open)

    def state(self, repository: str, number: int) -> State:
        self.calls.append("state")
        return self.there

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        self.calls.append("patches")
        return dict.fromkeys(wanted, self.patch)

    def send(self, pull: Pull, write: Write) -> Sent:
        self.calls.append(write)
        self.before(write)
        self.there = applied(self.there, write)
        self.after(write)
        made = isinstance(write, PostSummary)
        return Sent(self.there.comments[-1].number if made else None)
