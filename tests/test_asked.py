"""What `--why` and `--without` print: no stranger's escapes, nothing too wide, the same for all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import REALISTIC, Run, skill, write
from markdown_it import MarkdownIt
from rich.cells import cell_len

from skilllint import skills
from skilllint.report.wording import hidden

TITLE = (
    "Bulk Mode (Optional) \x1b[2J\x1b]8;;http://evil.example\x07 [red]bold[/red] \u202eback | "
    "``two`` <script>alert(1)</script> ![x](http://evil.example) @mention "
    "\x9b31m &lt; **loud** \\| \\"
)
NOTE = "asked \\u001b[2J[red] | `for` <b>by few"
QUESTIONS = ("--why", "--without")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """The title, as an outline has it, of a section that holds what must not get out."""
    body = (
        f"# Sweep\n\n## {TITLE}\n\n"
        + f"Sweep, and ask. Stop if {TITLE}.\n" * 60
        + "\n## End\n\nX\n"
    )
    usage = f'[[usage]]\nheading = "End > x"\np = 0.1\nnote = "{NOTE}"\npath = "no/"\n'
    write(tmp_path, {"a/SKILL.md": skill("a", body), "skilllint.toml": usage})
    read = skills.read(tmp_path / "a" / "SKILL.md")
    return next(s.title for s in read.outline.sections if s.title.startswith("Bulk"))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_strangers_text_stays_text(run: Run, hostile: str, question: str, form: str) -> None:
    for asked in (hostile, f"Sweep > {hostile}"):
        ran = run("audit", "a", question, asked, "--format", form)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "Bulk Mode" in ran.stdout
        assert not [char for char in ran.stdout.replace("\n", "") if hidden(char)]
    wrong = run("audit", "a", question, hostile[:-9])
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert not [char for char in wrong.stderr.replace("\n", "") if hidden(char)]
    assert wrong.stderr.count("\n") == 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_markdown_renders_as_what_it_quotes(
    run: Run, hostile: str, tmp_path: Path, question: str
) -> None:
    stated = f'[[usage]]\nheading = {json.dumps(hostile)}\np = 0.1\nnote = "{NOTE}"\n'
    write(tmp_path, {"skilllint.toml": stated})
    ran = run("audit", "a", question, hostile, "--format", "markdown")
    assert "asked" in ran.stdout or question == "--without"
    blocks = MarkdownIt("commonmark").enable("table").parse(ran.stdout)
    inline = [token for block in blocks for token in block.children or ()]
    assert not [block.content for block in blocks if block.type == "html_block"]
    kinds = {token.type for token in inline}
    assert kinds <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
    loose = "".join(token.content for token in inline if token.type == "text")
    assert not [word for word in ("@mention", "evil", "<", "[red") if word in loose]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(run: Run, hostile: str, columns: int) -> None:
    place = str(REALISTIC / "plan-and-build")
    titles = [s.title for s in skills.read(Path(place) / "SKILL.md").outline.sections if s.level]
    for question in QUESTIONS:
        for path, headings in (("a", [hostile]), (place, titles[1:])):
            asked = [part for heading in headings for part in (question, heading)]
            text = run("audit", path, *asked, env={"COLUMNS": str(columns)}).stdout
            assert text
            wide = [line for line in text.split("\n") if cell_len(line) > columns]
            assert [line for line in wide if not line.endswith(".md") or " " in line.strip()] == []


def test_colours_only_where_they_are_wanted(run: Run) -> None:
    asked = ("audit", str(REALISTIC / "plan-and-build"), "--why", "Delegation Mode")
    assert "\x1b" in run(*asked, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b" not in run(*asked, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b" not in run(*asked).stdout


def test_real_skills_can_be_asked_about_every_section(run: Run, data: Path) -> None:
    """On the largest real file: no section without an answer, and none that only says it is out."""
    parents = sorted((data / "extraction" / "parents").glob("*.md"), key=os.path.getsize)
    for file in parents[-3:]:
        titles = [s.title for s in skills.read(file).outline.sections if s.title]
        asked = [part for title in dict.fromkeys(titles) for part in ("--why", title)]
        ran = run("audit", file, "--format", "json", *asked)
        assert (ran.returncode, ran.stderr) == (0, "")
        found = json.loads(ran.stdout)["why"]
        assert len(found) == len(titles)
        assert {one["outcome"] for one in found} <= {
            "candidate", "inside", "too small", "too large", "below", "outdone",
        }  # fmt: skip
