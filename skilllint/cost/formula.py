"""What a text costs a session: the arithmetic alone, without data or defaults.

A call is one request to the model. Costs are input-token equivalents (ITE):
one ITE is the price of one uncached input token.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from math import ceil, inf, isnan

LONGEST = 1_000  # calls; the search for a break-even stops here, eight times the measured p75


def share(value: float, name: str) -> None:
    """Raise ValueError unless a number lies between 0 and 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must lie between 0 and 1, not {value:g}")


def _sound(record: Rates | Text | Session, but: tuple[str, ...] = ()) -> None:
    for field in fields(record):
        value = 0.0 if field.name in but else getattr(record, field.name)
        if not value >= 0:
            raise ValueError(f"{field.name} must be 0 or more, not {value:g}")


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices as multiples of the input price, and the share of calls that miss the cache."""

    write: float
    read: float
    output: float
    miss: float = 0.0

    def __post_init__(self) -> None:
        _sound(self)
        share(self.miss, "miss")

    @property
    def resend(self) -> float:
        """The price of one token in each call after its first."""
        return (1 - self.miss) * self.read + self.miss * self.write


UNCACHED = Rates(write=1.0, read=1.0, output=0.0)  # M(N) = N: plain tokens re-sent


@dataclass(frozen=True, slots=True)
class Text:
    """A text of `tokens`; `cut` of them are dropped at a compaction."""

    tokens: float
    cut: float = 0.0

    def __post_init__(self) -> None:
        _sound(self)


@dataclass(frozen=True, slots=True)
class Session:
    """A session of `calls`, in which a reference is read `read_after` calls after the load.

    `compaction` is the number of calls to the first compaction, `prompt` the
    tokens in the window at the read, `stub` the tokens of the pointer left in
    the body, `reread` the tokens of a text read as a file over the same text in
    the body, `sole` the share of reads that cost a call of their own and
    `output` the tokens written to ask for one. `again` is how many compactions the
    body outlives, a mean: what stays of it then stands behind another prefix, so the
    next call writes it to the cache and does not read it there.
    """

    calls: float
    read_after: float
    rates: Rates
    prompt: float
    stub: float
    reread: float
    sole: float
    output: float
    compaction: float = inf
    again: float = 0.0

    def __post_init__(self) -> None:
        _sound(self, but=("calls", "rates"))
        share(self.sole, "sole")
        if self.compaction == 0:
            raise ValueError("compaction must be above 0")


def part(tokens: int, first: int, last: int, kept: float) -> Text:
    """A text at characters [first, last) of a body of which `kept` characters survive.

    Tokens are taken to be spread evenly over the characters.
    """
    if not 0 <= first <= last:
        raise ValueError(f"characters must run forward from 0, not from {first} to {last}")
    if last <= kept:
        return Text(tokens)
    beyond = last - max(first, kept)
    return Text(tokens, tokens * beyond / (last - first) if last > first else tokens)


def multiplier(calls: float, rates: Rates) -> float:
    """M(N): the price of one token that is present in N calls; 0 without a call."""
    if isnan(calls):
        raise ValueError("calls must be a number")
    return rates.write + (calls - 1) * rates.resend if calls > 0 else 0.0


def carried(calls: float, session: Session) -> float:
    """The price of one token that is present in the last `calls` calls of a session.

    Compactions are taken to be spread evenly, so a text that came in late outlives fewer.
    """
    part = calls / session.calls if calls > 0 else 0.0
    written = session.rates.write - session.rates.resend
    return multiplier(calls, session.rates) + session.again * part * written


def inline(text: Text, session: Session) -> float:
    """ITE of a text that stands in the body; behind the cut, up to the compaction only."""
    whole = carried(session.calls, session)
    until = multiplier(min(session.calls, session.compaction), session.rates)
    return (text.tokens - text.cut) * whole + text.cut * until


def extra_call(session: Session) -> float:
    """ITE of the call that reads a reference: the window again, and the tokens written."""
    again = session.sole * session.rates.resend * session.prompt
    return again + session.output * session.rates.output


def reference(text: Text, session: Session) -> float:
    """ITE of reading a text as a file and carrying it as long as the body would have.

    A compaction drops the copy, but whoever still needs it reads it again; to
    count that as a saving would flatter every move.
    """
    after, calls = session.read_after, session.calls
    until = min(calls, session.compaction) if after < session.compaction else calls
    stays = (text.tokens - text.cut) * carried(calls - after, session)
    leaves = text.cut * multiplier(until - after, session.rates)
    return session.reread * (stays + leaves) + extra_call(session)


def pointer(session: Session) -> float:
    """ITE of the stub that stays in the body, in every call."""
    return session.stub * carried(session.calls, session)


def extracted(text: Text, probability: float, session: Session) -> float:
    """ITE of a text moved to a reference file that a share of the sessions reads."""
    share(probability, "probability")
    return pointer(session) + probability * reference(text, session)


def saving(text: Text, probability: float, session: Session) -> float:
    """ITE that the move saves; negative where it costs."""
    return inline(text, session) - extracted(text, probability, session)


def break_even(text: Text, session: Session) -> float:
    """The share of sessions that may read the text before the move costs more than it saves."""
    gain = inline(text, session) - pointer(session)
    loss = reference(text, session)
    if gain <= 0:
        return 0.0
    return gain / loss if loss > gain else 1.0


def break_even_calls(
    text: Text, probability: float, session: Callable[[int], Session]
) -> int | None:
    """The fewest calls of a session in which the move saves; None if none up to 1,000 does."""
    lengths = range(1, LONGEST + 1)
    return next((n for n in lengths if saving(text, probability, session(n)) > 0), None)


def late_after(text: Text, session: Session) -> int | None:
    """How many calls after the load a text that is always read must be needed for a move to pay.

    Needed first after so many calls or more it pays; None if it does not pay
    even in the last call. What a read costs falls with every call it comes
    later, but for one step up at the compaction, so each side is bisected.
    """

    def pays(after: int) -> bool:
        return saving(text, 1, replace(session, read_after=after)) > 0

    places = range(max(0, int(session.calls)))
    step = ceil(min(len(places), session.compaction))
    found = bisect_left(places, True, step, key=pays)
    if found == step:
        found = bisect_left(places, True, 0, step, key=pays)
    return found if found < len(places) else None
