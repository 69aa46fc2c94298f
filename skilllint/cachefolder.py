"""The user's cache folder: for what can always be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "skilllint"


def folder(name: str) -> Path | None:
    """A folder of this name for what is kept between runs; None if it cannot be made.

    Only the user may look into it. `SKILLLINT_CACHE_DIR` says where all of them lie,
    else the system's habit: `XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`,
    `LOCALAPPDATA`.
    """
    try:
        found = root() / name
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError):  # no home, read-only, a file in the way
        return None
    return found


def root() -> Path:
    """Where the folders lie. Raises `RuntimeError` where there is no home."""
    if own := os.environ.get("SKILLLINT_CACHE_DIR"):
        return Path(own)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / NAME / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / NAME
    given = os.environ.get("XDG_CACHE_HOME", "")
    # the specification: a relative one is no path
    return (Path(given) if given.startswith("/") else Path.home() / ".cache") / NAME
