"""Where in a diff a finding can be remarked on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skilllint.compare import diffs
from skilllint.compare.diffs import States
from skilllint.compare.git import Repository
from skilllint.model import Anchor, Hunk, SkillChange


def find(place: Repository, states: States, changes: Iterable[SkillChange]) -> dict[str, Anchor]:
    """Where each finding that is new or worse can be remarked on, by its fingerprint.

    One that the diff does not show is left out. Raises `GitError`.
    """
    told = [
        finding
        for change in changes
        for finding in (*change.new, *(one.finding for one in change.worsened))
    ]
    shown = diffs.shown(place, states, {one.place for one in told}) if told else {}
    found = {
        one.fingerprint: anchor(one.place, one.start, one.end, shown.get(one.place, ()))
        for one in told
    }
    return {name: one for name, one in found.items() if one}


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
