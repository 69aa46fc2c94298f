"""What a suggestion makes of whole lines is what the fix makes of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write
from histories import BODY, History, floor, known
from hypothesis import given
from hypothesis import strategies as st
from mending import fixable

from skilllint import source
from skilllint.audit import Request
from skilllint.model import Edit
from skilllint.model.reviewing import Suggestion
from skilllint.review import suggestions
from skilllint.review.suggestions import change


def put(text: str, made: Suggestion) -> str:
    """A text with a suggestion taken in, as GitHub does: whole lines for whole lines."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: made.start - 1], made.text, *lines[made.end :]])


def applied(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "edits", "made"),
    [
        ("a\nbcd\ne\n", [Edit(3, 4, "X")], Suggestion("f", 2, 2, "bXd\n")),
        ("a\nb\nc\n", [Edit(2, 2, "new\n")], Suggestion("f", 2, 2, "new\nb\n")),
        ("a\nb\n", [Edit(4, 4, "```\n")], Suggestion("f", 2, 2, "b\n```\n")),
        ("a\nb", [Edit(3, 3, "\n```\n")], Suggestion("f", 2, 2, "b\n```\n")),
        ("a\nb", [Edit(2, 3, "c")], Suggestion("f", 2, 2, "c\n")),
        ("a\nb\nc\n", [Edit(0, 1, "x"), Edit(4, 5, "z")], Suggestion("f", 1, 3, "x\nb\nz\n")),
        # what takes away an end of line takes in the line that follows
        ("a\nb\nc\n", [Edit(1, 2, " ")], Suggestion("f", 1, 2, "a b\n")),
        ("a\nb\nc\n", [Edit(2, 4, "")], Suggestion("f", 2, 3, "c\n")),
        ("a\nb\nc\n", [Edit(0, 4, "x\n")], Suggestion("f", 1, 2, "x\n")),
    ],
)
def test_whole_lines_are_replaced(text: str, edits: list[Edit], made: Suggestion) -> None:
    assert change("f", text, edits) == made
    assert put(text, made).rstrip("\n") == applied(text, edits).rstrip("\n")


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a\nb\n", Edit(2, 4, "")),
        ("a\nb\r\nc\n", Edit(2, 3, "x")),
        ("a\nb\nc\n", Edit(2, 3, "x\u202ey")),
        ("a\nb\u200b\nc\n", Edit(2, 3, "x")),
        ("a\nb\ufffd\nc\n", Edit(2, 3, "x")),
        ("a\nb\u3164\nc\n", Edit(2, 3, "x")),
        ("a\nb\u2800\nc\n", Edit(2, 3, "x")),
        ("a\nb\u2028\nc\n", Edit(2, 3, "x")),
        ("a\nb\U000e0101\nc\n", Edit(2, 3, "x")),
        ("a\nb\x1b[31m\nc\n", Edit(2, 3, "x")),
        ("a\nb\nc\n", Edit(2, 3, " ")),
    ],
)
def test_none_is_made_of_what_does_not_show(text: str, edit: Edit) -> None:
    assert change("f", text, [edit]) is None


def test_none_is_made_of_lines_far_apart() -> None:
    text = "line\n" * 40
    assert change("f", text, [Edit(0, 4, "x"), Edit(19 * 5, 19 * 5 + 4, "y")]) is not None
    assert change("f", text, [Edit(0, 4, "x"), Edit(20 * 5, 20 * 5 + 4, "y")]) is None


LINES = st.lists(st.text("ab", max_size=3), min_size=1, max_size=6)


@given(LINES, st.booleans(), st.data())
def test_it_is_always_what_the_edits_make(
    lines: list[str], ended: bool, data: st.DataObject
) -> None:
    text = "\n".join(lines) + "\n" * ended
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4)))
    new = st.text("xy\n", max_size=3)
    edits = [
        Edit(start, end, data.draw(new)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    made = change("f", text, edits)
    if made:
        assert put(text, made).rstrip("\n") == applied(text, edits).rstrip("\n")
        assert made.text.endswith("\n")


NOTES = ("skills/floor/notes.md", "skills/door/notes.md")


def test_suggestions_are_of_the_commit_and_not_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)
    history = History(tmp_path)
    body = f"{BODY}\nSee [the notes](Notes.md).\n"
    names = {"skills/floor/SKILL.md": "\ufeff" + floor(body), "skills/door/SKILL.md": floor(body)}
    head = history.commit({**names, **dict.fromkeys(NOTES, "# Notes\n\nThe floor.\n")})
    monkeypatch.chdir(tmp_path)
    found = fixable([Path("skills")], Request())
    assert found
    write(tmp_path, dict.fromkeys(names, "gone\n"))
    made = suggestions.suggest(tmp_path / ".git", head, found)
    assert set(made) == {one.fingerprint for one in found}
    for one in found:
        text = source.decode(history.git("show", f"{head}:{one.place}").encode())[1]
        there = put(text, made[one.fingerprint])
        assert there.rstrip("\n") == applied(text, list(one.edits)).rstrip("\n")
