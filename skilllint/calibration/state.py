"""What was counted in earlier runs, so that a run reads only what changed.

Kept are counts alone, by the hash of a file's path. A checksum stands before them: what
another program, version or accident wrote is as if nothing had been kept.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from skilllint import __version__, atomic, cachefolder
from skilllint.calibration.counting import Charge, Counts, Row, Use
from skilllint.calibration.scales import Sample

FORM = 4
"""Raised with every change to what is counted or how it is kept."""

DAYS = 90
"""Days after which the counts of a file that no run saw are dropped."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file's counts, its size and time of then, and the day (an ordinal) of their last use."""

    size: int
    modified: int
    used: int
    counts: Counts


State = Mapping[str, Entry]
"""Entries by the key of their file."""


def place() -> Path | None:
    """The file that the state is kept in; None where there is no cache folder."""
    found = cachefolder.folder("calibrate")
    return found / "counts" if found else None


def key(path: str) -> str:
    """The hash of a file's real path."""
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read(file: Path | None) -> dict[str, Entry]:
    """What was kept; nothing where it cannot be used, for whatever reason."""
    if file is None:
        return {}
    try:
        head, body = file.read_bytes().split(b"\n", 1)
        if head != heading(body):
            return {}
        kept = json.loads(zlib.decompress(body))
        return {name: unpacked(entry) for name, entry in kept.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, zlib.error):
        return {}


def write(file: Path | None, state: State, today: date) -> None:
    """Keep all that was used lately; where that cannot be, the next run reads more."""
    if file is None:
        return
    oldest = today.toordinal() - DAYS
    kept = {name: packed(one) for name, one in sorted(state.items()) if one.used >= oldest}
    body = zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 1)
    with suppress(OSError):
        atomic.write(file, heading(body) + b"\n" + body)


def heading(body: bytes) -> bytes:
    """The line before the counts: whose they are, and their checksum."""
    return f"skilllint {__version__} counts {FORM} {sha256(body).hexdigest()}".encode()


def packed(entry: Entry) -> list[Any]:
    """An entry as JSON, without names of fields."""
    one = entry.counts
    return [
        entry.size,
        entry.modified,
        entry.used,
        one.host,
        one.main,
        one.first.toordinal() if one.first else None,
        one.last.toordinal() if one.last else None,
        one.models,
        [flat(charge, CHARGE) for charge in one.charges],
        [[*flat(row, ROW), [flat(use, USE) for use in row.uses]] for row in one.rows],
        [flat(sample, SAMPLE) for sample in one.samples],
        dict(one.unknown),
        one.broken,
        one.long,
        one.turned,
    ]


def unpacked(raw: list[Any]) -> Entry:
    """The entry of a JSON; raises `ValueError`, `TypeError` or `LookupError` for any other."""
    size, modified, used, host, main, first, last, models, charges, *rest = raw
    rows, samples, unknown, broken, long, turned = rest
    counts = Counts(
        host=host,
        main=main,
        first=date.fromordinal(first) if first else None,
        last=date.fromordinal(last) if last else None,
        models=tuple(models),
        charges=tuple(Charge(*charge) for charge in charges),
        rows=tuple(map(row, rows)),
        samples=tuple(Sample(*sample) for sample in samples),
        unknown=unknown,
        broken=broken,
        long=long,
        turned=turned,
    )
    return Entry(size, modified, used, counts)


def row(raw: list[Any]) -> Row:
    """The load of a JSON."""
    *plain, names, uses = raw
    return Row(*[*plain, tuple(names), tuple(Use(*use) for use in uses)])


CHARGE = Charge.__slots__
SAMPLE = Sample.__slots__
USE = Use.__slots__
ROW = Row.__slots__[:-1]


def flat(thing: object, names: tuple[str, ...]) -> list[Any]:
    """The values of some fields."""
    return [getattr(thing, name) for name in names]
