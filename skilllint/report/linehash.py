"""The hash by which GitHub's code scanning knows a line again, as it computes it itself.

It is of the 100 characters (UTF-16 units) from the line's start on, blanks and
tabs left out and line ends made alike; behind the end of the file stand a mark
and zeros. Equal ones are counted from the top of the file down.
"""

from __future__ import annotations

import re
import sys
from array import array

BLOCK = 100
BASE = 37
END = 0xFFFF
LINE_FEED = 0x0A


def line_hash(text: str, line: int) -> str:
    """`hash:n` of one line of a file's text: the n-th line with this hash."""
    lines = text.split("\n", line - 1)
    above = units(text[: len(text) - len(lines[-1])])
    all_ = units(text)
    all_.append(END)
    starts = [0, *(at + 1 for at, unit in enumerate(all_) if unit == LINE_FEED)]
    wanted = all_[len(above) : len(above) + BLOCK]
    nth = sum(all_[at : at + BLOCK] == wanted for at in starts if at <= len(above))
    value = 0
    for unit in wanted:
        value = value * BASE + unit
    value *= BASE ** (BLOCK - len(wanted))
    return f"{value & 0xFFFF_FFFF_FFFF_FFFF:x}:{nth}"


def units(text: str) -> array[int]:
    """The characters that count."""
    counted = re.sub("[ \t]", "", re.sub("\r\n?", "\n", text))
    found = array("H")
    native = f"utf-16-{sys.byteorder[0]}e"
    found.frombytes(counted.encode(native, "surrogatepass"))
    return found
