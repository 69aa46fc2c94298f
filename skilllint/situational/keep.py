"""Lines of a block that must stay in the body when the block leaves it."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Keep, Outline, Section
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.references import prose


def find(outline: Outline, section: Section, lexicon: Lexicon) -> Iterator[Keep]:
    """Approvals, stop conditions, gates, output contracts and parts that always run."""
    for line, _ in prose(outline, outline.subtree(section)):
        for family in lexicon.search("keep", outline.lines[line - 1]):
            yield Keep(line, lexicon.reasons[family])
            break
