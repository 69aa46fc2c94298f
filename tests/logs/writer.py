"""What the logs of all hosts share, and the book a writer keeps."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any, ClassVar
from uuid import UUID

from skilllint.tokens import count

Json = dict[str, Any]

WORDS = (
    *("basket", "shelf", "parcel", "label", "price", "order", "count", "paper", "window"),
    *("corner", "bench", "ladder", "bucket", "branch", "reader", "writer", "table", "queue"),
)
BASE62 = string.digits + string.ascii_letters
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def compact(record: Json) -> str:
    """One line of a log, as the hosts write it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Loaded:
    """A load as `expected.json` tells it; `weight` is what it added to the prompt, in tokens.

    `compactions` had been before it.
    """

    skill: str
    base: str | None
    via: str
    before: int
    characters: int = 0
    reads: int = 1
    read_tokens: int = 0
    weight: int = 0
    compactions: int = 0
    references: dict[str, Json] = field(default_factory=dict)


@dataclass(kw_only=True)
class Writer:
    """What both hosts' logs share: a clock, made-up ids, the prompt's weight, and the book.

    `system` tokens stand in the prompt before anything else. `context` is the prompt of
    the last call with its answer, `entered` what came since, `warm` what is cached of it.
    """

    model: str
    scale: float = 1.0
    seed: int = 1
    start: datetime = START
    cwd: str = "/home/dev/shop"
    system: int = 16_000
    session: str = field(init=False)
    records: list[Json] = field(default_factory=list, init=False)
    tail: str = field(default="", init=False)
    context: int = field(default=0, init=False)
    entered: int = field(default=0, init=False)
    warm: int = field(default=0, init=False)
    calls: list[Json] = field(default_factory=list, init=False)
    compactions: list[int] = field(default_factory=list, init=False)
    failures: list[Json] = field(default_factory=list, init=False)
    loads: list[Loaded] = field(default_factory=list, init=False)
    random: Random = field(init=False)
    host: ClassVar[str]

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.now = self.start
        self.session = self.uuid()
        self.entered = self.system

    def words(self, number: int = 8) -> str:
        """Filler of so many words."""
        return " ".join(self.random.choices(WORDS, k=number))

    def id(self, length: int, of: str = BASE62) -> str:
        return "".join(self.random.choices(of, k=length))

    def uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def stamp(self, seconds: float = 2.0) -> str:
        """The time of the next record."""
        self.now += timedelta(seconds=seconds)
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def tokens(self, text: str) -> int:
        """A text's weight for the model."""
        return round(count(text) * self.scale)

    def other(self, record: Mapping[str, Any]) -> None:
        """A record of any other kind."""
        self.records.append({**record, "timestamp": self.stamp()})

    def text(self) -> str:
        """The whole log; `tail` is what stands behind its last whole line."""
        return "".join(f"{compact(each)}\n" for each in self.records) + self.tail

    def save(self, root: Path) -> Path:
        """Write the log where its host would have put it below `root`."""
        path = root / self.path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.text().encode())
        return path

    def path(self) -> PurePosixPath:
        raise NotImplementedError

    def load(self, base: str | None, via: str, **more: Any) -> Loaded:
        name = PurePosixPath(base).name if base else more.pop("skill")
        more["compactions"] = len(self.compactions)
        self.loads.append(Loaded(name, base, via, len(self.calls), **more))
        return self.loads[-1]

    def name(self, tool: str, text: str, path: str = r"[\w./-]+") -> None:
        """Note in the book that a call about to be counted names files below loaded skills."""
        for load in self.loads:
            after = len(self.calls) - load.before
            named = re.search(f"{re.escape(load.base)}/({path})", text) if load.base else None
            if named and named[1] != "SKILL.md" and after >= 0:
                first = {"path": named[1], "k": after, "tool": tool, "reads": 0}
                load.references.setdefault(named[1], first)["reads"] += 1

    def shape(self) -> Json:
        """What `expected.json` would say of this log."""
        parts = ("uncached", "cache_read", "cache_creation")
        sums: Json = {part: sum(call[part] or 0 for call in self.calls) for part in parts}
        told: Json = {"host": self.host, "kind": "main", "records": len(self.records)}
        told |= {"calls": len(self.calls), "prompt_tokens": sum(sums.values()), **sums}
        book = {"compactions": self.compactions, "failed_loads": self.failures}
        return told | book | {"loads": [self.loaded(load) for load in self.loads]}

    def loaded(self, load: Loaded) -> Json:
        after = self.compactions[load.compactions :]
        return {
            "skill": load.skill,
            "base": load.base,
            "via": load.via,
            "calls_before_load": load.before,
            "calls_after_load": len(self.calls) - load.before,
            "calls_to_compaction": (after or [len(self.calls)])[0] - load.before,
            "compacted": bool(after),
            "references": list(load.references.values()),
        }
