"""How often a section is needed, as the use of its files shows, and what that decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import counts
import pytest
from conftest import Run, skill, write
from counts import host, pool, use
from hypothesis import given
from hypothesis import strategies as st

from skilllint import cost
from skilllint.cost import frequency
from skilllint.measured import uses
from skilllint.model.measuring import SkillUse, Version

Json = dict[str, Any]

CRATES = "references/crates.md"
GUIDE = "references/guide.md"


def prose(lines: int, about: str) -> str:
    return "\n".join(
        f"Fact {n} about {about}, which is plain to see for all." for n in range(lines)
    )


def body(mode: str, elsewhere: str = "", part: str = "") -> str:
    """A body with one block that looks conditional: `mode` and `part` are sentences in it."""
    return (
        f"# Paint\n\nMix it.\n\n{elsewhere}\n\n## Step 1: Mix\n\n{prose(60, 'mixing')}\n\n"
        f"## Step 2: Paint\n\n{prose(90, 'paint')}\n\n"
        f"## Bulk Mode (Optional)\n\n{mode}\n\n{prose(60, 'crates')}\n\n"
        f"### Labels\n\n{part}\n\n{prose(20, 'labels')}\n"
    )


SENT = f"Read [how crates are packed]({CRATES}).\n\nThen go on."
"""Whoever needs the block is sent to the file."""

FILES = {
    CRATES: f"# Crates\n\n{prose(40, 'wood')}\n",
    GUIDE: f"# Guide\n\n{prose(40, 'paper')}\n",
    "scripts/pack.sh": "#!/bin/sh\necho packed\n",
}


def audited(run: Run, place: Path, text: str, used: Mapping[str, int], loads: int = 9) -> Json:
    """The skill `paint` after so many loads of this text, which used some files."""
    files = {f"paint/{path}": content for path, content in FILES.items()}
    write(place, {"paint/SKILL.md": skill("paint", text), **files})
    known = {counts.text(place / "paint/SKILL.md"): (loads, used)}
    own = pool(loads, max(1, min(loads, 4)), calls=counts.spread(loads, 22, 50, 129))
    counts.write(place, host(use("paint", None, own, known)))
    ran = run("audit", "paint", "--calibration", "calibration.json", "--format", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    (one,) = json.loads(ran.stdout)["skills"]
    found: Json = one
    return found


def block(one: Json, title: str = "Bulk Mode (Optional)") -> Json | None:
    return next((c for c in one["candidates"] if c["heading_path"][-1] == title), None)


def check(run: Run) -> list[Json]:
    ran = run("check", "paint", "--calibration", "calibration.json", "--format", "json")
    found: list[Json] = json.loads(ran.stdout)["findings"]
    return [one for one in found if one["code"] == "ST201"]


# --- what is decided ----------------------------------------------------------------------


def test_a_file_that_was_seldom_read_lets_its_block_leave(run: Run, tmp_path: Path) -> None:
    one = audited(run, tmp_path, body(SENT), {CRATES: 1})
    found = block(one)
    assert found
    assert (found["verdict"], found["band"]) == ("extract", "likely")
    assert found["probability"] == {
        "value": pytest.approx(1 / 9),
        "low": pytest.approx(0.034, abs=0.001),
        "high": pytest.approx(0.308, abs=0.001),
        "source": "measured n=9",
        "least": False,
    }
    assert found["evidence"][0] == {
        "signal": "usage.given",
        "weight": 0.0,
        "line": found["start"],
        "text": f"{CRATES} was read in 1 of 9 loads: 11 % (3–31 %) of sessions need it, "
        "says calibration.json (measured n=9)",
    }
    assert found["pays_from_calls"] == 1
    (told,) = check(run)
    assert told["message"].startswith(
        '"Bulk Mode (Optional)" looks like a block that only some runs need: '
        f"{CRATES} was read in 1 of 9 loads: 11 % (3–31 %) of sessions need it, "
        "says calibration.json (measured n=9) (91 lines, "
    )


def test_one_that_was_always_read_keeps_it(run: Run, tmp_path: Path) -> None:
    one = audited(run, tmp_path, body(SENT), {CRATES: 9})
    found = block(one)
    assert found
    assert (found["verdict"], found["expected"]["ite"]["p50"] < 0) == ("keep", True)
    assert "pays_from_calls" not in found
    assert check(run) == []


def test_what_a_few_loads_say_decides_nothing(run: Run, tmp_path: Path) -> None:
    found = block(audited(run, tmp_path, body(SENT), {CRATES: 4}, loads=6))
    assert found
    assert (found["verdict"], found["band"]) == ("not decided", "possible")
    for loads in (4, 1):
        found = block(audited(run, tmp_path, body(SENT), {CRATES: 1}, loads=loads))
        assert found
        assert found["probability"] is None


def test_the_authors_word_goes_before(run: Run, tmp_path: Path) -> None:
    said = '[[usage]]\nheading = "Bulk Mode (Optional)"\np = 0.95\nnote = "the rule here"\n'
    write(tmp_path, {"skilllint.toml": said})
    found = block(audited(run, tmp_path, body(SENT), {CRATES: 1}))
    assert found
    assert (found["verdict"], found["probability"]["source"]) == ("keep", "given: the rule here")


@pytest.mark.parametrize(
    ("text", "used", "verdict"),
    [
        # behind a condition of its own a file says how often the block is needed at least
        (body(f"If a crate is wet, read [crates]({CRATES})."), {CRATES: 1}, None),
        (body(f"If a crate is wet, read [crates]({CRATES})."), {CRATES: 9}, "keep"),
        # the block's own condition is none more
        (body(f"In bulk, read [crates]({CRATES})."), {CRATES: 1}, "extract"),
        (body(f"In bulk mode read [crates]({CRATES}) first."), {CRATES: 1}, "extract"),
        # but a narrower one that repeats its words is
        (body(f"If a bulk crate is wet, read [crates]({CRATES})."), {CRATES: 1}, None),
        # who is told where something stands need not go there, nor who is offered a choice
        (body(f"[Crates]({CRATES}) shows how they are packed."), {CRATES: 1}, None),
        (body(f"[Crates]({CRATES}) shows how they are packed."), {CRATES: 9}, "keep"),
        (body(f"See [crates]({CRATES})."), {CRATES: 1}, None),
        (body(f"Read more in [crates]({CRATES})."), {CRATES: 1}, None),
        # every run is sent to the block, or to a part of it
        (
            body(SENT, elsewhere="Then do all of [Bulk Mode](#bulk-mode-optional)."),
            {CRATES: 1},
            None,
        ),
        (body(SENT, elsewhere="Then do all of **Bulk Mode**."), {CRATES: 1}, None),
        (body(SENT, elsewhere="Print [the labels](#labels)."), {CRATES: 1}, None),
        (body(SENT, elsewhere="If there are many, do **Bulk Mode**."), {CRATES: 1}, "extract"),
        # so does one in a part of it, and then the part stays
        (body("Pack it.", part=f"Read [crates]({CRATES})."), {CRATES: 1}, None),
        # another section leads there too, so nothing is known of this one
        (body(SENT, elsewhere=f"Read [crates]({CRATES}) first."), {CRATES: 1}, None),
        # of several files the one most used says most
        (body(f"{SENT}\n\nRead [the guide]({GUIDE})."), {CRATES: 1, GUIDE: 9}, "keep"),
        (body(f"{SENT}\n\nRead [the guide]({GUIDE})."), {CRATES: 1}, "extract"),
        # a file that nobody points to says nothing of any section
        (body("Pack it."), {CRATES: 1}, None),
        # one that was never used, of this very text
        (body(SENT), {}, "extract"),
    ],
)
def test_what_a_file_says_of_a_block(
    run: Run, tmp_path: Path, text: str, used: dict[str, int], verdict: str | None
) -> None:
    found = block(audited(run, tmp_path, text, used))
    assert found
    assert (found["probability"] and found["verdict"]) == verdict


def test_how_often_at_least_is_told_beside_the_guess_and_decides_nothing(
    run: Run, tmp_path: Path
) -> None:
    text = body(f"[Crates]({CRATES}) shows how they are packed.")
    found = block(audited(run, tmp_path, text, {CRATES: 1}))
    guess = json.loads(run("audit", "paint", "--format", "json").stdout)["skills"][0]
    plain = block(guess)
    assert found
    assert plain
    (first, *others) = found["evidence"]
    assert first["text"] == (
        f"{CRATES} was read in 1 of 9 loads: at least 11 % (3–31 %) of sessions need it, "
        "says calibration.json (measured n=9)"
    )
    assert others == plain["evidence"]
    for key in ("kind", "band", "score", "moves", "keep", "probability", "expected", "verdict"):
        assert found[key] == plain[key], key
    assert (found["verdict"], found["probability"], found["expected"]) == (
        "not decided",
        None,
        None,
    )
    options = ("--calibration", "calibration.json", "--why", "Bulk Mode (Optional)")
    told = " ".join(run("audit", "paint", *options).stdout.split())
    assert "at least 11 % (3–31 %) of sessions need it" in told
    (message,) = check(run)
    assert "1 of 9" not in message["message"]


def test_look_up_material_is_used_where_it_stands(run: Run, tmp_path: Path) -> None:
    """Whoever looks something up in a table need not open the file that is named beside it."""
    rows = "\n".join(
        f"| `field_{n}` | text | what it holds, told for number {n} |" for n in range(80)
    )
    table = f"Read [crates]({CRATES}).\n\n| field | type | meaning |\n|---|---|---|\n{rows}"
    text = body("Pack it.") + f"\n## Field Reference\n\n{table}\n"
    found = block(audited(run, tmp_path, text, {CRATES: 1}), "Field Reference")
    assert found
    assert (found["kind"], found["verdict"], found["probability"]) == (
        *("reference", "not decided", None),
    )
    assert "at least 11 %" in found["evidence"][0]["text"]
    found = block(audited(run, tmp_path, text, {CRATES: 9}), "Field Reference")
    assert found
    assert (found["verdict"], found["probability"]["least"]) == ("keep", True)
    shown = " ".join(run("audit", "paint", "--calibration", "calibration.json").stdout.split())
    assert "keep: at least 100 % (85–100 %) of sessions need it, so moving it costs" in shown


def test_a_part_that_stays_lets_no_block_around_it_leave(run: Run, tmp_path: Path) -> None:
    text = body("Pack it.", part=f"Read [crates]({CRATES}).")
    small = block(audited(run, tmp_path, text, {CRATES: 9}))
    assert small
    assert small["verdict"] == "keep"  # a part too small to be a block is the block's
    text = text.replace("### Labels\n", f"### Labels\n\n{prose(70, 'glue')}\n")
    one = audited(run, tmp_path, text, {CRATES: 9})
    assert block(one) is None
    large = block(one, "Labels")
    assert large
    assert large["verdict"] == "keep"


def test_a_script_was_run(run: Run, tmp_path: Path) -> None:
    text = body("Run [the script](scripts/pack.sh).")
    found = block(audited(run, tmp_path, text, {"scripts/pack.sh": 1}))
    assert found
    assert found["evidence"][0]["text"].startswith("scripts/pack.sh was run in 1 of 9 loads: at ")


def test_text_that_nothing_shows_to_be_conditional_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    """A step that is always taken may point to a file that is seldom read."""
    text = body("Pack it.").replace("## Step 1: Mix\n", f"## Step 1: Mix\n\n{SENT}\n")
    one = audited(run, tmp_path, text, {CRATES: 1})
    assert block(one, "Step 1: Mix") is None
    found = block(one)
    assert found
    assert found["probability"] is None


# --- the flip ---------------------------------------------------------------------------------


@cache
def saving(tokens: int) -> Any:
    return cost.saving(tokens, 0, 4 * tokens, cost.assume())


@given(st.integers(5, 400), st.data(), st.integers(60, 8000))
def test_the_verdict_turns_where_the_interval_passes_the_break_even(
    loads: int, data: st.DataObject, tokens: int
) -> None:
    taken = data.draw(st.integers(0, loads))
    known = cost.measured(taken, loads)
    even = saving(tokens).break_even.p50
    sure = {"extract": known.high < even, "keep": known.low > even}
    verdict = cost.verdict(known, saving(tokens))
    assert verdict == next((word for word, holds in sure.items() if holds), "not decided")
    if taken < loads:  # one more use never makes a move better
        order = ("extract", "not decided", "keep")
        after = cost.verdict(frequency.measured(taken + 1, loads), saving(tokens))
        assert order.index(after) >= order.index(verdict)


# --- of which loads it can be known -------------------------------------------------------------

TEXT = "a" * 16


def shares(*versions: Version) -> dict[str, tuple[int, int]]:
    known = SkillUse("paint", None, pool(), versions)
    found = dict(uses.shares(known, TEXT, [CRATES, GUIDE]))
    return {path: (one.count, one.of) for path, one in found.items()}


def test_loads_count_of_texts_that_had_the_file() -> None:
    this, old = Version(TEXT, 5, {CRATES: 1}), Version("b" * 16, 3, {CRATES: 2})
    bare, unknown = Version("c" * 16, 40, {}), Version(None, 9, {GUIDE: 4})
    assert shares(this, old, bare) == {CRATES: (3, 8), GUIDE: (0, 5)}
    assert shares(old, bare) == {}  # three loads are too few
    assert shares(unknown, bare) == {GUIDE: (4, 9)}
    assert shares(Version(None, 9, {})) == {}  # nobody knows whether the file was there


# --- what has left already ------------------------------------------------------------------------


def test_each_reference_is_told_where_it_costs_less(run: Run, tmp_path: Path) -> None:
    one = audited(run, tmp_path, body(SENT), {CRATES: 9, GUIDE: 1, "scripts/pack.sh": 3})
    files = {file["path"]: file for file in one["measured"]["files"]}
    assert list(files) == [CRATES, GUIDE]  # a script that is run costs only its output
    assert (files[CRATES]["better"], files[GUIDE]["better"]) == ("body", "file")
    assert files[CRATES]["expected"]["ite"]["p50"] < 0 < files[GUIDE]["expected"]["ite"]["p50"]
    assert files[CRATES]["loads"] == {"count": 9, "of": 9}
    weighed = {file["path"]: file["tokens"] for file in one["tokens"]["files"]}
    for path, file in files.items():
        assert file["tokens"] == weighed[f"paint/{path}"]
        known = frequency.measured(file["loads"]["count"], 9)
        even = file["break_even_probability"]["p50"]
        assert (file["better"] == "file") == (known.high < even)
        assert (file["better"] == "body") == (known.low > even)
    text = run("audit", "paint", "--calibration", "calibration.json").stdout
    rows = [line.split()[0] for line in text.partition("  references/ ")[2].splitlines()[1:3]]
    assert rows == ["crates.md", "guide.md"]
    page = run("audit", "paint", "--calibration", "calibration.json", "--format", "markdown").stdout
    lines = [line for line in page.splitlines() if ".md read in" in line]
    assert [line.rsplit(":", 1)[0] for line in lines] == [
        f"- `{CRATES} read in 9 of 9 loads (85–100 %)",
        f"- `{GUIDE} read in 1 of 9 loads (3–31 %)",
    ]
    assert "cheaper in the body (break-even" in lines[0]
    assert "cheaper as a file (break-even" in lines[1]


def test_without_moves_the_section_and_keeps_what_was_counted(run: Run, tmp_path: Path) -> None:
    audited(run, tmp_path, body(SENT), {CRATES: 1})
    options = ("--calibration", "calibration.json", "--without", "Step 1: Mix", "--format", "json")
    (one,) = json.loads(run("audit", "paint", *options).stdout)["skills"]
    found = block(one)
    assert found
    assert found["probability"]["source"] == "measured n=9"


def test_why_names_the_file(run: Run, tmp_path: Path) -> None:
    audited(run, tmp_path, body(SENT), {CRATES: 1})
    options = ("--calibration", "calibration.json", "--why", "Bulk Mode (Optional)")
    told = " ".join(run("audit", "paint", *options).stdout.split())
    assert f"{CRATES} was read in 1 of 9 loads" in told
