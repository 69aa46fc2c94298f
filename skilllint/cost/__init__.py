"""What a text costs a session, in three figures that never mix, and what moving it saves.

Occupancy and tokens re-sent are o200k tokens, exact. ITE (input-token
equivalents, after prompt caching) and dollars are in the model's own tokens,
of which only a range over the o200k count is known: p25 of calls goes with its
low end, p50 with the middle, p75 with the high end. So the spread of ITE,
dollars and break-evens covers sessions and tokenizer; with calls that are
given it is the tokenizer's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from skilllint.cost import formula
from skilllint.cost.assumptions import LISTED, Assumptions, Terms, assume, session
from skilllint.cost.counted import NOTHING, Evidence
from skilllint.cost.formula import UNCACHED, Session, Text
from skilllint.cost.frequency import expected, given, measured, verdict
from skilllint.cost.prices import aged, check_model
from skilllint.cost.tables import Unknown
from skilllint.cost.usage import Figure
from skilllint.cost.wording import SENTENCES, figures_text, own_text, source, unit
from skilllint.model import Candidate, Cost, LateAfter, Probability, Quartiles, Saving, Skill, utf16

__all__ = [
    "LISTED",
    "NOTHING",
    "SENTENCES",
    "Assumptions",
    "Evidence",
    "Terms",
    "Unknown",
    "aged",
    "assume",
    "block",
    "check_model",
    "expected",
    "figures_text",
    "given",
    "late",
    "listing",
    "measured",
    "of",
    "own_text",
    "price",
    "saving",
    "unit",
    "verdict",
]


def of(tokens: int, characters: int, assumptions: Assumptions) -> Cost:
    """The cost of a body of `tokens` o200k tokens and `characters` UTF-16 units."""
    text = formula.part(tokens, 0, characters, assumptions.kept_characters)
    return _cost(text, assumptions.usage.calls, assumptions)


def listing(tokens: int, assumptions: Assumptions) -> Cost:
    """The cost of a listing entry, which every session pays, whether it uses the skill or not.

    `tokens` is its o200k count, 0 for a skill that is not listed.
    """
    return _cost(Text(tokens), assumptions.usage.listing_calls, assumptions)


def saving(tokens: int, first_char: int, last_char: int, assumptions: Assumptions) -> Saving:
    """What moving a block of the body to a reference file changes.

    The block stands at characters [first_char, last_char) of the body, in
    UTF-16 units; `tokens` is its o200k count. ITE, dollars and break-even carry
    the range of the model's tokens along with the quartiles of calls.
    """
    text = formula.part(tokens, first_char, last_char, assumptions.kept_characters)
    calls = assumptions.usage.calls
    at = partial(_at, calls, assumptions)
    ite = at(lambda s, scale: scale * formula.saving(text, 0, s))
    taken = at(lambda s, scale: scale * formula.saving(text, 1, s))
    return Saving(
        break_even=at(lambda s, _: formula.break_even(text, s)),
        tokens=tokens - round(assumptions.usage.stub.value),
        resent=at(lambda s, _: formula.saving(text, 0, replace(s, rates=UNCACHED))),
        ite=ite,
        taken_ite=taken,
        source=source(assumptions, calls),
        extra_call_ite=at(lambda s, scale: scale * formula.extra_call(s)).p50,
        usd_per_1000_sessions=_dollars(ite, assumptions),
        taken_usd_per_1000_sessions=_dollars(taken, assumptions),
    )


def late(tokens: int, first_char: int, last_char: int, assumptions: Assumptions) -> LateAfter:
    """After how many calls a block that every session needs must be needed for a move to pay.

    The block is given as for `saving`, and each quartile is of the same session
    as there; as a longer session asks for more calls and a higher token count
    for fewer, the three may run either way.
    """
    text = formula.part(tokens, first_char, last_char, assumptions.kept_characters)
    sessions = _sessions(assumptions.usage.calls, assumptions)
    return LateAfter(*(formula.late_after(text, s) for s, _ in sessions))


def price(skill: Skill, found: Candidate, assumptions: Assumptions) -> Candidate:
    """A candidate with what moving it saves, and the verdict where there is one."""
    priced = block(skill, found.start, found.end, found.tokens, assumptions)
    if found.kind == "late":
        place = _characters(skill, found.start, found.end)
        priced = replace(priced, late_after=late(found.tokens, *place, assumptions))
        pays = late_enough(found.reached, priced.late_after, assumptions)
        return replace(found, saving=priced, verdict="extract" if pays else "keep")
    known = found.probability
    decision = verdict(known, priced)
    pays_from = None
    if known and assumptions.calibrated and decision != "keep":
        pays_from = _pays_from(skill, found, known, assumptions)
    return replace(
        found,
        saving=priced,
        expected=expected(priced, known) if known else None,
        verdict=decision,
        pays_from=pays_from,
    )


def _pays_from(
    skill: Skill, found: Candidate, known: Probability, assumptions: Assumptions
) -> int | None:
    """The fewest calls of a session in which moving a block pays that is needed so often."""
    place = _characters(skill, found.start, found.end)
    text = formula.part(found.tokens, *place, assumptions.kept_characters)
    sessions = partial(session, assumptions, scale=assumptions.scale.value)
    return formula.break_even_calls(text, known.value, sessions)


def late_enough(reached: float | None, after: LateAfter | None, assumptions: Assumptions) -> bool:
    """Whether a late block is needed late enough for a move to pay, in the median session.

    That its calls are spread evenly over the steps is assumed: nobody counted.
    """
    if reached is None or after is None or after.p50 is None:
        return False
    return reached * assumptions.quartiles(assumptions.usage.calls).p50 >= after.p50


def block(skill: Skill, start: int, end: int, tokens: int, assumptions: Assumptions) -> Saving:
    """What moving the lines from `start` to `end` of a body saves; they weigh `tokens`."""
    return saving(tokens, *_characters(skill, start, end), assumptions)


def _characters(skill: Skill, start: int, end: int) -> tuple[int, int]:
    lines = skill.outline.lines
    before = utf16("\n".join(lines[skill.source.body_line - 1 : start - 1]))
    return before, before + utf16(skill.outline.text(start, end))


def _cost(text: Text, calls: Figure, assumptions: Assumptions) -> Cost:
    at = partial(_at, calls, assumptions)
    ite = at(lambda s, scale: scale * formula.inline(text, s))
    return Cost(
        calls=assumptions.quartiles(calls),
        occupancy=round(text.tokens),
        resent=at(lambda s, _: formula.inline(text, replace(s, rates=UNCACHED))),
        ite=ite,
        usd_per_1000_sessions=_dollars(ite, assumptions),
        model=assumptions.model,
        ttl=assumptions.ttl,
        source=source(assumptions, calls),
        scale=assumptions.scale,
        unit=unit(assumptions),
    )


def _sessions(calls: Figure, assumptions: Assumptions) -> Iterator[tuple[Session, float]]:
    """The session at each quartile of calls, with the scale of the model's tokens in it."""
    at = assumptions.quartiles(calls)
    scale = assumptions.scale
    ends = (scale.low, scale.value, scale.high)
    for length, end in zip((at.p25, at.p50, at.p75), ends, strict=True):
        yield session(assumptions, length, end), end


def _at(
    calls: Figure, assumptions: Assumptions, figure: Callable[[Session, float], float]
) -> Quartiles:
    return Quartiles(*(figure(s, scale) for s, scale in _sessions(calls, assumptions)))


def _dollars(ite: Quartiles, assumptions: Assumptions) -> Quartiles | None:
    if not assumptions.price.input:
        return None  # neither named nor given
    each = assumptions.price.input / 1e6 * 1000  # dollars of 1,000 sessions per ITE
    return Quartiles(ite.p25 * each, ite.p50 * each, ite.p75 * each)
