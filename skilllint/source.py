"""Bytes to text whose line numbers can be trusted.

Lines end at `\n` only: `str.splitlines` also breaks at U+0085 and others, and
every later line number would be off.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from skilllint import frontmatter
from skilllint.model import Source

MAX_BYTES = 1_000_000
"""The largest file that is read; the largest of 38,257 real SKILL.md has 294 kB."""

ODD = re.compile("[\ufffd\0-\x08\x0b\x0e-\x1a\x1c-\x1f]")
"""Undecodable, or a control that no text editor writes."""

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file that cannot be audited; its text is one line saying why."""


def read(path: Path, shown: str | None = None) -> Source:
    """Read one file; `shown` is the path to report. Raises `Unreadable`."""
    return parse(load(path), shown if shown is not None else path.as_posix())


def take(data: bytes, path: str) -> Source:
    """Read bytes that are in no file, within the size limit. Raises `Unreadable`."""
    check_size(len(data))
    return parse(data, path)


def load(path: Path) -> bytes:
    """The bytes of a regular file within the size limit. Raises `Unreadable`."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not a regular file")
        check_size(status.st_size)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(os.strerror(error.errno or 0).lower()) from error
    except ValueError:  # a path that somebody's file names, with a NUL in it
        raise Unreadable("no path of a file") from None


def check_size(size: int) -> None:
    """Raise `Unreadable` for more bytes than are read."""
    if size > MAX_BYTES:
        raise Unreadable(f"{size:,} bytes, over the limit of {MAX_BYTES:,}; not audited")


def parse(data: bytes, path: str) -> Source:
    """Turn the bytes of one file into lines, front matter and body. Raises `Unreadable`."""
    bom, text = decode(data)
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    front, line, column = frontmatter.read(lines)
    if not column:
        while line <= len(lines) and not lines[line - 1].strip(frontmatter.BLANK):
            line += 1
    offset = sum(len(before) + 1 for before in lines[: line - 1]) + column
    return Source(
        path=path,
        size=len(data),
        bom=bom,
        text=text,
        lines=tuple(lines),
        front=front,
        body_offset=min(offset, len(text)),
        body_line=line,
    )


def decode(data: bytes) -> tuple[str, str]:
    """The byte order mark (or nothing) and the text; invalid UTF-8 becomes U+FFFD."""
    if data.startswith(UTF16_MARKS):
        raise Unreadable("is not UTF-8 text: it is UTF-16")
    if looks_binary(data[:8192]):
        raise Unreadable("is not UTF-8 text: a binary file, or another encoding")
    text = data.decode("utf-8", "replace")
    return ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)


def looks_binary(head: bytes) -> bool:
    """Whether more than a tenth of the characters are controls or undecodable.

    A few NULs or stray bytes do not make a text binary: real skills hold them.
    """
    text = head.decode("utf-8", "replace")
    return len(ODD.findall(text)) * 10 > len(text)
