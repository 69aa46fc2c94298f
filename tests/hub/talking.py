"""What can be done on a pull request, whichever API asks for it; refused as GitHub refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hub.git import Changed, Row
from hub.state import Comment, PullRequest, Refusal, Remark, Review, Side, Spot, Thread

if TYPE_CHECKING:
    from hub.hub import Hub

LONGEST = 65_536
"""Characters of a body."""


def said(body: Any, resource: str = "IssueComment") -> str:
    """A body as GitHub keeps it: without blanks at its end, and not too long."""
    problem: dict[str, Any] = {"resource": resource, "field": "body"}
    if not isinstance(body, str):
        raise invalid({**problem, "code": "missing_field"})
    if not body.strip():
        raise invalid({**problem, "code": "custom", "message": "body cannot be blank"})
    if len(body) > LONGEST:
        longest = f"body is too long (maximum is {LONGEST} characters)"
        raise invalid({**problem, "code": "unprocessable", "message": longest})
    return body.rstrip()


NOTE = {
    "path": str,
    "body": str,
    **dict.fromkeys(("side", "start_side", "subject_type"), str),
    **dict.fromkeys(("line", "start_line", "position"), int),
}
REVIEW = {"commit_id": str, "body": str, "event": str, "comments": list}


def fit(asked: Any, kinds: Mapping[str, type]) -> None:
    """Raise unless the values of an object are of these kinds; null is left out."""
    if not isinstance(asked, dict):
        raise Refusal(422, "Invalid request.\n\nData is not an object.", "UNPROCESSABLE")
    for name, kind in kinds.items():
        value = asked.get(name)
        if value is not None and type(value) is not kind:
            text = f"Invalid request.\n\nFor 'properties/{name}', {value!r} is not {kind.__name__}."
            raise Refusal(422, text, "UNPROCESSABLE")


def invalid(*errors: Mapping[str, Any]) -> Refusal:
    return Refusal(422, "Validation Failed", "UNPROCESSABLE", errors=list(errors))


def unprocessable(*errors: str) -> Refusal:
    """How a whole review is refused: what is wrong, not where."""
    return Refusal(422, "Unprocessable Entity", "UNPROCESSABLE", errors=list(errors))


# --- below the pull request -----------------------------------------------------------


def comment(hub: Hub, pull: PullRequest, author: str | None, body: Any) -> Comment:
    text, now, number = said(body), hub.now(), hub.count()
    made = Comment(number, f"IC_{number:x}", pull.number, author, text, now, now)
    pull.comments.append(made)
    hub.tell(pull, author, "comment")
    return made


def edit(hub: Hub, one: Comment, body: Any) -> None:
    one.body = said(body, "PullRequestReviewComment" if isinstance(one, Remark) else "IssueComment")
    one.updated = hub.now()


def delete(hub: Hub, one: Comment) -> None:
    """Take a comment or remark away; a thread without remarks is gone too."""
    pull = hub.pulls[one.number]
    if not isinstance(one, Remark):
        pull.comments.remove(one)
        return
    one.thread.remarks.remove(one)
    if not one.thread.remarks:
        pull.threads.remove(one.thread)


# --- on the diff ----------------------------------------------------------------------


def remark(hub: Hub, thread: Thread, author: str | None, body: str, review: Review) -> Remark:
    now, number = hub.now(), hub.count()
    made = Remark(number, f"PRRC_{number:x}", thread.number, author, body, now, now)
    made.review, made.thread = review.id, thread
    made.reply_to = thread.first.id if thread.remarks else None
    thread.remarks.append(made)
    return made


def reply(hub: Hub, thread: Thread, author: str | None, body: Any) -> Remark:
    """An answer in a thread; GitHub makes a review of it."""
    text, pull = said(body, "PullRequestReviewComment"), hub.pulls[thread.number]
    review = new_review(hub, pull, author or "ghost", pull.head, "COMMENTED")
    hub.tell(pull, author, "reply")
    return remark(hub, thread, author, text, review)


def new_review(hub: Hub, pull: PullRequest, author: str, commit: str, state: str) -> Review:
    number = hub.count()
    sent = None if state == "PENDING" else hub.now()
    made = Review(number, f"PRR_{number:x}", pull.number, author, "", commit, state, sent)
    pull.reviews.append(made)
    return made


def start(hub: Hub, pull: PullRequest, spot: Spot, row: Row | None, hunk: str) -> Thread:
    """A thread on lines of the diff of the commit that was looked at."""
    number = hub.count()
    position = row.position if row else None
    made = Thread(f"PRRT_{number:x}", pull.number, spot, spot.line, spot.start, hunk, position)
    pull.threads.append(made)
    return made


def review(hub: Hub, pull: PullRequest, author: str, asked: Mapping[str, Any]) -> Review:
    """A review with all its comments, or none of it."""
    fit(asked, REVIEW)
    for note in asked.get("comments") or []:
        fit(note, NOTE)
    event, body = asked.get("event"), asked.get("body") or ""
    notes: Sequence[Mapping[str, Any]] = asked.get("comments") or []
    commit = asked.get("commit_id") or pull.head
    if any(one.state == "PENDING" and one.author == author for one in pull.reviews):
        raise unprocessable("User can only have one pending review per pull request")
    if len(body) > LONGEST or any(len(str(note.get("body"))) > LONGEST for note in notes):
        raise unprocessable(f"Body is too long (maximum is {LONGEST} characters)")
    if event == "APPROVE" and author == "github-actions[bot]":
        raise unprocessable("GitHub Actions is not permitted to approve pull requests.")
    if event in ("COMMENT", "REQUEST_CHANGES") and not (body.strip() or notes):
        raise unprocessable("Body can't be blank")
    check_commit(hub, pull, commit)
    found = [(note, *find(hub, pull, commit, note)) for note in notes]
    state = {None: "PENDING", "COMMENT": "COMMENTED", "APPROVE": "APPROVED"}
    made = new_review(hub, pull, author, commit, state.get(event, "CHANGES_REQUESTED"))
    made.body = body.rstrip()
    for note, spot, row, hunk in found:
        thread = start(hub, pull, spot, row, hunk)
        remark(hub, thread, author, str(note["body"]).rstrip(), made)
    hub.settle(pull)
    if event:
        hub.tell(pull, author, "review")
    return made


def check_commit(hub: Hub, pull: PullRequest, commit: str) -> None:
    """Raise unless a commit is one of the pull request's."""
    if commit != pull.head and commit not in hub.store.between(pull.base, pull.head):
        raise unprocessable("Commit is not part of the pull request")


def find(
    hub: Hub, pull: PullRequest, commit: str, note: Mapping[str, Any]
) -> tuple[Spot, Row | None, str]:
    """Where a note of a review stands in the diff; raises where GitHub finds no such place."""
    files = {file.path: file for file in hub.diff(pull.base, commit)}
    file = files.get(str(note.get("path")))
    if file is None:
        raise unprocessable("Path could not be resolved")
    if not str(note.get("body") or "").strip():
        raise unprocessable("Body can't be blank")
    if note.get("subject_type") == "file":
        return Spot(file.path, commit, None), None, ""
    patch = "" if file.path in hub.patchless else file.patch or ""
    side: Side = note.get("side") or "RIGHT"
    row = by_position(file, note) if "position" in note else file.row(note.get("line") or 0, side)
    if row is None or not patch:
        raise unprocessable("Line could not be resolved")
    line = row.number(side) or row.old or 0
    first = note.get("start_line")
    if first is not None:
        check_range(file, first, note.get("start_side") or side, row, line)
    return Spot(file.path, commit, line, first, side), row, hunk_of(patch, row)


def by_position(file: Changed, note: Mapping[str, Any]) -> Row | None:
    return next((row for row in file.rows if row.position == note["position"]), None)


def check_range(file: Changed, first: int, side: Side, last: Row, line: int) -> None:
    """Raise unless a range of lines begins before it ends, in the same hunk."""
    if first >= line:
        raise unprocessable("Start line must precede the end line.")
    row = file.row(first, side)
    if row is None:
        raise unprocessable("Start line could not be resolved")
    if row.hunk != last.hunk:
        raise unprocessable("Start line must be part of the same hunk as the line.")


def hunk_of(patch: str, row: Row) -> str:
    """The hunk of a line, from its head to the line, as `diff_hunk` shows it."""
    lines = patch.split("\n")[: row.position + 1]
    heads = [number for number, line in enumerate(lines) if line.startswith("@@ ")]
    return "\n".join(lines[heads[-1] :])
