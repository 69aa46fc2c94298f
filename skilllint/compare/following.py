"""Which section of a body after is which one before: by content first, by name only then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from skilllint.compare.pieces import Piece
from skilllint.compare.texts import KEPT, Features, overlaps

Pieces = Sequence[Piece]


@dataclass(slots=True)
class Followed:
    """What became of each piece, by places before and after.

    `heirs` are the pieces that are one and the same; `split` says of further
    pieces after which one before they were part of, `merged` of pieces before
    which one after they went into. `parted` are those that were split, `grown`
    those that others went into.
    """

    before: Pieces
    after: Pieces
    heirs: dict[int, int] = field(default_factory=dict)
    origins: dict[int, int] = field(default_factory=dict)
    split: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    parted: set[int] = field(default_factory=set)
    grown: set[int] = field(default_factory=set)

    def join(self, i: int, j: int) -> None:
        """Note that two pieces are one and the same."""
        self.heirs[i] = j
        self.origins[j] = i

    def old(self) -> list[int]:
        """The pieces before of which nothing is known yet."""
        return [i for i in range(len(self.before)) if i not in self.heirs and i not in self.merged]

    def new(self) -> list[int]:
        """The pieces after of which nothing is known yet."""
        return [j for j in range(len(self.after)) if j not in self.origins and j not in self.split]

    @property
    def vanished(self) -> set[int]:
        """The pieces before that have no heir and went into none."""
        return set(self.old())


def follow(before: Pieces, after: Pieces) -> Followed:
    """Follow each piece of a body."""
    found = Followed(before, after)
    equal(found, lambda one: (one.path, one.text))
    # the same words: under the same headings, under the same title, anywhere
    equal(found, lambda one: one.words and (one.path, one.words))
    equal(found, lambda one: one.words and (one.title, one.words))
    equal(found, lambda one: one.words)
    alike(found)
    keep_names(found)
    equal(found, lambda one: one.path)
    empty(found)
    return found


def equal(found: Followed, key: Callable[[Piece], Hashable]) -> None:
    """Join the pieces of one key, in their order; an empty key is none."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(found.new()):
        waiting[key(found.after[j])].append(j)
    for i in found.old():
        name = key(found.before[i])
        if name and waiting[name]:
            found.join(i, waiting[name].pop())


def alike(found: Followed) -> None:
    """Join what shares most of its words, the surest first; what is left over was split or merged.

    A further heir counts only for what the first one has not kept.
    """
    old, new = found.old(), found.new()
    before = [found.before[i].features for i in old]
    after = [found.after[j].features for j in new]
    pairs = [(old[i], new[j], shared) for i, j, shared in overlaps(before, after)]
    ranked = sorted(
        pairs,
        # of two that share as much, the one of the same name
        key=lambda pair: (-pair[2], not same_title(found, pair[0], pair[1]), pair[0], pair[1]),
    )
    lost: dict[int, Features] = {}
    gained: dict[int, Features] = {}
    for i, j, _ in ranked:
        if i not in found.heirs and j not in found.origins:
            if i not in found.merged and j not in found.split:
                found.join(i, j)
        elif j not in found.origins and j not in found.split and i in found.heirs:
            if i not in lost:
                lost[i] = found.before[i].features - found.after[found.heirs[i]].features
            if held(found.after[j].features, lost[i]):
                found.split[j] = i
                found.parted.add(i)
        elif i not in found.heirs and i not in found.merged and j in found.origins:
            if j not in gained:
                gained[j] = found.after[j].features - found.before[found.origins[j]].features
            if held(found.before[i].features, gained[j]):
                found.merged[i] = j
                found.grown.add(j)


def keep_names(found: Followed) -> None:
    """Of split and of merged sections, the one that kept its heading is the section."""
    for i, j in list(found.merged.items()):
        origin = found.origins[j]
        if same_title(found, i, j) and not same_title(found, origin, j):
            del found.merged[i], found.heirs[origin]
            found.join(i, j)
            found.merged[origin] = j
    for j, i in list(found.split.items()):
        heir = found.heirs[i]
        if same_title(found, i, j) and not same_title(found, i, heir):
            del found.split[j], found.origins[heir]
            found.join(i, j)
            found.split[heir] = i


def same_title(found: Followed, i: int, j: int) -> bool:
    """Whether two pieces have one heading."""
    return found.before[i].title == found.after[j].title


def held(part: Features, whole: Features) -> bool:
    """Whether most of a part stands in a whole."""
    return len(part & whole) >= KEPT * len(part)


def empty(found: Followed) -> None:
    """Join headings with no text of their own: by what stands below them, then by their place."""
    votes: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(found.heirs.items()):
        vote(found, i, j, votes)
    for i in reversed(found.old()):
        if not found.before[i].words:
            free = (j for j in votes[i] if is_free(found, j) and not found.after[j].words)
            heir = next(free, None)
            if heir is not None:
                found.join(i, heir)
                vote(found, i, heir, votes)
    equal(found, lambda one: "" if one.words else (one.title,))
    waiting: dict[tuple[int | None, int], list[int]] = defaultdict(list)
    for j in reversed(found.new()):
        now = found.after[j]
        if not now.words:
            waiting[now.parent, len(now.path)].append(j)
    for i in found.old():
        was = found.before[i]
        above = None if was.parent is None else found.heirs.get(was.parent, -1)
        same = waiting.get((above, len(was.path)))
        if not was.words and same:
            found.join(i, same.pop())


def vote(found: Followed, i: int, j: int, votes: dict[int, list[int]]) -> None:
    """Note that a section before and one after hold one and the same section."""
    above, now = found.before[i].parent, found.after[j].parent
    if above is not None and now is not None:
        votes[above].append(now)


def is_free(found: Followed, j: int) -> bool:
    """Whether nothing is known yet of a piece after."""
    return j not in found.origins and j not in found.split
