"""The facts about one file that all signals draw from, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section, Source
from skilllint.situational import body, references, siblings, titles
from skilllint.situational.body import Tally
from skilllint.situational.lexicon import Lexicon, split
from skilllint.situational.references import Mention
from skilllint.situational.siblings import Group
from skilllint.situational.titles import Title


class Facts(NamedTuple):
    """Headings, groups, mentions and tallies of a file, by the places of its sections.

    `topic` holds the words of the skill's name and title, `hint` those of its
    argument-hint. `topics` marks a file of topics side by side, without steps.
    `first` and `lines` place the body.
    """

    outline: Outline
    lexicon: Lexicon
    titles: Sequence[Title]
    groups: Mapping[int, Group]
    mentions: Mapping[int, tuple[Mention, ...]]
    tallies: Sequence[Tally]
    hint: frozenset[str]
    hint_line: int
    topic: frozenset[str]
    topics: bool
    first: int
    lines: int

    def is_topic(self, text: str) -> bool:
        """Whether words are those of the skill's own name or title."""
        return words(text) <= self.topic

    def title(self, section: Section) -> Title:
        """What the section's heading says."""
        return self.titles[section.index]


def gather(source: Source, outline: Outline, lexicon: Lexicon, wanted: frozenset[int]) -> Facts:
    """Look at a whole file once; only `wanted` sections are looked for in the prose."""
    headings = titles.read(outline, lexicon)
    values = source.front.values
    # texts only: an alias bomb is a value too, and nobody may spell it out
    name, hint = (
        v if isinstance(v := values.get(key), str) else "" for key in ("name", "argument-hint")
    )
    topic = {word.text for t in headings if t.section.level == 1 for word in t.words}
    return Facts(
        outline=outline,
        lexicon=lexicon,
        titles=headings,
        groups=siblings.find(outline, headings, lexicon),
        mentions=references.find(outline, headings, lexicon, wanted),
        tallies=body.tally(outline, headings, lexicon),
        hint=words(hint),
        hint_line=source.front.line_of("argument-hint"),
        topic=words(name.replace("-", " ")) | frozenset(topic),
        topics=sum(t.step for t in headings) < 2
        and sum(s.level <= 2 for s in outline.sections) > 4,
        first=source.body_line,
        lines=max(1, len(outline.lines) - source.body_line + 1),
    )


def words(text: str) -> frozenset[str]:
    """The words of a short text."""
    return frozenset(word.text for word in split(text))
