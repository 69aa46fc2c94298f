"""All counts to a calibration: by host, by skill, by text; no order of the logs matters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain

from skilllint.calibration import naming, scales
from skilllint.calibration.counting import Charge, Counts, Row
from skilllint.cost.usage import usage
from skilllint.model import Quartiles
from skilllint.model.measuring import (
    Calibration,
    HostUse,
    Misses,
    Pool,
    Share,
    SkillUse,
    Spread,
    Version,
)

Kept = tuple[int, Row]
"""A load and the log it is taken from, by its place."""


def pool(counts: Iterable[Counts], made: date) -> Calibration:
    """What all logs say, on the day `made`.

    A history that several logs hold, as after a resumed session, counts once: of equal
    loads and sessions the longest, of equal calls one.
    """
    hosts = defaultdict(list)
    for one in counts:
        hosts[one.host].append(one)
    found = {name: host(name, sorted(hosts[name], key=content)) for name in sorted(hosts)}
    return Calibration(made, found)


def content(log: Counts) -> tuple[bool, int, list[int], str]:
    """What puts logs into one order, wherever they lay and whoever read them."""
    return log.main, len(log.charges), [one.identity for one in log.charges], repr(log.rows)


def host(name: str, logs: Sequence[Counts]) -> HostUse:
    """All sessions on one host."""
    every = loads(logs)
    edited = {skill_of(one) for one in every if one[1].edited}
    kept = [one for one in every if skill_of(one) not in edited]
    dropped = (row for at, row in every if skill_of((at, row)) in edited)
    days = [day for one in logs for day in (one.first, one.last) if day]
    charges = distinct((log, log.charges) for log in logs)
    skills = defaultdict(list)
    for at, row in kept:
        skills[row.skill, row.plugin or ""].append((at, row))
    return HostUse(
        host=name,
        first=min(days, default=None),
        last=max(days, default=None),
        pool=summed(name, kept, logs, sessions(logs)),
        tokens={
            "uncached": sum(charge.uncached for charge, _ in charges),
            "cached": sum(charge.cached for charge, _ in charges),
            "written": sum(charge.written for charge, _ in charges),
        },
        models=dict(Counter(model for _, model in charges)),
        scales=scales.fit(chain.from_iterable(one.samples for one in logs)),
        skills=tuple(skill(name, skills[key], logs) for key in sorted(skills)),
        left_out=dict(Counter(called(row) for row in dropped)),
    )


def skill(name: str, kept: Sequence[Kept], logs: Sequence[Counts]) -> SkillUse:
    """One skill on a host."""
    rows = [row for _, row in kept]
    whole = [len(logs[at].charges) for at in {at for at, _ in kept}]
    called = naming.spellings(sorted({use.path for row in rows for use in row.uses}))
    texts = defaultdict(list)
    for row in rows:
        texts[row.text or ""].append(row)
    return SkillUse(
        name=rows[0].skill,
        plugin=rows[0].plugin,
        pool=summed(name, kept, logs, whole),
        versions=tuple(version(texts[text], called) for text in sorted(texts)),
    )


def version(rows: Sequence[Row], called: Mapping[str, frozenset[int]]) -> Version:
    """The loads of one text, and how many of them used each file that any load used.

    `called` are the hashes of what the text may call each.
    """
    used = Counter(chain.from_iterable({use.path for use in row.uses} for row in rows))
    text, names = rows[0].text, set(rows[0].names)
    told = {path for path, ways in called.items() if not names.isdisjoint(ways)}
    return Version(
        text=text,
        loads=len(rows),
        files={path: used[path] for path in told | set(used)},
        unnamed=tuple(sorted(set(used) - told)),
    )


def summed(
    host: str, kept: Sequence[Kept], logs: Sequence[Counts], sessions: Sequence[int]
) -> Pool:
    """Some loads as one pool; a file that was run is no read."""
    rows = [row for _, row in kept]
    reads = [use for row in rows for use in row.uses if use.read]
    # Codex drops a text at the compaction, so its sessions are counted up to there
    whole = usage(host).compaction_calls is not None
    return Pool(
        loads=len(rows),
        logs=len({at for at, _ in kept}),
        calls=spread(row.calls if whole else row.compaction_calls for row in rows),
        compaction_calls=spread(row.compaction_calls for row in rows) if whole else None,
        read_after=spread(use.after for use in reads),
        prompt=spread(use.prompt for use in reads),
        sole=Share(sum(use.sole for use in reads), len(reads)),
        misses=missed(kept),
        written=written(kept, logs),
        session_calls=spread(sessions),
        again=sum(row.again for row in rows),
    )


def missed(kept: Sequence[Kept]) -> dict[str, Misses]:
    """How many later calls found a text gone, by the life of the cache."""
    followed = defaultdict(list)
    for at, row in kept:
        if row.later:
            followed[row.life].append((at, row))
    return {
        life: Misses(
            count=sum(row.misses for _, row in followed[life]),
            of=sum(row.later for _, row in followed[life]),
            loads=len(followed[life]),
            logs=len({at for at, _ in followed[life]}),
        )
        for life in sorted(followed)
    }


def written(kept: Sequence[Kept], logs: Sequence[Counts]) -> dict[str, int]:
    """The tokens that the calls since the first load in each log wrote to each cache."""
    starts: dict[int, int] = {}
    for at, row in kept:
        starts[at] = min(row.before, starts.get(at, row.before))
    charges = distinct((logs[at], logs[at].charges[start:]) for at, start in starts.items())
    short = sum(charge.written_5m for charge, _ in charges)
    long = sum(charge.written_1h for charge, _ in charges)
    return {life: tokens for life, tokens in (("5m", short), ("1h", long)) if tokens}


def skill_of(load: Kept) -> tuple[int, str, str | None]:
    """A load's log and its skill.

    A log that edits a skill says how it is written, not how it is used: none of its loads
    of that skill count.
    """
    at, row = load
    return at, row.skill, row.plugin


def called(row: Row) -> str:
    """What a skill is called, with its plugin."""
    return f"{row.plugin}:{row.skill}" if row.plugin else row.skill


def loads(logs: Sequence[Counts]) -> list[Kept]:
    """Every load once, from the log that goes on longest."""
    longest: dict[int, tuple[tuple[int, int, int, bool], int, Row]] = {}
    for at, log in enumerate(logs):
        for row in log.rows:
            rank = (row.calls, len(row.uses), len(log.charges), row.edited)
            if row.identity not in longest or rank > longest[row.identity][0]:
                longest[row.identity] = (rank, at, row)
    return [(at, row) for _, at, row in longest.values()]


def sessions(logs: Sequence[Counts]) -> list[int]:
    """The calls of every session; of several with one beginning those of the longest."""
    longest: dict[int, int] = {}
    for log in logs:
        if log.main and log.charges:
            start = log.charges[0].identity
            longest[start] = max(longest.get(start, 0), len(log.charges))
    return list(longest.values())


def distinct(
    calls: Iterable[tuple[Counts, Sequence[Charge]]],
) -> list[tuple[Charge, str]]:
    """Every call once, with its model; of copies that differ the one that cost most."""
    found: dict[int, tuple[tuple[int | str, ...], Charge, str]] = {}
    for log, charges in calls:
        for one in charges:
            model, prompt = log.models[one.model], one.uncached + one.cached + one.written
            rank = (prompt, one.cached, one.written, one.written_5m, one.written_1h, model)
            if one.identity not in found or rank > found[one.identity][0]:
                found[one.identity] = (rank, one, model)
    return [(charge, model) for _, charge, model in found.values()]


def spread(counts: Iterable[int]) -> Spread | None:
    """The quartiles of some counts, interpolated between the two that lie around each.

    Of n counts the k-th stands at k / (n + 1), so that half of all later counts lie between
    the quartiles (type 6 of Hyndman and Fan). Were the least at 0 and the greatest at 1, as
    in type 7, only a third would with five counts.
    """
    ordered = sorted(counts)
    if not ordered:
        return None
    return Spread(len(ordered), Quartiles(*(quantile(ordered, n) for n in (1, 2, 3))))


def quantile(ordered: Sequence[int], quarters: int) -> float:
    """The count that so many quarters of all lie below, none beyond the least and greatest."""
    last = Fraction(len(ordered) - 1)
    place = min(max(Fraction((len(ordered) + 1) * quarters, 4) - 1, Fraction(0)), last)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
