"""Sessions of Codex: an event counts each call's tokens; skills are read by the shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
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
from skilllint.transcripts.readings import Naming, compaction, mentions, readings
from skilllint.transcripts.records import Record, Tally, Timeline, identity, mapping

SKILL_FILE = "skill.md"


@dataclass(slots=True)
class Entered:
    """A skill from its first read: where, when, how, and every read of its SKILL.md."""

    base: str
    name: str
    via: Literal["shell", "inject"]
    before: int
    place: int
    source: str
    reads: int = 0
    outputs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Session:
    """A session as far as it was read; `seed` is its own, also in copies of its history."""

    seed: str = ""
    calls: list[Call] = field(default_factory=list)
    totals: set[tuple[int, ...]] = field(default_factory=set)
    uses: list[tuple[int, Used, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    entered: dict[str, Entered] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)
    compacted: list[tuple[int, int]] = field(default_factory=list)
    listing: tuple[int, int] | None = None
    sums: tuple[int, int, int] = (0, 0, 0)
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
                for name, path in found:
                    self.enter(folder_of(path), "inject", "", name)
            case Listed():
                self.listing = max(self.listing or (0, 0), (event.characters, event.skills))
            case Compacted():
                self.compacted.append((self.place, len(self.calls)))
            case Turn(model, folder):
                self.model, self.folder = model or self.model, folder or self.folder

    def count(self, one: Counted) -> None:
        """A call, unless its sums were told before."""
        if one.total and one.total in self.totals:
            return
        self.totals.add(one.total)
        since = (now - then for now, then in zip(one.sums, self.sums, strict=True))
        prompt, cached, output = (max(0, count) for count in one.last or since)
        cached = min(cached, prompt)
        self.sums = one.sums
        # a copy of the history has new time stamps, but the same sums
        told = identity("call", self.seed, one.total or len(self.calls), prompt, cached, output)
        self.calls.append(Call(prompt - cached, cached, 0, 0, 0, output, self.model, told))

    def use(self, one: Used) -> None:
        if one.identity and one.identity in self.used:
            return
        self.used.add(one.identity)
        self.uses.append((len(self.calls), one, one.folder or self.folder))
        about = (command for command in one.commands if SKILL_FILE in command.lower())
        for path in (word for command in about for word in shell.reads(command)):
            self.enter(skill_folder(path), "shell", one.identity)

    def enter(
        self, base: str | None, via: Literal["shell", "inject"], source: str, name: str = ""
    ) -> None:
        """A read of a skill's SKILL.md, the first of which is its load; of other files, nothing."""
        if base is None:
            return
        key = paths.same(base)
        if key not in self.entered:
            name = name or paths.name(base)
            self.entered[key] = Entered(base, name, via, len(self.calls), self.place, source)
        self.entered[key].reads += 1
        if via == "shell" and source not in self.entered[key].outputs:
            self.entered[key].outputs.append(source)


def skill_folder(path: str) -> str | None:
    """The folder of a SKILL.md below a folder `skills`, None if the path is none or relative."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return folder_of(path) if name.lower() == SKILL_FILE and "/skills/" in folder else None


def folder_of(path: str) -> str | None:
    """The folder of a file, None if its path is relative."""
    base = path.replace("\\", "/").rpartition("/")[0].rstrip("/")
    return path[: len(base)] if base and paths.ABSOLUTE.match(path) else None


def read(records: Iterable[Record], tally: Tally) -> Log:
    """The log of one session, from its records."""
    timeline: Timeline[Event] = Timeline()
    heads: list[Record] = []
    for record in records:
        timeline.move(record.get("timestamp"))
        strange = unknown(record)
        if strange is not None:
            tally.unknown[strange] += 1
        if record.get("type") == "session_meta":
            heads.append(mapping(record.get("payload")))
        for event in events(record):
            timeline.put(event)
    ordered, turned = in_order(timeline)
    session = Session(seed(ordered))
    for event in ordered:
        session.take(event)
    first, last = timeline.days()
    return Log(
        host="codex",
        kind="subagent" if delegated(heads[0] if heads else {}) else "main",
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
        turned=turned,
    )


def in_order(timeline: Timeline[Event]) -> tuple[list[Event], bool]:
    """The events by their time; as they were written where only so the sums grow.

    Then the clock went back, as the second says.
    """
    timed, written = timeline.ordered(), timeline.written()
    turned = shrink(timed) and not shrink(written)
    return (written if turned else timed), turned


def shrink(events: Iterable[Event]) -> bool:
    """Whether a sum of all calls until then is less than the one before it."""
    sums = (event.sums for event in events if isinstance(event, Counted))
    return any(now < then for then, now in pairwise(one[0] for one in sums))


def seed(events: Iterable[Event]) -> str:
    """The identity of the first use of a tool, nothing without one.

    Two runs of one prompt may begin with the same counts, and are no copies.
    """
    return next((one.identity for one in events if isinstance(one, Used) and one.identity), "")


def delegated(payload: Record) -> bool:
    """Whether a session was begun by another; copies of that one's head may follow its own."""
    by = payload.get("thread_source")
    return by == "subagent" or "subagent" in mapping(payload.get("source"))


# --- loads ----------------------------------------------------------------------------


def loads(session: Session) -> Iterable[Load]:
    """The loads, by their first reads."""
    namings = [Naming(call, "shell", use.commands) for call, use, _ in session.uses]
    used: dict[int, int] = {}
    for call, _, _ in session.uses:
        used[call] = used.get(call, 0) + 1
    count = len(session.calls)
    changed = [*written(session)] if session.entered else []
    for one in session.entered.values():
        later = compaction(session.compacted, one.place)
        end = count if later is None else later
        found = mentions(one.base, namings)
        yield Load(
            skill=one.name,
            plugin=paths.plugin(one.base, one.name),
            base=one.base,
            via=one.via,
            text=None,
            characters=None,
            before=one.before,
            after=count - one.before,
            to_compaction=end - one.before,
            compacted=later is not None,
            reattached=False,
            readings=readings(one.before, found, session.calls, lambda at: used.get(at, 0)),
            reads=one.reads,
            read_tokens=sum(session.printed.get(source, 0) for source in one.outputs),
            growth=None,
            edited=any(paths.edits(path, one.base) for path in changed),
            identity=identity("load", origin(one, session.calls), paths.same(one.base)),
        )


def origin(one: Entered, calls: Sequence[Call]) -> str:
    """What is a load's own in all copies of its log: the command that read, else the call after it.

    A message that brought a skill has no id, and its time differs between copies.
    """
    return one.source or str(calls[one.before].identity if one.before < len(calls) else "")


def written(session: Session) -> Iterator[str]:
    """The files that the session changes by patches and commands."""
    for _, use, folder in session.uses:
        for patch in use.patches:
            for path in shell.writes(patch):
                yield paths.joined(folder, path)
