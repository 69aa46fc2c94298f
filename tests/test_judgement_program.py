"""The program that evaluates the judgement: its outputs on made-up data, and what stops it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, surroundings, write
from labels import read_labels

PROGRAM = Path(__file__).parents[1] / "benchmarks" / "judgement.py"

MODE: dict[str, Any] = {"start": 11, "end": 80, "heading_path": ["Sweep", "Swarm\x1b mode"]}
STEPS: dict[str, Any] = {"start": 81, "end": 140, "heading_path": ["Sweep", "Steps"]}
MOP: dict[str, Any] = {"start": 1, "end": 60, "heading_path": ["Mop"]}
READ: dict[str, Any] = {"repo": "Ada/brooms", "confidence": "high"}
BROOM = READ | {"parent_blob": "a1", "skill_path": "s/SKILL.md"}
LABELLED = {
    "extraction": [
        BROOM
        | {"polarity": "positive", "ranges": [STEPS | {"end": 85}, MODE], "label": "conditional"}
        | {"subtype": "mode", "reason": "only for large halls"},
        BROOM | STEPS | {"polarity": "negative", "label": "always", "reason": "the steps"},
    ],
    "ordinary": [
        READ | MOP | {"blob": "b2", "path": "t/SKILL.md", "label": "conditional"}
        # It may be reference material as well, so silence is no mistake leniently.
        | {"subtype": "branch", "alt": "reference", "reason": "only if wet"}
    ],
}  # fmt: skip
WRONG = STEPS | {"start": 75, "kind": "conditional", "band": "likely", "score": 2.0} | {
    "evidence": [
        {"signal": f"title.{name}", "weight": weight, "text": f"heading says {name}"}
        for name, weight in (("weak", 0.1), ("mode", 2.0), ("number", -0.6), ("trouble", 0.5))
    ]
}  # fmt: skip


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A folder of three labels in two files, with a report on them that is wrong twice."""
    for name, file in (("extraction", "parents/a1.md"), ("ordinary", "files/b2.md")):
        lines = "".join(json.dumps(row) + "\n" for row in LABELLED[name])
        write(tmp_path / name, {file: "# Sweep\n", "dev.jsonl": lines})
    candidates: dict[str, list[dict[str, Any]]] = {"a1": [WRONG], "b2": []}
    skills = [
        {"path": f"x/{file}.md", "lines": 300, "sections": [], "candidates": found}
        for file, found in candidates.items()
    ]
    report = json.dumps({"version": 1, "skills": skills})
    return write(tmp_path, {"report.json": report})


def judge(*arguments: str | Path) -> Ran:
    command = [sys.executable, "-W", "error", PROGRAM, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, env=surroundings({}))
    return Ran(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_moved_block_counts_by_its_longest_range(made_up: Path) -> None:
    found = [(one.start, one.end, one.owner, one.moved) for one in read_labels(made_up)]
    assert found == [(11, 80, "ada", True), (81, 140, "ada", False), (1, 60, "ada", False)]


def test_every_wrong_answer_can_be_read(made_up: Path) -> None:
    done = judge(made_up, "--report", made_up / "report.json", "--errors")
    assert done.stderr == ""
    assert (
        done.stdout
        == """\
   1 false alarm, always flagged as conditional (moved or kept)
   1 missed conditional, flagged as nothing (moved or kept)
   1 missed conditional, flagged as nothing (ordinary file)

=== ada: 3

extraction/parents/a1.md:11-80 (70 lines): missed conditional, flagged as nothing
  Ada/brooms: s/SKILL.md
  heading  Sweep > Swarm  mode
  label    conditional: mode, high confidence, moved
  reason   only for large halls
  flagged  conditional, likely, 2.00, lines 75-140, shares only 6 lines
           +2.00 title.mode: heading says mode
           -0.60 title.number: heading says number
           +0.50 title.trouble: heading says trouble

extraction/parents/a1.md:81-140 (60 lines): false alarm, always flagged as conditional
  Ada/brooms: s/SKILL.md
  heading  Sweep > Steps
  label    always, high confidence, kept
  reason   the steps
  flagged  conditional, likely, 2.00, lines 75-140
           +2.00 title.mode: heading says mode
           -0.60 title.number: heading says number
           +0.50 title.trouble: heading says trouble

ordinary/files/b2.md:1-60 (60 lines): missed conditional, flagged as nothing
  Ada/brooms: t/SKILL.md
  heading  Mop
  label    conditional or reference: branch, high confidence, ordinary file
  reason   only if wet
  flagged  nothing
"""
    )


def test_the_table_for_the_readme_names_date_and_targets_and_no_place(made_up: Path) -> None:
    done = judge(made_up, "--report", made_up / "report.json", "--markdown")
    head, _, table_head, *rows = done.stdout.splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d, a given report: 2 blocks of 50 lines .* of 1 owners", head)
    assert table_head.startswith("|  | of | at random | precision | recall | F1 | right flags |")
    bad = ".00 (.00–.00) | .00 (.00–.00) | .00 (.00–.00) | 0 of 1 | – / .00 / .00 | – / .00 / .00"
    miss = "≥ .70 at ≥ .60 | precision short by .70, recall short by .60"
    assert rows[2] == f"| conditional | 2 | .50 | {bad} | {miss} |"
    limit = next(line for line in rows if "flagged likely" in line)
    assert limit.endswith("| ≤ .02 | over by .98 |")
    assert str(made_up) not in done.stdout


def test_the_commit_is_named_where_this_checkout_was_judged(made_up: Path) -> None:
    git = ("git", "-C", str(PROGRAM.parent), "rev-parse", "--short", "HEAD")
    known = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    head = judge(made_up).stdout.splitlines()[0]
    assert (f"commit {known}" in head) if known else ("commit" not in head)


def test_folds_of_owners_stand_side_by_side(made_up: Path) -> None:
    done = judge(made_up, "--report", made_up / "report.json", "--folds", "1")
    assert done.stdout.startswith("fold 1: 1 owners, 3 rows, 2 of them conditional\n")
    assert "  likely band: precision" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere holds no extraction/dev.jsonl"),
        ([".", "--report", "new.json"], "the report has version 2, 1 is read here"),
        ([".", "--report", "other.json"], "the report is not one of `skilllint audit --format"),
        ([".", "--report", "extraction/dev.jsonl"], "the report is not JSON"),
        ([".", "--report", "empty.json"], "no labelled file is in the report"),
        ([".", "--report", "none.json"], "none.json: No such file or directory"),
        ([".", "--owners", "3/2"], "no fold 3/2: they are 1/2 to 2/2"),
        ([".", "--folds", "7"], "1 owners make no 7 folds"),
        ([".", "--owners", "owners.txt"], "no labels of such owners"),
    ],
)
def test_what_cannot_be_judged_exits_2_and_says_why(
    made_up: Path, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, empty = {"version": 2, "skills": []}, {"version": 1, "skills": []}
    files = {"new": new, "other": {"version": 1}, "empty": empty}
    write(made_up, {f"{name}.json": json.dumps(content) for name, content in files.items()})
    write(made_up, {"owners.txt": "bob\n"})
    monkeypatch.chdir(made_up)
    done = judge(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"nothing was judged: {message}")
