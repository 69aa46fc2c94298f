"""calibration.json, version 1: counts alone, in an order that does not change.

Additions keep the version, removals and changes of meaning raise it. A file may come
from a stranger's repository, so nothing in it is believed before it has been looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

from skilllint import atomic
from skilllint.calibration import shapes
from skilllint.model.measuring import Calibration

VERSION = 1

UNHEARD = 1_000_000
"""No version has so large a number, which would fill the screen."""

KIND = "skilllint calibration"
"""What tells our file from any other JSON."""

MOST = 32 * 2**20
"""Bytes of a calibration at most; one of 1,000 skills has about 1 MB."""

LARGE = f"not a calibration: over {MOST // 2**20} MB"

WIDE = 96
"""Characters of a line up to which a small object stays on one."""


class CalibrationError(ValueError):
    """A calibration that cannot be used, and why, in one line."""


def read(path: Path, name: str | None = None) -> Calibration:
    """The calibration in a file, which errors call by a name. Raises `CalibrationError`."""
    name = name or str(path)
    raw = load(path, name)
    version = raw.get("version")
    if type(version) is not int or version != VERSION:
        said = type(version) is int and abs(version) < UNHEARD
        had = f"version {version}" if said else "no version"
        raise CalibrationError(
            f"{name}: a calibration of {had}, not {VERSION}; run `skilllint calibrate` again"
        )
    try:
        return taken(raw)
    except shapes.WrongShapeError as error:
        raise CalibrationError(f"{name}: {error}; run `skilllint calibrate` again") from None


def taken(raw: dict[str, object]) -> Calibration:
    """The calibration of a JSON object. Raises `shapes.WrongShapeError`."""
    return shapes.take(Calibration, {"made": raw.get("made"), "hosts": raw.get("hosts")})


def load(path: Path, name: str | None = None) -> dict[str, object]:
    """The JSON object of a file that says it is a calibration. Raises `CalibrationError`."""
    name = name or str(path)
    if not path.is_file():
        raise CalibrationError(f"{name}: {'not a file' if path.exists() else 'no such file'}")
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CalibrationError(f"{name}: cannot be read: {reason}") from None
    if len(data) > MOST:
        raise CalibrationError(f"{name}: {LARGE}")
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise CalibrationError(f"{name}: not a calibration: no JSON") from None
    if not isinstance(raw, dict) or raw.get("kind") != KIND:
        raise CalibrationError(f"{name}: not a calibration of skilllint")
    return raw


def write(path: Path, calibration: Calibration, *, force: bool = False) -> None:
    """Put a calibration in a file's place, whole or not at all.

    Raises `OSError`, and `CalibrationError` for a file that is none of ours, unless forced.
    """
    guard(path, force=force)
    atomic.write(path, render(calibration))


def guard(path: Path, *, force: bool = False) -> None:
    """Raise `CalibrationError` for a file that a calibration must not replace."""
    if force or not path.exists():
        return
    try:
        load(path)
    except CalibrationError as error:
        raise CalibrationError(f"{error}; not overwritten without --force") from None


def render(calibration: Calibration) -> str:
    """The text of the file."""
    document = {
        "kind": KIND,
        "version": VERSION,
        "made": plain(calibration.made),
        "hosts": plain(calibration.hosts),
    }
    return "".join(lines(document)) + "\n"


def plain(thing: object) -> object:
    """A noun as JSON has it: fields in their order, names sorted, whole numbers whole."""
    if is_dataclass(thing):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {name: plain(thing[name]) for name in sorted(thing)}
    if isinstance(thing, tuple):
        return [plain(one) for one in thing]
    if isinstance(thing, date):
        return thing.isoformat()
    return int(thing) if isinstance(thing, float) and thing.is_integer() else thing


def lines(thing: object, indent: int = 0) -> Iterator[str]:
    """JSON with a line for each thing, but for what is small."""
    short = json.dumps(thing, ensure_ascii=False)
    if not isinstance(thing, dict | list) or len(short) + indent <= WIDE:
        yield short
        return
    first, last = "{}" if isinstance(thing, dict) else "[]"
    yield first
    named = thing.items() if isinstance(thing, dict) else [(None, one) for one in thing]
    for number, (name, one) in enumerate(named):
        yield f"{',' * (number > 0)}\n{' ' * (indent + 1)}"
        yield "" if name is None else f"{json.dumps(name, ensure_ascii=False)}: "
        yield from lines(one, indent + 1)
    yield f"\n{' ' * indent}{last}"
