"""What a moved block's file is called, and where the line to leave is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REALISTIC, Run, write

from skilllint import skills
from skilllint.model import Candidate, Move
from skilllint.report import sentences
from skilllint.situational import Units, find, moving, pointer

SKILL = REALISTIC / "plan-and-build"
LINE = "In delegation mode, read `references/delegation-mode.md`."


@pytest.mark.parametrize(
    ("form", "expected"), [("text", f"    leave: {LINE}\n"), ("markdown", f"- leave: ``{LINE}``\n")]
)
def test_a_candidate_is_shown_with_the_line_to_leave(run: Run, form: str, expected: str) -> None:
    assert expected in run("audit", SKILL, "--format", form).stdout


def test_json_holds_the_file_and_the_line(run: Run) -> None:
    (skill,) = json.loads(run("audit", SKILL, "--format", "json").stdout)["skills"]
    moves = [candidate["moves"] for candidate in skill["candidates"]]
    assert [{"file": "references/delegation-mode.md", "pointer": LINE}] in moves


def test_of_a_long_run_of_alternatives_the_first_lines_are_shown(run: Run, tmp_path: Path) -> None:
    text = "\n".join(f"Fact {number} about crates, which is plain." for number in range(18))
    clouds = "".join(f"## {name}\n\n{text}\n\n" for name in ("AWS", "Azure", "GCP", "Heroku"))
    steps = "".join(f"## Step {n}: Mix\n\n{text}\n{text}\n\n" for n in range(1, 5))
    head = "---\nname: paint\ndescription: Paints crates.\n---\n# Paint\n\n"
    shown = run("audit", write(tmp_path, {"paint/SKILL.md": head + steps + clouds})).stdout
    assert (
        "    leave: For AWS, read `references/aws.md`.\n"
        "    leave: For Azure, read `references/azure.md`.\n"
        "    leave: For GCP, read `references/gcp.md`.\n"
        "    and lines for 1 more file\n"
    ) in shown


def test_for_what_is_to_be_kept_no_line_is_proposed() -> None:
    move = Move(1, "references/delegation-mode.md", LINE)
    found = Candidate(
        (1,), 8, 90, ("A",), "conditional", "possible", 1.0, 900, 0.1, (), (), (move,)
    )
    assert sentences.pointers(found) == (LINE,)
    assert sentences.pointers(replace(found, verdict="keep")) == ()


NAMES = {
    "2. Café modes": "café-modes",
    "故障排除（可选）": "故障排除",
    "Ошибки: что делать?": "ошибки-что-делать",
    "समस्या निवारण": "समस्या-निवारण",
    "ＡＷＳ": "aws",
    "\u2699\ufe0f Setup": "setup",
    "⚠ !!": "details",
    "../../etc/passwd": "etc-passwd",
    "Push and create a": "push-and-create",
    "Step 3: Swarm mode (optional)": "swarm-mode",
    "x" * 90: "x" * 40,
}


def test_a_file_is_named_after_its_heading_in_any_script() -> None:
    assert {title: pointer.slug(title) for title in NAMES} == NAMES


def test_a_candidate_says_what_to_leave_and_asking_for_it_says_the_same() -> None:
    long = "\n".join(f"Fact {n} about bulk crates, which is plain." for n in range(60))
    parts = (f"## {title}\n\n{long}\n" for title in ("Step 1: Mix", "Step 2: Dry", "Bulk Mode"))
    text = "\n".join(("---\nname: paint\n---\n# Paint\n", *parts))
    skill = skills.read_text(text, "paint/SKILL.md", "paint")
    bulk = skill.outline.sections[-1]
    (found,) = find(skill.source, skill.outline, skill.weights, Units())
    left = "In bulk mode, read `references/bulk-mode.md`."
    assert found.moves == (Move(bulk.index, "references/bulk-mode.md", left),)
    assert moving.propose(skill, Units(), [bulk]) == found.moves
