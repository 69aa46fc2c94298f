"""Groups of alternatives: siblings of one kind, of which a run needs one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.model import Outline, Section
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.titles import Title, enumerated
from skilllint.situational.wide import holds

BRANCH = frozenset({"if", "when", "otherwise", "case", "else"})


SAMPLED = frozenset({"languages", "frameworks"})
"""Classes whose members are often one sample, written several times."""

MERGES = frozenset({"class", "sample", "named"})
"""Groups whose members may leave together; the branches of an if/else may not."""


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
            *branches(family, titles, lexicon),
            *classes(family, titles, lexicon),
            *named(family, titles, lexicon),
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


def branches(
    family: Sequence[Section], titles: Sequence[Title], lexicon: Lexicon
) -> Iterator[Group]:
    """Siblings that begin with if, when, otherwise."""
    words = BRANCH | lexicon.nouns["branch"]
    members = [
        s.index
        for s in family
        if (core := titles[s.index].core)
        # Japanese and Korean put their "if" last
        and (core[0] in words or (core[-1] in words and holds(core[-1])))
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
            all_ = widened(family, titles, members, lexicon)
            kind = "sample" if name in SAMPLED else "class"
            yield Group(kind, all_, f"{name} among the siblings: {some}")


def widened(
    family: Sequence[Section], titles: Sequence[Title], members: Mapping[int, str], lexicon: Lexicon
) -> tuple[int, ...]:
    """A class's members, with the siblings between them whose names the lexicon lacks."""
    if len(members) < 4 or len(members) * 2 < len(family):
        return tuple(members)
    first, last = min(members), max(members)
    return tuple(
        s.index
        for s in family
        if s.index in members
        or (
            first < s.index < last
            and not titles[s.index].cues
            and not lexicon.nouns["common"] & {*titles[s.index].core}
        )
    )


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
