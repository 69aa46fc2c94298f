"""What a text costs a session, in three figures that never mix, and what moving it saves.

Occupancy and tokens re-sent are o200k tokens, exact. ITE (input-token
equivalents, after prompt caching) and dollars are in the model's own tokens:
the o200k count times the middle of the model's range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from skilllint.cost import formula
from skilllint.cost.assumptions import Assumptions, assume, session
from skilllint.cost.formula import UNCACHED, Session, Text
from skilllint.cost.frequency import given, measured, verdict, wilson
from skilllint.cost.prices import Price, price
from skilllint.cost.tables import Unknown
from skilllint.cost.wording import SENTENCES, figures_text, source
from skilllint.model import Cost, Probability, Quartiles, Saving

__all__ = [
    "SENTENCES",
    "Assumptions",
    "Price",
    "Unknown",
    "assume",
    "break_even_calls",
    "expected",
    "figures_text",
    "given",
    "listing",
    "measured",
    "of",
    "price",
    "saving",
    "verdict",
    "wilson",
]


def of(tokens: int, characters: int, assumptions: Assumptions) -> Cost:
    """The cost of a body of `tokens` o200k tokens and `characters` UTF-16 units."""
    text = formula.part(tokens, 0, characters, assumptions.kept_characters)
    return _cost(text, assumptions.quartiles(assumptions.usage.calls), assumptions)


def listing(tokens: int, assumptions: Assumptions) -> Cost:
    """The cost of a listing entry, which every session pays, whether it uses the skill or not."""
    calls = assumptions.quartiles(assumptions.usage.listing_calls)
    return _cost(Text(tokens), calls, assumptions)


def saving(tokens: int, first_char: int, last_char: int, assumptions: Assumptions) -> Saving:
    """What moving a block of the body to a reference file changes.

    The block stands at characters [first_char, last_char) of the body, in
    UTF-16 units; `tokens` is its o200k count.
    """
    text = formula.part(tokens, first_char, last_char, assumptions.kept_characters)
    calls, scale = assumptions.quartiles(assumptions.usage.calls), assumptions.price.scale
    at = partial(_at, calls, assumptions)
    ite = at(lambda s: scale * formula.saving(text, 0, s))
    taken = at(lambda s: scale * formula.saving(text, 1, s))
    return Saving(
        break_even=at(lambda s: formula.break_even(text, s)),
        tokens=tokens - round(assumptions.usage.stub.value),
        resent=at(lambda s: formula.saving(text, 0, replace(s, rates=UNCACHED))),
        ite=ite,
        taken_ite=taken,
        source=source(assumptions),
        extra_call_ite=scale * formula.extra_call(session(assumptions, calls.p50)),
        usd_per_1000_sessions=_dollars(ite, assumptions),
        taken_usd_per_1000_sessions=_dollars(taken, assumptions),
    )


def expected(saving: Saving, probability: Probability) -> Quartiles:
    """ITE that the move saves an average session, where the probability is known."""
    p, saved, taken = probability.value, saving.ite, saving.taken_ite
    return Quartiles(
        (1 - p) * saved.p25 + p * taken.p25,
        (1 - p) * saved.p50 + p * taken.p50,
        (1 - p) * saved.p75 + p * taken.p75,
    )


def break_even_calls(
    tokens: int, first_char: int, last_char: int, probability: Probability, assumptions: Assumptions
) -> int | None:
    """The fewest calls of a session from which moving a block saves; None if none up to 1,000."""
    text = formula.part(tokens, first_char, last_char, assumptions.kept_characters)
    return formula.break_even_calls(text, probability.value, partial(session, assumptions))


def _cost(text: Text, calls: Quartiles, assumptions: Assumptions) -> Cost:
    at = partial(_at, calls, assumptions)
    ite = at(lambda s: assumptions.price.scale * formula.inline(text, s))
    return Cost(
        calls=calls,
        occupancy=round(text.tokens),
        resent=at(lambda s: formula.inline(text, replace(s, rates=UNCACHED))),
        ite=ite,
        usd_per_1000_sessions=_dollars(ite, assumptions),
        model=assumptions.model,
        ttl=assumptions.ttl,
        source=source(assumptions),
    )


def _at(
    calls: Quartiles, assumptions: Assumptions, figure: Callable[[Session], float]
) -> Quartiles:
    low, middle, high = (session(assumptions, n) for n in (calls.p25, calls.p50, calls.p75))
    return Quartiles(figure(low), figure(middle), figure(high))


def _dollars(ite: Quartiles, assumptions: Assumptions) -> Quartiles | None:
    if assumptions.model is None:
        return None
    each = assumptions.price.input / 1e6 * 1000  # dollars of 1,000 sessions per ITE
    return Quartiles(ite.p25 * each, ite.p50 * each, ite.p75 * each)
