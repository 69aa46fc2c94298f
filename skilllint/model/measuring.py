"""What a user's own sessions say: counts alone, by host and by skill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from skilllint.model.weighing import Quartiles, Scale

ENOUGH_LOADS, ENOUGH_LOGS = 5, 3
"""Loads, and transcripts that they come from, below which a pool says too little."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of `n` counts."""

    n: int
    at: Quartiles

    @property
    def enough(self) -> bool:
        """Whether there are counts enough to go by."""
        return self.n >= ENOUGH_LOADS


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`."""

    count: int
    of: int

    @property
    def enough(self) -> bool:
        """Whether it is of enough to go by."""
        return self.of >= ENOUGH_LOADS


@dataclass(frozen=True, slots=True)
class Misses:
    """`count` of `of` later calls found a text gone from a cache, over so many loads and logs."""

    count: int
    of: int
    loads: int = 0
    logs: int = 0

    @property
    def enough(self) -> bool:
        """Whether loads enough, of logs enough, show how well that cache holds."""
        return self.of > 0 and self.loads >= ENOUGH_LOADS and self.logs >= ENOUGH_LOGS


@dataclass(frozen=True, slots=True)
class Pool:
    """Loads that belong together, of one skill or of all skills on a host; None is not seen.

    `logs` are the transcripts they come from. Calls count from the load: `calls` to the
    end, `compaction_calls` to the first compaction or the end, `read_after` to the first
    read of each reference. `prompt` are tokens of the call that reads, `sole` the reads
    that were the only tool use of their call. `misses`, by the cache's life (`5m`, `1h`, or
    `unknown` where the log does not tell), are the later calls that found the text no
    longer cached, with the loads that any followed, `written` the tokens that the calls
    since the loads wrote to each cache. `session_calls` are the calls of whole sessions.
    `again` counts the compactions that all loads outlived, once for each load: the next call
    writes what stays of the text to the cache again. Over `loads` it is their mean.
    """

    loads: int
    logs: int
    calls: Spread | None = None
    compaction_calls: Spread | None = None
    read_after: Spread | None = None
    prompt: Spread | None = None
    sole: Share = Share(0, 0)
    misses: Mapping[str, Misses] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    session_calls: Spread | None = None
    again: int | None = None

    @property
    def enough(self) -> bool:
        """Whether there are loads enough, of logs enough, to go by."""
        return self.loads >= ENOUGH_LOADS and self.logs >= ENOUGH_LOGS


@dataclass(frozen=True, slots=True)
class Version:
    """Loads of one text of a skill, and in how many of them files of its folder were used.

    `text` is the text's hash (`identity.text_hash`), None where the log holds no text.
    `files` are those that any load of the skill used and that this text names, also if no
    load of this text used them; and the `unnamed`, which its loads were led to by others.
    Where the log holds no text all are unnamed.
    """

    text: str | None
    loads: int
    files: Mapping[str, int]
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillUse:
    """One skill on one host: its folder's name, its plugin, its loads, and the texts it had."""

    name: str
    plugin: str | None
    pool: Pool
    versions: tuple[Version, ...]

    def share(self, path: str, text: str | None = None) -> Share:
        """In how many loads a file was used, of those whose text names it or is `text`.

        Whether a load counts never hangs on whether it used the file: that would make the
        share too large. A file that no text names, for others lead to it or the host logs no
        texts, counts in all loads, too little where it is younger than some; one that no
        load used counts in those of `text` alone.
        """
        listing = [one for one in self.versions if path in one.files]
        named = {one.text for one in listing if path not in one.unnamed}
        those = [
            one
            for one in self.versions
            if one.text in named or (text and one.text == text) or (listing and not named)
        ]
        return Share(sum(one.files.get(path, 0) for one in those), sum(one.loads for one in those))


@dataclass(frozen=True, slots=True)
class HostUse:
    """All of a user's sessions on one host, from the first day to the last.

    `scales` are by model. `tokens` are those of all prompts: uncached, read from the
    cache, written to it. `models` are the calls of each. `left_out` are loads that count
    for nothing as their logs edit the skill, by its name, as `plugin:skill`.
    """

    host: str
    first: date | None
    last: date | None
    pool: Pool
    tokens: Mapping[str, int]
    models: Mapping[str, int]
    scales: Mapping[str, Scale]
    skills: tuple[SkillUse, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `skilllint calibrate` found on a day, by host."""

    made: date
    hosts: Mapping[str, HostUse]
