"""Where in a diff a finding can be remarked on."""

from __future__ import annotations

from collections.abc import Sequence

from skilllint.model import Anchor, Hunk


def anchor(path: str, start: int, end: int, hunks: Sequence[Hunk]) -> Anchor | None:
    """The lines that a remark on some lines of a file can stand at; None if none is shown.

    All of them where one hunk shows all, unchanged lines included. Else the first of them
    that changed, or their first one, or the first of them that is shown.
    """
    around = [hunk for hunk in hunks if hunk.start <= end and start <= hunk.end]
    if not around:
        return None
    if any(hunk.start <= start and end <= hunk.end for hunk in around):
        return Anchor(path, start, end)
    changed = (line for hunk in around for line in hunk.changed if start <= line <= end)
    line = next(changed, max(start, around[0].start))
    return Anchor(path, line, line)
