"""Put a changed file in the place of the one that was read: wholly, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from skilllint import atomic
from skilllint.fixes import copies
from skilllint.fixes.copies import Refused
from skilllint.model import Rewrite


def put(rewrite: Rewrite) -> None:
    """Write one file, unless it has changed since it was read. Raises `Refused`."""
    if copies.read(rewrite.real) != "".join(rewrite.before).encode("utf-8"):
        raise Refused("it has changed since it was read")
    try:
        atomic.write(Path(rewrite.real), "".join(rewrite.after).encode("utf-8"))
    except OSError as error:
        raise Refused(os.strerror(error.errno or 0).lower()) from error
