"""The fake GitHub itself: it must refuse what GitHub refuses, and remember the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hub import Hub
from hub.asking import ask, change, query, state

LINES = "".join(f"Line {number}.\n" for number in range(1, 41))


def changed(text: str, *lines: int) -> str:
    """A text with some lines otherwise."""
    return "".join(
        f"Changed {number}.\n" if number in lines else line
        for number, line in enumerate(text.splitlines(keepends=True), 1)
    )


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        yield hub


@pytest.fixture
def number(hub: Hub) -> int:
    """A pull request that changes lines 10 and 30 of a file of 40."""
    base = hub.commit({"a.md": LINES, "other.md": "Other.\n"})
    return hub.open(base, hub.commit({"a.md": changed(LINES, 10, 30)}, base))


def review(hub: Hub, number: int, *notes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of a request for a review."""
    made = [{"path": "a.md", "side": "RIGHT", "body": "Hm."} | note for note in notes]
    asked = {"event": "COMMENT", "body": "", "commit_id": hub.pulls[number].head}
    return asked | {"comments": made} | more


# --- pull requests --------------------------------------------------------------------


def test_a_pull_request_by_its_number(hub: Hub, number: int) -> None:
    shown = ask(hub, "GET", f"pulls/{number}").json()
    pull = hub.pulls[number]
    assert (shown["head"]["sha"], shown["base"]["sha"]) == (pull.head, pull.base)
    assert shown["head"]["repo"]["full_name"] == "octo/skills"
    assert (shown["additions"], shown["deletions"], shown["changed_files"]) == (2, 2, 1)
    hub.close(number)
    assert ask(hub, "GET", f"pulls/{number}").json()["state"] == "closed"
    hub.reopen(number)
    assert ask(hub, "GET", f"pulls/{number}").json()["state"] == "open"


def test_a_pull_request_whose_fork_is_gone(hub: Hub) -> None:
    number = hub.open(head_repository=None)
    assert ask(hub, "GET", f"pulls/{number}").json()["head"]["repo"] is None


def listed(hub: Hub, asked: str) -> list[int]:
    return [one["number"] for one in ask(hub, "GET", f"pulls?{asked}").json()]


def test_pull_requests_are_found_by_owner_and_branch(hub: Hub, number: int) -> None:
    fork = hub.open(head_repository="eve/skills", branch="topic")
    other = hub.open(branch="other")
    assert listed(hub, "state=open&head=octo:topic") == [number]
    assert listed(hub, "head=eve:topic") == [fork]
    assert listed(hub, "head=topic") == [other, fork, number]  # no filter without an owner
    hub.close(fork)
    assert listed(hub, "head=eve:topic") == []
    assert listed(hub, "head=eve:topic&state=all") == [fork]


def test_files_are_those_since_the_merge_base(hub: Hub) -> None:
    start = hub.commit({"a.md": LINES, "b.md": LINES, "c.bin": b"\0", "gone.md": "Gone.\n"})
    later = hub.commit({"a.md": changed(LINES, 40), "only-base.md": "New.\n"}, start)
    files = {"a.md": changed(LINES, 3), "b.md": None, "moved.md": changed(LINES, 20)}
    more = {"c.bin": b"\0\1", "gone.md": None, "huge.md": "Huge.\n", "empty.md": ""}
    number = hub.open(later, hub.commit(files | more, start))
    hub.patchless.add("huge.md")
    shown = {one["filename"]: one for one in ask(hub, "GET", f"pulls/{number}/files").json()}
    assert {name: one["status"] for name, one in shown.items()} == {
        "a.md": "modified",
        "c.bin": "modified",
        "empty.md": "added",
        "gone.md": "removed",
        "huge.md": "added",
        "moved.md": "renamed",
    }
    assert shown["moved.md"]["previous_filename"] == "b.md"
    assert [name for name, one in shown.items() if "patch" not in one] == [
        *("c.bin", "empty.md", "huge.md"),
    ]
    assert shown["a.md"]["patch"] == (
        "@@ -1,6 +1,6 @@\n Line 1.\n Line 2.\n-Line 3.\n+Changed 3.\n Line 4.\n Line 5.\n Line 6."
    )


def test_the_merge_base_is_told(hub: Hub) -> None:
    start = hub.commit({"a.md": LINES})
    base, head = hub.commit({"b.md": "B.\n"}, start), hub.commit({"c.md": "C.\n"}, start)
    shown = ask(hub, "GET", f"compare/{base}...{head}").json()
    assert shown["merge_base_commit"]["sha"] == start
    assert (shown["status"], shown["ahead_by"], shown["behind_by"]) == ("diverged", 1, 1)
    alone = hub.commit({"d.md": "D.\n"})
    assert ask(hub, "GET", f"compare/{base}...{alone}").status_code == 404
    assert ask(hub, "GET", f"compare/{base}...{'0' * 40}").status_code == 404


# --- who may do what ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("pulls/7", {"Authorization": "Bearer wrong"}, (401, "Bad credentials")),
        ("pulls/99", {}, (404, "Not Found")),
        ("pulls/7", {"Authorization": ""}, (200, None)),
        ("pulls/7", {"X-GitHub-Api-Version": "1"}, (400, "Unsupported API version 1")),
    ],
)
def test_who_asks(
    hub: Hub, number: int, path: str, headers: dict[str, str], said: tuple[int, str | None]
) -> None:
    answer = ask(hub, "GET", path, headers=headers)
    assert (answer.status_code, answer.json().get("message")) == said


def test_the_token_of_actions_has_no_user(hub: Hub) -> None:
    said = ask(hub, "GET", f"{hub.api}/user")
    assert (said.status_code, said.json()["message"]) == (
        *(403, "Resource not accessible by integration"),
    )


def test_a_private_repository_is_not_there_for_strangers(hub: Hub, number: int) -> None:
    hub.private = True
    assert ask(hub, "GET", f"pulls/{number}", headers={"Authorization": ""}).status_code == 404
    assert ask(hub, "GET", f"pulls/{number}").status_code == 200
    hub.rights = {"contents": "read"}
    assert ask(hub, "GET", f"pulls/{number}").status_code == 403


def test_a_token_that_may_only_read_writes_nothing(hub: Hub, number: int) -> None:
    hub.rights = {"contents": "read", "pull-requests": "read"}
    thread = hub.note(number, "alice", "a.md", 10, "Hm.")
    said = [
        ask(hub, "POST", f"issues/{number}/comments", {"body": "Hello."}),
        ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, {"line": 10})),
        ask(hub, "PATCH", f"pulls/comments/{thread.first.id}", {"body": "Other."}),
        ask(hub, "DELETE", f"pulls/comments/{thread.first.id}"),
    ]
    assert {one.status_code for one in said} == {403}
    asked = {"subjectId": thread.first.node, "classifier": "OUTDATED"}
    errors = change(hub, "minimizeComment", asked, "minimizedComment { isMinimized }")["errors"]
    assert [one["type"] for one in errors] == ["FORBIDDEN"]
    assert hub.comments(number) == []
    assert (thread.body, thread.hidden) == ("Hm.", None)
    assert len(hub.writes) == 5


def test_a_repository_with_a_new_name(hub: Hub, number: int) -> None:
    hub.formerly = "octo/old"
    said = ask(hub, "GET", f"{hub.api}/repos/octo/old/pulls/{number}")
    assert said.status_code == 301
    assert ask(hub, "GET", said.headers["Location"]).json()["number"] == number
    hub.violations.clear()  # the old name is in no description


# --- below the pull request -----------------------------------------------------------


def test_comments_are_made_read_edited_and_deleted(hub: Hub, number: int) -> None:
    made = ask(hub, "POST", f"issues/{number}/comments", {"body": "Hello.  \n\n"})
    assert (made.status_code, made.json()["body"]) == (201, "Hello.")
    at = f"issues/comments/{made.json()['id']}"
    assert ask(hub, "GET", at).json()["user"]["login"] == "github-actions[bot]"
    edited = ask(hub, "PATCH", at, {"body": "Other."}).json()
    assert edited["body"] == "Other."
    assert edited["updated_at"] > edited["created_at"]
    assert [one.body for one in hub.comments(number)] == ["Other."]
    assert ask(hub, "DELETE", at).status_code == 204
    assert ask(hub, "GET", at).status_code == 404
    assert ask(hub, "PATCH", at, {"body": "Again."}).status_code == 404
    assert [mail.kind for mail in hub.mails] == ["comment"]  # the edit sent none


@pytest.mark.parametrize("body", ["x" * 65_537, " \n"])
def test_bodies_that_github_refuses(hub: Hub, number: int, body: str) -> None:
    mine = hub.say(number, hub.viewer, "Mine.")
    for method, path in (
        ("POST", f"issues/{number}/comments"),
        ("PATCH", f"issues/comments/{mine.id}"),
    ):
        said = ask(hub, method, path, {"body": body})
        assert said.status_code == 422
        assert said.json()["errors"][0]["field"] == "body"
    assert [one.body for one in hub.comments(number)] == ["Mine."]
    hub.violations.clear()  # the description forbids the first of them


def test_all_pages_of_a_list(hub: Hub, number: int) -> None:
    for count in range(250):
        hub.say(number, "alice", f"Comment {count}.")
    assert len(ask(hub, "GET", f"issues/{number}/comments").json()) == 30
    at, bodies, steps = f"issues/{number}/comments?per_page=100", [], []
    while at:
        said = ask(hub, "GET", at)
        bodies += [one["body"] for one in said.json()]
        steps.append(list(said.links))
        at = said.links.get("next", {}).get("url", "")
        assert f"/repositories/{hub.repository_id}/" in said.headers["Link"]
    assert bodies == [f"Comment {count}." for count in range(250)]
    assert steps == [["next", "last"], ["prev", "next", "last", "first"], ["prev", "first"]]


# --- on the diff ----------------------------------------------------------------------


def test_a_review_makes_a_thread_of_each_note(hub: Hub, number: int) -> None:
    notes: list[dict[str, Any]]
    notes = [{"line": 10}, {"line": 13, "start_line": 7, "start_side": "RIGHT"}, {"line": 27}]
    said = ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, *notes))
    assert (said.status_code, said.json()["state"]) == (200, "COMMENTED")
    found = [(one.path, one.start, one.line) for one in hub.threads(number)]
    assert found == [("a.md", None, 10), ("a.md", 7, 13), ("a.md", None, 27)]
    shown = ask(hub, "GET", f"pulls/{number}/comments").json()
    assert [(one["line"], one["position"]) for one in shown] == [(10, 5), (13, 8), (27, 10)]
    assert shown[0]["diff_hunk"].endswith("\n-Line 10.\n+Changed 10.")
    assert [mail.kind for mail in hub.mails] == ["review"]  # one, not three
    assert len(ask(hub, "GET", f"pulls/{number}/reviews").json()) == 1


def test_a_note_on_a_line_that_is_gone_or_by_position(hub: Hub, number: int) -> None:
    left, position = {"line": 10, "side": "LEFT"}, {"position": 5}
    asked = review(hub, number, left, position)
    assert ask(hub, "POST", f"pulls/{number}/reviews", asked).status_code == 200
    assert [one["position"] for one in ask(hub, "GET", f"pulls/{number}/comments").json()] == [4, 5]


@pytest.mark.parametrize(
    ("note", "error"),
    [
        ({"line": 14}, "Line could not be resolved"),
        ({"line": 10, "path": "other.md"}, "Path could not be resolved"),
        ({"line": 10, "start_line": 10}, "Start line must precede the end line."),
        ({"line": 10, "start_line": 11}, "Start line must precede the end line."),
        ({"line": 30, "start_line": 10}, "Start line must be part of the same hunk as the line."),
        ({"line": 10, "start_line": 2}, "Start line could not be resolved"),
        ({"line": 10, "body": ""}, "Body can't be blank"),
        ({"line": 10, "path": "patchless.md"}, "Line could not be resolved"),
    ],
)
def test_one_bad_note_spoils_the_review(hub: Hub, note: dict[str, Any], error: str) -> None:
    base = hub.commit({"a.md": LINES, "other.md": "Other.\n"})
    files = {"a.md": changed(LINES, 10, 30), "patchless.md": LINES}
    number = hub.open(base, hub.commit(files, base))
    hub.patchless.add("patchless.md")
    asked = review(hub, number, {"line": 10}, note, {"line": 30})
    said = ask(hub, "POST", f"pulls/{number}/reviews", asked)
    assert (said.status_code, said.json()["errors"]) == (422, [error])
    assert (hub.threads(number), hub.mails) == ([], [])


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"commit_id": "0" * 40}, "Commit is not part of the pull request"),
        ({"body": "x" * 65_537}, "Body is too long (maximum is 65536 characters)"),
        ({"event": "APPROVE"}, "GitHub Actions is not permitted to approve pull requests."),
        ({"comments": []}, "Body can't be blank"),
    ],
)
def test_reviews_that_are_refused(hub: Hub, number: int, more: dict[str, Any], error: str) -> None:
    said = ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, {"line": 10}, **more))
    assert (said.status_code, said.json()["errors"]) == (422, [error])
    assert hub.threads(number) == []


def test_a_review_without_an_event_waits(hub: Hub, number: int) -> None:
    asked = review(hub, number, {"line": 10})
    del asked["event"]
    made = ask(hub, "POST", f"pulls/{number}/reviews", asked).json()
    assert made["state"] == "PENDING"
    assert ask(hub, "GET", f"pulls/{number}/comments").json() == []
    second = ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, {"line": 30}))
    assert second.json()["errors"] == ["User can only have one pending review per pull request"]
    assert ask(hub, "DELETE", f"pulls/{number}/reviews/{made['id']}").status_code == 200
    assert hub.threads(number) == []
    hub.violations.clear()  # the description that we hold asks for an event


def test_remarks_are_answered_edited_and_deleted(hub: Hub, number: int) -> None:
    asked = {"path": "a.md", "line": 10, "side": "RIGHT", "body": "Hm."}
    asked["commit_id"] = hub.pulls[number].head
    made = ask(hub, "POST", f"pulls/{number}/comments", asked).json()
    first = made["id"]
    answered = ask(hub, "POST", f"pulls/{number}/comments/{first}/replies", {"body": "Yes."}).json()
    assert answered["in_reply_to_id"] == first
    (thread,) = hub.threads(number)
    assert [one.body for one in thread.replies] == ["Yes."]
    deeper = ask(hub, "POST", f"pulls/{number}/comments/{answered['id']}/replies", {"body": "No."})
    assert deeper.status_code == 404
    assert ask(hub, "PATCH", f"pulls/comments/{first}", {"body": "Ah."}).json()["body"] == "Ah."
    assert ask(hub, "GET", f"pulls/comments/{first}").json()["body"] == "Ah."
    assert ask(hub, "DELETE", f"pulls/comments/{first}").status_code == 204
    assert [one.body for one in hub.threads(number)] == ["Yes."]  # the answer stays
    assert ask(hub, "DELETE", f"pulls/comments/{answered['id']}").status_code == 204
    assert hub.threads(number) == []  # the last takes its thread along
    asked["line"] = 14
    said = ask(hub, "POST", f"pulls/{number}/comments", asked)
    assert (said.status_code, said.json()["message"]) == (422, "Validation Failed")


# --- what a push does -----------------------------------------------------------------


def test_threads_follow_their_lines(hub: Hub, number: int) -> None:
    notes: list[dict[str, Any]]
    notes = [{"line": 10}, {"line": 31, "start_line": 30, "start_side": "RIGHT"}]
    ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, *notes))
    first, second = hub.threads(number)
    before = hub.pulls[number].head
    text = changed(LINES, 10, 30)
    hub.push(number, hub.commit({"a.md": "New.\nNew.\n" + text}, before))
    assert (first.line, second.start, second.line) == (12, 32, 33)
    assert ask(hub, "GET", f"pulls/{number}/comments").json()[0]["line"] == 12
    hub.push(number, hub.commit({"a.md": changed(LINES, 30)}, before))
    assert (first.line, first.outdated, second.line) == (None, True, 31)
    shown = ask(hub, "GET", f"pulls/{number}/comments").json()
    assert [(one["line"], one["original_line"]) for one in shown] == [(None, 10), (31, 31)]
    hub.push(number, hub.commit({"a.md": None}, before))
    assert [one["line"] for one in state(hub, number)["reviewThreads"]["nodes"]] == [None, None]
    hub.push(number, before)
    assert (first.line, first.outdated) == (10, False)


@pytest.mark.parametrize("seed", range(6))
def test_every_line_is_found_again(hub: Hub, seed: int) -> None:
    pick = Random(seed)
    before = [f"Line {number}." for number in range(1, 13)]
    kept = [line for line in before if pick.random() < 0.7]
    for number in range(4):
        kept.insert(pick.randint(0, len(kept)), f"New {number}.")
    then = hub.commit({"a.md": "\n".join(before) + "\n"})
    now = hub.commit({"a.md": "\n".join(kept) + "\n"}, then)
    for number, line in enumerate(before, 1):
        expected = kept.index(line) + 1 if line in kept else None
        assert hub.store.moved("a.md", number, then, now) == expected


def test_a_line_that_leaves_the_diff_is_outdated(hub: Hub, number: int) -> None:
    thread = hub.note(number, "alice", "a.md", 12, "On a line around the change.")
    pull = hub.pulls[number]
    hub.push(number, hub.commit({"a.md": changed(LINES, 30)}, pull.head))
    assert (thread.line, thread.outdated) == (None, True)


def test_a_base_that_moves_does_not_change_the_diff(hub: Hub, number: int) -> None:
    thread = hub.note(number, "alice", "a.md", 10, "Hm.")
    hub.move_base(number, hub.commit({"a.md": "New.\n" + LINES}, hub.pulls[number].base))
    assert thread.line == 10
    assert len(ask(hub, "GET", f"pulls/{number}/files").json()) == 1


def test_a_review_of_an_earlier_commit(hub: Hub, number: int) -> None:
    before = hub.pulls[number].head
    hub.push(number, hub.commit({"a.md": "New.\n" + changed(LINES, 10, 30)}, before))
    asked = review(hub, number, {"line": 10}, commit_id=before)
    assert ask(hub, "POST", f"pulls/{number}/reviews", asked).status_code == 200
    assert [(one.line, one.made.line) for one in hub.threads(number)] == [(11, 10)]
    hub.push(number, hub.commit({"a.md": "Else.\n"}, hub.pulls[number].base))
    said = ask(hub, "POST", f"pulls/{number}/reviews", asked)
    assert said.json()["errors"] == ["Commit is not part of the pull request"]


def test_text_that_looks_like_a_diff(hub: Hub) -> None:
    odd = "@@ -1 +1 @@\ndiff --git a/a b/a\n--- a\n+++ b\n\\ No newline at end of file"
    base = hub.commit({"a.md": LINES + odd, "dïff –.md": "One.\n"})
    head = hub.commit({"a.md": changed(LINES, 38) + odd + "\n", "dïff –.md": "Two.\n"}, base)
    number = hub.open(base, head)
    first, second = ask(hub, "GET", f"pulls/{number}/files").json()
    assert (first["additions"], first["deletions"], second["filename"]) == (2, 2, "dïff –.md")
    asked = review(hub, number, {"line": 45}, {"line": 1, "path": "dïff –.md"})
    assert ask(hub, "POST", f"pulls/{number}/reviews", asked).status_code == 200
    hub.push(number, hub.commit({"a.md": "New.\n" + changed(LINES, 38) + odd + "\n"}, head))
    assert [one.line for one in hub.threads(number)] == [46, 1]


# --- GraphQL --------------------------------------------------------------------------


def test_the_state_of_a_pull_request(hub: Hub, number: int) -> None:
    ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, {"line": 10}))
    hub.reply(hub.threads(number)[0], "alice", "Thanks.")
    ask(hub, "POST", f"issues/{number}/comments", {"body": "Mine."})
    hub.say(number, None, "From an account that is gone.")
    shown = state(hub, number)
    assert (shown["headRefOid"], shown["state"]) == (hub.pulls[number].head, "OPEN")
    mine, gone = shown["comments"]["nodes"]
    assert mine["author"] == {"__typename": "Bot", "login": "github-actions"}  # without [bot]
    assert (mine["viewerDidAuthor"], gone["viewerDidAuthor"], gone["author"]) == (True, False, None)
    assert mine["fullDatabaseId"] == str(hub.comments(number)[0].id)
    (thread,) = shown["reviewThreads"]["nodes"]
    assert (thread["line"], thread["isResolved"], thread["viewerCanResolve"]) == (10, False, False)
    assert [one["body"] for one in thread["comments"]["nodes"]] == ["Hm.", "Thanks."]
    hub.close(number)
    assert state(hub, number)["state"] == "CLOSED"


def test_ids_that_do_not_fit(hub: Hub, number: int) -> None:
    hub.say(number, "alice", "Hello.")
    nodes = "comments(first: 1) { nodes { databaseId } }"
    start = f'repository(owner: "octo", name: "skills") {{ pullRequest(number: {number})'
    said = query(hub, f"{{ {start} {{ {nodes} }} }} }}")
    assert "32-bit" in said["errors"][0]["message"]


def test_all_pages_of_a_connection(hub: Hub, number: int) -> None:
    for count in range(5):
        hub.say(number, "alice", f"Comment {count}.")
    after, bodies = None, []
    for _ in range(3):
        page = state(hub, number, comments=after, size=2)["comments"]
        bodies += [one["body"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["totalCount"] == 5
    assert page["pageInfo"]["hasNextPage"] is False
    assert bodies == [f"Comment {count}." for count in range(5)]


@pytest.mark.parametrize(
    ("pages", "kind"),
    [
        ("first: 101", "EXCESSIVE_PAGINATION"),
        ("after: null", "MISSING_PAGINATION_BOUNDARIES"),
        ('first: 1, after: "x"', "INVALID_CURSOR_ARGUMENTS"),
    ],
)
def test_pages_that_are_refused(hub: Hub, number: int, pages: str, kind: str) -> None:
    start = f'repository(owner: "octo", name: "skills") {{ pullRequest(number: {number})'
    said = query(hub, f"{{ {start} {{ comments({pages}) {{ totalCount }} }} }} }}")
    assert [one["type"] for one in said["errors"]] == [kind]


def test_what_is_not_there(hub: Hub) -> None:
    said = query(
        hub, '{ repository(owner: "octo", name: "skills") { pullRequest(number: 9) { id } } }'
    )
    assert said["data"]["repository"]["pullRequest"] is None
    assert said["errors"][0]["type"] == "NOT_FOUND"
    said = query(hub, '{ repository(owner: "octo", name: "none") { id } }')
    assert said["errors"][0]["type"] == "NOT_FOUND"
    said = change(hub, "resolveReviewThread", {"threadId": "none"}, "thread { id }")
    assert said["errors"][0]["type"] == "FORBIDDEN"


def test_resolving_takes_the_right_to_write_contents(hub: Hub, number: int) -> None:
    ask(hub, "POST", f"pulls/{number}/reviews", review(hub, number, {"line": 10}))
    (thread,) = hub.threads(number)
    shown = "thread { isResolved resolvedBy { login } viewerCanResolve viewerCanUnresolve }"
    said = change(hub, "resolveReviewThread", {"threadId": thread.id}, shown)
    assert said["errors"][0]["type"] == "FORBIDDEN"
    assert thread.resolved is False
    hub.rights["contents"] = "write"
    said = change(hub, "resolveReviewThread", {"threadId": thread.id}, shown)
    assert said["data"]["resolveReviewThread"]["thread"] == {
        "isResolved": True,
        "resolvedBy": None,  # an app is no user
        "viewerCanResolve": False,
        "viewerCanUnresolve": True,
    }
    change(hub, "unresolveReviewThread", {"threadId": thread.id}, shown)
    assert thread.resolved is False
    hub.resolve(thread, "alice")
    (found,) = state(hub, number)["reviewThreads"]["nodes"]
    assert found["resolvedBy"] == {"login": "alice"}
    assert [mail.kind for mail in hub.mails] == ["review"]


def test_hiding_and_editing_by_graphql(hub: Hub, number: int) -> None:
    mine = hub.say(number, hub.viewer, "Mine.")
    asked = {"subjectId": mine.node, "classifier": "OUTDATED"}
    said = change(hub, "minimizeComment", asked, "minimizedComment { isMinimized minimizedReason }")
    assert said["data"]["minimizeComment"]["minimizedComment"] == {
        "isMinimized": True,
        "minimizedReason": "outdated",
    }
    change(hub, "unminimizeComment", {"subjectId": mine.node}, "unminimizedComment { isMinimized }")
    assert mine.hidden is None
    change(hub, "updateIssueComment", {"id": mine.node, "body": "Other."}, "issueComment { body }")
    assert mine.body == "Other."
    thread = hub.note(number, hub.viewer, "a.md", 10, "Hm.")
    asked = {"pullRequestReviewCommentId": thread.first.node, "body": "Ah."}
    change(hub, "updatePullRequestReviewComment", asked, "pullRequestReviewComment { body }")
    assert thread.body == "Ah."
    asked = {"id": thread.first.node}
    change(hub, "deletePullRequestReviewComment", asked, "pullRequestReviewComment { id }")
    assert hub.threads(number) == []


def test_a_draft_thread_outside_the_diff_is_lost_without_a_word(hub: Hub, number: int) -> None:
    asked = {"pullRequestId": hub.pulls[number].node, "path": "a.md", "line": 14, "body": "Hm."}
    said = change(hub, "addPullRequestReviewThread", asked, "thread { id }")
    assert "errors" not in said
    assert (hub.threads(number), hub.lost) == ([], ["Hm."])
    change(hub, "addPullRequestReviewThread", asked | {"line": 10}, "thread { id }")
    assert [one.line for one in hub.threads(number)] == [10]


def test_a_review_by_graphql(hub: Hub, number: int) -> None:
    pull = hub.pulls[number]
    asked = {"pullRequestId": pull.node, "event": "COMMENT", "commitOID": pull.head}
    drafts = [{"path": "a.md", "line": 12, "startLine": 9, "body": "Hm."}]
    change(hub, "addPullRequestReview", asked | {"threads": drafts}, "pullRequestReview { id }")
    assert [(one.start, one.line) for one in hub.threads(number)] == [(9, 12)]
    drafts[0]["line"] = 14
    said = change(
        hub, "addPullRequestReview", asked | {"threads": drafts}, "pullRequestReview { id }"
    )
    assert said["errors"][0]["message"] == "Line could not be resolved"


# --- for Actions ----------------------------------------------------------------------


def test_events_and_variables(hub: Hub, number: int, tmp_path: Path) -> None:
    payload = hub.event(number, "synchronize", before="0" * 40)
    assert payload["pull_request"]["head"]["sha"] == hub.pulls[number].head
    assert (payload["action"], payload["before"]) == ("synchronize", "0" * 40)
    variables = hub.environment(tmp_path / "runner", "pull_request", payload)
    assert Path(variables["GITHUB_EVENT_PATH"]).read_text("utf-8").startswith("{")
    assert variables["GITHUB_GRAPHQL_URL"] == hub.graphql
    merge = hub.store.git("rev-parse", f"{variables['GITHUB_SHA']}^@").split()
    assert merge == [hub.pulls[number].base, hub.pulls[number].head]
    run = hub.workflow_run_event(number)["workflow_run"]
    assert [one["number"] for one in run["pull_requests"]] == [number]
    pushed = hub.environment(tmp_path / "push", "push", {"ref": "refs/heads/main"})
    assert pushed["GITHUB_SHA"] == hub.pulls[number].base
    fork = hub.open(head_repository="eve/skills", branch="topic")
    run = hub.workflow_run_event(fork)["workflow_run"]
    assert (run["pull_requests"], run["head_branch"]) == ([], "topic")
    assert run["head_repository"]["owner"]["login"] == "eve"


def test_variables_without_a_pull_request(hub: Hub, tmp_path: Path) -> None:
    variables = hub.environment(tmp_path, "push", {"number": "seven"})
    assert variables["GITHUB_SHA"] == "0" * 40
