"""Which sections sessions need, as far as the use of the files tells that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from skilllint import cost, situational
from skilllint.cost import Assumptions
from skilllint.measured.uses import Uses
from skilllint.model import Section, Skill, Verdict
from skilllint.situational import Given, Units


class Known(NamedTuple):
    """What is known of a skill's files, where that is said, and what judges and prices it."""

    uses: Uses
    where: str
    units: Units
    figures: Assumptions


class Led(NamedTuple):
    """A file to which one block alone leads: how often it was used, from which part of it.

    A part that is too small to be judged is the block's. `ordered` says that whoever comes
    to the block is told to read the file.
    """

    share: float
    path: str
    part: Section
    ordered: bool


def of(skill: Skill, known: Known) -> Mapping[int, Given]:
    """How often sections are needed, by their places: as often as the files they lead to.

    A file to which one block alone leads is used only where the block is needed, so its uses
    tell how often that is at least: many can keep a block, and few move none, for text that
    is used where it stands leaves no trace. They tell how often it is needed, and may move
    it, where it looks conditional, orders the reading whatever the case, and no line outside
    of it sends every run there. Nothing is said of text that nothing else shows to be
    conditional.
    """
    if not any(known.uses.places.values()):
        return {}
    found: dict[int, Given] = {}
    for one in situational.find(skill.source, skill.outline, skill.weights, known.units):
        for block in (skill.outline.sections[index] for index in one.sections):
            if one.kind != "late" and (led := list(leading(skill, known, block))):
                exact = one.kind == "conditional" and is_traced(skill, block, led)
                found.update(decided(skill, known, block, led, least=not exact))
    return found


def leading(skill: Skill, known: Known, block: Section) -> Iterator[Led]:
    """The files to which a block alone leads."""
    inside = skill.outline.subtree(block)
    for path, places in known.uses.places.items():
        paths = {place.path for place in places}
        those = [one for one in skill.outline.sections if one.path in paths]
        if those and all(one in inside for one in those):
            share, part = known.uses.shares[path], those[0]
            large = known.units.reached(part.lines, skill.weight(part).subtree)
            ordered = any(place.path == block.path and place.ordered for place in places)
            part = part if large and len(those) == 1 else block
            yield Led(share.count / share.of, path, part, ordered)


def is_traced(skill: Skill, block: Section, led: Sequence[Led]) -> bool:
    """Whether every run that needs a block reads a file, and none is sent there regardless."""
    return any(one.ordered for one in led) and not situational.is_always_sent_to(
        skill.source, skill.outline, block
    )


def decided(
    skill: Skill, known: Known, block: Section, led: Sequence[Led], *, least: bool
) -> Iterator[tuple[int, Given]]:
    """What the file that was used most says of a block, or of the part that must stay."""
    best = max(led, key=lambda one: one[:2])
    whole, part = (given(skill, known, best.path, one) for one in (block, best.part))
    if whole.verdict == part.verdict == "keep":
        yield best.part.index, at_least(part) if least else part
    else:
        yield block.index, at_least(whole) if least else whole


def at_least(given: Given) -> Given:
    """What is known if a section may have been needed oftener: it keeps it or decides nothing."""
    verdict: Verdict = "keep" if given.verdict == "keep" else "not decided"
    return given._replace(probability=replace(given.probability, least=True), verdict=verdict)


def given(skill: Skill, known: Known, path: str, section: Section) -> Given:
    """How often a section is needed that leads to a file, and what that decides."""
    share = known.uses.shares[path]
    often = cost.measured(share.count, share.of)
    weight = skill.weight(section).subtree
    saving = cost.block(skill, section.start, section.end, weight, known.figures)
    kind = next(one.kind for one in known.uses.files if one.path == path)
    used = "run" if kind == "script" else "read"
    counted = f"{path} was {used} in {share.count} of {share.of} loads"
    return Given(often, cost.verdict(often, saving), known.where, counted)
