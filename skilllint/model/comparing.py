"""What differs between two states of a repository: per skill, per section, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from skilllint.model.finding import Finding, Unread
from skilllint.model.weighing import Candidate, Cost

SectionStatus = Literal[
    "same", "changed", "renamed", "moved", "split", "merged", "added", "removed", "extracted"
]
SkillStatus = Literal["changed", "renamed", "added", "removed"]
Unit = Literal["tokens", "bytes"]


def short_id(commit: str) -> str:
    """A commit's id as people read it."""
    return commit[:12]


@dataclass(frozen=True, slots=True)
class Delta:
    """One number before and after."""

    before: int
    after: int

    @property
    def growth(self) -> int:
        """By how much it grew; below zero where it fell."""
        return self.after - self.before

    def __add__(self, other: Delta) -> Delta:
        return Delta(self.before + other.before, self.after + other.after)


NONE = Delta(0, 0)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The three numbers of a skill that a host or an agent loads, in one unit."""

    body: Delta = NONE
    listing: Delta = NONE
    references: Delta = NONE

    def __add__(self, other: Sizes) -> Sizes:
        return Sizes(
            self.body + other.body,
            self.listing + other.listing,
            self.references + other.references,
        )


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section before and after; its own text only, so that all add up to the body.

    `heading_path` is where it stands now, or stood if it is gone; `old_heading_path`
    where its text stood before, if elsewhere. Of a section that was split, the
    first part has the tokens before; of several that were merged, each has its own.
    `extracted` are sections whose text now stands in a file of the folder, `moved_to`.
    `line` is that of the heading now, or 0 if it is gone.
    """

    heading_path: tuple[str, ...]
    old_heading_path: tuple[str, ...] | None
    status: SectionStatus
    line: int
    tokens: Delta
    bytes: Delta
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """A reference of a skill's folder that differs, by its path in there.

    `title` is the heading that a new file begins with.
    """

    path: str
    tokens: Delta
    bytes: Delta
    title: str = ""

    def growth(self, unit: Unit) -> int:
        """By how much it grew in a unit."""
        return (self.tokens if unit == "tokens" else self.bytes).growth


@dataclass(frozen=True, slots=True)
class Worse:
    """A finding that was there before, and is clearly larger (by a tenth) or more severe now."""

    finding: Finding
    before: Finding


@dataclass(frozen=True, slots=True)
class SkillChange:
    """One skill before and after.

    `path` is the file now, or the one that is gone; `old_path` the one before, where
    the skill has moved. `place` is `path` as the repository names it. `listing_line`
    is the line of the description. A cost is None where the skill was not there.
    `still` are findings that were there before and are no worse; `candidates` are blocks
    that could leave the body now and could not before.
    """

    path: str
    old_path: str | None
    place: str
    name: str
    status: SkillStatus
    tokens: Sizes
    bytes: Sizes
    cost_before: Cost | None
    cost_after: Cost | None
    sections: tuple[SectionChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    new: tuple[Finding, ...] = ()
    worsened: tuple[Worse, ...] = ()
    fixed: tuple[Finding, ...] = ()
    still: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    listing_line: int = 1

    def sizes(self, unit: Unit) -> Sizes:
        """Its numbers in a unit."""
        return self.tokens if unit == "tokens" else self.bytes


@dataclass(frozen=True, slots=True)
class Hunk:
    """The lines of a file after a change that its diff shows, from `start` to `end`.

    Lines around the change are among them; `changed` are those that are new or otherwise.
    """

    start: int
    end: int
    changed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The lines of a file after, all in one hunk of its diff, that a remark can stand at."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListingBudget:
    """What one host lists of the skills that it lists together, before and after.

    In characters, as is its `budget`, which holds `when`; `skills` are counted after.
    `scope` is the folder that they lie in. `certain` says that the budget is known,
    whatever the model.
    """

    host: str
    scope: str
    skills: int
    size: Delta
    budget: int
    when: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All skills that differ between two states of a repository, in the order of their paths.

    `base` and `head` are commit ids; `head` may be `worktree`, the files on disk.
    `against` says in words what `base` is. `unread` could not be read in the later
    state, `unread_before` in the earlier one. Submodules were not looked into. `notices`
    are for whoever is shown dollars, `calibrations` say which of the user's sessions the
    figures come from. `anchors` are where new and worse findings can be remarked on in the
    diff, by their fingerprints; one that the diff does not show has none. `listings` are
    the budgets of hosts whose listing the change touches.
    """

    base: str
    head: str
    against: str
    skills: tuple[SkillChange, ...] = ()
    unread: tuple[Unread, ...] = ()
    unread_before: tuple[Unread, ...] = ()
    submodules: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    calibrations: tuple[str, ...] = ()
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    listings: tuple[ListingBudget, ...] = ()

    @property
    def tokens(self) -> Sizes:
        """The numbers of all skills that differ, together."""
        return sum((one.tokens for one in self.skills), Sizes())
