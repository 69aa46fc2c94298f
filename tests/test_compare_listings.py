"""What hosts list of skills together, before and after: the numbers that XS105 tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import program, skill
from histories import KNOWN, History, inside, look

from skilllint import audit, hosts
from skilllint.audit import Request
from skilllint.compare import Asked, git, run
from skilllint.model import Comparison, Delta, ListingBudget

CLAUDE = hosts.table()["claude-code"].listing


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch; the tests run inside of it."""
    return inside(tmp_path / "work", monkeypatch)


def said(size: int, more: str = "") -> str:
    """A skill whose description has so many characters."""
    text = skill("one", "# One\n", "x" * size)
    return text.replace("---\n", f"---\n{more}", 1)


def listed(size: Delta, skills: int, scope: str = "skills") -> ListingBudget:
    assert CLAUDE is not None
    return ListingBudget(
        "claude-code", scope, skills, size, CLAUDE.budget, CLAUDE.when, CLAUDE.certain
    )


def both(here: History) -> Comparison:
    """The last commit against the one before, on disk and in git's own folder alike."""
    found = look("HEAD~1", "HEAD")
    assert run(here.place / ".git", Asked("HEAD~1", "HEAD")).listings == found.listings
    assert look("HEAD~1").listings == found.listings
    return found


def start(here: History) -> None:
    """Three skills in one folder, one in another."""
    here.commit(
        {
            "skills/floor/SKILL.md": None,
            "skills/a/SKILL.md": said(100),
            "skills/b/SKILL.md": said(200),
            "skills/kind/c/SKILL.md": said(400),
            "other/d/SKILL.md": said(50),
        }
    )


def test_a_description_that_grew(here: History) -> None:
    start(here)
    here.commit({"skills/a/SKILL.md": said(130), "other/d/SKILL.md": said(60)})
    # a skill that is alone in its folder has nothing beside it
    assert both(here).listings == (listed(Delta(700, 730), 3),)


def test_a_body_lists_nothing(here: History, monkeypatch: pytest.MonkeyPatch) -> None:
    start(here)
    here.commit({"skills/a/SKILL.md": said(100) + "\nMore.\n"})
    asked = []
    call = git.call

    def counted(place: git.Repository, *arguments: str, data: bytes = b"") -> object:
        asked.append((arguments[0], data.count(b"\n")))
        return call(place, *arguments, data=data)

    monkeypatch.setattr(git, "call", counted)
    found = look("HEAD~1", "HEAD")
    assert len(found.skills) == 1
    assert found.listings == ()
    assert max(count for _, count in asked) == 2  # the texts before and after


def test_skills_that_come_and_go(here: History) -> None:
    start(here)
    here.commit({"skills/b/SKILL.md": None, "other/e/SKILL.md": said(25)})
    expected = (listed(Delta(50, 75), 2, "other"), listed(Delta(700, 500), 2))
    assert both(here).listings == expected


def test_a_skill_that_moved_to_another_folder(here: History) -> None:
    start(here)
    here.git("mv", "skills/a", "other/a")
    here.commit()
    assert both(here).listings == (
        listed(Delta(50, 150), 2, "other"),
        listed(Delta(700, 600), 2),
    )


def test_a_flag_hides_a_skill(here: History) -> None:
    start(here)
    here.commit({"skills/b/SKILL.md": said(200, "disable-model-invocation: true\n")})
    assert both(here).listings == (listed(Delta(700, 500), 2),)


def test_an_edit_of_the_same_length_changes_no_budget(here: History) -> None:
    start(here)
    here.commit({"skills/a/SKILL.md": said(100).replace("xx", "yy")})
    assert both(here).listings == ()


def test_excluded_skills_are_listed_by_nobody(here: History) -> None:
    start(here)
    here.commit({"skilllint.toml": 'exclude = ["skills/kind/"]\n'})
    here.commit({"skills/a/SKILL.md": said(101)})
    assert both(here).listings == (listed(Delta(300, 301), 2),)


def test_each_selected_host_has_its_own(here: History) -> None:
    start(here)
    here.commit({".codex/config.toml": ""})
    here.commit({"skills/a/SKILL.md": said(101)})
    found = both(here).listings
    assert [one.host for one in found] == ["claude-code", "codex"]
    assert {one.size for one in found} == {Delta(700, 701)}
    assert found[1].budget == getattr(hosts.table()["codex"].listing, "budget", 0)


def test_broken_and_unreadable_heads(here: History) -> None:
    start(here)
    here.commit({"skills/b/SKILL.md": "no head", "skills/kind/c/SKILL.md": b"\0" * 1_000_001})
    here.commit({"skills/a/SKILL.md": said(101)})
    assert both(here).listings == (listed(Delta(100, 101), 2),)


def test_the_numbers_are_those_that_the_rule_tells(here: History) -> None:
    assert CLAUDE is not None
    count = CLAUDE.budget // CLAUDE.entry + 2
    files = {f"skills/s{n}/SKILL.md": said(CLAUDE.entry + n, f"k: {n}\n") for n in range(count)}
    here.commit(files)
    here.commit({"skills/s0/SKILL.md": said(17)})
    (found,) = both(here).listings
    report = audit.run([here.place], Request())
    (told,) = (one for one in report.findings if one.code == "XS105" and one.host == found.host)
    assert (found.size.after, found.budget) == (told.value, told.limit)
    assert found.size.before > found.size.after


def test_the_text_tells_it_in_a_line(here: History) -> None:
    start(here)
    here.commit({".codex/config.toml": ""})
    here.put({"skills/a/SKILL.md": said(130)})
    out = program("compare", cwd=here.place, env={**KNOWN, "COLUMNS": "200"}).stdout
    assert out.split("\n\n")[-3].split("\n") == [
        "claude-code lists 3 skills below skills: 700 → 730 (+30) of 8,000 characters "
        "with a window of 200,000 tokens",
        "codex lists 3 skills below skills: 700 → 730 (+30) of 8,000 characters "
        "with a model whose window it does not know",
    ]
