"""The evaluation on made-up labels and reports: what counts as a hit, and what the figures say."""

from __future__ import annotations

from math import isnan
from typing import Any

import pytest
from answers import fates, ranks, shortfalls, table
from baselines import keyword_sections, long_sections
from figures import figures
from hypothesis import given
from hypothesis import strategies as st
from labels import Label, Unit, candidates, flags
from owners import folds


def label(file: str, start: int, end: int, kind: str, **more: Any) -> Label:
    return Label(file, more.pop("owner", "ada"), start, end, kind, **more)


def unit(start: int, end: int, kind: str = "conditional", band: str = "likely") -> Unit:
    return Unit(start, end, kind, band, 1.0)


# --- matching -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [
        (101, 200, True),  # the block itself
        (141, 300, True),  # 60 of its 100 lines
        (142, 300, False),  # 59
        (191, 206, True),  # 10 of the unit's 16 lines, and 10 of the block's
        (191, 207, False),  # 10 of 17
        (150, 152, True),  # a unit inside
        (1, 900, True),  # a unit around
        (201, 300, False),  # its neighbour
    ],
)
def test_a_unit_hits_what_it_covers_or_is_covered_by_to_sixty_percent(
    start: int, end: int, hit: bool
) -> None:
    assert unit(start, end).hits(label("a", 101, 200, "conditional")) is hit


def test_flags_may_ask_for_a_kind_and_a_band() -> None:
    one = label("a", 1, 60, "conditional")
    units = {"a": [unit(1, 60, "reference", "possible")], "b": [unit(1, 60)]}
    asked = [(None, None), ("reference", None), ("reference", "likely"), ("conditional", None)]
    assert [flags(units, *kind)(one) for kind in asked] == [True, True, False, False]


def test_late_blocks_are_left_out() -> None:
    found = {"start": 1, "end": 60, "kind": "late", "band": "likely", "score": 2}
    report = {"skills": [{"path": "x/a.md", "candidates": [found]}]}
    assert candidates(report) == {"a": []}
    assert [one.kind for one in candidates(report, late=True)["a"]] == ["late"]


# --- figures --------------------------------------------------------------------

JUDGED = st.lists(st.tuples(st.sampled_from("abcde"), st.booleans(), st.booleans()), max_size=40)


@given(JUDGED, st.randoms())
def test_figures_depend_on_the_blocks_and_not_on_their_order(judged: Any, deal: Any) -> None:
    shuffled = list(judged)
    deal.shuffle(shuffled)
    assert repr(figures(judged, draws=20)) == repr(figures(shuffled, draws=20))


def test_figures_and_intervals_of_blocks_that_come_by_owner() -> None:
    good, bad = [("ada", True, True)] * 3, [("bob", True, False), ("bob", False, True)]
    found = figures(good + bad)
    assert (found.hits, found.flagged, found.positives, found.judged) == (3, 4, 4, 5)
    assert found.precision == found.recall == found.f1 == (0.75, 0, 1)
    assert figures(good).precision == (1, 1, 1)


def test_without_flags_there_is_no_precision_rather_than_a_bad_one() -> None:
    found = figures([("ada", False, True), ("bob", False, False)])
    assert isnan(found.precision.value)
    assert found.recall == (0, 0, 0)


# --- questions ------------------------------------------------------------------


def row(name: str, units: Any, labels: list[Label], group: str = "") -> Any:
    rows = table(units, labels, draws=0)
    return next(r for r in rows if r.question.name == name and group in r.question.group)


def test_lenient_accepts_either_label_and_strict_only_the_first() -> None:
    labels = [
        label("a", 1, 60, "reference", alternative="conditional", ordinary=True),
        label("b", 1, 60, "conditional", alternative="always", ordinary=True, confidence="low"),
        label("c", 1, 60, "conditional", ordinary=True),
    ]
    units = {"a": [unit(1, 60)], "c": [unit(1, 60)]}
    counts = {}
    for how in ("strict", "lenient", "sure labels"):
        found = row(f"conditional, {how}", units, labels, "ordinary").figures
        counts[how] = (found.hits, found.flagged, found.positives)
    assert counts == {"strict": (1, 2, 2), "lenient": (2, 2, 2), "sure labels": (1, 2, 1)}


def test_short_blocks_are_asked_for_apart_and_ordinary_sections_of_any_size() -> None:
    labels = [label("a", 1, n, "conditional", ordinary=o) for n in (39, 40, 50) for o in (0, 1)]
    judged = [(r.question.name, r.figures.judged) for r in table({}, labels, draws=0)]
    assert judged[0] == ("conditional", 1)
    assert dict(judged)["conditional, ≥ 40 lines"] == 2
    assert dict(judged)["conditional, strict"] == 3


def test_a_kept_section_that_always_runs_is_a_false_alarm_and_a_moved_one_is_not() -> None:
    labels = [label(f, 1, 60, "always", moved=f == "a") for f in "abc"]
    units = {"a": [unit(1, 60)], "b": [unit(1, 60)], "c": [unit(1, 60, "reference", "possible")]}
    likely = row("kept always-run, flagged likely", units, labels)
    assert (likely.figures.hits, likely.figures.positives) == (1, 2)
    assert shortfalls(likely) == [("share", 0.48)]
    assert row("kept always-run, flagged at all", units, labels).figures.recall.value == 1
    assert row("flags moved or conditional", units, labels).figures.precision.value == 0.5


def test_what_a_target_lacks() -> None:
    labels = [label(f, 1, 60, "conditional") for f in "abcd"]
    found = row("conditional", {"a": [unit(1, 60)], "b": [unit(1, 60)]}, labels)
    assert [(name, round(gap, 2)) for name, gap in shortfalls(found)] == [("recall", 0.1)]
    assert [name for name, _ in shortfalls(row("likely band", {}, labels))] == [
        "precision",
        "recall",
    ]


def test_what_each_subtype_was_flagged_as() -> None:
    labels = [
        label("a", 1, 60, "conditional", subtype="mode"),
        label("b", 1, 60, "conditional", subtype="mode", confidence="low"),
        label("c", 1, 60, "conditional", subtype="request"),
        label("d", 1, 60, "always"),
    ]
    mixed = [unit(1, 20, "reference"), unit(21, 60, band="possible")]
    units = {"a": mixed, "b": [unit(1, 60, "reference")]}
    found = fates(units, labels, draws=0)["moved or kept by maintainers, ≥ 50 lines"]
    rows = [(f.name, f.conditional, f.likely, f.reference, f.nothing, f.sure) for f in found]
    assert rows == [
        ("conditional: mode", 1, 0, 1, 0, (1, 1)),
        ("conditional: request", 0, 0, 0, 1, (0, 1)),
        ("conditional", 1, 0, 1, 1, (1, 2)),
        ("always", 0, 0, 0, 1, (0, 1)),
    ]


def test_the_rank_of_a_block_among_the_candidates_of_its_file() -> None:
    units = {
        "a": [
            Unit(1, 99, "reference", "likely", 5.0),
            Unit(101, 180, "conditional", "likely", 2.0),
            Unit(201, 259, "conditional", "likely", 4.0),
            Unit(301, 399, "conditional", "possible", 1.0),
        ]
    }
    labels = [label("a", 201, 260, "conditional"), label("b", 1, 60, "conditional")]
    found = ranks(units, labels)
    assert (found.blocks, found.listed, found.first, found.top3) == (2, 1, 0, 1)
    assert (found.place, found.size, round(found.chance, 2)) == (2, 4, 0.25)
    assert ranks(units, labels, "reference").listed == 0


@given(st.lists(st.sampled_from("abcdefgh"), min_size=8), st.integers(1, 4), st.integers(0, 9))
def test_folds_share_out_all_owners_evenly(owners: list[str], count: int, seed: int) -> None:
    labels = [label("a", 1, 2, "always", owner=o) for o in [*owners, *"abcd"]]
    parts = folds(labels, count, seed)
    assert sorted(o for part in parts for o in part) == sorted({o.owner for o in labels})
    sizes = [sum(o.owner in part for o in labels) for part in parts]
    heaviest = max(sum(o.owner == name for o in labels) for name in "abcdefgh")
    assert max(sizes) - min(sizes) <= heaviest
    assert parts == folds(labels[::-1], count, seed)


def test_one_large_owner_makes_a_fold_of_his_own() -> None:
    labels = [label("a", 1, 2, "always", owner=o) for o in "aaaabcde"]
    assert folds(labels, 2) == [frozenset("a"), frozenset("bcde")]


# --- baselines --------------------------------------------------------------------


def test_the_baselines_flag_long_sections_and_keywords() -> None:
    def part(title: str, start: int, end: int, *children: object) -> dict[str, object]:
        return {"title": title, "start": start, "end": end, "children": children}

    steps = part("Steps", 1, 99, part("If it rains", 1, 50), part("Only at night", 51, 99))
    most = part("Sweep", 1, 190, steps, part("Words", 100, 190, part("Fallback", 100, 160)))
    report = {"skills": [{"path": "x/a.md", "lines": 200, "sections": [most]}]}
    long, keyword = long_sections(report, 50)["a"], keyword_sections(report, 50)["a"]
    assert [(one.start, one.end) for one in long] == [(1, 99), (100, 190)]
    assert [(one.start, one.end) for one in keyword] == [(1, 50), (100, 160)]
