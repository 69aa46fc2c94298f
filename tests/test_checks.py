"""What the checks find beyond the samples of their pages, and above all what they let be."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, catalogue, hosts, skills
from skilllint.checks._metrics import METRICS
from skilllint.model import Candidate, Evidence, Keep, Problem, Quartiles, Saving, Setting, Skill

HEAD = "---\nname: notes\ndescription: Writes notes.\n---\n"


def find(code: str, skill: Skill) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    return [*catalogue.problems(rule, skill, Setting(rule.limits, hosts.table()))]


def read(text: str, folder: str = "notes") -> Skill:
    return skills.read_text(text, "notes/SKILL.md", folder)


def all_codes(text: str, folder: str = "notes") -> list[str]:
    return [r.code for r in catalogue.rules() if find(r.code, read(text, folder))]


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
        ("---\nname: other\nname: other\ndescription: Writes.\n---\n", ["FM104", "FM106"]),
        ("---\nname: Notes\n---\n", ["FM103", "FM105"]),
        ("---\n---\n# A\n", ["FM103", "FM105"]),
        (HEAD.replace("---\nname", "---\nname: notes\nlicense: MIT\nargument-hint: x\nx-name"), []),
        ("\ufeff" + HEAD, []),
        (HEAD.replace("\n", "\r\n") + "# A\r\n", []),
    ],
)
def test_one_fault_is_told_once(text: str, codes: list[str]) -> None:
    assert all_codes(text) == codes


@pytest.mark.parametrize("start", ["\u200b", " ", "\n", "<!-- made by hand -->\n\n"])
def test_what_stands_before_the_front_matter_is_told(start: str) -> None:
    assert [p.line for p in find("FM101", read(start + HEAD))] == [1 + start.count("\n")]


def test_a_page_that_is_no_skill_owes_no_front_matter() -> None:
    assert all_codes("# A page\n\nSome text.\n", folder="") == []


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
        ("''", '`name` "" is empty'),
        ("[a]", "`name` is a list, not a text"),
        ("a" * 65, "`name` is 1 character over its limit (65 characters, limit 64)"),
        ("null", "`name` is empty"),
    ],
)
def test_a_wrong_name_says_what_is_wrong(name: str, message: str) -> None:
    (problem,) = find("FM103", read(HEAD.replace("name: notes", f"name: {name}")))
    assert problem.message == message


def test_a_skill_at_the_root_of_its_repository_may_lie_in_any_folder() -> None:
    skill = replace(read(HEAD, folder="my-clone"), plugin="my-clone")
    assert find("FM104", skill) == []


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
    (problem,) = find("FM102", read(HEAD.replace("Writes notes.", value)))
    assert problem.hint == offered
    assert all_codes(HEAD.replace("description: Writes notes.", offered[10:])) == []


# --- Markdown -----------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "````markdown\n```bash\nls\n```\n````\n",
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
    assert [(p.line, p.end) for p in find("MD101", skill)] == [(5, 12)]
    assert find("MD102", skill) == []


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


# --- size and cuts ------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "-" * 4000,
        "word " * 900,
        "| " + "cell | " * 500,
        "[a](https://example.org/" + "path/" * 60 + "?q=1)",
    ],
)
def test_prose_rules_tables_and_links_are_no_data(line: str) -> None:
    assert find("SZ103", read(HEAD + line + "\n")) == []


def test_a_giant_line_of_the_front_matter_is_the_description_s_matter() -> None:
    text = HEAD.replace("Writes notes.", "word " * 1200)
    assert all_codes(text) == ["FM105"]


@pytest.mark.parametrize(("size", "found"), [(5999, 0), (6000, 1), (8000, 1), (8001, 1)])
def test_codex_counts_the_bytes_of_the_file(size: int, found: int) -> None:
    body = "é" * ((size - len(HEAD)) // 2) + "x" * ((size - len(HEAD)) % 2)
    problems = find("HC101", read(HEAD + body))
    assert [p.value for p in problems] == [size] * found
    assert [p.confidence for p in problems] == [None if size > 8000 else "advice"] * found


def test_a_cut_names_what_is_lost_behind_it() -> None:
    text = HEAD + "# A\n\n" + "word " * 1600 + "\n\n" + "".join(f"## {c}\n\nx\n\n" for c in "BCDE")
    (problem,) = find("HC101", read(text))
    assert (problem.line, problem.end, problem.host, problem.limit) == (7, 24, "codex", 8000)
    assert problem.hint == (
        'lost with it: "B" (line 9), "C" (line 13), "D" (line 17) and 1 more; '
        "move what must hold above the cut"
    )


def test_a_host_that_is_not_selected_cuts_nothing() -> None:
    rule = catalogue.find("HC101", catalogue.rules())
    skill = read(HEAD + "x" * 9000)
    assert not [*catalogue.problems(rule, skill, Setting({}, {"spec": hosts.table()["spec"]}))]


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        ("body.lines", [("the body", 5, 10, 6)]),
        ("description.characters", [("`description`", 3, 3, 13)]),
        ("fence.lines", [("the code fence", 8, 10, 3)]),
        ("section.tokens", [('section "B"', 7, 10, 7)]),
        ("section.own-tokens", [('the text of section "A"', 5, 6, 3), ('the text of section "B"', 7, 10, 7)]),  # noqa: E501
        ("table.lines", []),
    ],
)  # fmt: skip
def test_a_metric_measures_what_it_says(
    metric: str, found: list[tuple[str, int, int, float]]
) -> None:
    skill = read(HEAD + "# A\n\n## B\n```\nx\n```\n")
    measured = METRICS[metric].measure(skill)
    assert [(m.what, m.line, m.end, m.value) for m in measured] == found


# --- situational blocks -------------------------------------------------------


def candidate(**changed: object) -> Candidate:
    title = "Step 3: Swarm mode (optional)"
    base = Candidate(
        sections=(1,),
        start=7,
        end=9,
        heading_path=("Notes", title),
        kind="conditional",
        band="likely",
        score=4.0,
        tokens=1234,
        share=0.31,
        evidence=(Evidence("title.optional", 3.0, 7, 'heading says "optional"'),),
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def situational(*found: Candidate, code: str = "ST201") -> list[Problem]:
    text = HEAD + "# Notes\n\n## Step 3: Swarm mode (optional)\n\nx\n\n## Other\n\ny\n"
    return find(code, replace(read(text), candidates=found))


def test_a_likely_block_is_told_with_its_reason_weight_and_place() -> None:
    p = Quartiles(0.5, 0.62, 0.7)
    saving = Saving(p, 1234, p, p, p, "")
    keep = (Keep(8, "asks before it goes on"),)
    (problem,) = situational(candidate(saving=saving, keep=keep))
    assert problem.message == (
        '"Step 3: Swarm mode (optional)" looks like a block that only some runs need: heading says '
        '"optional" (3 lines, 1,234 tokens, 31 % of the body; moving it pays if fewer than 62 % of '
        "runs need it)"
    )
    assert problem.hint == (
        "move it to references/swarm-mode.md and keep one line here that says when to read it; "
        "line 8 must stay (asks before it goes on)"
    )
    assert (problem.line, problem.end, problem.value) == (7, 9, 1234)


def test_a_run_of_alternatives_is_one_block() -> None:
    (problem,) = situational(candidate(sections=(1, 2), evidence=()))
    start = '"Step 3: Swarm mode (optional)" with the 1 section behind it looks like a block'
    assert problem.message.startswith(start)


def test_possible_blocks_are_advice_and_other_kinds_another_rule_s() -> None:
    (problem,) = situational(candidate(band="possible"))
    assert (problem.confidence, problem.severity) == ("advice", None)
    assert situational(candidate(kind="reference"), candidate(kind="late")) == []
    assert len(situational(candidate(kind="reference"), code="ST202")) == 1


# --- every rule, any text -----------------------------------------------------

LINES = st.sampled_from(
    ["# A", "## B \x1b[31m", "```", "```md", "~~~", "---", "- x", "<!--", "-->", "| a |", "|---|",
     "text.", "", "\x00\x85", "    ```", "> ```js", "name: x", "description: a: b", "\u202e"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25), st.booleans())
def test_no_text_breaks_a_rule_and_every_finding_lies_in_the_file(
    lines: Sequence[str], headed: bool
) -> None:
    skill = read(HEAD * headed + "\n".join(lines))
    for rule in catalogue.rules():
        for p in find(rule.code, skill):
            assert 1 <= p.line <= max(1, len(skill.source.lines))
            assert p.end <= len(skill.source.lines)
            assert "\n" not in p.message + p.hint
            assert not re.search(r"^[A-Z]|\.$", p.message)


def test_a_stranger_s_heading_cannot_flood_a_message() -> None:
    long = "x" * 100_000
    for rule in catalogue.rules():
        body = f"# {long}\n\n```\n{long}: {long}.\n---\n\n<!--\n"
        text = f"---\nname: {long}\ndescription: {long}: {long}\n{long}: 1\n{long}: 2\n---\n{body}"
        for problem in find(rule.code, read(text)):
            assert len(problem.message) < 500
            assert len(problem.hint) < 500


# --- real skills --------------------------------------------------------------


@pytest.mark.skipif("SKILLLINT_DATA" not in os.environ, reason="SKILLLINT_DATA is not set")
def test_real_skills_have_few_findings_and_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(os.environ["SKILLLINT_DATA"])
    report = audit.run([Path("skills")], audit.Request())
    shown = [finding for finding in report.findings if finding.confidence != "advice"]
    assert report.internal == ()
    assert len(report.skills) == 238
    assert len(shown) <= 2.5 * len(report.skills)
