"""What is asked of GitHub, request by request: pure, and the same whether shown or sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import quote

from skilllint.github.errors import GithubError
from skilllint.model import short_id
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    PostReview,
    PostSummary,
    Pull,
    Resolve,
    Write,
)

GRAPHQL = "/graphql"
"""The path of a GraphQL request; where that lies, the client knows."""

PAGE = 100
"""Entries of a page; GitHub gives no more."""

Manner = Literal["read", "edit", "create"]

NAME = re.compile(r"(?!\.\.?/)[A-Za-z0-9_.-]+/(?!\.\.?$)[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` begins behind the API's address, `json` is its body.

    `task` says in words what it does, as behind "cannot". A `create` makes a thing anew
    each time that it is sent; an `edit` changes nothing more the second time, nor does a
    `read`. `right` is the permission that a workflow's token needs.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    query: Mapping[str, str | int] = field(default_factory=dict)
    task: str = ""
    manner: Manner = "read"
    right: str = "pull-requests: read"

    def page(self, number: int) -> Request:
        """The same of a page of a list; the first is 1."""
        return replace(self, query={**self.query, "per_page": PAGE, "page": number})


# --- reading -------------------------------------------------------------------------

STATE = """\
query ($owner: String!, $name: String!, $number: Int!, $comments: Boolean!, $threads: Boolean!,
       $afterComment: String, $afterThread: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      state
      comments(first: 100, after: $afterComment) @include(if: $comments) {
        nodes { id fullDatabaseId body createdAt viewerDidAuthor isMinimized }
        pageInfo { endCursor hasNextPage }
      }
      reviewThreads(first: 100, after: $afterThread) @include(if: $threads) {
        nodes {
          id path line isResolved viewerCanResolve viewerCanUnresolve
          resolvedBy { login }
          comments(first: 1) {
            nodes {
              id fullDatabaseId body viewerDidAuthor isMinimized viewerCanDelete viewerCanMinimize
              author { login }
            }
            totalCount
          }
        }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}
"""


def pull(repository: str, number: int) -> Request:
    """Read a pull request."""
    path = f"{below(repository)}/pulls/{number}"
    return Request("GET", path, task=f"read {repository}#{number}")


def pulls(repository: str, owner: str, branch: str) -> Request:
    """List the open pull requests from a branch of an owner; a list of pages."""
    query = {"state": "open", "head": f"{owner}:{branch}"}
    task = f"list the pull requests of {repository}"
    return Request("GET", f"{below(repository)}/pulls", query=query, task=task)


def comparison(repository: str, base: str, head: str) -> Request:
    """Compare two commits, for the one that both come from."""
    path = f"{below(repository)}/compare/{quote(base, safe='')}...{quote(head, safe='')}"
    # the commits in between are of no use here, and cannot be left out altogether
    query = {"per_page": 1}
    task = f"find where {short_id(head)} left {base}"
    return Request("GET", path, query=query, task=task, right="contents: read")


def files(repository: str, number: int) -> Request:
    """List the files that a pull request changes; a list of pages."""
    path = f"{below(repository)}/pulls/{number}/files"
    return Request("GET", path, task=f"list the files of {repository}#{number}")


def state(
    repository: str,
    number: int,
    *,
    comments: bool = True,
    threads: bool = True,
    after: tuple[str | None, str | None] = (None, None),
) -> Request:
    """Read what stands on a pull request: a page of its comments, of its threads or of both,
    behind these cursors."""
    owner, _, name = named(repository).partition("/")
    whose = {"owner": owner, "name": name, "number": number}
    which = {"comments": comments, "threads": threads}
    variables = whose | which | {"afterComment": after[0], "afterThread": after[1]}
    task = f"read what stands on {repository}#{number}"
    return Request("POST", GRAPHQL, {"query": STATE, "variables": variables}, task=task)


# --- writing -------------------------------------------------------------------------

RESOLVE = """\
mutation ($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { id } } }
"""
UNRESOLVE = """\
mutation ($id: ID!) { unresolveReviewThread(input: {threadId: $id}) { thread { id } } }
"""
HIDE = """\
mutation ($id: ID!, $reason: ReportedContentClassifiers!) {
  minimizeComment(input: {subjectId: $id, classifier: $reason}) {
    minimizedComment { isMinimized }
  }
}
"""
SHOW = """\
mutation ($id: ID!) {
  unminimizeComment(input: {subjectId: $id}) { unminimizedComment { isMinimized } }
}
"""
DOCUMENTS = (STATE, RESOLVE, UNRESOLVE, HIDE, SHOW)

WRITE = "pull-requests: write"
RESOLVING = "contents: write"


def of(pull: Pull, write: Write) -> Request:
    """The one request that a write is. Raises `GithubError` for a repository without a name."""
    if isinstance(write, Resolve | Hide):
        return by_document(write)
    return by_path(pull, below(pull.repository), write)


def by_path(
    pull: Pull,
    place: str,
    write: PostSummary | EditSummary | PostReview | EditRemark | DeleteRemark,
) -> Request:
    """A write to a comment or review of the repository at `place`."""
    match write:
        case PostSummary(body):
            path = f"{place}/issues/{pull.number}/comments"
            return rest("POST", path, {"body": body}, "post the summary")
        case EditSummary(comment, body):
            path = f"{place}/issues/comments/{comment.number}"
            return rest("PATCH", path, {"body": body}, "edit the summary")
        case PostReview(head, notes):
            said = [placed(note) for note in notes]
            # GitHub's description asks for a body; an empty one shows nothing
            review = {"commit_id": head, "event": "COMMENT", "body": "", "comments": said}
            return rest("POST", f"{place}/pulls/{pull.number}/reviews", review, "post the review")
        case EditRemark(remark, body):
            path = f"{place}/pulls/comments/{remark.number}"
            return rest("PATCH", path, {"body": body}, "edit a remark")
        case DeleteRemark(remark):
            path = f"{place}/pulls/comments/{remark.number}"
            return rest("DELETE", path, None, "delete a remark")


def by_document(write: Resolve | Hide) -> Request:
    """A write that only GraphQL knows."""
    match write:
        case Resolve(thread, True):
            return mutation(UNRESOLVE, {"id": thread.id}, "open a thread again", RESOLVING)
        case Resolve(thread, _):
            return mutation(RESOLVE, {"id": thread.id}, "resolve a thread", RESOLVING)
        case Hide(id, None):
            return mutation(SHOW, {"id": id}, "show a comment again", WRITE)
        case Hide(id, reason):
            return mutation(HIDE, {"id": id, "reason": reason}, "hide a comment", WRITE)


def rest(method: str, path: str, body: Mapping[str, Any] | None, task: str) -> Request:
    """A write by path; only a POST makes something new."""
    manner: Manner = "create" if method == "POST" else "edit"
    return Request(method, path, body, task=task, manner=manner, right=WRITE)


def mutation(document: str, variables: Mapping[str, str | None], task: str, right: str) -> Request:
    """A write by a GraphQL document."""
    body = {"query": document, "variables": variables}
    return Request("POST", GRAPHQL, body, task=task, manner="edit", right=right)


def placed(note: Note) -> dict[str, str | int]:
    """A remark of a review, on the side after the change."""
    said: dict[str, str | int] = {"path": note.path, "body": note.body}
    if note.start < note.end:
        said |= {"start_line": note.start, "start_side": "RIGHT"}
    return said | {"line": note.end, "side": "RIGHT"}


def below(repository: str) -> str:
    """The path of a repository."""
    return f"/repos/{named(repository)}"


def named(repository: str) -> str:
    """A repository's name as it is, if it is `owner/name`. Raises `GithubError`."""
    if not NAME.fullmatch(repository):
        raise GithubError(f"{repository!r} is no repository; name it as owner/name")
    return repository
