"""Real git repositories with a history, for tests of what compares revisions."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import skill, write

from skilllint import compare
from skilllint.compare import Asked
from skilllint.model import Comparison, SkillChange

KNOWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Test"), ("EMAIL", "test@example.invalid"))
    },
}
"""The surroundings of somebody whose git knows nothing but a name."""

SETUP = "Lay out the broom, the bucket and the mop, and open each of the windows.\n"
SWEEP = "Sweep from the far wall to the door, and mind the corners of the room.\n"
DRY = "Wait until the boards are dry, then put back every chair and the table.\n"
BODY = f"# Floor\n\n## Setup\n\n{SETUP}\n## Sweep\n\n{SWEEP}\n## Dry\n\n{DRY}"


class History:
    """A repository below `place`; each commit writes files, of which None is removed."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str | bytes | Path) -> str:
        """What git says."""
        return subprocess.run(
            ["git", *arguments], check=True, cwd=self.place, capture_output=True, text=True
        ).stdout.strip()

    def put(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files, and remove some."""
        write(self.place, {name: said for name, said in files.items() if said is not None})
        for name, said in files.items():
            if said is None:
                (self.place / name).unlink()

    def commit(self, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Commit everything there is, and return the id."""
        self.put(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")


def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing but a name, whatever the machine knows."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in KNOWN.items():
        monkeypatch.setenv(name, value)


def floor(body: str = BODY, name: str = "floor") -> str:
    """A skill without any problem, of three sections."""
    return skill(name, body)


def inside(place: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with one skill on its main branch, which the working directory moves to."""
    known(monkeypatch)
    history = History(place)
    history.commit({"skills/floor/SKILL.md": floor()})
    monkeypatch.chdir(history.place)
    return history


# --- what is compared -------------------------------------------------------------


def look(base: str | None = "HEAD", head: str | None = None) -> Comparison:
    return compare.run(Path.cwd(), Asked(base, head))


def only(found: Comparison) -> SkillChange:
    (change,) = found.skills
    return change


def outcomes(change: SkillChange) -> dict[str, str]:
    """What became of the sections that are not as they were."""
    return {r.heading_path[-1]: r.status for r in change.sections if r.status != "same"}


def places(found: Comparison) -> dict[str, str]:
    return {change.path: change.status for change in found.skills}
