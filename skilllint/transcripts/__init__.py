"""Transcripts of sessions: which calls they made, which skills they loaded, what those read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from skilllint.transcripts.log import Call, Failure, HostName, Load, Log, Reading

if TYPE_CHECKING:
    from skilllint.transcripts.files import Found

__all__ = ["Call", "Failure", "Load", "Log", "Reading", "find", "read"]


def find(folders: Iterable[Path], host: HostName | None = None) -> Found:
    """All transcripts below folders, of one host or of all; what cannot be read is told."""
    from skilllint.transcripts import files

    return files.find(folders, host)


def read(path: Path) -> Log:
    """One transcript, as far as it goes now.

    Raises OSError, and ValueError if it is no transcript of a known host.
    """
    from skilllint.transcripts import files

    return files.read(path)
