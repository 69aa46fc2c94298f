"""The anchors that GitHub gives headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

DROPPED = re.compile(r"[^\w\- ]")
"""What is no letter, digit, underscore, hyphen or blank is left out, not replaced."""


def slug(title: str) -> str:
    """The anchor of a heading that is the only one of its text."""
    return DROPPED.sub("", title.strip().lower()).replace(" ", "-")


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
