"""What a diff shows and where a remark can stand in it, against what git itself writes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint.compare.anchors import anchor
from skilllint.compare.hunks import parse
from skilllint.model import Anchor, Hunk

PATCH = """@@ -1,4 +1,5 @@ heading
 one
-two
+@@ -1,9 +1,9 @@
+diff --git a/x b/x

 four
@@ -20,2 +21,0 @@
-gone
--- also gone
@@ -30 +29,2 @@
-old
\\ No newline at end of file
+new
+++ new
\\ No newline at end of file"""


def test_a_patch_as_a_host_gives_it() -> None:
    # the hunk in the middle leaves no line to stand at
    assert parse(PATCH) == (Hunk(1, 5, (2, 3)), Hunk(29, 30, (29, 30)))


@pytest.mark.parametrize("text", ["", "\n", "Binary files a/x and b/x differ", "@@ nothing @@\n+x"])
def test_what_is_no_diff_shows_nothing(text: str) -> None:
    assert parse(text) == ()


def test_a_patch_that_was_cut_shows_what_is_there() -> None:
    assert parse("@@ -1,9 +1,9 @@\n one\n+two\n") == (Hunk(1, 2, (2,)),)
    assert parse("@@ -1,9 +1,9 @@\n one\n@@ -20 +20 @@\n+two") == (
        Hunk(1, 1),
        Hunk(20, 20, (20,)),
    )


LINE = st.sampled_from(
    ["a", "", "@@ -1 +1 @@", "diff --git a/x b/x", "-- x", "++ x", "\\ No", "\r"]
)
TEXT = st.lists(LINE, max_size=60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("diffs")


@given(TEXT, TEXT, st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_line_of_what_git_writes_is_accounted_for(
    place: Path, before: list[str], after: list[str], ends: bool, blanks: bool
) -> None:
    for name, lines in (("old", before), ("new", after)):
        text = "\n".join(lines) + ("\n" if ends and lines else "")
        (place / name).write_bytes(text.encode())
    # numbers of all lines that are new, from a diff without any other line
    strict = diff(place, "-U0")
    changed = {line for hunk in parse(strict) for line in range(hunk.start, hunk.end + 1)}
    text = diff(place, "-U3")
    found = parse(text.replace("\n \n", "\n\n") if blanks else text)
    assert {line for hunk in found for line in hunk.changed} == changed
    assert sum(len(hunk.changed) for hunk in found) == sum(
        1 for line in strict.split("\n")[4:] if line.startswith("+")
    )
    count = (place / "new").read_bytes().count(b"\n") + (not ends and len(after) > 0)
    shown = [line for hunk in found for line in range(hunk.start, hunk.end + 1)]
    assert shown == sorted(set(shown))
    assert all(1 <= line <= count for line in shown)
    assert all(near(line, hunk) for hunk in found for line in hunk.changed)


def near(line: int, hunk: Hunk) -> bool:
    return hunk.start <= line <= hunk.end


def diff(place: Path, context: str) -> str:
    done = subprocess.run(
        ["git", "diff", "--no-index", "--no-color", context, "old", "new"],
        check=False,
        cwd=place,
        capture_output=True,
    )
    return done.stdout.decode()


HUNKS = st.lists(st.integers(1, 60), max_size=12, unique=True).map(
    lambda edges: tuple(
        Hunk(start, end, tuple(range(start, end, 3)))
        for start, end in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
    )
)


@given(HUNKS, st.integers(1, 60), st.integers(0, 60))
def test_an_anchor_lies_in_one_hunk_and_in_the_block(
    hunks: tuple[Hunk, ...], start: int, more: int
) -> None:
    end = start + more
    found = anchor("x", start, end, hunks)
    shown = any(hunk.start <= line <= hunk.end for hunk in hunks for line in range(start, end + 1))
    assert (found is not None) == shown
    if found:
        assert start <= found.start <= found.end <= end
        assert any(hunk.start <= found.start and found.end <= hunk.end for hunk in hunks)


def test_where_a_remark_stands() -> None:
    hunks = (Hunk(5, 12, (8, 9)), Hunk(30, 36))
    assert anchor("x", 6, 6, hunks) == Anchor("x", 6, 6)  # shown, if unchanged
    assert anchor("x", 6, 12, hunks) == Anchor("x", 6, 12)
    assert anchor("x", 6, 40, hunks) == Anchor("x", 8, 8)  # longer than what is shown
    assert anchor("x", 10, 40, hunks) == Anchor("x", 10, 10)
    assert anchor("x", 20, 40, hunks) == Anchor("x", 30, 30)  # only its middle is shown
    assert anchor("x", 13, 29, hunks) is None
