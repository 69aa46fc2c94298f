"""Numbers that may only fall: a skill's body, listing entry and references, and their sums.

A new skill is no growth of another one, but of the repository. Text that went from a
body to a reference is no growth of that reference. Growth that an entry of the
allow-list names with its reason is only counted.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from skilllint import checking, headings, identity, tokens
from skilllint.checks._wording import count, quoted
from skilllint.config import Allow, Config, Configs, matches
from skilllint.configkinds import RATCHET
from skilllint.model import (
    Audited,
    Comparison,
    Delta,
    Finding,
    Report,
    SectionChange,
    SkillChange,
    Suppressed,
    Unit,
)

What = Literal["body", "listing", "references"]
WHATS: tuple[What, ...] = ("body", "listing", "references")
NAMES = {"body": "the body", "listing": "the listing entry", "references": "the references"}
SUMS = {
    "body": "the bodies of all skills together",
    "listing": "the listing entries of all skills together",
    "references": "the references of all skills together",
}


EDGE = 1
"""What the blank line around a section that moved may weigh, in any unit."""

TOP = "the text before the first heading"


class Spot(NamedTuple):
    """Where something grew: a file of the skill's folder, nothing for SKILL.md, and the line."""

    file: str
    line: int
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """By how much one number of a skill grew, how much of that is let be, and why."""

    change: SkillChange
    what: What
    unit: Unit
    amount: int
    allowed: int = 0
    reason: str = ""

    @property
    def rest(self) -> int:
        """What nobody allowed."""
        return self.amount - self.allowed


def check(
    found: Comparison, configs: Configs, today: date
) -> Iterator[tuple[SkillChange, Finding | Suppressed]]:
    """What grew and must not have, each with its skill. Raises `ConfigError`."""
    all_ = [(change, configs.of(Path(change.path))) for change in found.skills]
    known = [
        (change, one) for change, one in all_ if change.status != "added" or looked_at(change, one)
    ]
    for change, settings in known:
        if change.status in ("changed", "renamed"):
            for growth in grown(change, settings, today):
                yield change, told(growth)
    # in bytes only where every configuration says so
    unit: Unit = "bytes" if {one.unit for _, one in known} == {"bytes"} else "tokens"
    for what in WHATS:
        parts = [weigh(change, what, unit, settings, today) for change, settings in known]
        total = sum(part.rest for part in parts)
        new = [part for part in parts if part.change.status == "added" and part.rest > 0]
        if total > 0 and new:
            most = max(new, key=lambda part: part.rest)
            yield most.change, arrival(most, total)


def grown(change: SkillChange, settings: Config, today: date) -> Iterator[Growth]:
    """The numbers of a skill that grew."""
    for what in WHATS:
        growth = weigh(change, what, settings.unit, settings, today)
        if growth.amount > 0:
            yield growth


def weigh(change: SkillChange, what: What, unit: Unit, settings: Config, today: date) -> Growth:
    """What became of one number of a skill, and how much of a growth is let be."""
    amount = delta(change, what, unit).growth
    if what == "references":
        amount -= sum(taken_over(change, unit))
    growth = Growth(change, what, unit, amount)
    grown: dict[int, int] = {}  # each row once, however many entries name it
    reasons = []
    for entry in settings.allow if amount > 0 else ():
        if not holds(entry, change, settings, today):
            continue
        if entry.heading is None:
            return replace(growth, allowed=amount, reason=entry.reason)
        if what == "body":
            rows = {at: size(change.sections[at], unit).growth for at in below(change, entry)}
            more = {at: one for at, one in rows.items() if one > 0 and at not in grown}
            grown.update(more)
            reasons += [entry.reason] if more else []
    reason = "; ".join(dict.fromkeys(reasons))
    return replace(growth, allowed=max(0, min(amount, sum(grown.values()))), reason=reason)


def looked_at(change: SkillChange, settings: Config) -> bool:
    """Whether a configuration leaves a skill in."""
    return not matches(settings.exclude, Path(change.path), settings.root)


def holds(entry: Allow, change: SkillChange, settings: Config, today: date) -> bool:
    """Whether an entry of the allow-list lets a skill grow today."""
    if entry.rule != RATCHET or (entry.until is not None and today > entry.until):
        return False
    return entry.path is None or matches([entry.path], Path(change.path), settings.root)


def below(change: SkillChange, entry: Allow) -> Iterator[int]:
    """The places of the sections that an entry names, and of those below them."""
    name = headings.said(entry.heading or "")
    for at, row in enumerate(change.sections):
        path = row.heading_path
        ends = (key for last in range(len(path)) for key in headings.ends(path[: last + 1]))
        if name in ends:
            yield at


def taken_over(change: SkillChange, unit: Unit) -> Iterator[int]:
    """By how much each reference grew for what moved to it: sections, and a new file's title."""
    moved: Counter[str] = Counter()
    for row in change.sections:
        if row.moved_to:
            moved[row.moved_to] += size(row, unit).before + EDGE
    for file in change.files:
        if file.path in moved:
            title = tokens.count(file.title) if unit == "tokens" else len(file.title.encode())
            yield max(0, min(file.growth(unit), moved[file.path] + title))


def delta(change: SkillChange, what: What, unit: Unit) -> Delta:
    """One number of a skill before and after."""
    found: Delta = getattr(change.sizes(unit), what)
    return found


def size(row: SectionChange, unit: Unit) -> Delta:
    """The size of a section before and after."""
    return row.tokens if unit == "tokens" else row.bytes


# --- in words -------------------------------------------------------------------------


def told(growth: Growth) -> Finding | Suppressed:
    """A growth as a finding, at what grew most; only counted if all of it is let be."""
    change, what, unit = growth.change, growth.what, growth.unit
    both = delta(change, what, unit)
    message = f"{NAMES[what]} grew by {count(growth.amount, unit)}"
    message += f" ({both.before:,} → {both.after:,})"
    spot = Spot("", change.listing_line)
    if what == "body":
        row = max(change.sections, key=lambda row: (size(row, unit).growth, row.line > 0))
        spot = Spot("", row.line or 1, row.heading_path)
        title = quoted(row.heading_path[-1]) if row.heading_path else TOP
        message += f"; most in {title} ({size(row, unit).growth:+,})"
    if what == "references":
        most = max(change.files, key=lambda each: each.growth(unit))
        spot = Spot(most.path, 1)
        message += f"; most in {most.path} ({most.growth(unit):+,})"
    if 0 < growth.allowed < growth.amount:
        message += f"; {growth.allowed:,} of it is allowed"
    found = finding(change, what, message, both, spot)
    if growth.rest <= 0:
        return Suppressed(found, "allowed", growth.reason)
    return replace(found, hint=f"take {count(growth.rest, unit)} out again, {allow(change)}")


def arrival(growth: Growth, total: int) -> Finding:
    """The growth of the repository by new skills, at the largest of them."""
    change, what, unit = growth.change, growth.what, growth.unit
    message = f"{SUMS[what]} grew by {count(total, unit)}; most by this new skill"
    message += f" ({growth.rest:+,})"
    both = Delta(0, growth.rest)
    found = finding(change, f"{what} of all", message, both, Spot("", change.listing_line))
    return replace(found, hint=f"take as much out elsewhere, {allow(change)}")


def allow(change: SkillChange) -> str:
    """How to let a skill grow."""
    path = posixpath.join(posixpath.dirname(change.place), "")
    where = f" path {quoted(path, 200)}" if path else ""
    return f'or allow it in the configuration: [[allow]] with rule "{RATCHET}",{where} and a reason'


def finding(change: SkillChange, what: str, message: str, both: Delta, spot: Spot) -> Finding:
    """A finding of the ratchet's, which is no rule of the catalogue."""
    place = identity.beside(change.place, spot.file)
    return Finding(
        code=RATCHET,
        name=RATCHET,
        severity="error",
        confidence="exact",
        path=identity.beside(change.path, spot.file),
        start=spot.line,
        end=spot.line,
        col=1,
        message=message,
        hint="",
        value=both.after,
        limit=both.before,
        host=None,
        fingerprint=identity.fingerprint(RATCHET, place, (), what),
        place=place,
        heading_path=spot.headings,
        failing=True,  # whatever `fail-on` says: the change under judgement may have set it
    )


# --- with the other findings --------------------------------------------------------------


def attach(
    report: Report,
    grown: Iterable[tuple[SkillChange, Finding | Suppressed]],
    paths: Iterable[Path],
) -> Report:
    """A report with what grew of the skills that it is about, and of those left out of some paths.

    A skill that grew and is excluded since is none of the report's.
    """
    by_file: dict[str, list[Finding | Suppressed]] = {}
    for change, one in grown:
        by_file.setdefault(os.path.realpath(change.path), []).append(one)
    skills = tuple(with_growth(one, by_file) for one in report.skills)
    known = {os.path.realpath(one.skill.path) for one in report.skills}
    named = [Path(os.path.realpath(path)) for path in paths]
    hidden = [
        one
        for file in sorted(by_file.keys() - known)
        if any(
            Path(file).is_relative_to(path) or path.is_relative_to(Path(file).parent)
            for path in named
        )
        for one in by_file[file]
        if isinstance(one, Finding)
    ]
    return replace(report, skills=skills, entries=(*report.entries, *hidden))


def with_growth(audited: Audited, by_file: Mapping[str, Sequence[Finding | Suppressed]]) -> Audited:
    """A skill with what grew of it, in the order of its file."""
    more = by_file.get(os.path.realpath(audited.skill.path), ())
    findings = [one for one in more if isinstance(one, Finding)]
    allowed = [one for one in more if isinstance(one, Suppressed)]
    return replace(
        audited,
        findings=checking.ordered(audited.skill, (*audited.findings, *findings)),
        suppressed=(*audited.suppressed, *allowed),
    )
