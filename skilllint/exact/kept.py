"""Counts that were asked for once, so that nobody asks again: a small file each."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from skilllint import atomic, cachefolder
from skilllint.exact.endpoint import Endpoint


class Count(NamedTuple):
    """The tokens of a text, and the day that they were counted."""

    tokens: int
    day: date


def place(endpoint: Endpoint, model: str, text: str) -> Path | None:
    """Where the count of a text is kept; None if nothing can be kept.

    The name is a hash of the endpoint, the model and the text, and tells none of them.
    """
    folder = cachefolder.folder("exact")
    if folder is None:
        return None
    parts = (endpoint.base, model, text)
    known = "".join(f"{len(part)}:{part}" for part in parts)
    return folder / f"{sha256(known.encode('utf-8', 'replace')).hexdigest()}.json"


def read(path: Path | None) -> Count | None:
    """A count that was kept; None if there is none, or the file is broken."""
    if path is None:
        return None
    try:
        found = json.loads(path.read_bytes()[:200])
        tokens, day = found["tokens"], date.fromisoformat(found["date"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return Count(tokens, day) if type(tokens) is int and tokens > 0 else None


def write(path: Path | None, count: Count) -> None:
    """Keep a count; where that fails, it is asked for again next time."""
    if path is None:
        return
    with suppress(OSError):
        atomic.write(path, json.dumps({"tokens": count.tokens, "date": count.day.isoformat()}))
