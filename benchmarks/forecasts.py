"""What the model and two simpler formulas say that a token of a loaded text costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from carried import Carried, row

from skilllint import cost
from skilllint.cost import Assumptions, Terms, formula
from skilllint.cost.assumptions import session
from skilllint.model import Quartiles

UNIT = 1_000  # tokens that are priced; a cost is linear in them
OWN_TOKENS = Terms(token_scale=1.0)  # tokens are counted in the model's own, here and there

Forecast = Callable[[Carried], Quartiles]


def defaults(load: Carried) -> Quartiles:
    """The audit's figures of the host with nothing measured: 50 calls (22–129), 5-minute cache."""
    return audited(load, assumptions(load, "5m"))


def own_calls(load: Carried) -> Quartiles:
    """The formula over the load's own calls, compaction and cache life, with the default misses."""
    return carrying(load, assumptions(load, load.life))


def own_misses(load: Carried) -> Quartiles:
    """The formula over the load's own calls and own misses: what is left is the formula's fault."""
    later = load.calls - 1
    own = assumptions(load, load.life)
    return carrying(load, own, load.misses / later if later else 0.0)


def resent(load: Carried) -> Quartiles:
    """Body × calls: the load's own calls, no cache."""
    return alike(formula.multiplier(load.calls, formula.UNCACHED))


def resent_default(load: Carried) -> Quartiles:
    """Body × calls: the default number of calls, no cache."""
    calls = assumptions(load, "5m").usage.calls.value
    return alike(formula.multiplier(calls, formula.UNCACHED))


def once(_: Carried) -> Quartiles:
    """Each load pays for its text once."""
    return alike(1.0)


FORECASTS: dict[str, Forecast] = {
    "defaults": defaults,
    "own calls": own_calls,
    "own calls and misses": own_misses,
    "body × own calls": resent,
    "body × 50 calls": resent_default,
    "once": once,
}


def assumptions(load: Carried, life: str) -> Assumptions:
    """What the audit assumes of the load's host and model."""
    model = row(load.model).id or None
    return cost.assume(load.host, None, model, life, OWN_TOKENS)


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
