"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from errno import EXDEV
from pathlib import Path


def write(path: Path, data: bytes | str) -> None:
    """Put bytes, or a text, in a file's place. Raises `OSError`.

    Whoever reads meanwhile sees the old file or the new one. A link stays one, and what it
    leads to is replaced, with its mode and owner, unless it lies outside the repository
    that the link is in. A device or a pipe is written to.
    """
    data = data.encode("utf-8", "replace") if isinstance(data, str) else data
    target = Path(os.path.realpath(path))
    if leads_out(path, target):
        raise OSError(EXDEV, "a link leads out of the repository")
    before = target.stat() if target.exists() else None
    if before and not stat.S_ISREG(before.st_mode):
        target.write_bytes(data)
        return
    new = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
    file = new.open("xb")  # "x": a file of this name is somebody else's
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before:
            dress(new, before)
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def leads_out(path: Path, target: Path) -> bool:
    """Whether links lead from a file in a repository to one outside of it.

    Whoever may put a link into a repository does not thereby choose what we write to.
    """
    lexical = Path(os.path.abspath(path))  # noqa: PTH100
    root = next((above for above in lexical.parents if (above / ".git").exists()), None)
    return root is not None and not target.is_relative_to(os.path.realpath(root))


def dress(new: Path, before: os.stat_result) -> None:
    """Give a file the owner and the mode of the one that it replaces. Raises `OSError`."""
    if sys.platform != "win32":
        made = new.stat()
        if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
            os.chown(new, before.st_uid, before.st_gid)
    new.chmod(stat.S_IMODE(before.st_mode))  # after the owner: giving away clears the s bits
