"""SZ: text that stands in one file twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from skilllint.checks._escaped import taken_for_prose
from skilllint.checks._lines import about, coded
from skilllint.checks._nests import broken_from
from skilllint.checks._wording import count
from skilllint.model import Problem, Setting, Skill


class Part(NamedTuple):
    """A heading or a block with its lines, and its text with the white space folded."""

    start: int
    end: int
    text: str
    heading: bool


def repeated_block(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Blocks that stand in the file before, word for word, as many at a time as agree.

    One pass: each block is looked up by its text among the first of their kind.
    """
    parts = list(_parts(skill))
    first: dict[str, int] = {}
    code: AbstractSet[int] = frozenset()
    place = 0
    while place < len(parts):
        before = first.setdefault(parts[place].text, place)
        run = _run(parts, before, place)
        if run:
            code = code or _code(skill)
            again = parts[place : place + run]
            yield from _told(skill, setting, parts[before : before + run], again, code)
        for index in range(place + 1, place + run):
            first.setdefault(parts[index].text, index)
        place += max(run, 1)


def _run(parts: list[Part], before: int, place: int) -> int:
    """How many parts from one place on are those from another place before it on."""
    run = 0
    while before + run < place and place + run < len(parts):
        if parts[before + run].text != parts[place + run].text:
            break
        run += 1
    return run


def _told(
    skill: Skill,
    setting: Setting,
    before: list[Part],
    again: list[Part],
    code: AbstractSet[int],
) -> Iterator[Problem]:
    """The problem of a repetition, headings at its end aside, if it is large enough."""
    while again and again[-1].heading:
        again, before = again[:-1], before[:-1]
    if not again:
        return
    tokens = _tokens(skill, range(again[0].start, again[-1].end + 1))
    lines = sum(part.end - part.start + 1 for part in again)
    if tokens > setting.limits["tokens"] and lines >= setting.limits["lines"]:
        shown = range(again[0].start, again[-1].end + 1)
        prose = _tokens(skill, (number for number in shown if number not in code))
        yield Problem(
            again[0].start,
            f"{count(lines, 'lines')} stand in lines {before[0].start} to {before[-1].end} already "
            f"(about {count(tokens, 'tokens')})",
            end=again[-1].end,
            hint="say it once and name that place here, or keep it in a file that both name",
            value=tokens,
            limit=setting.limits["tokens"],
            # a template or a command has to stand in each place as it is
            confidence=None if prose > setting.limits["tokens"] else "advice",
        )


def _code(skill: Skill) -> AbstractSet[int]:
    """The lines that are code, or may be: all behind a broken fence. Never empty."""
    doubtful = range(broken_from(skill), len(skill.source.lines) + 2)
    return coded(skill) | taken_for_prose(skill) | {*doubtful}


def _tokens(skill: Skill, numbers: Iterable[int]) -> int:
    """Roughly the tokens of some lines."""
    text = "\n".join(skill.source.lines[number - 1] for number in numbers)
    return about(skill, len(text.encode("utf-8", "replace")))


def _parts(skill: Skill) -> Iterator[Part]:
    """Headings and top-level blocks in order, none inside another."""
    lines = skill.source.lines
    done = 0
    for section in skill.outline.sections:
        if section.level:
            yield Part(section.start, section.start, f"# {section.title}", heading=True)
        for block in section.blocks:
            if block.start > done and block.kind not in ("item", "rule"):
                done = block.end
                text = " ".join("\n".join(lines[block.start - 1 : block.end]).split())
                yield Part(block.start, block.end, text, heading=False)
