"""The nouns of a transcript: one log, its calls, what it loaded and what it read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

HostName = Literal["claude-code", "codex"]
Via = Literal["Skill", "slash", "shell", "inject"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the model, in the model's own tokens.

    `written` is what was written to the cache, `written_5m` and `written_1h` are its
    parts by the cache's life, which not every log splits; Codex logs none. `output` is
    often a placeholder. `identity` is the same wherever a log's copy holds the call.
    """

    uncached: int
    cached: int
    written: int
    written_5m: int
    written_1h: int
    output: int
    model: str
    identity: int

    @property
    def prompt(self) -> int:
        """All tokens of the prompt."""
        return self.uncached + self.cached + self.written


@dataclass(frozen=True, slots=True)
class Reading:
    """A file below a loaded skill's folder, from the first call that names it.

    `after` calls lie between the load and that call (0: the first call after the load),
    whose `tool` and `prompt` tokens these are (0 where the log ends before that call is
    counted); `sole` says that it used no other tool. `reads` is how many tool uses name it.
    """

    path: str
    after: int
    tool: str
    reads: int
    sole: bool
    prompt: int


@dataclass(frozen=True, slots=True)
class Load:
    """A skill's text entering a session, `before` calls after its beginning.

    `base` is the skill's folder, None for a command; `plugin` the plugin it lies in.
    `text` is what was loaded, without the line that names the folder, `characters` its
    length; Codex logs neither, but `reads` of the SKILL.md and the `read_tokens` that
    Codex printed for them. `after` calls follow to the end of the log, `to_compaction`
    to the next compaction or the end; `compacted` says which, `reattached` that a
    compaction kept the text. `growth` is by how many tokens the prompt grew with the
    load, without the model's own output and the usual 60 around a text; None where more
    than the load entered, the model changed or the prompt shrank. `edited` says that
    this log changes the skill itself. `identity` is the same wherever a log's copy holds
    the load.
    """

    skill: str
    plugin: str | None
    base: str | None
    via: Via
    text: str | None
    characters: int | None
    before: int
    after: int
    to_compaction: int
    compacted: bool
    reattached: bool
    readings: tuple[Reading, ...]
    reads: int
    read_tokens: int
    growth: int | None
    edited: bool
    identity: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A skill that was asked for and did not load, after so many calls."""

    skill: str
    before: int


@dataclass(frozen=True, slots=True)
class Log:
    """One transcript, read whole. `kind` is `main` or `subagent`.

    `records` are lines that hold one; `compactions` the calls before each. `repeats`
    counts loads of a text that was there already, which add only a note. `unknown` are
    record types that no reader knows, by how often they came, `broken` the lines that
    are no record, `long` those that are too long to be read. `listing` is the length in
    characters of the listing of all skills and how many it holds, where it was logged.
    `turned` says that the clock went back, and that its records were put in order.
    """

    host: HostName
    kind: Literal["main", "subagent"]
    records: int
    calls: tuple[Call, ...]
    compactions: tuple[int, ...]
    failures: tuple[Failure, ...]
    loads: tuple[Load, ...]
    first: date | None = None
    last: date | None = None
    repeats: int = 0
    listing: tuple[int, int] | None = None
    unknown: Mapping[str, int] = field(default_factory=dict)
    broken: int = 0
    long: int = 0
    turned: bool = False
