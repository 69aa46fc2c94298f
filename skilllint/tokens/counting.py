"""Counting in this process: pieces, merged over the mapped table and remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from skilllint.tokens.merge import merged
from skilllint.tokens.pieces import blocks, is_edge, pieces
from skilllint.tokens.table import place

MEMORY = 1 << 15
"""Pieces remembered at most: some 5 MB."""

WORD = 64
"""Characters of the longest piece remembered; longer ones hardly ever come again."""

known: dict[str, int] = {}


def tally(text: str) -> int:
    """Tokens of a text without surrogates."""
    total = 0
    for block in blocks(text):
        for piece, times in Counter(pieces(block)).items():
            total += times * (known.get(piece) or learn(piece))
    return total


def learn(piece: str) -> int:
    """Tokens of a piece, remembered if it is short."""
    tokens = merged(piece.encode(), place())
    if len(piece) <= WORD:
        if len(known) >= MEMORY:
            known.clear()
        known[piece] = tokens
    return tokens


def shares(text: str, edges: Sequence[int]) -> list[int]:
    """Tokens of each slice between two edges; the first edge is 0, the last the text's end."""
    sure = [n for n, edge in enumerate(edges) if is_edge(text, edge)]
    found: list[int] = []
    for first, last in pairwise(sure):
        if last - first == 1:
            found.append(tally(text[edges[first] : edges[last]]))
        else:
            found.extend(owned(text, edges[first : last + 1]))
    return found


def owned(text: str, edges: Sequence[int]) -> list[int]:
    """Tokens of the pieces that start in each slice, where edges may fall inside pieces."""
    found = [0] * (len(edges) - 1)
    n, at = 0, edges[0]
    for block in blocks(text[at : edges[-1]]):
        for piece in pieces(block):
            while at >= edges[n + 1]:
                n += 1
            found[n] += known.get(piece) or learn(piece)
            at += len(piece)
    return found
