"""GitHub's GraphQL: one document executed against what the fake keeps."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    parse,
    validate,
)

from hub import rest
from hub.mutations import MUTATIONS
from hub.schema import SCHEMA
from hub.state import Answer, Call, Comment, PullRequest, Refusal, Remark, Thread

if TYPE_CHECKING:
    from hub.hub import Hub

Json = dict[str, Any]
T = TypeVar("T")


@lru_cache
def known(text: str) -> DocumentNode:
    """A document, read once; raises GraphQLError where it is none."""
    return parse(text)


@lru_cache
def errors_of(text: str) -> tuple[GraphQLError, ...]:
    """What is wrong with a document, found out once."""
    try:
        return tuple(validate(SCHEMA, known(text)))
    except GraphQLError as error:
        return (error,)


def is_mutation(body: Any) -> bool:
    """Whether a request's document would change something; a broken one would not."""
    try:
        document = known(body["query"])
    except (GraphQLError, TypeError, KeyError):
        return False
    kinds = [
        one.operation for one in document.definitions if isinstance(one, OperationDefinitionNode)
    ]
    return OperationType.MUTATION in kinds


def answer(hub: Hub, call: Call) -> Answer:
    """What GitHub answers: 200 with errors inside, but for a token that is none."""
    if call.method != "POST":
        raise rest.MISSING
    if "authorization" not in call.headers:
        raise Refusal(401, "This endpoint requires you to be authenticated.")
    rest.admit(hub, call)
    if not isinstance(call.body, dict) or not isinstance(call.body.get("query"), str):
        raise Refusal(400, "A query attribute must be specified and must be a string.")
    text = call.body["query"]
    if errors := errors_of(text):
        return wrong(hub, errors)
    done = execute_sync(
        SCHEMA,
        known(text),
        root_value=root(hub),
        variable_values=call.body.get("variables"),
        operation_name=call.body.get("operationName"),
        type_resolver=kind_of,
    )
    if done.data is None and done.errors:  # variables of another type
        return wrong(hub, done.errors)
    shown: Json = {"data": done.data}
    if done.errors:
        shown["errors"] = [told(error) for error in done.errors]
    return Answer(200, shown)


def wrong(hub: Hub, errors: Sequence[GraphQLError]) -> Answer:
    """A request that fits no schema, which no client should send."""
    hub.violations += [f"GraphQL: {error}" for error in errors]
    return Answer(200, {"errors": [error.formatted for error in errors]})


def kind_of(value: Any, *_: Any) -> str:
    """The type of an object behind an interface."""
    return str(value["__typename"])


def told(error: GraphQLError) -> Json:
    """An error as GitHub tells it: the kind stands beside the message."""
    shown: Json = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, Refusal):
        details = [
            one if isinstance(one, str) else str(one.get("message", one))
            for one in cause.more.get("errors", [])
        ]
        shown |= {"type": cause.kind, "message": "; ".join(details) or cause.message}
    return shown


def root(hub: Hub) -> Json:
    """The object that queries and mutations begin at."""
    own: Json = {
        "viewer": {"login": hub.viewer},
        "rateLimit": {"cost": 1, "remaining": 999, "resetAt": "2026-01-05T10:00:00Z"},
        "repository": lambda _, owner, name, followRenames: repository(hub, f"{owner}/{name}"),  # noqa: N803
    }
    for name, change in MUTATIONS.items():
        own[name] = mutation(hub, change)
    return own


def mutation(hub: Hub, change: Callable[[Hub, Json], Json]) -> Callable[..., Json]:
    """A resolver that does a change and shows what became of it."""

    def resolve(_: Any, input: Json) -> Json:
        return {name: show(hub, one) for name, one in change(hub, input).items()}

    return resolve


def show(hub: Hub, one: Any) -> Any:
    """The object of something that the fake keeps."""
    if isinstance(one, Remark):
        return remark(hub, one)
    if isinstance(one, Comment):
        return comment(hub, one)
    if isinstance(one, Thread):
        return thread(hub, one)
    return one if one is None else {"id": one.node}


# --- objects --------------------------------------------------------------------------


def repository(hub: Hub, name: str) -> Json:
    if name.lower() not in (hub.repository, hub.formerly):
        text = f"Could not resolve to a Repository with the name '{name}'."
        raise Refusal(404, text, "NOT_FOUND")
    return {
        "id": f"R_{hub.repository_id:x}",
        "nameWithOwner": hub.repository,
        "pullRequest": lambda _, number: pull_request(hub, number),
    }


def pull_request(hub: Hub, number: int) -> Json:
    if hub.private:
        hub.need("pull-requests", level="read")
    if number not in hub.pulls:
        text = f"Could not resolve to a PullRequest with the number of {number}."
        raise Refusal(404, text, "NOT_FOUND")
    one = hub.pulls[number]
    source = one.head_repository
    return {
        "id": one.node,
        "number": one.number,
        "state": one.state.upper(),
        "baseRefOid": one.base,
        "headRefOid": one.head,
        "headRepository": {"id": f"R_{source}", "nameWithOwner": source} if source else None,
        "isCrossRepository": source != hub.repository,
        "comments": lambda _, **how: connection("comments", comments(one, how), how, comment, hub),
        "reviewThreads": lambda _, **how: connection(
            "reviewThreads", sent(hub, one), how, thread, hub
        ),
    }


def comments(pull: PullRequest, how: Json) -> list[Comment]:
    """In the order asked for; that of their making unless told otherwise."""
    order = how.pop("orderBy", None)
    if order is None:
        return pull.comments
    backwards = order["direction"] == "DESC"
    return sorted(pull.comments, key=lambda one: one.updated, reverse=backwards)


def sent(hub: Hub, pull: PullRequest) -> list[Thread]:
    """The threads of reviews that were sent, and the viewer's own others."""
    hidden = {one.id for one in pull.reviews if one.state == "PENDING" and one.author != hub.viewer}
    return [one for one in pull.threads if one.first.review not in hidden]


def actor(login: str | None) -> Json | None:
    """Who wrote something; a bot's login has no `[bot]` here."""
    if login is None:
        return None
    kind = "Bot" if login.endswith("[bot]") else "User"
    return {"__typename": kind, "login": login.removesuffix("[bot]")}


def comment(hub: Hub, one: Comment) -> Json:
    return {
        "__typename": "IssueComment",
        "id": one.node,
        "databaseId": one.id,
        "fullDatabaseId": str(one.id),
        "author": actor(one.author),
        "body": one.body,
        "createdAt": one.created,
        "updatedAt": one.updated,
        "isMinimized": one.hidden is not None,
        "minimizedReason": one.hidden,
        "viewerDidAuthor": one.author == hub.viewer,
    }


def remark(hub: Hub, one: Remark) -> Json:
    mine, may = one.author == hub.viewer, hub.rights.get("pull-requests") == "write"
    first = one.thread.remarks[0] if one.thread.remarks else one
    return comment(hub, one) | {
        "__typename": "PullRequestReviewComment",
        "path": one.thread.path,
        "line": one.thread.line,
        "outdated": one.thread.outdated,
        "replyTo": None if one is first or one.reply_to is None else lambda _: remark(hub, first),
        "viewerCanDelete": may,
        "viewerCanMinimize": may,
        "viewerCanUpdate": mine and may,
    }


def thread(hub: Hub, one: Thread) -> Json:
    may = hub.rights.get("contents") == "write"
    by = one.resolved_by
    return {
        "id": one.id,
        "path": one.path,
        "line": one.line,
        "startLine": one.start,
        "originalLine": one.made.line,
        "diffSide": one.made.side,
        "subjectType": "LINE" if one.made.line else "FILE",
        "isOutdated": one.outdated,
        "isResolved": one.resolved,
        "resolvedBy": {"login": by} if by and not by.endswith("[bot]") else None,
        "viewerCanResolve": may and not one.resolved,
        "viewerCanUnresolve": may and one.resolved,
        "comments": lambda _, **how: connection("comments", one.remarks, how, remark, hub),
    }


# --- pages ----------------------------------------------------------------------------


def cursor(number: int) -> str:
    return base64.b64encode(f"cursor:v2:{number}".encode()).decode()


def index(text: str, what: str) -> int:
    """The position after which a page starts."""
    try:
        return int(base64.b64decode(text, validate=True).decode().removeprefix("cursor:v2:"))
    except ValueError:
        message = f"`{text}` does not appear to be a valid cursor."
        raise Refusal(422, message, "INVALID_CURSOR_ARGUMENTS") from None


def connection(
    name: str, found: Sequence[T], how: Json, show_one: Callable[[Hub, T], Json], hub: Hub
) -> Json:
    """One page of a list, of at most 100; how many must be said."""
    first, last = how.get("first"), how.get("last")
    if first is None and last is None:
        text = "You must provide a `first` or `last` value to properly paginate the"
        raise Refusal(422, f"{text} `{name}` connection.", "MISSING_PAGINATION_BOUNDARIES")
    for word, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= 100:
            text = f"Requesting {size} records on the `{name}` connection exceeds the `{word}`"
            raise Refusal(422, f"{text} limit of 100 records.", "EXCESSIVE_PAGINATION")
    start = index(how["after"], name) if how.get("after") else 0
    stop = index(how["before"], name) - 1 if how.get("before") else len(found)
    if first is not None:
        stop = min(stop, start + first)
    elif last is not None:
        start = max(start, stop - last)
    shown = found[start:stop]
    return {
        "nodes": [show_one(hub, one) for one in shown],
        "totalCount": len(found),
        "pageInfo": {
            "hasNextPage": stop < len(found),
            "endCursor": cursor(start + len(shown)) if shown else None,
        },
    }
