"""Which skill after is which one before: of the same folder, else of the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skilllint.compare.sides import One
from skilllint.compare.texts import features, overlaps


def pair(
    before: Mapping[str, One], after: Mapping[str, One]
) -> Iterator[tuple[One | None, One | None]]:
    """Each skill before with the same one after, or with none, in the order of their folders."""
    moved = dict(heirs(before, after))
    origins = {now: was for was, now in moved.items()}
    for folder in sorted({*before, *after}):
        if folder in after:
            yield before.get(origins.get(folder, folder)), after[folder]
        elif folder not in moved:
            yield before[folder], None


def heirs(before: Mapping[str, One], after: Mapping[str, One]) -> Iterator[tuple[str, str]]:
    """The folders that skills have moved to, by those they came from; the surest first."""
    old = [one for folder, one in sorted(before.items()) if folder not in after]
    new = [one for folder, one in sorted(after.items()) if folder not in before]
    if not old or not new:
        return
    texts = [features(one.audited.skill.source.body) for one in old]
    others = [features(one.audited.skill.source.body) for one in new]
    taken: set[str] = set()
    for i, j, _ in sorted(overlaps(texts, others), key=lambda found: (-found[2], found[:2])):
        both = f"< {old[i].folder}", f"> {new[j].folder}"
        if taken.isdisjoint(both):
            taken.update(both)
            yield old[i].folder, new[j].folder
