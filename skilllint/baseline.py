"""A baseline: the findings that were there when it was written, so that only new ones are told.

A finding is known by its rule and its fingerprint, which holds no number, and stands
under its file. Its number stands beside it: what has grown by more than a tenth is told
again, and so is what stands in more places. What several skills share is known at
whichever of them it is found.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from skilllint import __version__, atomic
from skilllint.discovery import shown
from skilllint.model import Finding, Suppressed

FILE = "skilllint-baseline.json"
VERSION = 1

MARGIN = 0.1
"""The share of a number of before by which it may grow unsaid."""

COUNTED = 100
"""Below this, a number without a limit counts places, and each one more is told."""

ANEW = "`skilllint check --write-baseline` writes it anew"


class BaselineError(Exception):
    """A baseline that cannot be used or written; its text is one line: file, what is wrong."""


class Key(NamedTuple):
    """What a finding is known by: its file in the repository, its rule and its fingerprint."""

    place: str
    code: str
    fingerprint: str


class Record(NamedTuple):
    """How many findings of one key there were, and the largest number of theirs, if any."""

    times: int
    value: float | None


@dataclass(slots=True)
class Baseline:
    """The records of a file, and how many of each were met again."""

    file: Path
    records: Mapping[Key, Record]
    met: Counter[Key] = field(default_factory=Counter)
    places: Mapping[tuple[str, str], Sequence[Key]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = by_identity(self.records)

    def cover(self, findings: Iterable[Finding]) -> Iterator[Finding | Suppressed]:
        """Findings that are recorded become suppressed ones; a worse one says what it was."""
        for finding in findings:
            key = self.free(key_of(finding))
            if key is None:
                yield finding
                continue
            record = self.records[key]
            self.met[key] += 1
            if worse(finding, record):
                was = f"; {record.value:,} in the baseline"
                yield replace(finding, message=f"{finding.message}{was}")
            else:
                yield Suppressed(finding, "baseline")

    def free(self, key: Key) -> Key | None:
        """A record that stands for a finding and was not met: at its file, else at another."""
        known = self.places.get((key.code, key.fingerprint), ())
        here = [one for one in known if self.met[one] < self.records[one].times]
        return key if key in here else next(iter(here), None)

    @property
    def stale(self) -> int:
        """Recorded findings that were not met."""
        return sum(record.times - self.met[key] for key, record in self.records.items())


def key_of(finding: Finding) -> Key:
    """What a finding is known by."""
    return Key(finding.place, finding.code, finding.fingerprint)


def by_identity(keys: Iterable[Key]) -> Mapping[tuple[str, str], Sequence[Key]]:
    """Keys by their rule and fingerprint: one of several skills may stand at any of them."""
    found: dict[tuple[str, str], list[Key]] = {}
    for key in keys:
        found.setdefault((key.code, key.fingerprint), []).append(key)
    return found


def worse(finding: Finding, record: Record) -> bool:
    """Whether a finding's number has left its limit behind by clearly more than was recorded."""
    return clearly_worse(finding, record.value)


def clearly_worse(finding: Finding, before: float | None) -> bool:
    """Whether a finding's number has left its limit behind by clearly more than it had before.

    Without a limit, whether there is clearly more, or one place more.
    """
    if finding.value is None or before is None:
        return False
    limit = finding.limit if finding.limit is not None else -math.inf
    away = finding.value - before
    # what a limit asks at least is worse for being less
    grown = away if finding.value >= limit else -away
    counts = finding.limit is None and abs(before) < COUNTED
    return grown > (0 if counts else MARGIN * abs(before))


# --- reading --------------------------------------------------------------------


def read(file: Path) -> Baseline:
    """The baseline in a file. Raises `BaselineError`."""
    name = shown(file)
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BaselineError(f"{name}: no such baseline; {ANEW}") from None
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise BaselineError(f"{name}: cannot be read as a baseline ({why})") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{name}: is no baseline: no text") from None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{name}: is no baseline: no JSON ({error})") from None
    if not isinstance(value, dict) or not {"version", "findings"} <= value.keys():
        raise BaselineError(f'{name}: is no baseline: it has no "version" and "findings"')
    if value["version"] != VERSION:
        found = json.dumps(value["version"])[:40]
        raise BaselineError(f"{name}: is of version {found}, this reads version {VERSION}; {ANEW}")
    try:
        return Baseline(file, dict(records(value["findings"])))
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise BaselineError(f"{name}: is a broken baseline ({error}); {ANEW}") from None


def records(findings: Mapping[str, Any]) -> Iterator[tuple[Key, Record]]:
    """The records of a baseline's files. Raises `ValueError` and alike for anything else."""
    for place, codes in findings.items():
        for code, prints in codes.items():
            for print_, found in prints.items():
                count, value = found.get("count", 1), found.get("value")
                if not whole(count) or not (value is None or number(value)):
                    raise ValueError(f"a wrong number in {place}, {code}")
                yield Key(place, code, print_), Record(count, value)


def whole(value: object) -> bool:
    """Whether a value counts something."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def number(value: object) -> bool:
    """Whether a value measures something."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


# --- writing --------------------------------------------------------------------


def written(findings: Iterable[Finding], kept: Mapping[Key, Record]) -> Mapping[Key, Record]:
    """The records of findings, with those kept from a baseline."""
    made = dict(kept)
    elsewhere = by_identity(kept)
    for finding in findings:
        key = key_of(finding)
        if key not in kept and (key.code, key.fingerprint) in elsewhere:
            continue  # of skills of which not all were looked at
        before = made.get(key, Record(0, None))
        values = [value for value in (before.value, finding.value) if value is not None]
        made[key] = Record(before.times + 1, max(values, default=None))
    return made


def write(file: Path, records_: Mapping[Key, Record]) -> None:
    """Write a baseline, whole or not at all. Raises `BaselineError`.

    What is there already is replaced only if it is a baseline, of whatever version.
    """
    try:
        if file.exists() and not is_baseline(file):
            raise BaselineError(
                f"{shown(file)}: is no baseline, so nothing was written over it; "
                "paths to check go before --write-baseline"
            )
        atomic.write(file, render(records_))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BaselineError(f"{shown(file)}: cannot be written ({why})") from None


def is_baseline(file: Path) -> bool:
    """Whether a file is a baseline of some version."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and {"version", "findings"} <= value.keys()


def render(records_: Mapping[Key, Record]) -> str:
    """The text of a baseline: sorted, one finding a line, so that a change shows as itself."""
    files: dict[str, dict[str, list[str]]] = {}
    for key, record in sorted(records_.items()):
        facts: dict[str, float] = {} if record.times == 1 else {"count": record.times}
        if record.value is not None:
            facts["value"] = record.value
        line = f"{json.dumps(key.fingerprint)}: {json.dumps(facts)}"
        files.setdefault(key.place, {}).setdefault(key.code, []).append(line)
    inner = {
        place: {code: braces(prints, 3) for code, prints in codes.items()}
        for place, codes in files.items()
    }
    found = [f"{json.dumps(place)}: {braces(pairs(codes), 2)}" for place, codes in inner.items()]
    top = {
        "version": str(VERSION),
        "skilllint": json.dumps(__version__),
        "findings": braces(found, 1),
    }
    return braces(pairs(top), 0) + "\n"


def pairs(values: Mapping[str, str]) -> list[str]:
    """The members of a JSON object, their values rendered already."""
    return [f"{json.dumps(key)}: {value}" for key, value in values.items()]


def braces(members: Iterable[str], depth: int) -> str:
    """A JSON object with each member on a line of its own, one space deeper."""
    lines = ",\n".join(f"{' ' * (depth + 1)}{member}" for member in members)
    return f"{{\n{lines}\n{' ' * depth}}}" if lines else "{}"
