"""Made-up skills for the tests of the judgement: sections of so many lines, and what is found."""

from __future__ import annotations

from collections.abc import Sequence

from skilllint import outline, situational, source
from skilllint.model import Candidate, Outline, Weight
from skilllint.situational import Units


def prose(lines: int, text: str = "Look at the widget and note its colour.") -> str:
    """A section's body of so many lines."""
    return "\n".join(
        [text, *(f"Fact {n} about widgets, which is plain." for n in range(lines - 1))]
    )


def code(lines: int, language: str = "python") -> str:
    """A fence of so many lines."""
    return "\n".join([f"```{language}", *(f"x{n} = {n}" for n in range(lines - 2)), "```"])


def skill(*sections: tuple[str, str], name: str = "paint", more: str = "") -> str:
    """A SKILL.md from headings (with their #) and what stands below each."""
    body = "\n\n".join(f"{heading}\n\n{text}" for heading, text in sections)
    return f"---\nname: {name}\ndescription: Paints widgets.\n{more}---\n\n# Paint\n\n{body}\n"


def rough(tree: Outline) -> list[Weight]:
    """Weights without a tokenizer: a token for every four characters."""
    own = [len(tree.text(s.start, s.own_end)) // 4 for s in tree.sections]
    return [
        Weight(own[s.index], sum(own[inner.index] for inner in tree.subtree(s)))
        for s in tree.sections
    ]


def find(text: str, units: Units | None = None) -> tuple[Candidate, ...]:
    read = source.parse(text.encode(), "SKILL.md")
    tree = outline.read(read)
    return situational.find(read, tree, rough(tree), units or Units())


def shown(candidates: Sequence[Candidate]) -> list[tuple[str, str, str]]:
    return [(c.heading_path[-1], c.kind, c.band) for c in candidates]


STEPS = (
    ("## Step 1: Mix", prose(60, "Mix the colours.")),
    ("## Step 2: Paint", prose(60, "Paint the widget.")),
    ("## Step 3: Dry", prose(60, "Let it dry.")),
)
