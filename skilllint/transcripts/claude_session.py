"""What the events of a session of Claude Code add up to, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, field

from skilllint.transcripts.claude_events import (
    MARKUP,
    SILENT,
    STUB,
    Answer,
    Attached,
    Event,
    Said,
    Usage,
    Use,
    body,
)
from skilllint.transcripts.log import Call, Failure
from skilllint.transcripts.records import identity


@dataclass(slots=True)
class Asked:
    """A call while its records come: the largest of its usages, and the tools it used."""

    usage: Usage
    output: int
    model: str
    identity: int
    uses: list[Use] = field(default_factory=list)

    def add(self, usage: Usage) -> None:
        self.output = max(self.output, usage.output)
        if usage.prompt > self.usage.prompt:
            self.usage = usage

    def call(self) -> Call:
        return Call(*self.usage[:5], self.output, self.model, self.identity)


@dataclass(frozen=True, slots=True)
class Entered:
    """A skill's text that entered, after so many calls and at that place among all events."""

    said: Said
    base: str | None
    called: str
    text: str
    before: int
    place: int


@dataclass(slots=True)
class Session:
    """A session as far as it was read.

    `compacted` are places among the events, each with the calls before it; `kept` the last
    place where a text was kept, by its skill. `between` is what came after so many calls:
    the identity of a Skill use whose result or text it is, or nothing.
    """

    asked: list[Asked] = field(default_factory=list)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    skills: dict[str, str] = field(default_factory=dict)
    entered: list[Entered] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    compacted: list[tuple[int, int]] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    between: dict[int, set[str]] = field(default_factory=dict)
    listing: tuple[int, int] | None = None
    repeats: int = 0
    place: int = 0
    seen: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        """Go on by one event. A copy of one that came before adds nothing but its usage."""
        self.place += 1
        again = event.record in self.seen
        if event.record:
            self.seen.add(event.record)
        if isinstance(event, Answer):
            self.answer(event)
        elif not again:
            if isinstance(event, Said):
                self.hear(event)
            else:
                self.attach(event)

    # --- calls ---------------------------------------------------------------------

    def expect(self, event: Event) -> None:
        """Know the skills that an event asks for; in a merged log it may follow their texts."""
        if isinstance(event, Answer):
            asked = (use for use in event.uses if use.tool == "Skill" and use.identity)
            self.skills |= {use.identity: use.skill for use in asked}

    def answer(self, one: Answer) -> None:
        index = self.index(one)
        for use in one.uses:
            if index >= 0 and use.identity not in self.used:
                self.asked[index].uses.append(use)
            if use.identity:
                self.used.add(use.identity)

    def index(self, one: Answer) -> int:
        """Which call a record belongs to: a new one if it brings the first usage of its call.

        Without a request's identity the message's decides; -1 if there is no call yet.
        """
        named = (one.message, one.request)
        key = named if any(named) else ("", one.record or str(self.place))
        known = self.keys.get(key)
        if known is None and one.message:
            same = self.keys.get((one.message, ""))
            known = same if one.request else self.messages.get(one.message)
        if one.usage is None:
            return len(self.asked) - 1 if known is None else known
        if known is None:
            known = len(self.asked)
            self.keys[key] = known
            self.messages.setdefault(one.message, known)
            self.asked.append(Asked(one.usage, 0, one.model, identity("call", *key)))
        self.asked[known].add(one.usage)
        return known

    # --- what came between two calls -----------------------------------------------------

    def hear(self, one: Said) -> None:
        if one.summary:
            self.compacted.append((self.place, len(self.asked)))
        for use, failed in one.results:
            self.note(use if use in self.skills else "")
            if failed and use in self.skills:
                self.failures.setdefault(use, Failure(self.skills[use], len(self.asked)))
        for text in one.texts:
            self.note(one.source if self.load(one, text) else "")

    def load(self, one: Said, text: str) -> bool:
        """Whether a text is a skill's that a tool loaded, or the user."""
        base, rest = body(text)
        if base is None:
            if STUB.match(text.lstrip()) and one.meta:
                self.repeats += 1
                self.sources.add(one.source)  # what comes with it are its arguments
                return False
            tool = one.meta and one.source in self.skills and one.source not in self.sources
            if not tool or MARKUP.match(text.lstrip()):
                return False
        self.sources.add(one.source)
        called = self.skills.get(one.source, "")
        self.entered.append(Entered(one, base, called, rest, len(self.asked), self.place))
        return True

    def attach(self, one: Attached) -> None:
        if one.kind not in SILENT:
            self.note("")
        self.kept |= dict.fromkeys(one.kept, self.place)
        if one.listing is not None:
            self.listing = max(self.listing or one.listing, one.listing)

    def note(self, source: str) -> None:
        self.between.setdefault(len(self.asked), set()).add(source)
