"""The first lines below a heading, where many blocks say when they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import Lexicon, Match, Place
from skilllint.situational.words import Word, split

CODE = re.compile(r"`[^`\n]*`")
LENGTH = 420
"""Characters of a lead; conditions stand in the first sentences."""


def find(
    outline: Outline, section: Section, lexicon: Lexicon, place: Place = "lead"
) -> Iterator[tuple[str, int, str]]:
    """Each family of cues in a section's lead, with its line and the words quoted."""
    first, text = lead(outline, section)
    if not text:
        return
    # what stands in code is no word of the author's; blanks keep every place where it was
    said = CODE.sub(lambda code: " " * len(code[0]), text)
    for match in lexicon.find(place, said, collapse(split(said), lexicon)).values():
        line = first + text.count("\n", 0, match.start)
        yield match.family, line, quote(text, match)


def lead(outline: Outline, section: Section) -> tuple[int, str]:
    """The line and text of the prose that opens a section, up to a code block or a table."""
    first = last = 0
    for block in section.blocks:
        if block.kind in ("fence", "code", "table"):
            if first:
                break
            continue
        if block.kind in ("rule", "html"):
            continue
        first = first or block.start
        last = block.end
        if last - first > 8:
            break
    if not first:
        return 0, ""
    return first, outline.text(first, min(last, first + 12))[:LENGTH]


def collapse(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """Read `this section`, `this mode` … as `this`."""
    nouns = lexicon.nouns["block"]
    kept: list[Word] = []
    for word in words:
        if not (kept and word.text in nouns and kept[-1].text in ("this", "these")):
            kept.append(word)
    return kept


def quote(text: str, match: Match) -> str:
    """The cue with the words that follow it on its line."""
    return " ".join(
        text[match.start : max(match.end, match.start + 60)].split("\n", maxsplit=1)[0].split()
    )
