"""The skills of each plugin together: what one who installs it gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from skilllint.model import Audited

HEADS = ("plugin", "skills", "listing", "body", "refs", "movable", "issues")


@dataclass(frozen=True, slots=True)
class Plugin:
    """Sums over the skills of one plugin, in tokens; `name` is None outside any.

    `listing` enters every session of whoever has the plugin; a body only those
    that load its skill. `movable` are the likely candidates.
    """

    name: str | None
    skills: int
    listing: int
    body: int
    references: int
    movable: int
    issues: int


def of(skills: Sequence[Audited]) -> list[Plugin]:
    """Every plugin, the one with the heaviest listing first."""
    groups: dict[str | None, list[Audited]] = defaultdict(list)
    for audited in skills:
        groups[audited.skill.plugin].append(audited)
    plugins = [summed(name, inside) for name, inside in groups.items()]
    return sorted(plugins, key=lambda plugin: (-plugin.listing, plugin.name or ""))


def summed(name: str | None, inside: Sequence[Audited]) -> Plugin:
    """One plugin's sums."""
    tiers = [audited.skill.tokens for audited in inside]
    return Plugin(
        name=name,
        skills=len(inside),
        listing=sum(tier.listing for tier in tiers),
        body=sum(tier.body for tier in tiers),
        references=sum(tier.references for tier in tiers),
        movable=sum(map(leaving, inside)),
        issues=sum(len(audited.issues) for audited in inside),
    )


def leaving(audited: Audited) -> int:
    """Tokens of a skill's likely candidates."""
    likely = (c for c in audited.skill.candidates if c.band == "likely" and c.kind != "late")
    return sum(found.tokens for found in likely)
