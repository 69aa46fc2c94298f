"""What is written on a pull request: the least, nothing twice, nothing of others'."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comparisons import finding
from hypothesis import given
from hypothesis import strategies as st
from reviewing import apply, comment, first, hidden, remark, told, wanted

from skilllint import catalogue
from skilllint.model import Finding, Worse
from skilllint.model.reviewing import (
    Comment,
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    PostReview,
    PostSummary,
    Resolve,
    State,
    Thread,
    Told,
    Wanted,
    Write,
)
from skilllint.report import review_note
from skilllint.review import markers, planning
from skilllint.review.planning import ALL, Rights, plan

HEAD = "1" * 40
PRINTS = [f"{number:016x}" for number in range(1, 5)]
A, B = PRINTS[:2]
FOUND = finding("deploy")


def state(*threads: Thread, comments: tuple[Comment, ...] = ()) -> State:
    return State(HEAD, True, comments, threads)


def threads(
    there: State, *told_: Told, rights: Rights = ALL, kept: bool = True, **more: object
) -> list[Write]:
    """The writes on threads where these findings are there and nothing new."""
    asked = replace(wanted(*told_, summary=None), **more)  # type: ignore[arg-type]
    return list(plan(there, asked, told_ if kept else (), (), rights))


# --- the summary -------------------------------------------------------------------


def test_the_first_summary_is_posted() -> None:
    asked = wanted(summary="+12 tokens")
    assert plan(state(), asked, (), ()) == (PostSummary(markers.summary("+12 tokens")),)


def test_a_summary_that_says_so_already_is_let_be() -> None:
    there = state(comments=(comment(1, markers.summary("+12 tokens")),))
    assert plan(there, wanted(summary="+12 tokens"), (), ()) == ()


def test_another_text_is_written_into_it() -> None:
    one = comment(1, markers.summary("+12 tokens"))
    asked = wanted(summary="+13 tokens")
    edit = EditSummary(one, markers.summary("+13 tokens"))
    assert plan(state(comments=(one,)), asked, (), ()) == (edit,)


def test_without_a_skill_that_differs_nothing_is_posted() -> None:
    assert plan(state(), wanted(summary=None), (), ()) == ()


def test_where_no_skill_differs_any_more_the_summary_says_so() -> None:
    one = comment(1, markers.summary("+12 tokens"))
    edit = EditSummary(one, markers.summary("no skill differs any more"))
    assert plan(state(comments=(one,)), wanted(summary=None), (), ()) == (edit,)


def test_of_two_summaries_the_oldest_stays_and_the_other_is_hidden() -> None:
    text = markers.summary("+12 tokens")
    there = state(comments=(comment(2, text), comment(1, text)))
    assert plan(there, wanted(summary="+12 tokens"), (), ()) == (Hide("C2", "DUPLICATE"),)


def test_of_two_summaries_one_that_is_seen_counts_before_one_that_somebody_hid() -> None:
    text = markers.summary("+12 tokens")
    there = state(comments=(replace(comment(1, text), hidden=True), comment(2, text)))
    assert plan(there, wanted(summary="+12 tokens"), (), ()) == ()


def test_where_the_oldest_is_gone_too_a_hidden_one_is_not_posted_again() -> None:
    one = replace(comment(2, markers.summary("+12 tokens")), hidden=True)
    assert plan(state(comments=(one,)), wanted(summary="+12 tokens"), (), ()) == ()


def test_the_summary_of_somebody_else_is_not_ours() -> None:
    one = replace(comment(1, markers.summary("+12 tokens")), mine=False)
    asked = wanted(summary="+13 tokens")
    assert plan(state(comments=(one,)), asked, (), ()) == (
        PostSummary(markers.summary("+13 tokens")),
    )


# --- a finding that is still there --------------------------------------------------


def test_a_thread_that_says_so_already_is_let_be() -> None:
    assert threads(state(remark(1, A, "text")), told(A, "text")) == []


def test_one_that_the_diff_shows_no_more_is_let_be_too() -> None:
    assert threads(state(replace(remark(1, A, "text"), line=None)), told(A, "text")) == []


def test_another_text_is_written_into_its_thread() -> None:
    one = remark(1, A, "72 lines")
    edit = EditRemark(one.first, markers.remark(A, "73 lines"))
    assert threads(state(one), told(A, "73 lines")) == [edit]


def test_a_text_with_a_suggestion_is_as_good_as_one_without() -> None:
    one = remark(1, A, "text\n\n```suggestion\nx\n```")
    asked = replace(told(A, "text"), offered="text\n\n```suggestion\nx\n```")
    assert threads(state(one), asked) == []
    other = replace(asked, offered="text\n\n```suggestion\ny\n```")
    edit = EditRemark(one.first, markers.remark(A, "text"))
    assert threads(state(one), other) == [edit], "its lines may be others by now"


def test_a_finding_that_came_back_opens_its_thread_again() -> None:
    one = replace(remark(1, A, "text"), resolved=True)
    assert threads(state(one), told(A, "text")) == [Resolve(one, again=True)]
    edit = EditRemark(one.first, markers.remark(A, "other"))
    assert threads(state(one), told(A, "other")) == [edit, Resolve(one, again=True)]


def test_a_thread_that_a_person_resolved_stays_as_it_was_left() -> None:
    one = replace(remark(1, A, "text"), resolved=True, resolved_by="ann")
    assert threads(state(one), told(A, "other")) == []
    assert threads(state(one)) == []


@pytest.mark.parametrize("who", ["bot", "bot[bot]"])
def test_who_asks_is_no_other_person(who: str) -> None:
    one = replace(remark(1, A, "text"), resolved=True, resolved_by=who)
    assert threads(state(one), told(A, "text")) == [Resolve(one, again=True)]


def test_a_thread_that_cannot_be_opened_stays_resolved() -> None:
    one = replace(remark(1, A, "text"), resolved=True, can_unresolve=False)
    assert threads(state(one), told(A, "text")) == []


def test_a_thread_stays_resolved_where_the_right_was_refused() -> None:
    one = replace(remark(1, A, "text"), resolved=True)
    assert threads(state(one), told(A, "text"), rights=Rights(resolve=False)) == []


def test_what_is_hidden_is_not_hidden_again() -> None:
    two = first(replace(remark(2, A, "text"), remarks=2), hidden=True)
    assert threads(state(remark(1, A, "text"), two), told(A, "text")) == [Resolve(two)]


def test_a_resolved_thread_beyond_the_limit_stays_resolved() -> None:
    one = replace(remark(1, A, "text"), resolved=True)
    assert threads(state(one), told(A, "text"), kept=False) == []


def test_what_was_called_fixed_and_came_back_is_shown_with_its_text() -> None:
    one = hidden(remark(1, A, "fixed in 0123456", gone=True, remarks=2))
    edit = EditRemark(one.first, markers.remark(A, "text"))
    assert threads(state(one), told(A, "text")) == [Hide(one.first.id, None), edit]


def test_what_a_person_hid_stays_hidden() -> None:
    one = hidden(remark(1, A, "text"))
    assert threads(state(one), told(A, "text")) == []
    edit = EditRemark(one.first, markers.remark(A, "other"))
    assert threads(state(one), told(A, "other")) == [edit]


# --- a finding that is gone ---------------------------------------------------------


def test_the_thread_of_a_finding_that_is_gone_is_resolved() -> None:
    one = remark(1, A, "text", remarks=3)
    assert threads(state(one)) == [Resolve(one)]


def test_without_that_right_it_is_deleted_unless_somebody_replied() -> None:
    one = replace(remark(1, A, "text"), can_resolve=False)
    assert threads(state(one)) == [DeleteRemark(one.first)]


def test_with_a_reply_it_is_hidden_and_says_that_it_is_fixed() -> None:
    one = replace(remark(1, A, "text", remarks=2), can_resolve=False)
    edit = EditRemark(one.first, markers.remark(A, "Fixed in 1111111", gone=True))
    assert threads(state(one)) == [Hide(one.first.id, "RESOLVED"), edit]


def edited(body: str) -> str:
    """What is left of a remark with this text that can be neither resolved nor deleted."""
    one = replace(remark(1, A, body, remarks=2), can_resolve=False)
    (edit,) = [write for write in threads(state(one)) if isinstance(write, EditRemark)]
    return edit.body.partition("\n\n")[2]


@pytest.mark.parametrize(
    "was",
    [
        None,
        replace(FOUND, value=None),
        replace(FOUND, severity="note"),
        replace(FOUND, value=1_000_000.0),
        replace(FOUND, value=-1.5),
    ],
)
def test_what_is_left_of_a_remark_says_what_it_was_about(was: Finding | None) -> None:
    text = review_note.note(FOUND, worse=Worse(FOUND, was) if was else None)
    kept = "**SZ106** `section-tokens`: fixed in 1111111"
    assert edited(text) == kept
    assert edited(text.replace("\n", "\r\n")) == kept


@pytest.mark.parametrize(
    "line",
    [
        "**SZ106** `section-tokens`",
        "**SZ106** `section-tokens` · fatal",
        "**SZ106** `section-tokens` · warning · see @ann",
        "**SZ106** `section-tokens` · warning · worse: 1 → 2 [x](https://example.com)",
        "**SZ106** `section-tokens` @ann · warning",
        "**SZ106** `section-tokens` ` · warning",
        "**@ann** `section-tokens` · warning",
        "**SZ106** `::error::` · warning",
        "**SZ106** ` <!-- ` · warning",
        " **SZ106** `section-tokens` · warning",
        f"**SZ106** `{'a' * 200}` · warning",
        "> **SZ106** `section-tokens` · warning",
        "\n**SZ106** `section-tokens` · warning",
        "",
    ],
)
def test_what_somebody_wrote_into_a_remark_is_not_kept(line: str) -> None:
    assert edited(f"{line}\n\nmore\n") == "Fixed in 1111111"
    assert edited(line) == "Fixed in 1111111"


def test_every_rule_can_be_named_by_what_is_left_of_its_remark() -> None:
    for rule in catalogue.rules():
        found = replace(FOUND, code=rule.code, name=rule.name)
        assert edited(review_note.note(found)).startswith(f"**{rule.code}** `{rule.name}`: ")


def test_what_may_not_be_deleted_or_hidden_is_not_tried() -> None:
    one = replace(remark(1, A, "text"), can_resolve=False)
    fixed = first(one, can_delete=False, can_hide=False)
    assert list(map(type, threads(state(fixed)))) == [EditRemark]
    back = first(hidden(remark(1, A, "fixed in 0", gone=True)), can_hide=False)
    assert list(map(type, threads(state(back), told(A, "text")))) == [EditRemark]


def test_what_the_base_has_as_well_is_not_called_fixed() -> None:
    one = replace(remark(1, A, "text", remarks=2), can_resolve=False)
    assert threads(state(one), still=frozenset({A})) == []
    alone = replace(one, remarks=1)
    assert threads(state(alone), still=frozenset({A})) == [DeleteRemark(alone.first)]


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(), [Resolve]),
        (Rights(resolve=False), [DeleteRemark]),
        (Rights(resolve=False, delete=False), [Hide, EditRemark]),
        (Rights(resolve=False, delete=False, hide=False), [EditRemark]),
    ],
)
def test_a_right_that_was_refused_is_not_asked_for_again(
    rights: Rights, expected: list[type]
) -> None:
    assert list(map(type, threads(state(remark(1, A, "text")), rights=rights))) == expected


@pytest.mark.parametrize("unsure", ["s/SKILL.md", "s", "."])
def test_what_could_not_be_read_is_not_called_fixed(unsure: str) -> None:
    assert threads(state(remark(1, A, "text")), unsure=(unsure,)) == []


def test_a_skill_that_could_not_be_read_is_not_called_fixed_in_any_of_its_files() -> None:
    one = replace(remark(1, A, "text"), path="s/references/more.md")
    assert threads(state(one), unsure=("s/SKILL.md",)) == []
    assert threads(state(one), unsure=("skill.md",)) == []
    assert threads(state(one), unsure=("s/references/other.md",)) == [Resolve(one)]


def test_what_was_not_looked_at_is_not_called_fixed() -> None:
    one = remark(1, A, "text")
    assert threads(state(one), within=("other", "s2")) == []
    assert threads(state(one), within=("other", "s")) == [Resolve(one)]
    beside = replace(one, path="s2/SKILL.md")
    assert threads(state(beside), within=("s",)) == []
    assert threads(state(one), unsure=("s2",)) == [Resolve(one)]


def test_a_finding_that_is_there_is_not_called_fixed_though_its_text_is_too_long() -> None:
    assert threads(state(remark(1, A, "text")), told(A, "text"), kept=False) == []


def test_threads_can_be_left_alone() -> None:
    asked = replace(wanted(summary=None), told=None)
    assert plan(state(remark(1, A, "text")), asked, (), ()) == ()


# --- more than one -------------------------------------------------------------------


def test_of_two_threads_the_oldest_stays() -> None:
    one, two = remark(1, A, "text"), remark(2, A, "text")
    assert threads(state(two, one), told(A, "text")) == [DeleteRemark(two.first)]


def test_a_second_thread_with_a_reply_is_hidden_and_resolved() -> None:
    one, two = remark(1, A, "text"), remark(2, A, "text", remarks=2)
    assert threads(state(one, two), told(A, "text")) == [
        Hide(two.first.id, "DUPLICATE"),
        Resolve(two),
    ]


def test_the_comment_stands_first_then_the_review_then_what_is_old() -> None:
    there = state(remark(1, A, "old"), remark(2, PRINTS[2], "gone"))
    note = Note(B, "s/SKILL.md", 3, 3, markers.remark(B, "new"))
    asked = wanted(told(A, "text"), told(B, "new"), summary="+1")
    writes = plan(there, asked, (told(A, "text"),), (note,))
    assert list(map(type, writes)) == [PostSummary, PostReview, EditRemark, Resolve]
    assert writes[1] == PostReview(HEAD, (note,))


# --- whatever stands there -----------------------------------------------------------

texts = st.sampled_from(["one", "two", "fixed in 0000000"])
bodies = st.one_of(
    st.builds(markers.summary, texts),
    st.builds(markers.remark, st.sampled_from(PRINTS), texts, gone=st.booleans()),
    st.builds(lambda text: "> " + markers.summary(text), texts),
    st.builds(lambda text: "hello\n" + markers.remark(A, text), texts),
    texts,
)


@st.composite
def states(draw: st.DrawFn) -> State:
    """Comments and threads of ours and of others', in any condition."""
    comments = [
        replace(comment(n, draw(bodies)), mine=draw(st.booleans()), hidden=draw(st.booleans()))
        for n in range(1, draw(st.integers(0, 4)) + 1)
    ]
    found = []
    for n in range(11, draw(st.integers(0, 5)) + 11):
        some = remark(n, A, "")
        first = replace(
            some.first,
            body=draw(bodies),
            mine=draw(st.booleans()),
            hidden=draw(st.booleans()),
            can_delete=draw(st.booleans()),
            can_hide=draw(st.booleans()),
        )
        resolved = draw(st.booleans())
        found.append(
            replace(
                some,
                path=draw(st.sampled_from(["s/SKILL.md", "t/SKILL.md"])),
                line=draw(st.sampled_from([None, 4])),
                resolved=resolved,
                resolved_by=draw(st.sampled_from([None, "ann"])) if resolved else None,
                can_resolve=draw(st.booleans()),
                can_unresolve=draw(st.booleans()),
                first=first,
                remarks=draw(st.integers(1, 2)),
            )
        )
    return State(HEAD, True, tuple(comments), tuple(found))


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    """Anything that may be wanted."""
    there = draw(st.lists(st.sampled_from(PRINTS), unique=True))
    return replace(
        wanted(*(told(one, draw(texts)) for one in there)),
        summary=draw(st.none() | texts),
        still=frozenset(draw(st.sets(st.sampled_from(PRINTS)))),
        unsure=draw(st.sampled_from([(), ("t",)])),
    )


rights_ = st.builds(Rights, st.booleans(), st.booleans(), st.booleans())


def whole(there: State, asked: Wanted, rights: Rights) -> tuple[Write, ...]:
    """The plan that has a note for every finding without a thread."""
    have = planning.ours(there)
    kept = tuple(one for one in asked.told or () if one.finding.fingerprint in have)
    new = [one for one in asked.told or () if one.finding.fingerprint not in have]
    notes = tuple(
        Note(
            one.finding.fingerprint,
            "s/SKILL.md",
            4,
            4,
            markers.remark(one.finding.fingerprint, one.body),
        )
        for one in new
    )
    return plan(there, asked, kept, notes, rights)


@given(states(), wishes(), rights_)
def test_when_all_is_written_there_is_no_more_to_write(
    there: State, asked: Wanted, rights: Rights
) -> None:
    after = apply(there, whole(there, asked, rights))
    assert whole(after, asked, rights) == ()


@given(states(), wishes(), rights_, st.integers(0, 6))
def test_a_run_that_ended_midway_is_taken_up_where_it_ended(
    there: State, asked: Wanted, rights: Rights, done: int
) -> None:
    at_once = apply(there, whole(there, asked, rights))
    half = apply(there, whole(there, asked, rights)[:done])
    assert plain(apply(half, whole(half, asked, rights))) == plain(at_once)


def plain(there: State) -> object:
    """What a reader sees of a state."""
    comments = sorted((one.body, one.mine, one.hidden) for one in there.comments)
    seen = [(t.first.body, t.first.mine, t.first.hidden, t.resolved) for t in there.threads]
    return comments, sorted(seen)


@given(states(), wishes(), rights_)
def test_nothing_of_others_is_named(there: State, asked: Wanted, rights: Rights) -> None:
    mine = {one.id for one in there.comments if one.mine}
    mine |= {one.first.id for one in there.threads if one.first.mine}
    for write in whole(there, asked, rights):
        match write:
            case EditSummary(one):
                assert one.id in mine
            case EditRemark(one) | DeleteRemark(one):
                assert one.id in mine
            case Resolve(thread):
                assert thread.first.id in mine
            case Hide(some):
                assert some in mine


@given(states(), wishes())
def test_there_is_one_summary_and_one_thread_a_finding(there: State, asked: Wanted) -> None:
    after = apply(there, whole(there, asked, ALL))
    shown = [one for one, _ in planning.summaries(after) if not one.hidden]
    assert len(shown) <= 1
    found = planning.ours(after)
    for one in asked.told or ():
        first, *others = found[one.finding.fingerprint]
        assert [
            thread for thread, _ in others if thread.remarks == 1 and thread.first.can_delete
        ] == []
        assert all(thread.first.hidden or not thread.first.can_hide for thread, _ in others)
        thread, marker = first
        fits = marker.digest == markers.digest(one.body)
        assert fits or planning.by_person(thread)
