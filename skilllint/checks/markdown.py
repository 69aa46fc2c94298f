"""MD: Markdown that does not mean what its author meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from skilllint.checks._escaped import taken_for_prose
from skilllint.checks._lines import blocks, ending, offset
from skilllint.checks._wording import count, quoted
from skilllint.model import Block, Edit, Problem, Setting, Skill

TEMPLATE = frozenset({"markdown", "md", "mdx", "text", "txt"})
"""What a fence is called that may well hold fences."""

FENCE = re.compile(r"[ \t>]*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")


class Nest(NamedTuple):
    """A fence that is closed too early: its line, the inner fence's, and its true close.

    `paired` says that `meant` is a line that closes it, not merely the last one.
    """

    outer: Block
    inner: int
    meant: int
    paired: bool


def broken_fence(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A fence that the fence inside it closes, so that the rest of it is read as prose."""
    nests = [*_nests(skill)]
    for outer, inner, meant, _ in nests:
        mark = _marks(skill, outer.start)
        early = (
            f"line {outer.end}, meant for the fence in line {inner}, closes it too early"
            if outer.closed
            else f"the fence in line {inner} is as long, and nothing closes them"
        )
        wrong = f"; down to line {meant}, text and code change places" if outer.end < meant else ""
        yield Problem(
            outer.start,
            f"broken fence: {early}{wrong}",
            end=meant,
            hint=f"write {mark + mark[0]} at both ends of the outer fence, "
            f"or close it before line {inner}",
            edits=tuple(_lengthened(skill, nests)),
        )


def unclosed_fence(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A fence that runs to the end because nothing closes it."""
    first_nest = next((nest.outer.start for nest in _nests(skill)), len(skill.source.lines) + 1)
    for block in blocks(skill):
        if block.kind == "fence" and not block.closed and block.start < first_nest:
            behind = count(block.end - block.start, "lines")
            yield Problem(
                block.start,
                f"the fence that opens here is never closed and makes code of {behind} behind it",
                end=block.end,
                hint=f"put {_marks(skill, block.start)} on a line behind the code, "
                "or delete this line if it was meant to close a fence",
            )


def accidental_heading(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A paragraph that the line of dashes right below it turns into a heading."""
    code = taken_for_prose(skill)
    for block in blocks(skill):
        if block.kind == "setext" and block.start not in code:
            text = quoted(skill.source.lines[block.start - 1])
            yield Problem(
                block.start,
                f"the line of dashes in line {block.end} makes a heading of the text {text}",
                end=block.end,
                hint="put an empty line before the dashes",
                edits=_apart(skill, block),
            )


def unclosed_comment(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """An HTML comment that runs to the end because nothing closes it."""
    for block in blocks(skill):
        if block.kind == "html" and not block.closed:
            yield Problem(
                block.start,
                "the comment `<!--` that opens here is never closed: "
                f"{count(block.end - block.start, 'lines')} behind it are no longer read",
                end=block.end,
                hint="put --> at the end of the comment",
            )


def _lengthened(skill: Skill, nests: list[Nest]) -> Iterator[Edit]:
    """One mark more at both ends of the outer fence, where no other reading is possible.

    It is the only broken one, called a template, and all fence lines pair up.
    """
    outer, _, meant, paired = nests[0]
    if len(nests) > 1 or not paired or outer.info.split(" ")[0].lower() not in TEMPLATE:
        return
    lines = skill.source.lines
    mark = _marks(skill, outer.start)
    levels = 0
    for line, opens, _ in _fence_lines(skill):
        if line < outer.start:
            continue
        inside = line <= meant
        if inside and _marks(skill, line) != mark:
            return
        levels += 1 if opens or not levels else -1
        if levels > 1 + inside or (inside and levels < (line < meant)):
            return
    if levels:
        return
    for line in (outer.start, meant):
        at = offset(lines, line) + lines[line - 1].index(mark)
        yield Edit(at, at, mark[0])


def _apart(skill: Skill, block: Block) -> tuple[Edit, ...]:
    """An empty line before the dashes below a paragraph, where that leaves two plain things.

    Fewer than three dashes would become a list or text. Below cells a delimiter row
    may have been meant, and at the top of a file the end of a front matter.
    """
    lines = skill.source.lines
    above, dashes = lines[block.end - 2], lines[block.end - 1]
    cells = lines[block.start - 1].lstrip().startswith("|")
    top = block.start == skill.source.body_line and not skill.source.front.start
    if dashes.count("-") < 3 or cells or top:
        return ()
    at = offset(lines, block.end)
    return (Edit(at, at, ending(above)),)


def _nests(skill: Skill) -> Iterator[Nest]:
    """Each outermost fence that an equally long one inside it breaks.

    Fence lines are paired as their author meant them: one with an info string
    opens, a bare one closes what is open. Where that pairing and Markdown's
    agree on the close, nothing is broken.
    """
    open_: list[int] = []
    outer: Block | None = None
    inner = 0
    for line, opens, block in _fence_lines(skill):
        if opens or not open_:
            if open_:
                inner = inner or line
            else:  # a line that Markdown reads as a close heads no block of its own
                outer, inner = (block if block.start == line else None), 0
            open_.append(line)
        else:
            open_.pop()
            if not open_ and outer and outer.start < inner <= outer.end:
                yield Nest(outer, inner, line, True)
    if open_ and outer and outer.start < inner <= outer.end:
        yield Nest(outer, inner, len(skill.source.lines), False)


def _fence_lines(skill: Skill) -> Iterator[tuple[int, bool, Block]]:
    """Each fence line with whether its info string makes it an opening, and its block.

    Inside a block only marks that could close it count: as long, and indented by
    less than four. A block that its list item ends counts as closed there.
    """
    lines = skill.source.lines
    for block in blocks(skill):
        if block.kind != "fence":
            continue
        yield block.start, bool(block.info), block
        marks = _marks(skill, block.start)
        column = lines[block.start - 1].find(marks)
        for line in range(block.start + 1, block.end + (not block.closed)):
            found = FENCE.match(lines[line - 1].rstrip("\r"))
            if found and found["marks"].startswith(marks) and found.start("marks") < column + 4:
                yield line, bool(found["info"].strip()), block
        if block.closed or block.end < len(lines):
            yield block.end, False, block


def _marks(skill: Skill, line: int) -> str:
    found = re.search("`{3,}|~{3,}", skill.source.lines[line - 1])
    return found[0] if found else "```"
