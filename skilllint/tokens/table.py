"""The o200k vocabulary as a hash table on disk that is mapped, never loaded.

`o200k_base.bin`, little-endian on every machine:

* 2**19 slots of four bytes: 0 for an empty slot, else where a token stands in
  this file. A token's first slot is the low 19 bits of its CRC-32; a taken slot
  sends on to the next one.
* the tokens in the order of their ranks, each as one byte of length and its bytes.

So a token that stands earlier merges earlier, and its place does for its rank.
`tools/pack_o200k.py` writes the file and proves it.
"""

from __future__ import annotations

import mmap
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

SLOTS = 1 << 19
PATH = Path(__file__).with_name("o200k_base.bin")

Place = Callable[[bytes], int]
"""Where a token stands, 0 for bytes that are no token; smaller places merge first."""


@cache
def mapped() -> mmap.mmap:
    """The file, mapped; only the pages that are looked at are read."""
    with PATH.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def place() -> Place:
    """Open the table for look-ups."""
    file = mapped()
    slots = words(memoryview(file)[: 4 * SLOTS])
    mask = SLOTS - 1

    def find(token: bytes) -> int:
        size = len(token)
        slot = crc32(token) & mask
        while at := slots[slot]:
            if file[at] == size and file[at + 1 : at + 1 + size] == token:
                return at
            slot = (slot + 1) & mask
        return 0

    return find


def words(data: memoryview, order: str = sys.byteorder) -> Sequence[int]:
    """Little-endian numbers of four bytes, as a machine of the given byte order reads them."""
    if order == "little":
        return data.cast("I")
    swapped = array("I", data.tobytes())
    swapped.byteswap()
    return swapped


def tokens() -> Iterator[bytes]:
    """Every token in the order of its rank."""
    file = mapped()
    at = 4 * SLOTS
    while at < len(file):
        end = at + 1 + file[at]
        yield file[at + 1 : end]
        at = end
