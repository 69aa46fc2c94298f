"""Open, push, push fixed, reopen: one summary and one thread a finding at each step."""

from __future__ import annotations

from argparse import Namespace

import pytest
from hub import Hub
from visiting import PATH, opened, push, review, said, shown, text, used

from skilllint.commands import sending
from skilllint.model import Comparison, Unread
from skilllint.review import markers, planning


@pytest.fixture(params=["read", "write"], ids=["contents-read", "contents-write"])
def hub(request: pytest.FixtureRequest) -> object:
    with Hub() as one:
        one.rights["contents"] = request.param
        yield one


def summary(bad: int) -> list[str]:
    return [f"**{bad} bad lines**\n\nand some more words"]


def threads(*bad: int) -> dict[str, str]:
    return {str(one): f"line {one} is bad" for one in bad}


def test_open_push_push_fixed_reopen(hub: Hub) -> None:
    number = opened(hub, 1, 2)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number) == (summary(2), threads(1, 2))
    assert used(hub) <= 8

    assert review(hub, number).outcome == "unchanged"
    assert used(hub) <= 4

    push(hub, number, 2, 3)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number) == (summary(2), threads(2, 3))

    push(hub, number)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number) == (summary(0), {})

    hub.close(number)
    push(hub, number, 2, 3)
    assert review(hub, number).outcome == "closed"
    assert shown(hub, number) == (summary(0), {})

    hub.reopen(number)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number) == (summary(2), threads(2, 3))
    assert len(hub.summaries(number)) == 1
    mails = [mail.kind for mail in hub.mails]
    if hub.rights["contents"] == "write":
        assert mails == ["comment", "review", "review"], "opened again in silence"
        assert len(hub.threads(number)) == 3
    else:
        assert mails == ["comment", "review", "review", "review"], "what was deleted is anew"
        assert len(hub.threads(number)) == 2


def test_an_unchanged_run_asks_once_and_writes_nothing(hub: Hub) -> None:
    number = opened(hub, 1, 2)
    review(hub, number)
    wrote = len(hub.writes)
    review(hub, number)
    assert (used(hub), len(hub.writes)) == (1, wrote)


def test_a_first_review_takes_six_requests(hub: Hub) -> None:
    number = opened(hub, 1, 2)
    review(hub, number)
    asked = [f"{one.method} {one.path.removeprefix('/repos/octo/skills/')}" for one in hub.log[1:]]
    assert asked == [
        "POST /graphql",
        f"GET pulls/{number}/files",
        f"POST issues/{number}/comments",
        f"GET pulls/{number}",
        f"POST pulls/{number}/reviews",
        "POST /graphql",
    ]
    assert len(hub.mails) == 2


def test_a_finding_in_other_words_is_edited_in_silence(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, "1, 73 lines")
    mails = len(hub.mails)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number)[1] == {"1": "line 1 is bad, 73 lines"}
    assert len(hub.mails) == mails
    assert len(hub.threads(number)) == 1


def test_what_moved_in_the_file_keeps_its_thread(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, 7, 8, 9, 1)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number)[1] == threads(1, 7, 8, 9)


def test_a_thread_whose_line_is_outdated_is_kept(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number, "1 very")
    assert hub.threads(number)[0].line is None
    review(hub, number)
    assert shown(hub, number)[1] == {"1": "line 1 is bad very"}
    assert len(hub.threads(number)) == 1
    assert review(hub, number).outcome == "unchanged"


def test_a_force_push_changes_nothing_of_what_still_holds(hub: Hub) -> None:
    number = opened(hub, 1, 2)
    review(hub, number)
    hub.push(number, hub.commit({PATH: text(1, lines=3)}, hub.pulls[number].base))
    review(hub, number)
    assert shown(hub, number) == (summary(1), threads(1))


def test_a_pull_request_that_changes_nothing_any_more_says_so(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    hub.push(number, hub.pulls[number].base)
    review(hub, number)
    assert shown(hub, number) == (["no skill differs any more"], {})
    assert review(hub, number).outcome == "unchanged"


def test_one_that_never_did_gets_no_comment(hub: Hub) -> None:
    base = hub.commit({PATH: text(1)})
    number = hub.open(base, base)
    assert review(hub, number).outcome == "unchanged"
    assert hub.comments(number) == []


def test_an_answer_keeps_the_thread_of_a_fixed_finding(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    hub.reply(hub.threads(number)[0], "ann", "why?")
    head = push(hub, number)
    review(hub, number)
    (thread,) = hub.threads(number)
    assert [one.body for one in thread.replies] == ["why?"]
    if hub.rights["contents"] == "write":
        assert thread.resolved
        assert thread.resolved_by == hub.viewer
    else:
        assert said(thread.first) == f"fixed in {head[:7]}"
        assert thread.hidden == "resolved"
    assert review(hub, number).outcome == "unchanged"

    push(hub, number, 1)
    review(hub, number)
    assert shown(hub, number)[1] == threads(1)
    assert len(hub.threads(number)) == 1
    assert review(hub, number).outcome == "unchanged"


def test_what_a_person_resolved_stays_so(hub: Hub) -> None:
    number = opened(hub, 1)
    review(hub, number)
    hub.resolve(hub.threads(number)[0], "ann")
    push(hub, number, "1 very", 2)
    review(hub, number)
    first, _ = hub.threads(number)
    assert (first.resolved_by, said(first.first)) == ("ann", "line 1 is bad")


def test_what_the_owner_of_the_token_resolved_by_it_is_opened_again(hub: Hub) -> None:
    hub.viewer = "carol"
    number = opened(hub, 1)
    review(hub, number)
    push(hub, number)
    review(hub, number)
    push(hub, number, 1)
    assert review(hub, number).outcome == "done"
    assert shown(hub, number)[1] == threads(1)
    assert len(hub.threads(number)) == 1


def test_what_a_person_said_in_between_is_no_matter(hub: Hub) -> None:
    number = opened(hub, 1)
    hub.say(number, "ann", "hello")
    hub.note(number, "ann", PATH, 3, "here?")
    review(hub, number)
    hub.say(number, "ann", markers.summary("mine"))
    push(hub, number)
    review(hub, number)
    assert [one.body for one in hub.comments(number) if one.author == "ann"] == [
        "hello",
        markers.summary("mine"),
    ]
    assert [one.body for one in hub.threads(number) if one.author == "ann"] == ["here?"]


def test_a_skill_that_could_not_be_read_on_either_side_keeps_its_threads() -> None:
    lost = [Unread(f"skills/{name}/SKILL.md", "not UTF-8") for name in ("now", "before")]
    found = Comparison("b" * 40, "1" * 40, "main", unread=(lost[0],), unread_before=(lost[1],))
    asked = sending.wanted(found, (), "", Namespace(no_inline=False, max_comments=30), ())
    assert not planning.looked_at("skills/now/SKILL.md", asked)
    assert not planning.looked_at("skills/before/references/more.md", asked)
    assert planning.looked_at("skills/other/SKILL.md", asked)
