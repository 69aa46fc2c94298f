"""`init`: a first configuration that fits what there is."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from skilllint import __version__, atomic, catalogue, config, configfile, discovery, selection
from skilllint.audit import Request
from skilllint.commands.shared import CLEAN, USAGE, complain, gather, tell_troubles
from skilllint.discovery import shown
from skilllint.model import Audited, Report
from skilllint.report import draft
from skilllint.report.draft import Facts
from skilllint.report.wording import clean

OTHERS = {"vendor", "vendored", "third_party", "third-party", "external", "externals"}
TESTS = {"fixtures", "__fixtures__", "testdata", "test-data", "test_data"}
"""Folders whose skills are somebody else's, or there to be wrong."""


def run(options: Namespace) -> int:
    """Write the configuration, or print it."""
    folder = discovery.tidy(Path(options.path))
    if not folder.is_dir():
        return complain(f"{options.path}: is no folder", USAGE)
    file = folder / "skilllint.toml"
    if not options.dry_run and not options.force and (clash := present(folder)):
        return complain(f"{clash}; --force writes {shown(file)} all the same", USAGE)
    report = gather([options.path], Request())
    if not report.skills or any(one.cause == "configuration" for one in report.unread):
        return tell_troubles(report)
    facts = found(report, folder)
    text = draft.render(facts)
    if options.dry_run:
        print(text, end="")
        return CLEAN
    above = config.load(folder).file
    try:
        atomic.write(file, text)
    except OSError as error:
        return complain(f"{shown(file)}: {(error.strerror or str(error)).lower()}", USAGE)
    hidden = shown(above) if above and above.parent != file.absolute().parent else None
    print(draft.after(shown(file), facts, __version__, hidden), end="")
    return CLEAN


def present(folder: Path) -> str | None:
    """What a new file would overwrite or hide."""
    for name in config.FILES:
        file = folder / name
        if name == "skilllint.toml" and os.path.lexists(file):
            return f"{shown(file)} is there already"
        if configfile.read(file) is not None:
            return f"{shown(file)} holds [tool.skilllint] already"
    return None


def found(report: Report, folder: Path) -> Facts:
    """The facts of a run over a folder, without what the configuration will leave out."""
    left_out = apart(report.skills, folder)
    kept = [one for one in report.skills if parent(one, folder) not in left_out]
    if not kept:  # then it is what this folder is about
        kept, left_out = [*report.skills], {}
    hosts = Counter(
        tuple(selection.selected_hosts(config.Config(folder), Path(one.skill.path))) for one in kept
    )
    return Facts(
        replace(report, skills=tuple(kept), entries=()), catalogue.rules(), hosts, left_out
    )


def apart(skills: Sequence[Audited], folder: Path) -> Mapping[str, int]:
    """Patterns for the folders below one that hold skills of others or of tests."""
    counts = Counter(parent(one, folder) for one in skills)
    return {pattern: counts[pattern] for pattern in sorted(counts) if pattern}


def parent(one: Audited, folder: Path) -> str:
    """The pattern of the outermost such folder around a skill; nothing where there is none."""
    path = PurePosixPath(os.path.relpath(one.skill.path, folder).replace(os.sep, "/"))
    for at, name in enumerate(path.parts[:-1], 1):
        if name.casefold() in OTHERS | TESTS:
            place = "/".join(path.parts[:at])
            # a name that cannot be written into a file is let be
            return f"/{escaped(place)}/" if clean(place) == place else ""
    return ""


def escaped(place: str) -> str:
    """A path as a pattern that means nothing else."""
    return re.sub(r"([\\*?\[])", r"\\\1", place)
