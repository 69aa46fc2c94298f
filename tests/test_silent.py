"""Skills of which every large block runs every time or is looked up: nothing is to be said of them.

Each has one trap, a block that looks conditional and is not; `fixtures/silent/README.md` says
which. A twin of it, one edit away, has lost what makes the block innocent and must be found.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, Run, write

from skilllint import audit
from skilllint.audit import Request
from skilllint.model import Audited, Candidate

SILENT = ROOT / "fixtures" / "silent"
WHOLE = SILENT / "appraise-paintings"
"""The one that is not silent: its conditional child is large enough for a file of its own."""

Edit = tuple[str, str]


class Twin(NamedTuple):
    """A folder, the title that is found once its text is edited, and the edits."""

    folder: str
    found: str
    edits: tuple[Edit, ...]


class Trap(NamedTuple):
    """A folder and the title of its trap; `looked_up` where the trap is reference material."""

    folder: str
    title: str
    looked_up: bool = False


TRAPS = (
    Trap("check-event-permits", "Conditional triggers"),
    Trap("scan-letters", "Preflight and resume"),
    Trap("appraise-clocks", "Step 2: Examine the clock"),
    Trap("keep-hive-log", "visit (default)"),
    Trap("audit-kitchen-hygiene", "Common issues", looked_up=True),
    Trap("write-light-cues", "Conditional execution", looked_up=True),
    Trap("log-parcels", "Step 2: Open the tracking file"),
    Trap("transcribe-hearings", "Mode Activation"),
    Trap("transcribe-hearings", "MANDATORY for Every Recording"),
    Trap("teach-lua", "Error handling", looked_up=True),
    Trap("write-incident-notice", "Step 2: Fill the sheet"),
    Trap("tune-postgres-queries", "How Postgres reads a query"),
    Trap("bake-sourdough", "Why a loaf fails if the kitchen is cold"),
    Trap("answer-museum-visitors", "FAQ", looked_up=True),
    Trap("sign-sensor-messages", "Code samples", looked_up=True),
    Trap("return-lost-luggage", "Step 2: Find the owner"),
    Trap("plan-vegetable-beds", "Make the plan"),
    Trap("restore-veneer", "What the owner wants to see"),
    Trap("survey-roofs", "Report"),
    Trap("moderate-workshops", "Best Practices"),
)
FOLDERS = sorted({trap.folder for trap in TRAPS})
ALWAYS = sorted({*FOLDERS} - {trap.folder for trap in TRAPS if trap.looked_up})


def headed(folder: str, old: str, new: str, *more: Edit) -> Twin:
    """A twin whose trap got another heading, which is then found."""
    return Twin(folder, new.lstrip("# "), ((f"\n{old}\n", f"\n{new}\n"), *more))


TWINS = {
    "permits that few events need": headed(
        "check-event-permits", "## Conditional triggers", "## Further permits (if requested)"
    ),
    "permits under a condition": headed(
        "check-event-permits", "## Conditional triggers", "## Conditional permits"
    ),
    "a check that some sessions need": headed(
        "scan-letters", "## Preflight and resume", "## Resuming a broken-off session (if needed)"
    ),
    "the condition moves from the child to its container": headed(
        "appraise-clocks",
        "## Step 2: Examine the clock",
        "## Step 2: Examine the clock (full run only)",
    ),
    "no longer the default": headed("keep-hive-log", "## visit (default)", "## visit"),
    "no longer an audit": Twin(
        "audit-kitchen-hygiene",
        "Common issues",
        (
            ("name: audit-kitchen-hygiene", "name: run-kitchen"),
            ("# Audit kitchen hygiene", "# Run a kitchen"),
        ),
    ),
    "a condition instead of a syntax": headed(
        "write-light-cues", "## Conditional execution", "## When the desk asks first"
    ),
    "a step of the first run": headed(
        "log-parcels",
        "### Step 2: Open the tracking file",
        "### Step 2: Open the tracking file (first run only)",
    ),
    "two flows in no step": headed(
        "log-parcels",
        "### Step 2: Open the tracking file",
        "### Open the tracking file",
        ("#### If no tracking file exists", "#### New file flow"),
        ("#### If a tracking file exists", "#### Known file flow"),
    ),
    "a mode": headed("transcribe-hearings", "## Mode Activation", "## Bulk Mode (optional)"),
    "some recordings": headed(
        "transcribe-hearings",
        "## MANDATORY for Every Recording",
        "## For Recordings Without an Interpreter",
    ),
    "errors without a language": Twin("teach-lua", "Error handling", (("```lua", "```text"),)),
    "headings out of their fence": Twin(
        "write-incident-notice",
        "Troubleshooting after the supply is back (optional)",
        (("```markdown\n", ""), ("one sentence>\n```\n", "one sentence>\n")),
    ),
    "a product that is not the topic": Twin(
        "tune-postgres-queries",
        "How Postgres reads a query",
        (
            ("name: tune-postgres-queries", "name: tune-database-queries"),
            ("# Tune Postgres queries", "# Tune database queries"),
        ),
    ),
    "a condition instead of an explanation": headed(
        "bake-sourdough",
        "## Why a loaf fails if the kitchen is cold",
        "## If a loaf fails in a cold kitchen",
    ),
    "symptoms instead of questions": headed(
        "answer-museum-visitors", "## FAQ", "## Troubleshooting"
    ),
    "platforms instead of languages": Twin(
        "sign-sensor-messages",
        "Windows / Linux / macOS",
        (("### Python", "### Windows"), ("### TypeScript", "### Linux"), ("### Go", "### macOS")),
    ),
    "a choice instead of an order": headed(
        "return-lost-luggage",
        "## Step 2: Find the owner",
        "## Find the owner",
        (
            "Try these in order, and go on with the next only when one has",
            "Choose one that has not",
        ),
    ),
    "called under a condition instead of listed": Twin(
        "restore-veneer",
        "What the owner wants to see",
        (("- [What the owner wants", "- If the user is unsure: [What the owner wants"),),
    ),
    "a report on request": headed("survey-roofs", "## Report", "## Report (only if asked for)"),
    "special cases instead of advice": headed(
        "moderate-workshops", "## Best Practices", "## Special situations"
    ),
}


def only(path: Path) -> Audited:
    (found,) = audit.run([path], Request()).skills
    return found


def body(folder: str) -> str:
    return (SILENT / folder / "SKILL.md").read_text(encoding="utf-8")


def conditional(candidates: tuple[Candidate, ...]) -> list[str]:
    return [found.heading_path[-1] for found in candidates if found.kind == "conditional"]


def conditional_in(text: str, place: Path) -> list[str]:
    """The titles of the conditional blocks of a text, read as a skill in a folder of its own."""
    name = re.search(r"^name: (.+)$", text, re.M)
    assert name
    return conditional(only(write(place / name[1], {"SKILL.md": text})).skill.candidates)


# --- silence ------------------------------------------------------------------


def test_every_fixture_has_a_test_and_a_row_in_the_table() -> None:
    there = sorted(path.parent.name for path in SILENT.glob("*/SKILL.md"))
    assert there == sorted([*FOLDERS, WHOLE.name])
    table = (SILENT / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"^\|.*\| `([a-z-]+)` \|", table, re.M))) == there
    assert {twin.folder for twin in TWINS.values()} | {"plan-vegetable-beds"} == set(FOLDERS)


def test_check_says_nothing_of_any_of_them(run: Run) -> None:
    done = run("check", *(SILENT / folder for folder in FOLDERS))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split(";")[0].strip() == f"no problems in {len(FOLDERS)} skills"


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_always_runs_or_is_looked_up_is_not_conditional(folder: str) -> None:
    found = only(SILENT / folder)
    assert conditional(found.skill.candidates) == []
    assert found.issues == ()


@pytest.mark.parametrize("folder", ALWAYS)
def test_what_always_runs_is_no_candidate_of_any_kind(folder: str) -> None:
    assert only(SILENT / folder).skill.candidates == ()


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.folder}: {trap.title}")
def test_the_trap_is_large_enough_to_be_judged(trap: Trap) -> None:
    one = only(SILENT / trap.folder).skill
    (section,) = [s for s in one.outline.sections if s.title == trap.title]
    tokens = one.weight(section).subtree
    assert section.lines >= 50 or tokens >= 700
    assert tokens < 0.7 * one.tokens.body


# --- twins ----------------------------------------------------------------------


@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS)
def test_a_twin_without_the_traps_innocence_is_found(twin: Twin, tmp_path: Path) -> None:
    text = body(twin.folder)
    for old, new in twin.edits:
        assert old in text
        text = text.replace(old, new)
    assert conditional_in(text, tmp_path) == [twin.found]


def test_a_request_among_others_is_found_where_the_main_part_is_not(tmp_path: Path) -> None:
    other = body("bake-sourdough")
    text = body("plan-vegetable-beds") + other[other.index("\n## ") :]
    assert conditional_in(text, tmp_path) == ["Make the plan"]


def test_a_conditional_child_is_found_where_it_is_large_and_its_container_never() -> None:
    assert conditional(only(WHOLE).skill.candidates) == ["If run_depth == full"]
    assert [found.code for found in only(WHOLE).issues] == ["ST201"]
