"""The body of a remark on a line of a pull request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comparisons import candidate, finding, worse
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from skilllint.model import Worse
from skilllint.model.reviewing import Suggestion
from skilllint.report.review_note import note

FOUND = finding("deploy")

NEW = """\
**SZ106** `section-tokens` · warning

`section "Migrate a schema" has 1,240 tokens (limit 1,000)`

- to do: `split it, or move what only some runs need to a file of the folder`
- more: `skilllint explain SZ106`
"""


def suggestion(text: str) -> Suggestion:
    return Suggestion("skills/deploy/SKILL.md", 40, 40, text)


def test_what_is_new() -> None:
    assert note(FOUND) == NEW
    bare = note(replace(FOUND, hint=""))
    assert bare == NEW.replace(f"- to do: `{FOUND.hint}`\n", "")


def test_what_is_worse() -> None:
    first = note(FOUND, worse=worse("deploy")).split("\n")[0]
    assert first == "**SZ106** `section-tokens` · warning · worse: 1,010 → 1,240"
    graver = Worse(replace(FOUND, severity="error"), FOUND)
    first = note(graver.finding, worse=graver).split("\n")[0]
    assert first == "**SZ106** `section-tokens` · error · worse: was a warning"
    plain = Worse(replace(FOUND, value=None), FOUND)
    assert note(FOUND, worse=plain).split("\n")[0].endswith(" · worse than before")


def test_a_block_has_its_evidence_and_what_it_saves() -> None:
    found = finding(
        "deploy", "ST201", "situational-block", message="looks like a block", hint="move"
    )
    assert note(found, candidate=candidate("deploy")) == (
        "**ST201** `situational-block` · warning\n\n`looks like a block`\n\n"
        "- why: lines 120–180, `Only if the schema has changed since the last` (line 122); "
        "`heading names a case: Migrate a schema` (line 120)\n"
        "- a session that does not need it saves 870 tokens of context, "
        "44k (19k–110k) re-sent, 7.0k (3.1k–18k) ITE\n"
        "- to do: `move`\n- more: `skilllint explain ST201`\n"
    )
    late = note(found, candidate=candidate("deploy", kind="late", evidence=()))
    assert "- why: lines 120–180\n- to do" in late


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Run `x`.\n", "```suggestion\nRun `x`.\n```\n"),
        ("", "```suggestion\n```\n"),
        ("\n", "```suggestion\n\n```\n"),
        ("```sh\nx\n```\n", "````suggestion\n```sh\nx\n```\n````\n"),
        ("a\n\n  b\n", "```suggestion\na\n\n  b\n```\n"),
    ],
)
def test_a_suggestion_stands_as_it_is(text: str, block: str) -> None:
    assert note(FOUND, suggestion=suggestion(text)) == f"{NEW}\n{block}"


@pytest.mark.parametrize(
    "text", ["a\u202eb\n", "a\r\n", "`" * 17 + "\n", "##[error]x\n", "x\n  ::error::y\n"]
)
def test_a_suggestion_that_cannot_be_shown_faithfully_is_left_out(text: str) -> None:
    assert note(FOUND, suggestion=suggestion(text)) == NEW


@given(st.text(st.sampled_from("`~\n \t>-|a") | st.characters(exclude_categories=("C", "Z"))))
def test_any_suggestion_is_read_as_it_was_written(text: str) -> None:
    text = f"{text}\n"
    blocks = MarkdownIt("gfm-like", {"linkify": False}).parse(
        note(FOUND, suggestion=suggestion(text))
    )
    fences = [block for block in blocks if block.type == "fence"]
    assert blocks[-1] in fences or not fences
    for fence in fences:
        assert (fence.info, fence.content) == ("suggestion", text)


def test_a_remark_is_short() -> None:
    for text in (NEW, note(FOUND, candidate=candidate("deploy"), worse=worse("deploy"))):
        assert 3 <= len([line for line in text.split("\n") if line]) <= 8
