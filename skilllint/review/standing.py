"""All skills of a pull request's head, for who keeps a list of all findings there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from skilllint import audit, catalogue, discovery
from skilllint.audit import Request
from skilllint.compare import blobs, copies, git, settings
from skilllint.compare.git import Repository
from skilllint.compare.trees import Owners
from skilllint.config import Override
from skilllint.model import Report, Rule, Unread
from skilllint.review.commits import Commits


def look(
    commits: Commits, override: Override, host: str, paths: tuple[str, ...] = ()
) -> tuple[Report, tuple[Rule, ...]]:
    """The report on all skills of the head at or below some paths, and all rules there are.

    The configuration is that of the tip of the base. Raises `ConfigError`.
    """
    place = git.repository(commits.place)
    tree = blobs.tree(place, commits.head)
    owners = Owners.of(tree)
    folders = {one for one in owners.skills if not paths or below(one, paths)}
    wanted = copies.plan(tree, owners, folders)
    held = copies.fetch(place, wanted)
    known = settings.load(place, folders, commits.tip, override)
    own = {rule.code: rule for one in known.values() for rule in one.rules}
    with copies.private(sum(map(len, held.texts.values()))) as private:
        root = Path(private).resolve()
        copy = copies.mirror(root, place.root)
        copies.write(place, copy, wanted, held, copies.marks(tree))
        configs = settings.settled(place, known, [root], override)
        request = Request(files=True, host=host, override=override)
        report = audit.run([copy], request, configs=configs)
        return there(report, copy, place), (*catalogue.rules(), *own.values())


def below(folder: str, paths: tuple[str, ...]) -> bool:
    """Whether a skill's folder lies at or below one of some paths, or holds one."""
    return any(
        path in (".", folder) or folder.startswith(f"{path}/") or path.startswith(f"{folder}/")
        for path in paths
    )


def there(report: Report, copy: Path, place: Repository) -> Report:
    """A report on a copy with the paths of the repository, where the program names some.

    What is wrong with a configuration's own lists is told by `check`.
    """
    start = f"{discovery.shown(copy)}/"

    def moved(one: Unread) -> Unread:
        return replace(
            one,
            path=place.shown(one.path.removeprefix(start)),
            reason=one.reason.replace(start, ""),
        )

    skills = tuple(
        replace(one, failed=tuple(moved(failed) for failed in one.failed)) for one in report.skills
    )
    unread = tuple(moved(one) for one in report.unread if one.cause != "excluded")
    return replace(report, skills=skills, unread=unread, empty=(), entries=())
