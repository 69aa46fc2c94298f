"""The fake GitHub on a bad day, and what it does with a client that misbehaves."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from histories import History, known
from hub import Hub, checking
from hub.asking import ACCEPT, ask, change, query, state

described = pytest.mark.skipif(
    checking.folder() is None, reason="SKILLLINT_DATA holds no description of GitHub"
)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        yield hub


@pytest.fixture
def number(hub: Hub) -> int:
    return hub.open()


def post(hub: Hub, number: int, body: str = "Hello.") -> httpx.Response:
    return ask(hub, "POST", f"issues/{number}/comments", {"body": body})


# --- faults ---------------------------------------------------------------------------


def test_a_failure_before_the_work(hub: Hub, number: int) -> None:
    hub.fail("POST", "comments")
    assert (post(hub, number).status_code, hub.comments(number)) == (502, [])
    assert post(hub, number).status_code == 201
    assert [one.status for one in hub.log] == [502, 201]


def test_a_failure_after_the_work(hub: Hub, number: int) -> None:
    hub.fail("POST", "comments", after=True)
    assert post(hub, number).status_code == 502
    assert [one.body for one in hub.comments(number)] == ["Hello."]


def test_a_connection_that_breaks(hub: Hub, number: int) -> None:
    hub.drop("POST", "comments")
    hub.drop("POST", "comments", after=True)
    for bodies in ([], ["Hello."]):
        with pytest.raises(httpx.RemoteProtocolError):
            post(hub, number)
        assert [one.body for one in hub.comments(number)] == bodies


def test_an_answer_that_takes_too_long(hub: Hub, number: int) -> None:
    hub.slow("POST", "comments", 60, after=True)
    headers = {"Authorization": f"Bearer {hub.token}", "Accept": ACCEPT}
    at = f"{hub.api}/repos/octo/skills/issues/{number}/comments"
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(at, json={"body": "Hello."}, headers=headers, timeout=0.2)
    assert [one.body for one in hub.comments(number)] == ["Hello."]


def test_which_requests_fail(hub: Hub, number: int) -> None:
    hub.fail("GET", "comments", 500, skip=1, times=2)
    at = f"issues/{number}/comments"
    assert [ask(hub, "GET", at).status_code for _ in range(4)] == [200, 500, 500, 200]
    mine = hub.say(number, hub.viewer, "Mine.")
    hub.fail("POST", "graphql", holding="minimizeComment")
    assert state(hub, number)["state"] == "OPEN"
    asked = {
        "query": f'mutation {{ minimizeComment(input: {{subjectId: "{mine.node}", '
        "classifier: SPAM}) { minimizedComment { isMinimized } } }"
    }
    headers = {"Authorization": f"Bearer {hub.token}"}
    assert httpx.post(hub.graphql, json=asked, headers=headers).status_code == 502
    assert mine.hidden is None


@pytest.mark.parametrize(
    ("how", "header", "message"),
    [
        ({}, None, "secondary"),
        ({"retry_after": 30}, ("retry-after", "30"), "secondary"),
        ({"status": 403, "retry_after": 30}, ("retry-after", "30"), "secondary"),
        ({"reset": 1767607200}, ("x-ratelimit-reset", "1767607200"), "API rate limit exceeded"),
        ({"status": 403, "reset": 1767607200}, ("x-ratelimit-remaining", "0"), "API rate limit"),
    ],
)
def test_too_many_requests(
    hub: Hub, number: int, how: dict[str, int], header: tuple[str, str] | None, message: str
) -> None:
    hub.limit("POST", "comments", **how)
    said = post(hub, number)
    assert said.status_code == how.get("status", 429)
    assert message in said.json()["message"]
    assert header is None or said.headers[header[0]] == header[1]
    assert ("retry-after" in said.headers) == ("retry_after" in how)


@pytest.mark.parametrize(
    ("body", "kind"), [("<html>Unicorn!</html>", "text/html"), (b'{"half": ', "application/json")]
)
def test_answers_that_are_no_json(hub: Hub, number: int, body: str | bytes, kind: str) -> None:
    hub.fail("GET", "pulls", 200, body=body, headers={"Content-Type": kind})
    said = ask(hub, "GET", f"pulls/{number}")
    assert (said.status_code, said.headers["Content-Type"]) == (200, kind)
    assert said.content == (body if isinstance(body, bytes) else body.encode())


def test_something_happens_between_two_requests(hub: Hub, number: int) -> None:
    head = hub.commit({"notes.md": "Other.\n"}, hub.pulls[number].head)
    hub.then(lambda: hub.push(number, head), "POST", "graphql", skip=1)
    hub.then(lambda: hub.say(number, hub.viewer, "The other run."), "POST", "comments", after=True)
    before = state(hub, number)["headRefOid"]
    assert state(hub, number)["headRefOid"] == head != before
    post(hub, number)
    assert [one.body for one in hub.comments(number)] == ["Hello.", "The other run."]


# --- other hosts ----------------------------------------------------------------------


def test_a_token_given_to_another_host_is_seen() -> None:
    hub = Hub()

    def give() -> None:
        with hub:
            number = hub.open()
            for _ in range(40):
                hub.say(number, "alice", "Hello.")
            hub.astray = True
            said = ask(hub, "GET", f"issues/{number}/comments")
            ask(hub, "GET", said.links["next"]["url"])

    with pytest.raises(AssertionError, match="another host"):
        give()
    assert len(hub.leaks) == 1


def test_a_redirect_without_a_token_is_let_be(hub: Hub, number: int) -> None:
    hub.redirect("GET", "pulls", 301)
    hub.redirect("POST", "comments", 307)
    to = ask(hub, "GET", f"pulls/{number}").headers["Location"]
    assert to.startswith(hub.evil)
    assert post(hub, number).status_code == 307
    httpx.get(to)
    assert (len(hub.trap.met), hub.leaks) == (1, [])


# --- clients that misbehave -----------------------------------------------------------


def test_touching_what_others_wrote_is_done_and_told() -> None:
    def touch() -> None:
        with Hub() as hub:
            number = hub.open()
            theirs = hub.say(number, "alice", "<!-- skilllint:summary 0 -->")
            said = ask(hub, "PATCH", f"issues/comments/{theirs.id}", {"body": "Mine now."})
            assert (said.status_code, theirs.body) == (200, "Mine now.")

    with pytest.raises(AssertionError, match="edited a comment of alice"):
        touch()


@described
@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "pulls/7/files?per_page=101", None, "per_page"),
        ("GET", "pulls?state=merged", None, "merged"),
        ("GET", "pulls/7/commits", None, "not described"),
        ("POST", "issues/7/comments", {"body": "Hello.", "subject": "Hello."}, "subject"),
        ("POST", "issues/7/comments", {}, "body"),
        ("POST", "issues/7/comments", {"body": "x" * 65_537}, "too long"),
        ("POST", "pulls/7/reviews", {"event": "COMMENT", "body": "Hello."}, "commit_id"),
        ("PATCH", "issues/comments/1", {"text": "Hello."}, "text"),
    ],
)
def test_requests_that_github_does_not_describe(
    method: str, path: str, body: Any, told: str
) -> None:
    with Hub(strict=False) as hub:
        hub.open()
        ask(hub, method, path, body)
        (violation,) = hub.violations
    assert told in violation


def test_documents_that_github_does_not_know(number: int) -> None:
    with Hub(strict=False) as hub:
        query(hub, "{ viewer { login isBot } }")
        query(hub, "{ viewer {")
        query(hub, 'query ($n: String!) { repository(owner: "octo", name: $n) { id } }', n=1)
        assert len(hub.violations) == 3


def test_a_violation_fails_the_test() -> None:
    def misbehave() -> None:
        with Hub() as hub:
            hub.violations.append("something is wrong")

    with pytest.raises(AssertionError, match="something is wrong"):
        misbehave()


# --- git ------------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    known(monkeypatch)
    return History(tmp_path / "clone")


def fetched(clone: History, hub: Hub, what: str, *settings: str) -> str:
    """What one can fetch of the repository: the id of the commit."""
    at = f"{hub.server}/{hub.repository}"
    clone.git(*settings, "fetch", "-q", "--depth=1", at, what)
    return clone.git("rev-parse", "FETCH_HEAD")


def test_git_fetches_a_pull_request(hub: Hub, number: int, clone: History) -> None:
    pull = hub.pulls[number]
    assert fetched(clone, hub, f"refs/pull/{number}/head") == pull.head
    assert clone.git("show", "FETCH_HEAD:notes.md") == "One.\nTwo.\nThree."
    assert fetched(clone, hub, pull.base) == pull.base
    hub.push(number, hub.commit({"notes.md": "Other.\n"}, pull.head))
    assert fetched(clone, hub, f"refs/pull/{number}/head") == pull.head
    assert {path for _, path, _ in hub.fetches} == {
        *("/octo/skills/info/refs", "/octo/skills/git-upload-pack"),
    }
    assert hub.log == []


def test_git_needs_the_token_of_a_private_repository(
    hub: Hub, number: int, clone: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")
    hub.private = True
    with pytest.raises(subprocess.CalledProcessError):
        fetched(clone, hub, f"refs/pull/{number}/head")
    header = httpx.BasicAuth("x-access-token", hub.token)._auth_header
    setting = ("-c", f"http.extraHeader=Authorization: {header}")
    assert fetched(clone, hub, f"refs/pull/{number}/head", *setting) == hub.pulls[number].head
    assert [with_token for _, _, with_token in hub.fetches][:1] == [False]


def test_commits_of_a_fork_come_by_the_pull_request_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clone: History
) -> None:
    mine = History(tmp_path / "mine")
    base = mine.commit({"a.md": "A.\n"})
    fork = History(tmp_path / "fork")
    fork.git("pull", "-q", str(mine.place), "main")
    head = fork.commit({"a.md": "B.\n"})
    with Hub(mine.place) as hub:
        hub.take(fork.place, head)
        number = hub.open(base, head, head_repository="eve/skills")
        assert len(ask(hub, "GET", f"pulls/{number}/files").json()) == 1
        assert fetched(clone, hub, f"refs/pull/{number}/head") == head
        assert mine.git("branch", "--format=%(refname:short)", "--contains", base) == "main"
        assert mine.git("branch", "--all", "--contains", head) == ""


def test_changing_needs_no_known_commits(hub: Hub) -> None:
    number = hub.open("a" * 40, "b" * 40)
    assert state(hub, number)["headRefOid"] == "b" * 40
    assert ask(hub, "GET", f"pulls/{number}/files").json() == []
    mine = hub.say(number, hub.viewer, "Mine.")
    change(hub, "updateIssueComment", {"id": mine.node, "body": "Other."}, "issueComment { id }")
    assert mine.body == "Other."


def test_a_token_without_points_for_graphql(hub: Hub, number: int) -> None:
    hub.limit("POST", "graphql", 200, reset=1767607200)
    assert query(hub, "{ viewer { login } }")["errors"][0]["type"] == "RATE_LIMITED"
    assert query(hub, "{ viewer { login } }")["data"]["viewer"]["login"] == hub.viewer


def test_requests_at_once_are_counted(hub: Hub, number: int) -> None:
    ask(hub, "GET", f"pulls/{number}")
    assert hub.at_once == 1
    hub.then(lambda: ask(hub, "GET", f"pulls/{number}"), "GET", "pulls")
    ask(hub, "GET", f"pulls/{number}")
    assert hub.at_once == 2
