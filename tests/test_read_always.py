"""Orders to read in every run: all at once, one file that the body is about, an include."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_extraction import LONG, STEPS, found

# --- ST208, ST209: read in every run ----------------------------------------------

REST = "\n## Sweep\n\n" + "Sweep it.\n\n" * 8


@pytest.mark.parametrize(
    "order",
    [
        "First, read references/a.md, references/b.md and references/c.md.",
        "Before starting, load [a](references/a.md), [b](references/b.md), [c](references/c.md).",
        "Read all files in `references/` before you do anything.",
        "1. **Load every reference** in references/*.md.",
        "Read these first:\n\n- references/a.md\n- references/b.md\n- references/c.md",
        "开始之前，阅读 references/a.md、references/b.md 和 references/c.md。",
        "Always read references/a.md, references/b.md and references/c.md.",
        "You must always load references/a.md, references/b.md and references/c.md.",
        "## Required reading\n\n- references/a.md\n- references/b.md\n- references/c.md",
        "## Must-read\n\n1. [a](references/a.md)\n2. [b](references/b.md)\n3. references/c.md",
        "Read everything in the references folder.",
        "Read everything in the `references` directory before starting.",
    ],
)
def test_an_order_to_read_all_at_once_is_told(order: str, tmp_path: Path) -> None:
    assert [code for code, _ in found(tmp_path, f"# Sweep\n\n{order}\n{REST}")] == ["ST208"]


@pytest.mark.parametrize(
    "order",
    [
        "First, read references/a.md.",
        "First, read references/a.md and references/b.md.",
        "Do not read all of references/ first.",
        "Read all files in `references/` that the request needs.",
        "Read first what applies:\n\n- references/a.md\n- references/b.md\n- references/c.md",
        "Always sweep. Study the floor: references/a.md, references/b.md, references/c.md.",
        "Always read the one that fits: references/a.md, references/b.md or references/c.md.",
        "Read everything the user wrote and see references/a.md.",
        "Never read everything in the references folder.",
        "Read everything in the references folder that the request needs.",
        "## Required reading\n\n- references/a.md\n- references/b.md: if wooden\n- references/c.md",
        "Read one of these first:\n\n- wood: if wooden, references/a.md\n- references/b.md\n"
        "- references/c.md",
        "The folder `references/` holds every guide.",
        "First, write docs/plans/a.md, docs/plans/b.md and docs/plans/c.md.",
        "```\nFirst, read references/a.md, references/b.md and references/c.md.\n```",
    ],
)
def test_what_is_one_or_conditional_or_no_order_is_let_be(order: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\n{order}\n{REST}") == []


def test_all_files_of_a_late_step_are_let_be(tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n{REST}\nNow load every file of `references/`.\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "Read workflow.md.\n",
        "# Sweep\n\nFollow the instructions in [workflow.md](./workflow.md).\n",
        "Load and execute `workflow.md`. Do not skip a step.\n",
        "阅读workflow.md并执行。\n",
    ],
)
def test_a_body_that_only_sends_on_is_told(body: str, tmp_path: Path) -> None:
    told = [code for code, _ in found(tmp_path, body, {"workflow.md": "# X\n"})]
    assert told == ["ST209"]


@pytest.mark.parametrize(
    "body",
    [
        "# Sweep\n\nIf the floor is dirty, follow workflow.md.\n",
        "# Sweep\n\nRead workflow.md or references/a.md.\n",
        "# Sweep\n\nRead workflow.md.\n\n```sh\nsweep\n```\n",
        "# Sweep\n\nSweep the floor. Wood is described in workflow.md.\n",
        f"# Sweep\n\nRead workflow.md. {LONG}\n",
        "# Sweep\n\nRead missing.md.\n",
        "# Sweep\n\nRun scripts/sweep.sh.\n",
        "",
    ],
)
def test_a_body_that_says_more_is_no_mandatory_stub(body: str, tmp_path: Path) -> None:
    files = {"workflow.md": "# X\n", "references/a.md": "# X\n", "scripts/sweep.sh": "sweep\n"}
    assert "ST209" not in [code for code, _ in found(tmp_path, body, files)]


# --- ST210: an include ------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["@references/a.md", "- @./references/a.md", "Now (@references/a.md)"]
)
def test_an_include_is_told(line: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\nSweep.\n\n{line}\n{STEPS}") == [("ST210", 10)]


@pytest.mark.parametrize(
    "line",
    [
        "Thank @octocat and @references.",
        "Install `@scope/pkg` and @scope/pkg and @scope/a.md.",
        "Write to a@references/a.md or me@example.org.",
        "@decorator\n@property.setter",
        "Type `@references/a.md` in the prompt.",
        "Type `see @references/a.md` in the prompt.",
        "```\n@references/a.md\n```",
        "@references/missing.md",
        "@docs/plans/a.md",
        "@../other/references/a.md",
        "@https://example.org/references/a.md",
        "<!-- @references/a.md -->",
    ],
)
def test_other_uses_of_the_sign_are_let_be(line: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\nSweep.\n\n{line}\n\n{STEPS}") == []
