"""What a walk leaves out: `.gitignore` files, read with pathspec and not by git, and a few names.

The walk asks about each path by itself, top down, as git does: so a pattern
counts only where it matches the path, not where it matches a folder above it.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec
    from pathspec.pattern import Pattern

NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The ignore files in force in a folder, from the outermost one down to it.

    `named` is the folder that was asked for. It is searched whatever ignores it:
    of each file, the patterns that ignore it do not count. If `off`, none counts.
    """

    named: str
    files: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()
    off: bool = False

    @classmethod
    def above(cls, root: Path, *, off: bool = False) -> Ignoring:
        """What the folders above a root say, up to the repository's root if there is one."""
        absolute = Path(os.path.abspath(root))  # noqa: PTH100
        ignoring = cls(str(absolute), off=off)
        for folder in reversed(list(outwards(absolute))):
            ignoring = ignoring.at(folder)
        return ignoring

    def at(self, folder: Path) -> Ignoring:
        """With the folder's own `.gitignore`, if it has one that can be read."""
        if self.off:
            return self
        try:
            text = (folder / ".gitignore").read_bytes().decode("utf-8", "surrogateescape")
        except OSError:
            return self
        base = os.path.join(os.path.abspath(folder), "")  # noqa: PTH100, PTH118
        patterns = patterns_of(text)
        if self.named.startswith(base):
            for way in ways(slashed(self.named[len(base) :])):
                if verdict(patterns, way, is_folder=True):
                    patterns = tuple(p for p in patterns if not matches(p, way, is_folder=True))
        return Ignoring(self.named, (*self.files, (base, patterns)))

    def ignores(self, path: Path, is_folder: bool) -> bool:
        """Whether a walk that came as far as the path's folder leaves the path out."""
        if is_folder and path.name in NEVER:
            return True
        if not self.files:
            return False
        absolute = os.path.abspath(path)  # noqa: PTH100
        for base, patterns in reversed(self.files):
            found = verdict(patterns, slashed(absolute[len(base) :]), is_folder)
            if found is not None:
                return found
        return False


def verdict(patterns: Sequence[Pattern], path: str, is_folder: bool) -> bool | None:
    """What the last of the patterns that matches says; None if none does."""
    for pattern in reversed(patterns):
        if pattern.include is not None and matches(pattern, path, is_folder):
            return pattern.include
    return None


def matches(pattern: Pattern, path: str, is_folder: bool) -> bool:
    """Whether a pattern matches a path itself, not merely a folder above it."""
    found = pattern.match_file(path)
    if found and mark(found.match) < 0:
        return True
    found = pattern.match_file(path + "/") if is_folder else None
    return found is not None and mark(found.match) == len(path)


def mark(found: re.Match[str]) -> int:
    """Where pathspec marks the slash behind the folder that matched; -1 for a match of the path."""
    return found.start("ps_d") if "ps_d" in found.re.groupindex else -1


def ways(path: str) -> Iterable[str]:
    """The folders on the way to a folder, and itself: `a`, `a/b`, `a/b/c` for `a/b/c`."""
    return accumulate(path.split("/"), lambda above, name: f"{above}/{name}")


def outwards(folder: Path) -> Iterator[Path]:
    """The folders above one, the nearest first, up to the repository's root."""
    for here, above in zip((folder, *folder.parents), folder.parents, strict=False):
        if (here / ".git").exists():
            return
        yield above


def slashed(path: str) -> str:
    """A path with the slashes that patterns know."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


@lru_cache(maxsize=64)
def patterns_of(text: str) -> tuple[Pattern, ...]:
    """The patterns of an ignore file; a run asks for the same file once a skill."""
    return tuple(compile_lines(text.removeprefix("\ufeff").split("\n")).patterns)


def compile_lines(lines: Iterable[str]) -> GitIgnoreSpec:
    """Patterns, one a line; a line that pathspec refuses (a lone `!`) is skipped as git does."""
    from pathspec import GitIgnoreSpec

    good = []
    with warnings.catch_warnings():
        # a class such as `[[:alpha:]]` makes `re` warn whoever wrote the pattern's code
        warnings.simplefilter("ignore", FutureWarning)
        for line in lines:
            try:
                GitIgnoreSpec.from_lines([line.removesuffix("\r")])
            except (ValueError, re.error):
                continue
            good.append(line.removesuffix("\r"))
        return GitIgnoreSpec.from_lines(good)
