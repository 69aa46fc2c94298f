"""MD: links inside a file that lead nowhere, or to one of several places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from skilllint.anchors import numbered, slug
from skilllint.checks._escaped import taken_for_prose
from skilllint.checks._lines import others
from skilllint.checks._wording import quoted, shortened
from skilllint.model import Link, Problem, Setting, Skill

LETTERS = re.compile(r"[\W_]+")
GIVEN = re.compile(r"""\b(?:id|name)\s{0,3}=\s{0,3}["']?([^\s"'>]{1,200})|\{#([^}\s]{1,200})\}""")
ANCHOR = re.compile(r"[^\d\W][\w\-.%\u200d\ufe0f\u20e3]*|[\d\-][\w\-.%]*[^\W\d][\w\-.%]*")
"""What can be a heading's anchor: no route, no placeholder, no issue's number."""

BRACKETS = re.compile(r"\[([^\[\]]{0,400})\]")
TEXTLESS = re.compile(r"\[(\]\([^\s()<>]{1,1000})")

ALWAYS = frozenset({"top"})
"""Anchors that every page has."""


class _Title(NamedTuple):
    """A heading: its line, its level and its text."""

    line: int
    level: int
    text: str


def ambiguous_anchor(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A link to a heading whose text stands over several sections."""
    wanted = _wanted(skill)
    if not wanted:
        return
    headings: dict[str, list[_Title]] = defaultdict(list)
    code = taken_for_prose(skill)
    for title in (one for one in _titles(skill) if one.line not in code):
        headings[slug(title.text)].append(title)
    for link, anchor in wanted:
        same = headings.get(anchor.lower(), [])
        if len(same) > 1:
            lines = [title.line for title in same]
            equals = len({title.level for title in same}) == 1
            yield Problem(
                link.line,
                f"the link to #{shortened(anchor, 40)} leads to the first of {len(lines)} headings "
                f"of that name (lines {', '.join(map(str, lines[:3]))}"
                f"{', …' if lines[3:] else ''})",
                hint="give the headings different names and link the one that is meant",
                confidence=None if equals else "advice",
            )


def missing_anchor(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links to headings that the file does not have; one finding names the first of them.

    Looked for by its letters and digits alone: sites make anchors in ways of their own.
    """
    wanted = _wanted(skill)
    if not wanted:
        return
    titles = [title.text for title in _titles(skill)]
    known = {_letters(name) for name in (*titles, *numbered(titles), *_given(skill))}
    lost = [
        (link.line, f"#{shortened(anchor, 40)}")
        for link, anchor in wanted
        if anchor.lower() not in ALWAYS and _letters(anchor) not in known
    ]
    if lost:
        named = ", ".join(dict.fromkeys(anchor for _, anchor in lost[:3]))
        more = others(len(lost) - 3) if lost[3:] else ""
        yield Problem(
            lost[0][0],
            f"no heading has the anchor {named}{more}",
            end=lost[-1][0],
            hint="name a heading as it stands in this file, in small letters "
            "with hyphens for blanks",
            value=len(lost),
        )


def empty_link(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A link without a target, or without a text to follow."""
    places = cache(lambda line: _bracketed(skill.source.lines[line - 1]))
    for link in skill.outline.links:
        if link.target in ("", "#"):
            shown = quoted(link.text, 40)
            yield Problem(
                link.line,
                f"the link {shown} leads nowhere" if link.text.strip() else "a link is empty",
                col=places(link.line).get(link.text, 0) + 1,
                hint="name its target, or make it plain text",
            )
        elif not link.text.strip() and f"]({link.target}" in places(link.line):
            yield Problem(
                link.line,
                f"the link to {quoted(link.target, 40)} has no text",
                col=places(link.line)[""] + 1,
                hint="say between the brackets what it leads to",
            )


def _bracketed(line: str) -> dict[str, int]:
    """Where each text in brackets first stands, and behind empty ones each `](target`.

    No such target is told of a line with a picture, which may be what is linked.
    """
    found: dict[str, int] = {}
    for one in BRACKETS.finditer(line):
        found.setdefault(one[1], one.start())
    if "![](" not in line:
        for one in TEXTLESS.finditer(line):
            found.setdefault(one[1], one.start())
    return found


def _wanted(skill: Skill) -> list[tuple[Link, str]]:
    """The links to an anchor of the file itself."""
    links = [(link, unquote(link.target[1:])) for link in skill.outline.links
             if link.target[:1] == "#"]  # fmt: skip
    return [(link, anchor) for link, anchor in links if ANCHOR.fullmatch(anchor)]


def _titles(skill: Skill) -> list[_Title]:
    """Every heading with its line, also those that open no section."""
    outline, lines = skill.outline, skill.source.lines
    found = [_Title(one.start, one.level, one.title) for one in outline.sections if one.level]
    found += [_Title(inner.line, inner.level, inner.title) for inner in outline.inner]
    for section in outline.sections:
        setext = (block.start for block in section.blocks if block.kind == "setext")
        found += [_Title(line, 2, lines[line - 1]) for line in setext]
    return sorted(found)


def _given(skill: Skill) -> Iterator[str]:
    """The anchors that the text itself sets."""
    text = skill.source.body
    if "{#" in text or "<" in text:
        for found in GIVEN.finditer(text):
            yield found[1] or found[2]


def _letters(text: str) -> str:
    return LETTERS.sub("", text.lower())
