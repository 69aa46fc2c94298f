"""What became of each section, in numbers that add up to the body's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skilllint.compare.following import Followed, Pieces, follow
from skilllint.compare.texts import Features, in_order
from skilllint.model import Delta, SectionChange, SectionStatus

TAKEN_OVER = 0.6
"""The share of what a section lost that must newly stand in a file for it to have moved there."""

GONE = 0.5
"""The share of a section that must be lost to ask where it went."""


def compare(
    before: Pieces, after: Pieces, gained: Mapping[str, Features] | None = None
) -> tuple[SectionChange, ...]:
    """All sections, in the order of the body after; what is gone stands where it stood.

    `gained` is what files of the folder hold now and did not hold before, by path.
    """
    found = follow(before, after)
    files = extracted(found, gained or {})
    shifted = moved(found)
    rows = [((j, 0, 0), present(found, j, files, shifted)) for j in range(len(after))]
    last = -1
    for i in range(len(before)):
        if i in found.heirs:
            last = found.heirs[i]
        else:
            rows.append(((last, 1, i), gone(found, i, files)))
    return tuple(row for _, row in sorted(rows, key=lambda one: one[0]))


def present(found: Followed, j: int, files: Mapping[int, str], shifted: set[int]) -> SectionChange:
    """The row of a section that is there after."""
    now = found.after[j]
    if j in found.split:
        return SectionChange(
            now.path,
            found.before[found.split[j]].path,
            "split",
            now.line,
            Delta(0, now.tokens),
            Delta(0, now.bytes),
        )
    if j not in found.origins:
        none = Delta(0, now.tokens), Delta(0, now.bytes)
        return SectionChange(now.path, None, "added", now.line, *none)
    i = found.origins[j]
    was = found.before[i]
    status = outcome(found, i, j, shifted)
    file = files.get(i) if status not in ("split", "merged") else None
    return SectionChange(
        heading_path=now.path,
        old_heading_path=was.path if was.path != now.path else None,
        status="extracted" if file else status,
        line=now.line,
        tokens=Delta(was.tokens, now.tokens),
        bytes=Delta(was.bytes, now.bytes),
        moved_to=file,
    )


def outcome(found: Followed, i: int, j: int, shifted: set[int]) -> SectionStatus:
    """What became of a section that is there before and after."""
    was, now = found.before[i], found.after[j]
    if i in found.parted:
        return "split"
    if j in found.grown:
        return "merged"
    if was.title != now.title:
        return "renamed"
    if j in shifted:
        return "moved"
    # blank lines at the end come and go with what follows
    return "same" if was.text.rstrip() == now.text.rstrip() else "changed"


def gone(found: Followed, i: int, files: Mapping[int, str]) -> SectionChange:
    """The row of a section that is there no more."""
    was = found.before[i]
    none = Delta(was.tokens, 0), Delta(was.bytes, 0)
    if i in found.merged:
        heir = found.after[found.merged[i]]
        return SectionChange(heir.path, was.path, "merged", 0, *none)
    if i in files:
        return SectionChange(was.path, None, "extracted", 0, *none, files[i])
    return SectionChange(was.path, None, "removed", 0, *none)


def moved(found: Followed) -> set[int]:
    """The pieces after that stand below another section than before, or in another order.

    A section below one that has moved has not moved itself.
    """
    shifted = set()
    siblings: dict[int | None, list[tuple[int, int]]] = {}
    for j, i in sorted(found.origins.items()):
        above, now = found.before[i].parent, found.after[j].parent
        kept = None if above is None else found.heirs.get(above)
        if now is not None and above is not None and found.split.get(now) == above:
            kept = now  # it lies in a part of what it lay in
        if now != kept:
            shifted.add(j)
        else:
            siblings.setdefault(now, []).append((j, i))
    for both in siblings.values():
        kept_order = in_order([i for _, i in both])
        shifted.update(j for at, (j, _) in enumerate(both) if at not in kept_order)
    return shifted


# --- to a file of the folder --------------------------------------------------------


def extracted(found: Followed, gained: Mapping[str, Features]) -> dict[int, str]:
    """The pieces before whose text left the body for a file, with that file."""
    if not gained:
        return {}
    still = frozenset().union(*(one.features for one in found.after))
    files: dict[int, str] = {}
    for i, was in enumerate(found.before):
        lost = was.features - still
        if i not in found.merged and lost and len(lost) >= GONE * len(was.features):
            file = taker(lost, gained)
            if file:
                files[i] = file
    files.update(headings(found, files))
    return files


def taker(lost: Features, gained: Mapping[str, Features]) -> str | None:
    """The file that took over most of what was lost, if one did."""
    shares = {file: len(lost & held) / len(lost) for file, held in sorted(gained.items())}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= TAKEN_OVER else None


def headings(found: Followed, files: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The headings without text that went along with all that stood below them."""
    known: dict[int, str | None] = dict(files)
    below: dict[int, set[str | None]] = {}
    vanished = found.vanished
    for i in reversed(range(len(found.before))):
        here = below.get(i, set())
        if len(here) == 1 and i in vanished and not found.before[i].words:
            known[i] = next(iter(here))
        above, file = found.before[i].parent, known.get(i)
        if above is not None:
            below.setdefault(above, set()).add(file)
        if file and i not in files:
            yield i, file
