"""A user with sessions that load a skill of theirs, for the tests of `calibrate`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from logs import Claude, Codex

from skilllint.calibration import file
from skilllint.model.measuring import Calibration

SWEEP = "/home/ann/clients/acme/.claude/skills/sweep"
BODY = "\n# Sweep\n\nSweep the floor, room by room, and read references/rooms.md for each.\n" * 60


def environment(folder: Path) -> dict[str, str]:
    """The environment of a user who has no sessions yet."""
    (folder / "home").mkdir()
    return {
        "HOME": str(folder / "home"),
        "SKILLLINT_CACHE_DIR": str(folder / "cache"),
        "CLAUDE_CONFIG_DIR": "",
        "CODEX_HOME": "",
    }


def swept(seed: int, days: int = 0, **more: Any) -> Claude:
    """A session that loads a skill of this user's and reads one of its files."""
    made = Claude(seed=seed, start=datetime(2026, 5, 4, tzinfo=UTC) + timedelta(days), **more)
    made.say("Please clean the rooms of Mr Quimby's villa")
    made.skill(SWEEP, BODY)
    made.work(seed)
    made.read(f"{SWEEP}/references/rooms.md", "Rooms. " * 200)
    made.work(3)
    return made


def mopped() -> Codex:
    """A session of Codex."""
    made = Codex(seed=4)
    made.turn("Please mop")
    made.skill("/home/ann/.codex/skills/mop", "---\nname: mop\n---\n# Mop\n" * 9)
    made.work(5)
    return made


def week(root: Path) -> Path:
    """Six sessions of Claude Code, each a day after the other, and one of Codex."""
    for seed in range(2, 8):
        swept(seed, seed).save(root)
    mopped().save(root)
    return root


def held(folder: Path, name: str = "calibration.json") -> Calibration:
    """What was written."""
    return file.read(folder / name)
