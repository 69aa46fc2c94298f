"""What a written path stands for, and where a body points under which condition."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import skill, write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import pointers, skills
from skilllint.folder import Shelf
from skilllint.folder import files as files_of
from skilllint.model import Extraction, Pointer
from skilllint.pointers import names, passages, stems

FILES = (
    "references/tokens.md",
    "references/smoke-tests.md",
    "references/kinds/feature.md",
    "references/kinds/repair.md",
    "references/My File.md",
    "assets/notes.md",
    "workflow.md",
    "scripts/run.py",
)
KNOWN = names.index(("release-notes",), FILES)
KINDS = ("references/kinds/feature.md", "references/kinds/repair.md")


def find(place: Path, body: str, *files: str, name: str = "sweep") -> Extraction:
    """The facts about a skill with this body and these files beside it."""
    write(place / name, {"SKILL.md": skill(name, body), **dict.fromkeys(files or FILES, "# X\n")})
    file = place / name / "SKILL.md"
    shelf = Shelf()
    return pointers.find(replace(skills.read(file), files=files_of(file, shelf)), file, shelf)


def only(found: Extraction) -> Pointer:
    (pointer,) = found.pointers
    return pointer


# --- a path -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("references/tokens.md", ("references/tokens.md",)),
        ("./references/tokens.md", ("references/tokens.md",)),
        ("references/tokens.md.", ("references/tokens.md",)),
        ("References/Tokens.MD", ("references/tokens.md",)),
        ("**references/tokens.md**", ("references/tokens.md",)),
        ("tokens.md", ("references/tokens.md",)),
        ("kinds/repair.md", ("references/kinds/repair.md",)),
        ("${CLAUDE_SKILL_DIR}/references/tokens.md", ("references/tokens.md",)),
        ("<skill-dir>/references/tokens.md", ("references/tokens.md",)),
        ("~/.claude/skills/release-notes/workflow.md", ("workflow.md",)),
        ("../release-notes/references/tokens.md", ("references/tokens.md",)),
        ("references/kinds/<kind>.md", KINDS),
        ("references/kinds/{kind}.md", KINDS),
        ("references/kinds/$KIND.md", KINDS),
        ("references/kinds/[kind].md", KINDS),
        ("references/kinds/*.md", KINDS),
        ("references/kinds/", KINDS),
        ("kinds/<kind>.md", KINDS),
        ("<name>.md", ("workflow.md",)),
        ("references/My%20File.md", ("references/My File.md",)),
    ],
)
def test_a_path_leads_to_the_files_it_means(written: str, meant: tuple[str, ...]) -> None:
    assert names.leads_to(written, "", KNOWN) == meant


@pytest.mark.parametrize(
    "written",
    [
        "/ce:review",
        "/sweep",
        "//example.org/release-notes/references/tokens.md",
        "../other/references/tokens.md",
        "../../references/tokens.md",
        "skills/other/references/tokens.md",
        "docs/plans/tokens.md",
        "docs/plans/<date>-plan.md",
        "references/missing.md",
        "<name>.py",
        "*.txt",
        "{a}/{b}",
        "@octocat",
        "@scope/pkg",
        "me@example.org",
        "e.g",
        "and/or",
        "references",
        "...",
        "/",
        "",
    ],
)
def test_what_is_no_path_into_the_folder_leads_nowhere(written: str) -> None:
    assert names.leads_to(written, "", KNOWN) == ()


def test_a_path_is_read_from_the_file_that_holds_it() -> None:
    assert names.leads_to("feature.md", "references/kinds", KNOWN) == KINDS[:1]
    assert names.leads_to("../tokens.md", "references/kinds", KNOWN) == ("references/tokens.md",)
    assert names.leads_to("<kind>.md", "references/kinds", KNOWN) == KINDS
    assert names.leads_to("../../workflow.md", "references/kinds", KNOWN) == ("workflow.md",)
    assert names.leads_to("../../../x/workflow.md", "references/kinds", KNOWN) == ()


def test_files_that_differ_in_case_alone_are_both_meant() -> None:
    known = names.index(("notes",), ["references/a.md", "references/A.md"])
    assert set(names.leads_to("references/a.md", "", known)) == {
        "references/a.md",
        "references/A.md",
    }


@given(st.text(alphabet="ab/.*<>{}[]$@~-% \n`md", max_size=40), st.sampled_from(["", "references"]))
def test_no_text_breaks_the_reading_of_paths(text: str, base: str) -> None:
    assert names.named(text, base, names.index(("release-notes",), FILES)) <= set(FILES)
    assert stems.called(text, FILES) <= set(FILES)


# --- a body -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "form", "target"),
    [
        ("See [tokens](references/tokens.md).", "link", "references/tokens.md"),
        ("See [references/tokens.md](references/tokens.md#a).", "link", "references/tokens.md"),
        ("See `references/tokens.md`.", "path", "references/tokens.md"),
        ("See `tokens.md`.", "name", "tokens.md"),
        ("See workflow.md.", "path", "workflow.md"),
        ("See `references/kinds/<kind>.md`.", "several", "references/kinds/<kind>.md"),
        ("See `references/kinds/`.", "several", "references/kinds/"),
        ("See [tokens](<references/tokens.md>).", "link", "references/tokens.md"),
        ("See `${CLAUDE_SKILL_DIR}/workflow.md`.", "path", "${CLAUDE_SKILL_DIR}/workflow.md"),
        ("See `{baseDir}/workflow.md`.", "path", "{baseDir}/workflow.md"),
        ("See `<skill-dir>/workflow.md`.", "path", "<skill-dir>/workflow.md"),
        ("See `$HERE/references/<x>.md`.", "several", "$HERE/references/<x>.md"),
        ("**@references/tokens.md**", "include", "references/tokens.md"),
        ("@references/tokens.md", "include", "references/tokens.md"),
        ("- see @./references/tokens.md now", "include", "./references/tokens.md"),
        ("Write `@references/tokens.md` there.", "path", "references/tokens.md"),
        ("Mail me@references/tokens.md", "", ""),
        ("See [tokens.md](../other/references/tokens.md).", "", ""),
        ("See https://example.org/references/tokens.md.", "", ""),
        ("```\nreferences/tokens.md\n```", "", ""),
        ("    references/tokens.md", "", ""),
        ("<!-- references/tokens.md -->", "", ""),
    ],
)
def test_a_pointer_is_told_by_how_it_is_written(
    line: str, form: str, target: str, tmp_path: Path
) -> None:
    found = find(tmp_path, f"# Sweep\n\n{line}\n").pointers
    assert [(p.form, p.target) for p in found] == ([(form, target)] if form else [])


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        ("If the host says no, read references/tokens.md.", "If the host says no"),
        ("If the host\n  says no, read\n  references/tokens.md.", "If the host says no"),
        ("Sweep. Read references/tokens.md only in summer. Stop.", "only in summer"),
        ("When it rains, stop. See references/tokens.md.", "When it rains"),
        ("- references/tokens.md: when the user asks for it", "when the user asks for it"),
        ("Load only what you need:\n\n- references/tokens.md", "only what you need"),
        ("- If it rains:\n  - read references/tokens.md", "If it rains"),
        (
            "| when | read |\n|---|---|\n| rain | references/tokens.md |",
            "| rain | references/tokens.md |",
        ),
        ("如果失败，阅读 references/tokens.md。", "如果失败"),
        ("Read references/tokens.md.", ""),
        ("Read references/tokens.md. Sweep the floor.", ""),
        ("Sweep when dirty.\n\nRead references/tokens.md.", ""),
        ("- when dirty, sweep\n- references/tokens.md", ""),
        ("| file | holds |\n|---|---|\n| references/tokens.md | tokens |", ""),
    ],
)
def test_a_condition_is_what_stands_around_the_pointer(
    body: str, condition: str, tmp_path: Path
) -> None:
    assert only(find(tmp_path, f"# Sweep\n\n{body}\n")).condition == condition


def test_a_part_of_a_path_is_no_condition(tmp_path: Path) -> None:
    found = find(tmp_path, "# A\n\nSee modes/when-needed.md.\n", "modes/when-needed.md")
    assert only(found).condition == ""


def test_a_table_that_routes_says_when_in_each_row(tmp_path: Path) -> None:
    rows = "| task | file |\n|---|---|\n| a repair | references/kinds/repair.md |\n"
    found = only(find(tmp_path, f"# Sweep\n\n{rows}"))
    assert found.condition == "| a repair | references/kinds/repair.md |"
    assert (found.line, found.col) == (10, 14)


def test_a_file_without_a_folder_points_nowhere() -> None:
    alone = skills.read_text(skill("sweep", "# A\n\nSee references/tokens.md.\n"))
    assert pointers.find(alone, Path("SKILL.md"), Shelf()) == Extraction()


BITS = st.sampled_from(
    ["# A", "## B", "- x", "  - y", "> q", "| a | b |", "|---|---|", "```", "<!--", "-->", "",
     "Read `references/tokens.md`.", "@workflow.md", "text", "1. one", "\tz", "a\x85b\r"]
)  # fmt: skip


@given(st.lists(BITS, max_size=25))
def test_passages_are_whole_lines_in_order_and_none_stands_in_two(lines: list[str]) -> None:
    outline = skills.read_text("\n".join(lines)).outline
    spans = [(p.start, p.end) for s in outline.sections for p in passages.of(outline, s)]
    assert all(1 <= start <= end <= len(outline.lines) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_stars_without_end_take_no_time() -> None:
    """Backtracking would take longer than the universe lasts."""
    known = names.index(("x",), ["references/" + "a" * 200 + ".txt"])
    assert names.leads_to("references/" + "a*" * 40 + ".md", "", known) == ()
    assert names.leads_to("references/" + "a*" * 40 + ".txt", "", known) != ()
    assert names.leads_to("**/" * 20 + "a*.md", "", known) == ()
    assert names.leads_to("references/**/**/**/**/a*.md", "", known) == ()
