"""What a walk leaves out: `.gitignore` files, read here and not by git, and a few fixed names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER = frozenset({".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".hg", ".svn"})


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The ignore files in force in a folder, from the repository's root down to it."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def above(cls, root: Path) -> Ignoring:
        """What the folders above a root ignore, up to the repository's root.

        Rules that ignore the root itself are left out: it was named, so it is
        searched.
        """
        absolute = Path(os.path.abspath(root))  # noqa: PTH100
        chain = []
        if not (absolute / ".git").exists():
            for folder in absolute.parents:
                chain.append(folder)
                if (folder / ".git").exists():
                    break
            else:
                return cls()
        ignoring = cls()
        for folder in reversed(chain):
            deeper = ignoring.at(folder)
            if not deeper.ignores(absolute, is_folder=True, names=False):
                ignoring = deeper
        return ignoring

    def at(self, folder: Path) -> Ignoring:
        """With the folder's own `.gitignore`, if it has one that can be read."""
        try:
            text = (folder / ".gitignore").read_text("utf-8", "replace")
        except OSError:
            return self
        base = os.path.abspath(folder)  # noqa: PTH100
        return Ignoring((*self.specs, (base, compile_lines(text.split("\n")))))

    def ignores(self, path: Path, is_folder: bool, names: bool = True) -> bool:
        """Whether a walk leaves a path out; the deepest file with an opinion decides."""
        if names and is_folder and path.name in NEVER:
            return True
        if not self.specs:
            return False
        absolute = os.path.abspath(path)  # noqa: PTH100
        for base, spec in reversed(self.specs):
            relative = os.path.relpath(absolute, base).replace(os.sep, "/")
            verdict = spec.check_file(relative + "/" * is_folder).include
            if verdict is not None:
                return verdict
        return False


def compile_lines(lines: list[str]) -> GitIgnoreSpec:
    """An ignore file's patterns, line by line; what pathspec refuses (a lone `!`) is skipped."""
    from pathspec import GitIgnoreSpec

    good = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return GitIgnoreSpec.from_lines(good)
