"""Groups of alternatives: siblings of one kind, of which a run needs one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.titles import Title, content, enumerated

BRANCH = frozenset({"if", "when", "otherwise", "case", "else"})


class Group(NamedTuple):
    """Siblings that are alternatives, and what shows it."""

    kind: str
    members: tuple[int, ...]
    why: str


def find(outline: Outline, titles: Sequence[Title], lexicon: Lexicon) -> dict[int, Group]:
    """The group of alternatives that each section belongs to, if it does."""
    groups: dict[int, Group] = {}
    for family in families(outline):
        for group in (
            *branches(family, titles),
            *classes(family, titles, lexicon),
            *named(family, titles, lexicon),
            *alike(outline, family, titles),
        ):
            for member in group.members:
                groups.setdefault(member, group)
    return groups


def families(outline: Outline) -> Iterator[tuple[Section, ...]]:
    """The children of each section, where there are two or more."""
    yield outline.top
    for section in outline.sections:
        if len(section.children) > 1:
            yield outline.children(section)


def branches(family: Sequence[Section], titles: Sequence[Title]) -> Iterator[Group]:
    """Siblings that begin with if, when, otherwise."""
    members = [
        s.index for s in family if titles[s.index].core[:1] and titles[s.index].core[0] in BRANCH
    ]
    if len(members) > 1:
        yield Group("branch", tuple(members), "siblings begin with if or otherwise")


def classes(
    family: Sequence[Section], titles: Sequence[Title], lexicon: Lexicon
) -> Iterator[Group]:
    """Siblings named after members of one class: languages, platforms, providers."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for section in family:
        title = titles[section.index]
        for word in title.core if not title.step else ():
            if word in lexicon.classes:
                found[lexicon.classes[word]].setdefault(section.index, word)
    for name, members in found.items():
        if len(set(members.values())) > 1 and (
            len(members) * 2 >= len(family) or len(set(members.values())) > 2
        ):
            some = ", ".join(list(dict.fromkeys(members.values()))[:4])
            yield Group("class", tuple(members), f"{name} among the siblings: {some}")


def named(family: Sequence[Section], titles: Sequence[Title], lexicon: Lexicon) -> Iterator[Group]:
    """Siblings that share a noun of alternatives: "X flow", "Mode: X", "Option B"."""
    nouns = lexicon.nouns["alternative"]
    found: dict[str, list[int]] = defaultdict(list)
    for section in family:
        title = titles[section.index]
        core = title.core
        if title.step or not core:
            continue
        if enumerated(title, nouns):
            found[core[0]].append(section.index)
        elif len(core) > 1 and core[-1] in nouns:
            found[core[-1].removesuffix("s")].append(section.index)
    for noun, members in found.items():
        if len(members) > 1:
            yield Group("named", tuple(members), f"{len(members)} siblings are each a {noun}")


def alike(outline: Outline, family: Sequence[Section], titles: Sequence[Title]) -> Iterator[Group]:
    """Two siblings or more with the same headings inside."""
    shapes: dict[tuple[tuple[str, ...], ...], list[int]] = defaultdict(list)
    for section in family:
        if not titles[section.index].step and len(section.children) > 1:
            shapes[tuple(content(titles[c].core) for c in section.children)].append(section.index)
    for members in shapes.values():
        if len(members) > 1:
            yield Group(
                "alike", tuple(members), f"{len(members)} siblings have the same inner headings"
            )
