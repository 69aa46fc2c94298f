"""GitHub in trouble, slow, strict or not itself: what is asked again, what never, what is said."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from answering import TOKEN, Answering, Reply, Time
from hypothesis import given
from hypothesis import strategies as st
from test_github import COMMENT, HEAD, NOTES, PULL, REMARK, THREAD, given_pull

from skilllint.github import (
    Client,
    GithubError,
    MissingError,
    RejectedError,
    RightsError,
    Sent,
    TokenError,
    UnknownFateError,
    UnreachableError,
    answers,
    connect,
    transport,
    waiting,
)
from skilllint.github.waiting import Waiting
from skilllint.model.reviewing import (
    DeleteRemark,
    EditSummary,
    Hide,
    Parting,
    PostReview,
    PostSummary,
    Resolve,
    Write,
)

SUMMARY, REVIEW = PostSummary("hello"), PostReview(HEAD, NOTES)
EDIT, DELETE, RESOLVE = EditSummary(COMMENT, "new"), DeleteRemark(REMARK), Resolve(THREAD)
GOOD = Reply(said=given_pull())
MADE = Reply(201, {"id": 99})
DONE = Reply(said={"data": {"resolveReviewThread": {"thread": {"id": "PRRT_1"}}}})
BUSY = Reply(502, b"<html>Bad Gateway</html>")
LATER = "Thu, 01 Jan 2026 00:00:30 GMT"
NOON = "Thu, 01 Jan 2026 00:00:00 GMT"
EPOCH = 1767225600


def read(client: Client) -> object:
    return client.pull("octo/skills", 7)


def state(client: Client) -> object:
    return client.state("octo/skills", 7)


def write(one: Write) -> Callable[[Client], object]:
    return lambda client: client.send(PULL, one)


def told(ask: Callable[[Client], object], *replies: Reply, **more: Any) -> tuple[Answering, str]:
    """What went on and the sentence at its end, with the kind of error before it.

    It is one line, holds no token, and nor does anything that it was raised from.
    """
    with (
        Answering(*replies) as hub,
        hub.client(**more) as client,
        pytest.raises(GithubError) as caught,
    ):
        ask(client)
    for error in chain(caught.value):
        assert TOKEN not in str(error) + repr(vars(error))
        assert not hasattr(error, "request")
    said = str(caught.value)
    assert said.isprintable()
    assert not hub.replies
    return hub, f"{type(caught.value).__name__}: {said.replace(hub.api[7:], 'HOST')}"


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


# --- limits are waited for -----------------------------------------------------------

LIMITS: dict[str, tuple[Reply, float]] = {
    "429 with seconds": (Reply(429, headers={"Retry-After": "7"}), 7),
    "403 with seconds": (Reply(403, headers={"Retry-After": "7"}), 7),
    "a date": (Reply(429, headers={"Retry-After": LATER, "Date": NOON}), 30),
    "a date that has gone": (Reply(429, headers={"Retry-After": NOON, "Date": LATER}), 1),
    "no seconds": (Reply(429, headers={"Retry-After": "0"}), 1),
    "a reset by GitHub's clock": (
        Reply(
            403,
            headers={
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": str(EPOCH + 42),
                "Date": NOON,
            },
        ),
        42,
    ),
    "a reset by our clock": (
        Reply(429, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 142)}),
        42,
    ),
    "429 and no more": (Reply(429), 60),
    "429 with nonsense": (Reply(429, b"\xff", {"Retry-After": "soon", "Date": "now"}), 60),
    "a reset that is not near": (
        Reply(429, headers={"X-RateLimit-Remaining": "12", "X-RateLimit-Reset": "99"}),
        60,
    ),
    "words": (Reply(403, {"message": "You have exceeded a secondary rate limit."}), 60),
    "older words": (Reply(403, {"message": "You have triggered an abuse detection mechanism"}), 60),
    "too quickly": (
        Reply(422, {"message": "Validation Failed", "errors": ["was submitted too quickly"]}),
        60,
    ),
    "a code": (
        Reply(
            422,
            {
                "message": "Validation Failed",
                "errors": [{"resource": "PullRequestReview", "code": "abuse", "field": "base"}],
            },
        ),
        60,
    ),
}


@pytest.mark.parametrize("ask", [read, write(SUMMARY)], ids=["read", "create"])
@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_waited_for_as_long_as_github_asks(
    limit: str, ask: Callable[[Client], object]
) -> None:
    reply, seconds = LIMITS[limit]
    good = GOOD if ask is read else MADE
    with Answering(reply, good) as hub, hub.client(today=lambda: EPOCH + 100.0) as client:
        ask(client)
    assert hub.time.slept == [seconds]
    assert len(hub.log) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(said={"errors": [{"type": "RATE_LIMITED", "message": "no points are left"}]}),
        Reply(403, {"message": "You have exceeded a secondary rate limit"}),
        Reply(said={"errors": [{"message": "was submitted too quickly"}]}),
    ],
)
def test_graphql_has_limits_of_its_own(reply: Reply) -> None:
    with Answering(reply, DONE) as hub, hub.client() as client:
        client.send(PULL, RESOLVE)
    assert hub.time.slept == [60]


def test_a_limit_that_does_not_say_how_long_is_waited_for_twice_as_long_each_time() -> None:
    with Answering(Reply(429), Reply(429), GOOD) as hub, hub.client() as client:
        read(client)
    assert hub.time.slept == [60, 120]


def test_patience_ends() -> None:
    hub, said = told(read, Reply(429), Reply(429), Reply(429))
    assert hub.time.slept == [60, 120]
    assert said == (
        "UnreachableError: cannot read octo/skills#7: HOST answers 429;"
        " the next try is due in 240 seconds, and 120 are left to wait"
    )


def test_what_is_too_long_is_not_even_begun() -> None:
    far = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 2531), "Date": NOON}
    hub, said = told(write(SUMMARY), Reply(403, {"message": "API rate limit exceeded."}, far))
    assert hub.time.slept == []
    assert said == (
        "UnreachableError: cannot post the summary: HOST answers 403: API rate limit exceeded;"
        " the next try is due in 2,531 seconds, and 300 are left to wait"
    )


def test_all_waits_of_a_run_count() -> None:
    wait = Reply(429, headers={"Retry-After": "200"})
    with Answering(wait, GOOD, wait) as hub, hub.client() as client:
        read(client)
        with pytest.raises(UnreachableError, match="and 100 are left to wait"):
            read(client)
    assert hub.time.slept == [200]


# --- the distance between changes ----------------------------------------------------


def test_a_second_lies_between_two_changes_and_none_before_a_read() -> None:
    replies = (GOOD, MADE, GOOD, MADE, DONE, Reply(204, b""))
    with Answering(*replies) as hub, hub.client() as client:
        for ask in (read, write(SUMMARY), read, write(REVIEW), write(RESOLVE), write(DELETE)):
            ask(client)
    assert hub.time.slept == [1, 1, 1]


def test_what_has_passed_of_the_second_is_not_waited_for_again() -> None:
    with Answering(MADE, MADE, MADE) as hub, hub.client() as client:
        client.send(PULL, SUMMARY)
        hub.time.now += 0.75
        client.send(PULL, SUMMARY)
        hub.time.now += 5
        client.send(PULL, SUMMARY)
    assert hub.time.slept == [0.25]


# --- 5xx, silence, dropped connections -----------------------------------------------

FAULTS = {
    "500": (Reply(500), "HOST answers 500"),
    "502": (BUSY, "HOST answers 502"),
    "503": (
        Reply(503, {"message": "Service unavailable."}),
        "HOST answers 503: Service unavailable",
    ),
    "408": (Reply(408), "HOST answers 408"),
    "dropped": (Reply(drop=True), "HOST broke off, or does not speak HTTP"),
}
AGAIN: dict[str, tuple[Callable[[Client], object], Reply]] = {
    "read": (read, GOOD),
    "edit": (write(EDIT), Reply(said={"id": 11})),
    "delete": (write(DELETE), Reply(204, b"")),
    "resolve": (write(RESOLVE), DONE),
    "hide": (write(Hide("IC_1", "DUPLICATE")), DONE),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", AGAIN)
def test_what_changes_nothing_the_second_time_is_asked_again(what: str, fault: str) -> None:
    ask, good = AGAIN[what]
    bad, _ = FAULTS[fault]
    with Answering(bad, bad, bad, good) as hub, hub.client() as client:
        ask(client)
    assert hub.time.slept == [1, 2, 4]
    assert len({(one.method, one.path) for one in hub.log}) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_four_times_and_no_more(fault: str) -> None:
    bad, words = FAULTS[fault]
    _, said = told(read, bad, bad, bad, bad)
    assert said == f"UnreachableError: cannot read octo/skills#7: {words}, 4 times"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("one", [SUMMARY, REVIEW], ids=["summary", "review"])
def test_what_makes_something_is_never_sent_twice(one: Write, fault: str) -> None:
    bad, words = FAULTS[fault]
    hub, said = told(write(one), bad)
    what = "summary" if one is SUMMARY else "review"
    assert said == f"UnknownFateError: cannot tell whether HOST could post the {what}: {words}"
    assert (len(hub.log), hub.time.slept) == (1, [])


def test_a_limit_before_the_fault_changes_nothing_about_that() -> None:
    hub, said = told(write(SUMMARY), Reply(429), BUSY)
    assert said.startswith("UnknownFateError")
    assert len(hub.log) == 2


def test_pauses_are_spread_and_no_shorter_than_a_server_in_trouble_asks() -> None:
    slow = Reply(503, headers={"Retry-After": "9"})
    with Answering(BUSY, slow, GOOD) as hub, hub.client(jitter=lambda: 0.5) as client:
        read(client)
    assert hub.time.slept == [1.5, 9]


def test_a_server_that_says_nothing() -> None:
    with Answering(Reply(stall=True), GOOD) as hub, hub.client(read=0.1) as client:
        read(client)
        hub.end.set()
    assert len(hub.log) == 2
    _, said = told(write(REVIEW), Reply(stall=True), read=0.1)
    assert said == (
        "UnknownFateError: cannot tell whether HOST could post the review:"
        " HOST did not answer in time"
    )


def test_where_nobody_listens_even_a_new_comment_may_be_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    time = Time()
    api = f"http://127.0.0.1:{port}"
    with (
        connect(api, None, TOKEN, sleep=time.sleep, clock=time.tell, jitter=lambda: 0.0) as client,
        pytest.raises(UnreachableError) as caught,
    ):
        client.send(PULL, SUMMARY)
    assert time.slept == [1, 2, 4]
    assert str(caught.value) == (
        f"cannot post the summary: 127.0.0.1:{port} cannot be reached: connection refused, 4 times"
    )


def test_a_remark_that_is_gone_after_a_second_try_was_deleted_by_the_first() -> None:
    with Answering(Reply(drop=True), Reply(404)) as hub, hub.client() as client:
        assert client.send(PULL, DELETE) == Sent()
    _, said = told(write(DELETE), Reply(404))
    assert said.startswith("MissingError: cannot delete a remark: HOST answers 404")


def test_graphql_that_took_too_long_says_so_with_status_200() -> None:
    words = "Something went wrong while executing your query on 2026-01-01. Please include X"
    slow = Reply(said={"errors": [{"message": words}]})
    with Answering(slow, DONE) as hub, hub.client() as client:
        client.send(PULL, RESOLVE)
    assert hub.time.slept == [1]


# --- refusals ------------------------------------------------------------------------

LACKS = {"message": "Resource not accessible by integration", "status": "403"}
REFUSED: dict[str, tuple[Callable[[Client], object], Reply, str]] = {
    "a wrong token": (
        *(read, Reply(401, {"message": "Bad credentials"})),
        "TokenError: the token is not accepted: HOST answers 401: Bad credentials",
    ),
    "no right to write": (
        *(write(SUMMARY), Reply(403, LACKS)),
        "RightsError: the token may not post the summary: it needs pull-requests: write"
        " (HOST answers 403: Resource not accessible by integration)",
    ),
    "no right to read": (
        *(read, Reply(403)),
        "RightsError: the token may not read octo/skills#7: it needs pull-requests: read"
        " (HOST answers 403)",
    ),
    "a place that is not shown": (
        *(write(REVIEW), Reply(404, {"message": "Not Found"})),
        "RightsError: the token may not post the review: it needs pull-requests: write"
        " (HOST answers 404: Not Found)",
    ),
    "a conversation that is locked": (
        *(
            write(SUMMARY),
            Reply(403, {"message": "Unable to create comment because issue is locked."}),
        ),
        "RejectedError: cannot post the summary:"
        " HOST answers 403: Unable to create comment because issue is locked",
    ),
    "nothing to read": (
        *(read, Reply(404, {"message": "Not Found"})),
        "MissingError: cannot read octo/skills#7: HOST answers 404: Not Found;"
        " it is gone, or the token may not see it",
    ),
    "a comment that somebody deleted": (
        *(write(EDIT), Reply(404)),
        "MissingError: cannot edit the summary: HOST answers 404;"
        " it is gone, or the token may not see it",
    ),
    "a line outside the diff": (
        write(REVIEW),
        Reply(
            422,
            {
                "message": "Unprocessable Entity",
                "errors": ["Line could not be resolved", {"field": "path", "code": "invalid"}],
            },
        ),
        "RejectedError: cannot post the review: HOST answers 422:"
        " Unprocessable Entity; Line could not be resolved; path invalid",
    ),
    "gone for good": (
        *(write(SUMMARY), Reply(410)),
        "RejectedError: cannot post the summary: HOST answers 410",
    ),
    "graphql without the right": (
        write(RESOLVE),
        Reply(said={"data": {"x": None}, "errors": [{"type": "FORBIDDEN", "message": "No\n."}]}),
        "RightsError: the token may not resolve a thread: it needs contents: write"
        " (HOST answers: No )",
    ),
    "graphql without the scope": (
        *(state, Reply(said={"errors": [{"type": "INSUFFICIENT_SCOPES", "message": "no repo"}]})),
        "RightsError: the token may not read what stands on octo/skills#7:"
        " it needs pull-requests: read (HOST answers: no repo)",
    ),
    "graphql finds nothing": (
        *(write(RESOLVE), Reply(said={"errors": [{"type": "NOT_FOUND", "message": "no node"}]})),
        "MissingError: cannot resolve a thread: HOST answers: no node",
    ),
    "a part of the data": (
        state,
        Reply(said={"data": {"repository": {}}, "errors": [{"type": "X", "message": "partly"}]}),
        "RejectedError: cannot read what stands on octo/skills#7: HOST answers: partly",
    ),
    "errors of no shape": (
        *(state, Reply(said={"errors": ["a", 1, {"type": 3}]})),
        "RejectedError: cannot read what stands on octo/skills#7: HOST answers: a; 1",
    ),
    "a page for people": (
        *(read, Reply(200, b"<!DOCTYPE html>")),
        "UnreachableError: cannot read octo/skills#7:"
        " HOST answers 200 with something that is not JSON",
    ),
    "a page for people after an edit": (
        *(write(RESOLVE), Reply(200, b"<!DOCTYPE html>")),
        "UnreachableError: cannot resolve a thread:"
        " HOST answers 200 with something that is not JSON",
    ),
    "a page for people after a new comment": (
        *(write(SUMMARY), Reply(200, b"<!DOCTYPE html>")),
        "UnknownFateError: cannot tell whether HOST could post the summary:"
        " HOST answers 200 with something that is not JSON",
    ),
    "a list in place of an object": (
        *(read, Reply(said=[])),
        "UnreachableError: cannot read octo/skills#7:"
        " HOST answers with something else (the pull request is no object)",
    ),
    "a comment without an id": (
        *(write(SUMMARY), Reply(201, {"id": None})),
        "UnknownFateError: cannot tell whether HOST could post the summary:"
        " HOST answers with something else (id is no number)",
    ),
    "too deep": (
        *(read, Reply(200, b"[" * 200_000)),
        "UnreachableError: cannot read octo/skills#7:"
        " HOST answers 200 with something that is not JSON",
    ),
    "words that hold the token and the terminal": (
        *(read, Reply(418, {"message": f"no \x1b[31m{TOKEN}\r\n::error::x"})),
        "RejectedError: cannot read octo/skills#7: HOST answers 418: no \ufffd[31m… ::error::x",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_one_sentence_and_final(what: str) -> None:
    ask, reply, expected = REFUSED[what]
    hub, said = told(ask, reply)
    assert said == expected
    assert (len(hub.log), hub.time.slept) == (1, [])


def test_the_errors_are_of_one_kind_and_told_apart() -> None:
    kinds = (TokenError, RightsError, RejectedError, UnknownFateError, UnreachableError)
    for kind in (*kinds, MissingError):
        assert kind.__mro__[1] is GithubError


@pytest.mark.parametrize("reply", [Reply(404), Reply(422), Reply(403), Reply(400)])
def test_a_repository_called_like_a_limit_is_none(reply: Reply) -> None:
    words = {"message": "Could not resolve to octo/abuse at skills/abuse/SKILL.md"}
    hub, _ = told(write(RESOLVE), Reply(reply.status, words))
    assert hub.time.slept == []


# --- the token stays with its host ---------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("ask", [read, write(SUMMARY)], ids=["read", "write"])
def test_a_redirect_is_not_followed(status: int, ask: Callable[[Client], object]) -> None:
    with Answering() as other:
        _, said = told(ask, Reply(status, headers={"Location": f"{other.api}/repositories/1"}))
        assert other.log == []
    assert said.startswith("RejectedError: cannot ")
    assert said.endswith(
        f"HOST answers {status}, a redirect, which is not followed; was the repository renamed?"
    )


def test_a_list_that_goes_on_elsewhere_is_read_where_it_began() -> None:
    with Answering() as other:
        further = {"Link": f'<{other.api}/repositories/1/pulls?page=2>; rel="next"'}
        replies = (Reply(said=[], headers=further), Reply(said=[]))
        with Answering(*replies) as hub, hub.client() as client:
            client.pulls("octo/skills", "mona", "topic")
        assert len(hub.log) == 2
        assert other.log == []


def test_a_list_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skilllint.github.client.MOST_PAGES", 3)
    further = {"Link": '<https://x.example/>; rel="next"'}
    _, said = told(
        lambda client: client.patches("octo/skills", 7, ["a"]),
        *[Reply(said=[], headers=further)] * 3,
    )
    assert said.endswith("cannot list the files of octo/skills#7: the list has over 3 pages")
    page = {"pageInfo": {"endCursor": "c", "hasNextPage": True}, "nodes": []}
    pull = {"headRefOid": HEAD, "state": "OPEN", "comments": page}
    endless = Reply(said={"data": {"repository": {"pullRequest": pull}}})
    _, said = told(state, *[endless] * 3)
    assert said.endswith("the list has over 3 pages")


def test_the_proxy_of_the_environment_is_asked_for_far_hosts_and_not_given_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_proxies(monkeypatch)
    with Answering(*[Reply(502)] * 4) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.api)
        time = proxy.time
        with (
            connect("https://api.github.com", None, TOKEN, sleep=time.sleep) as client,
            pytest.raises(UnreachableError) as caught,
        ):
            client.send(PULL, SUMMARY)
        # nor is what is for this machine sent to it
        with Answering(GOOD) as hub, hub.client() as client:
            read(client)
    said = "cannot post the summary: the proxy does not lead to api.github.com, 4 times"
    assert str(caught.value) == said
    assert {one.method for one in proxy.log} == {"CONNECT"}
    assert not any("authorization" in one.headers for one in proxy.log)


@pytest.mark.parametrize("proxy", ["nonsense://me:hunter2@host", "http://me:hunter2@h:x"])
def test_a_proxy_that_is_none(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(GithubError) as caught:
        connect("https://api.github.com", None, TOKEN)
    assert str(caught.value) == transport.SURROUNDINGS


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- answers that are too much -------------------------------------------------------


def test_an_answer_may_be_packed_and_is_measured_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = {"Content-Encoding": "gzip"}
    small = Reply(
        200,
        gzip.compress(b'{"base_commit": {"sha": "b"}, "merge_base_commit": {"sha": "c"}}'),
        packed,
    )
    with Answering(small) as hub, hub.client() as client:
        assert client.parting("octo/skills", "b", "a") == Parting("b", "c")
    monkeypatch.setattr(transport, "MOST", 1_000)
    bomb = Reply(200, gzip.compress(b" " * 1_001), packed)
    _, said = told(read, bomb)
    assert said == (
        "UnreachableError: cannot read octo/skills#7: HOST answers with over 1,000 bytes"
    )
    _, said = told(write(SUMMARY), bomb)
    assert said.startswith("UnknownFateError: ")


def test_packed_nonsense_is_a_dropped_connection() -> None:
    _, said = told(read, *[Reply(200, b"nonsense", {"Content-Encoding": "gzip"})] * 4)
    assert said.endswith("HOST broke off, or does not speak HTTP, 4 times")


def test_an_answer_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = iter(range(0, 10_000, 100))
    _, said = told(read, *[GOOD] * 4, clock=lambda: float(next(hands)), whole=50)
    assert said.endswith("HOST takes over 50 seconds, 4 times")


# --- arithmetic ----------------------------------------------------------------------

HEADERS = st.dictionaries(
    st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "date"]),
    st.sampled_from(["0", "7", LATER, "9" * 400, "-1", "١"]) | st.text(max_size=30),
)


@given(HEADERS, st.integers(0, 8))
def test_no_header_makes_a_storm(headers: dict[str, str], number: int) -> None:
    assert waiting.limit(headers, number, Waiting(today=lambda: 0.0)) >= 1
    assert waiting.fault(headers, number, Waiting(jitter=lambda: 0.0)) >= 2**number


def test_long_words_are_cut() -> None:
    assert answers.clean("word " * 100, TOKEN) == "word " * 60


@given(st.text(max_size=900), st.sampled_from([TOKEN, ""]))
def test_any_words_become_one_short_line_without_the_token(words: str, token: str) -> None:
    said = answers.clean(f"{words}{token}{words}", token)
    assert said.isprintable()
    assert len(said) <= 300
    assert not token or token not in said
