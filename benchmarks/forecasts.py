"""What the model and two simpler formulas say that a token of a loaded text costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from carried import Carried, row

from skilllint import cost
from skilllint.calibration.counting import count
from skilllint.calibration.pooling import pool
from skilllint.cost import Assumptions, Terms, formula
from skilllint.cost.assumptions import session
from skilllint.cost.counted import NOTHING, Evidence
from skilllint.model import Quartiles
from skilllint.transcripts import Log

UNIT = 1_000  # tokens that are priced; a cost is linear in them
OWN_TOKENS = Terms(token_scale=1.0)  # tokens are counted in the model's own, here and there

Forecast = Callable[[Carried, Evidence], Quartiles]


class Others:
    """Calibrations of all logs but one, and those that repeat its calls."""

    def __init__(self, logs: Sequence[Log]) -> None:
        self.counts = [count(log) for log in logs]
        self.calls = [frozenset(call.identity for call in log.calls) for log in logs]
        self.found: dict[int, Calibration] = {}

    def without(self, session: int) -> Calibration:
        """What all logs say but that with this number."""
        if session not in self.found:
            own = self.calls[session]
            rest = [one for one, calls in zip(self.counts, self.calls, strict=True) if not own & calls]
            self.found[session] = pool(rest, date.today())
        return self.found[session]

    def evidence(self, load: Carried) -> Evidence:
        """The pools of the others that speak of a load: its skill's, and its host's."""
        use = self.without(load.session).hosts.get(load.host)
        if use is None:
            return Evidence()
        mine = ((one.name, one.plugin) == (load.skill, load.plugin) for one in use.skills)
        return Evidence(next((o.pool for o, is_mine in zip(use.skills, mine) if is_mine), None), use.pool)


def defaults(load: Carried, _: Evidence) -> Quartiles:
    """The audit's figures of the host with nothing measured: 50 calls (22–129), 5-minute cache."""
    return audited(load, assumptions(load))


def other_sessions(load: Carried, others: Evidence) -> Quartiles:
    """The same with a calibration from the other logs, number by number where it has enough."""
    return audited(load, assumptions(load, None, others))


def own_calls(load: Carried, _: Evidence) -> Quartiles:
    """The formula over the load's own calls, compaction and cache life, with the default misses."""
    return carrying(load, assumptions(load, load.life))


def other_misses(load: Carried, others: Evidence) -> Quartiles:
    """The same with the misses of the other logs, where they have enough."""
    return carrying(load, assumptions(load, load.life, others))


def own_misses(load: Carried, _: Evidence) -> Quartiles:
    """The formula over the load's own calls and own misses: what is left is the formula's fault."""
    later = load.calls - 1
    own = assumptions(load, load.life)
    return carrying(load, own, load.misses / later if later else 0.0)


def resent(load: Carried, _: Evidence) -> Quartiles:
    """Body × calls: the load's own calls, no cache."""
    return alike(formula.multiplier(load.calls, formula.UNCACHED))


def resent_default(load: Carried, _: Evidence) -> Quartiles:
    """Body × calls: the default number of calls, no cache."""
    calls = assumptions(load).usage.calls.value
    return alike(formula.multiplier(calls, formula.UNCACHED))


def once(_: Carried, __: Evidence) -> Quartiles:
    """Each load pays for its text once."""
    return alike(1.0)


FORECASTS: dict[str, Forecast] = {
    "defaults": defaults,
    "other sessions": other_sessions,
    "own calls": own_calls,
    "own calls, other misses": other_misses,
    "own calls and misses": own_misses,
    "body × own calls": resent,
    "body × 50 calls": resent_default,
    "once": once,
}


def assumptions(
    load: Carried, life: str | None = None, others: Evidence = NOTHING
) -> Assumptions:
    """What the audit assumes of the load's host and model."""
    model = row(load.model).id or None
    return cost.assume(load.host, None, model, life, OWN_TOKENS, others)


def audited(load: Carried, given: Assumptions) -> Quartiles:
    """The cost that the audit tells, of one token."""
    told = cost.of(UNIT, load.characters, given).ite
    return Quartiles(told.p25 / UNIT, told.p50 / UNIT, told.p75 / UNIT)


def carrying(load: Carried, given: Assumptions, miss: float | None = None) -> Quartiles:
    """The cost of one token over the calls that carried it, to and after their compaction."""
    length = replace(session(given, load.calls, 1.0), compaction=load.until)
    if miss is not None:
        length = replace(length, rates=replace(length.rates, miss=miss))
    return alike(formula.inline(formula.Text(1.0, load.cut), length))


def alike(multiple: float) -> Quartiles:
    """A forecast without a range."""
    return Quartiles(multiple, multiple, multiple)
