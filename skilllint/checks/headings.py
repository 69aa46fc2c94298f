"""MD: headings that do not divide the text as they seem to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from skilllint.checks._escaped import taken_for_prose
from skilllint.checks._lines import others
from skilllint.checks._wording import quoted
from skilllint.model import Problem, Section, Setting, Skill

DRAWN = " \t\r-_*="
"""What a rule or an underline is drawn with."""


def heading_in_list(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Headings inside lists and quotes; one finding names the first of a file."""
    code = taken_for_prose(skill)
    inner = [heading for heading in skill.outline.inner if heading.line not in code]
    if inner:
        first, rest = inner[0], len(inner) - 1
        verb = (
            "stand in a list or a quote and open"
            if rest
            else "stands in a list or a quote and opens"
        )
        yield Problem(
            first.line,
            f"the heading {quoted(first.title)}{others(rest)} {verb} no section",
            hint="begin the heading at the margin, behind an empty line, "
            "or make it bold text of the item",
            value=len(inner),
        )


def skipped_level(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A heading more than one level below the one before it; the first of a file."""
    titled = _titled(skill)
    jumps = [(above, one) for above, one in pairwise(titled) if one.level > above.level + 1]
    if jumps:
        above, one = jumps[0]
        more = f"; {len(jumps) - 1} more in the file" if jumps[1:] else ""
        yield Problem(
            one.start,
            f"the heading {quoted(one.title)} of level {one.level} follows one of level "
            f"{above.level}{more}",
            hint=f"write {'#' * (above.level + 1)} before it",
            value=len(jumps),
        )


def title_count(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Headings of level 1: none, or several, of a body that has headings at all."""
    titled = _titled(skill)
    titles = [section for section in titled if section.level == 1]
    if titled and not titles:
        yield Problem(
            titled[0].start,
            f"the body has no title: its first heading {quoted(titled[0].title)} is of level "
            f"{titled[0].level}",
            hint="begin the body with one heading of level 1",
        )
    elif len(titles) > 1:
        yield Problem(
            titles[1].start,
            f"{quoted(titles[1].title)} is a second title: {len(titles)} headings are of level 1",
            hint="keep one title and write the others with one # more",
            value=len(titles),
        )


def empty_section(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A heading with nothing below it before the next of its level or above.

    A title with nothing below it is a skill without a body, which is another matter.
    """
    sections, code = skill.outline.sections, taken_for_prose(skill)
    titles = [section.index for section in sections if section.level == 1]
    for place, section in enumerate(sections):
        after = sections[place + 1].title if place + 1 < len(sections) else "end"
        # a line drawn as a heading is no heading, and does not part one from its text
        drawn = not (_spoken(section.title) and _spoken(after))
        if not section.level or section.children or drawn or titles == [section.index]:
            continue
        if section.start not in code and _empty(skill, section):
            yield Problem(
                section.start,
                f"nothing stands below the heading {quoted(section.title)}",
                hint="write what belongs there, give the headings that follow one # more "
                "if they belong to it, or delete it",
            )


def _titled(skill: Skill) -> list[Section]:
    """The sections with a heading; a comment of code that was not fenced off is none."""
    code = taken_for_prose(skill)
    return [one for one in skill.outline.sections if one.level and one.start not in code]


def _spoken(title: str) -> bool:
    """Whether a heading has a letter or a digit."""
    return any(map(str.isalnum, title))


def _empty(skill: Skill, section: Section) -> bool:
    """Whether a section holds nothing but its heading and rules."""
    if any(block.kind not in ("rule", "setext") for block in section.blocks):
        return False
    below = skill.source.lines[section.start : section.own_end]
    return not any(line.strip(DRAWN) for line in below)
