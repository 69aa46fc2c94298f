"""What safe fixes make of files, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file as it is and as fixes leave it, both as lines with their ends and byte order mark.

    `path` is the file as reported, `real` where it truly lies. `origin` says of each
    line of `after` which line of `before` it is, from 0, or -1 for a line of ours.
    `fixed` counts the findings that are mended.
    """

    path: str
    real: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    origin: tuple[int, ...]
    fixed: int


@dataclass(frozen=True, slots=True)
class Unfixed:
    """A file that is left as it was, and why, in one line; `internal` marks an error of ours."""

    path: str
    reason: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Fixes:
    """All that safe fixes would change, and the files that they have to leave alone."""

    rewrites: tuple[Rewrite, ...] = ()
    unfixed: tuple[Unfixed, ...] = ()

    @property
    def fixed(self) -> int:
        """How many findings are mended."""
        return sum(rewrite.fixed for rewrite in self.rewrites)
