"""Which sections sessions need, as far as the use of the files tells that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint import cost, situational
from skilllint.cost import Assumptions
from skilllint.measured.uses import Place, Uses
from skilllint.model import Section, Skill
from skilllint.situational import Given, Units

FEW = frozenset(
    "the and for not you are all its how use when with this that mode only then from into step "  # noqa: SIM905
    "phase read file flow".split()
)
"""Words of a heading that say nothing of what it is about."""


class Known(NamedTuple):
    """What is known of a skill's files, where that is said, and what judges and prices it."""

    uses: Uses
    where: str
    units: Units
    figures: Assumptions


class Led(NamedTuple):
    """A file to which one block alone leads: how often it was used, from which part of it.

    A part that is too small to be judged is the block's. `always` says that whoever needs
    the block is sent to the file.
    """

    share: float
    path: str
    part: Section
    always: bool


def of(skill: Skill, known: Known) -> Mapping[int, Given]:
    """How often sections are needed, by their places: as often as the files they lead to.

    A file to which one block alone leads is used only where the block is needed. Behind a
    condition of its own, or in a part of the block, it says how often the block is needed
    at least: that may keep a block, and moves none. Nothing is said of text that nothing
    else shows to be conditional.
    """
    if not any(known.uses.places.values()):
        return {}
    guessed = situational.find(skill.source, skill.outline, skill.weights, known.units)
    blocks = (index for one in guessed if one.kind != "late" for index in one.sections)
    found: dict[int, Given] = {}
    for block in (skill.outline.sections[index] for index in blocks):
        if led := list(leading(skill, known, block)):
            found.update(decided(skill, known, block, led))
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
            always = any(place.path == block.path and is_plain(place, block) for place in places)
            part = part if large and len(those) == 1 else block
            yield Led(share.count / share.of, path, part, always)


def is_plain(place: Place, block: Section) -> bool:
    """Whether a block sends to a file under no condition but its own."""
    words = set(re.findall(r"\w{3,}", block.title.casefold())) - FEW
    said = place.condition.casefold()
    return not said or any(word in said for word in words)


def decided(
    skill: Skill, known: Known, block: Section, led: Sequence[Led]
) -> Iterator[tuple[int, Given]]:
    """What the file that was used most decides of a block, or of the part that must stay."""
    best = max(led, key=lambda one: one[:2])
    whole, part = (given(skill, known, best.path, one) for one in (block, best.part))
    if whole.verdict == part.verdict == "keep":
        yield best.part.index, part
    elif whole.verdict == "keep" or any(one.always for one in led):
        yield block.index, whole


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
