"""Sections followed from one body to another: by what they say, and in numbers that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import skills
from skilllint.compare import pieces, sections, texts
from skilllint.model import SectionChange

WORDS = "amber brick cedar delta ember flint grove haven ivory jetty kiosk lemon mango".split()  # noqa: SIM905

Part = tuple[str, list[str]]
"""A heading and its lines."""


@st.composite
def bodies(draw: st.DrawFn) -> list[Part]:
    """Sections with titles of their own and lines that hardly occur twice."""
    number = draw(st.integers(2, 7))
    seeds = draw(st.lists(st.integers(0, 10**9), min_size=number, max_size=number, unique=True))
    found = []
    for number, seed in enumerate(seeds):
        size = draw(st.integers(2, 9))
        lines = [
            " ".join(f"{WORDS[(seed + n) % 13]}{seed}x{n}" for n in range(at * 5, at * 5 + 5))
            for at in range(size)
        ]
        found.append((f"Part {number}", lines))
    return found


def text(parts: Sequence[Part], level: str = "##") -> str:
    """A body made of sections."""
    return "# Top\n\n" + "".join(
        f"{level} {title}\n\n{chr(10).join(lines)}\n\n" for title, lines in parts
    )


def rows(
    before: str, after: str, gained: Mapping[str, str] | None = None
) -> tuple[SectionChange, ...]:
    """What became of each section; the sums are checked on the way."""
    old, new = skills.read_text(before), skills.read_text(after)
    files = {path: texts.features(said) for path, said in (gained or {}).items()}
    found = sections.compare(pieces.cut(old), pieces.cut(new), files)
    assert sum(row.tokens.before for row in found) == old.tokens.body
    assert sum(row.tokens.after for row in found) == new.tokens.body
    assert sum(row.bytes.before for row in found) == len(old.source.body.encode())
    assert sum(row.bytes.after for row in found) == len(new.source.body.encode())
    return found


def said(found: Sequence[SectionChange]) -> dict[str, str]:
    """The outcome of each section that is not as it was, by its title."""
    return {row.heading_path[-1]: row.status for row in found if row.status != "same"}


@given(bodies())
def test_a_body_and_itself_do_not_differ(parts: list[Part]) -> None:
    assert not said(rows(text(parts), text(parts)))


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n#"), max_size=300
)


@given(TEXT, TEXT)
@settings(max_examples=60)
def test_sums_add_up_for_any_text(before: str, after: str) -> None:
    rows(f"# A\n{before}\n## B\n{after}", f"{after}\n# C\n{before}")


@given(bodies(), st.data())
def test_a_renamed_section_is_one(parts: list[Part], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    after = [*parts]
    after[at] = ("Quite another name", parts[at][1])
    found = rows(text(parts), text(after))
    assert said(found) == {"Quite another name": "renamed"}
    assert [row.old_heading_path for row in found if row.old_heading_path] == [
        ("Top", f"Part {at}")
    ]


@given(bodies(), st.data())
def test_a_renamed_and_edited_section_is_one(parts: list[Part], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    after = [*parts]
    after[at] = ("Quite another name", [*parts[at][1], "one more line of other words here"])
    assert said(rows(text(parts), text(after))) == {"Quite another name": "renamed"}


@given(bodies(), st.randoms(use_true_random=False))
def test_moved_sections_are_neither_new_nor_gone(parts: list[Part], random: object) -> None:
    after = [*parts]
    random.shuffle(after)  # type: ignore[attr-defined]
    found = set(said(rows(text(parts), text(after))).values())
    assert found <= {"moved"}
    assert bool(found) == (after != parts)


@given(bodies(), st.data())
def test_a_split_section_is_neither_new_nor_gone(parts: list[Part], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    title, lines = parts[at]
    cut = data.draw(st.integers(1, len(lines) - 1))
    after = [*parts[:at], (title, lines[:cut]), ("Second half", lines[cut:]), *parts[at + 1 :]]
    found = rows(text(parts), text(after))
    assert said(found) == {title: "split", "Second half": "split"}
    # the one that kept the name has the tokens before
    assert [bool(r.tokens.before) for r in found if r.status == "split"] == [True, False]
    back = rows(text(after), text(parts))
    assert {row.status for row in back} - {"same"} == {"merged"}
    (kept,) = (row for row in back if row.status == "merged" and row.tokens.after)
    assert kept.heading_path[-1] == title
    assert not kept.old_heading_path  # it is the one of its name that took in the other


@given(bodies(), st.data())
def test_what_stands_in_a_file_now_has_moved_there(parts: list[Part], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    title, lines = parts[at]
    file = {"references/x.md": "# X\n\n" + "\n".join(lines), "references/y.md": "nothing of it"}
    stub = [*parts[:at], (title, ["See references/x.md when asked."]), *parts[at + 1 :]]
    for after in (stub, [*parts[:at], *parts[at + 1 :]]):
        found = rows(text(parts), text(after), file)
        assert said(found) == {title: "extracted"}
        assert [row.moved_to for row in found if row.moved_to] == ["references/x.md"]
        assert {row.status for row in rows(text(parts), text(after))} & {"changed", "removed"}


TWO = "# Top\n\n## Setup\n\nInstall the broom and oil the hinge of it.\n\n## Sweep\n\nSweep it.\n"


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (TWO.replace("Sweep it.", "Mop it."), {"Sweep": "changed"}),
        (TWO.replace("## Sweep\n\nSweep it.\n", ""), {"Sweep": "removed"}),
        (TWO + "\n## Dry\n\nLet it dry.\n", {"Dry": "added"}),
        (TWO.replace("# Top\n", "# Other\n"), {"Other": "renamed"}),
        (TWO.replace("## Sweep", "### Sweep"), {"Sweep": "moved"}),
        # a name that now stands over other words does not hide where its words went
        (
            TWO.replace("## Setup", "## Before").replace(
                "## Sweep", "## Setup\n\nAsk.\n\n## Sweep"
            ),
            {"Before": "renamed", "Setup": "added"},
        ),
        # a section that was copied has not been split
        (TWO + "\n## Again\n\nInstall the broom and oil the hinge of it.\n", {"Again": "added"}),
        # the words are the same, the lines are not
        (TWO.replace("broom and", "broom\nand"), {"Setup": "changed"}),
    ],
)
def test_what_became_of_a_section(after: str, outcome: dict[str, str]) -> None:
    assert said(rows(TWO, after)) == outcome


def test_headings_without_text_are_followed_by_what_stands_below_them() -> None:
    before = "# Top\n\n## Modes\n\n### Bulk\n\nMove all the chairs at once.\n"
    found = rows(before, before.replace("## Modes", "## Ways"))
    assert said(found) == {"Ways": "renamed"}
    gone = rows(before, "# Top\n", {"references/m.md": "move all the chairs at once."})
    assert said(gone) == {"Modes": "extracted", "Bulk": "extracted"}


def test_sections_go_where_they_were_when_they_are_gone() -> None:
    found = rows(TWO, TWO.replace("## Setup\n\nInstall the broom and oil the hinge of it.\n\n", ""))
    assert [row.heading_path[-1] for row in found] == ["Top", "Setup", "Sweep"]
    assert [row.line for row in found] == [1, 0, 3]


def test_what_stands_in_many_sections_is_not_compared_with_each() -> None:
    same = texts.features("Always the same words in each and every section.")
    own = [same | texts.features(f"alpha{n} beta{n} gamma{n} delta{n}") for n in range(300)]
    assert list(texts.overlaps([same] * 300, [same] * 300)) == []
    assert [(i, j) for i, j, _ in texts.overlaps(own, own)] == []
    few = [texts.features(f"alpha{n} beta{n} gamma{n} delta{n}") for n in range(300)]
    assert [(i, j) for i, j, _ in texts.overlaps(few, few)] == [(n, n) for n in range(300)]
