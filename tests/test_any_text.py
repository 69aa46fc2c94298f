"""Whatever a file holds, it is read, and every line of it keeps its number."""

from __future__ import annotations

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from test_torture import HEAD, check_sums, check_tiles, seen

from skilllint import situational, skills, source
from skilllint.model import Skill

PIECES = (
    *("", "", "text", "Ends here.", "# One", "## Two", "#### Four", "  ## In", "###", "#no"),
    *("```", "```text", "~~~", "````", "---", "***", "===", "- ", "- item", "  more", "1. one"),
    *("> quote", "> # q", "| a | b |", "| --- | --- |", "    code", "\t# tab", "<!--", "-->"),
    *("<process>", "</process>", "<div>", "<pre>", "</pre>", "<b>", "[a]: b", "/run", "[a](b)"),
    *("name: x", "description: a: b", "a: [", "{{X}}: y", "key:", "? [a]", "--- # A", "---# A"),
    *("--- name: x description: y ---", "  ---", "...", "\x00", "\x07", "\x0c", "\x1c", "\x1b[1m"),
    *("\x85", "\u2028", "\u200b", "\ufeff", "\ufffd", "\U0001f600", "$ARGUMENTS", "!`date`"),
    *(sign * 3_000 for sign in '["_*`|<('),  # a pattern that goes back over them is seen to hang
)
PIECE = st.sampled_from(PIECES) | st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))
LINE = st.lists(PIECE, min_size=1, max_size=2).map("".join)
BODY = st.lists(LINE, max_size=20).map("\n".join)
TEXT = st.builds("{}{}".format, st.sampled_from(("", HEAD, "---\n", "\n---\n", "<!-- -->\n")), BODY)
WITH_RETURNS = st.lists(st.tuples(LINE, st.sampled_from(("\n", "\r\n", "\r", "\n\n")))).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
UNITS = situational.Units(1, 1)
unhurried = settings(deadline=None)


def read(text: str) -> Skill:
    """A text that is not so full of controls that it counts as binary."""
    assume(not source.looks_binary(text.encode()[:8192]))
    return skills.read_text(text)


def check_headings(skill: Skill) -> None:
    """Each section starts on a line that is its heading, in either of Markdown's two forms."""
    lines = [*skill.source.lines, ""]
    if skill.outline.sections:
        lines[skill.source.body_line - 1] = skill.source.body.split("\n", 1)[0]
    for section in skill.outline.sections:
        if section.level:
            hashes = re.match(r"[ \r]{0,3}(#{1,6})(?=[ \t\r]|$)", lines[section.start - 1])
            # a heading that is underlined may have several lines
            below = (line.strip(" \t\r") for line in lines[section.start : section.end])
            underlined = any(set(line) in ({"="}, {"-"}) for line in below)
            assert len(hashes[1]) == section.level if hashes else underlined


@given(TEXT | WITH_RETURNS)
@example(HEAD + "/run\n# A")
@example("\xa0\n")
@example("---\n---# A\r")
@example("/run\n\u2028\n---\n")
@example("--- name: x description: y ---\n\n# A")
@unhurried
def test_any_text_is_read_and_every_line_keeps_its_number(text: str) -> None:
    skill = read(text)
    check_tiles(skill)
    check_headings(skill)
    check_sums(skill)
    found = situational.find(skill.source, skill.outline, skill.weights, UNITS)
    lines = len(skill.source.lines)
    assert all(1 <= one.start <= one.end <= lines for one in found)


@given(TEXT)
@example("---\n\nkey:\n")
@unhurried
def test_line_ends_change_nothing(text: str) -> None:
    assert seen(read(text.replace("\n", "\r\n"))) == seen(read(text))


@given(TEXT.filter(lambda text: not text.startswith("\ufeff")))
@unhurried
def test_a_byte_order_mark_changes_nothing(text: str) -> None:
    assert seen(read("\ufeff" + text)) == seen(read(text))


@given(st.binary(max_size=60))
@unhurried
def test_any_bytes_are_split_at_line_feeds_only(data: bytes) -> None:
    text = HEAD.encode() + b"# A\n" + data
    assume(not source.looks_binary(text))
    lines = len(text.removesuffix(b"\n").split(b"\n"))
    assert len(source.parse(text, "SKILL.md").lines) == lines
