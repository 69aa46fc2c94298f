"""The line that is proposed where a block leaves the body: when to read its file."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import outline, source
from skilllint.model import Evidence, Kind, Move
from skilllint.situational import facts, lexicon, pointer
from skilllint.situational.score import Verdict

OTHERS = "Read the batch first. It is full of common steps, host names and a token.\n"


def propose(
    body: str, kind: Kind = "conditional", signal: str = "body.code", after: str = "# Paint"
) -> list[Move]:
    """What is proposed for every section behind a heading, judged to be of one kind."""
    read = source.parse(f"---\nname: paint\n---\n{body}".encode(), "SKILL.md")
    tree = outline.read(read)
    chosen = [s for s in tree.sections if s.level and s.title not in after]
    known = facts.gather(read, tree, lexicon.load(), frozenset(s.index for s in chosen))
    verdict = Verdict(kind, 3.0, 1.0, "likely", (Evidence(signal, 2.0, 1, ""),))
    plan = pointer.plan(known, chosen)
    return [pointer.propose(known, [section], verdict, plan)[0] for section in chosen]


def line(heading: str, below: str = "Text.", above: str = OTHERS, **judged: str) -> str:
    """The pointer for one section."""
    (move,) = propose(f"# Paint\n\n{above}\n## {heading}\n\n{below}\n", **judged)  # type: ignore[arg-type]
    return move.pointer


# --- from the heading ---------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Troubleshooting (only if the host refuses the token)", "If the host refuses the token"),
        ("If no file is left → Start over", "If no file is left"),
        ("Notes when approving a change", "When approving a change"),
        ("Publish (only for releases)", "For releases"),
        ("Hand off (sub-issues only)", "For sub-issues only"),
        ("Wiring (Windows only)", "On Windows only"),
        ("Report (--json)", "With `--json`"),
        ("Losses (--status lost)", "With `--status lost`"),
        ("Batch Mode", "In batch mode"),
        ("Mode: Batch", "In batch mode"),
        ("Mode 2: Batch", "In mode 2 (batch)"),
        ("Without Docker", "Without Docker"),
    ],
)
def test_a_condition_in_the_heading_is_taken(heading: str, expected: str) -> None:
    pointer, _, file = line(heading).partition(", read ")
    assert pointer == expected
    assert re.fullmatch(r"`references/[a-z\d-]+\.md`\.", file)


def test_a_word_that_names_no_condition_is_quoted_as_it_is() -> None:
    assert line("Step 8: Handle callbacks (if needed)").startswith(
        "If needed: to handle callbacks,"
    )
    assert line("Review of batch names (optional)").startswith("Optional: for review of batch")
    assert line("Write the note (v2, optional)").startswith("Optional: to write the note, read `")


def test_what_only_looks_like_a_mode_or_like_the_only_flag_is_not_the_condition() -> None:
    for heading in ("Failure Mode", "Mode Selection", "Batch Mode — How to Choose", "Dark mode"):
        assert not line(heading).startswith("In ")
    assert "--again" not in line("Entry (first run, --again, or repair)")


# --- from the text below ------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("Use this when the user asks for German.", "When the user asks for German"),
        ("> **Use this workflow** only if `x` is set. More.", "If `x` is set"),
        ("Use for large crates — e.g. many rooms.", "For large crates"),
        ("Applies only to **stored** crates. Others are sold.", "For stored crates"),
        ("Only proceed here if a user asked.", "If a user asked"),
        ("Only when there is no tool.", "When there is no tool"),
        ("Skip this section if the crate is empty.", "Unless the crate is empty"),
        ("Skip unless asked twice.", "If asked twice"),
        ("Skip when no lid is open.", "If any lid is open"),
        ("**Condition**: only run if `a: 1` holds", "If `a: 1` holds"),
        ("**When:** Starting a new crate", "When starting a new crate"),
        ("**Trigger:** the file `a.toml` exists", "When the file `a.toml` exists"),
        ("**When to use:** After three failures", "After three failures"),
        ("Paints crates.\n\nUse this if a crate is old.", "If a crate is old"),
        ("On explicit request, do it twice.", "On explicit request"),
        ("When the user has a crate, this replaces the steps.", "When the user has a crate"),
        ("If `$A` holds `-q` (as in `/p -q, x`):\n\n- x", "If `$A` holds `-q` (as in /p -q, x)"),
        ("For crates with lids:", "For crates with lids"),
        ("In team mode, form a team.", "In team mode"),
    ],
)
def test_the_first_sentences_say_when(below: str, expected: str) -> None:
    assert line("Crates", below) == f"{expected}, read `references/crates.md`."


@pytest.mark.parametrize(
    "below",
    [
        "If no colour is given, ask for one. Otherwise use it.",
        "If the crate is open, stop.",
        "If it is red, paint it. If it is blue, sell it.",
        "For each crate, paint it.",
        "When this skill is loaded, a hook runs.",
        "Use the brush when the lid is wet.",
        "Only paint the lid when it is dry.",
        "This is needed for shops.",
        "Run this for 2 weeks.",
        "For tins:\n\n- x\n\nFor lids:\n\n- y",
        "1. When the lid is wet, wait.",
        "Use this section when the user wants to:\n\n- paint\n- sell",
        "Paint the crate. If it is wet, wait.",
    ],
)
def test_a_branch_inside_is_not_the_condition_of_the_whole(below: str) -> None:
    assert line("Crates", below) == "When … (state the condition), read `references/crates.md`."


# --- from the line that calls it ----------------------------------------------


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("- If `red` is set, follow [Crate painting](#crate-painting).", "If `red` is set"),
        ("Paint. When the lid\nis open, go to **Crate painting** below.", "When the lid is open"),
        ("Only if a crate is left → Crate painting.", "If a crate is left"),
        ("Follow **Crate painting** when a crate is late. Then rest.", "When a crate is late"),
        ("| When | Go to |\n|---|---|\n| a lid is lost | Crate painting |", 'For "a lid is lost"'),
        ("| Flag | Section |\n|---|---|\n| `--crate` | **Crate painting** |", "With `--crate`"),
        ("| Condition | Do |\n|---|---|\n| If wet | see Crate painting |", "If wet"),
    ],
)
def test_the_guard_stands_where_the_section_is_called(above: str, expected: str) -> None:
    assert line("Crate painting", above=f"{above}\n") == (
        f"{expected}, read `references/crate-painting.md`."
    )


@pytest.mark.parametrize(
    "above",
    [
        "Do not use Crate painting when it rains.",
        "If it rains, skip Crate painting.",
        "If such a lid exists, follow Crate painting.",
        "If it is a lid, paint it, follow Crate painting.",
        "Use this skill when you paint, sell, follow Crate painting.",
        "If it rains, close the lid and the door, for Crate painting is dear.",
        "| When | Note |\n|---|---|\n| rain | the door is shut, unlike in Crate painting |",
        "| Colour | Go to |\n|---|---|\n| red | Crate painting |",
    ],
)
def test_a_line_that_names_it_in_passing_says_nothing(above: str) -> None:
    assert line("Crate painting", above=f"{above}\n").startswith("When … (state the condition), ")


# --- from what kind of block it is --------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Common Issues and Solutions", "If something fails, read"),
        ("Publish a package", "To publish a package, read"),
        ("Test with Docker", "To test with Docker, read"),
        ("Step 4: How to name a batch", "To name a batch, read"),
        ("Ruby — RSpec", "For Ruby (RSpec), read"),
        ("Windows", "On Windows, read"),
        ("Using GraphQL (advanced)", "When using GraphQL, read"),
        ("Option B: Docker", "For option B (Docker), read"),
        ("Update Flow", "For the update flow, read"),
        ("DEVICES", "For DEVICES, read"),
    ],
)
def test_the_subject_is_the_condition_where_the_evidence_says_so(
    heading: str, expected: str
) -> None:
    assert line(heading, signal="structure.alternatives").startswith(f"{expected} `references/")


def test_no_condition_is_invented() -> None:
    assert line("History").startswith("When … (state the condition), read `")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Reference: labels", "For labels, see `references/labels.md`."),
        ("Output Format", "For the output format, see `references/output-format.md`."),
        ("Full Host Example", "For a full host example, see `references/full-host-example.md`."),
        ("Template 4: Batch", "For template 4 (batch), see `references/template-4-batch.md`."),
        ("Python Host Names", "For Python host names, see `references/python-host-names.md`."),
        ("Zork Names", "For Zork Names, see `references/zork-names.md`."),
        ("Never paint!", 'For "Never paint!", see `references/never-paint.md`.'),
        ("Config schema (only for crates)", "For crates, see `references/config-schema.md`."),
    ],
)
def test_look_up_material_is_seen_for_its_subject(heading: str, expected: str) -> None:
    assert line(heading, kind="reference") == expected


def test_late_text_is_read_before_its_step() -> None:
    for heading, step in (("Phase 7: Batch", "phase 7 (batch)"), ("6. Batch", "step 6 (batch)")):
        assert line(heading, kind="late") == f"Before {step}, read `references/batch.md`."
    assert line("Names", kind="late") == 'Before "Names", read `references/names.md`.'


# --- other languages, strangers' text ------------------------------------------


def test_no_english_is_glued_to_another_language() -> None:
    assert line("常见问题（可选）") == '"常见问题（可选）": read `references/常见问题.md`.'
    german = "Wir malen die Kiste und den Deckel, das ist nicht schwer für die Leute.\n"
    assert line("Fehlersuche", above=german) == '"Fehlersuche": read `references/fehlersuche.md`.'
    assert line("Crates", "Use this when 箱が赤い.").startswith("When … (state the condition), ")


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("`a|b` and | c", "a/b and / c"),
        ("a ` b", "a b"),
        (f"`{'a' * 150}`", "a" * 99 + " …"),
        ("[the crate](http://example.org) is *red*", "the crate is red"),
        ("a\x1b[31m lid\u202e is\u200b red", "a[31m lid is red"),
        ("it is" + " red or" * 30 + " red", "it is" + " red or" * 13 + " …"),
    ],
)
def test_a_strangers_clause_is_quoted_safely(clause: str, expected: str) -> None:
    assert line("Crates", f"Use this when {clause}.") == (
        f"When {expected}, read `references/crates.md`."
    )


def test_files_are_unique_and_none_that_the_body_names() -> None:
    moves = propose(
        "# Paint\n\nSee references/aws.md.\n\n## AWS\n\nx\n\n## Go\n\nx\n\n## Go\n\nx\n"
    )
    assert [m.file for m in moves] == [f"references/{n}.md" for n in ("aws-2", "go", "go-2")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=160)), min_size=1, max_size=4),
    st.sampled_from(["conditional", "reference", "late"]),
)
def test_whatever_stands_there_the_pointer_is_one_safe_line(
    sections: list[tuple[str, str]], kind: Kind
) -> None:
    parts = (f"## {title}\n\nUse this when {lead}\n" for title, lead in sections)
    moves = propose("\n".join([OTHERS * 9, *parts]), kind)
    for move in moves:
        assert move.pointer.endswith(f" `{move.file}`.")
        assert not any(
            unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in move.pointer
        )
        assert move.pointer.count("`") % 2 == 0
        assert "|" not in move.pointer
        assert len(move.pointer) < 240
    assert len({move.file for move in moves}) == len(moves)
