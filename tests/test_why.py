"""`audit --why HEADING`: every signal with its line and weight, and what came of the section."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import REALISTIC, ROOT, Run, skill, write
from jsonschema import Draft202012Validator

from skilllint.situational import lexicon

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
BANDS = lexicon.load().bands
PLAN = REALISTIC / "plan-and-build"

Json = dict[str, Any]


def prose(lines: int, first: str = "Look at the widget and note its colour.") -> str:
    return "\n".join([first, *(f"Fact {n}, which is plain." for n in range(lines - 1))])


def body(*sections: tuple[str, int]) -> str:
    return "# Paint\n\n" + "\n\n".join(f"{h}\n\n{prose(n)}" for h, n in sections) + "\n"


MODE = body(
    ("## Step 1: Mix", 60),
    ("## Step 2: Paint", 150),
    ("## Bulk Mode (Optional)", 60),
    ("### Crates", 5),
    ("## Words", 5),
)


def why(run: Run, place: Path, text: str, *headings: str, config: str = "") -> list[Json]:
    """The explanations, as JSON, of headings of the one skill `paint`."""
    write(place, {"paint/SKILL.md": skill("paint", text), "skilllint.toml": config})
    asked = [part for heading in headings for part in ("--why", heading)]
    ran = run("audit", "paint", "--format", "json", *asked)
    assert (ran.returncode, ran.stderr) == (0, "")
    report = json.loads(ran.stdout)
    Draft202012Validator(SCHEMA).validate(report)
    found: list[Json] = report["why"]
    return found


def usage(heading: str, p: float) -> str:
    return f'[[usage]]\nheading = "{heading}"\np = {p}\nnote = "few ask"\n'


# --- what came of it ------------------------------------------------------------------


def test_every_fate_has_its_reason(run: Run, tmp_path: Path) -> None:
    small, crates = why(run, tmp_path, MODE, "Words", "Crates")[::-1]
    assert (small["outcome"], crates["outcome"]) == ("too small", "inside")
    assert small["sentence"] == (
        f"too small: {small['lines']} lines and {small['tokens']} tokens; "
        "a block has 50 lines or 700 tokens"
    )
    assert crates["sentence"] == (
        'it lies inside "Bulk Mode (Optional)", which is a candidate as a whole'
    )
    (whole,) = why(run, tmp_path, MODE, "Paint")
    assert whole["outcome"] == "too large"
    assert whole["sentence"] == "too large: it is 100 % of the body, a block is at most 70 %"


def test_a_candidate_names_the_threshold_that_it_reaches(run: Run, tmp_path: Path) -> None:
    (mode,) = why(run, tmp_path, MODE, "Bulk Mode (Optional)")
    score, likely = mode["sums"]["conditional"]["score"], BANDS["conditional"]["likely"]
    assert mode["outcome"] == "candidate"
    assert mode["sentence"] == (
        f"likely candidate: the conditional sum of {score:g} reaches {likely:g}"
    )


def test_a_section_that_fails_says_by_how_much(run: Run, tmp_path: Path) -> None:
    (step,) = why(run, tmp_path, MODE, "Step 1: Mix")
    assert step["outcome"] == "below"
    told = []
    for kind in ("conditional", "reference"):
        score, needed = step["sums"][kind]["score"], step["sums"][kind]["possible"]
        assert score < needed == BANDS[kind]["possible"]
        missed = round(needed - score, 2)
        told.append(f"the {kind} sum of {score:g} misses {needed:g} by {missed:g}")
    assert step["sentence"] == f"no candidate: {', '.join(told)}"


def test_a_part_that_is_taken_in_place_of_the_whole_is_named(run: Run, tmp_path: Path) -> None:
    text = body(
        ("## Main", 200),
        ("## Bulk Mode (Optional)", 2),
        ("### Crates", 60),
        ("### Labels", 60),
    )
    rare = usage("Crates", 0.01)
    whole, crates = why(run, tmp_path, text, "Crates", "Bulk Mode (Optional)", config=rare)
    assert whole["outcome"] == "outdone"
    assert whole["sentence"].startswith("a part of it is surer and is taken in its place: ")
    assert '"Crates"' in whole["sentence"]
    assert crates["outcome"] == "stated"


def test_the_authors_word_is_quoted_with_what_follows(run: Run, tmp_path: Path) -> None:
    said = "{} % of sessions need it, says skilllint.toml (given: few ask); "
    for p, verdict in ((0.05, "extract"), (0.95, "keep")):
        (mode,) = why(
            run, tmp_path, MODE, "Bulk Mode (Optional)", config=usage("Bulk Mode (Optional)", p)
        )
        assert mode["outcome"] == "stated"
        assert mode["sentence"].startswith(f"{said.format(round(p * 100))}moving it pays below ")
        assert mode["sentence"].endswith(f" %: {verdict}")
    (small,) = why(run, tmp_path, MODE, "Words", config=usage("Words", 0.05))
    assert small["outcome"] == "too small"
    assert small["sentence"].startswith(f"{said.format(5)}too small: ")
    inner = why(run, tmp_path, MODE, "Crates", config=usage("Bulk Mode (Optional)", 0.95))[0]
    assert inner["sentence"] == (
        'it lies inside "Bulk Mode (Optional)", and 95 % of sessions need that, '
        "says skilllint.toml (given: few ask)"
    )
    outer = MODE.replace("### Crates", f"### Boxes\n\n{prose(60)}\n\n### Crates")
    (held,) = why(run, tmp_path, outer, "Bulk Mode (Optional)", config=usage("Boxes", 1))
    assert held["sentence"] == (
        'it holds "Boxes", and 100 % of sessions need that, says skilllint.toml (given: few ask)'
    )


# --- the evidence -----------------------------------------------------------------------


def test_it_agrees_with_the_audit_about_every_section(run: Run) -> None:
    """A candidate has the audit's own evidence; what is none is not said to be one."""
    for place in sorted(REALISTIC.iterdir()):
        (one,) = json.loads(run("audit", str(place), "--format", "json").stdout)["skills"]
        titles = [title for title in headings(one["sections"]) if title]
        asked = [part for title in titles for part in ("--why", title)]
        ran = run("audit", str(place), "--format", "json", *asked)
        found = json.loads(ran.stdout)["why"]
        assert len(found) == len(titles)
        starts = {c["start"]: c for c in one["candidates"]}
        for section in found:
            single = starts.get(section["start"])
            if single and single["heading_path"] == section["heading_path"]:
                assert section["outcome"] == "candidate"
                sums = section["sums"].get(single["kind"], {"evidence": single["evidence"]})
                assert sums["evidence"] == single["evidence"]
            if section["outcome"] in ("below", "too small", "too large"):
                assert not any(c["start"] <= section["start"] <= c["end"] for c in starts.values())
            for one_sum in section["sums"].values():
                weights = [reason["weight"] for reason in one_sum["evidence"]]
                assert one_sum["score"] == pytest.approx(sum(weights))
            assert all(section["start"] <= k["line"] <= section["end"] for k in section["keep"])
        assert not [s for s in found if s["outcome"] == "left out"]


def test_who_calls_a_small_section_is_evidence_too(run: Run, tmp_path: Path) -> None:
    text = body(("## Main", 60), ("## Crate Handling", 5))
    text = text.replace("Fact 7,", "If the user brings crates, follow Crate Handling.\nFact 7,")
    (small,) = why(run, tmp_path, text, "Crate Handling")
    call = (
        skill("paint", text).split("\n").index("If the user brings crates, follow Crate Handling.")
    )
    assert small["outcome"] == "too small"
    evidence = small["sums"]["conditional"]["evidence"]
    assert [e["weight"] > 0 for e in evidence if e["line"] == call + 1] == [True]


def headings(sections: list[Json]) -> list[str]:
    return [t for s in sections for t in (s["title"], *headings(s["children"]))]


# --- how it is shown ----------------------------------------------------------------------


def test_text_shows_both_sums_with_signal_weight_and_line(run: Run, tmp_path: Path) -> None:
    (mode,) = why(run, tmp_path, MODE, "Bulk Mode (Optional)")
    lines = run("audit", "paint", "--why", "bulk mode (optional)").stdout.splitlines()
    assert lines[:2] == ["paint  paint/SKILL.md", "  Bulk Mode (Optional)"]
    text = " ".join(" ".join(lines).split())
    for kind, one_sum in mode["sums"].items():
        head = f"{kind} {one_sum['score']:+.2f} (possible from {one_sum['possible']:g}, "
        assert f"{head}likely from {one_sum['likely']:g})" in text
        for reason in one_sum["evidence"]:
            assert f"{reason['weight']:+.2f} {reason['signal']}, line {reason['line']}: " in text
    assert mode["sentence"] in text
    assert "costs assume" not in text
    assert "re-send" not in text


def test_it_is_repeatable_and_in_the_files_order(run: Run) -> None:
    asked = ("--why", "Key Principles", "--why", "delegation mode", "--why", "Delegation Mode")
    for form, shown in (
        ("text", "  {}\n"),
        ("markdown", "## `{}`\n"),
    ):
        text = run("audit", str(PLAN), *asked, "--format", form).stdout
        places = [text.find(shown.format(t)) for t in ("Delegation Mode", "Key Principles")]
        assert -1 < places[0] < places[1]
        assert text.count(shown.format("Delegation Mode")) == 1


def test_only_the_skills_that_have_the_heading_are_shown(run: Run) -> None:
    asked = ("--why", "Delegation Mode", "--top", "1", "--sort", "name", "--format", "markdown")
    ran = run("audit", str(REALISTIC), *asked)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.findall(r"`\S*?([\w-]+)/SKILL\.md`", ran.stdout) == ["plan-and-build"]


@pytest.mark.parametrize("option", ["--why", "--without"])
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_heading_that_no_skill_has_is_one_line(run: Run, option: str, form: str) -> None:
    for heading, hint in (
        ("Delegaton Mod", '; did you mean "Delegation Mode"?'),
        ("delegation", '; did you mean "Delegation Mode"?'),
        ("Wrong > Key Principles", '; did you mean "Key Principles"?'),
        ("Xylophone", ""),
        ("", ""),
    ):
        ran = run("audit", str(PLAN), option, heading, option, "Key Principles", "--format", form)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f'skilllint: {option}: no skill has a heading "{heading}"{hint}\n'


def test_where_there_is_no_skill_that_is_what_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("audit", "empty", "--why", "X")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "no skill found" in ran.stderr
    both = run("audit", "empty", str(PLAN), "--why", "Quack")
    assert both.returncode == 2
    assert both.stderr.count("\n") == 2


def test_both_questions_at_once_are_refused(run: Run) -> None:
    ran = run("audit", str(PLAN), "--why", "Key Principles", "--without", "Key Principles")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "not allowed with" in ran.stderr
