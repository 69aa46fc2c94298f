"""Calibrations that a revision's configuration names: read from git, for none need lie on disk.

They may be a stranger's: no link is followed, no path leads out of the repository, and
nothing is read that is larger than a calibration may be.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from skilllint.compare import blobs, copies, settings
from skilllint.compare.git import Repository
from skilllint.compare.settings import Rules
from skilllint.config import Config, Copied, Override

TOGETHER = 256 * 2**20
"""Bytes of all calibrations at most: git packs gigabytes of spaces into next to nothing."""


@contextmanager
def kept(
    place: Repository, known: Mapping[str, Config], rules: Rules | None, override: Override
) -> Iterator[dict[str, Config]]:
    """Configurations of a revision with copies, for a while, of the calibrations they name.

    One that is not to be had is told where it is asked for. Raises `GitError`.
    """
    each = {id(one): one for one in known.values()}
    if rules is None or override.calibration is not None:
        each = {}  # they lie on disk, or do not matter
    paths = {inner(place, one, name) for one in each.values() for name in settings.counts(one)}
    if rules is None or not paths:
        yield dict(known)
        return
    lost = {path: reason for path in sorted(paths) if (reason := missing(rules, path))}
    wanted = {path: str(rules.tree[path].blob) for path in sorted(paths - lost.keys())}
    sizes = blobs.sizes(place, sorted(set(wanted.values())))
    lost |= dict(large({path: sizes[blob] for path, blob in wanted.items()}))
    small = {path: blob for path, blob in wanted.items() if path not in lost}
    with copies.private(sum(sizes[blob] for blob in small.values())) as private:
        held = {path: Copied(shown(place, path), lost=reason) for path, reason in lost.items()}
        for number, (path, blob) in enumerate(small.items()):
            copy = Path(private).resolve() / f"{number}.json"
            for _, data in blobs.contents(place, [blob]):
                copy.write_bytes(data)
            held[path] = Copied(shown(place, path), str(copy))
        made = {key: settings.counted_by(one, those(place, one, held)) for key, one in each.items()}
        yield {folder: made[id(one)] for folder, one in known.items()}


def those(place: Repository, found: Config, held: Mapping[str, Copied]) -> dict[str, Copied]:
    """The copies of the calibrations that a configuration names, by what it calls them."""
    return {name: held[inner(place, found, name)] for name in settings.counts(found)}


def inner(place: Repository, found: Config, name: str) -> str:
    """The path in the repository of a file that a configuration names."""
    return posixpath.normpath(posixpath.join(found.root.relative_to(place.root).as_posix(), name))


def shown(place: Repository, path: str) -> str:
    """A path as reports name it; one that leads out of the repository as it was written."""
    return path if leads_out(path) else place.shown(path)


def leads_out(path: str) -> bool:
    """Whether a path leads out of the repository."""
    return path == ".." or path.startswith(("/", "../"))


def missing(rules: Rules, path: str) -> str:
    """Why a revision has no such file, if it has none."""
    revision = re.sub(r"^([0-9a-f]{12})[0-9a-f]{28,}$", r"\1", rules.revision)
    if leads_out(path):
        return f"lies outside the repository, so {revision} holds none"
    entry = rules.tree.get(path)
    if entry is None:
        return f"no such file in {revision}; commit one that `skilllint calibrate` writes"
    return "" if settings.is_plain(path, entry) else f"no plain file in {revision}"


def large(sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The calibrations of which there is too much, each with what is said of it."""
    from skilllint.calibration import file  # only here, for most repositories have none

    together = 0
    for path, size in sizes.items():
        if size > file.MOST:
            yield path, file.LARGE
            continue
        together += size
        if together > TOGETHER:
            yield path, f"too much: all calibrations together have over {TOGETHER // 2**20} MB"
