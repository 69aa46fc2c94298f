"""What is asked of GitHub, where it lies, and what opens it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from answering import TOKEN, Answering, Reply
from conftest import surroundings

from skilllint import __version__
from skilllint.github import GithubError, Request, Sent, requests
from skilllint.github.place import place
from skilllint.model.reviewing import (
    Comment,
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    PostReview,
    PostSummary,
    Pull,
    Remark,
    Resolve,
    Thread,
    Write,
)

BASE, HEAD = "b" * 40, "a" * 40
PULL = Pull("octo/skills", 7, BASE, HEAD, "octo/skills")
COMMENT = Comment("IC_1", 11, "old", mine=True, hidden=False, created="2026-01-01T00:00:00Z")
REMARK = Remark("PRRC_1", 21, "bot", "old", mine=True, hidden=False, can_delete=True, can_hide=True)
THREAD = Thread(
    *("PRRT_1", "skills/floor/SKILL.md", 3),
    resolved=False,
    resolved_by=None,
    can_resolve=True,
    can_unresolve=False,
    first=REMARK,
    remarks=1,
)
NOTES = (Note("f1", "skills/floor/SKILL.md", 3, 3, "one"), Note("f2", "a.md", 5, 9, "two"))

WRITES: dict[str, tuple[Write, str, str, Any]] = {
    "post the summary": (
        PostSummary("hello"),
        *("POST", "/repos/octo/skills/issues/7/comments"),
        {"body": "hello"},
    ),
    "edit the summary": (
        EditSummary(COMMENT, "new"),
        *("PATCH", "/repos/octo/skills/issues/comments/11"),
        {"body": "new"},
    ),
    "post the review": (
        PostReview(HEAD, NOTES),
        *("POST", "/repos/octo/skills/pulls/7/reviews"),
        {
            "commit_id": HEAD,
            "event": "COMMENT",
            "body": "",
            "comments": [
                {"path": "skills/floor/SKILL.md", "body": "one", "line": 3, "side": "RIGHT"},
                {
                    "path": "a.md",
                    "body": "two",
                    "line": 9,
                    "side": "RIGHT",
                    "start_line": 5,
                    "start_side": "RIGHT",
                },
            ],
        },
    ),
    "edit a remark": (
        EditRemark(REMARK, "new"),
        *("PATCH", "/repos/octo/skills/pulls/comments/21"),
        {"body": "new"},
    ),
    "delete a remark": (
        DeleteRemark(REMARK),
        *("DELETE", "/repos/octo/skills/pulls/comments/21"),
        None,
    ),
    "resolve a thread": (
        Resolve(THREAD),
        *("POST", "/graphql"),
        {"query": requests.RESOLVE, "variables": {"id": "PRRT_1"}},
    ),
    "open a thread again": (
        Resolve(THREAD, again=True),
        *("POST", "/graphql"),
        {"query": requests.UNRESOLVE, "variables": {"id": "PRRT_1"}},
    ),
    "hide a comment": (
        Hide("IC_1", "DUPLICATE"),
        *("POST", "/graphql"),
        {"query": requests.HIDE, "variables": {"id": "IC_1", "reason": "DUPLICATE"}},
    ),
    "show a comment again": (
        Hide("IC_1", None),
        *("POST", "/graphql"),
        {"query": requests.SHOW, "variables": {"id": "IC_1"}},
    ),
}


def given_pull(**other: Any) -> dict[str, Any]:
    """A pull request as GitHub tells it."""
    return {
        "number": 7,
        "state": "open",
        "base": {"sha": BASE, "ref": "main", "repo": {"full_name": "octo/skills"}},
        "head": {"sha": HEAD, "ref": "topic", "repo": {"full_name": "mona/skills"}},
        **other,
    }


# --- what is asked -------------------------------------------------------------------


@pytest.mark.parametrize("task", WRITES)
def test_a_write_is_one_request(task: str) -> None:
    write, method, path, body = WRITES[task]
    found = requests.of(PULL, write)
    assert (found.method, found.path, found.json, found.task) == (method, path, body, task)
    creates = isinstance(write, PostSummary | PostReview)
    assert found.manner == ("create" if creates else "edit")
    resolves = isinstance(write, Resolve)
    assert found.right == ("contents: write" if resolves else "pull-requests: write")


@pytest.mark.parametrize("task", WRITES)
def test_what_is_shown_is_what_is_sent(task: str) -> None:
    write, *_ = WRITES[task]
    shown = requests.of(PULL, write)
    reply = Reply(201, {"id": 99}) if shown.method != "DELETE" else Reply(204, b"")
    with Answering(reply) as hub, hub.client() as client:
        sent = client.send(PULL, write)
    (heard,) = hub.log
    assert (heard.method, heard.path, heard.json) == (shown.method, shown.path, shown.json)
    assert heard.query == {}
    assert sent == (Sent(99) if isinstance(write, PostSummary) else Sent())


def test_a_request_says_who_asks_and_in_which_version() -> None:
    with Answering(Reply(said=given_pull())) as hub, hub.client() as client:
        client.pull("octo/skills", 7)
    headers = hub.log[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["user-agent"] == f"skilllint/{__version__}"


@pytest.mark.parametrize("name", ["octo", "octo/skills/pulls", "../x", "octo/..", "o o/s", "", "/"])
def test_what_is_no_repository_is_asked_for_nowhere(name: str) -> None:
    with pytest.raises(GithubError, match=r"is no repository; name it as owner/name$"):
        requests.pull(name, 1)


def test_a_revision_cannot_leave_its_place_in_the_path() -> None:
    path = requests.comparison("octo/skills", "main/../x?y", HEAD).path
    assert path == f"/repos/octo/skills/compare/main%2F..%2Fx%3Fy...{HEAD}"


def test_half_a_surrogate_pair_is_no_reason_to_fall_over() -> None:
    with Answering(Reply(201, {"id": 1})) as hub, hub.client() as client:
        client.send(PULL, PostSummary("a\udc80b é"))
    assert hub.log[0].json == {"body": "a?b é"}


# --- as GitHub describes it ----------------------------------------------------------


@pytest.fixture
def description(data: Path) -> Path:
    place = data / "github"
    if not place.is_dir():
        pytest.skip("SKILLLINT_DATA holds no description of GitHub")
    return place


def test_each_document_is_valid_by_githubs_schema(description: Path) -> None:
    from graphql import build_schema, parse, validate

    # the part of the schema that is kept leaves out fields that interfaces ask for
    schema = build_schema((description / "gh-subset.graphql").read_text(), assume_valid=True)
    for document in requests.DOCUMENTS:
        assert validate(schema, parse(document)) == []


def test_each_path_and_body_is_valid_by_githubs_description(description: Path) -> None:
    known = json.loads((description / "gh-strict.json").read_text())
    reads = [
        requests.pull("octo/skills", 7),
        requests.pulls("octo/skills", "mona", "topic").page(1),
        requests.comparison("octo/skills", BASE, HEAD),
        requests.files("octo/skills", 7).page(2),
    ]
    writes = [requests.of(PULL, write) for write, *_ in WRITES.values()]
    for request in (*reads, *(one for one in writes if one.path != requests.GRAPHQL)):
        check(known, request)


def check(known: Mapping[str, Any], request: Request) -> None:
    """Assert that a request is one of those described, with known parameters and a valid body."""
    from jsonschema import Draft202012Validator

    templates = {path: re.sub(r"\{\w+\}", "[^/]+", path) for path in known["paths"]}
    fitting = [path for path, shape in templates.items() if re.fullmatch(shape, request.path)]
    # literal names are more exact than what stands for any
    operation = known["paths"][min(fitting, key=lambda path: path.count("{"))]
    described = operation[request.method.lower()]
    parameters = [resolved(known, one) for one in described.get("parameters", [])]
    shapes = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
    assert set(request.query) <= set(shapes), request.task
    for name, value in request.query.items():
        Draft202012Validator(shapes[name]).validate(value)
    body = described.get("requestBody")
    assert (body is None) == (request.json is None)
    if body is not None:
        schema = body["content"]["application/json"]["schema"]
        Draft202012Validator(schema).validate(request.json)


def resolved(known: Mapping[str, Any], one: Mapping[str, Any]) -> Mapping[str, Any]:
    """A parameter, or what it refers to."""
    name = one.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = known["components"]["parameters"][name] if name else one
    return found


# --- where GitHub is, and what opens it ----------------------------------------------


@pytest.mark.parametrize(
    ("api", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://api.github.com/", "https://api.github.com/graphql"),
        ("https://git.example.com/api/v3", "https://git.example.com/api/graphql"),
        ("https://git.example.com/api/v3/", "https://git.example.com/api/graphql"),
        ("https://api.octo.ghe.com", "https://api.octo.ghe.com/graphql"),
        ("http://127.0.0.1:80/api/v3", "http://127.0.0.1:80/api/graphql"),
    ],
)
def test_graphql_is_beside_the_api(api: str, graphql: str) -> None:
    found = place(api, None, "t")
    assert found.address(Request("POST", requests.GRAPHQL)) == graphql
    assert found.address(Request("GET", "/x")) == api.rstrip("/") + "/x"


@pytest.mark.parametrize(
    "api",
    [
        *("http://api.github.com", "ftp://api.github.com", "api.github.com", "", "https://"),
        *("https://me@api.github.com", "https://a.example/?x", "https://a.example:port"),
        *("https://a.example/#x", "http://127.0.0.1.example", "https://a.example/\n"),
    ],
)
def test_an_address_that_no_token_may_be_sent_to(api: str) -> None:
    with pytest.raises(GithubError, match=r"is no address of an API|sent in the clear") as caught:
        place(api, None, TOKEN)
    assert TOKEN not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_graphql_on_another_host_gets_no_token() -> None:
    with pytest.raises(GithubError, match=r"is on another host than https://api\.github\.com"):
        place("https://api.github.com", "https://evil.example/graphql", TOKEN)


@pytest.mark.parametrize(
    "token", ["", " ", "a b", "abc\n", "ab\x00", "ghs_\N{LATIN SMALL LETTER E WITH ACUTE}"]
)
def test_what_cannot_be_a_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(GithubError, match=r"^(there is no token|the token) for GitHub") as caught:
        place("https://api.github.com", None, token)
    assert not token.strip() or token.strip() not in str(caught.value)


def test_a_client_does_not_show_its_token() -> None:
    with Answering() as hub, hub.client() as client:
        assert TOKEN not in repr(client)


# --- without httpx -------------------------------------------------------------------

WITHOUT = """\
import sys
sys.modules["httpx"] = None
from skilllint.github import GithubError, connect, requests
try:
    connect("https://api.github.com", None, "t")
except GithubError as error:
    print(error)
"""


def test_without_httpx_the_room_can_be_entered_and_says_what_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT],
        capture_output=True,
        text=True,
        env=surroundings({}),
        check=True,
    )
    assert done.stdout == (
        "GitHub is read and written with httpx, which is missing:"
        " pip install 'skilllint-audit[github]'\n"
    )
