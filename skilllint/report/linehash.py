"""The hash by which GitHub's code scanning knows a line again, as it computes it itself.

It is of the 100 characters (UTF-16 units) from the line's start on, blanks and
tabs left out and line ends made alike; behind the end of the file stand a mark
and zeros. Equal ones are counted from the top of the file down.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from functools import lru_cache
from itertools import accumulate

BLOCK = 100
BASE = 37
END = 0xFFFF
LINE_FEED = 0x0A


def line_hash(text: str, line: int) -> str:
    """`hash:n` of one line of a file's text: the n-th line with this hash."""
    counted, starts, nth = prepared(text)
    start = starts[min(line, len(starts)) - 1]
    block = counted[start : start + BLOCK]
    value = 0
    for unit in block:
        value = value * BASE + unit
    value *= BASE ** (BLOCK - len(block))
    return f"{value & 0xFFFF_FFFF_FFFF_FFFF:x}:{nth[start]}"


@lru_cache(maxsize=8)
def prepared(text: str) -> tuple[array[int], list[int], dict[int, int]]:
    """What counts of a text, where each line starts in it, and the n of each start."""
    counted = units(text)
    counted.append(END)
    starts = [0, *accumulate(len(units(f"{line}\n")) for line in text.split("\n"))][:-1]
    nth: dict[int, int] = {}
    seen: Counter[bytes] = Counter()
    # a carriage return by itself begins a line here, though not elsewhere
    for start in (0, *(at + 1 for at, unit in enumerate(counted) if unit == LINE_FEED)):
        block = counted[start : start + BLOCK].tobytes()
        seen[block] += 1
        nth[start] = seen[block]
    return counted, starts, nth


def units(text: str) -> array[int]:
    """The characters that count."""
    counted = re.sub("[ \t]", "", re.sub("\r\n?", "\n", text))
    found = array("H")
    native = f"utf-16-{sys.byteorder[0]}e"
    found.frombytes(counted.encode(native, "surrogatepass"))
    return found
