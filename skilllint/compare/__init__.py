"""What differs between two states of a repository: its skills, their sections, their findings.

Blobs are read from git and nothing is checked out: the folders of the skills that
differ are written as plain files to a private place, and audited there like any
others. Rules that only all skills together can break are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from skilllint import config
from skilllint.audit import Request
from skilllint.compare import copies, git, settings, sides, skill, trees
from skilllint.compare.git import GitError, Repository, Tree
from skilllint.compare.pairs import pair
from skilllint.compare.sides import Side
from skilllint.compare.trees import Owners
from skilllint.model import Comparison

__all__ = ["Asked", "GitError", "run"]

WORKTREE = "worktree"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which two states to compare, and how their skills are judged.

    Without `base` it is where the work on `head` began: the merge base with the
    upstream or default branch; with `fork` the merge base with `base`. Without
    `head` it is the files on disk. `rules` is the revision whose configuration
    holds for both; without one it is that on disk.
    """

    base: str | None = None
    head: str | None = None
    fork: bool = False
    rules: str | None = None
    override: config.Override = config.NOTHING
    host: str = "claude-code"


def run(folder: Path, asked: Asked) -> Comparison:
    """Compare two states of the repository that a folder lies in.

    Raises `GitError` or another `ConfigError`, with one sentence for the user.
    """
    place = git.repository(folder)
    if asked.head is None and place.bare:
        raise GitError("a bare repository has no files on disk; name BASE and HEAD")
    head = git.commit(place, asked.head or "HEAD")
    base, against = began(place, asked, head)
    before = git.tree(place, base)
    changes = git.changes(place, base, head if asked.head else None)
    after = trees.patched(before, changes)
    both = (before, Owners.of(before)), (after, Owners.of(after))
    folders = trees.differing(changes, both[0][1], both[1][1])
    with TemporaryDirectory(prefix="skilllint-") as private:
        was, now = look(place, both, folders, Path(private).resolve(), asked)
        lost = was.lost | now.lost
        pairs = pair(
            {folder: one for folder, one in was.skills.items() if folder not in lost},
            {folder: one for folder, one in now.skills.items() if folder not in lost},
        )
        found = tuple(skill.compare(old, new, place.root) for old, new in pairs)
    return Comparison(
        base=base,
        head=head if asked.head else WORKTREE,
        against=against,
        skills=found,
        unread=now.unread,
        unread_before=was.unread,
        submodules=trees.submodules(after),
        assumptions=now.assumptions or was.assumptions,
    )


def began(place: Repository, asked: Asked, head: str) -> tuple[str, str]:
    """The commit to compare with, and what it is in words. Raises `GitError`."""
    if asked.base is not None and not asked.fork:
        return git.commit(place, asked.base), asked.base
    other = asked.base or git.default_branch(place)
    name = git.short(other)
    found = git.merge_base(place, head, git.commit(place, other), (asked.head or "HEAD", name))
    return found, f"where it left {name}"


def look(
    place: Repository,
    both: tuple[tuple[Tree, Owners], tuple[Tree, Owners]],
    folders: set[str],
    private: Path,
    asked: Asked,
) -> tuple[Side, Side]:
    """Audit the skills of some folders in both states. Raises `ConfigError`."""
    known = settings.load(place, folders, asked.rules, asked.override)
    request = Request(files=True, host=asked.host, override=asked.override)
    wanted = [copies.plan(tree, owners, folders & set(owners.skills)) for tree, owners in both]
    blobs = copies.fetch(place, [file for files in wanted for file in files])
    roots = [private / name for name in ("before", "after")]
    made = [copies.mirror(root, place.root) for root in roots]
    for copy, (tree, _), files in zip(made, both, wanted, strict=True):
        copies.write(place, copy, files, blobs, copies.marks(tree))
    configs = settings.settled(place, known, roots, asked.override)
    was, now = sides.look(place, made, configs, request)
    return was, now
