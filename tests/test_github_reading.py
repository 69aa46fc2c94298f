"""What is read in the answers of GitHub, page by page, whatever is missing in them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from answering import Answering, Reply
from hypothesis import given
from hypothesis import strategies as st
from test_github import BASE, HEAD, given_pull

from skilllint.github import MissingError, reading
from skilllint.github.reading import Page, Unexpected
from skilllint.model.reviewing import (
    Comment,
    Parting,
    Pull,
    Remark,
    Thread,
)

# --- what is read --------------------------------------------------------------------


def test_a_pull_request_from_a_fork() -> None:
    with Answering(Reply(said=given_pull())) as hub, hub.client() as client:
        found = client.pull("octo/skills", 7)
    assert found == Pull("octo/skills", 7, BASE, HEAD, "mona/skills", open=True, target="main")
    assert found.is_fork
    assert hub.asked == ["GET /repos/octo/skills/pulls/7"]


def test_a_pull_request_whose_fork_is_gone_and_that_is_closed() -> None:
    gone = given_pull(state="closed", head={"sha": HEAD, "repo": None})
    assert reading.pull(gone, "octo/skills") == Pull(
        "octo/skills", 7, BASE, HEAD, None, open=False, target="main"
    )


def test_a_repository_is_called_as_github_writes_it() -> None:
    same = given_pull(head={"sha": HEAD, "repo": {"full_name": "octo/skills"}})
    found = reading.pull(same, "Octo/Skills")
    assert found.repository == "octo/skills"
    assert not found.is_fork


def test_the_open_pull_requests_of_a_branch_on_all_pages() -> None:
    further = {"Link": '<https://elsewhere.example/repositories/1/pulls?page=2>; rel="next"'}
    replies = [
        Reply(said=[given_pull()], headers=further),
        Reply(said=[given_pull(number=8)], headers={"Link": '<https://x/>; rel="prev"'}),
    ]
    with Answering(*replies) as hub, hub.client() as client:
        found = client.pulls("octo/skills", "mona", "a&b=c d")
    assert [one.number for one in found] == [7, 8]
    asked = {"state": "open", "head": "mona:a&b=c d", "per_page": "100"}
    assert [one.query for one in hub.log] == [{**asked, "page": "1"}, {**asked, "page": "2"}]


def test_the_merge_base_and_no_more_commits_than_needed() -> None:
    both = {"base_commit": {"sha": "d" * 40}, "merge_base_commit": {"sha": "c" * 40}}
    reply = Reply(said={**both, "commits": []})
    with Answering(reply) as hub, hub.client() as client:
        assert client.parting("octo/skills", "main", HEAD) == Parting("d" * 40, "c" * 40)
    assert hub.asked == [f"GET /repos/octo/skills/compare/main...{HEAD}"]
    assert hub.log[0].query == {"per_page": "1"}


FURTHER = {"Link": '<https://api.example/x?page=2>; rel="next", <https://y/>; rel="last"'}


def test_patches_are_read_until_all_wanted_were_seen() -> None:
    pages = [
        Reply(said=[{"filename": "a", "patch": "@@ a"}, {"filename": "z"}], headers=FURTHER),
        Reply(said=[{"filename": "big"}, {"filename": "y", "patch": "@@"}], headers=FURTHER),
    ]
    with Answering(*pages) as hub, hub.client() as client:
        assert client.patches("octo/skills", 7, {"a", "big"}) == {"a": "@@ a", "big": None}
    assert [one.query["page"] for one in hub.log] == ["1", "2"]


def test_a_file_that_github_does_not_list_is_missing() -> None:
    with Answering(Reply(said=[{"filename": "a", "patch": "@@"}])) as hub, hub.client() as client:
        assert client.patches("octo/skills", 7, ["a", "b"]) == {"a": "@@"}
        assert client.patches("octo/skills", 7, []) == {}
    assert len(hub.log) == 1


# --- what stands on a pull request ---------------------------------------------------


def comment_node(number: int, **other: Any) -> dict[str, Any]:
    return {
        "id": f"IC_{number}",
        "fullDatabaseId": str(number),
        "body": f"said {number}",
        "createdAt": f"2026-01-01T{number // 60:02}:{number % 60:02}:00Z",
        "viewerDidAuthor": number % 2 == 0,
        "isMinimized": False,
        **other,
    }


def thread_node(number: int, **other: Any) -> dict[str, Any]:
    first = {
        "id": f"PRRC_{number}",
        "fullDatabaseId": str(number),
        "body": "look",
        "viewerDidAuthor": True,
        "isMinimized": False,
        "viewerCanDelete": True,
        "viewerCanMinimize": True,
        "author": {"login": "bot"},
    }
    return {
        "id": f"PRRT_{number}",
        "path": "a.md",
        "line": 3,
        "isResolved": False,
        "viewerCanResolve": True,
        "viewerCanUnresolve": False,
        "resolvedBy": None,
        "comments": {"nodes": [first], "totalCount": 1},
        **other,
    }


def listed(nodes: list[Any], after: str | None = None) -> dict[str, Any]:
    return {"nodes": nodes, "pageInfo": {"endCursor": after, "hasNextPage": after is not None}}


def stands(**lists: Any) -> dict[str, Any]:
    pull = {"headRefOid": HEAD, "state": "OPEN", **lists}
    return {"data": {"repository": {"pullRequest": pull}}}


def test_all_pages_of_both_lists_are_read_and_only_of_the_longer_one_to_the_end() -> None:
    comments = [comment_node(number) for number in range(1, 251)]
    threads = [thread_node(number) for number in range(1, 131)]
    pages = [
        stands(
            comments=listed(comments[:100], "c1"),
            reviewThreads=listed(threads[:100], "t1"),
        ),
        stands(comments=listed(comments[100:200], "c2"), reviewThreads=listed(threads[100:])),
        stands(comments=listed(comments[200:]), headRefOid="d" * 40, state="CLOSED"),
    ]
    with Answering(*(Reply(said=page) for page in pages)) as hub, hub.client() as client:
        found = client.state("octo/skills", 7)
    assert [one.number for one in found.comments] == list(range(1, 251))
    assert [one.first.number for one in found.threads] == list(range(1, 131))
    # somebody pushed and closed while it was read
    assert (found.head, found.open) == ("d" * 40, False)
    whose = {"owner": "octo", "name": "skills", "number": 7}
    assert [one.json["variables"] for one in hub.log] == [
        whose | {"comments": True, "threads": True, "afterComment": None, "afterThread": None},
        whose | {"comments": True, "threads": True, "afterComment": "c1", "afterThread": "t1"},
        whose | {"comments": True, "threads": False, "afterComment": "c2", "afterThread": None},
    ]


def test_of_threads_that_go_on_no_comment_is_read_twice() -> None:
    pages = [
        stands(comments=listed([comment_node(1)]), reviewThreads=listed([thread_node(1)], "t1")),
        stands(reviewThreads=listed([thread_node(2)])),
    ]
    with Answering(*(Reply(said=page) for page in pages)) as hub, hub.client() as client:
        found = client.state("octo/skills", 7)
    assert [one.first.number for one in found.threads] == [1, 2]
    second = hub.log[1].json["variables"]
    assert (second["comments"], second["threads"], second["afterThread"]) == (False, True, "t1")


@pytest.mark.parametrize(("said", "open"), [("OPEN", True), ("CLOSED", False), ("MERGED", False)])
def test_a_pull_request_is_open_or_not(said: str, open: bool) -> None:
    page = reading.page(stands(state=said))
    assert page is not None
    assert page.open is open


@pytest.mark.parametrize("number", ["²", "٣", "-1", "", "1e3", 1.5, True])
def test_what_is_no_number_of_a_comment(number: object) -> None:
    with pytest.raises(Unexpected, match="fullDatabaseId is no number"):
        reading.comment(comment_node(2, fullDatabaseId=number))


@pytest.mark.parametrize("line", [None, "3", 3.0, True])
def test_a_thread_without_a_line_is_outdated(line: object) -> None:
    found = reading.thread(thread_node(1, line=line))
    assert found is not None
    assert found.line is None


def test_the_oldest_stands_first_and_what_slipped_onto_two_pages_stands_once() -> None:
    pages = [
        stands(
            comments=listed([comment_node(3), comment_node(1)], "c1"),
            reviewThreads=listed([thread_node(9), thread_node(4)]),
        ),
        stands(comments=listed([comment_node(3), comment_node(2)])),
    ]
    with Answering(*(Reply(said=page) for page in pages)) as hub, hub.client() as client:
        found = client.state("octo/skills", 7)
    assert [one.number for one in found.comments] == [1, 2, 3]
    assert [one.first.number for one in found.threads] == [4, 9]


def test_a_comment_and_a_thread_are_read_whole() -> None:
    many = 2**53 + 1
    first = {
        "id": "PRRC_1",
        "fullDatabaseId": many,
        "body": "look",
        "viewerDidAuthor": True,
        "isMinimized": True,
        "viewerCanDelete": True,
        "viewerCanMinimize": False,
        "author": {"login": "bot"},
    }
    thread = thread_node(
        *(1,),
        line=None,
        isResolved=True,
        viewerCanResolve=False,
        viewerCanUnresolve=True,
        resolvedBy={"login": "mona"},
        comments={"nodes": [first], "totalCount": 4},
    )
    page = reading.page(
        stands(comments=listed([comment_node(2, isMinimized=True)]), reviewThreads=listed([thread]))
    )
    assert page == Page(
        head=HEAD,
        open=True,
        comments=(Comment("IC_2", 2, "said 2", True, True, "2026-01-01T00:02:00Z"),),
        threads=(
            Thread(
                *("PRRT_1", "a.md", None),
                resolved=True,
                resolved_by="mona",
                can_resolve=False,
                can_unresolve=True,
                first=Remark("PRRC_1", many, "bot", "look", True, True, True, False),
                remarks=4,
            ),
        ),
        after=(None, None),
    )


def test_ghosts_and_what_may_not_be_seen_are_no_trouble() -> None:
    ghost = thread_node(2)
    ghost["comments"]["nodes"][0] |= {"author": None, "fullDatabaseId": None}
    ghost["comments"]["nodes"][0]["viewerDidAuthor"] = False
    emptied = thread_node(3, comments={"nodes": [None], "totalCount": 1})
    page = reading.page(
        stands(
            comments=listed([None, comment_node(1, fullDatabaseId=None)]),
            reviewThreads=listed([None, ghost, emptied, thread_node(4, comments={"nodes": None})]),
        )
    )
    assert page is not None
    assert [one.number for one in page.comments] == [0]
    assert [(one.first.author, one.first.number) for one in page.threads] == [("", 0)]


def test_a_comment_of_ours_without_a_number_could_not_be_edited() -> None:
    with pytest.raises(Unexpected, match="fullDatabaseId is no number"):
        reading.comment(comment_node(2, fullDatabaseId=None))


@pytest.mark.parametrize("said", [{"repository": None}, {"repository": {"pullRequest": None}}])
def test_a_pull_request_that_is_not_there(said: Any) -> None:
    with (
        Answering(Reply(said={"data": said})) as hub,
        hub.client() as client,
        pytest.raises(MissingError) as caught,
    ):
        client.state("octo/skills", 7)
    told = "cannot read what stands on octo/skills#7: there is no such pull request"
    assert str(caught.value) == told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
NAMES = [
    "id",
    "fullDatabaseId",
    "body",
    "createdAt",
    "viewerDidAuthor",
    "line",
    "path",
    "resolvedBy",
    "author",
]


@st.composite
def bent(draw: st.DrawFn) -> Any:
    """An answer in which anything may stand anywhere."""
    node = draw(st.dictionaries(st.sampled_from(NAMES), JSON))
    whole = stands(
        comments=listed([comment_node(2) | node]),
        reviewThreads=listed([thread_node(3) | node, draw(JSON)]),
    )
    spot: Any = whole["data"]["repository"]["pullRequest"]
    where = draw(st.sampled_from(["comments", "reviewThreads"]))
    inner: Any = draw(st.sampled_from([whole, whole["data"], spot, spot[where]]))
    inner[draw(st.sampled_from(sorted(inner)))] = draw(JSON)
    return whole


@given(bent())
def test_no_answer_is_read_with_anything_but_a_sentence(said: Any) -> None:
    with suppress(Unexpected):
        found = reading.page(said)
        assert found is None or isinstance(found, Page)


@given(JSON)
def test_no_answer_of_another_kind_is_either(said: Any) -> None:
    reads = (
        lambda: reading.pull(said, "octo/skills"),
        lambda: reading.parting(said),
        lambda: list(reading.patches(said)),
        lambda: reading.made(said),
        lambda: reading.done(said),
    )
    for read in reads:
        with suppress(Unexpected):
            read()
