"""Which sections sessions need, as far as the use of the files tells that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from skilllint import cost, situational
from skilllint.cost import Assumptions
from skilllint.measured.uses import Uses
from skilllint.model import Section, Skill
from skilllint.situational import Given, Units


def of(
    skill: Skill, uses: Uses, units: Units, figures: Assumptions, where: str
) -> Mapping[int, Given]:
    """How often sections are needed at least, by their places: as often as what they lead to.

    A file to which one block alone leads is used only where the block is needed. The
    block may be needed without it, so a rare file says nothing of text that nothing
    else shows to be conditional. `where` is what is named as the source.
    """
    if not any(uses.places.values()):
        return {}
    guessed = situational.find(skill.source, skill.outline, skill.weights, units)
    blocks = (index for one in guessed if one.kind != "late" for index in one.sections)
    found: dict[int, Given] = {}
    for block in (skill.outline.sections[index] for index in blocks):
        if best := oftenest(skill, uses, block):
            section, said = decide(skill, Known(uses, best[0], figures, where), block, best[1])
            found[section.index] = said
    return found


class Known(NamedTuple):
    """A file of which it is known how often it was used, and what a price depends on."""

    uses: Uses
    path: str
    figures: Assumptions
    where: str


def oftenest(skill: Skill, uses: Uses, block: Section) -> tuple[str, Section] | None:
    """Of the files to which a block alone leads the one most used, and where it is pointed to."""
    inside = skill.outline.subtree(block)
    own: list[tuple[float, str, Section]] = []
    for path, places in uses.places.items():
        those = [one for one in skill.outline.sections if one.path in places]
        if those and all(one in inside for one in those):
            share = uses.shares[path]
            own.append((share.count / share.of, path, those[0] if len(those) == 1 else block))
    if not own:
        return None
    _, path, place = max(own, key=lambda one: one[:2])
    return path, place


def decide(skill: Skill, known: Known, block: Section, place: Section) -> tuple[Section, Given]:
    """What the use of a file decides of a block, or of the part of it that must stay."""
    whole, part = given(skill, known, block), given(skill, known, place)
    return (place, part) if whole.verdict == part.verdict == "keep" else (block, whole)


def given(skill: Skill, known: Known, section: Section) -> Given:
    """How often a section is needed that leads to a file, and what that decides."""
    share = known.uses.shares[known.path]
    often = cost.measured(share.count, share.of)
    weight = skill.weight(section).subtree
    saving = cost.block(skill, section.start, section.end, weight, known.figures)
    kind = next(one.kind for one in known.uses.files if one.path == known.path)
    used = "run" if kind == "script" else "read"
    counted = f"{known.path} was {used} in {share.count} of {share.of} loads"
    return Given(often, cost.verdict(often, saving), known.where, counted)
