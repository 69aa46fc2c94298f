"""Keys and their values: what each host takes is never a problem, and a slip is known again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import catalogue, finders, hosts, skills
from skilllint.model import Problem, Setting

TEXT = "description: Writes notes when a version is tagged."
DEFAULT = ("spec", "claude-code")
FAMILY = [r for r in catalogue.rules() if r.code in {f"FM{n}" for n in range(107, 115)}]
VALUES = {"text": "a text", "boolean": "true", "mapping": "{a: b}"}


def find(
    code: str, head: str, names: Sequence[str] = DEFAULT, body: str = "# A\n"
) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    skill = skills.read_text(f"---\nname: notes\n{TEXT}\n{head}\n---\n{body}", "SKILL.md", "notes")
    table = {name: host for name, host in hosts.table().items() if name in names}
    return [*finders.problems(rule, skill, Setting(rule.limits, table))]


def shown(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.confidence != "advice"]


# --- keys -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [(name, key) for name, host in hosts.table().items() for key in sorted(host.keys)],
)
def test_a_key_that_a_host_documents_is_never_a_problem_for_it(name: str, key: str) -> None:
    allowed = hosts.table()[name].values.get(key, "text")
    said = VALUES[allowed] if isinstance(allowed, str) else allowed[0]
    said = "{a: b}" if key == "metadata" else said
    head = "license: MIT" if key in ("name", "description") else f"{key}: {said}"
    for rule in FAMILY:
        if {"any", name} & {*rule.hosts}:
            assert find(rule.code, head, [name]) == []
            assert find(rule.code, head, [*DEFAULT, name]) == []


@pytest.mark.parametrize(
    "key", ["version", "tags", "mode", "content", "agents", "path", "skills", "tools", "author"]
)
def test_a_key_of_somebodys_own_is_no_slip(key: str) -> None:
    (problem,) = find("FM107", f"{key}: x")
    assert (problem.confidence, problem.severity) == ("advice", "note")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("allowed_tools", "allowed-tools"),
        ("Allowed-Tools", "allowed-tools"),
        ("allowedTools", "allowed-tools"),
        ("disallowedTools", "disallowed-tools"),
        ("user-invokable", "user-invocable"),
        ("compatability", "compatibility"),
        ("whenToUse", "when_to_use"),
        ("Model", "model"),
    ],
)
def test_a_slip_of_a_known_key_is_known_again(key: str, meant: str) -> None:
    (problem,) = find("FM107", f"{key}: x")
    assert problem.confidence is None
    assert problem.hint == f"did you mean `{meant}`?"
    assert find("FM107", f"{meant}: x") == []
    (beside,) = find("FM107", f"{key}: x\n{meant}: x")  # then it is no slip
    assert beside.confidence == "advice"


def test_one_finding_names_some_of_many_keys() -> None:
    (problem,) = find("FM107", "\n".join(f"own{n}: x" for n in range(50)))
    assert problem.message == (
        "no selected host knows `own0`, `own1`, `own2`, `own3`, `own4` and 45 more"
    )


def test_a_host_that_knows_only_the_specification_drops_what_another_takes() -> None:
    (problem,) = find("FM107", "argument-hint: x", [*DEFAULT, "oh-my-pi"])
    assert (problem.severity, problem.host) == ("error", "oh-my-pi")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80))
@settings(deadline=None)
def test_any_key_is_told_in_one_line(key: str) -> None:
    quoted = key.replace("'", "''")
    for problem in find("FM107", f"'{quoted}': x"):
        assert "\n" not in problem.message + problem.hint


# --- values ----------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "No", "on", "OFF"])
def test_booleans_of_old_yaml_are_texts_to_a_host(said: str) -> None:
    (problem,) = find("FM114", f"user-invocable: {said}")
    truth = said.lower() in ("yes", "on")
    assert problem.hint == f"write user-invocable: {str(truth).lower()}"


@pytest.mark.parametrize("said", ["true", "True", "FALSE", "true  # because", ""])
def test_booleans_of_every_yaml_are_let_be(said: str) -> None:
    assert find("FM114", f"user-invocable: {said}") == []


def test_a_value_is_told_once_for_all_hosts() -> None:
    assert len(find("FM114", "user-invocable: 3", [*DEFAULT, "copilot"])) == 1


def test_metadata_that_other_tools_read_is_advice_at_most() -> None:
    head = "metadata:\n  internal: true\n  updated: 2026-03-06\n  version: 1.10\n  own: {a: 1}"
    (problem,) = find("FM111", head)
    assert problem.confidence == "advice"
    assert problem.edits == ()  # `internal: true` is read as a boolean by some


# --- stated tokens -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("estimated_tokens: 300", []),
        ("estimated_tokens: 201", []),
        ("estimated_tokens: 199", [None]),
        ("estimated_tokens: '199'", [None]),
        ("metadata:\n  estimated_tokens: '7'", [None]),
        ("estimated_tokens: 460", ["advice"]),
        ("token_budget: 100", ["advice"]),
        ("token_budget: 10000", []),
        ("estimated_tokens: true", []),
        ("estimated_tokens: ~300", []),
        ("estimated_tokens: -5", []),
        ("estimated_tokens: [300]", []),
    ],
)
def test_only_a_number_that_no_counting_makes_right_is_told(
    head: str, told: list[str | None]
) -> None:
    found = find("FM113", head, body=" word" * 300)
    assert [problem.confidence for problem in found] == told
