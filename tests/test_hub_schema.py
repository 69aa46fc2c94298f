"""The fake GitHub held against GitHub's own descriptions, by requests that nobody thought of."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    validate_schema,
)
from hub import Hub, checking
from hub.schema import SCHEMA
from hypothesis import HealthCheck, Phase, given, settings

PLACE = checking.folder()
if PLACE is None:
    pytest.skip("SKILLLINT_DATA holds no description of GitHub", allow_module_level=True)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what schemathesis stands on warns of its own old names
    import requests
    import schemathesis
    from schemathesis import Case, GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
    )

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SPEC = schemathesis.openapi.from_dict(checking.described(PLACE))
OPERATIONS = {one.ok().label: one.ok() for one in SPEC.get_all_operations() if isinstance(one, Ok)}
ALWAYS = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # a failure is told as it is: to shrink it takes minutes
    suppress_health_check=list(HealthCheck),
)


# --- REST -----------------------------------------------------------------------------


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A repository with something of each kind in it; what is sent to it may be wrong."""
    with Hub(strict=False) as hub:
        number = hub.open()
        hub.say(number, "alice", "Hello.")
        hub.say(number, None, "From an account that is gone.")
        thread = hub.note(number, hub.viewer, "notes.md", 2, "Hm.")
        hub.reply(thread, "alice", "Why?")
        hub.resolve(thread, "alice")
        yield hub


def living(hub: Hub, label: str) -> dict[str, Any]:
    """The parts of a path that lead to something."""
    (number,) = hub.pulls
    pull = hub.pulls[number]
    found = [*pull.comments, hub.say(number, "bob", "Still here.")]
    if "/pulls/" in label:
        found = [*pull.remarks()] or [hub.note(number, "bob", "notes.md", 1, "Hm.").first]
    return {
        "owner": "octo",
        "repo": "skills",
        "pull_number": number,
        "issue_number": number,
        "comment_id": found[0].id,
        "review_id": pull.reviews[0].id if pull.reviews else 1,
        "basehead": f"{pull.base}...{pull.head}",
    }


def call(hub: Hub, case: Case[Any], session: requests.Session) -> None:
    headers = {"Authorization": f"Bearer {hub.token}"}
    answer = case.call(base_url=hub.api, headers=headers, session=session)
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", ["right", "wrong"])
def test_answers_are_as_described_whatever_is_asked(hub: Hub, label: str, mode: str) -> None:
    modes = {"right": GenerationMode.POSITIVE, "wrong": GenerationMode.NEGATIVE}

    @ALWAYS
    @given(case=OPERATIONS[label].as_strategy(generation_mode=modes[mode]))
    def ask(case: Case[Any]) -> None:
        if mode == "right":
            case.path_parameters |= {
                name: value
                for name, value in living(hub, label).items()
                if name in case.path_parameters
            }
        call(hub, case, session)

    with requests.Session() as session, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of schemathesis, about its own strategies
        ask()
    wrong = [one for one in hub.violations if not one.startswith("request ")]
    assert mode == "wrong" or wrong == []


# --- GraphQL --------------------------------------------------------------------------


def test_our_schema_is_part_of_githubs() -> None:
    assert validate_schema(SCHEMA) == []
    text = (PLACE / "gh-subset.graphql").read_text("utf-8") if PLACE else ""
    theirs = build_schema(text, assume_valid=True).type_map
    for name, mine in SCHEMA.type_map.items():
        if name.startswith("__") or name == "Bot":  # an actor that the subset leaves out
            continue
        assert type(theirs[name]) is type(mine)
        if isinstance(mine, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            fields = theirs[name].fields  # type: ignore[attr-defined]
            for field, own in mine.fields.items():
                if (name, field) == ("IssueComment", "minimizedReason"):
                    continue  # there it only stands in the interface
                assert str(own.type) == str(fields[field].type), f"{name}.{field}"
                mine_of = {one: str(arg.type) for one, arg in getattr(own, "args", {}).items()}
                his = {one: str(a.type) for one, a in getattr(fields[field], "args", {}).items()}
                assert mine_of == his, f"{name}.{field}"
        elif hasattr(mine, "values"):
            assert mine.values.keys() == theirs[name].values.keys()  # type: ignore[attr-defined]
