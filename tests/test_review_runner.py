"""What a runner is told: no stranger's text speaks to it, and nothing of ours is dropped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint.commands import runner
from skilllint.model import Finding

KIB = 1024


def finding(number: int, severity: str = "warning", message: str = "too long") -> Finding:
    return Finding(
        code="SZ106",
        name="long-section",
        severity=severity,  # type: ignore[arg-type]
        confidence="exact",
        path="skills/a/SKILL.md",
        start=number + 1,
        end=number + 1,
        col=1,
        message=message,
        hint="",
        value=None,
        limit=None,
        host=None,
        fingerprint=f"{number:016x}",
        place="skills/a/SKILL.md",
    )


# --- the summary ------------------------------------------------------------------


def test_the_summary_goes_behind_what_is_there(tmp_path: Path) -> None:
    place = tmp_path / "summary.md"
    place.write_text("before\n")
    assert runner.summarize(place, "after\n") is None
    assert place.read_text() == "before\nafter\n"


@pytest.mark.parametrize("there", [0, 900 * KIB, 1024 * KIB - 100, 1024 * KIB, 1030 * KIB])
def test_the_summary_never_grows_over_what_is_shown(tmp_path: Path, there: int) -> None:
    place = tmp_path / "summary.md"
    place.write_bytes(b"x" * there)
    lines = "".join(f"line {number} ä\n" for number in range(200_000))
    said = runner.summarize(place, lines)
    assert said == "the step's summary is cut: GitHub shows 1,024 KiB of one step"
    assert place.stat().st_size <= max(there, 1024 * KIB)
    if there < 1000 * KIB:
        assert place.stat().st_size > 1023 * KIB
        end = "\nThe rest is left out: the summary of a step is at most 1,024 KiB.\n"
        assert place.read_text("utf-8").endswith(end)


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert runner.summarize(tmp_path, "x") == (
        "the step's summary cannot be written: is a directory"
    )
    assert runner.hand_on(tmp_path, {"a": 1}) == (
        "the step's outputs cannot be written: is a directory"
    )


# --- outputs ----------------------------------------------------------------------


def parsed(text: str) -> dict[str, str]:
    """The outputs of a file, as the runner reads it."""
    found = {}
    lines = iter(text.split("\n")[:-1])
    for line in lines:
        name, heredoc, end = line.partition("<<")
        if "=" in line and not (heredoc and "=" not in name):
            name, _, found[name] = line.partition("=")
            continue
        held = []
        for inner in lines:
            if inner == end:
                break
            held.append(inner)
        else:
            raise AssertionError("no end")
        found[name] = "\n".join(held)
    return found


def test_outputs_are_lines(tmp_path: Path) -> None:
    place = tmp_path / "output"
    assert runner.hand_on(place, {"findings": 3, "comment-id": None, "tokens-delta": -4}) is None
    assert place.read_bytes() == b"findings=3\ncomment-id=\ntokens-delta=-4\n"


@given(st.text(max_size=40))
def test_no_value_ends_its_output(value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    assert parsed(runner.output("report", value)) == {"report": value}


@pytest.mark.parametrize("value", ["a\nfindings=0", "a\n<<EOF", "end\nEOF\nx=1", "ä"])
def test_a_value_of_several_lines_is_one_output(value: str) -> None:
    first = runner.output("report", value)
    assert parsed(first + "findings=7\n") == {"report": value, "findings": "7"}
    assert value == "ä" or runner.output("report", value) != first  # nobody foresees its end


# --- annotations ------------------------------------------------------------------


def test_ten_of_each_kind_the_worst_and_those_in_the_diff_first() -> None:
    found = [finding(number, "note") for number in range(15)]
    found += [finding(number, "warning") for number in range(20, 45)]
    found += [finding(99, "error")]
    shown = {one.fingerprint for one in found if one.start % 2}
    lines = runner.annotated(found, shown)
    kinds = [line.partition(" ")[0] for line in lines]
    assert Counter(kinds) == {"::error": 1, "::warning": 10, "::notice": 10}
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    warnings = [line for line in lines if line.startswith("::warning")]
    assert all(int(line.partition("line=")[2].partition(",")[0]) % 2 for line in warnings)


@pytest.mark.parametrize(
    "evil", ["##[error]x", "::set-output name=a::b", "a\n::error::x", "%0A::e"]
)
def test_no_finding_is_a_command_of_its_own(evil: str) -> None:
    (line,) = runner.annotated([finding(1, message=evil)], ())
    assert "\n" not in line
    assert "##[" not in line
    assert line.startswith("::warning file=")
    assert "%0A::e" not in line.replace("%250A", "")
