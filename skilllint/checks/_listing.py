"""How much of a host's listing some skills take, and how far descriptions must shrink to fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skilllint.model import Listing, Skill


def sizes(skills: Mapping[int, Skill], listing: Listing) -> dict[int, int]:
    """The characters that a host lists of each skill, of those that it lists."""
    return {
        at: size(skill, listing)
        for at, skill in skills.items()
        if not any(is_on(skill.source.front.values.get(key)) for key in listing.unlisted)
    }


def size(skill: Skill, listing: Listing) -> int:
    """The characters of a skill's entry, without its name."""
    values = [skill.source.front.values.get(key) for key in listing.keys]
    texts = [skill.description, *(str(value).strip() for value in values[1:] if value)]
    return min(sum(map(len, texts)), listing.entry)


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
