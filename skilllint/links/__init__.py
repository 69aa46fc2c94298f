"""What the links and paths of a skill lead to, in SKILL.md and in its references.

`find` gathers the facts that the rules on references judge. Links are found by a scan
without a parser; a path is understood as `pointers` understands it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from skilllint.links import markup, mentions
from skilllint.links.disk import Disk
from skilllint.links.mentions import Text
from skilllint.links.resolving import Led, Resolver
from skilllint.model import File, Skill, Target, TargetKind
from skilllint.pointers.reach import OWN, is_text

WINDOWS = (".bat", ".cmd", ".ps1")
"""Scripts that the shells of Windows run, with neither a run bit nor a `#!` line."""

Found = tuple[int, int, TargetKind, str, Led]
"""Where something stands in a text, what it is, a link's text, and how it leads."""


def find(skill: Skill, skill_file: Path) -> tuple[Target, ...]:
    """Every link and path of a skill's files that leads astray, file by file."""
    resolver = around(skill, skill_file)
    doubtful = [file for file in skill.files if is_doubtful(file)]
    own = Text(skill.source.text, skill.source.body_offset)
    found: list[Target] = []
    if not skill_file.is_symlink():  # its paths are written from where it really lies
        found += targets(own, "", resolver.entry, resolver, doubtful)
    for file in skill.files:
        if file.text and is_text(file.path) and (not skill.root or OWN.match(file.path)):
            found += targets(Text(file.text), file.path, file.path, resolver, doubtful)
    return tuple(found)


def around(skill: Skill, skill_file: Path) -> Resolver:
    """The files of a skill, and what of the disk around them may be looked at."""
    folder = Path(os.path.abspath(skill_file)).parent  # noqa: PTH100
    paths = [file.path for file in skill.files]
    folders = {"/".join(parts[:depth]) for parts in (p.split("/") for p in paths)
               for depth in range(1, len(parts))}  # fmt: skip
    texts = {file.path: file.text for file in skill.files if file.text is not None}
    return Resolver(
        entry=skill_file.name,
        disk=Disk(folder),
        files=frozenset([*paths, skill_file.name]),
        folders=frozenset(folders),
        tops=frozenset(path for path in folders if "/" not in path),
        texts={**texts, skill_file.name: skill.source.text},
    )


def is_doubtful(file: File) -> bool:
    """Whether a script cannot be run by its path alone: no run bit, or no `#!` line.

    Windows has no run bits, and an empty file nothing to run.
    """
    if file.kind != "script" or not file.text or file.path.lower().endswith(WINDOWS):
        return False
    return (not file.runnable and os.name != "nt") or not file.text.startswith("#!")


def targets(
    text: Text, file: str, name: str, resolver: Resolver, doubtful: list[File]
) -> Iterator[Target]:
    """The targets of one text, from its top down; `name` is the path links are relative to."""
    found = sorted(find_in(text, name, resolver, doubtful), key=lambda one: one[:2])
    line, begin = 1, 0
    for start, end, kind, label, led in found:
        line += text.whole.count("\n", begin, start)
        begin = start
        col = start - text.whole.rfind("\n", 0, start)
        written = text.whole[start:end]
        yield Target(file, line, col, start, end, kind, written, label, led.how, led.real)


def find_in(text: Text, name: str, resolver: Resolver, doubtful: list[File]) -> Iterator[Found]:
    """Everything in a text that leads astray, in no order."""
    if "](" in text.whole:
        for link in markup.links(text.prose):
            if led := resolver.lead(link, name):
                kind: TargetKind = "image" if link.image else "link"
                yield link.start, link.end, kind, link.label, led
    if "][" in text.whole:
        for link in markup.undefined(text.prose):
            yield link.start, link.end, "link", link.label, Led("undefined")
    for start, end, led in mentions.paths(text, name, resolver):
        yield start, end, "path", "", led
    for start, end, script in mentions.runs(text, doubtful):
        if not script.runnable and os.name != "nt" and "chmod" not in text.whole:
            yield start, end, "command", "", Led("not runnable", script.path)
        if not (script.text or "").startswith("#!"):
            yield start, end, "command", "", Led("no shebang", script.path)
