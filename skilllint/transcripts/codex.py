"""Sessions of Codex: an event counts each call's tokens; skills are read by the shell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from skilllint.transcripts import paths, shell
from skilllint.transcripts.codex_events import (
    Compacted,
    Counted,
    Event,
    Injected,
    Listed,
    Printed,
    Turn,
    Used,
    events,
    unknown,
)
from skilllint.transcripts.log import Call, Load, Log
from skilllint.transcripts.readings import Naming, mentions, readings
from skilllint.transcripts.records import Record, Tally, Timeline, identity, mapping

SKILL_FILE = re.compile(r"(.*[\\/]skills[\\/].*[^\\/])[\\/]+SKILL\.md", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Entered:
    """A skill from its first read: where, when, how, and every read of its SKILL.md."""

    base: str
    via: Literal["shell", "inject"]
    before: int
    place: int
    source: str
    reads: int = 0
    outputs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Session:
    """A session as far as it was read."""

    calls: list[Call] = field(default_factory=list)
    totals: set[tuple[int, ...]] = field(default_factory=set)
    uses: list[tuple[int, Used, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    entered: dict[str, Entered] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)
    compacted: list[tuple[int, int]] = field(default_factory=list)
    listing: tuple[int, int] | None = None
    model: str = ""
    folder: str = ""
    place: int = 0

    def take(self, event: Event) -> None:
        """Go on by one event."""
        self.place += 1
        match event:
            case Counted():
                self.count(event)
            case Used():
                self.use(event)
            case Printed(who, tokens):
                self.printed.setdefault(who, tokens)
            case Injected(found):
                for path in found:
                    self.enter(path, "inject", f"{path} {len(self.calls)}")
            case Listed():
                self.listing = max(self.listing or (0, 0), (event.characters, event.skills))
            case Compacted():
                self.compacted.append((self.place, len(self.calls)))
            case Turn(model, folder):
                self.model, self.folder = model or self.model, folder or self.folder

    def count(self, one: Counted) -> None:
        """A call, unless its sums were told before."""
        if one.total in self.totals:
            return
        self.totals.add(one.total)
        last = self.uses[-1][1].identity if self.uses else ""
        told = identity("call", one.total, last)
        self.calls.append(Call(one.uncached, one.cached, 0, 0, 0, one.output, self.model, told))

    def use(self, one: Used) -> None:
        if one.identity and one.identity in self.used:
            return
        self.used.add(one.identity)
        self.uses.append((len(self.calls), one, one.folder or self.folder))
        read = (word for command in one.commands for word in shell.reads(command) if "." in word)
        for path in dict.fromkeys(read):
            self.enter(path, "shell", one.identity)

    def enter(self, path: str, via: Literal["shell", "inject"], source: str) -> None:
        """A read of a SKILL.md, the first of which is its load; of other files, nothing."""
        found = SKILL_FILE.fullmatch(path)
        if not found or not paths.ABSOLUTE.match(path):
            return
        key = paths.same(found[1])
        if key not in self.entered:
            at = Entered(found[1], via, len(self.calls), self.place, source)
            self.entered[key] = at
        self.entered[key].reads += 1
        if via == "shell" and source not in self.entered[key].outputs:
            self.entered[key].outputs.append(source)


def read(records: Iterable[Record], tally: Tally) -> Log:
    """The log of one session, from its records."""
    timeline: Timeline[Event] = Timeline()
    subagent = False
    for record in records:
        timeline.move(record.get("timestamp"))
        strange = unknown(record)
        if strange is not None:
            tally.unknown[strange] += 1
        subagent |= record.get("type") == "session_meta" and delegated(record)
        for event in events(record):
            timeline.put(event)
    session = Session()
    for event in timeline.ordered():
        session.take(event)
    first, last = timeline.days()
    return Log(
        host="codex",
        kind="subagent" if subagent else "main",
        records=tally.records,
        calls=tuple(session.calls),
        compactions=tuple(before for _, before in session.compacted),
        failures=(),
        loads=tuple(loads(session)),
        first=first,
        last=last,
        listing=session.listing,
        unknown=dict(tally.unknown),
        broken=tally.broken,
    )


def delegated(record: Record) -> bool:
    """Whether a session was begun by another."""
    payload = mapping(record.get("payload"))
    return (
        "subagent" in mapping(payload.get("source")) or payload.get("thread_source") == "subagent"
    )


# --- loads ----------------------------------------------------------------------------


def loads(session: Session) -> Iterable[Load]:
    """The loads, by their first reads."""
    namings = [Naming(call, "shell", use.commands) for call, use, _ in session.uses]
    used: dict[int, int] = {}
    for call, _, _ in session.uses:
        used[call] = used.get(call, 0) + 1
    count = len(session.calls)
    for one in session.entered.values():
        later = [before for place, before in session.compacted if place > one.place]
        end = later[0] if later else count
        found = mentions(one.base, namings)
        yield Load(
            skill=paths.name(one.base),
            plugin=paths.plugin(one.base),
            base=one.base,
            via=one.via,
            text=None,
            characters=None,
            before=one.before,
            after=count - one.before,
            to_compaction=end - one.before,
            compacted=bool(later),
            reattached=False,
            readings=readings(one.before, found, session.calls, lambda at: used.get(at, 0)),
            reads=one.reads,
            read_tokens=sum(session.printed.get(source, 0) for source in one.outputs),
            growth=None,
            edited=edited(session, one.base),
            identity=identity("load", one.source, paths.same(one.base)),
        )


def edited(session: Session, base: str) -> bool:
    """Whether the session changes a file below a folder."""
    folder = paths.name(base)
    return any(
        paths.below(paths.joined(place, path), base)
        for _, use, place in session.uses
        for patch in use.patches
        if folder in patch
        for path in shell.writes(patch)
    )
