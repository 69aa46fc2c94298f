"""Real git repositories with a history, for tests of what compares revisions."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import skill, write

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
