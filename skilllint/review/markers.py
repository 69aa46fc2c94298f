"""The first line of what we write on a pull request: whose it is, and of what.

A marker is an HTML comment, which a reader does not see. It holds a digest of the text
below it, so that what stands there is known to be what is wanted without comparing it with
what GitHub made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT = 65_536
"""Characters that GitHub takes in one comment."""

GONE = "0" * 12
"""The digest of a remark whose finding is gone: none of a text that stands for a finding."""

SUMMARY = re.compile(r"<!-- skilllint:summary ([0-9a-f]{12}) -->")
FINDING = re.compile(r"<!-- skilllint:finding ([0-9a-f]{16}) ([0-9a-f]{12}) -->")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a first line says: `fingerprint` is that of the finding, None of a summary."""

    fingerprint: str | None
    digest: str


def read(body: str, *, mine: bool) -> Marker | None:
    """The marker of a comment, if its first line is one and whoever asks wrote it.

    A marker that somebody quoted, moved down or wrote himself is none.
    """
    if not mine:
        return None
    first = body.split("\n", 1)[0].removesuffix("\r")
    if found := SUMMARY.fullmatch(first):
        return Marker(None, found[1])
    if found := FINDING.fullmatch(first):
        return Marker(found[1], found[2])
    return None


def summary(text: str) -> str:
    """The body of a summary: its marker, a blank line, the text."""
    return f"<!-- skilllint:summary {digest(text)} -->\n\n{text}"


def remark(fingerprint: str, text: str, *, gone: bool = False) -> str:
    """The body of a remark on a finding, or with `gone` of what is left of one."""
    return f"<!-- skilllint:finding {fingerprint} {GONE if gone else digest(text)} -->\n\n{text}"


def digest(text: str) -> str:
    """12 hexadecimal digits that name a text; line ends and blanks behind lines do not count."""
    from hashlib import sha256

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    folded = "\n".join(line.rstrip() for line in lines).strip("\n")
    return sha256(folded.encode("utf-8", "replace")).hexdigest()[:12]
