"""Conditions that stand at a pointer and again at the top of the file it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from skilllint.model import Gate, Pointer
from skilllint.pointers import cues
from skilllint.pointers.echoes import words
from skilllint.pointers.places import SENTENCE
from skilllint.pointers.reach import Read

LONGEST = 2000
"""Characters of a sentence in which its gate would stand."""

OPENING = 1500
"""Characters at the top of a file in which its gate would stand."""

COMMON = frozenset(
    "a an and any are as at be but by can do does for from has have how if in into is it its load "  # noqa: SIM905
    "must no not of on only or read reference references see should skill that the their then "
    "there these they this those to unless use user users using was what when whenever where "
    "which who will with you your file files follow section step mode run runs".split()
)


def find(pointers: Iterable[Pointer], read: Read) -> Iterator[Gate]:
    """Each condition at a pointer that the opening of its file states again, told once a file."""
    seen: set[str] = set()
    first: dict[tuple[str, str], Pointer] = {}
    for pointer in pointers:
        if len(pointer.files) == 1 and pointer.condition:
            first.setdefault((pointer.files[0], pointer.sentence), pointer)

    @cache
    def asked(sentence: str) -> set[str]:
        return content(cues.find("gate", sentence[:LONGEST]))

    @cache
    def stated(file: str) -> list[tuple[int, str, set[str]]]:
        return [(line, said, content(said)) for line, said in opening(read(file))]

    for (file, sentence), pointer in first.items():
        wanted = asked(sentence)
        if file in seen or len(wanted) < 2:
            continue
        for line, said, there in stated(file):
            if len(wanted & there) >= max(2, 0.75 * len(wanted)):
                seen.add(file)
                yield Gate(pointer, line, said)
                break


def content(text: str) -> set[str]:
    """The words of a text that carry its meaning, without their endings."""
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) for word in words(text)} - COMMON


def opening(text: str) -> Iterator[tuple[int, str]]:
    """The clauses with a condition at the top of a file, each with its line."""
    at = 0
    for number, line in enumerate(text[:OPENING].split("\n"), 1):
        at += len(line)
        for part in SENTENCE.split(line):
            if found := cues.find("gate", part):
                yield number, found
