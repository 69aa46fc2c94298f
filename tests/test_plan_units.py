"""Plans of many styles are read into units; what is only mentioned is none."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from skilllint.delegation import plans
from skilllint.delegation.plans import paths
from skilllint.model import Plan, PlanUnit

PLANS = ROOT / "fixtures" / "plans"


def read(text: str) -> Plan:
    return plans.take(text.encode())


def rows(text: str) -> list[tuple[str, str]]:
    return [(unit.key, unit.title) for unit in read(text).units]


def one(text: str) -> PlanUnit:
    (unit,) = read(text).units
    return unit


def waits(text: str) -> dict[str, tuple[str, ...]]:
    return {unit.key: unit.depends for unit in read(text).units}


# --- styles -----------------------------------------------------------------------------

BOXES = """\
# Sweep the yard

## Implementation Units

- [x] **Unit 1: Buy a broom**

**Goal:** There is a broom.

**Dependencies:** None

**Files:**
- Create: `yard/broom.py`
- Test: `tests/test_broom.py`

**Verification:**
- `pytest` passes

- [ ] **Unit 2: Sweep `yard/`**

**Dependencies:** Unit 1 (a broom; Unit 9 was dropped)

**Files:**
- Modify: `yard/sweep.py:12-40` (follow the pattern of `yard/mop.py`)
- Read: `yard/map.py`

**Test scenarios:**
- **Happy path:** leaves go
- Edge case: Unit 7 of the old plan
"""


def test_units_with_a_checkbox_and_labels() -> None:
    first, second = read(BOXES).units
    assert (first.key, first.title, first.done) == ("Unit 1", "Buy a broom", True)
    assert first.files == ("yard/broom.py", "tests/test_broom.py")
    assert first.says == {"goal", "dependencies", "files", "verification"}
    assert (second.title, second.done) == ("Sweep `yard/`", False)
    assert second.files == ("yard/sweep.py",)
    assert second.depends == ("Unit 1",)
    assert second.missing == ()
    assert second.says == {"dependencies", "files", "tests"}


STEPS = """\
# Sweep the yard Implementation Plan

**Goal:** A clean yard.

## Task 1: The broom

**Files:** Create `yard/broom.py`; Test `tests/test_broom.py`.

- [ ] **Step 1: Write the failing test**

Run: `pytest tests/test_broom.py`

Expected: it fails.

- [ ] **Step 2: Make it pass**

## Task 2: The yard

**Files:**
- Modify: `yard/sweep.py`

**Interfaces:**
- Consumes: the broom from Task 1.

- [x] **Step 1: Write the failing test**
- [x] **Step 2: Make it pass**
"""


def test_tasks_of_steps() -> None:
    first, second = read(STEPS).units
    assert (first.key, first.title) == ("Task 1", "The broom")
    assert first.files == ("yard/broom.py", "tests/test_broom.py")
    assert first.says == {"files", "tests", "verification", "goal"}
    assert not first.done
    assert second.depends == ("Task 1",)
    assert second.done


CODES = """\
# Tasks: Sweep the yard

## Format: `[ID] [P?] [Story] Description`

- **[P]**: can run in parallel

## Phase 1: Setup

**Purpose**: tools

- [X] T001 Create `yard/broom.py`
- [ ] T002 [P] Configure the bin in yard/bin.toml

## Phase 2: User Story 1 (P1)

**Goal**: a clean yard

**Independent Test**: look at it

### Tests for User Story 1

- [ ] T003 [P] [US1] Test that leaves go, in tests/test_leaves.py

### Implementation for User Story 1

- [ ] T004 [US1] Sweep in yard/sweep.py (depends on T001, T002)

## Dependencies & Execution Order

- Phase 1 before phase 2; T003 before T004
"""


def test_task_codes_below_phases_and_stories() -> None:
    units = read(CODES).units
    assert [unit.key for unit in units] == ["T001", "T002", "T003", "T004"]
    assert [unit.done for unit in units] == [True, False, False, False]
    assert [unit.files for unit in units] == [
        ("yard/broom.py",),
        ("yard/bin.toml",),
        ("tests/test_leaves.py",),
        ("yard/sweep.py",),
    ]
    assert units[3].depends == ("T001", "T002")


NESTED = """\
# Implementation Plan

- [ ] 1. Prepare
  - [ ] 1.1 Buy a broom
    - Create `yard/broom.py`
    - _Requirements: 1.1, 2.3_
  - [x] 1.2 Buy a bin
- [ ] 2. Sweep
  - Modify `yard/sweep.py`, as in `yard/mop.py`
  - _Depends: 1.1, 1.2_
  - [ ] 2.1 Test the sweeping
"""


def test_numbered_tasks_and_the_headings_among_them() -> None:
    found = read(NESTED)
    assert found.form == "numbered items"
    assert [unit.key for unit in found.units] == ["1.1", "1.2", "2", "2.1"]
    assert [unit.done for unit in found.units] == [False, True, False, False]
    assert found.units[0].files == ("yard/broom.py",)
    assert found.units[2].files == ("yard/sweep.py",)
    assert found.units[2].depends == ("1.1", "1.2")


def test_a_table_of_tasks() -> None:
    found = read(
        "## Work\n\n| Task | What | Files | Depends on |\n|---|---|---|---|\n"
        "| 1 | Buy a broom | `yard/broom.py` | – |\n| 2 | ~~Sweep~~ | `yard/sweep.py` | 1 |\n"
    ).units
    assert [unit.key for unit in found] == ["Task 1", "Task 2"]
    assert found[0].title == "Buy a broom"
    assert found[1].files == ("yard/sweep.py",)
    assert found[1].depends == ("Task 1",)


def test_a_table_of_tickets() -> None:
    found = read(
        "## Stories\n\n| ID | Story | Files | Depends on |\n|---|---|---|---|\n"
        "| YARD-7 | Broom | src/broom.py | |\n| YARD-12 | Sweep | src/sweep.py | YARD-7 |\n"
    ).units
    assert [(unit.key, unit.title, unit.files, unit.depends) for unit in found] == [
        ("YARD-7", "Broom", ("src/broom.py",), ()),
        ("YARD-12", "Sweep", ("src/sweep.py",), ("YARD-7",)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### Step 2: Sweep\n\n### Step 3 - Wait\n", [("Step 2", "Sweep"), ("Step 3", "Wait")]),
        ("## U1 - Sweep\n\n- **Files:** `a.py`\n", [("U1", "Sweep")]),
        ("- U1. **Sweep**\n\n**Goal:** clean\n", [("U1", "Sweep")]),
        ("**Task A: Sweep**\n\nFiles: `a.py`\n", [("Task A", "Sweep")]),
        ("## Phase 1: Sweep ✅\n\n## Phase 2: Wait\n", [("Phase 1", "Sweep"), ("Phase 2", "Wait")]),
        ("## Implementation\n\n1. Sweep\n2. Wait\n", [("1", "Sweep"), ("2", "Wait")]),
        ("## Tasks\n\n- [ ] Sweep\n- [ ] Wait\n", [("1", "Sweep"), ("2", "Wait")]),
        ("## Steps\n\n### Sweep\n\nx\n\n### Wait\n\nx\n", [("1", "Sweep"), ("2", "Wait")]),
        ("## Plan\n\n### 1. Sweep\n\n### 2. Wait\n", [("1", "Sweep"), ("2", "Wait")]),
        (
            "## Files to change\n\n- `a.py`: sweep\n- `b.py`: wait\n",
            [("1", "`a.py`: sweep"), ("2", "`b.py`: wait")],
        ),
        (
            "## 🚀 4. Work plan (in order)\n\n### 🧹 Phase 1: Sweep\n\n### Phase 2: Wait\n",
            [("Phase 1", "Sweep"), ("Phase 2", "Wait")],
        ),
        ("## PR 1: Sweep\n\nx\n\n## PR 2 [done]: Wait\n", [("PR 1", "Sweep"), ("PR 2", "Wait")]),
        ("## Tasks\n\n| # | Task |\n|--|--|\n| 1 | Sweep |\n| 2 | Wait |\n",
         [("Task 1", "Sweep"), ("Task 2", "Wait")]),
        ("- [ ] 1. Sweep\n- [ ]* 2. Wait\n", [("1", "Sweep"), ("2", "Wait")]),
        (
            "## 1. Sweep\n\n- [ ] brush\n\n## 2. Testing\n\n- [ ] look\n",
            [("1", "brush"), ("2", "look")],
        ),
        ("# Clean yard\n\nIt is dirty.\n\n1. Sweep\n2. look at `it`\n   1. left\n",
         [("1", "Sweep"), ("2", "look at `it`")]),
        ("1. Sweep\n2. Wait\n", [("1", "Sweep"), ("2", "Wait")]),
        ("# Plan\n\n## Overview\n\n## 1. Sweep\n\n## 2. Wait\n\n## Risks and costs\n",
         [("1", "Sweep"), ("2", "Wait")]),
        ("- [ ] 1. Prepare\n- [ ] 1.1 Sweep\n- [ ] 2. Wait\n", [("1.1", "Sweep"), ("2", "Wait")]),
        ("## Milestone 1: Sweep\n\n## Milestone 2: Wait\n",
         [("Milestone 1", "Sweep"), ("Milestone 2", "Wait")]),
    ],
)  # fmt: skip
def test_other_ways_to_list_work(text: str, expected: list[tuple[str, str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Why\n\nWe should think about Unit 3 and Task 4.\n",
        "## Acceptance criteria\n\n- [ ] clean\n- [x] dry\n",
        "## Next steps\n\n1. Think\n2. Decide\n",
        "## Risks\n\n- rain\n- wind\n",
        "## Success criteria\n\n- [ ] 3 files are there\n- [ ] 5 tests pass\n",
        "## Acceptance criteria\n\n- [ ] 1. It is clean\n- [ ] 2. It is dry\n",
        "## Steps to reproduce\n\n1. Sweep\n2. Look\n",
        "# How to reproduce\n\n1. Sweep\n2. Look\n",
        "# Yard\n\n1. Sweep\n2. Look\n\n## Why\n",
        "# Yard\n\n- Sweep\n- Look\n",
        "```\n## Task 1: Sweep\n- [ ] **Unit 1: x**\n```\n",
        "<!--\n## Task 1: Sweep\n-->\n",
        "| host | limit |\n|---|---|\n| a | 1 |\n| b | 2 |\n",
    ],
)
def test_what_is_no_work_is_no_unit(text: str) -> None:
    assert read(text).units == ()


def test_a_mention_in_a_list_is_no_second_unit() -> None:
    text = "## Order\n\n1. U1: first\n2. U2: then\n\n## Units\n\n"
    body = "### U1. Sweep\n\n**Files:** `a.py`\n\n### U2. Wait\n\n**Files:** `b.py`\n"
    assert rows(text + body) == [("U1", "Sweep"), ("U2", "Wait")]


def test_a_mention_of_the_same_form_is_no_second_unit() -> None:
    text = "- **U1.** first\n- **U2.** then\n\n## Units\n\n"
    body = "- **U1.** Sweep\n\n**Files:** `a.py`\n\n- **U2.** Wait\n\n**Files:** `b.py`\n"
    assert rows(text + body) == [("U1", "Sweep"), ("U2", "Wait")]


def test_phases_of_the_thing_that_is_built_are_no_work() -> None:
    text = "## How a compiler runs\n\n### Phase 1: Parse\n\n## Plan\n\n"
    body = "### Phase 1: Sweep\n\n### Phase 2: Wait\n"
    assert rows(text + body) == [("Phase 1", "Sweep"), ("Phase 2", "Wait")]


def test_phases_go_on_behind_a_section_that_interrupts_them() -> None:
    text = "## Plan\n\n### Phase 1: Sweep\n\n## Acceptance criteria\n\n### Phase 2: Wait\n"
    assert rows(text) == [("Phase 1", "Sweep"), ("Phase 2", "Wait")]


# --- dependencies -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("None", ()),
        ("none (U2 comes later)", ()),
        ("No dependencies", ()),
        ("U1", ("U1",)),
        ("U1, U3", ("U1", "U3")),
        ("U1-U3", ("U1", "U2", "U3")),
        ("U1–U3 (all of them)", ("U1", "U2", "U3")),
        ("Units 1 through 3", ("U1", "U2", "U3")),
        ("U1 and U2; can run in parallel with U3", ("U1", "U2")),
        ("U1 — so that U3 finds it", ("U1",)),
        ("R1, R2", ()),
        ("PR #12 of another repository", ()),
        ("all previous units", ("U1", "U2", "U3")),
        ("the previous unit", ("U3",)),
        ("2", ("U2",)),
        ("1, 3", ("U1", "U3")),
        ("utf8 and sha256", ()),
    ],
)
def test_what_a_unit_waits_for(said: str, expected: tuple[str, ...]) -> None:
    body = "".join(f"### U{n}. x\n\n- **Files:** `f{n}.py`\n\n" for n in (1, 2, 3))
    found = waits(f"## Units\n\n{body}### U4. x\n\n- **Dependencies:** {said}\n")
    assert found["U4"] == expected


def test_dependencies_in_a_list_and_on_a_phase() -> None:
    text = (
        "## Phase 1: a\n\n### Task 1: x\n\n**Files:** `a.py`\n\n### Task 2: x\n\nFiles: `b.py`\n"
        "\n## Phase 2: b\n\n### Task 3: x\n\n**Depends on:**\n- Phase 1\n- Task 7\n"
    )
    unit = read(text).units[2]
    assert unit.depends == ("Task 1", "Task 2")
    assert unit.missing == ("Task 7",)


def test_dependencies_of_units_without_a_name() -> None:
    text = "## Changes\n\n1. **Sweep** (`a.py`)\n2. **Wait**\n   - depends on step 1\n"
    assert waits(text) == {"1": (), "2": ("1",)}


def test_dependencies_in_a_section_of_their_own() -> None:
    body = "".join(f"- [ ] T00{n} Sweep floor {n}\n" for n in range(1, 7))
    text = (
        f"# Tasks\n\n{body}- [ ] T007 Wait (depends on T001)\n\n## Dependencies\n\n"
        "- **T002** depends on T001\n- T003, T004 require T002 (not T006)\n- `T001` → T005 → T006\n"
        "- T007 depends on T002\n- All of it needs T001\n"
    )
    assert waits(text) == {
        "T001": (),
        "T002": ("T001",),
        "T003": ("T002",),
        "T004": ("T002",),
        "T005": ("T001",),
        "T006": ("T005",),
        "T007": ("T001",),
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("T001 blocks T002, T003", {"T002": ("T001",), "T003": ("T001",)}),
        ("Tests (T001-T002) before implementation (T003)", {"T003": ("T001", "T002")}),
        ("Do not start T001 before T002", {}),
        ("Sweep before T002", {}),
    ],
)
def test_what_comes_before_another(line: str, expected: dict[str, tuple[str, ...]]) -> None:
    boxes = "- [ ] T001 Buy\n- [ ] T002 Sweep\n- [ ] T003 Wait\n"
    found = waits(f"# Tasks\n\n{boxes}\n## Dependencies\n\n- {line}\n")
    assert {key: those for key, those in found.items() if those} == expected


def test_two_units_of_one_name_are_told_apart() -> None:
    part = "### Task 1: x\n\n**Files:** `a.py`\n\n### Task 2: x\n\n**Depends on:** Task 1\n\n"
    found = read(f"## Phase 1: a\n\n{part}## Phase 2: b\n\n{part}")
    keys = [unit.key for unit in found.units]
    assert keys == ["Task 1", "Task 2", f"Task 1 (line {found.units[2].line})", keys[3]]
    assert found.units[3].depends == (keys[2],)
    assert found.remarks[0] == (
        "2 units are called Task 1; a dependency on it means the last one above"
    )


# --- files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("`a/b.py`, `c.md`", ("a/b.py", "c.md")),
        ("a/b.py and ./c.toml", ("a/b.py", "c.toml")),
        ("[b](a/b.py)", ("a/b.py",)),
        ("[references/b.md](/home/me/references/b.md)", ("references/b.md",)),
        ("[b](patterns/b.md) (as in [c](patterns/c.md))", ("patterns/b.md",)),
        ("`a/b.py:10-20` (see `c/d.py`)", ("a/b.py",)),
        ("`a/` (new folder)", ("a/",)),
        ("`self.run` in `a/b.py`", ("a/b.py",)),
        ("`README.md`, `docs/README.md`", ("README.md", "docs/README.md")),
        ("`docs/loop.md`; then `loop.md` again", ("docs/loop.md",)),
        ("https://example.org/a.py and/or n/a", ()),
        ("none in the repository", ()),
        ("Dockerfile, .env.example", ("Dockerfile", ".env.example")),
    ],
)
def test_files_of_a_line(said: str, expected: tuple[str, ...]) -> None:
    assert one(f"### Task 1: x\n\n**Files:** {said}\n").files == expected


def test_prose_behind_the_files_names_none_of_them() -> None:
    text = "### Task 1: x\n\n**File:** `a.py`\n\nReplace:\n- `b.py` by `c.py`\n"
    assert one(text).files == ("a.py",)


# --- trivial units ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Rename loan to lend", "", "a rename"),
        ("Bump the version", "", "a version bump"),
        ("Reformat", "", "formatting"),
        ("Enable the postal flag", "", "a setting"),
        ("Fees of this year", "- **Files:** `config/fees.toml`", "configuration only"),
        ("Rename loan to lend", "- **Test scenarios:** old names are refused", ""),
        ("Rename loan to lend and restructure the desk", "", ""),
        ("Bump the version and then fully rewrite the desk", "", ""),
        ("Rename loan and reader", "", "a rename"),
        ("Name the reader", "", ""),
        ("Pin the policy by tests", "", ""),
        ("Update all dependencies", "", "a version bump"),
        ("Move loans to the new store", "", ""),
        ("Fees", "- **Files:** `config/fees.toml`, `library/fees.py`", ""),
    ],
)
def test_trivial_units(title: str, body: str, expected: str) -> None:
    assert one(f"### Task 1: {title}\n\n- **Goal:** x\n{body}\n").trivial == expected


# --- bad input, and all other --------------------------------------------------------------


def test_an_empty_plan_says_so() -> None:
    assert read("").remarks == ("the file is empty",)


def test_a_plan_that_its_head_calls_finished() -> None:
    text = "---\nstatus: completed\n---\n# x\n\n## Task 1: Sweep\n\n**Files:** `a.py`\n"
    assert read(text).remarks == (
        "its head says completed; units without a mark of their own are counted as open",
    )


def test_a_done_unit_behind_an_open_one() -> None:
    text = "### U1. x\n\n**Files:** `a`\n\n### U2. x ✅\n\n**Dependencies:** U1\n"
    assert read(text).remarks == ("U2 (line 5) is done, but not U1, before it",)


PIECES = (
    "## Implementation Units", "### U1. x", "## Task 2: y", "- [ ] **Unit 3: z**", "**Files:**",
    "- Modify: `a.py`", "**Dependencies:** U1-U3, Task 2", "- [x] T004 w (depends on T001)",
    "| Task | Files |\n|---|---|\n| 1 | `a.py` |", "```", "    code", "> quoted", "<!--", "",
    "# Phase 1: p", "- **Goal:** g", "1. first", "  - [ ] 1.1 second", "## Acceptance Criteria",
)  # fmt: skip


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)


@given(st.lists(st.one_of(st.sampled_from(PIECES), TEXT), max_size=25))
def test_any_text_is_read_and_its_units_lie_in_it(parts: list[str]) -> None:
    text = "\n".join(parts)
    found = plans.take(text.encode())
    keys = [unit.key for unit in found.units]
    assert len(set(keys)) == len(keys)
    lines = text.count("\n") + 1
    for unit in found.units:
        assert 1 <= unit.line <= unit.end <= lines
        assert set(unit.depends) <= set(keys)
    assert plans.advise(found).batching.order is not None


def counting(find: Callable[..., list[str]], looked: list[str]) -> Callable[..., list[str]]:
    def count(text: str, *, loose: bool = True) -> list[str]:
        looked.append(text)
        return find(text, loose=loose)

    return count


def test_units_take_time_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that are searched for files, in a plan and in one ten times as long."""
    counts = []
    for size in (100, 1000):
        looked: list[str] = []
        monkeypatch.setattr(paths, "find", counting(paths.find, looked))
        body = "### U{0}. x\n\n- **Files:** `f{0}.py`\n- **Dependencies:** U{1}\n\n"
        found = read("".join(body.format(n, n - 1 or 2) for n in range(1, size + 1)))
        monkeypatch.undo()
        assert len(found.units) == size
        counts.append(len(looked))
    assert counts[1] <= 11 * counts[0]


# --- our own and other people's -------------------------------------------------------------


def test_the_good_plan_of_our_own() -> None:
    found = plans.read(PLANS / "lend-by-post.md")
    assert [unit.key for unit in found.units] == [f"U{n}" for n in range(1, 10)]
    assert [unit.key for unit in found.units if unit.done] == ["U1"]
    every = {"goal", "dependencies", "files", "tests", "verification"}
    assert all(unit.says == every for unit in found.units)
    assert found.remarks == ()


COUNTED = {
    "2026-02-08-feat-convert-local-md-settings-for-opencode-codex-plan": 4,
    "2026-02-14-feat-add-copilot-converter-target-plan": 7,
    "2026-03-03-feat-sync-claude-mcp-all-supported-providers-plan": 4,
    "2026-03-23-001-feat-ce-review-beta-pipeline-mode-beta-plan": 4,
    "2026-03-26-001-refactor-merge-deepen-into-plan": 6,
    "2026-03-29-001-feat-iterative-optimization-loop-skill-beta-plan": 12,
    "2026-03-31-001-feat-codex-delegation-plan": 6,
    "2026-04-16-001-fix-ce-polish-beta-detection-gaps-plan": 5,
    "2026-04-20-001-feat-codex-native-plugin-manifests-plan": 9,
    "2026-04-25-001-fix-ce-code-review-lfg-defer-bias-plan": 6,
    "2026-06-02-001-feat-ce-code-review-safe-autofix-plan": 6,
    "2026-07-02-001-feat-ce-sweep-skill-plan": 8,
    "2026-07-09-001-fix-ce-test-browser-native-driver-plan": 3,
    "2026-07-13-002-feat-code-review-cross-model-provider-port-plan": 5,
    "2026-07-16-001-feat-ce-handoff-session-continuity-plan": 3,
    "2026-07-20-001-feat-cross-harness-model-elevation-plan": 6,
    "2026-07-24-001-test-codex-content-transform-coverage-plan": 2,
    "2026-08-05-001-feat-babysit-stack-posture-ship-plan": 5,
    "2026-08-13-0952-fix-prototype-medium-and-modality-plan": 7,
    "babysit-non-convergence-detection": 0,
}
"""Units of real plans, counted by hand before anything could read them."""


@pytest.mark.parametrize("name", COUNTED)
def test_units_of_real_plans(data: Path, name: str) -> None:
    assert len(plans.read(data / "plans" / f"{name}.md").units) == COUNTED[name]


def test_a_real_plan_cut_anywhere_is_read(data: Path) -> None:
    files = sorted((data / "plans").glob("*-plan.md"))
    chosen = random.Random(int(os.environ.get("SEED", "7"))).sample(files, 6)
    for file in chosen:
        raw = file.read_bytes()
        for part in (1, 2, 3):
            plans.advise(plans.take(raw[: len(raw) * part // 4]))
