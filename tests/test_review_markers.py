"""The first line of what we write: nothing else counts, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint.review import markers
from skilllint.review.markers import Marker

PRINT = "0123456789abcdef"
TEXT = "**+1,240 tokens** in 2 skills\n\n| skill | body |\n|---|--:|\n"

prints = st.text("0123456789abcdef", min_size=16, max_size=16)


def test_a_body_is_its_marker_a_blank_line_and_the_text() -> None:
    assert markers.summary("text\n") == "<!-- skilllint:summary 982d9e3eb996 -->\n\ntext\n"
    assert markers.remark(PRINT, "text") == (
        f"<!-- skilllint:finding {PRINT} 982d9e3eb996 -->\n\ntext"
    )


@given(st.text())
def test_a_summary_is_read_back(text: str) -> None:
    assert markers.read(markers.summary(text), mine=True) == Marker(None, markers.digest(text))


@given(prints, st.text())
def test_a_remark_is_read_back(fingerprint: str, text: str) -> None:
    found = markers.read(markers.remark(fingerprint, text), mine=True)
    assert found == Marker(fingerprint, markers.digest(text))


def test_what_is_left_of_a_remark_says_so() -> None:
    found = markers.read(markers.remark(PRINT, "fixed in 0123456", gone=True), mine=True)
    assert found == Marker(PRINT, markers.GONE)


@given(st.text())
def test_nothing_of_somebody_else_has_a_marker(text: str) -> None:
    assert markers.read(markers.summary(text), mine=False) is None
    assert markers.read(markers.remark(PRINT, text), mine=False) is None


@given(st.text())
def test_no_other_text_has_one(text: str) -> None:
    assert markers.read(text, mine=True) is None


@pytest.mark.parametrize("body", [markers.summary(TEXT), markers.remark(PRINT, TEXT)])
@pytest.mark.parametrize(
    "change",
    [
        lambda body: "> " + body.replace("\n", "\n> "),
        lambda body: "\n" + body,
        lambda body: "hello\n" + body,
        lambda body: " " + body,
        lambda body: "\ufeff" + body,
        lambda body: body.replace(" -->", " --> and more", 1),
        lambda body: body.replace(" -->", "  -->", 1),
        lambda body: body.replace(" -->", " -->\t", 1),
        lambda body: body.replace(" -->", "0 -->", 1),
        lambda body: body.replace(" -->", "\n-->", 1),
        lambda body: body.replace("skilllint", "SKILLLINT", 1),
        lambda body: body.replace(":summary", ":other", 1).replace(":finding", ":other", 1),
        lambda body: body.replace("<!-- ", "<!-- é ", 1),
        lambda body: body.replace("\n", "\u2028", 1),
        lambda body: f"```\n{body}\n```",
    ],
)
def test_a_marker_counts_only_as_the_first_line_and_to_the_letter(
    body: str, change: Callable[[str], str]
) -> None:
    assert markers.read(change(body), mine=True) is None


@pytest.mark.parametrize("digest", ["", "0" * 11, "G" * 12, "ABCDEF012345", "０" * 12, "0" * 13])
def test_a_digest_is_twelve_small_hexadecimal_digits(digest: str) -> None:
    assert markers.read(f"<!-- skilllint:summary {digest} -->\n\nx", mine=True) is None


@given(st.lists(st.text(st.characters(exclude_characters="\r\n")), max_size=6))
def test_line_ends_and_blanks_behind_lines_do_not_count(lines: list[str]) -> None:
    plain = markers.digest("\n".join(lines))
    assert markers.digest("\r\n".join(lines)) == plain
    assert markers.digest(" \n".join(lines) + "  \n\n") == plain


def test_a_body_that_github_gave_other_line_ends_keeps_its_marker() -> None:
    body = markers.summary(TEXT)
    assert markers.read(body.replace("\n", "\r\n"), mine=True) == markers.read(body, mine=True)


@given(st.text(), st.text())
def test_other_words_have_another_digest(one: str, other: str) -> None:
    said = ["".join(text.split()) for text in (one, other)]
    assert (markers.digest(one) == markers.digest(other)) <= (said[0] == said[1])


def test_no_text_has_the_digest_of_what_is_gone() -> None:
    assert markers.digest("") != markers.GONE
    assert len(markers.GONE) == len(markers.digest(""))
