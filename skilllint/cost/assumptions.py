"""The figures a run rests on, chosen once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import inf

from skilllint.cost import counted, prices
from skilllint.cost.counted import NOTHING, Evidence
from skilllint.cost.formula import Rates, Session
from skilllint.cost.prices import TTLS, Price, price, unnamed
from skilllint.cost.tables import Unknown
from skilllint.cost.usage import Figure, Usage, usage
from skilllint.model import Quartiles, Scale


@dataclass(frozen=True, slots=True)
class Terms:
    """What the user says of prices and tokens in the place of the price list; None is nothing.

    `input_price` is dollars per million uncached input tokens, `read_multiple` and
    `write_multiple` are multiples of it, `token_scale` is the model's tokens over o200k's.
    """

    input_price: float | None = None
    read_multiple: float | None = None
    write_multiple: float | None = None
    token_scale: float | None = None


TTL = "5m"
"""The life of a prompt cache where nobody says it and nothing was measured."""

LISTED = Terms()
"""Nothing said: the price list holds."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The figures in force. `calls` is the user's own number where they gave one.

    Without a model, `price` carries the usual multiples, and dollars only if they were
    given. `scale` is the model's tokens over o200k tokens. `ttl_source` says where the
    cache's life comes from, if that is to be said; `calibrated` that sessions of the
    user's were looked at.
    """

    host: str
    usage: Usage
    calls: int | None
    price: Price
    ttl: str
    scale: Scale
    ttl_source: str = ""
    calibrated: bool = False

    @property
    def model(self) -> str | None:
        """The short name of the model, if one was named."""
        return self.price.id or None

    @property
    def counted(self) -> bool:
        """Whether any number of how sessions use the skill was measured in the user's own."""
        known = (getattr(self.usage, one.name) for one in fields(self.usage))
        return any(one is not None and one.tag == "measured" for one in known)

    @property
    def miss(self) -> Figure:
        """The share of calls that find the cached prefix gone."""
        return self.usage.miss_1h if self.ttl == "1h" else self.usage.miss_5m

    @property
    def rates(self) -> Rates:
        """The multiples of the input price."""
        row = self.price
        return Rates(row.write[self.ttl], row.read, row.output, self.miss.value)

    @property
    def kept_characters(self) -> float:
        """The characters of a body that stay after a compaction."""
        kept = self.usage.kept_characters
        return kept.value if kept else inf

    def quartiles(self, figure: Figure) -> Quartiles:
        """A figure of calls at its quartiles, or the number given in its place."""
        if self.calls is not None:
            return Quartiles(self.calls, self.calls, self.calls)
        return Quartiles(*figure.quartiles)


def assume(  # noqa: PLR0913, PLR0917 - each says what the others cannot
    host: str = "claude-code",
    calls: int | None = None,
    model: str | None = None,
    ttl: str | None = None,
    terms: Terms = LISTED,
    evidence: Evidence = NOTHING,
) -> Assumptions:
    """Choose the figures for a run; raises `Unknown` for a strange host, model or cache life.

    What the user says goes before what was measured, and that before the defaults.
    Without a `ttl` it is the cache that most tokens were written to, or 5m.
    """
    if calls is not None and not calls >= 1:
        raise ValueError(f"calls must be 1 or more, not {calls}")
    if ttl is not None and ttl not in TTLS:
        raise Unknown("cache life", ttl, TTLS)
    figures, calibrated = usage(host), evidence.counted
    life, said = ttl or TTL, "default" if calibrated and ttl is None else ""
    if calibrated:
        if ttl is None:
            life, said = counted.life(evidence) or (life, said)
        figures = counted.usage(figures, evidence, life)
    row = agreed(unnamed() if model is None else price(model), life, terms)
    tokens = scale(row, terms, evidence)
    return Assumptions(host, figures, calls, row, life, tokens, said, calibrated)


def agreed(row: Price, ttl: str, terms: Terms) -> Price:
    """A row of the price list with what the user says in its place."""
    write = row.write if terms.write_multiple is None else {**row.write, ttl: terms.write_multiple}
    read = row.read if terms.read_multiple is None else terms.read_multiple
    cost = row.input if terms.input_price is None else terms.input_price
    label = row.label if row.id or terms.input_price is None else "your price"
    said: dict[prices.Term, float | None] = {
        "input": terms.input_price,
        "read": terms.read_multiple,
        "write": terms.write_multiple,
    }
    given = frozenset(name for name, value in said.items() if value is not None)
    return replace(row, label=label, input=cost, read=read, write=write, given=given)


def scale(row: Price, terms: Terms, evidence: Evidence) -> Scale:
    """A model's tokens over o200k tokens: the user's own figure, a count, or what was published."""
    if terms.token_scale is not None:
        return Scale(*(terms.token_scale,) * 3, "given", "given")
    found = counted.scale(row, evidence)
    if found is not None:
        return found
    low, high = row.tokens
    return Scale(low, (low + high) / 2, high, "default", prices.tokens_origin())


def session(assumptions: Assumptions, calls: float, scale: float) -> Session:
    """A session of a length under the assumptions, its tokens counted in o200k.

    The window and the request were measured in the model's own tokens, so they
    are divided by `scale`, its tokens over o200k tokens; whoever wants its ITE
    multiplies the result by the same scale.
    """
    figures = assumptions.usage
    return Session(
        calls=calls,
        read_after=_read_after(figures, calls),
        rates=assumptions.rates,
        prompt=figures.prompt.value / scale,
        stub=figures.stub.value,
        reread=figures.reread.value,
        sole=figures.sole.value,
        output=figures.output.value / scale,
        compaction=_compaction(figures, calls),
        again=_again(figures, calls),
    )


def _read_after(figures: Usage, calls: float) -> float:
    """The calls before a reference is read in a session of a length: all but the last at most.

    Both the calls before and those behind the read grow with the session, so what a
    move saves turns from a loss to a gain once, if it ever does.
    """
    if figures.read_share is None:
        return calls // figures.read_divisor.value
    return min(calls * figures.read_share.value, max(calls - 1, 0))


def _again(figures: Usage, calls: float) -> float:
    """How often a session of a length writes the body to the cache again, behind compactions.

    What was counted is a mean over all loads; a session of average length (the mean of the
    three quartiles) has as many, a longer one more, by proportion. Without a count it is 0:
    the default quartiles of the calls to the first compaction lie below those of all calls,
    so whoever inferred compactions from them would have every session compact, and charge
    all of them for what few pay.
    """
    if figures.again is None:
        return 0.0
    length = sum(figures.calls.quartiles) / 3
    return min(figures.again.value * calls / length, max(calls - 1, 0)) if length else 0.0


def _compaction(figures: Usage, calls: float) -> float:
    """The calls before the first compaction of a session of a length.

    Long sessions compact later: the quartiles of both figures go together, and
    what lies between or above them goes by proportion.
    """
    if figures.compaction_calls is None:
        return inf
    lengths = figures.calls.quartiles
    # the text came in with a call, so one at least carried it
    firsts = [max(1, first) for first in figures.compaction_calls.quartiles]
    if calls <= lengths[0]:
        return firsts[0]
    left = 0 if calls <= lengths[1] else 1
    width, rise = lengths[left + 1] - lengths[left], firsts[left + 1] - firsts[left]
    return round(firsts[left] + (calls - lengths[left]) * rise / width if width else firsts[left])
