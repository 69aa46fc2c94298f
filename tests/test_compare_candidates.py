"""Which blocks could leave a body now and could not before; which findings are there still."""

from __future__ import annotations

from pathlib import Path

import pytest
from blocks import prose, skill
from histories import History, inside, look, only

from skilllint.model import SkillChange

ALWAYS = ("## Mix", prose(90, "Mix the colours."))
RARE = ("## If the widget is wet", prose(60, "Only if the widget is wet, dry it as said here."))
OTHER = ("## When asked for gold", prose(60, "Only when the user asks for gold, do as said here."))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository; the tests run inside of it."""
    return inside(tmp_path / "work", monkeypatch)


def change(here: History, *states: str | None, path: str = "skills/paint/SKILL.md") -> SkillChange:
    """What became of one skill between two texts."""
    for text in states[:-1]:
        here.commit({path: text})
    here.put({path: states[-1]})
    return only(look())


def titles(found: SkillChange) -> list[str]:
    return [one.heading_path[-1] for one in found.candidates]


def still(found: SkillChange) -> list[str]:
    return [one.heading_path[-1] for one in found.still if one.code == "ST201"]


def test_of_a_new_skill_all_are_new(here: History) -> None:
    here.put({"skills/paint/SKILL.md": skill(ALWAYS, RARE, OTHER)})
    found = only(look())
    assert titles(found) == [RARE[0][3:], OTHER[0][3:]]
    assert still(found) == []
    assert all(one.evidence and one.saving for one in found.candidates)
    assert {one.fingerprint for one in found.candidates} <= {one.fingerprint for one in found.new}


def test_only_what_is_new_is_told(here: History) -> None:
    found = change(here, skill(ALWAYS, RARE), skill(ALWAYS, RARE, OTHER))
    assert (titles(found), still(found)) == ([OTHER[0][3:]], [RARE[0][3:]])


def test_nothing_is_new_where_text_moved(here: History) -> None:
    found = change(here, skill(ALWAYS, RARE, OTHER), skill(OTHER, ALWAYS, RARE, more="a: 1\n"))
    assert (titles(found), still(found)) == ([], [OTHER[0][3:], RARE[0][3:]])


@pytest.mark.parametrize("select", ["", 'select = ["MD"]\n'])
def test_a_heading_or_a_folder_of_another_name_is_nothing_new(here: History, select: str) -> None:
    here.put({"skilllint.toml": select})
    wet = ("## If it is wet", RARE[1])
    found = change(here, skill(ALWAYS, RARE), skill(ALWAYS, wet))
    assert titles(found) == []
    here.commit()
    here.git("mv", "skills/paint", "skills/colour")
    found = only(look())
    assert found.status == "renamed"
    assert titles(found) == []
    assert still(found) == ([] if select else ["If it is wet"])


@pytest.mark.parametrize(("lines", "grown"), [(61, []), (80, [RARE[0][3:]])])
def test_a_block_that_grew_is_worse_and_not_new(
    here: History, lines: int, grown: list[str]
) -> None:
    more = (RARE[0], prose(lines, RARE[1].partition("\n")[0]))
    found = change(here, skill(ALWAYS, RARE), skill(ALWAYS, more))
    worse = [one.finding.heading_path[-1] for one in found.worsened if one.finding.code == "ST201"]
    assert (titles(found), worse) == ([], grown)
    assert [*worse, *still(found)] == [RARE[0][3:]]


def test_what_the_author_lets_be_is_not_told(here: History) -> None:
    here.put({"skilllint.toml": '[[allow]]\nrule = "ST"\nreason = "known"\n'})
    here.put({"skills/paint/SKILL.md": skill(ALWAYS, RARE)})
    assert titles(only(look())) == []


def test_findings_that_are_no_worse_are_there_still(here: History) -> None:
    bad = "\n```sh\nsweep\n"
    found = change(here, skill(ALWAYS) + bad, skill(("## More", "Mix more."), ALWAYS) + bad)
    assert [one.code for one in found.still if one.code == "MD102"] == ["MD102"]
    assert not {one.fingerprint for one in found.still} & {one.fingerprint for one in found.new}
