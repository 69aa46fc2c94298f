"""What authors state of their headings: from `[[usage]]` of a configuration to a skill's sections.

Frequencies that were measured take the same way: a mapping from sections to
`situational.Given` is all that the judgement asks for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from skilllint import cost, headings
from skilllint.config import Config, Usage, matches
from skilllint.cost import Assumptions
from skilllint.discovery import shown
from skilllint.model import Probability, Section, Skill
from skilllint.situational import Given


def of(skill: Skill, path: Path, config: Config, figures: Assumptions) -> Mapping[int, Given]:
    """What is stated of a skill's sections, by their places; the last entry that fits one holds."""
    entries = [entry for entry in config.usage if speaks(entry, path, config)]
    if not entries or config.file is None:
        return {}
    where = shown(config.file)
    named = headings.find((entry.heading for entry in entries), skill)
    return {
        section.index: given(skill, section, cost.given(entry.p, entry.note), where, figures)
        for entry in entries
        for section in named.get(entry.heading, ())
    }


def given(
    skill: Skill, section: Section, known: Probability, where: str, figures: Assumptions
) -> Given:
    """How often a section is needed, with what that decides by its price."""
    tokens = skill.weight(section).subtree
    saving = cost.block(skill, section.start, section.end, tokens, figures)
    return Given(known, cost.verdict(known, saving), where)


def speaks(entry: Usage, path: Path, config: Config) -> bool:
    """Whether an entry may speak of the skill in a file."""
    return entry.path is None or matches([entry.path], path, config.root)


def unheard(skills: Iterable[tuple[Skill, Path, Config]], folders: Iterable[Path]) -> Iterator[str]:
    """A sentence for each entry that speaks of no heading of the skills, though it may.

    An entry whose `path` fits no skill is told only if the whole folder of its
    configuration was asked for.
    """
    # lexically, as configurations are looked for
    asked = {os.path.abspath(folder) for folder in folders}  # noqa: PTH100
    below: dict[Path, list[tuple[Skill, Path, Config]]] = {}
    for one in skills:
        if one[2].file and one[2].usage:
            below.setdefault(one[2].file, []).append(one)
    for file, those in below.items():
        config = those[0][2]
        named = [(path, headings.find(words(config), skill), skill) for skill, path, _ in those]
        whole = not asked.isdisjoint(map(str, (config.root, *config.root.parents)))
        for entry in config.usage:
            able = [(found, skill) for path, found, skill in named if speaks(entry, path, config)]
            start = f'{shown(file)}: usage of "{entry.heading}":'
            if not able and whole:
                yield f'{start} the path "{entry.path}" fits no audited skill'
            if able and not any(entry.heading in found for found, _ in able):
                hint = headings.nearest(entry.heading, (skill.outline for _, skill in able))
                yield f"{start} no audited skill it may speak of has this heading{hint}"


def words(config: Config) -> list[str]:
    """The headings that a configuration speaks of."""
    return [entry.heading for entry in config.usage]
