"""Whether a path leads to something on the disk, and how that is spelled there.

Names are read and never a file's content; nothing above the repository is looked at.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from skilllint import discovery
from skilllint.pointers.written import composed

DEEPEST = 40
"""Parts of a path beyond which it is not followed."""


class Seen(NamedTuple):
    """What stands at a path: whether anything does, and its true spelling."""

    there: bool
    real: str = ""


class Disk:
    """A skill's folder and what lies around it, up to the root of its repository or plugin.

    Where no root is known, only the folder right around the skill is looked at.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.listed: dict[str, Mapping[str, str] | None] = {}

    @cached_property
    def known(self) -> bool:
        """Whether the skill lies in a repository or a plugin."""
        return self.root is not None

    @cached_property
    def above(self) -> int:
        """How many folders above the skill's may be looked at."""
        return len(Path(self.folder).relative_to(self.root).parts) if self.root else 1

    @cached_property
    def root(self) -> Path | None:
        """The root of the repository, or else of the plugin."""
        folder = Path(self.folder)
        return discovery.repository(folder) or discovery.plugin(folder)

    def look(self, path: str) -> Seen:
        """What stands at a path from the skill's folder, which may begin with `..`."""
        parts = posixpath.normpath(path).split("/")
        climbs = sum(part == ".." for part in parts)
        if climbs > self.above or len(parts) > DEEPEST:
            return Seen(False)
        here = os.path.normpath(os.path.join(self.folder, *parts[:climbs]))  # noqa: PTH118
        real = parts[:climbs]
        for number, part in enumerate(parts[climbs:], climbs):
            if part == ".":
                break
            names = self.names(here)
            if names is None:  # a folder nobody may read: what is in there is not known
                return Seen(True, "/".join([*real, *parts[number:]]))
            name = names.get(composed(part)) or names.get(f"/{composed(part).casefold()}")
            if name is None:
                return Seen(False)
            real.append(name)
            here = os.path.join(here, name)  # noqa: PTH118
            if os.path.islink(here):  # noqa: PTH114
                # where it leads is not looked at; it may be anywhere
                there = os.path.exists(here)  # noqa: PTH110
                return Seen(there, "/".join([*real, *parts[number + 1 :]]))
        return Seen(True, "/".join(real))

    def around(self, path: str) -> bool:
        """Whether a path is there from a folder above the skill's, or from a skill beside it."""
        roots = [self.folder]
        for _ in range(self.above):
            roots.append(os.path.dirname(roots[-1]))  # noqa: PTH120
        beside = self.names(roots[1]) if self.above else None
        roots += [os.path.join(roots[1], name) for name in (beside or {}).values()]  # noqa: PTH118
        return any(os.path.exists(os.path.join(root, path)) for root in roots)  # noqa: PTH110, PTH118

    def names(self, folder: str) -> Mapping[str, str] | None:
        """The names in a folder, by themselves and, behind a slash, without their case.

        Empty for what is no folder, None for one that cannot be read.
        """
        if folder not in self.listed:
            try:
                found = sorted(os.listdir(folder))  # noqa: PTH208
            except (NotADirectoryError, FileNotFoundError):
                found = []
            except (OSError, ValueError):
                self.listed[folder] = None
                return None
            self.listed[folder] = {f"/{composed(name).casefold()}": name for name in found} | {
                composed(name): name for name in found
            }
        return self.listed[folder]
