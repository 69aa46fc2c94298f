"""One log to its counts: small numbers, and hashes in the place of ids and texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from skilllint import folder, identity
from skilllint.calibration import naming, scales
from skilllint.calibration.scales import Sample
from skilllint.transcripts.log import Call, Load, Log, Reading

KEPT = 0.98
"""Of the prompt at the load, what a later call must find in the cache to have found the text."""

LONGEST = 200
"""Characters of a name or a path at most."""

HUGE = 10**9
"""No prompt has as many tokens."""

PLAIN = re.compile(r"[\w.+@-][\w.+@/-]*")
"""A path out of a command that is nothing else: no blank, variable, pattern or quote."""

MODEL = re.compile(r"[\w.:@-]{1,80}")
"""A model's name; an address of a gateway or an account is none."""

SHELLS = ("Bash", "shell")
"""Tools that run a script rather than read it."""


@dataclass(frozen=True, slots=True)
class Use:
    """A file below a skill's folder, `after` calls after the load; `read` or else run."""

    path: str
    after: int
    prompt: int
    sole: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One load, `before` calls after the session's beginning.

    `misses` of `later` calls found the text no longer in a cache of this `life`. The text
    outlived `again` compactions, and calls files by `names`, of which hashes are kept.
    """

    identity: int
    skill: str
    plugin: str | None
    text: str | None
    before: int
    calls: int
    compaction_calls: int
    edited: bool
    life: str
    misses: int
    later: int
    again: int
    names: tuple[int, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """One call, of the model with this place in `Counts.models`."""

    identity: int
    model: int
    uncached: int
    cached: int
    written: int
    written_5m: int
    written_1h: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is kept of a log; `main` is a session of its own, not one of a subagent.

    `turned` says that its clock went back.
    """

    host: str
    main: bool
    first: date | None
    last: date | None
    models: tuple[str, ...]
    charges: tuple[Charge, ...]
    rows: tuple[Row, ...]
    samples: tuple[Sample, ...]
    unknown: Mapping[str, int]
    broken: int
    long: int
    turned: bool = False


def count(log: Log) -> Counts:
    """What a calibration needs to know of a log."""
    names = [model(call.model) for call in log.calls]
    models = tuple(sorted(set(names)))
    place = {name: at for at, name in enumerate(models)}
    return Counts(
        host=log.host,
        main=log.kind == "main",
        first=log.first,
        last=log.last,
        models=models,
        charges=tuple(
            charge(call, place[name]) for call, name in zip(log.calls, names, strict=True)
        ),
        rows=tuple(rows(log)),
        samples=tuple(replace(one, model=model(one.model)) for one in scales.samples(log)),
        unknown={name[:LONGEST]: number for name, number in log.unknown.items()},
        broken=log.broken,
        long=log.long,
        turned=log.turned,
    )


def charge(call: Call, model: int) -> Charge:
    """What a call was charged for."""
    tokens = (call.uncached, call.cached, call.written, call.written_5m, call.written_1h)
    return Charge(call.identity, model, *(max(0, min(number, HUGE)) for number in tokens))


def rows(log: Log) -> Iterator[Row]:
    """Every load of a log.

    Codex logs a call's usage behind the outputs of the tools that it asked for. So the call
    that a SKILL.md was read by counts as the next one, and does not carry the text yet.
    """
    for at, load in enumerate(log.loads):
        again = (one.before for one in log.loads[at + 1 :] if same(one, load))
        # what is read behind a second load belongs to that one
        ends = next((before for before in again if before > load.before), len(log.calls))
        asking = int(load.via == "shell")
        since = log.calls[load.before + asking :]
        resident = since[: max(0, load.to_compaction - asking)]
        found = [call.cached < KEPT * resident[0].prompt for call in resident[1:]]
        # a folder's skill by its plain name, whatever namespace a host puts before it
        plain = load.skill if load.base is None else load.skill.rpartition(":")[2]
        skill, whole = named(plain), text(load)
        yield Row(
            identity=load.identity,
            skill=skill,
            plugin=named(load.plugin or "") or None,
            text=None if whole is None else identity.text_hash(whole),
            before=load.before + asking,
            calls=max(0, load.after - asking),
            compaction_calls=max(0, load.to_compaction - asking),
            edited=load.edited,
            life=life(since[:1]) or life(log.calls) or "unknown",
            misses=sum(found),
            later=len(found),
            again=outlived(log, load),
            names=naming.names(identity.folded(whole or ""), skill),
            uses=tuple(
                replace(use, after=max(0, use.after - asking))
                for use in uses(one for one in load.readings if load.before + one.after < ends)
            ),
        )


def outlived(log: Log, load: Load) -> int:
    """The compactions behind calls that carried a text and before others that carry it again.

    Claude Code attaches the text anew behind the summary; Codex drops it.
    """
    if log.host != "claude-code" or not load.compacted:
        return 0
    first, end = load.before + load.to_compaction, len(log.calls)
    return len({at for at in log.compactions if max(first, load.before + 1) <= at < end})


def same(one: Load, other: Load) -> bool:
    """Whether two loads are of one skill."""
    return (one.skill, one.plugin, one.base) == (other.skill, other.plugin, other.base)


def text(load: Load) -> str | None:
    """A load's text; the skill's own folder in it reads as its variable does."""
    if load.text is None or not load.base:
        return load.text
    return load.text.replace(load.base, "${CLAUDE_SKILL_DIR}")


def life(calls: Sequence[Call]) -> str | None:
    """The life of the cache that some calls wrote to, mostly; None where the log does not say."""
    short = sum(call.written_5m for call in calls)
    long = sum(call.written_1h for call in calls)
    return ("1h" if long > short else "5m") if short or long else None


def uses(readings: Iterator[Reading]) -> Iterator[Use]:
    """The files that were used, but for those whose path tells more than a skill's folder."""
    for one in readings:
        path = inside(one.path, exact=one.tool == "Read")
        if path is not None:
            script = folder.kind_of(PurePosixPath(path)) == "script"
            read = not (script and one.tool in SHELLS)
            yield Use(path, one.after, min(one.prompt, HUGE), one.sole, read)


def inside(path: str, *, exact: bool) -> str | None:
    """A path below a skill's folder, in its shortest form; None for one that leaves it.

    One that is not `exact` was found in a command, with what else may stand there.
    """
    shortest = posixpath.normpath(path.replace("\\", "/"))
    if len(path) > LONGEST or shortest.split("/")[0] in (".", "..") or "/../" in f"/{path}/":
        return None
    return shortest if PLAIN.fullmatch(shortest) or (exact and shortest[0] != "/") else None


def named(name: str) -> str:
    """A skill's or a plugin's name, without a path before it."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2][:LONGEST]


def model(name: str) -> str:
    """A model's name; `other` for what is none, such as the address of an account's own."""
    return name if MODEL.fullmatch(name) and "arn:" not in name else "other"
