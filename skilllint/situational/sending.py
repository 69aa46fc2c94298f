"""Whether a text sends every run to one of its sections, whatever that looks like by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from skilllint.model import Outline, Section, Source
from skilllint.situational import lexicon, references, titles
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.references import ANCHOR, Mention

COUNTED = re.compile(r"\W*(?:\d|steps?\b|phases?\b|stages?\b)", re.IGNORECASE)
"""How a table's row begins that is a step of the work, and no case of it."""


def always(source: Source, outline: Outline, section: Section) -> bool:
    """Whether a line outside of a section names it, or a part of it, under no condition."""
    words = lexicon.spoken(source.text)
    inside = frozenset(one.index for one in outline.subtree(section))
    headings = titles.read(outline, words)
    lines = references.prose(outline, outline.sections)
    found = references.find(outline, lines, headings, words, inside)
    return any(
        not section.start <= mention.line <= section.end
        and is_plain(mention, headings[index].core, words)
        for index, mentions in found.items()
        for mention in mentions
    )


def is_plain(mention: Mention, name: Iterable[str], words: Lexicon) -> bool:
    """Whether a mention states no condition; a name such as "Bulk Mode" is none."""
    if mention.kind == "routed":
        return COUNTED.match(mention.text) is not None
    text = ANCHOR.sub(hidden, mention.text)
    if written := r"\W+".join(map(re.escape, name)):
        text = re.sub(written, hidden, text, flags=re.IGNORECASE)
    return references.judge(text, mention.at, mention.kind, words) == "plain"


def hidden(found: re.Match[str]) -> str:
    """As many signs that say nothing."""
    return "_" * len(found[0])
