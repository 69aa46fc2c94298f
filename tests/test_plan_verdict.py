"""Whether to delegate: the numbers, the worked cases, the user's word, his own coefficients."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint.delegation import coefficients, plans
from skilllint.delegation.coefficients import CoefficientError, Coefficients, built_in
from skilllint.delegation.plans import estimating
from skilllint.model import Advice, Plan, Preference


def plan(count: int, title: str = "Sweep floor {}", extra: str = "") -> Plan:
    body = "### U{0}. {1}\n\n- **Goal:** g\n- **Files:** `floor{0}.py`\n{2}\n"
    text = "".join(body.format(n, title.format(n), extra) for n in range(1, count + 1))
    return plans.take(text.encode())


def keys(advice: Advice) -> list[list[str]]:
    return [[*batch.units] for batch in advice.batching.batches]


# --- the worked cases of the document ------------------------------------------------------


def test_three_implementation_units_are_done_directly() -> None:
    advice = plans.advise(plan(3))
    assert (advice.recommended, advice.course) == ("direct", "direct")
    assert advice.reason == (
        "3 open units are not above the break-even of 5.4; delegating costs about 9,000 tokens more"
    )


def test_eight_mixed_units_are_delegated_in_two_batches() -> None:
    text = "".join(
        f"### U{n}. {'Rename' if n == 3 else 'Build'} x{n}\n\n"
        f"- **Files:** `{'shared' if n in (6, 7) else n}.py`\n\n"
        for n in range(1, 9)
    )
    advice = plans.advise(plans.take(text.encode()))
    assert (advice.recommended, advice.course) == ("delegate", "delegate")
    assert keys(advice) == [["U1", "U2", "U3", "U4", "U5"], ["U6", "U7", "U8"]]
    assert advice.batching.batches[1].shared == ("shared.py",)
    assert not (advice.economics and advice.economics.marginal)


@pytest.mark.parametrize("count", [4, 12])
def test_trivial_units_are_never_delegated_however_many(count: int) -> None:
    text = "".join(
        f"### U{n}. {'Rename a' if n % 2 else 'Change the default'} {n}\n\n**Goal:** g\n\n"
        for n in range(1, count + 1)
    )
    advice = plans.advise(plans.take(text.encode()))
    assert (advice.recommended, advice.course) == ("skip", "direct")
    half = count // 2
    assert advice.reason == (
        f"all {count} open units are trivial ({half} × a rename, {half} × a setting): "
        "a prompt costs more than the work"
    )


def test_four_units_are_delegated_in_one_batch_if_the_user_insists() -> None:
    advice = plans.advise(plan(4), preference="always")
    assert (advice.recommended, advice.course) == ("direct", "delegate")
    assert keys(advice) == [["U1", "U2", "U3", "U4"]]


# --- the other rules -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "recommended", "marginal"),
    [
        (1, "direct", False),
        (3, "direct", False),
        (4, "direct", True),
        (5, "direct", True),
        (6, "delegate", True),
        (7, "delegate", True),
        (8, "delegate", False),
        (40, "delegate", False),
    ],
)
def test_the_break_even_and_the_noise_around_it(
    units: int, recommended: str, marginal: bool
) -> None:
    advice = plans.advise_number(units)
    assert advice.economics is not None
    assert (advice.recommended, advice.economics.marginal) == (recommended, marginal)
    assert advice.economics.break_even is not None
    assert round(advice.economics.break_even.value, 1) == 5.4


@pytest.mark.parametrize(
    ("preference", "courses"),
    [
        ("auto", ("direct", "delegate", "direct")),
        ("ask", ("ask", "ask", "direct")),
        ("always", ("delegate", "delegate", "direct")),
        ("never", ("direct", "direct", "direct")),
    ],
)
def test_the_users_word_wins_and_the_numbers_stay(
    preference: Preference, courses: tuple[str, ...]
) -> None:
    """Of three units, of eight, and of a plan in which nothing is left."""
    done = plan(2, extra="- **Status:** done")
    found = [plans.advise(one, preference=preference) for one in (plan(3), plan(8), done)]
    assert tuple(advice.course for advice in found) == courses
    assert [advice.recommended for advice in found] == ["direct", "delegate", "none"]


def test_done_units_are_neither_counted_nor_waited_for() -> None:
    text = "### U1. x ✅\n\n**Files:** `a.py`\n\n### U2. y\n\n**Dependencies:** U1\n"
    advice = plans.advise(plans.take(text.encode()))
    assert advice.economics is not None
    assert advice.economics.units == 1
    assert keys(advice) == [["U2"]]


def test_a_plan_without_units_gets_no_numbers() -> None:
    advice = plans.advise(plans.take(b"# Thoughts\n\nSome day.\n"))
    assert (advice.recommended, advice.course) == ("unknown", "direct")
    assert advice.economics is None


def test_what_a_plan_does_not_say_disables_something() -> None:
    text = "### Task 1: x\n\n**Files:** `a.py`\n\n### Task 2: y\n\n**Goal:** g\n"
    lacks = plans.advise(plans.take(text.encode())).lacks
    assert [(one.signal, one.units) for one in lacks] == [
        ("files", ("Task 2",)),
        ("tests", ("Task 1", "Task 2")),
        ("verification", ("Task 1", "Task 2")),
        ("goal", ("Task 1",)),
    ]
    assert "dependencies" in [one.signal for one in plans.advise(plan(6)).lacks]


# --- coefficients ----------------------------------------------------------------------------


def test_the_fit_agrees_with_what_was_measured() -> None:
    """Thousand tokens of the orchestrator, as published."""
    known = built_in()
    for units, direct in ((1, 40), (4, 53), (7, 62)):
        assert known.direct.at(units) == pytest.approx(direct * 1000, abs=2000)
    for units, delegated in ((4, 54), (7, 62), (10, 54)):
        assert known.delegated.at(units) == pytest.approx(delegated * 1000, abs=6000)


Written = Callable[[str], Coefficients]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Coefficients:
        file = tmp_path / "costs.toml"
        file.write_text(text, encoding="utf-8")
        return coefficients.read(file)

    return write


def test_a_file_replaces_what_it_names(written: Written) -> None:
    known = written("batch = 3\n[direct]\nfixed = 10_000\nper_unit = 10_000\n")
    assert (known.batch, known.direct.at(2), known.delegated) == (3, 30_000, built_in().delegated)
    ours = built_in()
    assert known.tag == f"direct given, delegated {ours.tag}"
    assert known.source == f"direct: costs.toml; delegated: {ours.source}"
    assert known.date == ours.date
    advice = plans.advise(plan(6), known)
    assert keys(advice) == [["U1", "U2", "U3"], ["U4", "U5", "U6"]]
    assert advice.economics is not None
    crossing = advice.economics.break_even
    assert crossing is not None
    assert (round(crossing.low, 2), round(crossing.value, 2), round(crossing.high, 2)) == (
        (3.98, 4.68, 5.38)
    )


def test_a_file_with_both_lines_is_the_source_of_all(written: Written) -> None:
    line = "fixed = 10_000\nper_unit = 10\n"
    known = written(f"[direct]\n{line}[delegated]\n{line}")
    assert (known.tag, known.source, known.date) == ("given", "costs.toml", None)


def test_a_file_that_names_only_the_batch_leaves_the_source(written: Written) -> None:
    known = written("batch = 4\n")
    assert (known.tag, known.break_even) == (built_in().tag, (5.4, 6.6))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = [", "invalid"),
        ("btach = 4", "there is no key 'btach'; there are batch, break_even, date"),
        ("batch = 0", "batch must be a whole number from 1 up"),
        ("noise = -1", "noise must be a number from 0 up"),
        ("noise = inf", "noise must be a number from 0 up"),
        ("noise = nan", "noise must be a number from 0 up"),
        ("noise = true", "noise must be a number from 0 up"),
        ("direct = 4", "direct is a table: fixed, per_unit"),
        ("[direct]\nfixed = 1", "direct lacks per_unit"),
        ("[direct]\nfixed = 1\nper_unit = 1\nx = 1", "there is no direct.x"),
        ("[wall_clock]\nlow = 2\nvalue = 1\nhigh = 3", "wall_clock must be in ascending order"),
        ("units = [3, 1]", "units must be the fewest and the most units measured"),
        ("date = 3", "date must be a day, as 2026-04-01"),
        ("source = 3", "source must be a text"),
    ],
)
def test_a_broken_file_is_one_line(written: Written, text: str, reason: str) -> None:
    with pytest.raises(CoefficientError) as error:
        written(text)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_where_units_save_nothing_there_is_no_break_even(written: Written) -> None:
    known = written("[direct]\nfixed = 60_000\nper_unit = 0\n")
    advice = plans.advise_number(3, known)
    assert advice.economics is not None
    assert advice.economics.break_even is None
    assert (advice.recommended, advice.reason) == (
        "delegate",
        "3 units, and more of them would not make delegating cheaper; "
        "delegating saves about 3,200 tokens, within the noise of 7,000",
    )


LINES = st.builds(
    coefficients.Line, st.floats(0, 200_000).map(round), st.floats(0, 20_000).map(round)
)


@given(LINES, LINES, st.integers(0, 20_000), st.integers(1, 60))
def test_the_break_even_is_where_the_recommendation_turns(
    direct: coefficients.Line, delegated: coefficients.Line, noise: int, units: int
) -> None:
    base = built_in()
    known = Coefficients(
        base.date, "x", "x", base.units, noise, 5, direct, delegated, None, base.wall_clock, (1, 2)
    )
    found = estimating.estimate(units, known)
    for one in (found.delegated, found.direct, found.saving):
        assert one.low <= one.value <= one.high
    if found.break_even is not None:
        low, value, high = found.break_even.low, found.break_even.value, found.break_even.high
        assert low <= value <= high
        if units > value:
            assert found.saving.value > 0
        elif units < value:
            assert found.saving.value < 0
