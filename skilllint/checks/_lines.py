"""Lines and blocks of a skill as the checks walk over them, and places to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log10

from skilllint.model import Block, Skill


def blocks(skill: Skill) -> Iterator[Block]:
    """Every block of the body, in document order."""
    return (block for section in skill.outline.sections for block in section.blocks)


def coded(skill: Skill) -> set[int]:
    """The lines that are code or comments, where nothing is Markdown."""
    return {
        line
        for block in blocks(skill)
        if block.kind in ("fence", "code") or comment(skill, block)
        for line in range(block.start, block.end + 1)
    }


def comment(skill: Skill, block: Block) -> bool:
    """Whether a block is an HTML comment."""
    first = skill.source.lines[block.start - 1]
    return block.kind == "html" and first.lstrip().startswith("<!--")


def starts(lines: Sequence[str]) -> list[int]:
    """The character of a text at which each of its lines begins."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def ending(line: str) -> str:
    """The line end of a text whose lines keep their `\\r`."""
    return "\r\n" if line.endswith("\r") else "\n"


def others(number: int) -> str:
    """How many more there are like the one that is named."""
    return f" and {number} more" if number else ""


def about(skill: Skill, size: int) -> int:
    """Roughly the tokens of so many bytes of text, to two digits.

    A check counts none outside SKILL.md, so it takes as many for a byte as there.
    """
    exact = size * skill.tokens.file / max(skill.source.size, 1)
    digits = 1 - int(log10(exact)) if exact >= 1 else 0
    return round(round(exact, digits))
