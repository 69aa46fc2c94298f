"""Byte-pair merging: how many tokens a piece of bytes becomes.

Both ways merge the adjacent pair of the lowest rank first, and the leftmost of
equals, as tiktoken does; they differ only in how they find it.

`ranked` makes one pass a rank. That is enough because every token of o200k, merged
from its bytes alone, comes about by rising ranks (`tools/pack_o200k.py` proves it
for all of them): so no merge makes a pair of a lower rank, and all pairs of one
rank appear in the pass that makes the later of their halves, from left to right.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain

from skilllint.tokens.table import Place

NONE = 0xFFFFFFFF
SHORT = 128
"""Bytes up to which scanning a list for its minimum beats keeping order; measured."""

MEMO = 1 << 14
"""Pairs remembered while one long piece is merged: some 4 MB."""


def merged(piece: bytes, place: Place) -> int:
    """Tokens of one piece of text, in UTF-8."""
    if len(piece) < 2 or place(piece):
        return 1
    return scanned(piece, place) if len(piece) <= SHORT else ranked(piece, place)


def scanned(piece: bytes, place: Place) -> int:
    """Merge with a list of all pairs: quick for a few bytes, quadratic for many."""
    edges = list(range(len(piece) + 1))
    pairs = [place(piece[i : i + 2]) or NONE for i in range(len(piece) - 1)]
    while pairs and (lowest := min(pairs)) != NONE:
        i = pairs.index(lowest)
        del edges[i + 1], pairs[i]
        if i < len(pairs):
            pairs[i] = place(piece[edges[i] : edges[i + 2]]) or NONE
        if i:
            pairs[i - 1] = place(piece[edges[i - 1] : edges[i + 1]]) or NONE
    return len(edges) - 1


def ranked(piece: bytes, place: Place) -> int:
    """Merge rank by rank: n log n steps, some 25 bytes of memory for each byte.

    `pair[at]` is the rank of the token at a byte with the one after it. `waiting`
    has for each rank the bytes where it was seen; `pair` tells which are stale.
    """
    size = len(piece)
    find = lru_cache(MEMO)(place)
    after = array("I", range(1, size + 1))
    before = array("I", chain((0,), range(size)))
    pair = array("I", (NONE,)) * size
    waiting: dict[int, array[int]] = {}
    ranks: list[int] = []

    def see(at: int) -> None:
        middle = after[at]
        rank = find(piece[at : after[middle]]) if middle < size else 0
        pair[at] = rank or NONE
        if rank:
            if rank not in waiting:
                waiting[rank] = array("I")
                heappush(ranks, rank)
            waiting[rank].append(at)

    for at in range(size):
        see(at)
    count = size
    while ranks:
        rank = heappop(ranks)
        for at in waiting.pop(rank):
            if pair[at] == rank:
                gone = after[at]
                pair[gone] = NONE
                end = after[at] = after[gone]
                before[end] = at
                count -= 1
                see(at)
                if at:
                    see(before[at])
    return count
