"""What a signal yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from skilllint.model import Section
from skilllint.situational.facts import Facts

EXCERPT = 80
"""Characters of a sentence that evidence quotes."""


class Sign(NamedTuple):
    """Something seen: the signal's name, its line, what a reader can check there.

    `amount` scales the weight of signals that are a share.
    """

    signal: str
    line: int
    text: str
    amount: float = 1.0


Signal = Callable[[Facts, Section], Iterator[Sign]]


def excerpt(text: str, at: int) -> str:
    """The words around a place in a line, cut between two of them."""
    if len(text) <= EXCERPT:
        return text
    start = max(0, min(at - EXCERPT // 3, len(text) - EXCERPT))
    if start:
        start = text.find(" ", start) + 1 or start
    part = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        part = f"{part.rpartition(' ')[0] or part} …"
    return f"… {part}" if start else part
