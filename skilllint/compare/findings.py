"""Which findings are new, worse or gone: by identity, and where text has moved by what it says."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from skilllint import catalogue, source
from skilllint.compare.sides import One
from skilllint.model import Finding, SectionChange, Worse

SEVERITIES = ("note", "warning", "error")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The findings that differ."""

    new: tuple[Finding, ...] = ()
    worsened: tuple[Worse, ...] = ()
    fixed: tuple[Finding, ...] = ()


def compare(was: One | None, now: One | None, rows: Iterable[SectionChange]) -> Differences:
    """The findings of a skill that differ; those that only all skills show are left out.

    A finding that its identity does not name any more, because its section has
    another heading or its skill another folder, is known by its line.
    """
    before = {one.fingerprint: one for one in alone(was)}
    after = {one.fingerprint: one for one in alone(now)}
    both = [(before.pop(name), after.pop(name)) for name in [*before] if name in after]
    if was and now and before and after:
        titles = {row.old_heading_path or row.heading_path: row.heading_path for row in rows}
        waiting: dict[Key, list[Finding]] = defaultdict(list)
        for key, one in keyed(after.values(), now, {}):
            waiting[key].append(one)
        for key, one in keyed(list(before.values()), was, titles):
            if waiting[key]:
                heir = waiting[key].pop(0)
                both.append((before.pop(one.fingerprint), after.pop(heir.fingerprint)))
    return Differences(
        tuple(after.values()),
        tuple(Worse(new, old) for old, new in both if is_worse(old, new)),
        tuple(before.values()),
    )


def alone(one: One | None) -> Iterator[Finding]:
    """The findings of a skill that it has by itself."""
    across = {rule.code for rule in catalogue.rules() if rule.across is not None}
    return (
        (found for found in one.audited.findings if found.code not in across) if one else iter(())
    )


def keyed(
    findings: Iterable[Finding], one: One, titles: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Iterator[tuple[Key, Finding]]:
    """Findings by their file in the folder, their headings as they are now, and their line.

    Of a heading the line does not count: it may have another text now.
    """
    seen: Counter[Key] = Counter()
    starts = {section.start for section in one.audited.skill.outline.sections if section.level}
    lines: dict[str, list[str]] = {}
    for found in findings:
        inside = found.place != one.place
        path = posixpath.relpath(found.place, one.folder or ".") if inside else ""
        text = ""
        if inside or found.start not in starts:
            if path not in lines:
                lines[path] = read(one, path)
            text = " ".join("".join(lines[path][found.start - 1 : found.start]).split())
        headings = titles.get(found.heading_path, found.heading_path)
        key = (found.code, path, headings, text, found.host)
        seen[key] += 1
        yield (*key, seen[key]), found


def read(one: One, path: str) -> list[str]:
    """The lines of SKILL.md, or of another file of a skill's folder."""
    if not path:
        return list(one.audited.skill.source.lines)
    try:
        return source.decode(source.load(one.copy / path))[1].split("\n")
    except source.Unreadable:
        return []


def is_worse(old: Finding, new: Finding) -> bool:
    """Whether a finding is further beyond its limit now, or more severe."""
    if SEVERITIES.index(new.severity) > SEVERITIES.index(old.severity):
        return True
    if old.value is None or new.value is None:
        return False
    if new.limit is not None and new.value < new.limit:
        return new.value < old.value
    return new.value > old.value
