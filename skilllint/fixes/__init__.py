"""Safe fixes: worked out on copies until nothing is left to fix, then written at once.

What edits do to one another is not foreseen but tried: after each round the
skills are checked again, with the changed texts in the place of their files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skilllint.fixes import copies, edits, writing
from skilllint.fixes.copies import Copy, Refused
from skilllint.model import Finding, Fixes, Report, Unfixed

ROUNDS = 10
"""Rounds of fixes and checks after which they are taken to undo one another."""

Again = Callable[[Sequence[Path], Mapping[str, bytes]], Report]
"""Checks skills once more, given bytes in the place of what some files hold, by real path."""

Wanted = Callable[[Finding], bool]
"""Whether a finding is to be fixed, if it can be."""

Asked = Mapping[str, Mapping[str, Sequence[Finding]]]
"""What is to be fixed: findings with edits, by skill and by the file that they are in."""


@dataclass(slots=True)
class Desk:
    """The work in progress: copies, and why files are left alone, by their real paths."""

    copies: dict[str, Copy] = field(default_factory=dict)
    unfixed: dict[str, Unfixed] = field(default_factory=dict)

    def refuse(self, true: str, path: str, reason: str, internal: bool = False) -> None:
        """Leave a file as it was."""
        self.copies.pop(true, None)
        self.unfixed[true] = Unfixed(path, reason, internal)

    def texts(self) -> dict[str, bytes]:
        """What the files hold by now."""
        return {true: copy.data for true, copy in self.copies.items()}


def plan(report: Report, again: Again, wanted: Wanted) -> Fixes:
    """What safe fixes make of the files of some skills; nothing is written.

    A file that must not be changed, or where a fix does not mend what it is for,
    is left as it was and said so.
    """
    desk = Desk()
    for _ in range(1 + ROUNDS):  # the first one copies
        asked = asked_for(report, wanted, desk)
        if not asked:
            break
        mended = work(desk, asked)
        before, report = report, again([Path(skill) for skill in asked], desk.texts())
        inspect(desk, before, report, mended)
    else:
        for files in asked_for(report, wanted, desk).values():
            for path, found in files.items():
                codes = ", ".join(sorted({finding.code for finding in found}))
                reason = f"the fixes of {codes} find no end; it is left as it was"
                desk.refuse(copies.real(path), path, reason, internal=True)
    changed = (copy for copy in desk.copies.values() if tuple(copy.lines) != copy.before)
    return Fixes(tuple(copy.rewrite() for copy in changed), tuple(desk.unfixed.values()))


def write(fixes: Fixes) -> Fixes:
    """Write the files; what was written, and what was not and why."""
    done = []
    failed = list(fixes.unfixed)
    for rewrite in fixes.rewrites:
        try:
            writing.put(rewrite)
            done.append(rewrite)
        except Refused as refused:
            failed.append(Unfixed(rewrite.path, f"not fixed: {refused}"))
    return Fixes(tuple(done), tuple(failed))


# --- one round --------------------------------------------------------------------


def asked_for(report: Report, wanted: Wanted, desk: Desk) -> Asked:
    """The findings to fix, but for those in files that are left alone."""
    asked: dict[str, dict[str, list[Finding]]] = {}
    for audited in report.skills:
        files: dict[str, list[Finding]] = defaultdict(list)
        for finding in audited.findings:
            if finding.edits and wanted(finding):
                files[finding.path].append(finding)
        kept = {path: f for path, f in files.items() if copies.real(path) not in desk.unfixed}
        if kept:
            asked[audited.skill.path] = kept
    return asked


def work(desk: Desk, asked: Asked) -> list[Finding]:
    """Fix what can be fixed now; the findings that were.

    A file that is looked at for the first time is only copied: its findings may
    come from what it held before. A file that several skills share is changed for one.
    """
    mended: list[Finding] = []
    changed: set[str] = set()
    for skill, files in asked.items():
        for path, found in files.items():
            true = copies.real(path)
            if true in changed or true in desk.unfixed:
                continue
            changed.add(true)
            copy = desk.copies.get(true)
            if copy:
                mended += mend(desk, copy, found)
            else:
                open_(desk, path, skill)
    return mended


def open_(desk: Desk, path: str, skill: str) -> None:
    """Put a copy of a file on the desk, unless it must not be changed."""
    true = copies.real(path)
    try:
        desk.copies[true] = copies.take(path, skill)
    except Refused as refused:
        desk.refuse(true, path, f"not fixed: {refused}")


def mend(desk: Desk, copy: Copy, found: Sequence[Finding]) -> list[Finding]:
    """Make the edits of a file's findings; none where one of them cannot be made."""
    length = sum(map(len, copy.lines)) - len(copy.bom)
    for finding in found:
        if not edits.fits(finding.edits, length):
            blame(desk, finding, "does not fit the text")
            return []
    return copy.mend(found)


def inspect(desk: Desk, before: Report, after: Report, mended: Iterable[Finding]) -> None:
    """Leave a file alone where a finding that was mended is still there, or none can be told."""
    was, now = tally(before.findings), tally(after.findings)
    left = {(finding.path, finding.fingerprint) for finding in after.findings}
    broken = {one.path for one in (*after.unread, *after.crashes)}
    owners = {
        finding.path: audited.skill.path
        for audited in before.skills
        for finding in audited.findings
    }
    for finding in mended:
        kind = finding.path, finding.code
        if owners[finding.path] in broken:
            blame(desk, finding, "makes a text that cannot be checked")
        elif (finding.path, finding.fingerprint) in left and now[kind] >= was[kind]:
            blame(desk, finding, "does not mend it")


def tally(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How many findings of each rule there are in each file."""
    return Counter((finding.path, finding.code) for finding in findings)


def blame(desk: Desk, finding: Finding, what: str) -> None:
    """Leave a file as it was because of a rule's fix."""
    place = f"rule {finding.code} in line {finding.start}"
    reason = f"the fix of {place} {what}; the file is left as it was"
    desk.refuse(copies.real(finding.path), finding.path, reason, internal=True)
