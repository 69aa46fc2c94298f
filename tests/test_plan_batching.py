"""Batches: shared files stay together, dependencies are not crossed, five go into one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skilllint.delegation.plans import graph
from skilllint.delegation.plans.batching import batch
from skilllint.model import Batching, PlanUnit

SIZE = 5


def unit(
    number: int, files: tuple[str, ...] = (), depends: tuple[int, ...] = (), title: str = ""
) -> PlanUnit:
    return PlanUnit(
        key=f"U{number}",
        title=title or f"thing {number}",
        line=number,
        end=number,
        done=False,
        files=files,
        depends=tuple(f"U{one}" for one in depends),
        missing=(),
        says=frozenset(),
    )


def numbers(found: Batching) -> list[list[int]]:
    return [[int(key[1:]) for key in one.units] for one in found.batches]


def test_eight_units_are_filled_to_five() -> None:
    assert numbers(batch([unit(n) for n in range(1, 9)], SIZE)) == [[1, 2, 3, 4, 5], [6, 7, 8]]


def test_five_units_are_one_batch_and_six_are_two() -> None:
    assert numbers(batch([unit(n) for n in range(1, 6)], SIZE)) == [[1, 2, 3, 4, 5]]
    assert numbers(batch([unit(n) for n in range(1, 7)], SIZE)) == [[1, 2, 3, 4, 5], [6]]


def test_units_that_share_a_file_are_kept_together() -> None:
    units = [unit(n, ("a.py",) if n in (5, 6) else ()) for n in range(1, 9)]
    found = batch(units, SIZE)
    assert numbers(found) == [[1, 2, 3, 4, 7], [5, 6, 8]]
    assert found.batches[1].shared == ("a.py",)
    assert found.conflicts == ()


def test_a_block_larger_than_a_batch_stays_whole_and_that_is_said() -> None:
    found = batch([unit(n, ("a.py",) if n > 1 else ()) for n in range(1, 8)], SIZE)
    assert numbers(found) == [[1], [2, 3, 4, 5, 6, 7]]
    assert found.conflicts == (
        "U2, U3, U4, U5, U6, U7 change the same files: one batch of 6, over 5, "
        "for shared files are never split",
    )


def test_a_folder_and_files_in_it_in_another_batch_are_told() -> None:
    inside, beside = ("yard/shed/a.py", "yard/b.py"), ("yards/c.py", "yard/shed")
    units = [unit(n, ("yard/shed/",) if n == 1 else ()) for n in range(1, 6)]
    units += [unit(6, inside), unit(7, inside), unit(8, beside)]
    found = batch(units, SIZE)
    assert found.conflicts == (
        "U1 changes the folder yard/shed/, and U6, U7 in another batch change files in it: "
        "whether they share one is unknown",
    )
    assert batch(units[:1] + units[5:], SIZE).conflicts == ()


def test_a_unit_waits_for_a_later_one_of_the_plan() -> None:
    units = [unit(1, depends=(6,)), *(unit(n) for n in range(2, 7))]
    assert numbers(batch(units, SIZE)) == [[2, 3, 4, 5, 6], [1]]


def test_units_in_a_circle_stay_together_and_the_rest_is_ordered() -> None:
    units = [unit(1, depends=(2,)), unit(2, depends=(3,)), unit(3, depends=(1,)), unit(4)]
    found = batch([*units, unit(5, depends=(3,))], SIZE)
    assert numbers(found) == [[1, 2, 3, 4, 5]]
    assert found.conflicts == (
        "U1, U2, U3 depend on each other in a circle: no order of them is right, so they stay "
        "in one batch, in the order of the plan",
    )


def test_blocks_that_wait_for_each_other_go_into_one_batch() -> None:
    units = [unit(1, ("a",)), unit(2, ("a",), (3,)), unit(3, ("b",)), unit(4, ("b",), (1,))]
    found = batch(units, SIZE)
    assert numbers(found) == [[1, 3, 2, 4]]
    assert found.conflicts[0].startswith("[U1, U2] and [U3, U4] cannot be ordered as blocks: ")


def test_a_unit_that_waits_for_itself_or_for_nobody_known_is_free() -> None:
    assert numbers(batch([unit(1, depends=(1, 9)), unit(2)], SIZE)) == [[1, 2]]


@st.composite
def plans(draw: st.DrawFn, *, circles: bool = True) -> list[PlanUnit]:
    """Units with few files among them, so that they share some, and few dependencies each."""
    count = draw(st.integers(0, 18))
    found = []
    for number in range(1, count + 1):
        latest = count if circles else number - 1
        files = draw(st.lists(st.sampled_from("abcdefgh"), max_size=2, unique=True))
        others = st.lists(st.integers(1, latest), max_size=2, unique=True)
        found.append(unit(number, tuple(files), tuple(draw(others)) if latest else ()))
    return found


@given(plans(), st.integers(1, 6))
def test_nothing_is_lost_split_or_crossed(units: list[PlanUnit], size: int) -> None:
    found = batch(units, size)
    assert sorted(found.order) == sorted(one.key for one in units)
    at = {key: place for place, one in enumerate(found.batches) for key in one.units}
    for one in units:
        for other in units:
            if set(one.files) & set(other.files):
                assert at[one.key] == at[other.key]
        for key in one.depends:
            assert at[key] <= at[one.key]


@given(plans(circles=False))
def test_without_circles_each_unit_comes_behind_what_it_waits_for(units: list[PlanUnit]) -> None:
    place = {key: n for n, key in enumerate(batch(units, SIZE).order)}
    assert all(place[key] < place[one.key] for one in units for key in one.depends)


@given(plans(), st.integers(1, 6))
def test_a_batch_over_its_size_is_a_single_block_and_named(
    units: list[PlanUnit], size: int
) -> None:
    found = batch(units, size)
    over = [one for one in found.batches if len(one.units) > size]
    assert sum(f", over {size}, " in sentence for sentence in found.conflicts) == len(over)


@given(st.integers(0, 60), st.integers(1, 7))
def test_free_units_fill_every_batch_but_the_last(count: int, size: int) -> None:
    sizes = [len(one) for one in numbers(batch([unit(n) for n in range(1, count + 1)], size))]
    assert sizes == [size] * (count // size) + [count % size] * bool(count % size)


@given(plans())
def test_no_two_neighbouring_batches_would_fit_into_one(units: list[PlanUnit]) -> None:
    sizes = [len(one.units) for one in batch(units, SIZE).batches]
    assert all(one + other > SIZE for one, other in pairwise(sizes))


# --- the graphs below -------------------------------------------------------------------

GRAPHS = st.integers(0, 12).flatmap(
    lambda size: st.fixed_dictionaries(
        {node: st.sets(st.integers(0, size - 1), max_size=3) for node in range(size)}
    )
)


@given(GRAPHS)
def test_cycles_are_the_nodes_that_reach_each_other(waits: dict[int, set[int]]) -> None:
    reached = {node: reach(waits, node) for node in waits}
    expected = {
        tuple(sorted(m for m in reached[n] if n in reached[m]))
        for n in waits
        if n in reached[n] and any(n in reached[m] and m != n for m in reached[n])
    }
    assert {tuple(one) for one in graph.cycles(waits)} == expected


def reach(waits: dict[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    left = [*waits[start]]
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left += waits[node]
    return found


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_a_union_holds_what_was_joined(pairs: list[tuple[int, int]]) -> None:
    union = graph.Union(10)
    for pair in pairs:
        union.join(pair)
    neighbours: dict[int, set[int]] = {node: set() for node in range(10)}
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    expected = {tuple(sorted(reach(neighbours, node) | {node})) for node in range(10)}
    assert {tuple(one) for one in union.sets()} == expected
