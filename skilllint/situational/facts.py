"""The facts about one file that all signals draw from, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section, Source
from skilllint.situational import body, keep, references, siblings, titles
from skilllint.situational.body import Tally
from skilllint.situational.keep import Kept
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.references import Line, Mention, Pointer
from skilllint.situational.siblings import Group
from skilllint.situational.titles import Title
from skilllint.situational.words import split


class Facts(NamedTuple):
    """Headings, groups, mentions and tallies of a file, by the places of its sections.

    `rows` holds the first line of a table whose first cell begins with a word,
    `pointers` the lines that name other files, `kept` those that stay in the
    body whatever leaves it.

    `topic` holds the words of the skill's name and title, `hint` those of its
    argument-hint. `topics` marks a file of topics side by side, without steps.
    `first` and `lines` place the body.
    """

    outline: Outline
    lexicon: Lexicon
    prose: Sequence[Line]
    titles: Sequence[Title]
    groups: Mapping[int, Group]
    mentions: Mapping[int, tuple[Mention, ...]]
    tallies: Sequence[Tally]
    kept: Sequence[Kept]
    pointers: Sequence[Pointer]
    rows: Mapping[str, int]
    hint: frozenset[str]
    hint_line: int
    topic: frozenset[str]
    topics: bool
    first: int
    lines: int

    def is_topic(self, text: str) -> bool:
        """Whether words are those of the skill's own name or title."""
        return words(text) <= self.topic

    def is_task(self, title: Title) -> bool:
        """Whether a heading names something to do: "Publish a package"."""
        return (
            not title.number
            and title.core[:1] != ()
            and title.core[0] in self.lexicon.nouns["task"]
        )

    def title(self, section: Section) -> Title:
        """What the section's heading says."""
        return self.titles[section.index]


def gather(source: Source, outline: Outline, lexicon: Lexicon, wanted: frozenset[int]) -> Facts:
    """Look at a whole file once; only `wanted` sections are looked for in the prose."""
    headings = titles.read(outline, lexicon)
    lines = tuple(references.prose(outline, outline.sections))
    groups = siblings.find(outline, headings, lexicon)
    # small alternatives may be a block together
    together = {index for index, group in groups.items() if group.kind in siblings.MERGES}
    values = source.front.values
    # texts only: an alias bomb is a value too, and nobody may spell it out
    name, hint = (
        v if isinstance(v := values.get(key), str) else "" for key in ("name", "argument-hint")
    )
    topic = {word.text for t in headings if t.section.level == 1 for word in t.words}
    return Facts(
        outline=outline,
        lexicon=lexicon,
        prose=lines,
        titles=headings,
        groups=groups,
        mentions=references.find(outline, lines, headings, lexicon, wanted | together),
        tallies=body.tally(outline, headings, lexicon),
        rows=references.rows(outline),
        pointers=references.pointers(lines),
        kept=keep.find(outline, lines, lexicon, wanted),
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
