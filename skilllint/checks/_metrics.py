"""The closed set of things a rule can put a limit on without any code of its own.

A metric names its unit and yields what it measures; a rule file names the
metric and, under the unit, the limit. All of them share one message. There are

    body.lines, body.tokens     everything behind the front matter
    listing.tokens              the line that a host shows of the skill in every session
    section.tokens              a section with all sections below it
    section.own-tokens          the text between a heading and the next one
    fence.lines                 a code fence with both its ends
    table.rows                  a table's rows below its header
    list.items                  the items of a list, those inside of items not counted

`check` counts no token of the folder's other files, so none of them needs any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from skilllint.checks._lines import blocks
from skilllint.checks._wording import count, quoted
from skilllint.model import Block, Problem, Setting, Skill


class Measure(NamedTuple):
    """One measured thing: its lines, its size and what to call it; `whole` as in `Problem`."""

    line: int
    end: int
    value: float
    what: str
    whole: bool = False


class Metric(NamedTuple):
    """A metric's unit, which is also the name of its limit, and how it is measured."""

    unit: str
    measure: Callable[[Skill], Iterator[Measure]]


def over(metric: str, hint: str, skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Everything that a metric finds above its limit, largest excess not first but in place."""
    unit, measure = METRICS[metric]
    limit = setting.limits[unit]
    for found in measure(skill):
        if found.value > limit:
            excess = count(found.value - limit, unit)
            sizes = f"{count(found.value, unit)}, limit {limit:,.6g}"
            yield Problem(
                found.line,
                f"{found.what} is {excess} over its limit ({sizes})",
                end=found.end,
                hint=hint,
                value=found.value,
                limit=limit,
                whole=found.whole,
            )


def _body(skill: Skill, value: float) -> Iterator[Measure]:
    last = len(skill.source.lines)
    yield Measure(min(skill.source.body_line, max(last, 1)), last, value, "the body", True)


def _body_tokens(skill: Skill) -> Iterator[Measure]:
    return _body(skill, skill.tokens.body)


def _body_lines(skill: Skill) -> Iterator[Measure]:
    return _body(skill, len(skill.source.lines) - skill.source.body_line + 1)


def _listing_tokens(skill: Skill) -> Iterator[Measure]:
    line = skill.source.front.line_of("description")
    yield Measure(line, line, skill.tokens.listing, "the listing entry", True)


def _section_tokens(skill: Skill) -> Iterator[Measure]:
    """Whole subtrees, but for a title that alone stands above all else."""
    outline = skill.outline
    titled = [section for section in outline.top if section.level]
    for section in outline.sections:
        if section.level and not (titled == [section] and section.children):
            what = f"section {quoted(section.title)}"
            yield Measure(section.start, section.end, skill.weight(section).subtree, what)


def _section_own_tokens(skill: Skill) -> Iterator[Measure]:
    for section in skill.outline.sections:
        place = f"of section {quoted(section.title)}" if section.level else "before any heading"
        own = skill.weight(section).own
        yield Measure(section.start, section.own_end, own, f"the text {place}")


def _fence_lines(skill: Skill) -> Iterator[Measure]:
    for block in blocks(skill):
        if block.kind == "fence":
            name = quoted(block.info, 20) if block.info else "code"
            size = block.end - block.start + 1
            yield Measure(block.start, block.end, size, f"the fence of {name}")


def _table_rows(skill: Skill) -> Iterator[Measure]:
    for block in blocks(skill):
        if block.kind == "table":
            header = quoted(skill.source.lines[block.start - 1].strip(" \t\r|>"), 40)
            yield Measure(
                block.start, block.end, block.end - block.start - 1, f"the table {header}"
            )


def _list_items(skill: Skill) -> Iterator[Measure]:
    """Items follow the list that holds them."""
    current: Block | None = None
    items = 0
    for block in (*blocks(skill), None):
        if block and block.kind == "item":
            items += 1
        elif block is None or block.kind == "list":
            if current:
                first = quoted(skill.source.lines[current.start - 1].strip(" \t\r*+-"), 40)
                yield Measure(current.start, current.end, items, f"the list from {first} on")
            current, items = block, 0


METRICS: Mapping[str, Metric] = {
    "body.lines": Metric("lines", _body_lines),
    "body.tokens": Metric("tokens", _body_tokens),
    "fence.lines": Metric("lines", _fence_lines),
    "list.items": Metric("items", _list_items),
    "listing.tokens": Metric("tokens", _listing_tokens),
    "section.own-tokens": Metric("tokens", _section_own_tokens),
    "section.tokens": Metric("tokens", _section_tokens),
    "table.rows": Metric("rows", _table_rows),
}
