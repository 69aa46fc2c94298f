"""What so many units cost, delegated and direct, with the ranges that one document allows."""

from __future__ import annotations

from skilllint.delegation.coefficients import Coefficients
from skilllint.model import Economics, Range


def estimate(units: int, known: Coefficients) -> Economics:
    """The tokens of the orchestrator's context at the end of the run, and the time."""
    delegated, direct = known.delegated.at(units), known.direct.at(units)
    return Economics(
        units=units,
        delegated=around(delegated, known.noise),
        direct=around(direct, known.noise),
        # the difference of two runs, each of which varies; never less than one of them does
        saving=Range(
            direct - delegated - known.noise, direct - delegated, direct - delegated + known.noise
        ),
        wall_clock=Range(*known.wall_clock),
        break_even=break_even(known),
        noise=known.noise,
        measured=known.units,
        timed=known.timed,
        tag=known.tag,
        source=known.source,
        date=known.date,
    )


def around(tokens: float, noise: float) -> Range:
    """So many tokens, give or take the noise; there are never fewer than none."""
    return Range(max(0.0, tokens - noise), tokens, tokens + noise)


def break_even(known: Coefficients) -> Range | None:
    """The units from which delegating is cheaper; None where more units do not make it so.

    The ends are those of the table, or else where the lines cross within the noise.
    """
    slope = known.direct.per_unit - known.delegated.per_unit
    gap = known.delegated.fixed - known.direct.fixed
    if slope <= 0:
        return None
    at = max(0.0, gap / slope)
    if known.break_even:
        low, high = known.break_even
        return Range(min(low, at), at, max(high, at))
    return Range(max(0.0, (gap - known.noise) / slope), at, max(0.0, (gap + known.noise) / slope))
