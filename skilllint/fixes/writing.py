"""Put a changed file in the place of the one that was read: wholly, or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from skilllint.fixes import copies
from skilllint.fixes.copies import Refused
from skilllint.model import Rewrite


def put(rewrite: Rewrite) -> None:
    """Write one file, unless it has changed since it was read. Raises `Refused`."""
    if copies.read(rewrite.real) != "".join(rewrite.before).encode("utf-8"):
        raise Refused("it has changed since it was read")
    try:
        replace(Path(rewrite.real), "".join(rewrite.after).encode("utf-8"))
    except OSError as error:
        raise Refused(os.strerror(error.errno or 0).lower()) from error


def replace(path: Path, data: bytes) -> None:
    """Make a file of other bytes under the same name, with the same mode and owner.

    Whoever reads meanwhile sees the old file or the new one. Raises `OSError`.
    """
    status = path.stat()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if sys.platform != "win32":
            made = new.stat()
            if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
                os.chown(new, status.st_uid, status.st_gid)
        new.chmod(stat.S_IMODE(status.st_mode))  # after the owner: giving away clears the s bits
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
