"""The lines of a file that may be growing, may be half written and may be huge."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path

LONGEST = 8 * 1024 * 1024
"""Bytes of the longest line that is read; it takes up to 130 MiB to decode one.

Longer ones hold pictures or whole files."""

BUFFER = 256 * 1024
"""Bytes read at once; what is skipped of a long line is never held but for so many."""


HEAD = 4 * 1024
"""Bytes of a longer line that are looked at."""


def nothing(head: bytes) -> bytes:
    """What stands for a line that is too long: no line."""
    return b""


@dataclass(slots=True)
class Lines:
    """The lines of a file, each with its line end, as far as the file went at `size` bytes.

    Lines of more than `longest` bytes are left out and counted in `long`; in their place
    stands what `instead` makes of their beginning. Only the last line can lack its line end.
    """

    file: BufferedReader
    size: int
    longest: int
    instead: Callable[[bytes], bytes] = nothing
    long: int = 0

    def __iter__(self) -> Iterator[bytes]:
        left = self.size
        while left > 0:
            line = self.file.readline(min(self.longest, left))
            if not line:
                return  # the file has shrunk since
            left -= len(line)
            if len(line) < self.longest or line.endswith(b"\n"):
                yield line
            else:
                self.long += 1
                line = self.instead(line[:HEAD])
                left = self.skip(left)
                if line:
                    yield line

    def skip(self, left: int) -> int:
        """Go to the end of a line, with so many bytes left before it and after it."""
        while left > 0:
            part = self.file.readline(min(BUFFER, left))
            left -= len(part)
            if not part or part.endswith(b"\n"):
                break
        return left


def of(file: BufferedReader, longest: int, instead: Callable[[bytes], bytes] = nothing) -> Lines:
    """The lines that an open file has now; what is appended later is not read."""
    return Lines(file, os.fstat(file.fileno()).st_size, longest, instead)


def open_at(path: Path) -> BufferedReader:
    """A file, opened for reading its lines. Raises OSError."""
    return BufferedReader(FileIO(path), BUFFER)
