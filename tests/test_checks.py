"""What the checks find beyond the samples of their pages, and above all what they let be."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, catalogue, finders, hosts, skills
from skilllint.model import Problem, Rule, Setting, Skill

SAID = "Writes notes when the user asks."
HEAD = f"---\nname: notes\ndescription: {SAID}\n---\n"


def find(code: str, skill: Skill) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    return [*finders.problems(rule, skill, Setting(rule.limits, hosts.table()))]


def read(text: str, folder: str = "notes") -> Skill:
    return skills.read_text(text, "notes/SKILL.md", folder)


def single() -> list[Rule]:
    return [rule for rule in catalogue.rules() if rule.check or rule.metric]


def all_codes(text: str, folder: str = "notes") -> list[str]:
    """The rules on single skills that find something, those aside that only advise."""
    told = (rule.code for rule in single() if rule.confidence != "advice")
    return [code for code in told if find(code, read(text, folder))]


# --- front matter -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (HEAD + "# A\n", []),
        ("", ["FM101"]),
        ("# A\n\nname: notes\n", ["FM101"]),
        ("---\nname: notes\n", ["FM101"]),
        ("---\nname: Not Allowed\n  ---\n# A\n", ["FM101"]),
        ("---\nname: Not Allowed\ndescription: a: b\n---\n# A\n", ["FM102"]),
        (
            "---\nname: other\nname: other\ndescription: Writes notes on request.\n---\n",
            ["FM104", "FM106"],
        ),
        ("---\nname: Notes\n---\n", ["FM103", "FM105"]),
        ("---\n---\n# A\n", ["FM103", "FM105"]),
        (HEAD.replace("---\nname", "---\nlicense: MIT\nmetadata:\n  a: b\nname"), []),
        ("\ufeff" + HEAD, []),
        (HEAD.replace("\n", "\r\n") + "# A\r\n", []),
    ],
)
def test_one_fault_is_told_once(text: str, codes: list[str]) -> None:
    assert all_codes(text) == codes


@pytest.mark.parametrize("start", ["\u200b", " ", "\n", "<!-- made by hand -->\n\n"])
def test_what_stands_before_the_front_matter_is_told(start: str) -> None:
    (problem,) = find("FM101", read(start + HEAD))
    assert problem.line == 1 + start.count("\n")
    assert ("invisible" in problem.hint) == (problem.line == 1)


def test_a_page_that_is_no_skill_owes_no_front_matter() -> None:
    assert all_codes("# A page\n\nSome text.\n", folder="") == []
    assert all_codes("---\ntitle: A page\n---\nSome text.\n", folder="") == []


@pytest.mark.parametrize("name", ["a", "a1", "1a", "pdf-2-text", "a" * 64])
def test_good_names_are_let_be(name: str) -> None:
    text = HEAD.replace("name: notes", f'name: "{name}"')
    assert all_codes(text, folder=name) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("naïve", '`name` "naïve" holds "ï"; allowed are a-z, 0-9 and hyphens'),
        ("a--b", '`name` "a--b" holds two hyphens in a row'),
        ("a-", '`name` "a-" begins or ends with a hyphen'),
        ("''", "`name` is empty"),
        ("[a]", "`name` is a list, not a text"),
        ("a" * 65, "`name` is 1 character over its limit (65 characters, limit 64)"),
        ("null", "`name` is empty"),
    ],
)
def test_a_wrong_name_says_what_is_wrong(name: str, message: str) -> None:
    (problem,) = find("FM103", read(HEAD.replace("name: notes", f"name: {name}")))
    assert problem.message == message


@pytest.mark.parametrize(
    ("marker", "place", "told"),
    [
        ("notes/.claude-plugin", "notes/skills/notes", True),
        ("notes/.git", "notes/skills/notes", True),
        ("notes/.claude-plugin", "notes", False),
        ("notes/.git", "notes", False),
    ],
)
def test_a_skill_called_otherwise_than_its_plugin_is_told_unless_it_is_the_plugin(
    tmp_path: Path, marker: str, place: str, told: bool
) -> None:
    (tmp_path / marker).mkdir(parents=True)
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    file = tmp_path / place / "SKILL.md"
    file.write_text(HEAD.replace("name: notes", "name: other"), "utf-8")
    assert [p.line for p in find("FM104", skills.read(file))] == [2] * told


@pytest.mark.parametrize(
    ("value", "offered"),
    [
        ("a: b", 'quote it: description: "a: b"'),
        ('say "x": y', "quote it: description: 'say \"x\": y'"),
        ('it\'s "x": y', "quote it: description: 'it''s \"x\": y'"),
        ("C:\\x: y", "quote it: description: 'C:\\x: y'"),
    ],
)
def test_an_unquoted_colon_is_offered_its_quotes(value: str, offered: str) -> None:
    (problem,) = find("FM102", read(HEAD.replace(SAID, value)))
    assert problem.hint == offered
    assert find("FM102", read(HEAD.replace(f"description: {SAID}", offered[10:]))) == []


# --- Markdown -----------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "````markdown\n```bash\nls\n```\n````\n",
        "````markdown\n```bash\nls\n````\n\n```bash\nls\n```\n",
        "```markdown\n    ```bash\n    ls\n    ```\n```\n",
        "~~~markdown\n```bash\nls\n```\n~~~\n",
        "```bash\nls\n```\n```bash\nls\n```\n",
        "```\nls\n```\ntext\n```\nls\n```\n",
        "- item\n\n  ```bash\n  ls\n  ```\n\n- item\n\n  ```bash\n  ls\n  ```\n",
        "> ```bash\n> ls\n> ```\n\n```bash\nls\n```\n",
        "```bash\necho '```'\n```\n\n```bash\nls\n```\n",
        "Write ```code``` so.\n\n```bash\nls\n```\n",
        "```bash\r\nls\r\n```\r\n\r\n```bash\r\nls\r\n```\r\n",
    ],
)
def test_whole_fences_are_let_be(body: str) -> None:
    assert all_codes(HEAD + body) == []


def test_of_fences_broken_by_one_cause_the_first_is_told() -> None:
    inner = "```bash\nls\n```\n"
    skill = read(HEAD + f"```markdown\n{inner}\n{inner}```\n\n```bash\nls\n```\n")
    assert [(p.line, p.end) for p in find("MD101", skill)] == [(5, 13)]
    odd = read(HEAD + f"```markdown\n{inner}\n```\n\nThe end.\n")
    assert [p.line for p in find("MD101", odd)] == [5]
    assert find("MD102", skill) == find("MD102", odd) == []


@pytest.mark.parametrize(
    "body",
    [
        "# A\n\nText.\n\n---\n\nMore.\n",
        "Title\n-----\n\nText.\n",
        "| a |\n|---|\n| 1 |\n",
        "- item\n---\n",
        "```yaml\nname: x.\n---\n```\n",
    ],
)
def test_rules_tables_and_meant_headings_are_let_be(body: str) -> None:
    assert all_codes(HEAD + body) == []


@pytest.mark.parametrize(
    "body", ["<!-- a -->\n\n# B\n", "`<!--` text\n\n# B\n", "```\n<!--\n```\n", "<placeholder>\n"]
)
def test_closed_comments_and_placeholders_are_let_be(body: str) -> None:
    assert all_codes(HEAD + body) == []


# --- every rule, any text -----------------------------------------------------

LINES = st.sampled_from(
    ["# A", "## B \x1b[31m", "```", "```md", "~~~", "---", "- x", "<!--", "-->", "| a |", "|---|",
     "text.", "", "a\x00 stray NUL", "b\x85c",
     "    ```", "> ```js", "name: x", "description: a: b", "\u202e"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25), st.booleans())
def test_no_text_breaks_a_rule_and_every_finding_lies_in_the_file(
    lines: Sequence[str], headed: bool
) -> None:
    skill = read(HEAD * headed + "\n".join(lines))
    for rule in single():
        for p in find(rule.code, skill):
            assert 1 <= p.line <= max(1, len(skill.source.lines))
            assert p.end <= len(skill.source.lines)
            assert "\n" not in p.message + p.hint
            assert not re.search(r"^[A-Z]|\.$", p.message)


def test_a_stranger_s_heading_cannot_flood_a_message() -> None:
    long = "x" * 3000
    body = f"# {long}\n\n{long}.\n---\n\n```\n{long}: {long}.\n\n<!--\n"
    heads = (
        f"name: {long}\ndescription: {long}: {long}\n",
        f"name: {long}\ndescription: {long}\nb{long}: 1\nb{long}: 2\n",
        f"name: notes\ndescription: x\nb: !{long} y\n",
    )
    texts = [f"---\n{head}---\n{body}" for head in heads]
    skills_ = [read(text, folder) for text in texts for folder in ("notes", f"f{long}")]
    found = [p for skill in skills_ for rule in single() for p in find(rule.code, skill)]
    assert len(found) > 20
    assert max(len(p.message) for p in found) < 300
    assert max(len(p.hint) for p in found) < 300


# --- real skills --------------------------------------------------------------


@pytest.mark.skipif("SKILLLINT_DATA" not in os.environ, reason="SKILLLINT_DATA is not set")
def test_real_skills_have_few_findings_and_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(os.environ["SKILLLINT_DATA"])
    report = audit.run([Path("skills")], audit.Request())
    shown = [finding for finding in report.findings if finding.confidence != "advice"]
    assert report.crashes == ()
    assert len(report.skills) == 238
    assert len(shown) <= 2.5 * len(report.skills)
