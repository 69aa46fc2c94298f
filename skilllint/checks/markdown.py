"""MD: Markdown that does not mean what its author meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skilllint.checks._escaped import taken_for_prose
from skilllint.checks._lines import blocks, ending, starts
from skilllint.checks._nests import Nest, broken_from, fence_lines, marks_of, nests
from skilllint.checks._wording import count, quoted
from skilllint.model import Block, Edit, Problem, Setting, Skill

TEMPLATE = frozenset({"markdown", "md", "mdx", "text", "txt"})
"""What a fence is called that may well hold fences."""


def broken_fence(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A fence that the fence inside it closes, so that the rest of it is read as prose."""
    broken = nests(skill)
    for nest in broken:
        outer, inner, end, _ = nest
        early = (
            f"line {outer.end}, meant for the fence in line {inner}, closes it too early"
            if outer.closed
            else f"the fence in line {inner} is as long, and nothing closes them"
        )
        yield Problem(
            outer.start,
            f"broken fence: {early}{_wrong(nest)}",
            end=end or outer.end,
            hint=_mended(nest, marks_of(skill, outer.start)),
            edits=tuple(_lengthened(skill, broken)),
        )


def unclosed_fence(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A fence that runs to the end because nothing closes it."""
    first_nest = broken_from(skill)
    for block in blocks(skill):
        if block.kind == "fence" and not block.closed and block.start < first_nest:
            behind = count(block.end - block.start, "lines")
            yield Problem(
                block.start,
                f"the fence that opens here is never closed and makes code of {behind} behind it",
                end=block.end,
                hint=f"put {marks_of(skill, block.start)} on a line behind the code, "
                "or delete this line if it was meant to close a fence",
            )


def accidental_heading(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A paragraph that the line of dashes right below it turns into a heading."""
    code = taken_for_prose(skill)
    begins = starts(skill.source.lines)
    for block in blocks(skill):
        if block.kind == "setext" and block.start not in code:
            text = quoted(skill.source.lines[block.start - 1])
            yield Problem(
                block.start,
                f"the line of dashes in line {block.end} makes a heading of the text {text}",
                end=block.end,
                hint="put an empty line before the dashes",
                edits=_apart(skill, block, begins),
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


def _wrong(nest: Nest) -> str:
    """What a broken fence does to the lines behind it."""
    if nest.end and nest.outer.end < nest.end:
        return f"; down to line {nest.end}, text and code change places"
    return "; no line is left to close the outer one" if nest.endless and nest.outer.closed else ""


def _mended(nest: Nest, mark: str) -> str:
    longer = mark + mark[0]
    if nest.endless:
        return (
            f"close it before line {nest.inner}, or, if it was to hold that fence, write {longer} "
            "here and behind its last line"
        )
    return f"write {longer} at both ends of the outer fence, or close it before line {nest.inner}"


def _lengthened(skill: Skill, broken: list[Nest]) -> Iterator[Edit]:
    """One mark more at both ends of the outer fence, where no other reading is possible.

    It is the only broken one, called a template, and all fence lines pair up.
    """
    outer, _, end, _ = broken[0]
    if len(broken) > 1 or not end or outer.info.split(" ")[0].lower() not in TEMPLATE:
        return
    lines = skill.source.lines
    mark = marks_of(skill, outer.start)
    levels = 0
    for line, opens, _ in fence_lines(skill):
        if line < outer.start:
            continue
        inside = line <= end
        if inside and marks_of(skill, line) != mark:
            return
        levels += 1 if opens or not levels else -1
        if levels > 1 + inside or (inside and levels < (line < end)):
            return
    if levels:
        return
    begins = starts(lines)
    for line in (outer.start, end):
        at = begins[line - 1] + lines[line - 1].index(mark)
        yield Edit(at, at, mark[0])


def _apart(skill: Skill, block: Block, begins: Sequence[int]) -> tuple[Edit, ...]:
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
    at = begins[block.end - 1]
    return (Edit(at, at, ending(above)),)
