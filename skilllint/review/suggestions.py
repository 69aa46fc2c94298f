"""What a safe fix makes of a few whole lines, for a button on the pull request.

A suggestion is taken into the file with one click, so none is made that a reader cannot
see whole: of lines far apart, or of characters that do not show.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from skilllint import source
from skilllint.checks._invisible import HIDDEN
from skilllint.compare import blobs, git
from skilllint.model import Edit, Finding
from skilllint.model.reviewing import Suggestion

MOST = 20
"""Lines of a suggestion at most: more is not read before it is taken."""

UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
BLANK = "\ufffd\u2800"
"""What stands for another character, and a letter of no dots."""


def suggest(place: Path, head: str, found: Iterable[Finding]) -> dict[str, Suggestion]:
    """The suggestions for findings of a commit, by their fingerprints. Raises `GitError`."""
    fixable = [one for one in found if one.edits]
    if not fixable:
        return {}
    repository = git.opened(place)
    tree = blobs.tree(repository, head)
    names = {one.place: tree[one.place].blob for one in fixable if one.place in tree}
    wanted = sorted({blob for blob in names.values() if blob})
    texts = {blob: source.decode(data)[1] for blob, data in blobs.contents(repository, wanted)}
    made = {}
    for one in fixable:
        text = texts.get(names.get(one.place) or "")
        suggestion = None if text is None else change(one.place, text, one.edits)
        if suggestion:
            made[one.fingerprint] = suggestion
    return made


def change(path: str, text: str, edits: Iterable[Edit]) -> Suggestion | None:
    """The whole lines that some edits of a text touch, as they leave them."""
    edits = sorted(edits, key=attrgetter("start", "end"))
    begin = text.rfind("\n", 0, edits[0].start) + 1
    if begin == len(text) and begin:
        begin = text.rfind("\n", 0, begin - 1) + 1  # behind the last line's end
    end = edits[-1].end
    new = applied(text, begin, end, edits)
    if end == begin or text[end - 1] != "\n" or not new.endswith("\n"):
        # the last line is touched in part, or takes in the next
        end = text.find("\n", end) + 1 or len(text)
        new = applied(text, begin, end, edits)
    old = text[begin:end]
    start = text.count("\n", 0, begin) + 1
    last = start + old.count("\n") - old.endswith("\n")
    whole = new if new.endswith("\n") else f"{new}\n"
    if not new.strip() or last - start >= MOST or not (is_plain(old) and is_plain(new)):
        return None
    return Suggestion(path, start, last, whole)


def applied(text: str, begin: int, end: int, edits: Iterable[Edit]) -> str:
    """A part of a text with edits made that lie in it."""
    parts = []
    for edit in edits:
        parts += [text[begin : edit.start], edit.text]
        begin = edit.end
    return "".join([*parts, text[begin:end]])


def is_plain(text: str) -> bool:
    """Whether all characters of some lines show, as they are."""
    return not any(
        char in BLANK or HIDDEN.match(char) or unicodedata.category(char) in UNSEEN
        for char in text
        if char not in "\n\t"
    )
