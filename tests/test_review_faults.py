"""What goes wrong on the way: one summary and one thread a finding all the same, or a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hub import Hub
from visiting import PATH, Time, client, opened, push, review, shown, text, used, wish

from skilllint.model.reviewing import PostSummary
from skilllint.review import markers, posting

LACKS = {"message": "Resource not accessible by integration", "status": "403"}
INVALID = {"message": "Unprocessable Entity", "errors": ["Pull request review thread line"]}

COMMENT, REVIEW, STATE = r"issues/\d+/comments$", r"pulls/\d+/reviews$", "/graphql"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as one:
        yield one


def whole(hub: Hub, number: int, *bad: int) -> None:
    """All of it stands there, once, and a further run has nothing to do."""
    summaries, threads = shown(hub, number)
    assert len(summaries) == 1
    assert set(threads) == set(map(str, bad))
    before = len(hub.writes)
    assert review(hub, number).outcome == "unchanged"
    assert len(hub.writes) == before


# --- what GitHub answers -----------------------------------------------------------


@pytest.mark.parametrize("path", [COMMENT, REVIEW])
def test_403(hub: Hub, path: str) -> None:
    number = opened(hub, 1)
    hub.fail("POST", path, 403, body=LACKS)
    done = review(hub, number)
    assert done.outcome == "refused"
    assert "pull-requests: write" in done.sentences[0]
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1)


def test_a_token_that_may_only_read_is_told_once(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.rights["pull-requests"] = "read"
    done = review(hub, number)
    assert (done.outcome, len(done.sentences)) == ("refused", 1)
    assert len(hub.writes) == 1
    assert hub.comments(number) == []


@pytest.mark.parametrize("times", [1, 2])
def test_422_of_the_review(hub: Hub, times: int) -> None:
    number = opened(hub, 1, 2)
    hub.fail("POST", REVIEW, 422, body=INVALID, times=times)
    done = review(hub, number)
    assert done.outcome == "done"
    assert [len(part) for part in shown(hub, number)] == [1, 0]
    assert [reason for _, reason in done.left_out] == ["refused", "refused"]
    assert len(hub.writes) == 2, "the very same is not tried again"
    hub.script.faults.clear()
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1, 2)


def test_422_of_a_line_around_the_change(hub: Hub) -> None:
    base = hub.commit({PATH: text(lines=3)})
    number = hub.open(base, hub.commit({PATH: text(1, lines=3)}, base))
    asked = wish(hub, number)
    (one,) = asked.told or ()
    near = replace(one, finding=replace(one.finding, fingerprint="f" * 16, start=1, end=1))
    hub.fail("POST", REVIEW, 422, body=INVALID)
    done = review(hub, number, replace(asked, told=(near, one)))
    assert done.outcome == "done"
    assert set(shown(hub, number)[1]) == {"1"}
    assert done.left_out == (("f" * 16, "refused"),)
    assert "remarks are tried on lines that changed, and on no others" in done.sentences


def test_422_of_the_summary(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.fail("POST", COMMENT, 422, body={"message": "Validation Failed"})
    done = review(hub, number)
    assert done.outcome == "refused"
    assert done.sentences[0].startswith("cannot post the summary: ")
    assert len(hub.writes) == 1


@pytest.mark.parametrize(("after", "waits"), [(7, 7.0), (None, 60.0)])
@pytest.mark.parametrize("path", [COMMENT, REVIEW, STATE])
def test_429(hub: Hub, path: str, after: int | None, waits: float) -> None:
    number, time = opened(hub, 1), Time()
    hub.limit("POST", path, retry_after=after)
    assert review(hub, number, time=time).outcome == "done"
    assert waits in time.slept
    whole(hub, number, 1)


@pytest.mark.parametrize("path", [COMMENT, REVIEW])
@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("how", ["502", "dropped"])
def test_502_or_no_answer_whether_or_not_the_write_was_done(
    hub: Hub, path: str, after: bool, how: str
) -> None:
    number = opened(hub, 1)
    if how == "502":
        hub.fail("POST", path, 502, after=after)
    else:
        hub.drop("POST", path, after=after)
    assert review(hub, number).outcome == "done"
    assert len(hub.mails) == 2, "nothing is posted twice"
    whole(hub, number, 1)


def test_502_for_ever(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.fail("POST", COMMENT, 502, times=99)
    done = review(hub, number)
    assert done.outcome == "failed"
    assert done.sentences[0].startswith("cannot tell whether 127.0.0.1")
    assert len(hub.writes) == 3


def test_502_of_an_edit_is_tried_again(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, "1 very", 2)
    hub.fail("PATCH", "comments", 502, times=2)
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1, 2)


def test_github_down(hub: Hub) -> None:
    number, time = opened(hub, 1), Time()
    with client(hub, time) as it:
        pull, asked = it.pull(hub.repository, number), wish(hub, number)
        hub.fail("POST", STATE, 503, times=99)
        done = posting.post(it, pull, asked, time.sleep)
    assert (done.outcome, done.writes) == ("failed", ())
    assert done.sentences[0].startswith(f"cannot read what stands on octo/skills#{number}: ")
    assert hub.writes == []


def test_a_wrong_token(hub: Hub) -> None:
    number = opened(hub, 1)
    asked = wish(hub, number)
    with client(hub) as it:
        pull = it.pull(hub.repository, number)
        hub.token = "another"
        done = posting.post(it, pull, asked)
    assert done.outcome == "failed"
    assert "the token is not accepted" in done.sentences[0]


# --- what stands there -------------------------------------------------------------------


def test_a_missing_patch(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.patchless.add(PATH)
    done = review(hub, number)
    assert (done.outcome, len(hub.writes)) == ("done", 1)
    assert done.left_out == ((f"{1:016x}", "unknown"),)
    assert done.sentences == ("1 finding has no remark: in a file that GitHub shows no diff of",)
    whole(hub, number)


@pytest.mark.parametrize("status", [422, 503])
def test_a_diff_that_is_too_large_for_github_does_not_cost_the_summary(
    hub: Hub, status: int
) -> None:
    number = opened(hub, 1)
    hub.fail("GET", "files", status, times=99)
    done = review(hub, number)
    assert (done.outcome, len(hub.writes)) == ("done", 1)
    assert done.left_out == ((f"{1:016x}", "unknown"),)
    assert done.sentences[0].startswith(f"cannot list the files of octo/skills#{number}: ")
    hub.script.faults.clear()
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1)


@pytest.mark.parametrize("before", [31, 250])
def test_many_comments(hub: Hub, before: int) -> None:
    number = opened(hub, 1)
    for count in range(before):
        hub.say(number, "ann", f"comment {count}")
    review(hub, number)
    for count in range(before):
        hub.say(number, "ann", f"later comment {count}")
    whole(hub, number, 1)
    assert used(hub) == 1 + 2 * before // 100
    assert len(hub.comments(number)) == 2 * before + 1


def test_our_comment_behind_250_others_is_found(hub: Hub) -> None:
    number = opened(hub, 1)
    for count in range(250):
        hub.say(number, "ann", f"comment {count}")
    review(hub, number)
    assert used(hub) == 3 + 1 + 1 + 1 + 1 + 3
    push(hub, number, 1, 2)
    review(hub, number)
    assert len(hub.summaries(number)) == 1
    whole(hub, number, 1, 2)


def test_31_threads_and_more(hub: Hub) -> None:
    number = opened(hub, *range(1, 41))
    done = review(hub, number)
    assert set(shown(hub, number)[1]) == set(map(str, range(1, 31)))
    assert done.left_out == tuple((f"{one:016x}", "limit") for one in range(31, 41))
    assert len(hub.mails) == 2, "one comment and one review"
    whole(hub, number, *range(1, 31))
    push(hub, number, *range(11, 41))
    assert review(hub, number).outcome == "done"
    whole(hub, number, *range(11, 41))


def test_120_threads_are_all_found(hub: Hub) -> None:
    number = opened(hub, *range(1, 121))
    assert review(hub, number, most=200).outcome == "done"
    assert [mail.kind for mail in hub.mails] == ["comment", "review", "review"]
    before = len(hub.writes)
    assert review(hub, number, most=200).outcome == "unchanged"
    assert len(hub.writes) == before
    assert used(hub) == 2


def test_300_changed_skills(hub: Hub) -> None:
    base = hub.commit({f"skills/s{n:03}/SKILL.md": text(lines=3) for n in range(300)})
    files: dict[str, str | bytes | None] = {
        f"skills/s{n:03}/SKILL.md": text(n + 1, lines=3) for n in range(300)
    }
    number = hub.open(base, hub.commit(files, base))
    done = review(hub, number)
    assert done.outcome == "done"
    assert len(shown(hub, number)[1]) == 30
    assert len(done.left_out) == 270
    assert used(hub) <= 8
    before = len(hub.writes)
    assert review(hub, number).outcome == "unchanged"
    assert (used(hub), len(hub.writes)) == (1, before)


def test_a_comment_of_somebody_else_that_holds_the_marker(hub: Hub) -> None:
    number = opened(hub, 1)
    asked = wish(hub, number)
    fake = markers.summary(asked.summary or "")
    print_ = f"{1:016x}"
    hub.say(number, "eve", fake)
    hub.note(number, "eve", PATH, 3, markers.remark(print_, (asked.told or ())[0].body))
    review(hub, number)
    whole(hub, number, 1)
    assert len(hub.comments(number)) == len(hub.threads(number)) == 2
    push(hub, number)
    review(hub, number)
    assert hub.comments(number)[0].body == fake.rstrip()
    assert hub.threads(number)[0].author == "eve"
    assert not hub.threads(number)[0].resolved


def test_a_comment_of_the_bot_that_quotes_the_marker(hub: Hub) -> None:
    number = opened(hub, 1)
    quoted = "> " + markers.summary("old words")
    hub.say(number, hub.viewer, quoted)
    review(hub, number)
    assert hub.comments(number)[0].body == quoted
    assert len(hub.comments(number)) == 2


# --- what happens meanwhile ----------------------------------------------------------------


def test_a_moved_head(hub: Hub) -> None:
    number = opened(hub, 1)
    asked = wish(hub, number)
    head = push(hub, number, 2)
    done = review(hub, number, asked)
    assert (done.outcome, hub.writes) == ("moved", [])
    assert head[:12] in done.sentences[0]


def test_a_head_that_moves_just_before_the_review(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.then(lambda: push(hub, number, 2), "POST", COMMENT, after=True)
    done = review(hub, number)
    assert (done.outcome, hub.threads(number)) == ("moved", [])
    review(hub, number)
    whole(hub, number, 2)


@pytest.mark.parametrize("path", [COMMENT, REVIEW])
def test_a_pull_request_that_is_closed_meanwhile(hub: Hub, path: str) -> None:
    number = opened(hub, 1)
    asked = wish(hub, number)
    hub.close(number)
    assert review(hub, number, asked).outcome == "closed"
    hub.reopen(number)
    hub.then(lambda: hub.close(number), "POST", COMMENT, after=True)
    done = review(hub, number, asked)
    assert (done.outcome, hub.threads(number)) == ("closed", [])


def deleted(hub: Hub, number: int, which: str) -> Callable[[], object]:
    one = hub.comments(number)[0] if which == "comment" else hub.threads(number)[0].first
    return lambda: hub.delete(one)


@pytest.mark.parametrize("which", ["comment", "thread"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_deleted_comment(hub: Hub, which: str, when: str) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, "1 very", 2)
    if when == "before":
        deleted(hub, number, which)()
    else:
        path = r"issues/comments/\d+$" if which == "comment" else r"pulls/comments/\d+$"
        hub.then(deleted(hub, number, which), "PATCH", path)
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1, 2)


def test_a_fork(hub: Hub) -> None:
    base = hub.commit({PATH: text(lines=3)})
    head = hub.commit({PATH: text(1, lines=3)}, base)
    number = hub.open(base, head, head_repository="eve/skills", branch="main", author="eve")
    hub.rights = {"contents": "read", "pull-requests": "read"}
    assert review(hub, number).outcome == "refused"
    assert (hub.comments(number), hub.threads(number)) == ([], [])
    # the second workflow's token may write
    hub.rights["pull-requests"] = "write"
    assert review(hub, number).outcome == "done"
    whole(hub, number, 1)


@pytest.mark.parametrize("path", [COMMENT, REVIEW])
def test_two_runs_at_once(hub: Hub, path: str) -> None:
    number = opened(hub, 1, 2)
    asked = wish(hub, number)

    def other() -> None:
        with client(hub) as it:
            assert posting.post(it, it.pull(hub.repository, number), asked).outcome == "done"

    hub.then(other, "POST", path)
    done = review(hub, number)
    assert done.outcome == "done"
    oldest = hub.summaries(number)[0]
    assert (done.summary, oldest.hidden) == (oldest.id, None)
    whole(hub, number, 1, 2)


def test_two_runs_at_once_after_a_push(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, 1, 2)
    asked = wish(hub, number)

    def other() -> None:
        with client(hub) as it:
            posting.post(it, it.pull(hub.repository, number), asked)

    hub.then(other, "POST", REVIEW)
    review(hub, number)
    whole(hub, number, 1, 2)


def test_the_right_to_resolve_is_refused_though_promised(hub: Hub) -> None:
    number = opened(hub, 1, 2, 3)
    hub.rights["contents"] = "write"
    review(hub, number)
    push(hub, number, 3)
    asked = {"message": "Resource not accessible by integration", "type": "FORBIDDEN"}
    hub.fail("POST", STATE, 200, body={"data": None, "errors": [asked]}, holding="mutation")
    assert review(hub, number).outcome == "done"
    assert len(hub.threads(number)) == 1
    whole(hub, number, 3)


def test_writes_are_a_second_apart(hub: Hub) -> None:
    number, time = opened(hub, 1), Time()
    review(hub, number, time=time)
    assert time.slept == [1.0]
    assert all(one.status < 300 for one in hub.log)


def test_nothing_but_what_the_plan_names_is_sent(hub: Hub) -> None:
    number = opened(hub, 1)
    asked = wish(hub, number)
    with client(hub) as it:
        pull = it.pull(hub.repository, number)
        drawn = posting.draft(it, pull, asked)
        assert hub.writes == []
        done = posting.post(it, pull, asked)
    assert done.writes == drawn.writes
    assert isinstance(done.writes[0], PostSummary)
