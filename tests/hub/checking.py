"""Each request and answer held against GitHub's own description, where that is there."""

from __future__ import annotations

import json
import os
import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graphql import GraphQLError, GraphQLSchema, build_schema, parse, validate

from hub.state import Answer, Call

Json = dict[str, Any]

UNDESCRIBED = re.compile("/user|/rate_limit")
"""What the description leaves out, and anybody may ask for."""


def folder() -> Path | None:
    """Where the description lies."""
    data = os.environ.get("SKILLLINT_DATA")
    found = Path(data, "github") if data else None
    return found if found and found.is_dir() else None


def described(place: Path) -> Json:
    """GitHub's REST description, with what is known to be wrong in it put right."""
    spec: Json = json.loads((place / "gh-strict.json").read_text("utf-8"))
    schemas = spec["components"]["schemas"]
    remark = schemas["pull-request-review-comment"]["properties"]
    # null once the thread is outdated, or where it stands at the whole file
    for name in ("line", "position", "original_line", "original_position"):
        remark[name]["nullable"] = True
    # said to be nullable, but null is not among its values
    remark["start_side"]["enum"].append(None)
    # null where the fork is gone; its pull request is still there
    for name in ("pull-request", "pull-request-simple"):
        head = schemas[name]["properties"]["head"]["properties"]
        head |= {"repo": or_null(head["repo"]), "user": or_null(head["user"])}
    # said to be nullable, but beside `oneOf` that says nothing
    commit = schemas["commit"]["properties"]
    commit |= {name: or_null(commit[name]) for name in ("author", "committer")}
    # the examples are not looked at: that of `pull-request` fails its own schema
    return spec


def or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "object", "nullable": True, "maxProperties": 0}]}


@dataclass(frozen=True)
class Checker:
    """GitHub's two descriptions, ready to judge."""

    rest: Any
    paths: tuple[tuple[str, re.Pattern[str], Json], ...]
    schema: GraphQLSchema

    def violations(self, call: Call, answer: Answer) -> list[str]:
        """What is wrong with an exchange, in words."""
        if call.path == "/graphql":
            return self.graphql(call)
        operation = self.operation(call)
        if operation is None:
            known = call.method == "GET" and UNDESCRIBED.fullmatch(call.path)
            return [] if known else [f"{call.method} {call.path} is not described"]
        found = self.request(call)
        # an answer without a description is not against it, such as 401 anywhere
        if str(answer.status) in operation["responses"]:
            found += self.answer(call, answer)
        return found

    def operation(self, call: Call) -> Json | None:
        for method, pattern, operation in self.paths:
            if method == call.method and pattern.fullmatch(call.path):
                return operation
        return None

    def request(self, call: Call) -> list[str]:
        try:
            self.rest.validate_request(asked(call))
        except Exception as error:  # of several packages
            return [f"request {call.method} {call.path}: {words(error)}\n{call.text[:500]}"]
        return []

    def answer(self, call: Call, answer: Answer) -> list[str]:
        try:
            self.rest.validate_response(asked(call), answered(answer))
        except Exception as error:  # of several packages
            return [f"answer {answer.status} to {call.method} {call.path}: {words(error)}"]
        return []

    def graphql(self, call: Call) -> list[str]:
        if not isinstance(call.body, dict) or not isinstance(call.body.get("query"), str):
            return ["a GraphQL request without a query"]
        return list(against(self.schema, call.body["query"]))


def asked(call: Call) -> Any:
    from openapi_core.testing import MockRequest

    return MockRequest(
        "https://api.github.com",
        call.method.lower(),
        quote(call.path, safe="/:.,@"),
        args=dict(call.query),
        headers=call.headers,
        data=call.raw or None,
        content_type=call.headers.get("content-type", "").split(";")[0] or "application/json",
    )


def answered(answer: Answer) -> Any:
    from openapi_core.testing import MockResponse

    raw = b"" if answer.body is None else json.dumps(answer.body).encode()
    return MockResponse(raw, answer.status, answer.headers, "application/json")


@lru_cache
def against(schema: GraphQLSchema, text: str) -> tuple[str, ...]:
    """What in a document is not of a schema, found out once."""
    try:
        errors = validate(schema, parse(text))
    except GraphQLError as error:
        errors = [error]
    return tuple(f"GraphQL: {error}" for error in errors)


def short(text: str) -> str:
    """A text without its middle, where it is long."""
    return text if len(text) < 400 else f"{text[:200]} … {text[-200:]}"


def words(error: BaseException) -> str:
    """What an error and its causes say, each cut short."""
    try:
        said = [short(str(error))]
    except UnicodeDecodeError:  # openapi-core cannot tell of a body that is no text
        said = [type(error).__name__]
    said += [
        f"{one.json_path}: {short(one.message)}" for one in getattr(error, "schema_errors", ())
    ]
    if error.__cause__ is not None:
        said.append(words(error.__cause__))
    return "\n  ".join(said)


@cache
def checker() -> Checker | None:
    """The judge, made once a session; None without the description."""
    place = folder()
    if place is None:
        return None
    with warnings.catch_warnings():
        # openapi-core and what it stands on warn of their own old names
        warnings.simplefilter("ignore", DeprecationWarning)
        from openapi_core import OpenAPI

        spec = described(place)
        api = OpenAPI.from_dict(spec)
    paths = tuple(
        (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operation)
        for path, operations in spec["paths"].items()
        for method, operation in operations.items()
    )
    text = (place / "gh-subset.graphql").read_text("utf-8")
    # its interfaces are cut short, so it is no valid schema; documents can be held against it
    return Checker(api, paths, build_schema(text, assume_valid=True))
