"""Where a host stops reading, and what is lost behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import hosts, skills, tokens
from skilllint.model import Cut, CutRule, Host, Lost, Skill

HEAD = "---\nname: odd\ndescription: Does odd things.\n---\n\n"


def cut(text: str, host: str = "codex") -> Cut | None:
    """The cut that one host makes."""
    return next((found for found in skills.read_text(text).cuts if found.host == host), None)


def filled(size: int, line: str, end: str = "") -> str:
    """A skill of so many bytes whose text is one line, repeated."""
    text = HEAD + "# One\n\n"
    lines = (size - len((text + end).encode())) // len(line.encode())
    text += line * lines + end
    return text + "." * (size - len(text.encode()))


# --- the table ----------------------------------------------------------------------


def test_the_table_says_where_each_number_is_written_and_when_it_was_read() -> None:
    assert list(hosts.table()) == ["spec", "claude-code", "codex", "copilot", "oh-my-pi"]
    assert hosts.rows()["date"] <= date.today()
    for name, host in hosts.table().items():
        assert host.name == name
        assert host.label
        assert host.source
        assert {"name", "description"} <= host.keys
        assert all(0 < rule.warn < rule.limit and rule.source for rule in host.cuts)
        assert {*host.values} <= host.keys
        kinds = {"text", "boolean", "mapping"}
        assert all(isinstance(v, tuple) or v in kinds for v in host.values.values())


def test_every_host_takes_the_keys_of_the_specification() -> None:
    spec = hosts.table()["spec"].keys
    assert all(spec <= host.keys for host in hosts.table().values())


# --- 8,000 bytes --------------------------------------------------------------------


def test_8000_bytes_pass_and_one_more_is_cut_off() -> None:
    text = filled(8_000, "words and words\n")
    assert cut(text) is None
    found = cut(text + "!")
    assert found is not None
    assert (found.size, found.rule.limit, found.lost_tokens) == (8_001, 8_000, 1)
    assert found.line == text.count("\n") + 1
    assert found.heading_path == ("One",)


@pytest.mark.parametrize("spare", [0, 1, 2, 3])
def test_a_character_that_does_not_fit_whole_is_lost_whole(spare: int) -> None:
    text = filled(8_000 - spare, "words and words\n")
    found = cut(text + "😀 end")
    assert found is not None
    assert found.lost_tokens == tokens.count("😀 end")


def test_crlf_costs_a_byte_a_line() -> None:
    text = filled(7_990, "words and words\n")
    assert cut(text) is None
    found = cut(text.replace("\n", "\r\n"))
    assert found is not None
    assert found.size == 7_990 + text.count("\n")
    kept = text.replace("\n", "\r\n").encode()[:8_000].decode()
    assert found.line == kept.count("\n") + 1


def test_a_byte_order_mark_counts() -> None:
    text = filled(7_997, "words and words\n")
    assert cut("\ufeff" + text) is None
    found = cut("\ufeff" + text + "ab")
    assert found is not None
    assert (found.size, found.lost_tokens) == (8_002, tokens.count("b"))


def test_a_head_longer_than_the_limit_loses_the_whole_body() -> None:
    text = "---\nname: odd\nnote: |\n" + "  a line of a note\n" * 500 + "---\n# One\n\ntext\n"
    found = cut(text)
    assert found is not None
    assert (found.line, found.heading_path) == (text[:8_000].count("\n") + 1, ())
    assert found.lost == (Lost(505, "One", tokens.count("# One\n\ntext\n")),)
    assert found.lost_tokens == tokens.count(text[8_000:])


# --- 20,000 UTF-16 units --------------------------------------------------------------


def test_20000_utf16_units_of_the_body_pass_and_one_more_is_cut_off() -> None:
    body = "# One\n\n" + "😀" * 2_000
    body += "." * (20_000 - len(body) - 2_000)
    assert cut(HEAD + body, "claude-code") is None
    found = cut(HEAD + body + "!", "claude-code")
    assert found is not None
    assert (found.size, found.lost_tokens) == (20_001, 1)


def test_half_a_character_at_the_limit_is_lost() -> None:
    body = "# One\n\n" + "." * 19_992
    found = cut(HEAD + body + "😀 end", "claude-code")
    assert found is not None
    assert (found.size, found.lost_tokens) == (20_005, tokens.count("😀 end"))


# --- what is lost ---------------------------------------------------------------------


def test_the_rest_of_a_section_is_lost_and_then_whole_subtrees() -> None:
    kept = filled(7_990, "words and words\n", end="## Here\n")
    text = kept + "0123456789 and the rest\n### In it\n\na\n## Next\n\nb\n### Below\n\nc\n# End\n"
    found = cut(text)
    assert found is not None
    line = kept.count("\n") + 1
    assert found.heading_path == ("One", "Here")
    assert found.lost == (
        Lost(line, "Here", tokens.count(" and the rest\n")),
        Lost(line + 1, "In it", tokens.count("### In it\n\na\n")),
        Lost(line + 4, "Next", tokens.count("## Next\n\nb\n### Below\n\nc\n")),
        Lost(line + 10, "End", tokens.count("# End\n")),
    )


def test_a_cut_right_before_a_heading_loses_the_subtree_as_one() -> None:
    kept = filled(7_999, "words and words\n") + "\n"
    found = cut(kept + "## Next\n\nb\n### Below\n\nc\n")
    assert found is not None
    assert (found.line, found.heading_path) == (kept.count("\n") + 1, ("One", "Next"))
    assert found.lost == (Lost(found.line, "Next", tokens.count("## Next\n\nb\n### Below\n\nc\n")),)


def kept_of(skill: Skill, rule: CutRule) -> int:
    """Characters that a host keeps, found by trying one after the other."""
    source = skill.source
    text = source.bom + source.text if rule.scope == "file" else source.body
    sizes = {
        "bytes": lambda c: len(c.encode()),
        "utf-16": lambda c: len(c.encode("utf-16-le")) // 2,
    }
    total, kept = 0, 0
    for kept, char in enumerate(text):  # noqa: B007
        total += sizes[rule.unit](char)
        if total > rule.limit:
            break
    return kept - len(source.bom) if rule.scope == "file" else source.body_offset + kept


LINES = st.lists(
    st.sampled_from(
        ("# A\n", "## B\n", "### C\n", "\n", "text and text\n", "😀 é\n", "x\r\n", "- item\n")
    ),
    min_size=1,
    max_size=20,
).map("".join)


def small(limit: int) -> dict[str, Host]:
    """The table with limits that a short text exceeds."""
    return {
        name: replace(host, cuts=tuple(replace(rule, limit=limit) for rule in host.cuts))
        for name, host in hosts.table().items()
    }


@given(st.sampled_from((HEAD, "")), LINES, st.integers(8, 150), st.sampled_from(("", "\ufeff")))
@settings(deadline=None)
def test_line_heading_and_loss_are_those_of_the_text_behind_the_limit(
    head: str, body: str, limit: int, bom: str
) -> None:
    table = small(limit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "table", lambda: table)
        skill = skills.read_text(bom + head + body)
    source = skill.source
    assert len(skill.cuts) == (len((bom + head + body).encode()) > limit) + (
        len(source.body.encode("utf-16-le")) > 2 * limit
    )
    for found in skill.cuts:
        offset = kept_of(skill, found.rule)
        line = 1 + source.text[:offset].count("\n")
        own = [s.path for s in skill.outline.sections if s.start <= line <= s.own_end]
        assert (found.line, found.heading_path) == (line, own[0] if own else ())
        assert found.lost_tokens == tokens.count(source.text[offset:])
        check_losses(skill, found, offset)


def check_losses(skill: Skill, found: Cut, offset: int) -> None:
    """The losses are the body's rest: what is left of a section, then whole ones, each once."""
    source, outline = skill.source, skill.outline
    starts = {section.start: section for section in outline.sections}
    line = source.body_line if offset < source.body_offset else found.line
    for part in found.lost:
        assert part.line == line
        whole = starts.get(line)
        if whole and (line > found.line or source.text[offset - 1 : offset] in ("", "\n")):
            assert part == Lost(line, whole.title, skill.weight(whole).subtree)
            line = whole.end + 1
        else:
            torn = next(s for s in outline.sections if s.start <= line <= s.own_end)
            rest = source.text[offset:].split("\n")[: torn.own_end - line + 1]
            assert part == Lost(line, torn.title, tokens.count("\n".join((*rest, ""))))
            assert found.heading_path == torn.path
            line = torn.own_end + 1
    assert line == len(source.lines) + 1
