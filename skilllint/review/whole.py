"""All skills of a pull request's head, for who keeps a list of all findings there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from skilllint import audit, catalogue, discovery
from skilllint.audit import Request
from skilllint.compare import blobs, calibrations, copies, git, settings
from skilllint.compare.git import Repository
from skilllint.compare.trees import Owners
from skilllint.model import Report, Rule, Unread
from skilllint.review.commits import Commits
from skilllint.review.looking import Scope


def look(commits: Commits, scope: Scope) -> tuple[Report, tuple[Rule, ...]]:
    """The report on all skills of the head that are looked at, and all rules there are.

    The configuration is that of the tip of the base. Raises `ConfigError`.
    """
    place = git.opened(commits.place)
    tree = blobs.tree(place, commits.head)
    owners = Owners.of(tree)
    folders = owners.skills
    if scope.paths:
        folders = folders & {one for path in scope.paths for one in owners.meant(path)}
    wanted = copies.plan(tree, owners, folders, whole=True)
    held = copies.fetch(place, wanted)
    rules = settings.Rules(commits.tip, blobs.tree(place, commits.tip), scope.config)
    known = settings.load(place, folders, rules, scope.override)
    own = {rule.code: rule for one in known.values() for rule in one.rules}
    with (
        calibrations.kept(place, known, rules, scope.override) as counted,
        copies.private(copies.weight(wanted, held)) as private,
    ):
        root = Path(private).resolve()
        copy = copies.mirror(root, place.root)
        copies.write(place, copy, wanted, held, copies.marks(tree))
        configs = settings.settled(place, counted, [root], scope.override)
        request = Request(host=scope.host, override=scope.override)
        report = audit.run([copy], request, configs=configs)
        return there(report, copy, place), (*catalogue.rules(), *own.values())


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
