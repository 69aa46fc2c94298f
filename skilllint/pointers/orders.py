"""Orders to read one file that hold for whoever comes to the section they stand in."""

from __future__ import annotations

import re

from skilllint.model import Pointer
from skilllint.pointers import cues

FILE = "¤"
"""What stands for the file that is named; its path and the text of its link say not when."""

WRITTEN = re.compile(r"\[[^\]]*\]\([^)]*\)|`[^`]*`")
"""Links and code, whose words are names."""

LETTERS = re.compile(r"[^\W\d_]+")
CLAUSE = re.compile(r"[,;:.!?()–—]\s*")

NEXT = frozenset("and then first always now next must please in und dann zuerst immer".split())  # noqa: SIM905
"""What may stand before an order in its clause, besides the section's own name."""

PLAIN = NEXT | frozenset(
    "the this that with from for into its all whole file files section mode step phase when "  # noqa: SIM905
    "whenever before you anything else start starting begin beginning run use using read load "
    "open consult study review".split()
)
"""Words of a sentence that make its order no narrower than the section is."""

DOUBTS = re.compile(
    r"\||(?<![\w-])(?:more|further|details?|background|also|or|either|may|can|could|might|"
    r"should|examples?|information|later|afterwards|oder|auch|mehr)(?![\w-])",
    re.IGNORECASE,
)
"""What makes an offer of an order, as "read more in …" and "read A or B", or the row of a table."""


def outright(pointer: Pointer, title: str) -> bool:
    """Whether all who come to a section are told to read the file that a pointer in it names.

    `title` is the section's: its own condition, said once more, narrows nothing. What merely
    tells where something stands is no order, nor is what leaves a choice.
    """
    if pointer.form not in ("link", "path", "name"):
        return False
    said = WRITTEN.sub(named, pointer.sentence.replace(pointer.target, FILE))
    order = cues.search("order", said)
    if not order or cues.has("forbidden", said) or DOUBTS.search(said):
        return False
    known = words(title)
    condition = said if cues.has("condition", said) else pointer.condition
    narrow = {word for word in words(condition) if len(word) > 2} - PLAIN - known
    return not narrow and is_told(said, order, known)


def is_told(said: str, order: re.Match[str], known: frozenset[str]) -> bool:
    """Whether a verb is an order that is about the file: it begins its clause, the file ends it."""
    before = CLAUSE.split(said[: order.start()])[-1]
    behind = CLAUSE.split(said[order.end() :])[0]
    return words(before) <= NEXT | {"mode"} | known and FILE in behind


def named(written: re.Match[str]) -> str:
    """A link or code without its words."""
    return FILE if FILE in written[0] else "`"


def words(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(LETTERS.findall(text.casefold()))
