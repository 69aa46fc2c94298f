"""Quotes that make YAML read the text which an author wrote, where it reads something else.

Only top-level `key: value` entries whose value is plain text are quoted, and
nothing but quotes is put in: every character that is there stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from skilllint.model import Insert

ENTRY = re.compile(r"(?P<mark>['\"]?)(?P<key>[A-Za-z_][\w.-]*)(?P=mark)[ \t]*:[ \t]+(?=[^ \t])")
INNER_KEY = re.compile(r"[ \t]+['\"]?[\w.-]+['\"]?[ \t]*:(?:[ \t]|$)|[ \t]+-(?:[ \t]|$)")
"""An indented line that may be a key of its own, or an item, and no more text."""

BLANK = " \t"
"""What YAML strips; Python strips more."""

NOT_TEXT = "\"'|>[{&*!#"
"""What begins a value that is quoted, a block, a collection, or marked by its author."""


MOST = 500
"""Apostrophes in a text that is still quoted: each needs a second one put in."""


class Quoting(NamedTuple):
    """One entry with the quotes it needs, by lines of the head from 0, and what it then says."""

    key: str
    text: str
    inserts: tuple[Insert, ...]


def ambiguous(head: str) -> Iterator[Quoting]:
    """Every top-level entry whose plain text holds what YAML takes for a sign of its own."""
    lines = head.split("\n")
    for number, line in enumerate(lines):
        entry = ENTRY.match(line)
        if entry:
            last = end_of(lines, number)
            column = entry.end()
            pieces = [line[column:], *lines[number + 1 : last + 1]]
            if (needs_quotes(pieces) and only_text(pieces)) or goes_on(pieces):
                yield quote(entry["key"], number, column, pieces)


def end_of(lines: list[str], start: int) -> int:
    """The last line of the entry that begins on a line: indented ones go on with it."""
    last = start
    while last + 1 < len(lines) and lines[last + 1][:1] in (" ", "\t"):
        last += 1
    return last


def needs_quotes(pieces: list[str]) -> bool:
    """Whether a plain value holds a colon that reads as a key's, or begins with a reserved sign."""
    colon = any(
        ": " in piece or ":\t" in piece or piece.rstrip(BLANK).endswith(":") for piece in pieces
    )
    return colon or pieces[0][0] in "@`%"


def goes_on(pieces: list[str]) -> bool:
    """Whether a value of one line begins with a list in brackets and says more behind it.

    YAML reads neither a list nor text there, as in `[file] [--fast]`.
    """
    (value, *more), depth = pieces, 0
    if more or value[0] != "[" or {'"', "'", "#"} & set(value):
        return False
    for at, character in enumerate(value):
        depth += (character == "[") - (character == "]")
        if not depth:
            behind = value[at + 1 :].strip(BLANK)
            return bool(behind) and behind[0] != ":"  # `[a]: b` may be meant as a mapping
    return False


def only_text(pieces: list[str]) -> bool:
    """Whether a value is plain text throughout, so that in quotes it says the same."""
    if pieces[0][0] in NOT_TEXT or re.match(r"[-?](?:[ \t]|$)", pieces[0]):
        return False
    if sum(piece.count("'") for piece in pieces) > MOST:
        return False
    comment = any(" #" in piece or "\t#" in piece for piece in pieces)
    return not comment and all(
        piece.strip(BLANK)
        and not piece.lstrip(BLANK).startswith("#")
        and not INNER_KEY.match(piece)
        for piece in pieces[1:]
    )


def quote(key: str, line: int, column: int, pieces: list[str]) -> Quoting:
    """Double quotes where nothing in the text needs an escape, else single ones."""
    text = " ".join(piece.strip(BLANK) for piece in pieces)
    mark = '"' if not {'"', "\\"} & set(text) else "'"
    inserts = [Insert(line, column, mark)]
    for number, piece in enumerate(pieces):
        first = 0 if number else column
        if mark == "'":
            inserts += (
                Insert(line + number, first + at, mark) for at, c in enumerate(piece) if c == "'"
            )
    behind = len(pieces[-1].rstrip(BLANK)) + (column if len(pieces) == 1 else 0)
    inserts.append(Insert(line + len(pieces) - 1, behind, mark))
    return Quoting(key, text, tuple(inserts))


def apply(head: str, quotings: tuple[Quoting, ...]) -> str:
    """A head with the quotes put in."""
    lines = head.split("\n")
    inserts = [insert for quoting in quotings for insert in quoting.inserts]
    for insert in sorted(inserts, key=lambda one: (one.line, one.column), reverse=True):
        line = lines[insert.line]
        lines[insert.line] = line[: insert.column] + insert.text + line[insert.column :]
    return "\n".join(lines)


def says(values: Mapping[str, object], quotings: tuple[Quoting, ...]) -> bool:
    """Whether values are, for each quoted entry, the text that its author wrote."""
    return all(values.get(one.key) == one.text for one in quotings)
