"""Sessions of Claude Code: one block of an answer a record, several records a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Literal

from skilllint.transcripts import paths, shell
from skilllint.transcripts.claude_events import KNOWN, Event, event
from skilllint.transcripts.claude_session import Entered, Session
from skilllint.transcripts.log import Call, Load, Log, Reading
from skilllint.transcripts.readings import Mention, Naming, mentions, readings
from skilllint.transcripts.records import Record, Tally, Timeline, identity, text

Kind = Literal["main", "subagent"]

OVERHEAD = 60
"""Tokens around a loaded text: the Skill tool's result and the line that names the folder.

COST_MODEL §8.4 of 2026-11-20, measured on public sessions."""


def read(records: Iterable[Record], tally: Tally, path: PurePath) -> Log:
    """The log of one session, from its records."""
    timeline: Timeline[tuple[bool, Event]] = Timeline()
    for record in records:
        timeline.move(record.get("timestamp"))
        known = record.get("type")
        if known not in KNOWN:
            tally.unknown[text(known)] += 1
        told = event(record)
        if told is not None:
            timeline.put((record.get("isSidechain") is True, told))
    events = timeline.ordered()
    kind = kind_of(path, events)
    session = Session()
    for aside, one in events:
        if kind == "subagent" or not aside:
            session.take(one)
    first, last = timeline.days()
    return Log(
        host="claude-code",
        kind=kind,
        records=tally.records,
        calls=tuple(asked.call() for asked in session.asked),
        compactions=tuple(before for _, before in session.compacted),
        failures=tuple(session.failures.values()),
        loads=Loads.of(session),
        first=first,
        last=last,
        repeats=session.repeats,
        listing=session.listing,
        unknown=dict(tally.unknown),
        broken=tally.broken,
    )


def kind_of(path: PurePath, events: list[tuple[bool, Event]]) -> Kind:
    """A subagent's file lies in `subagents`, is called so, or holds nothing else."""
    named = path.parent.name == "subagents" or path.name.startswith("agent-")
    return "subagent" if named or (events and all(aside for aside, _ in events)) else "main"


# --- loads ----------------------------------------------------------------------------


@dataclass(slots=True)
class Loads:
    """The loads of a session; what is the same for loads of one folder is worked out once."""

    session: Session
    calls: tuple[Call, ...]
    namings: list[Naming]
    found: dict[str, list[Mention]]
    edited: dict[str, bool]

    @classmethod
    def of(cls, session: Session) -> tuple[Load, ...]:
        namings = [
            Naming(index, use.tool, use.names)
            for index, asked in enumerate(session.asked)
            for use in asked.uses
        ]
        calls = tuple(asked.call() for asked in session.asked)
        loads = cls(session, calls, namings, {}, {})
        return tuple(loads.load(one) for one in session.entered)

    def load(self, one: Entered) -> Load:
        after = [(place, before) for place, before in self.session.compacted if place > one.place]
        end = after[0][1] if after else len(self.calls)
        source = one.said.source
        return Load(
            skill=paths.name(one.base) if one.base else one.called,
            plugin=paths.plugin(one.base, one.called),
            base=one.base,
            via="Skill" if source else "slash",
            text=one.text,
            characters=len(one.text),
            before=one.before,
            after=len(self.calls) - one.before,
            to_compaction=end - one.before,
            compacted=bool(after),
            reattached=bool(after) and self.kept(one, after[0][0]),
            readings=self.readings(one),
            reads=0,
            read_tokens=0,
            growth=self.growth(one),
            edited=bool(one.base) and self.edits(one.base or ""),
            identity=identity("load", source or one.said.stamp or one.said.record, one.base),
        )

    def readings(self, one: Entered) -> tuple[Reading, ...]:
        if one.base is None:
            return ()
        if one.base not in self.found:
            self.found[one.base] = mentions(one.base, self.namings)
        return readings(
            one.before,
            self.found[one.base],
            self.calls,
            lambda at: len(self.session.asked[at].uses),
        )

    def kept(self, one: Entered, compaction: int) -> bool:
        """Whether a compaction after the load kept the text."""
        names = {paths.name(one.base) if one.base else one.called, one.called}
        return any(
            place > compaction and any(name.rpartition(":")[2] in names for name in kept)
            for place, kept in self.session.kept
        )

    def edits(self, base: str) -> bool:
        """Whether the session changes a file below a folder."""
        if base not in self.edited:
            uses = [use for asked in self.session.asked for use in asked.uses]
            told = (use.command for use in uses if paths.name(base) in use.command)
            changed = chain(*(use.edits for use in uses), *map(shell.writes, told))
            self.edited[base] = any(paths.below(path, base) for path in changed)
        return self.edited[base]

    def growth(self, one: Entered) -> int | None:
        """The tokens that a text added to the prompt, if nothing else came with it."""
        if not 0 < one.before < len(self.calls):
            return None
        asked = self.session.asked[one.before - 1]
        alone = [use.identity for use in asked.uses] == [one.said.source]
        came = self.session.between.get(one.before, set())
        earlier, later = self.calls[one.before - 1], self.calls[one.before]
        if not alone or came != {one.said.source} or earlier.model != later.model:
            return None
        grown = later.prompt - earlier.prompt - earlier.output - OVERHEAD
        return grown if grown > 0 else None  # something left the prompt meanwhile
