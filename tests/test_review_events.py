"""Which pull request an event names, and what is not believed of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint.model.reviewing import Pull
from skilllint.review import events
from skilllint.review.events import (
    Event,
    EventError,
    Given,
    Known,
    Local,
    Nothing,
    Numbered,
    Sought,
)

BASE, HEAD = "b" * 40, "a" * 40
NOTHING = Given()

Read = Callable[..., Event]


def pull_event() -> dict[str, Any]:
    return {
        "action": "synchronize",
        "pull_request": {
            "number": 7,
            "state": "open",
            "base": {"sha": BASE, "ref": "main", "repo": {"full_name": "octo/skills"}},
            "head": {"sha": HEAD, "ref": "topic", "repo": {"full_name": "hubot/skills"}},
        },
    }


def run_event() -> dict[str, Any]:
    return {
        "action": "completed",
        "repository": {"full_name": "octo/skills"},
        "workflow_run": {
            "event": "pull_request",
            "head_sha": HEAD,
            "head_branch": "fix/doors&windows#1",
            "head_repository": {"full_name": "hubot/skills"},
            "pull_requests": [],
        },
    }


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What is read of an event of a name."""

    def reading(name: str, event: object, given: Given = NOTHING) -> Event:
        place = tmp_path / "event.json"
        place.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
        return events.read({"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(place)}, given)

    return reading


# --- which ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pull_request", "pull_request_target"])
def test_the_event_of_a_pull_request_says_everything(read: Read, name: str) -> None:
    pull = Pull("octo/skills", 7, BASE, HEAD, "hubot/skills", open=True, target="main")
    assert read(name, pull_event()) == Known(pull)
    assert pull.is_fork


def test_a_closed_one_and_a_fork_that_is_gone(read: Read) -> None:
    event = pull_event()
    event["pull_request"] |= {"state": "closed"}
    event["pull_request"]["head"]["repo"] = None
    assert read("pull_request", event) == Known(
        Pull("octo/skills", 7, BASE, HEAD, None, open=False, target="main")
    )


def test_a_workflow_run_names_a_branch_and_its_head_alone(read: Read) -> None:
    found = read("workflow_run", run_event())
    event = run_event()
    # what the payload says of pull requests is empty for forks, and not looked at
    event["workflow_run"]["pull_requests"] = [{"number": 99}]
    assert read("workflow_run", event) == found
    assert found == Sought("octo/skills", HEAD, "hubot/skills", "fix/doors&windows#1")
    assert found.owner == "hubot"


@pytest.mark.parametrize("name", ["push", "schedule", "workflow_dispatch", "merge_group"])
def test_another_event_has_nothing_to_review(name: str) -> None:
    assert events.read({"GITHUB_EVENT_NAME": name}, NOTHING) == Nothing(
        f"this is a run of the event '{name}', which has no pull request; "
        "name one with --repo and --pr"
    )


def test_a_workflow_that_ran_for_a_push_has_nothing_to_review(read: Read) -> None:
    event = run_event()
    event["workflow_run"]["event"] = "push"
    assert read("workflow_run", event) == Nothing(
        "the workflow ran for the event 'push', not for a pull request"
    )
    event = run_event()
    event["workflow_run"]["head_repository"] = None
    assert read("workflow_run", event) == Nothing(
        "the repository that the pull request came from is gone"
    )


def test_the_command_line_goes_before_the_event(read: Read) -> None:
    assert read("push", {}, Given(repository="octo/skills", number=3)) == Numbered("octo/skills", 3)
    assert read("pull_request", pull_event(), Given(head="HEAD")) == Local(None, "HEAD")
    # another base than its own is still that pull request
    assert read("pull_request", pull_event(), Given(base="dev")) == read(
        "pull_request", pull_event()
    )
    assert events.read({}, NOTHING) == Local()
    named = events.read({"GITHUB_REPOSITORY": "octo/skills"}, Given(number=3))
    assert named == Numbered("octo/skills", 3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(number=3), "--pr goes with --repo OWNER/NAME"),
        (Given(repository="octo/skills"), "--repo goes with --pr, the number of a pull request"),
        (
            Given("octo/skills", 3, head="main"),
            "--head is for commits without a pull request; that of --pr is its own",
        ),
        (Given("octo", 3), "'octo' is no repository; write --repo OWNER/NAME"),
    ],
)
def test_what_does_not_go_together_is_said(given: Given, said: str) -> None:
    with pytest.raises(EventError) as caught:
        events.read({}, given)
    assert str(caught.value) == said


# --- what is not believed ---------------------------------------------------------


@pytest.mark.parametrize(
    "repository",
    [
        "../skills",
        "octo/..",
        "octo/skills/..",
        "octo/ski lls",
        "octo/skills\n",
        "",
        "-/\0",
        "öcto/s",
    ],
)
def test_a_repository_that_is_none_goes_nowhere(read: Read, repository: str) -> None:
    event = pull_event()
    event["pull_request"]["base"]["repo"]["full_name"] = repository
    with pytest.raises(EventError, match=r"^the event's pull_request\.base\.repo\.full_name is "):
        read("pull_request", event)
    with pytest.raises(EventError):
        events.read({}, Given(repository, 3))


@pytest.mark.parametrize("commit", ["HEAD", "--upload-pack=x", HEAD + "\n", HEAD.upper(), 7, None])
def test_a_commit_that_is_none_goes_nowhere(read: Read, commit: object) -> None:
    for name, event, inner in (
        ("pull_request", pull_event(), ("pull_request", "head", "sha")),
        ("workflow_run", run_event(), ("workflow_run", "head_sha")),
    ):
        place = event
        for key in inner[:-1]:
            place = place[key]
        place[inner[-1]] = commit
        with pytest.raises(EventError):
            read(name, event)


@pytest.mark.parametrize("branch", ["a\nb", "a b", "", "x" * 501, None, "a\x1b[31m", "a\\b"])
def test_a_branch_that_is_none_goes_nowhere(read: Read, branch: object) -> None:
    event = run_event()
    event["workflow_run"]["head_branch"] = branch
    with pytest.raises(EventError, match="head_branch"):
        read("workflow_run", event)


@pytest.mark.parametrize("number", [0, -1, True, "7", 1.5, 2**60, None])
def test_a_number_that_is_none_goes_nowhere(read: Read, number: object) -> None:
    event = pull_event()
    event["pull_request"]["number"] = number
    with pytest.raises(EventError, match="number is no number"):
        read("pull_request", event)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "null", '{"pull_request": 1}'])
def test_an_event_of_another_shape_is_one_sentence(read: Read, text: str) -> None:
    for name in ("pull_request", "workflow_run"):
        with pytest.raises(EventError) as caught:
            read(name, text)
        assert "\n" not in str(caught.value)


def test_an_event_without_a_file_is_one_sentence(tmp_path: Path) -> None:
    for place, said in (
        ({}, "GITHUB_EVENT_PATH names no file of the event"),
        (
            {"GITHUB_EVENT_PATH": str(tmp_path / "none")},
            "the event's file cannot be read: no such file or directory",
        ),
        (
            {"GITHUB_EVENT_PATH": str(tmp_path)},
            "the event's file cannot be read: is a directory",
        ),
    ):
        with pytest.raises(EventError) as caught:
            events.read({"GITHUB_EVENT_NAME": "pull_request", **place}, NOTHING)
        assert str(caught.value) == said


KEYS = st.sampled_from(["pull_request", "head", "base", "repo", "sha", "full_name", "number"])
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(SHAPES)
def test_any_json_is_an_event_or_an_error_of_the_users(event: object) -> None:
    for reading in (events.known, events.sought):
        with suppress(EventError):
            assert isinstance(reading(event), Known | Sought | Nothing)


# --- where ------------------------------------------------------------------------


def test_servers_are_github_unless_another_is_named() -> None:
    assert events.addresses({}) == events.Addresses(
        "https://api.github.com", None, "https://github.com"
    )
    own = {
        "GITHUB_API_URL": "https://ghe.example/api/v3",
        "GITHUB_GRAPHQL_URL": "https://ghe.example/api/graphql",
        "GITHUB_SERVER_URL": "https://ghe.example/",
    }
    assert events.addresses(own) == events.Addresses(
        "https://ghe.example/api/v3", "https://ghe.example/api/graphql", "https://ghe.example"
    )
    for near in ("http://127.0.0.1:8000", "http://localhost", "file:///srv/git"):
        there = {"GITHUB_API_URL": near, "GITHUB_SERVER_URL": near}
        assert events.addresses(there).server == near


@pytest.mark.parametrize(
    ("api", "server"),
    [
        ("https://ghe.example/api/v3", "https://ghe.example"),
        ("https://ghe.example:8443/api/v3/", "https://ghe.example:8443"),
        ("https://api.corp.ghe.com", "https://corp.ghe.com"),
        ("http://127.0.0.1:8000/api/v3", "http://127.0.0.1:8000"),
    ],
)
def test_the_token_of_one_server_is_not_sent_to_another(api: str, server: str) -> None:
    assert events.addresses({"GITHUB_API_URL": api}).server == server
    assert events.addresses({"GITHUB_API_URL": api, "GITHUB_SERVER_URL": server}).server == server
    for other in ("https://github.com", "https://ghe.example.evil.example", "https://api.evil"):
        with pytest.raises(EventError, match="is on another host than GITHUB_API_URL"):
            events.addresses({"GITHUB_API_URL": api, "GITHUB_SERVER_URL": other})
    with pytest.raises(EventError, match="is on another host than GITHUB_API_URL"):
        events.addresses({"GITHUB_SERVER_URL": "https://ghe.example"})


@pytest.mark.parametrize(
    "url",
    [
        "ssh://github.com",
        "http://github.com",
        "github.com",
        "https://",
        "https://me@github.com",
        "https://a b",
        "https://a\nb",
        "https://a/?x=1",
        "ext::sh -c touch% x",
        "https://[",
        "--upload-pack=x",
    ],
)
def test_an_address_that_is_none_is_not_asked(url: str) -> None:
    with pytest.raises(EventError, match=r"^GITHUB_SERVER_URL is no address of a server: "):
        events.addresses({"GITHUB_SERVER_URL": url})
