"""What fixes must keep for any text: what is not theirs, whatever its line ends and letters."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mending import fix, fixable, plan

from skilllint import atomic, audit
from skilllint.audit import Request
from skilllint.fixes import edits
from skilllint.model import Edit, Finding, Fixes
from skilllint.report import diff

ENDS = ("\n", "\r\n")
LINES = (
    *("", "# Sweep", "## Corners and edges", "- Take the broom.", "    code", "> said", "  "),
    *("Take the broom, then stop.", "Nimm den Besen: größer.", "掃除。", "\u200bodd\u0085."),
    *("---", "----------", "-", "--", " ---", "===", "| a | b |", "| --- | --- |", "\tx."),
    *("```", "```sh", "~~~", "npm install", "<!-- note -->", "<b>bold</b>", "1. First.", "name: x"),
    *("See [more](references\\more.md) and references\\more.md.", "Read `references/more.md`."),
)
FIXABLE = ("", "Take the broom.\n---", "Größer als 5 €.\n-----\n", "掃除。\n\n", "One.\n---\n---")
"""Among lines drawn one by one, what can be fixed is too rare."""

HEADS = (
    "name: sweep|description: Sweeps the floor. Use when the user asks for a clean floor.",
    "name: sweep|description: Sweeps: the floor. Use when the user asks for a clean floor.",
    'name: "sweep"|description: Sweeps #1 floors.|license: MIT: really',
)


@st.composite
def files(draw: st.DrawFn, *, head: bool) -> bytes:
    """A Markdown file of odd lines: with or without a mark, a last end, and one kind of ends."""
    odd = st.sampled_from(LINES) | st.text(st.characters(exclude_characters="\r\n"), max_size=9)
    pieces = draw(st.lists(st.sampled_from(FIXABLE) | st.sampled_from(FIXABLE) | odd, max_size=16))
    lines = "\n".join(pieces).split("\n")
    if head:
        lines = ["---", *draw(st.sampled_from(HEADS)).split("|"), "---", *lines]
    usual = draw(st.sampled_from(ENDS))
    mixed = draw(st.booleans())
    ends = [draw(st.sampled_from(ENDS)) if mixed else usual for _ in lines]
    unended = draw(st.booleans())
    if unended:
        ends[-1] = ""
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return mark + text.encode("utf-8", "replace")


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(skill=files(head=True), reference=files(head=False))
def test_fixing_ends_and_git_makes_the_same_of_the_diff(
    skill: bytes, reference: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.chdir(place)
        texts = {"sweep/SKILL.md": skill, "sweep/references/more.md": reference}
        for name, data in texts.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_bytes(data)
        asked = [Path("sweep")], Request()
        planned = plan(*asked)
        assert planned.unfixed == ()
        assert {name: Path(name).read_bytes() for name in texts} == texts  # only planned
        apply(diff.render(planned, visible=False))
        patched = {name: Path(name).read_bytes() for name in texts}
        for name, data in texts.items():
            Path(name).write_bytes(data)
        assert fix(*asked).fixed == planned.fixed
        assert {name: Path(name).read_bytes() for name in texts} == patched
        assert fixable(*asked) == []
        assert plan(*asked) == Fixes()
        assert bool(planned.fixed) == (patched != texts)
        audit.run(*asked)
        monkeypatch.chdir("/")


def apply(patch: bytes) -> None:
    """Let git make a diff's changes in the working directory."""
    if not patch:
        return
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "apply", "-"], input=patch, check=True, env={**os.environ, **nothing})


# --- single edits ------------------------------------------------------------------


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it that do not overlap."""
    text = draw(st.text("ab\n\ré", max_size=40))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, [Edit(one, other, draw(st.text("xy\n", max_size=4))) for one, other in pairs]


@given(changes())
def test_edits_are_made_and_all_else_is_handed_on(change: tuple[str, Sequence[Edit]]) -> None:
    text, wanted = change
    lines = edits.divide(text)
    after, origin = edits.apply(lines, range(len(lines)), wanted)
    expected = text
    for edit in reversed(wanted):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    assert "".join(after) == expected
    assert after == edits.divide(expected)
    assert [lines[there] for there in origin if there >= 0] == [
        line for line, there in zip(after, origin, strict=True) if there >= 0
    ]
    kept = [there for there in origin if there >= 0]
    assert kept == sorted(set(kept))
    touched = sum(text[edit.start : edit.end].count("\n") + 1 for edit in wanted)
    assert len(lines) - len(kept) <= touched


@given(st.lists(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=2), max_size=9))
def test_what_is_chosen_never_clashes_and_the_first_goes_first(
    drawn: list[list[tuple[int, int]]],
) -> None:
    found = [found_with(*(Edit(start, start + long, "") for start, long in one)) for one in drawn]
    taken: list[tuple[int, int]] = []
    expected = []
    for one in found:
        spans = [edits.place(edit) for edit in one.edits]
        if not any(edits.clash(span, other) for span in spans for other in taken):
            expected.append(one)
            taken += spans
    assert edits.choose(found) == expected


def found_with(*wanted: Edit) -> Finding:
    """A finding with nothing to it but edits that do not overlap."""
    apart = wanted if edits.fits(wanted, 99) else wanted[:1]
    where = ("SKILL.md", 1, 1, 1)
    return Finding("MD103", "x", "note", "exact", *where, "", "", None, None, None, "", edits=apart)


def test_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "SKILL.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    with file.open("rb") as reader:
        atomic.write(file, b"new")
        assert reader.read() == b"old"
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]
