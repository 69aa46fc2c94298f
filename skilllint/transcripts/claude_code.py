"""Sessions of Claude Code: one block of an answer a record, several records a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath
from typing import Literal

from skilllint.transcripts import known, paths, shell
from skilllint.transcripts.claude_events import Event, event
from skilllint.transcripts.claude_session import Entered, Session
from skilllint.transcripts.log import Call, Load, Log, Reading
from skilllint.transcripts.readings import Mentions, Naming, compaction, mentions, readings
from skilllint.transcripts.records import Record, Tally, Timeline, identity, text

Kind = Literal["main", "subagent"]

OVERHEAD = 60
"""Tokens around a loaded text: the Skill tool's result and the line that names the folder.

COST_MODEL §8.4 of 2026-11-20, measured on public sessions."""


def read(records: Iterable[Record], tally: Tally, path: PurePath) -> Log:
    """The log of one session, from its records."""
    timeline: Timeline[tuple[bool, Event]] = Timeline()
    for record in records:
        answered = text(record.get("parentUuid")) or text(record.get("logicalParentUuid"))
        timeline.move(record.get("timestamp"), text(record.get("uuid")), answered)
        kind = text(record.get("type"))
        if kind not in known.CLAUDE_CODE:
            tally.unknown[kind or known.NAMELESS] += 1
        told = event(record)
        if told is not None:
            timeline.put((record.get("isSidechain") is True, told))
    events = timeline.ordered()
    whose = kind_of(path, events)
    session = Session()
    own = [one for aside, one in events if whose == "subagent" or not aside]
    for one in own:
        session.expect(one)
    for one in own:
        session.take(one)
    calls = tuple(asked.call() for asked in session.asked)
    first, last = timeline.days()
    return Log(
        host="claude-code",
        kind=whose,
        records=tally.records,
        calls=calls,
        compactions=tuple(before for _, before in session.compacted),
        failures=tuple(session.failures.values()),
        loads=tuple(Loads(session, calls)),
        first=first,
        last=last,
        repeats=session.repeats,
        listing=session.listing,
        unknown=dict(tally.unknown),
        broken=tally.broken,
        turned=timeline.turned,
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
    found: dict[str, Mentions] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    edited: dict[str, bool] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Load]:
        entered = self.session.entered
        based = {one.said.source for one in entered if one.base and one.said.source}
        for one in entered:
            if one.base or one.said.source not in based:
                yield self.load(one)

    def load(self, one: Entered) -> Load:
        later = compaction(self.session.compacted, one.place)
        end = len(self.calls) if later is None else later
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
            compacted=later is not None,
            reattached=later is not None and self.kept(one),
            readings=self.readings(one.base, one.before) if one.base else (),
            reads=0,
            read_tokens=0,
            growth=self.growth(one),
            edited=bool(one.base) and self.edits(one.base or ""),
            identity=identity("load", source or one.said.stamp or one.said.record, one.base),
        )

    def readings(self, base: str, before: int) -> tuple[Reading, ...]:
        asked = self.session.asked
        if base not in self.found:
            uses = ((at, use) for at, call in enumerate(asked) for use in call.uses)
            namings = (Naming(at, use.tool, use.names) for at, use in uses)
            self.found[base] = mentions(base, namings)
        return readings(before, self.found[base], self.calls, lambda at: len(asked[at].uses))

    def kept(self, one: Entered) -> bool:
        """Whether a skill's text was kept after the load, which only a compaction does."""
        names = [one.called]
        if one.base:
            names += [paths.name(one.base), paths.same(one.base)]
        return any(self.session.kept.get(name, 0) > one.place for name in names)

    def edits(self, base: str) -> bool:
        """Whether the session changes a file below a folder."""
        if not self.changed:
            uses = [use for asked in self.session.asked for use in asked.uses]
            written = (shell.writes(use.command) for use in uses)
            self.changed = list(dict.fromkeys(chain(*(use.edits for use in uses), *written)))
        if base not in self.edited:
            self.edited[base] = any(paths.edits(path, base) for path in self.changed)
        return self.edited[base]

    def growth(self, one: Entered) -> int | None:
        """The tokens that a text added to the prompt, None if anything else came with it."""
        if not 0 < one.before < len(self.calls):
            return None
        uses = self.session.asked[one.before - 1].uses
        alone = [use.identity for use in uses] == [one.said.source]
        came = self.session.between.get(one.before, set())
        earlier, later = self.calls[one.before - 1], self.calls[one.before]
        if not alone or came != {one.said.source} or earlier.model != later.model:
            return None
        grown = later.prompt - earlier.prompt - earlier.output - OVERHEAD
        return grown if grown > 0 else None  # something left the prompt meanwhile
