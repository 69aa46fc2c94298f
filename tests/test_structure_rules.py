"""What the pages of the rules on size and Markdown cannot show: fixes, anchors, cells, cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from skilllint import anchors, catalogue, finders, hosts, outline, skills, source
from skilllint.checks import _markdown, _nests, repeats, tables
from skilllint.model import Edit, File, Problem, Setting, Skill

HEAD = "---\nname: notes\ndescription: Writes notes.\n---\n"


def find(code: str, skill: Skill) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    return [*finders.problems(rule, skill, Setting(rule.limits, hosts.table()))]


def read(body: str, *files: File) -> Skill:
    return replace(skills.read_text(HEAD + body, "notes/SKILL.md", "notes"), files=files)


def reference(text: str, path: str = "references/kinds.md") -> File:
    return File(path, "reference", len(text.encode()), False, text)


def applied(text: str, problems: list[Problem]) -> str:
    """The text with all edits of some problems, from the last one to the first."""
    edits: list[Edit] = [edit for problem in problems for edit in problem.edits]
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


# --- fixes ----------------------------------------------------------------------

FIXED = {
    "the outer fence is lengthened": (
        "MD101",
        "```markdown\n## A\n```bash\nls\n```\n## B\n```\n\nEnd.\n",
        "````markdown\n## A\n```bash\nls\n```\n## B\n````\n\nEnd.\n",
    ),
    "of waves too, and indented": (
        "MD101",
        "- Item\n\n  ~~~md\n  ~~~sh\n  ls\n  ~~~\n  ~~~\n",
        "- Item\n\n  ~~~~md\n  ~~~sh\n  ls\n  ~~~\n  ~~~~\n",
    ),
    "dashes become a rule": (
        "MD103",
        "Stop and wait for an answer.\n---\nMore.\n",
        "Stop and wait for an answer.\n\n---\nMore.\n",
    ),
    "fences get their names": (
        "MD111",
        '````\n[1]\n````\n\n- a\n\n  ```  \n  x: 1\n  ```\n\n> ~~~\n> {"a": }\n> ~~~\n',
        '````json\n[1]\n````\n\n- a\n\n  ```text  \n  x: 1\n  ```\n\n> ~~~text\n> {"a": }\n> ~~~\n',
    ),
    "backslashes go": (
        "MD115",
        "\\`\\`\\`sh\nls\n\\`\\`\\`\n\n\\```sh\nls\n\\```\n",
        "```sh\nls\n```\n\n```sh\nls\n```\n",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("code", "before", "after"), FIXED.values(), ids=FIXED)
def test_a_fix_changes_no_more_than_it_says(code: str, before: str, after: str, end: str) -> None:
    skill = read(before.replace("\n", end))
    fixed = applied(skill.source.text, find(code, skill))
    assert fixed == HEAD + after.replace("\n", end)
    assert find(code, skills.read_text(fixed, "notes/SKILL.md", "notes")) == []


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("MD101", "```markdown\n```bash\nls\n```\n"),  # nothing closes the outer one
        ("MD101", "```python\n```bash\nls\n```\n```\n"),  # a program is no template
        ("MD101", "```md\n```sh\nls\n```\n```\n\n```md\n```sh\nls\n```\n```\n"),  # two at once
        ("MD101", "```md\n````sh\nls\n````\n```\n"),  # marks of different length
        ("MD103", "Stop and wait.\n-\n"),  # a dash alone would begin a list
        ("MD103", "| a. |\n---\n"),
        ("MD115", "\\`\\`\\`sh\nls\n"),
        ("MD115", "\\`\\`\\`sh\n```\nls\n```\n\\`\\`\\`\n"),
    ],
)
def test_what_may_be_meant_otherwise_is_not_fixed(code: str, body: str) -> None:
    assert [edit for problem in find(code, read(body)) for edit in problem.edits] == []


FRAGMENT = st.sampled_from([
    "Text.\n", "\n", "---\n", "```\n", "```sh\n", "````md\n", "````\n", "~~~\n", "# A\n", "## A\n",
    "- item\n", "  ```\n", "> ```\n", "\\`\\`\\`sh\n", "\\`\\`\\`\n", "{}\n", "<!-- x -->\n",
    "x.\r\n",
])  # fmt: skip


@given(st.lists(FRAGMENT, max_size=12).map("".join), st.sampled_from(["MD101", "MD103", "MD111"]))
def test_a_fix_of_any_text_is_done_once(body: str, code: str) -> None:
    skill = read(body)
    problems = find(code, skill)
    fixed = applied(skill.source.text, problems)
    again = find(code, skills.read_text(fixed, "notes/SKILL.md", "notes"))
    assert len(again) == len([problem for problem in problems if not problem.edits])
    assert applied(fixed, again) == fixed or code == "MD101"


# --- how sure a rule is -----------------------------------------------------------------

STEPS = "".join(
    f"{n}. Name the pull request of the change and its author, {n}.\n" for n in range(9)
)
CODE = f"```text\n{STEPS}```\n"
QUOTED = f"\\`\\`\\`text\n{STEPS}\\`\\`\\`\n"
NEST = "```markdown\n```bash\nls\n```\n```\n"


@pytest.mark.parametrize(
    ("code", "body", "confidence"),
    [
        ("MD106", "[a](#a)\n\n## A\n\nx\n\n# B\n\n## A\n\ny\n", None),
        ("MD106", "[a](#a)\n\n## A\n\nx\n\n# B\n\n### A\n\ny\n", "advice"),
        ("SZ112", f"{STEPS}\n# A\n\n{STEPS}", None),
        ("SZ112", f"{STEPS}\n{CODE}\n# A\n\n{STEPS}\n{CODE}", None),
        ("SZ112", f"{CODE}\n# A\n\n{CODE}", "advice"),
        ("SZ112", f"Write:\n\n{CODE}\n# A\n\nWrite:\n\n{CODE}", "advice"),
        ("SZ112", f"{QUOTED}\n# A\n\n{QUOTED}", "advice"),
        ("SZ112", f"{NEST}\n```\n{STEPS}\n# A\n\n{STEPS}\n```\n", "advice"),
    ],
)
def test_what_may_be_meant_so_is_advice(code: str, body: str, confidence: str | None) -> None:
    assert [problem.confidence for problem in find(code, read(body))] == [confidence]


@pytest.mark.parametrize(
    ("size", "confidence"), [(9_000, []), (12_000, ["advice"]), (30_000, [None])]
)
def test_a_reference_is_refused_everywhere_or_in_places(
    size: int, confidence: list[str | None]
) -> None:
    skill = read("word " * 100)
    large = replace(reference("x"), size=size * skill.source.size // skill.tokens.file)
    problems = find("HC103", replace(skill, files=(large,)))
    assert [problem.confidence for problem in problems] == confidence


def test_skill_md_is_loaded_by_other_means_than_reading() -> None:
    assert [problem.confidence for problem in find("HC103", read("word " * 30_000))] == ["advice"]


def test_comments_between_escaped_fences_are_no_headings() -> None:
    body = "# A\n\n{0}yaml\n# one\n\n#### two\n- # three\nText.\n---\n{0}\n\nEnd.\n"
    for code in ("MD103", "MD105", "MD108", "MD109", "MD112"):
        assert find(code, read(body.format("\\`\\`\\`"))) == [], code
        assert find(code, read(body.replace("{0}yaml", "x").format(""))) != [] or code == "MD112"


# --- broken fences -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (NEST, [(5, 9)]),
        (NEST + "\n```sh\nls\n```\n", [(5, 9)]),
        (f"{NEST}\n{NEST}\nThen:\n\n{NEST}", [(5, 9), (11, 15), (19, 23)]),
        (NEST + "\n````md\n```sh\nls\n```\n````\n\n" + NEST, [(5, 9), (17, 21)]),
        # all that follows pairs up: the outer one has no end
        ("```markdown\n```bash\nls\n```\n\n```\na\n```\n", [(5, 8)]),
        # neither reading is sound: no end is named, and nothing behind is judged
        ("```md\n```sh\nls\n```\n\n```\na\n```\n```\nb\n```\n```\n\n" + NEST, [(5, 8)]),
    ],
)
def test_each_broken_fence_is_told_with_the_end_that_mends_it(
    body: str, found: list[tuple[int, int]]
) -> None:
    assert [(problem.line, problem.end) for problem in find("MD101", read(body))] == found


def test_broken_fences_are_looked_for_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[int] = []
    whole = _nests._faults

    def counted(skill: Skill, read: Iterable[_nests.FenceLine]) -> int:
        lines = list(read)
        readings.append(len(lines))
        return whole(skill, lines)

    monkeypatch.setattr(_nests, "_faults", counted)
    skill = read((NEST + STEPS) * 300)
    find("MD101", skill)
    assert 0 < len(readings) <= 2 * _nests.MOST
    looked: list[int] = []

    def broken_from(skill: Skill) -> int:
        looked.append(1)
        return 1

    monkeypatch.setattr(repeats, "broken_from", broken_from)
    assert len(find("SZ112", skill)) > 0
    assert len(looked) == 1


# --- a table of contents ------------------------------------------------------------

PARTS = (
    "# Kinds\n\nWhat they are.\n\n{0}## New `x`\n\n```md\n## No\n```\n\n"
    "## Mended\n\n### New\n\n## Mended\n\n"
)
LISTED = "## Contents\n\n- [New `x`](#new-x)\n- [Mended](#mended)\n- [Mended](#mended-1)\n\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("start", ["", "---\ntitle: x\n---\n", "<!--\n## No\n-->\n"])
def test_a_long_reference_gets_its_contents(start: str, end: str) -> None:
    text = (start + PARTS + "Text.\n" * 100).replace("\n", end)
    (problem,) = find("SZ115", read("# A\n", reference(text.format(""))))
    fixed = applied(text.format(""), [problem])
    assert fixed == text.format(LISTED.replace("\n", end))
    assert find("SZ115", read("# A\n", reference(fixed))) == []


@pytest.mark.parametrize(
    "text",
    [
        PARTS.replace("Mended", "[Mended](x.md)"),
        PARTS.replace("Mended", "*Mended*"),
        PARTS.replace("Mended", "Mended 🎉"),
        PARTS.replace("# Kinds\n", ""),
        PARTS.replace("{0}", "# Second title\n\n"),
        PARTS.replace("{0}", "### Too early\n\n"),
        PARTS.replace("{0}", "Long.\n" * 40),
        PARTS + "```\n",
    ],
)
def test_contents_are_not_made_of_headings_that_are_not_plain(text: str) -> None:
    (problem,) = find("SZ115", read("# A\n", reference(text.format("") + "Text.\n" * 100)))
    assert problem.edits == ()


@pytest.mark.parametrize(
    "top",
    [
        "## Table of Contents\n\n- New\n\n",
        "**Contents**\n\n1. New\n\n",
        "- [New](#new)\n- [Mended](#mended)\n- [Gone](#gone)\n\n",
        "[New](#new) · [Mended](#mended) · [Gone](#gone)\n\n",
        "## 目录\n\n- New\n\n",
    ],
)
def test_any_table_of_contents_is_one(top: str) -> None:
    assert find("SZ115", read("# A\n", reference(PARTS.format(top) + "Text.\n" * 100))) == []


# --- headings and anchors -------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Step 1: Collect & sort", "step-1-collect--sort"),
        ("What's new?", "whats-new"),
        ("`--fix` and `--diff`", "--fix-and---diff"),
        ("snake_case / Ümlaut", "snake_case--ümlaut"),
        ("1.2 Read", "12-read"),
        ("中文 标题", "中文-标题"),
    ],
)
def test_anchors_are_githubs(title: str, anchor: str) -> None:
    assert anchors.slug(title) == anchor


def test_repeated_anchors_are_numbered_past_those_that_exist() -> None:
    assert [*anchors.numbered(["A", "A-1", "A", "A"])] == ["a", "a-1", "a-2", "a-3"]


def outlined(text: str) -> list[tuple[int, int]]:
    """The headings at the margin as the outline sees them; underlined ones aside."""
    found = outline.read(source.parse(text.encode(), "x.md"))
    lines = text.split("\n")
    return [(s.start, s.level) for s in found.sections if s.level and lines[s.start - 1][:1] == "#"]


def scanned(text: str) -> list[tuple[int, int]]:
    return [(h.line, h.level) for h in _markdown.scan(text.split("\n")).headings]


@given(
    st.lists(
        st.sampled_from([
            "# A\n", "## B ##\n", "#no\n", "####### no\n", "```\n", "```sh\n", "````\n", "~~~\n",
            "``` a`b\n", "<!-- x -->\n", "text\n", "\n", "\r\n", "# C\r\n",
        ]),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_a_scan_sees_the_headings_that_the_outline_sees(text: str) -> None:
    assert scanned(text) == outlined(text)


def test_a_scan_of_real_references_sees_what_the_outline_sees(data: Path) -> None:
    files = [*(data / "skills").rglob("references/*.md")]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in files]
    odd = [path for path, text in zip(files, texts, strict=True) if scanned(text) != outlined(text)]
    assert len(files) > 200
    assert len(odd) <= 2, odd


# --- tables ---------------------------------------------------------------------------


@given(st.text(alphabet="ab |\\`", min_size=1, max_size=20))
def test_a_row_is_divided_as_markdown_divides_it(row: str) -> None:
    wide = "|" + "a|" * 30
    text = f"{wide}\n|{'-|' * 30}\n|x{row}y|\n"
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    shown = [one.content for one in tokens if one.type == "inline"][30:]
    cells = [cell.replace("\\|", "|") for cell in tables._cells(f"|x{row}y|")]
    assert [*cells, *[""] * (30 - len(cells))] == shown


# --- cost -----------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["x\n\n" * 3000, "x\n\ny\n\n" * 1500, "# x\n" * 3000])
def test_repetitions_are_looked_for_in_one_pass(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    whole = repeats._run

    def counted(parts: list[repeats.Part], before: int, place: int) -> int:
        run = whole(parts, before, place)
        steps.append(run + 1)
        return run

    monkeypatch.setattr(repeats, "_run", counted)
    find("SZ112", read(body))
    assert 0 < sum(steps) <= 2 * 3000


def test_an_estimate_takes_as_many_tokens_for_a_byte_as_the_skill() -> None:
    body = "# A\n\n" + "Write the notes of the release. " * 50
    skill = read(body, reference(body * 20))
    (problem,) = find("SZ113", skill)
    assert problem.value is not None
    assert abs(problem.value / (20 * skill.tokens.body) - 1) < 0.1
