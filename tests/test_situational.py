"""Which blocks are found to be able to leave a skill's body, on what evidence, and which not."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from blocks import STEPS, code, find, prose, rough, shown, skill
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import outline, source
from skilllint.situational import Units

CE_WORK = "extraction/parents/a6fc70dfff857e36e44910c135dd1c8dff65279d.md"


# --- what is found ------------------------------------------------------------


def test_a_rare_mode_is_found_with_evidence_that_stands_on_its_lines() -> None:
    text = skill(
        ("## Step 1: Mix", prose(40, "If `bulk` is given, go to Bulk Mode instead.")),
        *STEPS[1:],
        ("## Bulk Mode", prose(60, "Two hands.\nUse this when the user brings a crate.")),
    )
    (found,) = find(text)
    lines = text.split("\n")
    assert (found.heading_path, found.kind, found.band) == (
        ("Paint", "Bulk Mode"),
        "conditional",
        "likely",
    )
    assert lines[found.start - 1] == "## Bulk Mode"
    assert found.end == len(lines) - 1
    assert [(e.signal, e.weight, lines[e.line - 1]) for e in found.evidence] == [
        ("title.mode", 2.0, "## Bulk Mode"),
        ("reference.only", 1.5, "If `bulk` is given, go to Bulk Mode instead."),
        ("lead.use", 1.5, "Use this when the user brings a crate."),
        ("lead.user", 1.5, "Use this when the user brings a crate."),
        ("structure.outsider", 0.3, "## Step 1: Mix"),
        ("structure.after", 0.2, "## Step 3: Dry"),
    ]
    assert found.score == pytest.approx(sum(e.weight for e in found.evidence))
    assert [e.text for e in found.evidence[:3]] == [
        'heading says "Mode"',
        'named in "If `bulk` is given, go to Bulk Mode instead."',
        'its first lines say "Use this when the user brings a crate."',
    ]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("## Step 4: Polish (optional)", "Polish it."),
        ("## Step 4: Polish (--gloss only)", "Polish it."),
        ("## If the paint runs", "Wipe it off."),
        ("## Troubleshooting", "Find the symptom below."),
        ("## Bei Bedarf: Lackieren", "Lackiere das Teil für Kunden."),
        ("## 故障排查", "查找原因。"),
    ],
)
def test_a_condition_in_the_heading_makes_a_block_likely(heading: str, lead: str) -> None:
    (found,) = find(skill(*STEPS, (heading, prose(60, lead))))
    assert (found.kind, found.band) == ("conditional", "likely")


def test_look_up_material_is_reference() -> None:
    rows = "\n".join(["| code | colour |", "|---|---|", *(f"| {n} | red |" for n in range(60))])
    text = skill(*STEPS, ("## Colour Table", rows), ("## Example Programs", code(70)))
    assert shown(find(text)) == [
        ("Colour Table", "reference", "likely"),
        ("Example Programs", "reference", "likely"),
    ]


def test_the_last_of_many_heavy_steps_is_late() -> None:
    long = prose(60, "Ship the widget. " * 400)
    text = skill(*STEPS, ("## Step 4: Pack", prose(60)), ("## Step 5: Ship", long))
    assert shown(find(text)) == [("Step 5: Ship", "late", "possible")]


def test_a_step_with_a_branch_to_move_is_not_late() -> None:
    text = skill(
        *STEPS,
        ("## Step 4: Pack", prose(60)),
        ("## Step 5: Ship", "Ship the widget. " * 400),
        ("### Overseas (if needed)", prose(60)),
    )
    assert shown(find(text)) == [("Overseas (if needed)", "conditional", "likely")]


def test_each_large_alternative_is_a_candidate_of_its_own() -> None:
    text = skill(
        *STEPS,
        ("## Targets", "Choose one."),
        *((f"### {name}", prose(55)) for name in ("Windows", "macOS", "Linux")),
    )
    assert [c[0] for c in shown(find(text))] == ["Windows", "macOS", "Linux"]


def test_small_alternatives_of_one_group_leave_together_and_neighbours_do_not() -> None:
    text = skill(
        *STEPS,
        ("## Gloss Mode", prose(25)),
        ("## Matt Mode", prose(25)),
        ("## Pitfalls", prose(25)),
        ("## Notes", prose(25)),
    )
    (found,) = find(text)
    assert found.heading_path == ("Paint", "Gloss Mode / Matt Mode")
    assert len(found.sections) == 2
    tree = outline.read(source.parse(text.encode(), "SKILL.md"))
    weights = rough(tree)
    assert found.tokens == sum(weights[index].subtree for index in found.sections)
    assert found.share == pytest.approx(found.tokens / weights[0].subtree)


def test_dense_text_is_a_unit_by_its_tokens() -> None:
    dense = "When the user asks for a gilded widget, take the leaf and lay it on. " * 50
    text = skill(*STEPS, ("## Gilding (optional)", dense))
    assert shown(find(text)) == [("Gilding (optional)", "conditional", "likely")]
    assert find(text, Units(tokens=10_000)) == ()
    assert find(text, Units(lines=3, tokens=10_000)) != ()


def test_the_child_that_carries_the_condition_is_found_not_its_parent() -> None:
    text = skill(
        *STEPS[:2],
        ("## Step 3: Inspect", prose(20)),
        ("### What to look at", prose(30)),
        ("### If `depth` is full (optional)", prose(60)),
    )
    assert [c[0] for c in shown(find(text))] == ["If depth is full (optional)"]


def test_a_surer_child_is_found_in_the_place_of_its_parent() -> None:
    text = skill(
        *STEPS,
        ("## Docker", prose(60)),
        ("### Troubleshooting (optional)", prose(60)),
    )
    assert shown(find(text)) == [("Troubleshooting (optional)", "conditional", "likely")]
    alone = text.replace("### Troubleshooting (optional)", "### More about it")
    assert shown(find(alone)) == [("Docker", "conditional", "possible")]


def test_candidates_run_in_the_files_order() -> None:
    text = skill(
        *STEPS,
        ("## Troubleshooting", prose(60)),
        ("## Gloss Mode", prose(30)),
        ("## Matt Mode", prose(30)),
    )
    assert [c[0] for c in shown(find(text))] == ["Troubleshooting", "Gloss Mode / Matt Mode"]


def test_lines_that_must_stay_are_named_with_their_reason() -> None:
    gate = "Skip this unless the crate is full."
    text = skill(
        *STEPS,
        ("## Bulk Mode", f"{gate}\n\n{prose(60)}\n\nWait for the user before you open it."),
    )
    (found,) = find(text)
    lines = text.split("\n")
    assert [(lines[k.line - 1], k.reason) for k in found.keep] == [
        (gate, "decides whether the block applies"),
        ("Wait for the user before you open it.", "asks for approval"),
    ]


# --- what stays silent: the families of false alarms known from real skills -------


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        pytest.param(
            "## Conditional Triggers", "Add a check only when its trigger fires.", id="gate"
        ),
        pytest.param("## Mode Activation", "If `--gloss` is given, gloss is on.", id="activation"),
        pytest.param("## Mode Detection", "If the file exists, the mode is on.", id="detection"),
        pytest.param("## Step 0: Resume Check", "If a state file exists, resume.", id="resume"),
        pytest.param("## Preflight", "Stop if the brush is missing.", id="preflight"),
        pytest.param("## paint (default)", "Without an argument, paint.", id="default"),
        pytest.param("## MANDATORY for every widget", "Always wash it first.", id="mandatory"),
        pytest.param("## Why widgets fail when it is cold", "Paint thickens.", id="explanation"),
        pytest.param("## What happens if paint dries", "It shrinks.", id="what-if"),
        pytest.param("## Conditional Execution", "The syntax of `if:`.", id="syntax"),
        pytest.param("## Phase 4: Ship", "Skip this phase if nothing changed.", id="skip-gate"),
        pytest.param("## Core Workflow", "For each widget, do all of these.", id="core"),
    ],
)
def test_text_that_every_run_needs_is_not_conditional(heading: str, text: str) -> None:
    assert find(skill(*STEPS, (heading, prose(60, text)), ("## End", "Done."))) == ()


def test_an_if_else_that_is_complete_inside_a_step_leaves_the_step_alone() -> None:
    text = skill(
        ("## Step 1: Resume", "Look for a state file."),
        ("### If there is one", prose(30)),
        ("### Otherwise", prose(30)),
        *STEPS[1:],
    )
    assert find(text) == ()


def test_common_issues_are_what_an_audit_looks_for() -> None:
    text = skill(*STEPS, ("## Common Issues", prose(60)), name="paint-audit")
    assert all(found.kind != "conditional" for found in find(text))
    assert find(skill(*STEPS, ("## Common Issues", prose(60))))[0].kind == "conditional"


def test_error_handling_in_a_lesson_on_a_language_is_look_up_material() -> None:
    topics = [(f"## Topic {n}", prose(5)) for n in range(5)]
    lesson = f"{code(30)}\n\nAnd wrapped:\n\n{code(30)}"
    (found,) = find(skill(*topics, ("## Error Handling", lesson), ("## Rest", prose(99))))
    assert found.kind == "reference"


def test_the_skills_own_topic_is_no_platform_and_no_special_case() -> None:
    text = skill(
        *STEPS, ("## Windows", prose(60)), ("## Debugging", prose(60)), name="windows-debugging"
    )
    headings = text.replace("# Paint\n", "# Windows Debugging\n", 1)
    assert all(found.kind != "conditional" or found.band == "possible" for found in find(headings))


def test_headings_in_a_fenced_template_are_no_sections() -> None:
    fence = "\n".join(["```markdown", "## Troubleshooting (optional)", *["text"] * 60, "```"])
    (found,) = find(skill(*STEPS, ("## Report Template", fence)))
    assert (found.heading_path[-1], found.kind) == ("Report Template", "reference")


# --- whatever the file ----------------------------------------------------------


def test_a_small_skill_and_an_empty_one_have_no_candidates() -> None:
    assert find(skill(("## Bulk Mode (optional)", prose(10)))) == ()
    assert find("") == ()


def test_a_block_that_is_most_of_the_body_is_none() -> None:
    assert find(skill(("## Intro", prose(10)), ("## Bulk Mode (optional)", prose(200)))) == ()


BRANCHES = ["Step 1: Go", "Bulk Mode", "Gloss Mode", "If wet", "Otherwise", "Option A", "Option B"]
TOPICS = ["Python", "Go", "Templates", "FAQ (optional)", "一、常见问题", "Overview", ""]
HEADINGS = st.sampled_from([*BRANCHES, *TOPICS])
SECTIONS = st.tuples(st.integers(1, 4), HEADINGS, st.integers(0, 40), st.booleans())


@settings(deadline=None)
@given(st.lists(SECTIONS, max_size=14), st.integers(1, 30))
def test_candidates_never_overlap_and_run_in_the_files_order(
    sections: list[tuple[int, str, int, bool]], size: int
) -> None:
    text = "\n".join(
        f"{'#' * level} {title}\n\n{code(lines + 2) if fenced else prose(lines + 1)}\n"
        for level, title, lines, fenced in sections
    )
    found = find(text, Units(lines=size))
    for before, after in pairwise(found):
        assert before.end < after.start
    for one in found:
        assert one.lines >= size or one.tokens >= 700
        assert 0 < one.share <= (0.9 if len(one.sections) > 1 else 0.7)
        assert list(one.evidence) == sorted(one.evidence, key=lambda e: -e.weight)
        assert one.saving is None


# --- real skills ----------------------------------------------------------------


def test_the_delegation_mode_of_ce_work_is_found_and_no_phase_that_always_runs(
    data: Path,
) -> None:
    found = find((data / CE_WORK).read_text(encoding="utf-8"))
    (mode,) = [c for c in found if c.start == 460]
    assert (mode.end, mode.kind, mode.band) == (707, "conditional", "likely")
    assert len(mode.sections) == 1
    assert not [
        c for c in found if c.kind != "late" and re.match(r"Phase [12]", c.heading_path[-1])
    ]
