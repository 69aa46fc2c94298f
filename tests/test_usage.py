"""The author's word on a heading beats every guess: what is chosen, priced, shown and reported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, skill, write
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import cost, outline, situational, source
from skilllint.cost import frequency
from skilllint.model import Candidate, Probability, Quartiles, Verdict, Weight
from skilllint.situational import Given, Units

RARE, OFTEN = 0.05, 0.95

Json = dict[str, Any]


def prose(lines: int, first: str = "Look at the widget and note its colour.") -> str:
    facts = (f"Fact {n} about widgets, which is plain." for n in range(lines - 1))
    return "\n".join([first, *facts])


def body(*sections: tuple[str, int], first: str = "Look at the widget.") -> str:
    """A body of headings, each with so many lines below it."""
    return "# Paint\n\n" + "\n\n".join(f"{h}\n\n{prose(n, first)}" for h, n in sections) + "\n"


PLAIN = body(("## Step 1: Mix", 80), ("## Step 2: Paint", 80), ("## Notes", 80))
"""Three steps and blocks that no signal calls conditional."""

MODE = body(
    ("## Step 1: Mix", 80),
    ("## Step 2: Paint", 80),
    ("## Bulk Mode (Optional)", 2),
    ("### Crates", 60),
    ("### Labels", 60),
    ("### Gate", 5),
)
"""A block that every signal calls conditional, with parts of every size."""


def usage(heading: str, p: float, more: str = "", note: str = "few ask for it") -> str:
    return f'[[usage]]\nheading = "{heading}"\np = {p}\nnote = "{note}"\n{more}\n'


def audited(run: Run, place: Path, text: str, config: str) -> Json:
    """The JSON of the one skill `paint` under a configuration."""
    write(place, {"paint/SKILL.md": skill("paint", text), "skilllint.toml": config})
    ran = run("audit", "paint", "--format", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    (one,) = json.loads(ran.stdout)["skills"]
    found: Json = one
    return found


def shown(one: Json) -> list[tuple[str, str, str]]:
    return [(c["heading_path"][-1], c["band"], c["verdict"]) for c in one["candidates"]]


def codes(run: Run) -> list[str]:
    found = json.loads(run("check", "paint", "--advice", "--format", "json").stdout)["findings"]
    return [one["code"] for one in found if one["code"].startswith("ST2")]


# --- what is chosen -----------------------------------------------------------------


def test_a_section_that_no_signal_names_is_a_block_by_the_authors_word(
    run: Run, tmp_path: Path
) -> None:
    assert "Step 2: Paint" not in [h for h, *_ in shown(audited(run, tmp_path, PLAIN, ""))]
    one = audited(run, tmp_path, PLAIN, usage("Step 2: Paint", RARE))
    (found,) = [c for c in one["candidates"] if c["heading_path"][-1] == "Step 2: Paint"]
    assert (found["kind"], found["band"], found["verdict"]) == ("conditional", "likely", "extract")
    assert found["probability"] == {
        "value": RARE, "low": RARE, "high": RARE, "source": "given: few ask for it", "least": False,
    }  # fmt: skip
    assert found["evidence"][0] == {
        "signal": "usage.given",
        "weight": 0.0,
        "line": found["start"],
        "text": "5 % of sessions need it, says skilllint.toml (given: few ask for it)",
    }
    assert found["score"] == pytest.approx(sum(e["weight"] for e in found["evidence"]))
    assert codes(run).count("ST201") == 1


def test_what_is_needed_often_is_kept_shown_and_no_problem(run: Run, tmp_path: Path) -> None:
    audited(run, tmp_path, MODE, "")
    assert "ST201" in codes(run)
    one = audited(run, tmp_path, MODE, usage("Bulk Mode (Optional)", OFTEN))
    assert shown(one) == [("Bulk Mode (Optional)", "possible", "keep")]
    (kept,) = one["candidates"]
    assert kept["expected"]["ite"]["p50"] < 0
    assert kept["start"] not in [line["line"] for line in kept["keep"]]
    assert codes(run) == []
    text = run("audit", "paint").stdout
    assert "keep: Bulk Mode (Optional)" in text
    assert "keep: 95 % of sessions need it, so moving it costs" in " ".join(text.split())


@pytest.mark.parametrize(
    ("stated", "chosen"),
    [
        # a part in place of the whole that the signals name, and the whole in place of parts
        ({"Crates": RARE}, [("Crates", "extract")]),
        ({"Bulk Mode (Optional)": RARE}, [("Bulk Mode (Optional)", "extract")]),
        # what must stay holds back what is around it
        ({"Crates": OFTEN}, [("Crates", "keep")]),
        ({"Bulk Mode (Optional)": OFTEN, "Crates": RARE}, [("Crates", "extract")]),
        ({"Bulk Mode (Optional)": OFTEN, "Gate": RARE}, [("Bulk Mode (Optional)", "keep")]),
        # the larger of two that pay
        ({"Bulk Mode (Optional)": RARE, "Crates": RARE}, [("Bulk Mode (Optional)", "extract")]),
        ({"Bulk Mode (Optional)": RARE, "Crates": OFTEN}, [("Bulk Mode (Optional)", "extract")]),
        # too small to be a block, whatever is said of it
        ({"Gate": RARE}, [("Bulk Mode (Optional)", "not decided")]),
        ({"Gate": 1.0}, [("Bulk Mode (Optional)", "not decided")]),
        # the body cannot leave itself
        ({"Paint": RARE}, [("Bulk Mode (Optional)", "not decided")]),
    ],
)
def test_of_blocks_inside_each_other_one_is_chosen(
    run: Run, tmp_path: Path, stated: dict[str, float], chosen: list[tuple[str, str]]
) -> None:
    one = audited(run, tmp_path, MODE, "".join(usage(h, p) for h, p in stated.items()))
    mode = [(h, v) for h, _, v in shown(one) if h in ("Paint", "Bulk Mode (Optional)", "Crates")]
    assert mode == chosen


def test_a_part_that_is_needed_often_is_named_among_what_stays(run: Run, tmp_path: Path) -> None:
    (found,) = audited(run, tmp_path, MODE, usage("Gate", 1, note="asks first"))["candidates"]
    assert {
        "reason": "100 % of sessions need it, says skilllint.toml (given: asks first)"
    }.items() <= (found["keep"][0].items())


def test_more_than_most_of_the_body_may_leave_by_the_authors_word(run: Run, tmp_path: Path) -> None:
    text = body(("## Main", 20), ("## The rest", 200))
    one = audited(run, tmp_path, text, usage("The rest", RARE))
    assert shown(one) == [("The rest", "likely", "extract")]
    assert one["candidates"][0]["share"] > 0.8


# --- which headings -------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["step 2:   PAINT", "## Step 2: Paint", "**Step 2**: `Paint`", "Paint>Step 2: paint"],
)
def test_case_space_and_markup_do_not_matter(run: Run, tmp_path: Path, heading: str) -> None:
    one = audited(run, tmp_path, PLAIN, usage(heading, RARE))
    assert ("Step 2: Paint", "likely", "extract") in shown(one)


def test_a_title_holds_for_all_that_bear_it_a_path_for_one(run: Run, tmp_path: Path) -> None:
    text = body(("## Red", 20), ("### Steps", 60), ("## Blue", 20), ("### Steps", 60))
    stated = audited(run, tmp_path, text, usage("Steps", RARE))["candidates"]
    assert [c["heading_path"][-2:] for c in stated] == [["Red", "Steps"], ["Blue", "Steps"]]
    both = usage("Steps", OFTEN) + usage("Blue > Steps", RARE)
    stated = audited(run, tmp_path, text, both)["candidates"]
    assert [(c["heading_path"][1], c["verdict"]) for c in stated] == [
        ("Red", "keep"),
        ("Blue", "extract"),
    ]


def test_a_path_pattern_says_which_skills_are_meant(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {f"skills/{name}/SKILL.md": skill(name, PLAIN) for name in ("a", "b")})
    write(tmp_path, {"skilllint.toml": usage("Step 2: Paint", RARE, 'path = "skills/a/**"')})
    for place in (".", "skills"):
        ran = run("audit", place, "--format", "json", "--sort", "path")
        first, second = json.loads(ran.stdout)["skills"]
        assert ("Step 2: Paint", "likely", "extract") in shown(first)
        assert "Step 2: Paint" not in [h for h, *_ in shown(second)]
        assert ran.stderr == ""


def test_an_entry_that_speaks_of_nothing_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {f"skills/{name}/SKILL.md": skill(name, PLAIN) for name in ("a", "b")})
    wrong = (
        usage("Step 2 Paint", RARE)
        + usage("Quack", RARE)
        + usage("Notes", RARE, 'path = "skils/"')
        + usage("Nothing", RARE, 'path = "skills/b/"')
    )
    write(tmp_path, {"skilllint.toml": wrong})
    said = "skilllint: skilllint.toml: usage of "
    nothing = "no audited skill it may speak of has this heading"
    every = [
        f'{said}"Step 2 Paint": {nothing}; did you mean "Step 2: Paint"?',
        f'{said}"Quack": {nothing}',
    ]
    of_b = f'{said}"Nothing": {nothing}'
    path = f'{said}"Notes": the path "skils/" fits no audited skill'
    for command, lines in (
        ("check --fail-on never", [*every, path, of_b]),
        ("audit", [*every, path, of_b]),
        ("audit skills/a", every),
        ("audit skills/b", [*every, of_b]),
    ):
        ran = run(*command.split())
        assert (ran.returncode, ran.stderr.splitlines()) == (0, lines)


def test_standard_input_is_spoken_of_too(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"skilllint.toml": usage("Step 2: Paint", RARE)})
    ran = run("audit", "-", "--format", "json", stdin=skill("paint", PLAIN).encode())
    (one,) = json.loads(ran.stdout)["skills"]
    assert ("Step 2: Paint", "likely", "extract") in shown(one)


# --- what follows from a probability ----------------------------------------------------


def counted(probability: Probability, verdict: Verdict) -> Candidate:
    """The one candidate of `PLAIN` where a frequency was measured for its second step."""
    read = source.parse(skill("paint", PLAIN).encode(), "SKILL.md")
    tree = outline.read(read)
    weights = [Weight(len(tree.text(s.start, s.own_end)), 0) for s in tree.sections]
    weights = [
        Weight(w.own, sum(weights[below.index].own for below in tree.subtree(s)))
        for s, w in zip(tree.sections, weights, strict=True)
    ]
    index = next(s.index for s in tree.sections if s.title == "Step 2: Paint")
    known = {index: Given(probability, verdict, "sessions.json")}
    found = situational.find(read, tree, weights, Units(), known)
    return next(one for one in found if one.probability)


@pytest.mark.parametrize(
    ("taken", "loads", "verdict", "band"),
    [(0, 9, "extract", "likely"), (4, 6, "not decided", "possible"), (9, 9, "keep", "possible")],
)
def test_a_measured_frequency_comes_in_by_the_same_door(
    taken: int, loads: int, verdict: Verdict, band: str
) -> None:
    measured = cost.measured(taken, loads)
    found = counted(measured, verdict)
    assert (found.kind, found.band, found.probability) == ("conditional", band, measured)
    low, high = measured.low * 100, measured.high * 100
    assert found.evidence[0].text == (
        f"{taken / loads * 100:.0f} % ({low:.0f}–{high:.0f} %) of sessions need it, "
        f"says sessions.json (measured n={loads})"
    )


def ends(figure: Quartiles) -> Iterator[float]:
    yield from (figure.p25, figure.p50, figure.p75)


@settings(max_examples=300)
@given(
    p=st.floats(0, 1),
    tokens=st.integers(1, 60_000),
    first=st.integers(0, 60_000),
    calls=st.none() | st.integers(1, 900),
    model=st.sampled_from([None, "sonnet-5.5", "gpt-5.5"]),
)
def test_the_verdict_is_the_sign_of_what_an_average_session_saves(
    p: float, tokens: int, first: int, calls: int | None, model: str | None
) -> None:
    figures = cost.assume(calls=calls, model=model)
    saving = cost.saving(tokens, first, first + 4 * tokens, figures)
    known = frequency.given(p)
    average = cost.expected(saving, known).p50
    decided = cost.verdict(known, saving)
    tolerance = 1e-6 * max(map(abs, (*ends(saving.ite), *ends(saving.taken_ite), 1.0)))
    if abs(average) > tolerance:
        assert decided == ("extract" if average > 0 else "keep")


def test_the_average_lies_between_both_kinds_of_sessions(run: Run, tmp_path: Path) -> None:
    def averages(values: Sequence[float]) -> Iterator[float]:
        for p in values:
            one = audited(run, tmp_path, PLAIN, usage("Step 2: Paint", p))
            found = next(c for c in one["candidates"] if c["probability"])
            saving = found["saving"]
            assert saving["branch_taken"]["ite"]["p50"] <= found["expected"]["ite"]["p50"]
            assert found["expected"]["ite"]["p50"] <= saving["branch_not_taken"]["ite"]["p50"]
            yield found["expected"]["ite"]["p50"]

    never, sometimes, always = averages((0, 0.5, 1))
    assert never > sometimes > always
