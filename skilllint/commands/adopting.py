"""A baseline, as `check` is asked for it: which one to use, and how to write one."""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from skilllint import audit, baseline, silencing
from skilllint.audit import Request
from skilllint.baseline import BaselineError, Key, Record
from skilllint.commands.shared import CLEAN, complain, tell_troubles
from skilllint.config import ConfigError, Configs
from skilllint.discovery import shown
from skilllint.model import Audited, Report
from skilllint.report.wording import plural

NARROWING = ("select", "extend_select", "ignore", "host")
"""Options that would leave findings out of a baseline for good."""


def wanted(options: Namespace) -> Path | bool:
    """The baseline to use. Raises `ConfigError` for options that cannot go together."""
    if options.write_baseline is None:
        return Path(options.baseline) if options.baseline else not options.no_baseline
    for name in NARROWING:
        if getattr(options, name) is not None:
            option = f"--{name.replace('_', '-')}"
            raise ConfigError(
                f"--write-baseline records what the configuration selects; leave out {option}"
            )
    if "-" in options.paths:
        raise ConfigError("--write-baseline records findings in files, not in standard input")
    return False


def write(report: Report, request: Request, options: Namespace) -> int:
    """Write what a run found as baselines, one a repository; the status that follows."""
    if status := tell_troubles(report):
        return complain("no baseline was written, for not all was read", status)
    configs = Configs(request.override)
    homes: dict[Path, list[Audited]] = defaultdict(list)
    roots: dict[Path, set[Path]] = defaultdict(set)
    for one in report.skills:
        path = Path(one.skill.path)
        settings = configs.of(path)
        home = silencing.home(settings, path)
        file = Path(options.write_baseline) if options.write_baseline else home
        homes[file].append(one)
        roots[file].add(silencing.root(settings, path))
    asked = audit.named(Path(path) for path in options.paths or ["."])
    for file, those in homes.items():
        whole = all(silencing.covers(asked, root) for root in roots[file])
        record(file, those, whole=whole, advice=options.advice)
    return CLEAN


def record(file: Path, those: Iterable[Audited], *, whole: bool, advice: bool) -> None:
    """Write one baseline and say what changed in it.

    What is recorded of skills that were not looked at stays, unless all were.
    """
    findings = [found for one in those for found in (one.findings if advice else one.issues)]
    before = recorded(file, needed=not whole)
    folders = {PurePosixPath(one.skill.place).parent for one in those}
    kept = {} if whole else dict(elsewhere(before, folders))
    now = baseline.written(findings, kept)
    baseline.write(file, now)
    told = f"{shown(file)}: {plural(count(now), 'finding')} recorded"
    if before:
        new, gone = len(now.keys() - before.keys()), len(before.keys() - now.keys())
        told += f", {new:,} of them new; {gone:,} dropped"
    complain(told, CLEAN)


def recorded(file: Path, *, needed: bool) -> Mapping[Key, Record]:
    """What a baseline holds that is to be written anew. Raises `BaselineError` if it is needed."""
    if not file.exists():
        return {}
    try:
        return baseline.read(file).records
    except BaselineError:
        if needed:
            raise
        return {}


def elsewhere(
    records: Mapping[Key, Record], folders: Iterable[PurePosixPath]
) -> Iterable[tuple[Key, Record]]:
    """The records that lie in none of some folders."""
    looked = set(folders)
    for key, one in records.items():
        if looked.isdisjoint(PurePosixPath(key.place).parents):
            yield key, one


def count(records: Mapping[Key, Record]) -> int:
    """The findings that records stand for."""
    return sum(one.times for one in records.values())
