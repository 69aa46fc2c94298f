"""How much of one text stands in another, near-linear in their sizes."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

Features = frozenset[tuple[str, ...]]
"""What a text is known by: its runs of three words, and its lines of fewer."""

COMMON = 8
"""Texts that hold a feature before it says nothing any more of where a text came from."""

KEPT = 0.5
"""The share of a text's features that must stand in another one for it to be its heir."""


def features(text: str) -> Features:
    """What a text is known by; upper case and white space do not count."""
    folded = text.casefold()
    words = folded.split()
    found: set[tuple[str, ...]] = set(zip(words, words[1:], words[2:], strict=False))
    for line in folded.split("\n"):
        parts = tuple(line.split())
        if 0 < len(parts) < 3 and any(char.isalnum() for char in line):
            found.add(parts)
    return frozenset(found)


def overlaps(
    before: Sequence[Features], after: Sequence[Features]
) -> Iterator[tuple[int, int, int]]:
    """The pairs of texts that share enough to be one and the same, with how much they share."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(after):
        for feature in one:
            holders[feature].append(at)
    often = Counter(feature for one in before for feature in one)
    for i, one in enumerate(before):
        shared: Counter[int] = Counter()
        for feature in one:
            here = holders.get(feature, ())
            if len(here) <= COMMON and often[feature] <= COMMON:
                shared.update(here)
        for j, count in sorted(shared.items()):
            if count >= KEPT * min(len(one), len(after[j])):
                yield i, j, count


def in_order(places: Sequence[int]) -> set[int]:
    """The indices of a longest run of places that only rise: what has kept its order."""
    ends: list[int] = []  # the least last place of a run of each length
    last: list[int] = []  # its index
    before: list[int] = []
    for at, place in enumerate(places):
        length = bisect_left(ends, place)
        if length == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[length], last[length] = place, at
        before.append(last[length - 1] if length else -1)
    kept = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
