"""The anchors that GitHub gives headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

DROPPED = re.compile(r"[^\w\- ]")
"""What is no letter, digit, underscore, hyphen or blank is left out, not replaced."""

LINK = re.compile(r"!?\[([^\]]{0,500})\]\([^)]{0,500}\)")
"""A link in a heading; only its text is shown."""


def slug(title: str) -> str:
    """The anchor of a heading that is the only one of its text."""
    shown = LINK.sub(r"\1", title) if "](" in title else title
    return DROPPED.sub("", shown.strip().lower()).replace(" ", "-")


def numbered(titles: Iterable[str]) -> Iterator[str]:
    """The anchors of all headings of a file, in order: each once, repeated ones numbered."""
    seen: Counter[str] = Counter()
    for title in titles:
        anchor = base = slug(title)
        while anchor in seen:
            seen[base] += 1
            anchor = f"{base}-{seen[base]}"
        seen[anchor] = 0
        yield anchor
