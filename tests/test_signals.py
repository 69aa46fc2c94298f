"""What counts for and against a block, one signal at a time, with the line it stands on."""

from __future__ import annotations

import pytest
from blocks import STEPS, code, find, prose, shown, skill

from skilllint import outline, source
from skilllint.model import Candidate
from skilllint.situational import facts, lexicon, score
from skilllint.situational.signals import Sign

END = ("## End", "Done.")
TABLE = "| word | meaning |\n|---|---|\n| gloss | shine |\n| crate | many |"


def weights(found: Candidate) -> dict[str, float]:
    return {reason.signal: reason.weight for reason in found.evidence}


def signs(text: str, title: str) -> set[str]:
    """Everything that is seen of a section, candidate or not."""
    read = source.parse(text.encode(), "SKILL.md")
    tree = outline.read(read)
    known = facts.gather(
        read, tree, lexicon.load(), frozenset(s.index for s in tree.sections if s.level)
    )
    section = next(s for s in tree.sections if s.title == title)
    return {sign.signal for sign in score.signs(known, section)}


def of(text: str, title: str) -> Candidate:
    """The candidate with a heading."""
    (found,) = [one for one in find(text) if one.heading_path[-1] == title]
    return found


# --- who names the section ------------------------------------------------------


def test_a_section_reached_only_through_a_condition_outweighs_one_the_main_path_names_too() -> None:
    guard = "If there is a crate, follow Crate Painting."
    only = skill(("## Step 1: Mix", prose(40, guard)), *STEPS[1:], ("## Crate Painting", prose(60)))
    both = only.replace("Let it dry.", "Let it dry. Then comes Crate Painting.")
    assert weights(of(only, "Crate Painting"))["reference.only"] == 1.5
    assert "reference.guarded" in weights(of(both, "Crate Painting"))
    assert of(only, "Crate Painting").score > of(both, "Crate Painting").score


def test_a_table_of_contents_calls_nothing() -> None:
    contents = "- [Mix](#step-1-mix)\n- [Crate Painting](#crate-painting)"
    guard = "If there is a crate, follow Crate Painting."
    text = skill(
        ("## Contents", contents),
        ("## Step 1: Mix", prose(40, guard)),
        *STEPS[1:],
        ("## Crate Painting", prose(60)),
    )
    assert "reference.only" in weights(of(text, "Crate Painting"))


def test_a_table_that_has_a_row_for_the_section_counts_and_one_behind_it_does_not() -> None:
    sections = (("## Gloss Coating (optional)", prose(60)), ("## Rest", prose(99)))
    before = skill(("## Words", TABLE), *sections)
    behind = skill(*sections, ("## Words", TABLE))
    assert weights(of(before, "Gloss Coating (optional)"))["reference.row"] == 0.5
    assert "reference.row" not in weights(of(behind, "Gloss Coating (optional)"))


def test_naming_the_skills_own_topic_names_no_section() -> None:
    text = skill(("## Widgets", prose(60)), ("## Rest", prose(99, "Paint `Widgets` if in doubt.")))
    assert find(text.replace("name: paint", "name: widgets")) == ()


def test_the_main_part_of_a_skill_repeats_when_the_skill_is_used() -> None:
    lead = "When the user asks for a painted widget:"
    main = skill(("## Usage", prose(80, lead)), ("## Notes", prose(70)))
    part = skill(("## Usage", prose(60, lead)), ("## Notes", prose(200)))
    assert find(main) == ()
    assert weights(of(part, "Usage"))["lead.user"] == 1.5


# --- groups of alternatives ---------------------------------------------------


@pytest.mark.parametrize("names", [("Windows", "macOS"), ("Mode A", "Mode B")])
def test_small_alternatives_leave_together(names: tuple[str, str]) -> None:
    parts = [(f"### {name}", prose(30)) for name in names]
    found = find(skill(*STEPS, ("## Where", "Choose one."), *parts))
    assert [one.heading_path[-1] for one in found] == [" / ".join(names)]
    assert found[0].kind == "conditional"


def test_one_sample_in_several_languages_is_looked_up() -> None:
    parts = [(f"### {name}", code(30)) for name in ("Python", "TypeScript", "Go")]
    found = find(skill(("## Rest", prose(99)), ("## Quick Start", "The same client."), *parts))
    assert all(one.kind == "reference" for one in found)


def test_alternatives_in_a_numbered_step_are_less_sure_for_every_run_takes_one() -> None:
    parts = [(f"### Option {name}", prose(30)) for name in "AB"]
    inside = find(skill(("## Step 1: Choose", "Ask."), *parts, *STEPS[1:]))
    outside = find(skill(("## Choices", "Ask."), *parts, *STEPS[1:]))
    choice = weights(inside[0])
    assert choice["structure.choice"] == -2.0
    assert inside[0].score < outside[0].score


def test_a_run_is_judged_by_its_typical_member_not_by_its_best() -> None:
    parts = [
        ("### Strategy A", prose(20)),
        ("### Strategy B", prose(20)),
        ("### Strategy C (fallback)", prose(20)),
    ]
    text = skill(("## Step 1: Find", "Try these in order."), *parts, *STEPS[1:])
    assert find(text) == ()


def test_siblings_of_unknown_name_between_four_known_ones_belong_to_them() -> None:
    names = ["Slack", "Discord", "Paint Club", "Telegram", "Notion"]
    text = skill(("## Rest", prose(200)), *[(f"## {name}", prose(55)) for name in names])
    assert "structure.alternatives" in weights(of(text, "Paint Club"))


# --- headings ----------------------------------------------------------------


def test_a_step_put_between_the_others_is_less_surely_of_the_main_path() -> None:
    lead = "When the widget carries a flag, do this."
    text = skill(*STEPS[:2], ("## Step 2b: Polish", prose(60, lead)), STEPS[2], END)
    plain = text.replace("2b", "4")
    assert find(plain) == ()
    inserted = find(text.replace("Polish", "Polish in batch"))
    assert weights(inserted[0])["title.inserted"] == 0.7


def test_a_word_behind_a_preposition_is_not_what_the_heading_is_about() -> None:
    lead = "If the user asks for it, install the checker."
    text = skill(*STEPS, ("## Add the painter as a merge gate", prose(60, lead)))
    assert "title.gate" not in weights(of(text, "Add the painter as a merge gate"))


def test_parts_that_begin_with_a_verb_are_tasks_of_which_a_run_needs_some() -> None:
    parts = [(f"### {verb} a board", prose(20)) for verb in ("Create", "List", "Delete")]
    topics = [(f"## Topic {n}", prose(20)) for n in range(6)]
    found = of(skill(*topics, ("## Boards", "Boards hold widgets."), *parts), "Boards")
    assert weights(found)["structure.tasks"] == 0.7


def test_questions_and_answers_are_looked_up() -> None:
    answers = "\n\n".join(f"**Q: Is colour {n} dry?**\n\nYes." for n in range(20))
    assert shown(find(skill(*STEPS, ("## FAQ", answers)))) in (
        [("FAQ", "reference", "possible")],
        [("FAQ", "reference", "likely")],
    )


# --- what must stay ----------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "signal", "reason"),
    [
        ("Wait for approval.", "keep.approval", "asks for approval"),
        ("If it is wet, stop here.", "keep.stop", "stops the run"),
        ("Present the menu again.", "keep.menu", "sends each run on its way"),
        ("In every mode, wash the brush.", "keep.always", "runs every time"),
    ],
)
def test_what_must_stay_lowers_the_score_with_its_line_and_reason(
    line: str, signal: str, reason: str
) -> None:
    plain = skill(*STEPS, ("## Bulk Mode", prose(60)))
    kept = plain.replace("Fact 50 about widgets, which is plain.\nFact 51", f"{line}\nFact 51")
    bare, found = of(plain, "Bulk Mode"), of(kept, "Bulk Mode")
    (evidence,) = [one for one in found.evidence if one.signal == signal]
    assert evidence.weight < 0
    assert found.score == pytest.approx(bare.score + evidence.weight)
    assert kept.split("\n")[evidence.line - 1] == line
    assert [(one.line, one.reason) for one in found.keep] == [(evidence.line, reason)]


# --- sums --------------------------------------------------------------------


def test_small_reasons_alone_make_no_candidate() -> None:
    text = skill(*STEPS, ("## On Widgets", prose(60)))
    assert find(text) == ()


def test_neighbouring_late_steps_leave_together() -> None:
    heavy = prose(30, "Ship the widget. " * 160)
    more = [(f"## Step {n}: Do", prose(60)) for n in range(4, 8)]
    text = skill(*STEPS, *more, ("## Step 8: Pack", heavy), ("## Step 9: Ship", heavy))
    (found,) = [one for one in find(text) if one.kind == "late"]
    assert found.heading_path[-1] == "Step 8: Pack / Step 9: Ship"
    assert found.evidence[0].text == "7 of 9 numbered steps come before them"


def test_a_gate_inside_a_block_stays_and_so_does_what_alone_points_to_a_file() -> None:
    inside = [("### Delegation Gate", prose(12)), ("### Run", prose(50))]
    text = skill(*STEPS, ("## Delegation Mode", "Hand it over."), *inside)
    found = of(text, "Delegation Mode")
    gate = text.split("\n").index("### Delegation Gate") + 1
    assert (gate, "decides whether the block applies") in [(k.line, k.reason) for k in found.keep]
    rows = "\n".join(["| code | colour |", "|---|---|", *(f"| {n} | red |" for n in range(60))])
    text = skill(*STEPS, ("## Colour Table", f"{rows}\n\nMore stands in references/more.md."))
    (found,) = find(text)
    assert [k.reason for k in found.keep] == ["alone points to references/more.md"]
    again = text.replace("Let it dry.", "Let it dry, as references/more.md says.")
    assert find(again)[0].keep == ()


def test_a_section_that_sends_on_to_other_files_is_a_route_that_every_run_takes() -> None:
    routes = "\n".join(f"- If it is {n}, read references/{n}.md." for n in range(60))
    menu = skill(*STEPS, ("## Colours (optional)", routes))
    plain = menu.replace("references/", "the page ")
    assert weights(find(menu)[0])["body.pointers"] == -1.0
    assert find(menu)[0].score < find(plain)[0].score


# --- what a section has from those around it, and from the whole file ---------------


@pytest.mark.parametrize(
    ("heading", "lead", "call"),
    [
        ("## Bulk Mode", "Two hands.", "Mix well."),
        ("## Archive Work", "Only needed when the shelf is full.", "Mix well."),
        ("## Archive Work", "Two hands.", "If the shelf is full, follow Archive Work."),
    ],
)
def test_a_condition_around_a_section_holds_for_it_too(heading: str, lead: str, call: str) -> None:
    inner = (("### Pages", prose(55)), ("### Shelves", prose(9)))
    first = ("## Step 1: Mix", prose(99, call))
    text = skill(first, *STEPS[1:], (heading, lead), *inner)
    assert "structure.inherited" in signs(text, "Pages")
    plain = skill(STEPS[0], *STEPS[1:], ("## Archive Work", "Two hands."), *inner)
    assert "structure.inherited" not in signs(plain, "Pages")


def test_a_block_that_is_both_is_conditional_unless_it_is_look_up_material_by_far() -> None:
    rows = "\n".join(["| code | colour |", "|---|---|", *(f"| {n} | red |" for n in range(30))])
    both = skill(*STEPS, ("## Gloss Reference (only for shops)", f"{rows}\n\n{prose(30)}"))
    assert shown(find(both))[0][1] == "conditional"
    table = skill(*STEPS, ("## Gloss Reference", f"{rows}\n\n{prose(30)}"))
    assert shown(find(table))[0][1] == "reference"


def test_in_a_body_of_hundreds_of_lines_hardly_a_run_needs_a_part() -> None:
    block = ("## Gloss Coating (optional)", prose(60))
    short = of(skill(*STEPS, block), "Gloss Coating (optional)")
    long = of(skill(*STEPS, block, ("## Remainder", prose(800))), "Gloss Coating (optional)")
    assert "structure.long" not in weights(short)
    assert weights(long)["structure.long"] == 0.3


def test_a_late_step_does_not_leave_twice() -> None:
    heavy = prose(30, "Ship the widget. " * 160)
    more = [(f"## Step {n}: Do", prose(60)) for n in range(4, 8)]
    inner = ("### Bulk Mode (optional)", prose(60))
    found = find(skill(*STEPS, *more, ("## Step 8: Pack", heavy), inner))
    assert [(one.heading_path[-1], one.kind) for one in found] == [
        ("Bulk Mode (optional)", "conditional")
    ]


def test_a_condition_in_a_heading_overrules_its_other_words() -> None:
    text = skill(*STEPS, ("## Report Template (only if the shop asks)", prose(60)))
    evidence = weights(of(text, "Report Template (only if the shop asks)"))
    assert {"title.lookup", "title.output"}.isdisjoint(evidence)


def test_what_is_both_is_conditional_for_its_pointer_can_say_when_to_read_it() -> None:
    names = ("title.optional", "title.lookup", "structure.topics", "body.data", "body.entries")
    seen = [Sign(name, 1, "") for name in names]
    both = score.decide(seen, lexicon.load())
    reference = score.verdict("reference", seen, lexicon.load())
    assert (both.kind, reference.margin > both.margin) == ("conditional", True)
    more = [*seen, Sign("body.code", 1, "", 1.0)]
    assert score.decide(more, lexicon.load()).kind == "reference"


def test_the_alternative_that_every_run_needs_stays_when_the_others_leave() -> None:
    parts = [("## Mode A", prose(30)), ("## Mode B", prose(30)), ("## Mode C (core)", prose(30))]
    (found,) = find(skill(*STEPS, *parts))
    assert found.heading_path[-1] == "Mode A / Mode B"


def test_a_heading_that_many_sections_share_names_none_of_them() -> None:
    call = "If in doubt, do the Status Check."
    checks = [("## Status Check", prose(55))] * 5
    assert "reference.unused" in signs(skill(("## Step 1: Mix", call), *checks), "Status Check")
    one = skill(("## Step 1: Mix", call), checks[0])
    assert "reference.only" in signs(one, "Status Check")


# --- a bare "only" ----------------------------------------------------------------


def bands(heading: str, first: str) -> list[str]:
    """How sure it is that only some runs need a section of a skill's topics."""
    text = skill(("## Colours", prose(60)), (heading, prose(60, first)), ("## Care", prose(60)))
    return [one.band for one in find(text) if one.heading_path[-1] == heading[3:]]


def test_a_bare_only_is_likely_with_a_second_signal_alone() -> None:
    assert bands("## The brush (in the shed only)", "Hold it upright.") == ["possible"]
    assert bands("## The brush (crates only)", "When there is a crate, hold it.") == ["likely"]


@pytest.mark.parametrize(
    "heading",
    [
        "## Brushes only, never rollers",
        "## Brushes only, for all widgets",
        "## Only brushes in every room",
        "## Always brushes only",
    ],
)
def test_a_ban_or_what_holds_for_all_is_no_condition(heading: str) -> None:
    assert bands(heading, "Hold it upright.") == []
