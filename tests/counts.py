"""Calibrations made by hand: what sessions would have said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from skilllint import identity, skills
from skilllint.calibration import file
from skilllint.model import Quartiles, Scale
from skilllint.model.measuring import (
    Calibration,
    HostUse,
    Misses,
    Pool,
    Share,
    SkillUse,
    Spread,
    Version,
)

MADE = date(2026, 11, 20)
NAME = "calibration.json"


def spread(n: int, *at: float) -> Spread:
    """Quartiles of n counts."""
    return Spread(n, Quartiles(*at))


def pool(loads: int = 12, logs: int = 7, **more: Any) -> Pool:
    """Loads of which, unless more is said, only the calls are known."""
    return Pool(loads, logs, **{"calls": spread(loads, 9, 14, 31), **more})


def everyone(loads: int = 80, logs: int = 34, **more: Any) -> Pool:
    """The loads of all skills, with every figure counted."""
    figures = {
        "calls": spread(loads, 20, 44, 100),
        "compaction_calls": spread(loads, 18, 40, 60),
        "read_after": spread(31, 1, 8, 19),
        "prompt": spread(31, 30_000, 61_000, 90_000),
        "sole": Share(22, 31),
        "misses": {"5m": Misses(30, 600, 60, 30), "1h": Misses(4, 320, 20, 9)},
        "written": {"5m": 10_000, "1h": 1_190_000},
        "session_calls": spread(logs, 20, 40, 90),
    }
    return Pool(loads, logs, **{**figures, **more})


def use(
    name: str,
    plugin: str | None = None,
    own: Pool | None = None,
    versions: Mapping[str, tuple[int, Mapping[str, int]]] | None = None,
) -> SkillUse:
    """A skill; `versions` are by the text's hash: its loads, and the files they used.

    Without any its texts are not known, as in Codex.
    """
    found = own or pool()
    known = [Version(text, *told) for text, told in (versions or {}).items()]
    return SkillUse(name, plugin, found, tuple(known) or (Version(None, found.loads, {}),))


def text(path: Path) -> str:
    """The hash of a skill's text as it stands."""
    return identity.text_hash(skills.read(path).source.body)


def host(*uses: SkillUse, name: str = "claude-code", every: Pool | None = None) -> HostUse:
    """All that is known of a host."""
    return HostUse(
        host=name,
        first=date(2026, 9, 1),
        last=date(2026, 11, 19),
        pool=every or everyone(),
        tokens={"uncached": 1_000_000, "cached": 150_000_000, "written": 9_000_000},
        models={"claude-opus-4-6": 2000},
        scales={"claude-opus-4-6": Scale(1.1, 1.2, 1.26, "measured", "n=9")},
        skills=uses,
    )


def write(place: Path, *hosts: HostUse) -> Path:
    """A calibration.json in a folder."""
    path = place / NAME
    file.write(path, Calibration(MADE, {one.host: one for one in hosts}))
    return path
