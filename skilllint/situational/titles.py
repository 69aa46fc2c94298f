"""What a heading says: its number, its core words, the cues in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import Lexicon, Match
from skilllint.situational.wide import holds
from skilllint.situational.words import Word, split

STEP = re.compile(
    r"(?:(?:phase|step|stage|part|level|day|week|round|gate|task|pass|fase|schritt|étape|paso)"
    r"\s*[-#]?\s*\d[\w.]*)",
    re.I,
)
NUMBER = re.compile(
    r"(?:\d+(?:\.\d+)*[a-z]?(?=[.):\s–—、．）：-]|$)|[①-⑳]|[(（]?[一二三四五六七八九十]+[、．)）])",
    re.I,
)
SIDE = re.compile(r"\([^)]*\)|（[^）]*）|【[^】]*】")
SUBTITLE = re.compile(r"\s[—–|-]\s|:(?=\s|[^\x00-\x7f])|：")
HEAD = re.compile(r"\b(?:with|for|of|in|from|using|by|on|to|as)\b", re.I)
SIGNATURE = re.compile(r"^#+\s+(?:`[^`]+`|/[a-z][\w:-]+|[\w &/-]+\((?:`[^`]+`(?:,\s*)?)+)")
NOUNS = frozenset({"title.lookup", "title.gate"})
"""Families whose words count as the noun of a heading only, not behind a preposition."""

EMPTY = frozenset("the a an of and or to in on for with your this that from by at is are".split())  # noqa: SIM905


class Title(NamedTuple):
    """One heading. `core` is what is left without number, brackets and subtitle.

    `step` is set for "Step 3", `number` for "3." as well. `cues` maps the
    families of the lexicon to where they occur.
    """

    section: Section
    text: str
    words: tuple[Word, ...]
    core: tuple[str, ...]
    step: bool
    number: str
    command: bool
    cues: Mapping[str, Match]

    @property
    def plain_step(self) -> bool:
        """A numbered step whose heading does not itself make it optional."""
        return bool(self.number) and not self.strong

    @property
    def strong(self) -> bool:
        """Whether the heading states a condition outright."""
        return any(f"title.{name}" in self.cues for name in ("optional", "only", "condition"))


def read(outline: Outline, lexicon: Lexicon) -> tuple[Title, ...]:
    """The titles of all sections, in the outline's order."""
    return tuple(title(outline, section, lexicon) for section in outline.sections)


def title(outline: Outline, section: Section, lexicon: Lexicon) -> Title:
    """What one heading says."""
    text = section.title
    words = split(text, lexicon.patterns["joint"])
    step = STEP.match(text) or lexicon.pattern("step").match(text)
    number = step or NUMBER.match(text)
    rest = text[number.end() :] if number else text
    core = SUBTITLE.split(SIDE.sub(" ", rest).strip(" -–—:.)"), maxsplit=1)[0]
    cues = lexicon.find("title", text, words)
    for family in NOUNS & cues.keys():
        if not in_head(text, number.end() if number else 0, cues[family], lexicon):
            del cues[family]
    return Title(
        section=section,
        text=text,
        words=tuple(words),
        core=tuple(w.text for w in split(core, lexicon.patterns["joint"])),
        step=step is not None,
        number=number[0].lower() if number else "",
        command=bool(SIGNATURE.match(outline.lines[section.start - 1])) and section.level > 0,
        cues=cues,
    )


def in_head(text: str, begin: int, match: Match, lexicon: Lexicon) -> bool:
    """Whether a word is the noun of a heading: "templates for X", not "adding X to templates"."""
    preposition = HEAD.search(text, begin + 1) or lexicon.pattern("head").search(text, begin + 1)
    bracket = text.find("(", begin)
    ends = [
        preposition.start() if preposition else len(text),
        bracket if bracket > 0 else len(text),
    ]
    return match.start < min(ends)


def content(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that carry meaning."""
    return tuple(word for word in words if word not in EMPTY)


def enumerated(title: Title, nouns: frozenset[str]) -> bool:
    """Whether a heading names one of several: "Option B", "Workflow 2", "Mode: quick"."""
    if not title.core or title.core[0] not in nouns:
        return False
    second = title.words[1].text if len(title.words) > 1 else ""
    letter = len(second) == 1 and not holds(second)
    return letter or second.isnumeric() or (len(title.core) == 1 and bool(second))
