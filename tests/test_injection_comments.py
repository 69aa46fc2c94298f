"""Hostile names, headings and messages in what is posted to a pull request.

What GitHub's own parser makes of it holds no element and no text of a stranger's besides
code: of any text the same elements as of a harmless one. Mentions, emoji, references to
issues and commits form in none but plain text, which is all ours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Literal

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from comparisons import (
    candidate,
    change,
    comparison,
    cost,
    finding,
    listing,
    section,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_injection import ANSI, COMMAND, HOSTILE, PIECES, RUNNER

from skilllint.model import Comparison, Evidence, Keep, Move, Unread, Worse
from skilllint.report import compare_markdown
from skilllint.report.review_note import note
from skilllint.report.wording import hidden

Parser = Literal["cmark", "markdown-it"]

ELEMENTS = set(
    "p strong table thead tbody tr th td ul li details summary code h4".split()  # noqa: SIM905
)

OURS = re.compile(r"[\w\s,.:;()·→−+%&–~-]*")
"""Text of ours: no mention, no reference, no link, no formula and no emoji's name."""

MARKUP = (
    *("@team", "#12", "GH-12", "https://x.example", ":tada:", "0123456789abcdef0123456789abcdef"),
    *("<!--", "</td>", "</summary>", "</details>", "**", "~~", "![", "](", "$", "$`", "`$"),
    *("`" * 81, "\u202e", "\r\n\r\n", "- ", "1. ", "&#64;team"),
)
TEXTS = st.lists(PIECES | st.sampled_from(MARKUP) | st.characters(), max_size=12).map("".join)


class Page(HTMLParser):
    """The elements of a page in their order, its attributes, and its text besides code."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.comments: list[str] = []
        self.text: list[str] = []
        self.codes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.codes += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.elements.append(f"/{tag}")
        self.codes -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self.codes:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def page(text: str, parser: Parser) -> Page:
    """What a parser makes of a Markdown text."""
    if parser == "cmark":
        html = cmarkgfm.github_flavored_markdown_to_html(
            text, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_HARDBREAKS
        )
    else:
        html = MarkdownIt("gfm-like", {"html": True, "linkify": False, "breaks": True}).render(text)
    made = Page()
    made.feed(html)
    made.close()
    return made


def poisoned(text: str) -> Comparison:
    """A comparison with a text in every place that a stranger writes to."""
    shown = finding("x", message=text, hint=text, path=text, place=text, heading_path=(text,))
    block = candidate(
        "x",
        heading_path=(text, text),
        evidence=(Evidence("x", 2.0, 3, text), Evidence("usage.given", 0, 3, text)),
        keep=(Keep(3, text),),
        moves=(Move(3, text, text),),
    )
    costs = cost(9, source=text), cost(99, source=text)
    made = change("x", 9, 99, listing=(1, 2), references=(3, 4))
    whole = replace(
        made,
        name=text,
        path=text,
        place=text,
        cost_before=costs[0],
        cost_after=costs[1],
        sections=(
            replace(section("x", 0, 9, 4, "added"), heading_path=(text, text)),
            replace(section("x", 1, 9, 4, "renamed"), old_heading_path=(text, text)),
            replace(section("x", 1, 0, 4, "extracted"), moved_to=text),
        ),
        new=(shown,),
        worsened=(Worse(shown, replace(shown, value=1)),),
        fixed=(shown,),
        still=(replace(shown, code=text),),
        candidates=(block,),
    )
    moved = replace(whole, status="renamed", old_path=text)
    return comparison(
        *(whole, moved),
        against=text,
        unread=(Unread(text, text),),
        unread_before=(Unread(text, text),),
        submodules=(text,),
        calibrations=(text,),
        listings=(replace(listing(1, 9_000), host=text, scope=text or "x", when=text),),
    )


def posted(text: str) -> dict[str, str]:
    """Each body with a text in every place that a stranger writes to."""
    found = poisoned(text)
    (one, _) = found.skills
    (new,) = one.new
    strange = replace(new, code=text, name=text)
    return {
        "summary": compare_markdown.render(found, advice=True, limit=None),
        "none": compare_markdown.render(replace(found, skills=()), advice=True, limit=None),
        "note": note(strange, worse=one.worsened[0], candidate=one.candidates[0]),
    }


@cache
def harmless(parser: Parser) -> dict[str, list[str]]:
    """The elements of each body with harmless texts."""
    return {name: page(text, parser).elements for name, text in posted("harmless").items()}


def verify(text: str, parser: Parser) -> None:
    """Assert that a text is read as code and as nothing else, wherever it stands."""
    for name, body in posted(text).items():
        assert not ANSI.search(body)
        assert not RUNNER.search(body)
        assert not COMMAND.search(body)
        assert not any(hidden(char) for char in body.replace("\n", ""))
        made = page(body, parser)
        assert {one.removeprefix("/") for one in made.elements} <= ELEMENTS
        assert made.attributes <= {"align", "style"}
        assert not made.comments
        if text.strip():  # what is empty may be left out
            assert made.elements == harmless(parser)[name]
        said = "".join(made.text)
        assert OURS.fullmatch(said), said


@pytest.mark.parametrize("parser", ["cmark", "markdown-it"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str, parser: Parser) -> None:
    verify(hostile, parser)


@settings(deadline=None)
@given(TEXTS)
def test_no_text_breaks_out(text: str) -> None:
    verify(text, "cmark")
    verify(text, "markdown-it")
