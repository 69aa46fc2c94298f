"""What a pull request changes, by the configuration of the branch that it goes to."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace

from skilllint import compare
from skilllint.compare import Asked, git
from skilllint.config import ConfigError, Override
from skilllint.model import Comparison
from skilllint.review.commits import Commits


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at, and how it is judged.

    `paths` are those of the repository; none stands for all. `config` is a file of the base.
    """

    override: Override
    host: str = "claude-code"
    paths: tuple[str, ...] = ()
    config: str | None = None


def look(commits: Commits, scope: Scope) -> Comparison:
    """Compare the commits of a pull request. Raises `ConfigError`."""
    asked = Asked(
        base=commits.base,
        head=commits.head,
        paths=scope.paths,
        whole=True,
        rules=commits.tip,
        config=scope.config,
        override=scope.override,
        host=scope.host,
    )
    found = compare.run(git.opened(commits.place), asked)
    return replace(found, against=commits.against)


def inside(paths: Sequence[str]) -> tuple[str, ...]:
    """Paths of a repository in one form; the whole one is none. Raises `ConfigError`."""
    found = tuple(posixpath.normpath(path) for path in paths)
    for path, given in zip(found, paths, strict=True):
        if path.startswith(("/", "../")) or path == "..":
            raise ConfigError(f"{given} is no path in the repository; paths begin at its root")
    return () if "." in found else found
