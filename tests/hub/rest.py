"""GitHub's REST API, as far as a bot on pull requests goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hub import shapes, talking
from hub.state import Answer, Call, Comment, PullRequest, Refusal, Remark, Review

if TYPE_CHECKING:
    from hub.hub import Hub

HEADERS = {
    "X-GitHub-Media-Type": "github.v3; format=json",
    "X-GitHub-Request-Id": "0001:0001:1",
    "X-RateLimit-Limit": "1000",
    "X-RateLimit-Remaining": "999",
    "X-RateLimit-Used": "1",
    "X-RateLimit-Reset": "1767607200",
    "X-RateLimit-Resource": "core",
}
VERSIONS = ("2022-11-28", "2026-03-10")
MISSING = Refusal(404, "Not Found", "NOT_FOUND")
AGENTLESS = (
    "Request forbidden by administrative rules. Please make sure your request has a "
    "User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api"
    "#user-agent-required). Check https://developer.github.com for other possible causes."
)
LARGEST = 2**63 - 1

Way = Callable[..., Answer]
WAYS: list[tuple[str, re.Pattern[str], Way]] = []


def way(method: str, path: str) -> Callable[[Way], Way]:
    """The function that answers a method on a path; its `{words}` are numbers."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[0-9]+)", path)

    def put(function: Way) -> Way:
        WAYS.append((method, re.compile(pattern), function))
        return function

    return put


def answer(hub: Hub, call: Call) -> Answer:
    """What GitHub answers; raises a Refusal where it refuses."""
    admit(hub, call)
    if call.path == "/user" and call.method == "GET":
        hub.need("profile", level="read")  # no token of Actions has it
    start = f"/repos/{hub.repository}/"
    if hub.formerly and call.path.startswith(f"/repos/{hub.formerly}/"):
        return moved(hub, call)
    if not call.path.lower().startswith(start):
        raise MISSING
    rest = call.path[len(start) :]
    for method, pattern, function in WAYS:
        if method == call.method and (found := pattern.fullmatch(rest)):
            numbers = {name: int(value) for name, value in found.groupdict().items()}
            if any(number > LARGEST for number in numbers.values()):
                raise MISSING
            return function(hub, call, **numbers)
    if call.method == "GET" and (found := re.fullmatch("compare/(.+)", rest)):
        return compare(hub, call, found[1])
    raise MISSING


def admit(hub: Hub, call: Call) -> None:
    """Raise unless a request says who asks, with the right token, and for a known version."""
    if not call.headers.get("user-agent"):
        raise Refusal(403, AGENTLESS)
    version = call.headers.get("x-github-api-version", VERSIONS[0])
    if version not in VERSIONS:
        raise Refusal(400, f"Unsupported API version {version}")
    given = call.headers.get("authorization")
    if given is None:
        if call.method != "GET" or hub.private or call.path == "/user":
            raise Refusal(404 if hub.private else 401, "Requires authentication")
    elif given.partition(" ")[2] != hub.token or given.split()[0].lower() not in (
        "bearer",
        "token",
    ):
        raise Refusal(401, "Bad credentials")


def moved(hub: Hub, call: Call) -> Answer:
    """A repository that was renamed."""
    rest = call.path.removeprefix(f"/repos/{hub.formerly}")
    query = f"?{urlencode(call.query)}" if call.query else ""
    to = f"{hub.api}/repositories/{hub.repository_id}{rest}{query}"
    status = 301 if call.method == "GET" else 307
    body = {
        "message": "Moved Permanently",
        "url": to,
        "documentation_url": "https://docs.github.com",
    }
    return Answer(status, body, {"Location": to})


# --- what all share -------------------------------------------------------------------


def readable(hub: Hub, *names: str) -> None:
    """Raise where a private repository's token lacks the right to read."""
    if hub.private:
        hub.need(*names, level="read")


def pull_of(hub: Hub, number: int) -> PullRequest:
    if number not in hub.pulls:
        raise MISSING
    return hub.pulls[number]


def body_of(call: Call) -> Mapping[str, Any]:
    if not isinstance(call.body, dict):
        raise Refusal(400, "Problems parsing JSON")
    return call.body


def whole(call: Call, name: str, default: int) -> int:
    """A number of the query; what is none counts as not given, as with GitHub."""
    value = call.query.get(name, "")
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) and int(value) else default


def paged(hub: Hub, call: Call, all_: Iterable[Any], show: Callable[[Any], Any]) -> Answer:
    """One page of a list, with links to the others; these name the repository by its id."""
    found = list(all_)
    size = min(whole(call, "per_page", 30), 100)
    page = whole(call, "page", 1)
    last = max(1, -(-len(found) // size))
    pages = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    if page <= 1:
        pages = {name: number for name, number in pages.items() if name in ("next", "last")}
    if page >= last:
        pages = {name: number for name, number in pages.items() if name in ("prev", "first")}
    rest = call.path.removeprefix(f"/repos/{hub.repository}")
    at = f"{hub.evil if hub.astray else hub.api}/repositories/{hub.repository_id}{rest}"
    links = ", ".join(
        f'<{at}?{urlencode(call.query | {"page": str(number)})}>; rel="{name}"'
        for name, number in pages.items()
    )
    shown = [show(one) for one in found[(page - 1) * size : page * size]]
    return Answer(200, shown, {"Link": links} if links else {})


def newer(call: Call, found: Iterable[Comment]) -> list[Comment]:
    """Those that were changed since the time asked for."""
    return [one for one in found if one.updated >= call.query.get("since", "")]


# --- pull requests --------------------------------------------------------------------


@way("GET", "pulls")
def list_pulls(hub: Hub, call: Call) -> Answer:
    readable(hub, "pull-requests")
    found = sorted(hub.pulls.values(), key=lambda one: -one.number)
    state, head = call.query.get("state", "open"), call.query.get("head", "")
    if state != "all":
        found = [one for one in found if one.state == state]
    if ":" in head:  # anything else is no filter at all: GitHub lists every pull request
        owner, _, branch = head.partition(":")
        found = [one for one in found if owner_of(one) == owner.lower() and one.branch == branch]
    if call.query.get("base", "main") != "main":
        found = []
    return paged(hub, call, found, lambda one: shapes.pull(hub, one, simple=True))


def owner_of(pull: PullRequest) -> str:
    return (pull.head_repository or "").split("/")[0].lower()


@way("GET", "pulls/{number}")
def get_pull(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests")
    return Answer(200, shapes.pull(hub, pull_of(hub, number)))


@way("GET", "pulls/{number}/files")
def list_files(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests")
    pull = pull_of(hub, number)
    files = hub.diff(pull.base, pull.head)[:3000]
    return paged(hub, call, files, lambda one: shapes.file(hub, one, pull.head))


def compare(hub: Hub, call: Call, ends: str) -> Answer:
    readable(hub, "contents")
    base, dots, head = ends.partition("...")
    base, head = (commit_of(hub, one.rpartition(":")[2]) for one in (base, head))
    start = hub.store.merge_base(base, head) if base and head and dots else None
    if start is None:
        raise MISSING
    ahead, behind = hub.store.between(base, head), hub.store.between(head, base)
    status = {(0, 0): "identical", (1, 0): "ahead", (0, 1): "behind"}
    page = f"{hub.server}/{hub.repository}/compare/{base}...{head}"
    listed = paged(hub, call, reversed(ahead), lambda one: shapes.commit(hub, one))
    shown = {
        "url": f"{hub.api}/repos/{hub.repository}/compare/{base}...{head}",
        **{f"{name}_url": page for name in ("html", "permalink")},
        **{f"{name}_url": f"{page}.{name}" for name in ("diff", "patch")},
        "base_commit": shapes.commit(hub, base),
        "merge_base_commit": shapes.commit(hub, start),
        "status": status.get((bool(ahead), bool(behind)), "diverged"),
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": listed.body,
        "files": [shapes.file(hub, one, head) for one in hub.store.changed(start, head)[:300]],
    }
    return Answer(200, shown, listed.headers)


def commit_of(hub: Hub, name: str) -> str:
    """The commit of an id or a branch's name, or nothing."""
    found = re.fullmatch("[0-9a-f]{7,40}", name) or name == "main"
    return hub.store.git("rev-parse", name) if found and hub.store.holds(name) else ""


# --- below the pull request -----------------------------------------------------------


@way("GET", "issues/{number}/comments")
def list_comments(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests", "issues")
    found = newer(call, pull_of(hub, number).comments)
    return paged(hub, call, found, lambda one: shapes.comment(hub, one))


@way("POST", "issues/{number}/comments")
def post_comment(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests", "issues")
    made = talking.comment(hub, pull_of(hub, number), hub.viewer, body_of(call).get("body"))
    shown = shapes.comment(hub, made)
    return Answer(201, shown, {"Location": shown["url"]})


def comment_of(hub: Hub, number: int) -> Comment:
    found = [one for pull in hub.pulls.values() for one in pull.comments if one.id == number]
    if not found:
        raise MISSING
    return found[0]


@way("GET", "issues/comments/{number}")
def get_comment(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests", "issues")
    return Answer(200, shapes.comment(hub, comment_of(hub, number)))


@way("PATCH", "issues/comments/{number}")
def edit_comment(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests", "issues")
    one = comment_of(hub, number)
    talking.edit(hub, one, body_of(call).get("body"))
    hub.touch(one, "edited a comment")
    return Answer(200, shapes.comment(hub, one))


@way("DELETE", "issues/comments/{number}")
def delete_comment(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests", "issues")
    one = comment_of(hub, number)
    hub.touch(one, "deleted a comment")
    talking.delete(hub, one)
    return Answer(204)


# --- on the diff ----------------------------------------------------------------------


@way("GET", "pulls/{number}/comments")
def list_remarks(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests")
    found = newer(call, visible(hub, pull_of(hub, number)))
    if call.query.get("sort") == "updated":
        found.sort(key=lambda one: one.updated)
    if call.query.get("direction") == "desc":
        found.reverse()
    return paged(hub, call, found, lambda one: shapes.remark(hub, one))


def visible(hub: Hub, pull: PullRequest) -> Iterable[Remark]:
    """All remarks but those of reviews that are not sent yet."""
    pending = {one.id for one in pull.reviews if one.state == "PENDING"}
    return (one for one in pull.remarks() if one.review not in pending)


@way("POST", "pulls/{number}/comments")
def post_remark(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests")
    pull, asked = pull_of(hub, number), body_of(call)
    if asked.get("in_reply_to") is not None:
        return answer_remark(hub, call, number, asked["in_reply_to"])
    if not asked.get("commit_id") or not asked.get("path"):
        field = "path" if asked.get("commit_id") else "commit_id"
        problem = {"resource": "PullRequestReviewComment", "field": field}
        raise talking.invalid({**problem, "code": "missing_field"})
    talking.said(asked.get("body"), "PullRequestReviewComment")
    note = {name: value for name, value in asked.items() if name != "commit_id"}
    whole_review = {"event": "COMMENT", "commit_id": asked["commit_id"], "comments": [note]}
    try:
        talking.review(hub, pull, hub.viewer, whole_review)
    except Refusal as refusal:
        problem = {"resource": "PullRequestReviewComment", "code": "custom"}
        field = "pull_request_review_thread.line"
        said = refusal.more.get("errors", [refusal.message])[0]
        errors = [{**problem, "field": field, "message": said}]
        raise talking.invalid(*errors) from None
    return created(hub, pull.threads[-1].first)


def created(hub: Hub, one: Remark) -> Answer:
    shown = shapes.remark(hub, one)
    return Answer(201, shown, {"Location": shown["url"]})


@way("POST", "pulls/{number}/comments/{remark}/replies")
def answer_remark(hub: Hub, call: Call, number: int, remark: int) -> Answer:
    hub.need("pull-requests")
    pull = pull_of(hub, number)
    found = [thread for thread in pull.threads if thread.first.id == remark]
    if not found:
        raise MISSING  # also where it is a reply itself
    return created(hub, talking.reply(hub, found[0], hub.viewer, body_of(call).get("body")))


def remark_of(hub: Hub, number: int) -> Remark:
    found = [one for pull in hub.pulls.values() for one in pull.remarks() if one.id == number]
    if not found:
        raise MISSING
    return found[0]


@way("GET", "pulls/comments/{number}")
def get_remark(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests")
    return Answer(200, shapes.remark(hub, remark_of(hub, number)))


@way("PATCH", "pulls/comments/{number}")
def edit_remark(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests")
    one = remark_of(hub, number)
    talking.edit(hub, one, body_of(call).get("body"))
    hub.touch(one, "edited a remark")
    return Answer(200, shapes.remark(hub, one))


@way("DELETE", "pulls/comments/{number}")
def delete_remark(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests")
    one = remark_of(hub, number)
    hub.touch(one, "deleted a remark")
    talking.delete(hub, one)
    return Answer(204)


# --- reviews --------------------------------------------------------------------------


@way("GET", "pulls/{number}/reviews")
def list_reviews(hub: Hub, call: Call, number: int) -> Answer:
    readable(hub, "pull-requests")
    return paged(hub, call, pull_of(hub, number).reviews, lambda one: shapes.review(hub, one))


@way("POST", "pulls/{number}/reviews")
def post_review(hub: Hub, call: Call, number: int) -> Answer:
    hub.need("pull-requests")
    asked = body_of(call) if call.raw else {}
    made = talking.review(hub, pull_of(hub, number), hub.viewer, asked)
    return Answer(200, shapes.review(hub, made))


def review_of(hub: Hub, number: int, review: int) -> Review:
    found = [one for one in pull_of(hub, number).reviews if one.id == review]
    if not found:
        raise MISSING
    return found[0]


@way("GET", "pulls/{number}/reviews/{review}")
def get_review(hub: Hub, call: Call, number: int, review: int) -> Answer:
    readable(hub, "pull-requests")
    return Answer(200, shapes.review(hub, review_of(hub, number, review)))


@way("PUT", "pulls/{number}/reviews/{review}")
def edit_review(hub: Hub, call: Call, number: int, review: int) -> Answer:
    hub.need("pull-requests")
    one, body = review_of(hub, number, review), body_of(call).get("body")
    if not isinstance(body, str) or len(body) > talking.LONGEST:
        raise talking.unprocessable("Body is invalid")
    one.body = body.rstrip()
    return Answer(200, shapes.review(hub, one))


@way("DELETE", "pulls/{number}/reviews/{review}")
def delete_review(hub: Hub, call: Call, number: int, review: int) -> Answer:
    hub.need("pull-requests")
    one = review_of(hub, number, review)
    if one.state != "PENDING":
        raise talking.unprocessable("Can not delete a non-pending pull request review")
    pull = pull_of(hub, number)
    pull.reviews.remove(one)
    pull.threads[:] = [thread for thread in pull.threads if thread.first.review != one.id]
    return Answer(200, shapes.review(hub, one))
