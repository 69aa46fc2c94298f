"""How much of a host's listing some skills take, and how far descriptions must shrink to fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from skilllint.model import Listing, Skill, utf16


def sizes(skills: Mapping[int, Skill], listing: Listing) -> dict[int, int]:
    """The characters that a host lists of each skill, of those that it lists, in UTF-16 units."""
    return {
        at: size(skill, listing)
        for at, skill in skills.items()
        if not any(is_on(skill.source.front.values.get(key)) for key in listing.unlisted)
    }


def size(skill: Skill, listing: Listing) -> int:
    """The characters of a skill's entry, without its name, in UTF-16 units."""
    return min(utf16(entry(skill, listing)), listing.entry)


def entry(skill: Skill, listing: Listing) -> str:
    """What a host lists of a skill behind its name, before it cuts it."""
    values = (skill.source.front.values.get(key) for key in listing.keys[1:])
    texts = (str(one).strip() for one in values if isinstance(one, str | int | float | date))
    return " ".join(filter(None, (skill.description, *texts)))


def is_on(value: object) -> bool:
    """Whether a key is set to true, as YAML or as text."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def cap(sizes: Sequence[int], budget: int) -> int:
    """The length to which the longest must shrink so that all fit.

    Water is let out from the top: whoever is below the cap keeps what it has.
    """
    left = budget
    for rank, one in enumerate(sorted(sizes)):
        level = left // (len(sizes) - rank)
        if one > level:
            return level
        left -= one
    return max(sizes, default=0)
