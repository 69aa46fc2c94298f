"""Which findings and blocks are new, worse or gone: by identity, and where text has moved by it."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from skilllint import baseline, catalogue, source
from skilllint.compare.sides import One
from skilllint.model import Candidate, Finding, SectionChange, Worse

SEVERITIES = ("note", "warning", "error")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The findings that differ, and those that `still` are as they were.

    `candidates` are the blocks that could leave the body now and could not before.
    """

    new: tuple[Finding, ...] = ()
    worsened: tuple[Worse, ...] = ()
    fixed: tuple[Finding, ...] = ()
    still: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def compare(was: One | None, now: One | None, rows: Iterable[SectionChange]) -> Differences:
    """The findings of a skill that differ; those that only all skills show are left out.

    A finding that its identity does not name any more, because its section has
    another heading or its skill another folder, is known by its line.
    """
    titles = {row.old_heading_path or row.heading_path: row.heading_path for row in rows}
    before = {one.fingerprint: one for one in alone(was)}
    after = {one.fingerprint: one for one in alone(now)}
    order = {one: at for at, one in enumerate(after)}
    both = [(before.pop(name), after.pop(name)) for name in [*before] if name in after]
    if was and now and before and after:
        waiting: dict[Key, list[Finding]] = defaultdict(list)
        for key, one in keyed(after.values(), now, {}):
            waiting[key].append(one)
        for key, one in keyed(list(before.values()), was, titles):
            if waiting[key]:
                heir = waiting[key].pop(0)
                both.append((before.pop(one.fingerprint), after.pop(heir.fingerprint)))
    worsened = tuple(Worse(new, old) for old, new in both if is_worse(old, new))
    kept = (new for old, new in both if not is_worse(old, new))
    still = tuple(sorted(kept, key=lambda one: order[one.fingerprint]))
    return Differences(
        tuple(after.values()),
        worsened,
        tuple(before.values()),
        still,
        tuple(arisen(was, now, titles, after)),
    )


def arisen(
    was: One | None,
    now: One | None,
    titles: Mapping[tuple[str, ...], tuple[str, ...]],
    new: Collection[str],
) -> Iterator[Candidate]:
    """The blocks of a skill that could leave its body now and could not before.

    Of `new` are the findings that are; a block is known by the identity of its own, or by
    its headings as they are now. What the author lets be is none, nor one that merely grew.
    """
    known: set[object] = set()
    for one in was.audited.skill.candidates if was else ():
        known |= {one.fingerprint, (one.kind, titles.get(one.heading_path, one.heading_path))}
    allowed = {one.finding.fingerprint for one in now.audited.suppressed} if now else set()
    for one in now.audited.skill.candidates if now else ():
        name = one.fingerprint
        seen = name in known or (one.kind, one.heading_path) in known
        if name in new or not (seen or name in allowed):
            yield one


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
    """Whether a finding is more severe now, or clearly further beyond its limit.

    A tenth is the same margin that a baseline gives: who adds a word to a long skill is not
    told of all that is long in it.
    """
    graver = SEVERITIES.index(new.severity) > SEVERITIES.index(old.severity)
    return graver or baseline.clearly_worse(new, old.value)
