"""What differs between two states of a repository: its skills, their sections, their findings.

Blobs are read from git and nothing is checked out: the folders of the skills that
differ are written as plain files to a private place, and audited there like any
others. Rules that only all skills together can break are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from skilllint import cost
from skilllint.audit import Request
from skilllint.compare import (
    anchors,
    astray,
    blobs,
    calibrations,
    copies,
    git,
    listings,
    settings,
    sides,
    skill,
    trees,
)
from skilllint.compare.blobs import Tree
from skilllint.compare.copies import Contents, Wanted
from skilllint.compare.diffs import States
from skilllint.compare.git import GitError, NoCommitError, Repository
from skilllint.compare.pairs import pair
from skilllint.compare.settings import Rules
from skilllint.compare.sides import One, Side
from skilllint.compare.trees import Owners
from skilllint.config import NOTHING, Config, Override
from skilllint.model import Comparison, ListingBudget, Report, SkillChange, Unread

__all__ = ["Asked", "GitError", "NoCommitError", "run"]

WORKTREE = "worktree"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which two states to compare, and how their skills are judged.

    Without `base` it is where the work on `head` began: the merge base with the
    upstream or default branch; with `fork` the merge base with `base`. Without
    `head` it is the files on disk. `rules` is the revision whose configuration
    holds for both; without one it is that on disk, in a bare repository that of `head`.
    `config` is a file of `rules` that holds in the place of each skill's nearest one, as
    if it lay in the repository's root. With `guarded` no folder is left out that `base` did
    not leave out, and only what differs of skills is told. `paths` are folders and files by
    their names in the repository: only the skills that lie below them, or that they belong
    to, are compared. With `whole` no file of either state leaves out what is committed.
    """

    base: str | None = None
    head: str | None = None
    fork: bool = False
    guarded: bool = False
    paths: tuple[str, ...] = ()
    whole: bool = False
    rules: str | None = None
    config: str | None = None
    override: Override = NOTHING
    host: str = "claude-code"


def run(folder: Path | Repository, asked: Asked) -> Comparison:
    """Compare two states of a repository, or of the one that a folder lies in.

    Raises `GitError` or another `ConfigError`, with one sentence for the user.
    """
    place = folder if isinstance(folder, Repository) else git.repository(folder)
    if asked.head is None and place.bare:
        raise GitError("a bare repository has no files on disk; name BASE and HEAD")
    head = git.commit(place, asked.head or "HEAD")
    base, against = began(place, asked, head)
    before = blobs.tree(place, base)
    changes = blobs.changes(place, base, head if asked.head else None)
    after = trees.patched(before, changes)
    rules = configuring(place, asked, {base: before, head: after if asked.head else {}})
    work = plan(place, (before, after), changes, asked, rules)
    if asked.guarded:
        known = settings.guarded(place, work.known, Rules(base, before))
        work = work._replace(known=known)
    seen = look(work, asked) if work.known else Seen()
    states = States(base, head if asked.head else None, before, changes)
    told = () if asked.guarded else seen.changes
    lost = tuple(astray.find(changes, Owners.of(before).skills)) if asked.whole else ()
    return Comparison(
        base=base,
        head=head if asked.head else WORKTREE,
        against=against,
        skills=astray.kept(seen.changes, lost),
        anchors=anchors.find(place, states, told),
        listings=seen.listings,
        unread=(*seen.unread[1], *lost),
        unread_before=seen.unread[0],
        submodules=trees.submodules(after),
        assumptions=cost.SENTENCES,
        notices=seen.report.notices,
        calibrations=seen.report.calibrations,
    )


def began(place: Repository, asked: Asked, head: str) -> tuple[str, str]:
    """The commit to compare with, and what it is in words. Raises `GitError`."""
    if asked.base is not None and not asked.fork:
        return git.commit(place, asked.base), asked.base
    other = asked.base or git.default_branch(place)
    name = git.short(other)
    found = git.merge_base(place, head, git.commit(place, other), (asked.head or "HEAD", name))
    return found, f"where it left {name}"


def configuring(place: Repository, asked: Asked, known: Mapping[str, Tree]) -> Rules | None:
    """The revision that configures, with its files; None where the files on disk do.

    Trees that are `known` by their commits are not listed again. Raises `GitError`.
    """
    on_disk = not place.bare and asked.config is None
    revision = asked.rules or (None if on_disk else asked.head or "HEAD")
    if revision is None:
        return None
    commit = git.commit(place, revision)
    return Rules(revision, known.get(commit) or blobs.tree(place, commit), asked.config)


class Work(NamedTuple):
    """What there is to look at: the files to write of each state, their contents, and
    what is configured for each skill's folder."""

    place: Repository
    trees: tuple[Tree, Tree]
    wanted: tuple[list[Wanted], ...]
    held: Contents
    rules: Rules | None
    known: dict[str, Config]

    @property
    def weight(self) -> int:
        """The bytes of the files to write. Raises `GitError` for more than there is room for."""
        return copies.weight((one for files in self.wanted for one in files), self.held)


def plan(
    place: Repository,
    both: tuple[Tree, Tree],
    changes: Iterable[str],
    asked: Asked,
    rules: Rules | None,
) -> Work:
    """What there is to look at where some files differ. Raises `ConfigError`."""
    owners = [Owners.of(tree) for tree in both]
    folders = trees.differing(changes, *owners)
    if asked.paths:
        folders &= chosen(asked.paths, both, owners)
    wanted = tuple(
        copies.plan(tree, owner, folders & owner.skills, whole=asked.whole)
        for tree, owner in zip(both, owners, strict=True)
    )
    unix = asked.head is None and blobs.converts(place, both[1])
    held = copies.fetch(place, [file for files in wanted for file in files], unix=unix)
    known = settings.load(place, folders, rules, asked.override)
    return Work(place, both, wanted, held, rules, known)


def chosen(paths: Iterable[str], both: tuple[Tree, Tree], owners: Iterable[Owners]) -> set[str]:
    """The folders of the skills that some paths stand for. Raises `GitError`."""
    found: set[str] = set()
    for path in paths:
        if not any(trees.holds(tree, path) for tree in both):
            raise GitError(f'there is no file or folder "{path}" in either state')
        for owner in owners:
            found |= owner.meant(path)
    return found


class Seen(NamedTuple):
    """What there is to tell of the skills of both states, and what could not be read of each."""

    report: Report = Report(())
    changes: tuple[SkillChange, ...] = ()
    listings: tuple[ListingBudget, ...] = ()
    unread: tuple[tuple[Unread, ...], ...] = ((), ())


def look(work: Work, asked: Asked) -> Seen:
    """Audit the skills of both states and compare them, each with itself. Raises `ConfigError`."""
    with (
        calibrations.kept(work.place, work.known, work.rules, asked.override) as known,
        copies.private(work.weight) as private,
    ):
        return look_at(work._replace(known=known), Path(private).resolve(), asked)


def look_at(work: Work, private: Path, asked: Asked) -> Seen:
    """The same in copies below a private folder."""
    roots = [private / name for name in ("before", "after")]
    made = [copies.mirror(root, work.place.root) for root in roots]
    for copy, tree, files in zip(made, work.trees, work.wanted, strict=True):
        copies.write(work.place, copy, files, work.held, copies.marks(tree))
    configs = settings.settled(work.place, work.known, roots, asked.override)
    request = Request(files=True, host=asked.host, override=asked.override)
    both, report = sides.look(work.place, made, configs, request)
    pairs = list(paired(*both))
    return Seen(
        report,
        tuple(skill.compare(was, now, work.place) for was, now in pairs),
        tuple(budgets(work, roots, listings.altered(pairs), asked)),
        tuple(side.unread for side in both),
    )


def budgets(
    work: Work, roots: Sequence[Path], folders: Collection[str], asked: Asked
) -> Iterator[ListingBudget]:
    """The listings that some skills have changed. Raises `ConfigError`."""
    if folders and not asked.guarded:
        beside = [listings.beside(tree, folders) for tree in work.trees]
        folders_beside = {*beside[0], *beside[1]}
        known = settings.load(work.place, folders_beside, work.rules, asked.override)
        configs = settings.settled(work.place, known, roots, asked.override)
        both = [
            listings.State(copies.mirror(root, work.place.root), files)
            for root, files in zip(roots, beside, strict=True)
        ]
        yield from listings.compare(work.place, both, configs)


def paired(was: Side, now: Side) -> Iterator[tuple[One | None, One | None]]:
    """The same skill in both states; what could be read in one of them only is no difference."""
    lost = was.lost | now.lost
    before, after = (
        {folder: one for folder, one in side.skills.items() if folder not in lost}
        for side in (was, now)
    )
    return pair(before, after)
