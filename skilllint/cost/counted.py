"""What the user's own sessions say, in the place of the defaults: number by number.

Each figure is taken from the narrowest pool of loads that holds it often enough: those
of the skill itself, those of all the user's skills on the host, the default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from skilllint.cost import prices
from skilllint.cost.prices import TTLS, Price
from skilllint.cost.usage import Figure, Usage
from skilllint.model import Scale, nearest

if TYPE_CHECKING:
    from skilllint.model.measuring import Misses, Pool, Share, Spread

T = TypeVar("T")

ALL = "all your skills"
"""Whose figure it is where a skill has too few loads of its own."""

TO_COMPACTION = "calls after the load, to the first compaction or the end (N)"
"""The calls that count on a host which drops the text at a compaction."""

SAID = re.compile(r"[\w=., ]{1,40}")
"""How often a scale was seen, as we write it; a calibration may come from a stranger."""

LEAST, MOST = 0.1, 10
"""No model's tokens over o200k's are fewer or more; a calibration may say anything."""

DEFAULT_CALLS = 100
"""Later calls that the default share of misses weighs as much as."""

AGAIN = "compactions that a load outlives, on average"

READ_SHARE = "share of N before a read (k)"


@dataclass(frozen=True, slots=True, eq=False)  # known by itself, so that figures can be kept for it
class Evidence:
    """What stands in the place of defaults: loads of the skill, loads of all, models' tokens.

    `skill` and `host` are pools of loads; one that is too small says nothing. `scales` are
    by the model names of logs, and yield to the user's own scale; a count by the model's
    maker goes before a scale that is configured, and with one on the command line it is
    not asked for.
    """

    skill: Pool | None = None
    host: Pool | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def counted(self) -> bool:
        """Whether sessions of the user's were looked at."""
        return self.skill is not None or self.host is not None

    @property
    def pools(self) -> Iterator[tuple[Pool, str]]:
        """The pools that are large enough, the narrowest first, and whose they are."""
        for pool, whose in ((self.skill, ""), (self.host, ALL)):
            if pool is not None and pool.enough:
                yield pool, whose

    def first(self, find: Callable[[Pool], T | None]) -> tuple[T, str] | None:
        """What the narrowest pool that holds it says, and whose that is."""
        found = ((find(pool), whose) for pool, whose in self.pools)
        return next(((one, whose) for one, whose in found if one is not None), None)


NOTHING = Evidence()
"""Nothing counted: the defaults hold."""


def usage(known: Usage, evidence: Evidence, ttl: str) -> Usage:
    """The figures of a host with those in their place that were measured."""
    found = {
        "calls": calls(known, evidence),
        "compaction_calls": spread(
            known.compaction_calls, evidence, lambda pool: pool.compaction_calls
        ),
        "read_share": read_share(evidence),
        "prompt": spread(known.prompt, evidence, lambda pool: pool.prompt),
        "sole": share(known.sole, evidence, lambda pool: pool.sole),
        f"miss_{ttl}": miss(known.miss_1h if ttl == "1h" else known.miss_5m, evidence, ttl),
        "again": again(known, evidence),
        "listing_calls": sessions(known.listing_calls, evidence.host),
    }
    return replace(known, **{name: figure for name, figure in found.items() if figure})


def calls(known: Usage, evidence: Evidence) -> Figure | None:
    """The calls that carry a body; a host that drops it at a compaction counts up to there."""
    label = known.calls.label if known.compaction_calls else TO_COMPACTION
    return spread(replace(known.calls, label=label), evidence, lambda pool: pool.calls)


def spread(
    known: Figure | None, evidence: Evidence, find: Callable[[Pool], Spread | None]
) -> Figure | None:
    """A figure from quartiles that were counted; None where too little was."""
    found = evidence.first(lambda pool: enough(find(pool)))
    if found is None or known is None:
        return None
    (counted, whose), at = found, found[0].at
    return Figure(known.label, at.p50, "measured", origin(counted.n, whose), at.p25, at.p75)


def enough(found: Spread | None) -> Spread | None:
    """A spread of counts enough to go by."""
    return found if found is not None and found.enough else None


def share(known: Figure, evidence: Evidence, find: Callable[[Pool], Share | None]) -> Figure | None:
    """A figure from a share that was counted; None where too little was."""

    def counted(pool: Pool) -> Share | None:
        found = find(pool)
        return found if found is not None and found.enough else None

    found = evidence.first(counted)
    if found is None:
        return None
    part, whose = found
    return Figure(known.label, part.count / part.of, "measured", origin(part.of, whose))


def miss(known: Figure, evidence: Evidence, ttl: str) -> Figure | None:
    """How often a later call finds the text gone from a cache; None where too little was seen.

    What was counted is drawn towards the default, which weighs as much as `DEFAULT_CALLS`
    calls: a rate of a few per cent is known to a point or two only after some hundreds,
    misses come in runs, and none of 62 does not say that there will be none.
    """

    def counted(pool: Pool) -> Misses | None:
        found = pool.misses.get(ttl) or pool.misses.get("unknown")
        return found if found is not None and found.enough else None

    found = evidence.first(counted)
    if found is None:
        return None
    seen, whose = found
    rate = (seen.count + DEFAULT_CALLS * known.value) / (seen.of + DEFAULT_CALLS)
    source = f"{origin(seen.of, whose)}, with the default as {DEFAULT_CALLS} calls"
    return Figure(known.label, rate, "measured", source)


def sessions(known: Figure, host: Pool | None) -> Figure | None:
    """The calls of whole sessions: of all of them, for each pays the listing."""
    found = enough(host.session_calls if host else None)
    if found is None:
        return None
    source = origin(found.n, "all your sessions")
    return Figure(known.label, found.at.p50, "measured", source, found.at.p25, found.at.p75)


def read_share(evidence: Evidence) -> Figure | None:
    """Where in a session a reference is first read, as a share of its calls.

    The median number of calls before the read over the median number of calls: so a
    longer session reads later, as it does by default, and in the median session the
    measured number holds. Its quartiles are not paired with those of the calls: nobody
    saw that the longest sessions read last.
    """

    def counted(pool: Pool) -> tuple[Spread, Spread] | None:
        reads, lengths = enough(pool.read_after), enough(pool.calls)
        return (reads, lengths) if reads and lengths and lengths.at.p50 > 0 else None

    found = evidence.first(counted)
    if found is None:
        return None
    (reads, lengths), whose = found
    at, of = reads.at, lengths.at.p50
    where = f"{nearest(at.p50)} ({nearest(at.p25)}–{nearest(at.p75)}) of {nearest(of)} calls"
    source = f"{origin(reads.n, whose)}: {where}"
    return Figure(READ_SHARE, at.p50 / of, "measured", source)


def again(known: Usage, evidence: Evidence) -> Figure | None:
    """How many compactions a load outlives, on a host that keeps the text behind one."""

    def counted(pool: Pool) -> tuple[int, int] | None:
        return None if pool.again is None else (pool.again, pool.loads)

    found = evidence.first(counted) if known.compaction_calls else None
    if found is None:
        return None
    (times, loads), whose = found
    return Figure(AGAIN, times / loads, "measured", origin(loads, whose))


def life(evidence: Evidence) -> tuple[str, str] | None:
    """The cache that most tokens were written to, and where that is known from."""

    def counted(pool: Pool) -> Mapping[str, int] | None:
        return pool.written if sum(pool.written.get(ttl, 0) for ttl in TTLS) > 0 else None

    found = evidence.first(counted)
    if found is None:
        return None
    written, whose = found
    total = sum(written.get(ttl, 0) for ttl in TTLS)
    ttl = max(TTLS, key=lambda one: written.get(one, 0))
    part = f"{written[ttl] / total * 100:.0f} % of {total:,} tokens written"
    return ttl, f"measured, {f'{whose}: ' * bool(whose)}{part}"


def scale(row: Price, evidence: Evidence) -> Scale | None:
    """A model's tokens over o200k tokens, as the sessions showed them; None where they did not."""
    named = ((prices.known(name), one) for name, one in evidence.scales.items())
    found = [one for model, one in named if model and model.id == row.id]
    ours = [one for one in found if one.tag == "measured" and SAID.fullmatch(one.source)]
    ours = [one for one in ours if one.low >= LEAST and one.high <= MOST]
    return min(ours, key=lambda one: one.high - one.low, default=None)


def origin(n: int, whose: str) -> str:
    """Where a number comes from, in its tag: `measured n=12`."""
    return f"measured, {whose} n={n:,}" if whose else f"measured n={n:,}"
