"""Counting with tiktoken, which pays from some megabytes on.

tiktoken gets its ranks from the packed table. Its registry, which looks for
plugins, and its loader, which looks for a cache and the network, stay out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

import tiktoken

from skilllint.tokens.counting import tally
from skilllint.tokens.pieces import PATTERN, blocks
from skilllint.tokens.table import tokens

STRIDE = 1_000
"""Half of the longest run that tiktoken is given: of white space, or of anything else.

tiktoken 0.14 panics (a `BaseException`) from 999,999 characters of white space
in a row on, where the stack of its regex engine is full; tiktoken 0.8 takes time
by the square of the length of a piece, 70 ms for 16,000 letters.
"""

BATCH = 64
"""Blocks encoded at a time, so that the lists of tokens stay below some 40 MB."""

WHITE = re.compile(r"\s")
BLACK = re.compile(r"[^\s/]")


def tallies(texts: Sequence[str]) -> list[int]:
    """Tokens of each text, none of them with surrogates."""
    counts = [0] * len(texts)
    cut = ((n, block) for n, text in enumerate(texts) for block in blocks(text))
    while batch := list(islice(cut, BATCH)):
        tame = []
        for n, block in batch:
            if has_long_run(block):
                counts[n] += tally(block)
            else:
                tame.append((n, block))
        encoded = encoding().encode_ordinary_batch([block for _, block in tame], num_threads=2)
        for (n, _), found in zip(tame, encoded, strict=True):
            counts[n] += len(found)
    return counts


def has_long_run(text: str) -> bool:
    """Whether some piece may be longer than tiktoken handles safely.

    A piece is a run without white space, a run of white space and `/`, or one
    of each. Every run of two strides holds a whole stride, and a stride shows at
    its first few characters, mostly, that it belongs to no run.
    """
    return any(
        not (WHITE.search(text, at, at + STRIDE) and BLACK.search(text, at, at + STRIDE))
        for at in range(0, len(text) - STRIDE + 1, STRIDE)
    )


@cache
def encoding() -> tiktoken.Encoding:
    """tiktoken's encoder over the packed ranks, without special tokens."""
    ranks = {token: rank for rank, token in enumerate(tokens())}
    return tiktoken.Encoding(
        "o200k_packed", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={}
    )
