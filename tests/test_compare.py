"""Two states of a real git repository: which skills differ, in what, and what git cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparisons import finding
from conftest import BAD, skill, write
from histories import BODY, DRY, SETUP, History, floor, inside, look, only, outcomes, places

from skilllint import compare, skills
from skilllint.compare import Asked, blobs, findings, trees
from skilllint.compare import git as git_room
from skilllint.config import ConfigError
from skilllint.model import Severity, SkillChange


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch; the tests run inside of it."""
    return inside(tmp_path / "work", monkeypatch)


# --- what differs -----------------------------------------------------------------


def test_nothing_differs(here: History) -> None:
    found = look()
    assert found.skills == ()
    assert (found.base, found.head) == (here.git("rev-parse", "HEAD"), "worktree")


def test_an_edit_on_disk_is_seen_before_it_is_committed(here: History) -> None:
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nThen lock the door.\n")})
    disk = only(look())
    here.commit()
    committed = only(look("HEAD~1", "HEAD"))
    assert disk == committed
    assert outcomes(disk) == {"Dry": "changed"}
    assert disk.tokens.body.growth > 0
    assert disk.tokens.listing.growth == disk.tokens.references.growth == 0
    assert disk.cost_before
    assert disk.cost_after
    assert disk.cost_after.resent.p75 > disk.cost_before.resent.p75 > disk.cost_before.resent.p25


def test_numbers_are_those_of_the_audit(here: History) -> None:
    reference = {"skills/floor/references/wax.md": "# Wax\n\nWax it.\n"}
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nSee references/wax.md.\n"), **reference})
    change = only(look())
    now = skills.read(here.place / "skills/floor/SKILL.md")
    assert change.tokens.body.after == now.tokens.body
    assert change.tokens.listing.after == now.tokens.listing
    assert change.bytes.body.after == len(now.source.body)
    assert [(one.path, one.bytes.after) for one in change.files] == [("references/wax.md", 15)]
    assert change.bytes.references.after == 15


def test_a_section_that_went_to_a_reference(here: History) -> None:
    stub = BODY.replace(SETUP, "Read references/setup.md first.\n")
    here.put({"skills/floor/SKILL.md": floor(stub), "skills/floor/references/setup.md": SETUP})
    change = only(look())
    assert outcomes(change) == {"Setup": "extracted"}
    assert [row.moved_to for row in change.sections if row.moved_to] == ["references/setup.md"]
    assert change.tokens.body.growth < 0 < change.tokens.references.growth


def test_a_folder_that_was_renamed_is_the_same_skill(here: History) -> None:
    here.put({"skills/floor/SKILL.md": None, "skills/boards/SKILL.md": floor(name="boards")})
    change = only(look())
    assert (change.path, change.old_path) == ("skills/boards/SKILL.md", "skills/floor/SKILL.md")
    assert change.status == "renamed"
    assert not outcomes(change)


def test_new_and_removed_skills_on_disk(here: History) -> None:
    here.put({"skills/floor/SKILL.md": None, "skills/new/SKILL.md": skill("new")})
    assert places(look()) == {
        "skills/floor/SKILL.md": "removed",
        "skills/new/SKILL.md": "added",
    }


def test_only_what_the_walk_finds_is_looked_at(here: History) -> None:
    here.commit({".gitignore": "build/\n"})
    for place in ("build", "node_modules/x", ".venv/skill"):
        here.put({f"{place}/SKILL.md": floor()})
    here.put({".venv/pyvenv.cfg": ""})
    here.git("add", "-A", "--force")
    assert places(look()) == {}


def test_a_change_beside_a_nested_skill_concerns_both(here: History) -> None:
    here.commit({"skills/floor/wax/notes.md": "# Notes\n\nWax it.\n"})
    here.put({"skills/floor/wax/SKILL.md": skill("wax")})
    found = look()
    assert places(found) == {
        "skills/floor/SKILL.md": "changed",
        "skills/floor/wax/SKILL.md": "added",
    }
    assert found.skills[0].tokens.references.after == 0


def test_a_repository_that_is_a_skill(here: History) -> None:
    base = here.commit({"SKILL.md": floor(name="work"), "docs/a/wax.md": "# Wax\n\nWax it.\n"})
    here.put({"docs/a/wax.md": "# Wax\n\nWax it, and dry it.\n"})
    change = only(look(base))
    assert (change.path, change.status) == ("SKILL.md", "changed")
    assert [one.path for one in change.files] == ["docs/a/wax.md"]


def test_a_deep_tree_is_no_trouble() -> None:
    path = "a/" * 5_000 + "x.md"
    tree = {"SKILL.md": blobs.Entry("100644", None), path: blobs.Entry("100644", None)}
    assert trees.Owners.of(tree).folder(path) == ""


def test_a_change_in_an_ancestor_is_seen_from_a_folder_below(
    here: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nMore.\n"), "other/x.txt": "x"})
    monkeypatch.chdir(here.place / "other")
    assert places(look()) == {"../skills/floor/SKILL.md": "changed"}


# --- findings ---------------------------------------------------------------------


def codes(change: SkillChange) -> tuple[list[str], list[str], list[str]]:
    return (
        [one.code for one in change.new],
        [one.finding.code for one in change.worsened],
        [one.code for one in change.fixed],
    )


def test_findings_that_are_new_and_fixed(here: History) -> None:
    here.put({"skills/floor/SKILL.md": skill("floor", BAD)})
    change = only(look())
    assert codes(change) == (["MD102"], [], [])
    assert change.new[0].path == "skills/floor/SKILL.md"
    here.commit()
    here.put({"skills/floor/SKILL.md": floor()})
    assert codes(only(look())) == ([], [], ["MD102"])


def test_findings_stay_themselves_where_text_moves(here: History) -> None:
    body = BODY + BAD.partition("\n")[2]
    here.commit({"skills/floor/SKILL.md": floor(body)})
    here.put({"skills/floor/SKILL.md": floor(body.replace("## Dry", "## Wait"))})
    change = only(look())
    assert codes(change) == ([], [], [])
    assert outcomes(change) == {"Wait": "renamed"}
    here.put(
        {
            "skills/floor/SKILL.md": None,
            "skills/boards/SKILL.md": floor(body, "boards"),
        }
    )
    assert codes(only(look())) == ([], [], [])


def test_a_finding_that_grew_is_worse(here: History) -> None:
    write(here.place, {"skilllint.toml": "[limits.SZ101]\ntokens = 20\n"})
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nThen lock the door.\n" * 9)})
    change = only(look())
    assert codes(change) == ([], ["SZ101"], [])
    worse = change.worsened[0]
    assert (worse.before.value or 0) < (worse.finding.value or 0)
    here.commit()
    here.put({"skills/floor/SKILL.md": floor()})
    assert codes(only(look())) == ([], [], [])


def test_a_word_more_in_what_is_long_is_no_news(here: History) -> None:
    write(here.place, {"skilllint.toml": "[limits.SZ101]\ntokens = 20\n"})
    here.put({"skills/floor/SKILL.md": floor(BODY.replace("# Floor\n", "# Floor\n\nNow.\n"))})
    change = only(look())
    assert change.tokens.body.growth > 0
    assert codes(change) == ([], [], [])
    assert [one.code for one in change.still] == ["SZ101"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("note", 5_000), ("note", 5_500), False),
        (("note", 5_000), ("note", 5_501), True),
        (("note", 5_000), ("warning", 4_000), True),
        (("warning", 5_000), ("note", 9_000), True),
        (("error", 5_000), ("note", 5_000), False),
        (("note", None), ("note", 9_000), False),
        (("note", 1_000), ("note", 900), False),
        (("note", 1_000), ("note", 899), True),
    ],
)
def test_worse_is_graver_or_clearly_more(
    old: tuple[Severity, int | None], new: tuple[Severity, int], expected: bool
) -> None:
    # below a limit that asks for more, less is worse
    limit = 4_000 if new[1] > 3_000 else 2_000
    was = finding("a", severity=old[0], value=old[1], limit=limit)
    assert findings.is_worse(was, finding("a", severity=new[0], value=new[1], limit=limit)) == (
        expected
    )


def test_both_states_have_one_configuration(here: History) -> None:
    grown = floor(BODY + "\nThen lock the door.\n" * 9)
    base = here.commit({"skilllint.toml": "[limits.SZ101]\ntokens = 20\n"})
    here.commit({"skilllint.toml": 'ignore = ["SZ"]\n', "skills/floor/SKILL.md": grown})
    by = {
        rules: codes(only(compare.run(Path.cwd(), Asked(base, "HEAD", rules=rules))))
        for rules in (None, base, "HEAD")
    }
    assert by == {None: ([], [], []), base: ([], ["SZ101"], []), "HEAD": ([], [], [])}
    here.put({"skilllint.toml": 'exclude = ["skills/fl*"]\n'})
    assert look(base).skills == ()


def test_a_broken_configuration_is_named(here: History) -> None:
    bad = here.commit({"skilllint.toml": "selct = 1\n"})
    here.commit({"skilllint.toml": "", "skills/floor/SKILL.md": floor(BODY + "\nMore.\n")})
    with pytest.raises(ConfigError, match=f"^{bad}:skilllint.toml: unknown key"):
        compare.run(Path.cwd(), Asked(bad, "HEAD", rules=bad))


def test_what_cannot_be_read_is_not_gone(here: History) -> None:
    here.put({"skills/floor/SKILL.md": b"\xff\xfe\x00b\x00a"})
    found = look()
    assert found.skills == ()
    assert [(one.path, one.reason) for one in found.unread] == [
        ("skills/floor/SKILL.md", "is not UTF-8 text: it is UTF-16")
    ]


def test_a_giant_is_not_read(here: History) -> None:
    here.commit({"skills/floor/big.bin": b"\0" * 3_000_000, "skills/floor/big.md": "a " * 600_000})
    here.put({"skills/floor/SKILL.md": floor(BODY + "\nMore.\n")})
    assert [one.path for one in look().unread] == ["skills/floor/big.md"]


# --- what it costs ------------------------------------------------------------------


def test_only_what_differs_is_read(here: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of git do not grow with the repository, nor the skills that are read."""
    here.commit({f"skills/s{n}/SKILL.md": floor(name=f"s{n}") for n in range(60)})
    asked: list[str] = []
    read: list[str] = []
    call, weigh = git_room.call, skills.weigh

    def counted(place: git_room.Repository, *arguments: str, data: bytes = b"") -> object:
        asked.append(arguments[0])
        return call(place, *arguments, data=data)

    def weighed(*arguments: object) -> object:
        read.append("")
        return weigh(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(git_room, "call", counted)
    monkeypatch.setattr(skills, "weigh", weighed)
    numbers = []
    for few in (1, 20):
        changed = {f"skills/s{n}/SKILL.md": floor(DRY + BODY, f"s{n}") for n in range(few)}
        here.put(changed)
        asked.clear()
        read.clear()
        assert len(look().skills) == few
        numbers.append((len(asked), len(read) / few))
    assert numbers[0] == numbers[1]
    assert numbers[0][0] <= 9
    assert numbers[0][1] == 2  # before and after
