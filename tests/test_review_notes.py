"""Which findings get a remark, and on which lines."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from reviewing import finding, hidden, remark, told

from skilllint.model import Anchor, Comparison, Delta, Finding, Sizes, SkillChange, Worse
from skilllint.model.finding import Severity
from skilllint.model.reviewing import Note, State, Suggestion, Thread, Told
from skilllint.review import markers, notes
from skilllint.review.notes import Chosen, Threads, choose
from skilllint.review.planning import ours

PRINTS = [f"{number:016x}" for number in range(1, 60)]
A, B, C = PRINTS[:3]
PATH = "s/SKILL.md"
PATCH = (
    "@@ -2,4 +2,6 @@\n two\n+three\n+four\n five\n six\n seven\n@@ -20,3 +22,3 @@\n a\n-b\n+c\n d"
)
"""Lines 2 to 7 are shown, of which 3 and 4 are new, and 22 to 24, of which 23 is."""
PATCHES = {PATH: PATCH}


def standing(*threads: Thread) -> Threads:
    return ours(State("1" * 40, True, (), threads))


def only(one: Told, **more: object) -> Chosen:
    """What becomes of a lone finding without a thread."""
    return choose((one,), {}, PATCHES, 30, **more)  # type: ignore[arg-type]


def at(start: int, end: int = 0, **more: object) -> Told:
    return Told(finding(A, PATH, start, end), "text", **more)  # type: ignore[arg-type]


def lines(found: Chosen) -> list[tuple[int, int]]:
    return [(note.start, note.end) for note in found.notes]


# --- what is told ------------------------------------------------------------------


def skill(
    *new: Finding, worse: tuple[Worse, ...] = (), still: tuple[Finding, ...] = ()
) -> SkillChange:
    sizes = Sizes(Delta(1, 2))
    return SkillChange(
        path=PATH,
        old_path=None,
        place=PATH,
        name="s",
        status="changed",
        tokens=sizes,
        bytes=sizes,
        cost_before=None,
        cost_after=None,
        new=new,
        worsened=worse,
        still=still,
    )


def said(one: Finding, before: Finding | None, offer: Suggestion | None) -> str:
    was = f" (was {before.start})" if before else ""
    return f"{one.message}{was}{' → ' + offer.text if offer else ''}"


def compared(*skills: SkillChange, shown: tuple[str, ...] = ()) -> Comparison:
    anchors = {print_: Anchor(PATH, 1, 1) for print_ in shown}
    return Comparison("b" * 40, "1" * 40, "main", skills, anchors=anchors)


def test_the_worst_stands_first_then_the_order_of_the_files() -> None:
    each: list[tuple[str, int, Severity]] = [
        ("t", 1, "warning"),
        ("s", 9, "note"),
        ("s", 5, "warning"),
        ("s", 2, "warning"),
        ("z", 3, "error"),
    ]
    found = [
        finding(print_, path, line, severity=severity)
        for print_, (path, line, severity) in zip(PRINTS, each, strict=False)
    ]
    order = [one.finding for one in notes.told(compared(skill(*found)), {}, said)]
    assert [(one.place, one.start) for one in order] == [
        ("z", 3),
        ("s", 2),
        ("s", 5),
        ("t", 1),
        ("s", 9),
    ]


def test_new_and_worse_findings_are_told_with_their_texts() -> None:
    offer = Suggestion(PATH, 4, 4, "four\n")
    worse = Worse(finding(B, line=8), finding(B, line=7))
    found = compared(skill(finding(A), worse=(worse,), still=(finding(C),)), shown=(A,))
    one, two = notes.told(found, {A: offer}, said)
    assert one == Told(finding(A), f"problem {A}", offer, f"problem {A} → four\n", True)
    assert two == Told(worse.finding, f"problem {B} (was 7)", None, "", False)
    assert notes.still(found, (one, two)) == {C}


def test_a_suggestion_that_cannot_be_shown_is_none() -> None:
    offer = Suggestion(PATH, 4, 4, "four\n")
    found = compared(skill(finding(A)))
    (one,) = notes.told(found, {A: offer}, lambda one, before, offer: "text")
    assert (one.suggestion, one.offered) == (None, "")


def test_advice_is_told_only_if_it_was_asked_for() -> None:
    quiet = replace(finding(A), confidence="advice")
    found = compared(skill(quiet, replace(quiet, fingerprint=B, asked=True)))
    assert [one.finding.fingerprint for one in notes.told(found, {}, said)] == [B]
    both = notes.told(found, {}, said, advice=True)
    assert {one.finding.fingerprint for one in both} == {A, B}
    assert notes.still(found, notes.told(found, {}, said)) == {A}, "it is there, so not fixed"


def test_a_finding_shown_at_two_skills_is_told_once() -> None:
    found = compared(skill(finding(A)), skill(finding(A, "t/SKILL.md")))
    assert len(notes.told(found, {}, said)) == 1


# --- where it is told ----------------------------------------------------------------


def test_lines_of_one_hunk_are_remarked_on_whole() -> None:
    assert only(at(3, 4)).notes == (Note(A, PATH, 3, 4, markers.remark(A, "text")),)
    assert lines(only(at(5, 7))) == [(5, 7)], "lines around the change count too"


def test_of_lines_that_a_hunk_shows_in_part_the_first_changed_one_is() -> None:
    assert lines(only(at(1, 30))) == [(3, 3)]
    assert lines(only(at(7, 21))) == [(7, 7)]


def test_lines_outside_the_diff_get_no_remark() -> None:
    assert only(at(12)) == Chosen(left_out=((A, "outside"),))
    assert only(at(3, shown=False)) == Chosen(left_out=((A, "outside"),))


def test_a_file_without_a_patch_gets_no_remark() -> None:
    assert choose((at(3),), {}, {PATH: None}, 30) == Chosen(left_out=((A, "unknown"),))
    assert choose((at(3),), {}, {}, 30) == Chosen(left_out=((A, "outside"),))
    assert choose((at(3),), {}, {PATH: ""}, 30) == Chosen(left_out=((A, "outside"),))


def test_a_suggestion_stands_on_exactly_the_lines_that_it_replaces() -> None:
    offer = Suggestion(PATH, 3, 5, "x\n")
    found = only(at(4, suggestion=offer, offered="text and x"))
    assert found.notes == (Note(A, PATH, 3, 5, markers.remark(A, "text and x")),)


def test_a_suggestion_that_no_hunk_shows_whole_is_left_away() -> None:
    for offer in (Suggestion(PATH, 3, 8, "x\n"), Suggestion("t/SKILL.md", 3, 3, "x\n")):
        found = only(at(4, suggestion=offer, offered="text and x"))
        assert found.notes == (Note(A, PATH, 4, 4, markers.remark(A, "text")),)


def test_a_text_that_is_too_long_is_shortened_by_its_suggestion_or_left_away() -> None:
    offer = Suggestion(PATH, 4, 4, "x\n")
    long = "x" * markers.LIMIT
    assert only(at(4, suggestion=offer, offered=long)).notes[0].body == markers.remark(A, "text")
    assert only(replace(at(4), body=long)) == Chosen(left_out=((A, "long"),))
    most = "x" * (markers.LIMIT - len(markers.remark(A, "")))
    assert len(only(replace(at(4), body=most)).notes[0].body) == 65_536


def test_only_lines_that_changed_may_be_asked_for() -> None:
    offer = Suggestion(PATH, 5, 5, "x\n")
    assert lines(only(at(2, 5, suggestion=offer, offered="o"), lines="changed")) == [(3, 3)]
    assert only(at(5), lines="changed") == Chosen(left_out=((A, "refused"),))
    assert only(at(3), lines="none") == Chosen(left_out=((A, "refused"),))


# --- how many ------------------------------------------------------------------------


def test_the_worst_get_the_room_that_there_is() -> None:
    each = [told(print_, "text") for print_ in PRINTS[:40]]
    found = choose(each, {}, PATCHES, 30)
    assert [note.fingerprint for note in found.notes] == PRINTS[:30]
    assert found.left_out == tuple((print_, "limit") for print_ in PRINTS[30:40])


def test_what_cannot_be_placed_takes_no_room() -> None:
    outside = [told(print_, "text", line=12) for print_ in PRINTS[:10]]
    each = outside + [told(print_, "text") for print_ in PRINTS[10:50]]
    assert len(choose(each, {}, PATCHES, 30).notes) == 30


def test_open_threads_take_room_first() -> None:
    there = standing(remark(1, C, "text"))
    each = [told(A, "text"), told(B, "text"), told(C, "text")]
    found = choose(each, there, PATCHES, 2)
    assert [one.finding.fingerprint for one in found.kept] == [C]
    assert [note.fingerprint for note in found.notes] == [A]
    assert found.left_out == ((B, "limit"),)


def test_a_thread_that_was_resolved_is_opened_only_if_there_is_room() -> None:
    closed = replace(remark(1, B, "text"), resolved=True)
    gone = hidden(remark(2, C, "fixed in 0", gone=True, remarks=2))
    each = [told(A, "text"), told(B, "text"), told(C, "text")]
    found = choose(each, standing(closed, gone), PATCHES, 2)
    assert [one.finding.fingerprint for one in found.kept] == [B]
    assert found.left_out == ((C, "limit"),)


def test_one_that_a_person_resolved_takes_no_room_and_is_no_remark_left_out() -> None:
    closed = replace(remark(1, A, "text"), resolved=True, resolved_by="ann")
    found = choose([told(A, "text"), told(B, "text")], standing(closed), PATCHES, 1)
    assert [note.fingerprint for note in found.notes] == [B]
    assert not found.kept
    assert not found.left_out


def test_diffs_are_asked_for_only_where_a_remark_may_stand() -> None:
    each = [told(print_, "text", f"{n}.md") for n, print_ in enumerate(PRINTS[:9])]
    each[1] = replace(each[1], shown=False)
    there = standing(remark(1, PRINTS[0], "text"))
    assert notes.paths(each, there, 3) == {f"{n}.md" for n in (2, 3, 4, 5)}
    assert notes.paths(each, there, 1) == frozenset()
    assert notes.paths(each, there, 3, "none") == frozenset()


@given(
    st.lists(st.sampled_from(PRINTS), unique=True),
    st.sets(st.sampled_from(PRINTS)),
    st.sets(st.sampled_from(PRINTS)),
    st.integers(0, 35),
)
def test_each_finding_has_a_thread_or_a_reason(
    there: list[str], have: set[str], resolved: set[str], most: int
) -> None:
    threads = [
        replace(remark(n, print_, "text"), resolved=print_ in resolved)
        for n, print_ in enumerate(sorted(have))
    ]
    each = [told(print_, "text", line=3 + n % 12) for n, print_ in enumerate(there)]
    found = choose(each, standing(*threads), PATCHES, most)
    kept = [one.finding.fingerprint for one in found.kept]
    new = [note.fingerprint for note in found.notes]
    assert sorted(kept + new + [print_ for print_, _ in found.left_out]) == sorted(there)
    assert not set(new) & have
    was = len(set(there) & have - resolved)
    assert was <= len(kept)
    assert len(kept) + len(new) <= max(most, was)
    for note in found.notes:
        assert 2 <= note.start <= note.end <= 7
