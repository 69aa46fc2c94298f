"""SZ: text of a size that needs more than a number to be told.

Plain limits need no function: their rules name a metric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._lines import about, blocks, comment
from skilllint.checks._wording import count, quoted, share
from skilllint.model import Problem, Setting, Skill

PACKED = re.compile(r"[A-Za-z0-9+/=_-]{80,}")
"""Base64, hashes or minified code; a line drawn of dashes has fewer than `LETTERS` letters."""

LETTERS = 12


def giant_line(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A line so long that no prose stands on it, or data packed into the text."""
    for number, line in enumerate(skill.source.lines, 1):
        if number < skill.source.body_line:
            continue
        if len(line) > setting.limits["characters"]:
            yield _long(number, len(line), setting.limits["characters"])
        elif len(line) > setting.limits["packed"]:
            yield from _packed(number, line, setting.limits["packed"])


def _long(line: int, size: int, limit: float) -> Problem:
    over = count(size - limit, "characters")
    return Problem(
        line,
        f"the line is {over} over its limit ({count(size, 'characters')}, limit {limit:,.0f})",
        hint="break prose into lines; move data to a file of its own that is read when needed",
        value=size,
        limit=limit,
    )


def _packed(line: int, text: str, limit: float) -> Iterator[Problem]:
    runs = [run for run in PACKED.finditer(text) if len(set(run[0])) >= LETTERS]
    longest = max(runs, key=lambda run: len(run[0]), default=None)
    if longest and len(longest[0]) > limit:
        size = len(longest[0])
        yield Problem(
            line,
            f"packed data stands in the text ({count(size, 'characters')} without a blank, "
            f"limit {limit:,.0f})",
            col=longest.start() + 1,
            hint="move it to a file of its own; a model pays for it in every session",
            value=size,
            limit=limit,
        )


def section_share(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A section that holds most of a big body; the innermost one that does."""
    body, least = skill.tokens.body, setting.limits["percent"] / 100
    if body <= setting.limits["tokens"]:
        return
    outline = skill.outline
    titled = [section for section in outline.top if section.level]
    big = {
        section.index
        for section in outline.sections
        if section.level
        and skill.weight(section).subtree > body * least
        and not (titled == [section] and section.children)
    }
    for index in sorted(big):
        section = outline.sections[index]
        if big.isdisjoint(section.children):
            part = skill.weight(section).subtree / body
            yield Problem(
                section.start,
                f"section {quoted(section.title)} is {share(part)} of the body "
                f"({count(skill.weight(section).subtree, 'tokens')} of {body:,}, "
                f"limit {share(least)})",
                end=section.end,
                hint="move what only some runs need out of it, or give its parts headings",
                value=round(part * 100),
                limit=setting.limits["percent"],
            )


def comment_tokens(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A long HTML comment, which no reader of the page sees and every session pays for."""
    for block in blocks(skill):
        if comment(skill, block) and block.closed:
            size = len(skill.outline.text(block.start, block.end).encode("utf-8", "replace"))
            tokens = about(skill, size)
            if tokens > setting.limits["tokens"]:
                yield Problem(
                    block.start,
                    f"the comment has about {count(tokens, 'tokens')} "
                    f"(limit {setting.limits['tokens']:,.0f})",
                    end=block.end,
                    hint="move it to a file that nobody is sent to; "
                    "hosts send comments to the model as they stand",
                    value=tokens,
                    limit=setting.limits["tokens"],
                )
