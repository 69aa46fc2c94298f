"""A skill as it would be if some of its sections had moved to files of their own; in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from skilllint import cost, skills
from skilllint.cost import Assumptions
from skilllint.model import FileWeight, Move, Moved, Section, Skill, Source
from skilllint.situational import Given, keep, lexicon

ATX = re.compile(r" {0,3}#{1,6}(?:\s|$)")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")


def without(
    skill: Skill, moves: Sequence[Move], given: Mapping[int, Given], figures: Assumptions
) -> tuple[Skill, tuple[Moved, ...]]:
    """A skill after some moves, and what moved; they run in the file's order and never overlap.

    Of each section the heading stays, and the line that points to its file,
    which counts as a reference. The result is not judged yet.
    """
    blocks = [skill.outline.sections[move.section] for move in moves]
    home = skills.Home(skill.folder, skill.place, skill.plugin, skill.standalone, skill.root)
    rest = skills.weigh(shortened(skill.source, blocks, [move.pointer for move in moves]), home)
    moved = tuple(
        replace(taken_out(skill, move, given, figures), left=left)
        for move, left in zip(moves, remains(skill, rest, blocks), strict=True)
    )
    folder = PurePosixPath(skill.path).parent
    new = (FileWeight(str(folder / one.file), "reference", one.tokens) for one in moved)
    tiers = replace(rest.tokens, files=(*skill.tokens.files, *new))
    return replace(rest, tokens=tiers), moved


def taken_out(skill: Skill, move: Move, given: Mapping[int, Given], figures: Assumptions) -> Moved:
    """What is said of one section that moves; what is left of it is not known yet."""
    block = skill.outline.sections[move.section]
    tokens = skill.weight(block).subtree
    saving = cost.block(skill, block.start, block.end, tokens, figures)
    said = given.get(block.index)
    known = said.probability if said and said.decides else None
    return Moved(
        heading_path=block.path,
        start=block.start,
        end=block.end,
        tokens=tokens,
        left=0,
        share=tokens / skill.tokens.body if skill.tokens.body else 0.0,
        file=move.file,
        pointer=move.pointer,
        saving=saving,
        keep=keep.of(skill.outline, block, lexicon.spoken(skill.source.text)),
        probability=known,
        expected=cost.expected(saving, known) if known else None,
        verdict=cost.verdict(known, saving),
    )


def remains(skill: Skill, rest: Skill, blocks: Sequence[Section]) -> Iterator[int]:
    """The tokens that each section still has in the shortened body."""
    gone = 0
    for block in blocks:
        yield rest.weights[block.index - gone].subtree
        gone += len(skill.outline.subtree(block)) - 1


# --- the text -------------------------------------------------------------------


def shortened(source: Source, blocks: Sequence[Section], pointers: Sequence[str]) -> Source:
    """The file with a heading and a pointer in the place of each section."""
    lines: list[str] = []
    done = 0
    for block, pointer in zip(blocks, pointers, strict=True):
        lines += source.lines[done : block.start - 1]
        lines += stub(source, block, pointer)
        done = block.end
    lines += source.lines[done:]
    text = "\n".join(lines) + ("\n" if source.text.endswith("\n") else "")
    # from the bytes that were read: one that is not UTF-8 is three in the text
    size = source.size + len(text.encode()) - len(source.text.encode())
    return replace(source, text=text, lines=tuple(lines), size=size)


def stub(source: Source, block: Section, pointer: str) -> list[str]:
    """The lines that stay of a section, ended as its heading is."""
    heading = source.lines[block.start - 1 : heading_end(source, block)]
    end = "\r" if heading[-1].endswith("\r") else ""
    behind = [end] if block.end < len(source.lines) else []
    return [*heading, end, f"{pointer}{end}", *behind]


def heading_end(source: Source, block: Section) -> int:
    """The last line of a section's heading; one that is underlined has several."""
    first = source.lines[block.start - 1]
    if block.start == source.body_line:
        first = source.body.partition("\n")[0]  # the front matter may end on the same line
    if ATX.match(first):
        return block.start
    below = range(block.start, block.end)
    return next((line + 1 for line in below if UNDERLINE.match(source.lines[line])), block.start)
