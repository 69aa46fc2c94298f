"""A skill's body in pieces: each section's own text, which together are the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from skilllint import skills
from skilllint.compare.texts import Features, features
from skilllint.model import Skill


@dataclass(frozen=True, slots=True)
class Piece:
    """A section without those below it. `words` is its text with white space folded.

    `text` is all of it, with the heading; `words` and `features` leave the heading out.
    """

    path: tuple[str, ...]
    parent: int | None
    line: int
    text: str
    tokens: int
    words: str = ""
    features: Features = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        """Its own heading."""
        return self.path[-1] if self.path else ""

    @property
    def bytes(self) -> int:
        """Its size in the file."""
        return len(self.text.encode("utf-8", "replace"))


def cut(skill: Skill) -> tuple[Piece, ...]:
    """The pieces of a skill's body, in their order."""
    return tuple(pieces(skill))


def pieces(skill: Skill) -> Iterator[Piece]:
    """Each section of a skill with its own text."""
    text = skill.source.text
    edges = [*skills.offsets(skill.source, skill.outline), len(text)]
    both = zip(skill.outline.sections, pairwise(edges), strict=True)
    for (section, (start, end)), weight in zip(both, skill.weights, strict=True):
        own = text[start:end]
        inner = own.partition("\n")[2] if section.level else own
        yield Piece(
            path=section.path,
            parent=section.parent,
            line=section.start,
            text=own,
            tokens=weight.own,
            words=" ".join(inner.split()),
            features=features(inner),
        )
