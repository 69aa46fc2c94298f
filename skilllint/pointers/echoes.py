"""How much of a text stands in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
RUN = 4
"""Words in a row that are no accident."""


def words(text: str) -> list[str]:
    """The words of a text, in lower case and without markup."""
    return WORD.findall(text.lower())


def echoed(said: Sequence[str], text: str) -> int:
    """How many words of a sequence stand in a text too, four or more in the same order."""
    mine = list(runs(said))
    there = set(mine).intersection(runs(words(text)))
    covered = {at + step for at, run in enumerate(mine) if run in there for step in range(RUN)}
    return len(covered)


def runs(words_: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of words, each beginning one word later."""
    return zip(*(words_[shift:] for shift in range(RUN)), strict=False)
