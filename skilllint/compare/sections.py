"""What became of each section, in numbers that add up to the body's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skilllint.compare.following import Followed, Pieces, follow
from skilllint.compare.pieces import Piece
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
    rows: list[tuple[tuple[int, int, int], SectionChange]] = []
    for j in range(len(after)):
        rows.append(((j, 0, 0), present(found, j, files, shifted)))
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
    i = found.origins.get(j, found.split.get(j))
    if i is None:
        return row(now.path, None, "added", None, now)
    was = found.before[i]
    old = was.path if was.path != now.path else None
    if j in found.split:
        return row(now.path, was.path, "split", None, now)
    status = outcome(found, i, j, shifted)
    if i in files and status not in ("split", "merged"):
        return row(now.path, old, "extracted", was, now, files[i])
    return row(now.path, old, status, was, now)


def outcome(found: Followed, i: int, j: int, shifted: set[int]) -> SectionStatus:
    """What became of a section that is there before and after."""
    was, now = found.before[i], found.after[j]
    if i in found.split.values():
        return "split"
    if j in found.merged.values():
        return "merged"
    if was.title != now.title:
        return "renamed"
    if j in shifted:
        return "moved"
    return "same" if (was.text, was.tokens) == (now.text, now.tokens) else "changed"


def gone(found: Followed, i: int, files: Mapping[int, str]) -> SectionChange:
    """The row of a section that is there no more."""
    was = found.before[i]
    if i in found.merged:
        return row(found.after[found.merged[i]].path, was.path, "merged", was, None)
    if i in files:
        return row(was.path, None, "extracted", was, None, files[i])
    return row(was.path, None, "removed", was, None)


def row(
    path: tuple[str, ...],
    old: tuple[str, ...] | None,
    status: SectionStatus,
    was: Piece | None,
    now: Piece | None,
    file: str | None = None,
) -> SectionChange:
    """A row with what the section had and has."""
    return SectionChange(
        heading_path=path,
        old_heading_path=old,
        status=status,
        line=now.line if now else 0,
        tokens=Delta(was.tokens if was else 0, now.tokens if now else 0),
        bytes=Delta(was.bytes if was else 0, now.bytes if now else 0),
        moved_to=file,
    )


def moved(found: Followed) -> set[int]:
    """The pieces after that stand below another section than before, or in another order.

    A section below one that has moved has not moved itself.
    """
    shifted = set()
    siblings: dict[int | None, list[tuple[int, int]]] = {}
    for j, i in sorted(found.origins.items()):
        above, now = found.before[i].parent, found.after[j].parent
        kept = None if above is None else found.heirs.get(above)
        if now != kept and not (kept is None and above is not None and above in found.merged):
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
    known = dict(files)
    for i in reversed(range(len(found.before))):
        if i in found.heirs or i in found.merged or found.before[i].words:
            continue
        below = {known.get(c) for c, one in enumerate(found.before) if one.parent == i}
        file = below.pop() if len(below) == 1 else None
        if file:
            known[i] = file
            yield i, file
