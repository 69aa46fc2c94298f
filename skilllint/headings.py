"""Which sections a text names: a title, or a path such as `Parent > Child`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from skilllint import outline, spelling
from skilllint.model import Outline, Section, Skill


def find(texts: Iterable[str], skill: Skill) -> Mapping[str, tuple[Section, ...]]:
    """The sections of a skill that each text names, all that fit; texts that fit none are left out.

    A text that fits no section may also name a candidate of several, as reports do.
    """
    keys = {text: said(text) for text in texts}
    named = index(skill) if any(keys.values()) else {}
    return {text: named[key] for text, key in keys.items() if key in named}


def index(skill: Skill) -> Mapping[str, tuple[Section, ...]]:
    """The sections by every end of their path."""
    sections = skill.outline.sections
    named: defaultdict[str, list[Section]] = defaultdict(list)
    for section in sections:
        if section.level:
            for key in ends(section.path):
                named[key].append(section)
    runs = {
        key: tuple(sections[place] for place in found.sections)
        for found in reversed(skill.candidates)
        for key in ends(found.heading_path)
    }
    return runs | {key: tuple(found) for key, found in named.items()}


def ends(path: tuple[str, ...]) -> Iterator[str]:
    """A heading path with ever more of its beginning left out, folded."""
    return (fold(" > ".join(path[start:])) for start in range(len(path)))


def said(text: str) -> str:
    """What a user types as a title, without the marks that an outline's titles lack too."""
    return fold(outline.plain(re.sub(r"^\s*#{1,6}\s", "", text)))


def fold(title: str) -> str:
    """A title in which case, white space and the spaces around `>` do not count."""
    return re.sub(r"\s*>\s*", " > ", " ".join(normalize("NFC", title).casefold().split()))


def nearest(text: str, outlines: Iterable[Outline]) -> str:
    """`; did you mean "x"?` for the title that a text is part of or nearest to, or nothing."""
    titles = dict.fromkeys(s.title for one in outlines for s in one.sections if s.level)
    last = said(text).rpartition(" > ")[2].strip()
    holding = [title for title in titles if last and last in fold(title)]
    if holding:
        return f'; did you mean "{min(holding, key=len)}"?'
    return spelling.suggest(last, titles)
