"""The quotes that mend front matter: YAML reads what the author wrote, and no byte else moves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from skilllint import catalogue, finders, hosts, skills
from skilllint.model import Problem, Setting, Skill

RULE = next(rule for rule in catalogue.rules() if rule.code == "FM102")


def read(head: str, end: str = "\n") -> Skill:
    return skills.read_text(f"---\n{head}\n---\n\n# A\n".replace("\n", end))


def problems(skill: Skill) -> list[Problem]:
    return [*finders.problems(RULE, skill, Setting({}, hosts.table()))]


def mended(skill: Skill, found: Sequence[Problem]) -> str:
    """The file's text with all edits made."""
    text = skill.source.text
    for edit in sorted((e for one in found for e in one.edits), key=lambda e: -e.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("Writes. Use when: asked", '"Writes. Use when: asked"'),
        ('Say "go": run', "'Say \"go\": run'"),
        ("It's \"it\": don't", "'It''s \"it\": don''t'"),
        (r"A path\to: x", r"'A path\to: x'"),
        ("Ends with a colon:", '"Ends with a colon:"'),
        ("@notes does it", '"@notes does it"'),
        ("Writes: notes  ", '"Writes: notes"  '),
        ("Writes\n  use when: asked\n  to", '"Writes\n  use when: asked\n  to"'),
        ("当用户说: 做", '"当用户说: 做"'),
        ("[file] [--fast [n]]", '"[file] [--fast [n]]"'),
        ("[file] or [folder]: both", '"[file] or [folder]: both"'),
    ],
)
def test_quotes_stand_around_what_the_author_wrote(value: str, quoted: str) -> None:
    skill = read(f"name: x\ndescription: {value}")
    found = problems(skill)
    text = mended(skill, found)
    assert text == f"---\nname: x\ndescription: {quoted}\n---\n\n# A\n"
    again = skills.read_text(text)
    assert problems(again) == []
    assert again.description == " ".join(value.split())


@pytest.mark.parametrize(
    "head",
    [
        "description: Writes: notes # not a comment?",  # where the text ends is not certain
        'description: "Writes" notes: all',  # what the quotes mean is not certain
        "description: [a]: b",
        "description: !tag a: b",
        "description: Writes: notes\nmore text of it",  # broken in another place as well
        "description: Writes: notes\n  version: 2",  # an indented key, not text
        "description: Writes: notes\n  - one\n  - two",
        "description: Writes: notes\n\n  after a blank line",
        "metadata:\n  version: 1: 2",
        "description: Writes: no\u0085tes",  # YAML ends a line here and reads another text
        "\tdescription: a: b",
        "description: say " + "it's: " * 600,  # no text that anybody wrote
        "\n".join(f"key{n}: a: b" for n in range(60)),
    ],
)
def test_what_may_mean_something_else_is_not_mended(head: str) -> None:
    found = problems(read(f"name: x\n{head}"))
    assert found
    assert [edit for one in found for edit in one.edits] == []


def test_every_broken_value_is_mended_at_once() -> None:
    skill = read(
        "name: x\ndescription: a: b\nversion: 1.0\ncompatibility: needs: all\nlicense: MIT"
    )
    (problem,) = problems(skill)
    front = skills.read_text(mended(skill, [problem])).source.front
    assert front.faults == ()
    assert front.values == {
        "name": "x", "description": "a: b", "version": 1.0,
        "compatibility": "needs: all", "license": "MIT",
    }  # fmt: skip


PIECES = st.lists(
    st.sampled_from(
        (": ", ":", "'", '"', "\\", " #", "#", "- ", "[", "]", "{", "}", "&a", "*", "!", "|", ">",
         "%", "@", "`", "?", ",", " ", "\t", "word", "Use when", "é", "😀", "当", "\u0085")
    ),
    min_size=1,
    max_size=9,
).map("".join)  # fmt: skip
VALUES = st.lists(PIECES, min_size=1, max_size=3)


@given(st.lists(VALUES, min_size=1, max_size=3), st.sampled_from(("\n", "\r\n")), st.booleans())
@settings(deadline=None, max_examples=400)
def test_mended_front_matter_says_what_stood_there(
    values: list[list[str]], end: str, bom: bool
) -> None:
    head = "\n".join(f"key{at}: " + "\n  ".join(lines) for at, lines in enumerate(values))
    text = ("\ufeff" if bom else "") + f"---\nname: x\n{head}\n---\n\n# A\n".replace("\n", end)
    skill = skills.read_text(text)
    found = problems(skill)
    edits = [edit for one in found for edit in one.edits]
    event(f"mended: {bool(edits)}")
    if not edits:
        return
    assert all(edit.start == edit.end and edit.text in "\"'" for edit in edits)
    assert len({edit.start for edit in edits}) == len(edits)
    again = skills.read_text(skill.source.bom + mended(skill, found))
    assert again.source.bom == skill.source.bom
    assert problems(again) == []
    touched = {skill.source.text.count("\n", 0, edit.start) for edit in edits}
    for line, (old, new) in enumerate(zip(skill.source.lines, again.source.lines, strict=True)):
        assert old == new or line in touched
    for at, lines in enumerate(values):
        if 2 + sum(map(len, values[:at])) in touched:
            written = " ".join(line.strip(" \t") for line in lines)
            assert again.source.front.values[f"key{at}"] == written
