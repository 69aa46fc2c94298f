"""Transcripts below folders: found without being read, but for their first records."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from skilllint.transcripts import claude_code, codex, codex_events, known, lines
from skilllint.transcripts.log import HostName, Log
from skilllint.transcripts.records import Record, Tally, decode, loads

FIRST = 64 * 1024
"""Bytes at the beginning of a file that tell its host, unless its first record is longer."""

DEEP = 64 * 1024 * 1024
DECODED = 1024 * 1024
"""Bytes among which a later record may tell the host, and those of its short records."""


def quoted(types: Iterable[str]) -> re.Pattern[bytes]:
    """What finds one of these types in a record that was not read to its end."""
    return re.compile(rf'"type"\s*:\s*"(?:{"|".join(types)})"'.encode())


CODEX = quoted(known.CODEX)
CLAUDE_CODE = quoted(known.CLAUDE_CODE)


class Strange(ValueError):
    """A file is no transcript of a known host."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A file of a session: where, the folder it was found from, whose it is, how long and new.

    `size` is in bytes, `modified` in nanoseconds since 1970.
    """

    path: Path
    root: Path
    host: HostName
    size: int
    modified: int

    @property
    def name(self) -> str:
        """The path below the folder, with slashes."""
        return self.path.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True)
class Found:
    """Transcripts by path, and what could not be read, each with its reason."""

    transcripts: tuple[Transcript, ...]
    unread: tuple[tuple[str, str], ...]


def find(folders: Iterable[Path], host: HostName | None = None) -> Found:
    """All transcripts below folders, of one host or of all; each file once.

    A folder may hold sessions of both hosts, and files that are none. Never raises OSError:
    what cannot be read is told in `unread`.
    """
    found: dict[tuple[int, int], Transcript] = {}
    unread: list[tuple[str, str]] = []
    for path, root in chain(*(walk(folder, unread) for folder in folders)):
        try:
            one = look(path, root)
        except OSError as error:
            unread.append((str(path), reason(error)))
            continue
        if one and host in (None, one[1].host):
            found.setdefault(*one)
    return Found(tuple(sorted(found.values(), key=lambda one: str(one.path))), tuple(unread))


def walk(folder: Path, unread: list[tuple[str, str]]) -> Iterator[tuple[Path, Path]]:
    """The `.jsonl` files below a folder with that folder, or the file itself; no folder twice."""
    seen: set[str] = set()

    def tell(error: OSError) -> None:
        unread.append((str(error.filename), reason(error)))

    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            yield folder, folder.parent
            return
    except OSError as error:
        tell(error)
        return
    for here, inside, names in os.walk(folder, onerror=tell, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            inside.clear()
            continue
        seen.add(real)
        inside.sort()
        yield from ((Path(here, name), folder) for name in sorted(names) if name.endswith(".jsonl"))


def reason(error: OSError) -> str:
    """Why, in the system's words."""
    return (error.strerror or str(error)).lower()


def look(path: Path, root: Path) -> tuple[tuple[int, int], Transcript] | None:
    """A file's identity and the file as a transcript, None if it is none. Raises OSError."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        return None  # a pipe would wait for someone to write
    with path.open("rb", buffering=0) as file:
        head = file.read(FIRST)
    host = host_of(head) or (later(path) if len(head) == FIRST else None)
    if host is None:
        return None
    one = Transcript(path, root, host, about.st_size, about.st_mtime_ns)
    return (about.st_dev, about.st_ino), one


def host_of(head: bytes) -> HostName | None:
    """Whose session begins with these bytes, though no record may end among them."""
    for line in head.split(b"\n"):
        record = loads(line)
        host = whose(record) if isinstance(record, dict) else None
        if host:
            return host
    if b'"payload"' in head and CODEX.search(head):
        return "codex"
    return "claude-code" if b'"sessionId"' in head and CLAUDE_CODE.search(head) else None


def later(path: Path) -> HostName | None:
    """Whose session it is by its later records, but for the long ones. Raises OSError."""
    with lines.open_at(path) as file:
        told = lines.of(file, FIRST)
        told.size = min(told.size, DEEP)
        seen = 0
        for line in told:
            seen += len(line)
            record = loads(line)
            host = whose(record) if isinstance(record, dict) else None
            if host or seen > DECODED:
                return host
    return None


def whose(record: Record) -> HostName | None:
    """The host that writes such records."""
    kind = record.get("type")
    if "payload" in record and kind in known.CODEX:
        return "codex"
    ours = "sessionId" in record or "leafUuid" in record or "snapshot" in record
    if kind in known.CLAUDE_CODE and (ours or isinstance(record.get("message"), dict)):
        return "claude-code"
    return None


def read(path: Path) -> Log:
    """One transcript, as far as it goes now.

    Raises OSError, and `Strange` if no record in it is of a known host.
    """
    with lines.open_at(path) as file:
        host = host_of(file.peek(lines.BUFFER)[:FIRST]) or later(path)
        if host is None:
            raise Strange(f"{path} is no transcript of Claude Code or Codex")
        instead = codex_events.abridged if host == "codex" else lines.nothing
        told = lines.of(file, lines.LONGEST, instead)
        tally = Tally()
        records = decode(told, tally)
        log = (
            codex.read(records, tally)
            if host == "codex"
            else claude_code.read(records, tally, path)
        )
    return replace(log, long=told.long)
