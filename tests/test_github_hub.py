"""The client and the fake GitHub, which holds every request against GitHub's description."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import Time
from hub import BOT, Hub

from skilllint.github import (
    Client,
    MissingError,
    RejectedError,
    RightsError,
    TokenError,
    UnknownFateError,
    UnreachableError,
    connect,
)
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    Parting,
    PostReview,
    PostSummary,
    Resolve,
)

LINES = [f"Line {number}.\n" for number in range(1, 41)]
AFTER = [*LINES[:9], "Ten.\n", *LINES[10:]]


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        yield hub


@pytest.fixture
def number(hub: Hub) -> int:
    """A pull request that changes line 10 of a file, and adds another."""
    base = hub.commit({"a.md": "".join(LINES)})
    return hub.open(base, hub.commit({"a.md": "".join(AFTER), "b.md": "Bee.\n"}, base))


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(hub: Hub, time: Time) -> Iterator[Client]:
    with connect(
        *(hub.api, hub.graphql, hub.token), sleep=time.sleep, clock=time.tell, jitter=lambda: 0.0
    ) as client:
        yield client


def note(start: int, end: int, body: str = "Hm.") -> Note:
    return Note("f", "a.md", start, end, body)


def test_a_pull_request_is_read(hub: Hub, number: int, client: Client) -> None:
    stands = hub.pulls[number]
    pull = client.pull("octo/skills", number)
    assert (pull.base, pull.head, pull.open) == (stands.base, stands.head, True)
    assert pull.head_repository == pull.repository
    assert client.pulls("octo/skills", "octo", "topic") == (pull,)
    assert client.pulls("octo/skills", "octo", "other") == ()
    assert client.parting("octo/skills", pull.target, pull.head) == Parting(pull.base, pull.base)
    patches = client.patches("octo/skills", number, {"a.md", "c.md"})
    assert list(patches) == ["a.md"]
    assert "+Ten.\n" in (patches["a.md"] or "")
    hub.patchless.add("a.md")
    assert client.patches("octo/skills", number, {"a.md"}) == {"a.md": None}
    hub.close(number)
    assert not client.pull("octo/skills", number).open


def test_each_write_does_what_it_says(hub: Hub, number: int, client: Client, time: Time) -> None:
    hub.rights["contents"] = "write"
    pull = client.pull("octo/skills", number)
    sent = client.send(pull, PostSummary("one"))
    client.send(pull, PostReview(pull.head, (note(9, 11, "first"), note(10, 10, "second"))))
    state = client.state("octo/skills", number)
    (comment,), (first, second) = state.comments, state.threads
    assert (comment.number, comment.body, comment.mine) == (sent.number, "one", True)
    assert [(one.first.body, one.line, one.remarks) for one in (first, second)] == [
        ("first", 11, 1),
        ("second", 10, 1),
    ]
    client.send(pull, EditSummary(comment, "two"))
    client.send(pull, EditRemark(first.first, "changed"))
    client.send(pull, Resolve(first))
    client.send(pull, Hide(comment.id, "OUTDATED"))
    client.send(pull, DeleteRemark(second.first))
    state = client.state("octo/skills", number)
    (comment,), (first,) = state.comments, state.threads
    assert (comment.body, comment.hidden) == ("two", True)
    assert (first.first.body, first.resolved, first.can_unresolve) == ("changed", True, True)
    client.send(pull, Resolve(first, again=True))
    client.send(pull, Hide(comment.id, None))
    state = client.state("octo/skills", number)
    assert (state.comments[0].hidden, state.threads[0].resolved) == (False, False)
    # nine writes, and a second between any two
    assert len(hub.writes) == 9
    assert time.slept == [1.0] * 8


def test_250_comments_and_31_threads(hub: Hub, number: int, client: Client) -> None:
    for count in range(250):
        hub.say(number, "mona" if count % 5 else BOT, f"said {count}")
    hub.say(number, None, "from somebody who is gone")
    pull = client.pull("octo/skills", number)
    client.send(pull, PostReview(pull.head, tuple(note(10, 10, f"n{one}") for one in range(31))))
    before = len(hub.log)
    state = client.state("octo/skills", number)
    assert len(hub.log) - before == 3
    assert [one.body for one in state.comments[:250]] == [f"said {count}" for count in range(250)]
    assert sum(one.mine for one in state.comments) == 50
    assert [one.first.body for one in state.threads] == [f"n{one}" for one in range(31)]


def test_a_thread_that_was_answered_resolved_and_left_behind(
    hub: Hub, number: int, client: Client
) -> None:
    pull = client.pull("octo/skills", number)
    client.send(pull, PostReview(pull.head, (note(10, 10),)))
    (thread,) = hub.threads(number)
    hub.reply(thread, None, "why?")
    hub.resolve(thread, "mona")
    hub.push(number, hub.commit({"a.md": "".join(LINES)}, pull.head))
    state = client.state("octo/skills", number)
    (found,) = state.threads
    assert (found.line, found.remarks, found.resolved, found.resolved_by) == (None, 2, True, "mona")
    assert not found.can_unresolve
    assert state.head == hub.pulls[number].head != pull.head


def test_what_a_token_may_not_do(hub: Hub, number: int, client: Client, time: Time) -> None:
    pull = client.pull("octo/skills", number)
    client.send(pull, PostReview(pull.head, (note(10, 10),)))
    (thread,) = client.state("octo/skills", number).threads
    assert not thread.can_resolve
    with pytest.raises(RightsError, match="it needs contents: write"):
        client.send(pull, Resolve(thread))
    hub.rights["pull-requests"] = "read"
    for write in (PostSummary("one"), PostReview(pull.head, (note(10, 10),))):
        with pytest.raises(RightsError, match="it needs pull-requests: write"):
            client.send(pull, write)
    with (
        connect(hub.api, hub.graphql, "ghs_wrong", sleep=time.sleep) as other,
        pytest.raises(TokenError, match="the token is not accepted"),
    ):
        other.pull("octo/skills", number)


def test_what_is_not_there_or_not_taken(hub: Hub, number: int, client: Client) -> None:
    with pytest.raises(MissingError):
        client.pull("octo/skills", 99)
    with pytest.raises(MissingError):
        client.state("octo/skills", 99)
    pull = client.pull("octo/skills", number)
    with pytest.raises(RejectedError, match="422"):
        client.send(pull, PostReview(pull.head, (note(10, 10), note(30, 30))))
    assert hub.threads(number) == []
    client.send(pull, PostSummary("one"))
    (comment,) = client.state("octo/skills", number).comments
    hub.delete(hub.comments(number)[0])
    with pytest.raises(MissingError, match="it is gone, or the token may not see it"):
        client.send(pull, EditSummary(comment, "two"))


def test_a_write_that_was_done_and_not_heard_of_stands_once(
    hub: Hub, number: int, client: Client
) -> None:
    pull = client.pull("octo/skills", number)
    hub.fail("POST", "/comments$", 502, after=True)
    with pytest.raises(UnknownFateError):
        client.send(pull, PostSummary("one"))
    hub.drop("POST", "/reviews$", after=True)
    with pytest.raises(UnknownFateError):
        client.send(pull, PostReview(pull.head, (note(10, 10),)))
    state = client.state("octo/skills", number)
    assert (len(state.comments), len(state.threads)) == (1, 1)
    hub.fail("DELETE", "/comments/", 502, after=True)
    client.send(pull, DeleteRemark(state.threads[0].first))
    hub.drop("PATCH", "/comments/", after=True)
    client.send(pull, EditSummary(state.comments[0], "two"))
    assert [one.body for one in hub.comments(number)] == ["two"]
    assert hub.threads(number) == []


def test_limits_and_faults_are_waited_out(
    hub: Hub, number: int, client: Client, time: Time
) -> None:
    pull = client.pull("octo/skills", number)
    hub.limit("POST", "/comments$", 403, retry_after=9)
    hub.limit("POST", "/comments$", 429)
    client.send(pull, PostSummary("one"))
    hub.fail("POST", "/graphql", 502, times=2)
    assert len(client.state("octo/skills", number).comments) == 1
    # the second limit in a row is taken for a sign that the first wait was too short
    assert time.slept == [9, 120, 1, 2]
    hub.fail("GET", "/pulls/", 503, times=4)
    with pytest.raises(UnreachableError, match=r"answers 503: Service Unavailable, 4 times$"):
        client.pull("octo/skills", number)


def test_neither_redirects_nor_links_lead_the_token_away(
    hub: Hub, number: int, client: Client
) -> None:
    hub.astray = True
    base = hub.commit({})
    files = {f"f{one:03}.md": "x\n" for one in range(150)}
    many = hub.open(base, hub.commit(files, base), branch="files")
    assert client.patches("octo/skills", many, {"f149.md"})["f149.md"]
    hub.redirect("GET", "/pulls/")
    with pytest.raises(RejectedError, match="a redirect, which is not followed"):
        client.pull("octo/skills", number)
    assert hub.leaks == []
