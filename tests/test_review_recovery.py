"""What comes of a run in which something fails: nothing twice, nothing of others', one sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import HEAD, PULL, Desk, comment, remark, told, wanted

from skilllint.github import (
    GithubError,
    MissingError,
    RejectedError,
    RightsError,
    TokenError,
    UnknownFateError,
    UnreachableError,
)
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Posted,
    PostReview,
    PostSummary,
    Resolve,
    State,
    Wanted,
    Write,
)
from skilllint.review import markers, planning, posting

PRINTS = [f"{number:016x}" for number in range(1, 9)]
A, B, C = PRINTS[:3]
TWO = wanted(told(A, "one"), told(B, "two"))


class Waits(list[float]):
    """Pauses that were asked for."""


def post(desk: Desk, asked: Wanted = TWO, waits: Waits | None = None) -> Posted:
    pauses = Waits() if waits is None else waits
    return posting.post(desk, PULL, asked, pauses.append)


def kinds(writes: object) -> list[str]:
    assert isinstance(writes, list | tuple)
    return [type(one).__name__ for one in writes if not isinstance(one, str)]


class Fails:
    """Raises one error after the other at writes of a kind, then no more."""

    def __init__(self, kind: type, *errors: GithubError) -> None:
        self.kind = kind
        self.errors = list(errors)

    def __call__(self, write: Write) -> None:
        if isinstance(write, self.kind) and self.errors:
            raise self.errors.pop(0)


def says(desk: Desk) -> dict[str, object]:
    """What a reader sees: the texts of the summary, and of each open thread."""
    shown = [one.body for one, _ in planning.summaries(desk.there) if not one.hidden]
    threads = [
        one.first.body for one in desk.there.threads if not one.resolved and not one.first.hidden
    ]
    return {"summary": shown, "threads": sorted(threads)}


WHOLE = {
    "summary": [markers.summary("summary")],
    "threads": sorted([markers.remark(A, "one"), markers.remark(B, "two")]),
}


# --- nothing fails -----------------------------------------------------------------


def test_a_first_review_is_a_summary_and_one_review() -> None:
    desk = Desk()
    done = post(desk)
    assert done.outcome == "done"
    assert done.summary == desk.there.comments[0].number
    assert says(desk) == WHOLE
    asked = [one if isinstance(one, str) else type(one).__name__ for one in desk.calls]
    assert asked == ["state", "patches", "PostSummary", "pull", "PostReview", "state"]


def test_the_same_again_reads_once_and_writes_nothing() -> None:
    desk = Desk()
    post(desk)
    desk.calls.clear()
    done = post(desk)
    assert done == Posted("unchanged", desk.there.comments[0].number)
    assert desk.calls == ["state"]


def test_where_nothing_differs_and_nothing_stands_nothing_is_written() -> None:
    desk = Desk()
    assert post(desk, wanted(summary=None)) == Posted("unchanged")
    assert desk.calls == ["state"]


def test_what_has_no_remark_is_told() -> None:
    desk = Desk()
    asked = replace(wanted(told(A, "one"), told(B, "two"), told(C, "3", line=99)), most=1)
    done = post(desk, asked)
    assert done.left_out == ((B, "limit"), (C, "limit"))
    assert done.sentences == ("2 findings have no remark: over the limit of remarks",)


class Diffless(Desk):
    """A pull request that is too large for GitHub to show a diff of."""

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        super().patches(repository, number, wanted)
        raise RejectedError("too large")


def test_without_any_diff_it_is_unknown_where_a_remark_could_stand() -> None:
    desk = Diffless()
    done = post(desk)
    assert done.left_out == ((A, "unknown"), (B, "unknown"))
    assert says(desk) == {**WHOLE, "threads": []}
    assert done.sentences[0] == "too large"


def test_why_a_finding_has_no_remark_is_what_the_first_look_said() -> None:
    desk = Desk()
    done = post(desk, wanted(told(A, "one"), told(B, "two", line=99)))
    assert desk.calls.count("state") == 2
    assert done.left_out == ((B, "outside"),)


def test_a_diff_is_asked_for_once_however_often_it_is_tried() -> None:
    desk = Desk(before=Fails(PostSummary, UnknownFateError("lost"), UnknownFateError("lost")))
    assert post(desk).outcome == "done"
    assert says(desk) == WHOLE
    assert desk.calls.count("state") > 2
    assert desk.calls.count("patches") == 1


# --- not the moment ------------------------------------------------------------------


def test_nothing_is_written_for_a_head_that_moved() -> None:
    desk = Desk(State("2" * 40, True))
    done = post(desk)
    assert done.outcome == "moved"
    assert done.sentences == (
        "octo/skills#7 has another head by now (222222222222, not 111111111111):"
        " nothing more is written",
    )
    assert desk.calls == ["state"]


def test_nothing_is_written_where_nobody_waits() -> None:
    desk = Desk(State(HEAD, False))
    done = post(desk)
    assert (done.outcome, desk.writes) == ("closed", [])
    assert done.sentences == ("octo/skills#7 is closed: nothing more is written",)


def test_a_head_that_moves_after_the_summary_gets_no_review() -> None:
    desk = Desk()

    def move(write: Write) -> None:
        desk.there = replace(desk.there, head="2" * 40)

    desk.after = move
    done = post(desk)
    assert (done.outcome, kinds(done.writes)) == ("moved", ["PostSummary"])
    assert desk.there.threads == ()


def test_a_long_run_looks_now_and_then_whether_the_head_has_moved() -> None:
    prints = [f"{number:016x}" for number in range(25)]
    threads = tuple(remark(n, print_, "old") for n, print_ in enumerate(prints))
    desk = Desk(State(HEAD, True, (), threads))
    assert post(desk, wanted(summary=None)).outcome == "done"
    asked = [one if isinstance(one, str) else "write" for one in desk.calls]
    assert asked == ["state", *["write"] * 9, "pull", *["write"] * 10, "pull", *["write"] * 6]

    desk = Desk(State(HEAD, True, (), threads))

    def move(write: Write) -> None:
        desk.there = replace(desk.there, head="2" * 40)

    desk.after = move
    done = post(desk, wanted(summary=None))
    assert (done.outcome, len(done.writes)) == ("moved", 9)


# --- a write of unknown fate -----------------------------------------------------------

LOST = UnknownFateError("no clear answer")


@pytest.mark.parametrize("kind", [PostSummary, PostReview])
def test_a_write_that_was_done_is_not_sent_again(kind: type) -> None:
    desk, waits = Desk(after=Fails(kind, LOST)), Waits()
    done = post(desk, waits=waits)
    assert done.outcome == "done"
    assert kinds(done.writes) == kinds(desk.writes) == ["PostSummary", "PostReview"]
    assert done.summary == desk.there.comments[0].number
    assert says(desk) == WHOLE
    assert waits == [2.0]


@pytest.mark.parametrize("kind", [PostSummary, PostReview])
def test_a_write_that_was_not_done_is_sent_again(kind: type) -> None:
    desk, waits = Desk(before=Fails(kind, LOST, LOST)), Waits()
    done = post(desk, waits=waits)
    assert done.outcome == "done"
    assert kinds(done.writes) == ["PostSummary", "PostReview"]
    assert len(desk.writes) == 4
    assert says(desk) == WHOLE
    assert waits == [2.0, 4.0]


@pytest.mark.parametrize("when", ["before", "after"])
def test_each_write_has_its_own_tries(when: str) -> None:
    faults = [Fails(PostSummary, LOST, LOST), Fails(PostReview, LOST, LOST)]

    def both(write: Write) -> None:
        for fault in faults:
            fault(write)

    desk = Desk(**{when: both})  # type: ignore[arg-type]
    assert post(desk).outcome == "done"
    assert says(desk) == WHOLE


def test_it_is_not_sent_for_ever() -> None:
    desk = Desk(before=Fails(PostSummary, *[LOST] * 9))
    done = post(desk)
    assert (done.outcome, len(desk.writes)) == ("failed", 3)
    assert done.sentences == ("no clear answer",)


def test_it_is_not_sent_again_to_a_head_that_moved_meanwhile() -> None:
    desk = Desk()

    def move(write: Write) -> None:
        desk.there = replace(desk.there, head="2" * 40)
        raise LOST

    desk.before = move
    assert post(desk).outcome == "moved"
    assert len(desk.writes) == 1


# --- what may not be done -----------------------------------------------------------------

REFUSED = RightsError("the token may not write")


@pytest.mark.parametrize("kind", [PostSummary, PostReview])
def test_without_the_right_to_write_nothing_further_is_tried(kind: type) -> None:
    desk = Desk(before=Fails(kind, REFUSED))
    done = post(desk)
    assert done.outcome == "refused"
    assert done.sentences[0] == "the token may not write"
    assert isinstance(desk.writes[-1], kind)


def old(**more: object) -> Desk:
    """A pull request with the thread of a finding that is gone."""
    thread = replace(remark(1, C, "old"), **more)  # type: ignore[arg-type]
    return Desk(State(HEAD, True, (comment(50, markers.summary("summary")),), (thread,)))


def test_where_resolving_is_refused_the_remark_is_deleted() -> None:
    desk = old()
    desk.before = Fails(Resolve, REFUSED)
    done = post(desk, wanted())
    assert (done.outcome, kinds(done.writes)) == ("done", ["DeleteRemark"])
    assert kinds(desk.writes) == ["Resolve", "DeleteRemark"]
    assert desk.there.threads == ()


def test_with_a_reply_it_is_folded_and_says_that_it_is_fixed() -> None:
    desk = old(remarks=2)
    desk.before = Fails(Resolve, REFUSED)
    done = post(desk, wanted())
    assert kinds(done.writes) == ["Hide", "EditRemark"]
    assert desk.there.threads[0].first.body == markers.remark(C, "Fixed in 1111111", gone=True)
    assert desk.there.threads[0].first.hidden
    desk.calls.clear()
    assert post(desk, wanted()).outcome == "unchanged"


def test_a_right_is_asked_for_once_in_a_run() -> None:
    threads = tuple(remark(n, print_, "old") for n, print_ in enumerate(PRINTS))
    desk = Desk(State(HEAD, True, (), threads), before=Fails(Resolve, *[REFUSED] * 9))
    done = post(desk, wanted(summary=None))
    assert kinds(desk.writes) == ["Resolve"] + ["DeleteRemark"] * 8
    assert done.outcome == "done"


def test_where_nothing_but_a_text_can_be_written_that_is() -> None:
    desk = old()

    def no(write: Write) -> None:
        if isinstance(write, Resolve | DeleteRemark | Hide):
            raise REFUSED

    desk.before = no
    done = post(desk, wanted())
    assert kinds(done.writes) == ["EditRemark"]
    assert kinds(desk.writes) == ["Resolve", "DeleteRemark", "Hide", "EditRemark"]


def test_without_the_right_to_edit_nothing_further_is_tried() -> None:
    desk = Desk(
        State(HEAD, True, (comment(50, markers.summary("summary")),), (remark(1, A, "old"),)),
        before=Fails(EditRemark, *[REFUSED] * 9),
    )
    done = post(desk, wanted(told(A, "one")))
    assert (done.outcome, kinds(desk.writes)) == ("refused", ["EditRemark"])


# --- what is not taken ----------------------------------------------------------------

WRONG = RejectedError("cannot post the review: 422")


def test_a_review_that_is_not_taken_is_tried_on_changed_lines() -> None:
    desk = Desk(before=Fails(PostReview, WRONG))
    asked = wanted(told(A, "one", line=1), told(B, "two", line=4))
    done = post(desk, asked)
    assert done.outcome == "done"
    assert [one.first.body for one in desk.there.threads] == [markers.remark(B, "two")]
    assert done.left_out == ((A, "refused"),)
    assert done.sentences == (
        "cannot post the review: 422",
        "remarks are tried on lines that changed, and on no others",
        "1 finding has no remark: on lines that GitHub refused",
    )


def test_the_very_same_review_is_not_tried_twice() -> None:
    desk = Desk(before=Fails(PostReview, WRONG))
    done = post(desk)
    assert kinds(desk.writes) == ["PostSummary", "PostReview"]
    assert (done.outcome, kinds(done.writes)) == ("done", ["PostSummary"])
    assert done.sentences[2] == "no new remark is made; the summary lists all findings"
    assert [reason for _, reason in done.left_out] == ["refused", "refused"]


def test_a_review_that_is_never_taken_leaves_the_summary() -> None:
    desk = Desk(before=Fails(PostReview, WRONG, WRONG, WRONG))
    asked = wanted(told(A, "one", line=1), told(B, "two", line=4))
    done = post(desk, asked)
    assert kinds(desk.writes) == ["PostSummary", "PostReview", "PostReview"]
    assert (done.outcome, says(desk)["threads"]) == ("done", [])


def test_a_review_that_is_not_taken_since_the_head_moved_is_let_be() -> None:
    desk = Desk()

    def move(write: Write) -> None:
        if isinstance(write, PostReview):
            desk.there = replace(desk.there, head="2" * 40)
            raise WRONG

    desk.before = move
    done = post(desk)
    assert (done.outcome, kinds(desk.writes)) == ("moved", ["PostSummary", "PostReview"])


def test_a_text_that_is_not_taken_does_not_keep_others_from_it() -> None:
    threads = (remark(1, A, "old"), remark(2, B, "old"))
    desk = Desk(State(HEAD, True, (), threads), before=Fails(EditRemark, WRONG))
    done = post(desk, replace(TWO, summary=None))
    assert (done.outcome, done.sentences) == ("done", (str(WRONG),))
    assert says(desk)["threads"] == sorted([markers.remark(A, "old"), markers.remark(B, "two")])


def test_a_summary_that_is_not_taken_ends_the_run() -> None:
    desk = Desk(before=Fails(PostSummary, RejectedError("the conversation is locked")))
    done = post(desk)
    assert (done.outcome, done.writes) == ("refused", ())
    assert done.sentences == ("the conversation is locked",)


# --- what is gone --------------------------------------------------------------------------

GONE = MissingError("it is gone")


def test_a_summary_that_was_deleted_meanwhile_is_posted_anew() -> None:
    desk = Desk(State(HEAD, True, (comment(1, markers.summary("old")),)))

    def lose(write: Write) -> None:
        if isinstance(write, EditSummary):
            desk.there = replace(desk.there, comments=())
            raise GONE

    desk.before = lose
    done = post(desk, wanted())
    assert kinds(desk.writes) == ["EditSummary", "PostSummary"]
    assert (done.outcome, done.summary) == ("done", desk.there.comments[0].number)


def test_a_thread_that_was_deleted_meanwhile_is_no_trouble() -> None:
    desk = old()

    def lose(write: Write) -> None:
        desk.there = replace(desk.there, threads=())
        raise GONE

    desk.before = lose
    done = post(desk, wanted())
    assert (done.outcome, kinds(desk.writes)) == ("unchanged", ["Resolve"])


def test_what_is_shown_and_yet_not_there_is_tried_once() -> None:
    desk = old()
    desk.before = Fails(Resolve, *[GONE] * 9)
    assert kinds(post(desk, wanted()).writes) == []
    assert kinds(desk.writes) == ["Resolve"]


# --- nothing goes ---------------------------------------------------------------------------


@pytest.mark.parametrize("error", [TokenError("no"), UnreachableError("no"), GithubError("no")])
def test_any_other_error_ends_the_run_and_says_what_was_done(error: GithubError) -> None:
    desk = Desk(before=Fails(PostReview, error))
    done = post(desk)
    assert (done.outcome, kinds(done.writes)) == ("failed", ["PostSummary"])
    assert done.sentences == ("no",)
    again = post(desk)
    assert (again.outcome, kinds(again.writes)) == ("done", ["PostReview"])
    assert says(desk) == WHOLE


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(RightsError("no"), "refused"), (MissingError("no"), "failed"), (TokenError("no"), "failed")],
)
def test_what_cannot_be_read_is_not_written(error: GithubError, outcome: str) -> None:
    class Shut(Desk):
        def state(self, repository: str, number: int) -> State:
            raise error

    desk = Shut()
    assert post(desk) == Posted(outcome, sentences=("no",))  # type: ignore[arg-type]
    assert desk.calls == []


# --- two runs at once ---------------------------------------------------------------------


def meanwhile(desk: Desk, kind: type) -> None:
    """Another run that writes all of it just before a write of this one."""
    other = Desk(desk.there)

    def post_too(write: Write) -> None:
        if isinstance(write, kind) and not other.calls:
            other.there = desk.there
            post(other)
            desk.there = other.there

    desk.before = post_too


@pytest.mark.parametrize("kind", [PostSummary, PostReview])
def test_two_runs_at_once_leave_one_summary_and_one_thread_a_finding(kind: type) -> None:
    desk = Desk()
    meanwhile(desk, kind)
    done = post(desk)
    assert says(desk) == WHOLE
    assert done.outcome == "done"
    (first, _), *others = planning.summaries(desk.there)
    assert done.summary == first.number
    assert first.number == min(one.number for one in desk.there.comments)
    assert all(one.hidden for one, _ in others)
    desk.calls.clear()
    assert post(desk).outcome == "unchanged"


def test_nothing_is_posted_again_where_what_was_posted_is_shown_late() -> None:
    class Late(Desk):
        def state(self, repository: str, number: int) -> State:
            super().state(repository, number)
            return State(HEAD, True)

    desk = Late()
    done = post(desk)
    assert done.outcome == "done"
    assert kinds(desk.writes) == ["PostSummary", "PostReview"]
    assert done.summary == desk.there.comments[0].number


def test_the_last_look_asks_for_no_diff() -> None:
    class Unlisted(Desk):
        def patches(
            self, repository: str, number: int, wanted: Collection[str]
        ) -> dict[str, str | None]:
            super().patches(repository, number, wanted)
            return {}

    desk = Unlisted()
    assert post(desk).outcome == "done"
    assert desk.calls.count("patches") == 1


def test_the_last_look_is_no_failure() -> None:
    class Once(Desk):
        def state(self, repository: str, number: int) -> State:
            if "state" in self.calls:
                raise UnreachableError("away")
            return super().state(repository, number)

    done = post(Once())
    assert (done.outcome, done.sentences) == ("done", ("away",))


def test_what_could_not_be_tidied_is_told() -> None:
    desk = Desk()
    meanwhile(desk, PostSummary)
    other = desk.before

    def before(write: Write) -> None:
        other(write)
        if isinstance(write, Hide | DeleteRemark):
            raise REFUSED

    desk.before = before
    done = post(desk)
    assert done.outcome == "done"
    assert done.sentences == ("the token may not write",) * 2


# --- whatever happens -----------------------------------------------------------------------

ERRORS = [
    UnknownFateError("?"),
    RightsError("no"),
    RejectedError("wrong"),
    MissingError("gone"),
    UnreachableError("away"),
    None,
    None,
    None,
]
faults = st.lists(st.tuples(st.sampled_from(ERRORS), st.booleans()), max_size=12)
some = st.lists(st.sampled_from(PRINTS[:4]), unique=True)


class Storm:
    """Errors in any order, some of which come after the write was done."""

    def __init__(self, faults: list[tuple[GithubError | None, bool]]) -> None:
        self.faults = list(faults)
        self.late: GithubError | None = None

    def before(self, write: Write) -> None:
        error, done = self.faults.pop(0) if self.faults else (None, False)
        if error and done and isinstance(error, UnknownFateError | UnreachableError):
            self.late = error
        elif (
            error
            and not (
                # those come only where they can: what is made anew is not missing
                isinstance(error, MissingError) and isinstance(write, PostSummary | PostReview)
            )
            and not (
                isinstance(error, UnknownFateError)
                and not isinstance(write, PostSummary | PostReview)
            )
        ):
            raise error

    def after(self, write: Write) -> None:
        late, self.late = self.late, None
        if late:
            raise late


OTHERS = State(
    HEAD,
    True,
    (replace(comment(1, markers.summary("mine")), mine=False), comment(2, "> hello")),
    (
        replace(remark(3, A, "x"), first=replace(remark(3, A, "x").first, mine=False)),
        replace(remark(4, B, "x"), first=replace(remark(4, B, "x").first, mine=False)),
    ),
)


@given(st.lists(st.tuples(some, faults), min_size=1, max_size=4))
def test_after_any_faults_one_calm_run_leaves_all_as_it_should_be(
    runs: list[tuple[list[str], list[tuple[GithubError | None, bool]]]],
) -> None:
    desk = Desk(OTHERS)
    for there, errors in runs:
        storm = Storm(errors)
        desk.before, desk.after = storm.before, storm.after
        asked = wanted(*(told(one, f"text {one}") for one in there))
        post(desk, asked)
        count = [one for one, _ in planning.summaries(desk.there)]
        assert len(count) <= 1
        assert all(len(found) == 1 for found in planning.ours(desk.there).values())
    desk.before = desk.after = lambda write: None
    post(desk, asked)
    assert desk.there.comments[:2] == OTHERS.comments
    assert desk.there.threads[:2] == OTHERS.threads
    assert says(desk)["summary"] == [markers.summary("summary")]
    open_ = {
        print_
        for print_, [(thread, marker)] in planning.ours(desk.there).items()
        if not thread.resolved and marker.digest != markers.GONE
    }
    assert open_ == set(asked_prints(asked))
    assert post(desk, asked).outcome == "unchanged"


@given(some, some, st.integers(0, 6))
def test_another_run_at_any_moment_leaves_all_as_it_should_be(
    before: list[str], now: list[str], moment: int
) -> None:
    desk = Desk(OTHERS)
    post(desk, wanted(*(told(one, f"text {one}") for one in before), summary="before"))
    desk.calls.clear()
    asked = wanted(*(told(one, f"text {one}") for one in now))
    other = Desk()

    def interrupt(write: Write) -> None:
        if len(desk.writes) == moment + 1 and not other.calls:
            other.there = desk.there
            assert post(other, asked).outcome in ("done", "unchanged")
            desk.there = other.there

    desk.before = interrupt
    assert post(desk, asked).outcome in ("done", "unchanged")
    assert says(desk)["summary"] == [markers.summary("summary")]
    for print_ in now:
        threads = planning.ours(desk.there)[print_]
        assert [thread.resolved for thread, _ in threads] == [False]
    desk.calls.clear()
    assert post(desk, asked).outcome == "unchanged"


def asked_prints(asked: Wanted) -> list[str]:
    return [one.finding.fingerprint for one in asked.told or ()]
