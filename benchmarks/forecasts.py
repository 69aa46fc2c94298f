"""What the model and two simpler formulas say that a token of a loaded text costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import inf

from carried import Carried, row

from skilllint import cost
from skilllint.calibration.counting import count
from skilllint.calibration.pooling import pool
from skilllint.cost import Assumptions, Terms, formula
from skilllint.cost.assumptions import session
from skilllint.cost.counted import NOTHING, Evidence
from skilllint.cost.formula import Rates
from skilllint.model import Quartiles
from skilllint.model.measuring import Calibration
from skilllint.transcripts import Log

FOLDS = 100
UNIT = 1_000  # tokens that are priced; a cost is linear in them
OWN_TOKENS = Terms(token_scale=1.0)  # tokens are counted in the model's own, here and there

Forecast = Callable[[Carried, Evidence], Quartiles]


def without_each(logs: Sequence[Log], sessions: Iterable[int]) -> dict[int, Calibration]:
    """For each of these logs a calibration from all others, but for those that hold its calls.

    Of more than `FOLDS` logs several are left out together.
    """
    counts = [count(log) for log in logs]
    calls = [frozenset(call.identity for call in log.calls) for log in logs]
    numbers = sorted(sessions)
    found = {}
    for left_out in (numbers[start::FOLDS] for start in range(min(FOLDS, len(numbers)))):
        own = frozenset[int]().union(*(calls[number] for number in left_out))
        rest = (one for one, of_it in zip(counts, calls, strict=True) if own.isdisjoint(of_it))
        found.update(dict.fromkeys(left_out, pool(rest, date.today())))
    return found


def evidence(load: Carried, others: Calibration) -> Evidence:
    """What a calibration says of a load's skill, and of all skills on its host."""
    use = others.hosts.get(load.host)
    if use is None:
        return Evidence()
    named = (one.pool for one in use.skills if (one.name, one.plugin) == (load.skill, load.plugin))
    return Evidence(next(named, None), use.pool)


def defaults(load: Carried, _: Evidence) -> Quartiles:
    """The audit's figures of the host with nothing measured: 50 calls (22–129), 5-minute cache."""
    return audited(load, assumptions(load))


def other_sessions(load: Carried, others: Evidence) -> Quartiles:
    """The same with a calibration from the other logs, number by number where it has enough."""
    return audited(load, assumptions(load, None, others))


def own_calls(load: Carried, _: Evidence) -> Quartiles:
    """The formula over the load's own calls, compactions and cache life; the default misses."""
    return carrying(load, assumptions(load, load.life).rates)


def other_misses(load: Carried, others: Evidence) -> Quartiles:
    """The same with the misses of the other logs, where they have enough."""
    return carrying(load, assumptions(load, load.life, others).rates)


def own_misses(load: Carried, _: Evidence) -> Quartiles:
    """The same with the load's own misses: what is left is the formula's fault."""
    later = load.calls - len(load.stays)
    miss = load.misses / later if later else 0.0
    return carrying(load, replace(assumptions(load, load.life).rates, miss=miss))


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


def assumptions(load: Carried, life: str | None = None, others: Evidence = NOTHING) -> Assumptions:
    """What the audit assumes of the load's host and model."""
    model = row(load.model).id or None
    return cost.assume(load.host, None, model, life, OWN_TOKENS, others)


def audited(load: Carried, given: Assumptions) -> Quartiles:
    """The cost that the audit tells, of one token."""
    told = cost.of(UNIT, load.characters, given).ite
    return Quartiles(told.p25 / UNIT, told.p50 / UNIT, told.p75 / UNIT)


def carrying(load: Carried, rates: Rates) -> Quartiles:
    """The cost of one token over the calls that carried it, as the audit counts them."""
    length = replace(
        session(assumptions(load), load.calls, 1.0),
        rates=rates,
        compaction=load.stays[0] if len(load.stays) > 1 else inf,
        again=len(load.stays) - 1,
    )
    return alike(formula.inline(formula.Text(1.0, load.cut), length))


def alike(multiple: float) -> Quartiles:
    """A forecast without a range."""
    return Quartiles(multiple, multiple, multiple)
