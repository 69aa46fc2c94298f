"""Where new findings stand in the diff that a host shows, of real histories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import skill, write
from histories import BODY, History, floor, inside, look, only

from skilllint.compare import Asked, blobs, diffs, git, run
from skilllint.model import Anchor, Comparison, Hunk

BAD = "```sh\nsweep\n"
LONG = "".join(f"Line {n} says what number {n} says.\n" for n in range(1, 41))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch; the tests run inside of it."""
    return inside(tmp_path / "work", monkeypatch)


def standing(found: Comparison) -> dict[str, Anchor | None]:
    """Where each new finding stands, by its place and code."""
    return {
        f"{one.place}:{one.code}": found.anchors.get(one.fingerprint)
        for change in found.skills
        for one in (*change.new, *(each.finding for each in change.worsened))
    }


def test_a_finding_in_an_edit(here: History) -> None:
    here.put({"skills/floor/SKILL.md": floor(f"{BODY}\n{BAD}")})
    text = (here.place / "skills/floor/SKILL.md").read_text("utf-8").split("\n")
    (line,) = (number for number, one in enumerate(text, 1) if one == "```sh")
    expected = {"skills/floor/SKILL.md:MD102": Anchor("skills/floor/SKILL.md", line, line + 1)}
    assert standing(look()) == expected
    here.commit()
    assert standing(look("HEAD~1", "HEAD")) == expected
    assert standing(run(here.place / ".git", Asked("HEAD~1", "HEAD"))) == expected


def test_a_finding_on_an_unchanged_line(here: History) -> None:
    body = f"# Floor\n\n{LONG}\n## Last\n\n"
    here.commit({"skills/floor/SKILL.md": floor(f"{body}```sh\nsweep\n```\n")})
    here.put({"skills/floor/SKILL.md": floor(f"{body}{BAD}")})
    (place,) = standing(look()).values()
    assert place is not None  # the fence that is open now begins two lines above
    # what grew is longer than the diff, and stands where it grew
    write(here.place, {"skilllint.toml": "[limits.SZ101]\ntokens = 20\n"})
    more = "sweep it" + " again" * 400
    here.put({"skills/floor/SKILL.md": floor(f"{body}```sh\n{more}\n```\n")})
    text = (here.place / "skills/floor/SKILL.md").read_text("utf-8").split("\n")
    line = text.index(more) + 1
    expected = {"skills/floor/SKILL.md:SZ101": Anchor("skills/floor/SKILL.md", line, line)}
    assert standing(look()) == expected


def test_a_file_that_git_does_not_know_is_all_new(here: History) -> None:
    here.put(
        {"skills/floor/references/one.md": "One.\n", "skills/new/SKILL.md": skill("new") + BAD}
    )
    found = look()
    (place,) = (one for name, one in standing(found).items() if name.startswith("skills/new/SK"))
    head = here.commit()
    assert place is not None
    assert standing(look(f"{head}~1", head)) == standing(found)


def test_a_renamed_skill_shows_its_edit_alone(here: History) -> None:
    here.commit({"skills/floor/SKILL.md": floor(f"{BODY}\n{LONG}\n## Last\n\nLast.\n")})
    text = floor(f"{BODY}\n{LONG}\n## Last\n\n{BAD}", "boards")
    here.put({"skills/floor/SKILL.md": None, "skills/boards/SKILL.md": text})
    here.commit()
    found = look("HEAD~1", "HEAD")
    assert only(found).status == "renamed"
    place = standing(found)["skills/boards/SKILL.md:MD102"]
    assert place is not None
    assert place.path == "skills/boards/SKILL.md"
    # not where the file begins, as in a file that is new
    (last,) = (one for one in hunks(here)["skills/boards/SKILL.md"] if one.end >= place.end)
    assert 40 < last.start <= place.start <= place.end <= last.end


def hunks(here: History) -> dict[str, tuple[Hunk, ...]]:
    """What the diff of the last commit shows of all its files."""
    place = git.repository(here.place)
    base, head = (git.commit(place, name) for name in ("HEAD~1", "HEAD"))
    changes = blobs.changes(place, base, head)
    states = diffs.States(base, head, blobs.tree(place, base), changes)
    return diffs.shown(place, states, [path for path, entry in changes.items() if entry])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.context", "0"),
        ("diff.interHunkContext", "50"),
        ("diff.algorithm", "histogram"),
        ("diff.renames", "false"),
        ("diff.suppressBlankEmpty", "true"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "false"),
        ("diff.orderFile", "order"),
        ("diff.external", "false"),
    ],
)
def test_what_the_users_git_is_set_to_does_not_matter(
    here: History, key: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.commit({"skills/floor/SKILL.md": floor(LONG), "order": "skills/*\n:!a/*\n"})
    text = LONG.replace("Line 10 ", "Row 10 ").replace("Line 20 ", "Row 20 ")
    here.commit({"skills/floor/SKILL.md": floor(text + BAD), ":!a/SKILL.md": skill("a") + BAD})
    expected = standing(look("HEAD~1", "HEAD")), hunks(here)
    assert all(expected[0].values())
    assert {path: len(found) for path, found in expected[1].items()} == {
        ":!a/SKILL.md": 1,
        "skills/floor/SKILL.md": 3,
    }
    here.git("config", key, value)
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
    assert (standing(look("HEAD~1", "HEAD")), hunks(here)) == expected


def test_what_is_no_text_to_git_has_no_place(here: History) -> None:
    here.put({"skills/floor/SKILL.md": floor(f"{BODY}\n{BAD}"), ".gitattributes": "*.md -diff\n"})
    assert standing(look()) == {"skills/floor/SKILL.md:MD102": None}
    (here.place / ".gitattributes").unlink()
    text = floor(f"{BODY}\n{BAD}").encode("utf-16")
    (here.place / "skills/floor/SKILL.md").write_bytes(text)
    assert not any(standing(look()).values())


def test_many_files_in_several_commands(here: History, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [f"skills/{'[s]*' * (n % 3)}{n} :(top)" for n in range(60)]
    here.commit({f"{folder}/SKILL.md": skill("s") for folder in folders})
    here.commit({f"{folder}/SKILL.md": skill("s") + BAD for folder in folders})
    expected = standing(look("HEAD~1", "HEAD"))
    assert sum(one is not None for one in expected.values()) >= 60
    monkeypatch.setattr(diffs, "ROOM", 300)
    asked = []
    ask = git.ask

    def counted(place: git.Repository, *arguments: str, data: bytes = b"") -> bytes:
        asked.append(arguments)
        return ask(place, *arguments, data=data)

    monkeypatch.setattr(git, "ask", counted)
    assert standing(look("HEAD~1", "HEAD")) == expected
    assert sum("--patch" in arguments for arguments in asked) > 3


def test_names_that_are_no_text(here: History) -> None:
    folder = os.fsencode(here.place) + b"/skills/b\xff\xfe\nd"
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        pytest.skip("the disk takes no such name")
    for text in (floor(), floor(f"{BODY}\n{BAD}")):
        with open(folder + b"/SKILL.md", "wb") as file:  # noqa: PTH123
            file.write(text.encode())
        here.commit()
    (place,) = standing(look("HEAD~1", "HEAD")).values()
    assert place is not None
    assert os.fsencode(place.path) == b"skills/b\xff\xfe\nd/SKILL.md"
