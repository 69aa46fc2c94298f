"""What GraphQL can change; each needs a right, and shows what it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hub import talking
from hub.state import Comment, PullRequest, Refusal, Remark, Thread

if TYPE_CHECKING:
    from hub.hub import Hub

Json = dict[str, Any]


def unknown(node: str) -> Refusal:
    text = f"Could not resolve to a node with the global id of '{node}'"
    return Refusal(404, text, "NOT_FOUND")


def comment_of(hub: Hub, node: str) -> Comment:
    """A comment or remark by its node id."""
    for pull in hub.pulls.values():
        for one in (*pull.comments, *pull.remarks()):
            if one.node == node:
                return one
    raise unknown(node)


def remark_of(hub: Hub, node: str) -> Remark:
    one = comment_of(hub, node)
    if not isinstance(one, Remark):
        raise unknown(node)
    return one


def thread_of(hub: Hub, node: str) -> Thread:
    for pull in hub.pulls.values():
        for one in pull.threads:
            if one.id == node:
                return one
    raise unknown(node)


def pull_of(hub: Hub, node: str) -> PullRequest:
    for one in hub.pulls.values():
        if one.node == node:
            return one
    raise unknown(node)


def edit_comment(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests", "issues")
    one = comment_of(hub, asked["id"])
    if isinstance(one, Remark):
        raise unknown(asked["id"])
    talking.edit(hub, one, asked["body"])
    hub.touch(one, "edited a comment")
    return {"issueComment": one}


def edit_remark(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests")
    one = remark_of(hub, asked["pullRequestReviewCommentId"])
    talking.edit(hub, one, asked["body"])
    hub.touch(one, "edited a remark")
    return {"pullRequestReviewComment": one}


def delete_remark(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests")
    one = remark_of(hub, asked["id"])
    hub.touch(one, "deleted a remark")
    talking.delete(hub, one)
    return {"pullRequestReviewComment": one}


def hide(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests", "issues")
    one = comment_of(hub, asked["subjectId"])
    hub.touch(one, "hid a comment")
    one.hidden = asked["classifier"].lower().replace("_", "-")
    return {"minimizedComment": one}


def show_again(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests", "issues")
    one = comment_of(hub, asked["subjectId"])
    hub.touch(one, "showed a comment")
    one.hidden = None
    return {"unminimizedComment": one}


def resolve(hub: Hub, asked: Json) -> Json:
    """Documented for `pull-requests: write`; in practice an app needs `contents: write`."""
    hub.need("contents")
    one = thread_of(hub, asked["threadId"])
    hub.touch(one, "resolved a thread")
    if not one.resolved:
        one.resolved, one.resolved_by = True, hub.viewer
    return {"thread": one}


def unresolve(hub: Hub, asked: Json) -> Json:
    hub.need("contents")
    one = thread_of(hub, asked["threadId"])
    hub.touch(one, "opened a thread")
    one.resolved, one.resolved_by = False, None
    return {"thread": one}


def add_review(hub: Hub, asked: Json) -> Json:
    hub.need("pull-requests")
    pull = pull_of(hub, asked["pullRequestId"])
    notes = [dict(one) for one in asked.get("comments") or []]
    for draft in asked.get("threads") or []:
        names = {"startLine": "start_line", "startSide": "start_side"}
        note = {names.get(name, name): value for name, value in draft.items()}
        notes.append(note)
    named = {"commit_id": asked.get("commitOID"), "comments": notes}
    made = talking.review(hub, pull, hub.viewer, {**asked, **named})
    return {"pullRequestReview": made}


def add_thread(hub: Hub, asked: Json) -> Json:
    """A draft in a pending review; outside the diff it is accepted, and never seen again."""
    hub.need("pull-requests")
    review = asked.get("pullRequestReviewId")
    if review:
        (pull,) = (p for p in hub.pulls.values() if any(r.node == review for r in p.reviews))
    else:
        pull = pull_of(hub, asked.get("pullRequestId") or "")
    pending = [one for one in pull.reviews if one.state == "PENDING" and one.author == hub.viewer]
    note = {**asked, "start_line": asked.get("startLine"), "start_side": asked.get("startSide")}
    note["subject_type"] = asked["subjectType"].lower()
    commit = pending[0].commit if pending else pull.head
    try:
        spot, row, hunk = talking.find(hub, pull, commit, note)
    except Refusal:
        hub.lost.append(asked["body"])
        return {"thread": None}
    made = pending[0] if pending else talking.new_review(hub, pull, hub.viewer, commit, "PENDING")
    thread = talking.start(hub, pull, spot, row, hunk)
    talking.remark(hub, thread, hub.viewer, asked["body"].rstrip(), made)
    return {"thread": thread}


MUTATIONS: dict[str, Callable[[Hub, Json], Json]] = {
    "updateIssueComment": edit_comment,
    "updatePullRequestReviewComment": edit_remark,
    "deletePullRequestReviewComment": delete_remark,
    "minimizeComment": hide,
    "unminimizeComment": show_again,
    "resolveReviewThread": resolve,
    "unresolveReviewThread": unresolve,
    "addPullRequestReview": add_review,
    "addPullRequestReviewThread": add_thread,
}
