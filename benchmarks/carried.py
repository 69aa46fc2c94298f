"""What loaded texts really cost, by the usage records of the calls that carried them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from skilllint.cost.prices import Price, listed, unnamed
from skilllint.cost.tables import Unknown
from skilllint.transcripts import Call, Load, Log

TAU = 0.276  # tokens a character, Opus 4.5 and 4.6; where the prompt's growth does not say
KEPT = 20_000  # characters of a body that stay after a compaction in Claude Code


@dataclass(frozen=True, slots=True)
class Carried:
    """A text of `tokens` in the `calls` that carried it, and the `multiple` paid for each token.

    `multiple` is in prices of one uncached input token; times `tokens` it is ITE. `stays`
    are the calls between its compactions, of which the first leaves out `cut` of the
    tokens. `misses` are calls, but for the first of a stay, that found the text in no
    cache, `life` is the life of the cache that most was written to. `session` is the number
    of its log; `assumed` says that a compaction kept the text by the host's documented
    rule, not by the log.
    """

    host: str
    session: int
    skill: str
    plugin: str | None
    model: str
    characters: int
    tokens: int
    cut: float
    stays: tuple[int, ...]
    multiple: float
    misses: int
    life: str
    assumed: bool

    @property
    def calls(self) -> int:
        """All calls that carried the text."""
        return sum(self.stays)


def loads(logs: Iterable[Log], *, kept: bool = True) -> Iterator[Carried]:
    """Every load of the logs that at least one call carried; a copy in a second log counts once.

    Without `kept`, a compaction drops what the log does not show it to keep.
    """
    seen: set[int] = set()
    for number, log in enumerate(logs):
        for load in log.loads:
            found = carried(log, load, number, kept=kept) if load.identity not in seen else None
            seen.add(load.identity)
            if found:
                yield found


def carried(log: Log, load: Load, session: int = 0, *, kept: bool = True) -> Carried | None:
    """What one load cost; None if no call carried it."""
    places = stretches(log, load, kept=kept)
    if not places:
        return None
    cut = max(0.0, 1 - KEPT / load.characters) if load.characters else 0.0
    multiple, misses, lives = 0.0, 0, Counter[str]()
    for number, (first, end) in enumerate(places):
        share = 1 - cut if number else 1.0
        for call, paid, missed in prices_paid(log, first, end, tokens(load)):
            multiple += share * paid
            misses += missed
            if call.written:
                lives[life(call)] += call.written
    return Carried(
        host=log.host,
        session=session,
        skill=load.skill,
        plugin=load.plugin,
        model=log.calls[places[0][0]].model,
        characters=load.characters or 0,
        tokens=tokens(load),
        cut=cut,
        stays=tuple(end - first for first, end in places),
        multiple=multiple,
        misses=misses,
        life=max(lives, key=lambda one: lives[one], default="5m"),
        assumed=len(places) > 1 and not load.reattached,
    )


def tokens(load: Load) -> int:
    """Tokens of the text: the prompt's growth, or what Codex printed, or characters × tau.

    They weigh the load in a sum, 0 where the log says nothing; what one of its tokens cost
    does not depend on them.
    """
    if load.growth and load.growth > 0:
        return load.growth
    if load.read_tokens:
        return load.read_tokens // max(1, load.reads)
    return round((load.characters or 0) * TAU)


def stretches(log: Log, load: Load, *, kept: bool = True) -> list[tuple[int, int]]:
    """The calls that carry a text, as ranges [first, end) between compactions.

    Codex writes a call's usage after the output of the tools that it asked for, so a
    SKILL.md read by a shell is first carried by the call after the next usage record.
    Its compactions drop the text; Claude Code attaches it again.
    """
    first = load.before + (load.via == "shell")
    stops = [n for n in log.compactions if n >= load.before + load.to_compaction]
    stops = stops if load.compacted else []
    stays = load.reattached or (kept and log.host == "claude-code")
    ends = [*stops, len(log.calls)] if stays else [*stops[:1], len(log.calls)][:1]
    return [(a, b) for a, b in pairwise([first, *ends]) if a < b]


def prices_paid(log: Log, first: int, end: int, text: int) -> Iterator[tuple[Call, float, bool]]:
    """For each call of a stretch the multiple paid for the text, and whether it missed.

    The text entered with the first call, where nothing can have cached it, behind the prompt
    before. It stands at the end of what entered, and is cached where the cache reaches its
    middle. A prompt that shrinks without a compaction is taken to end with it.
    """
    opening = log.calls[first].prompt
    before = log.calls[first - 1].prompt if first else 0
    entered = opening - before if before < opening else opening
    half = min(text or entered, entered) / 2
    place = opening - half
    for at, call in enumerate(log.calls[first:end]):
        place = min(place, call.prompt - half)
        hit = at > 0 and call.cached >= place
        yield call, row(call.model).read if hit else fresh(log, call, place), at > 0 and not hit


def fresh(log: Log, call: Call, place: float) -> float:
    """The multiple of a text that was in no cache: written to one, or plain input.

    Codex logs no writes: what its model asks for them is asked of all that is not cached.
    """
    if log.host == "codex":
        return row(call.model).write["5m"]
    if call.written and call.cached + call.written >= place:
        return row(call.model).write[life(call)]
    return 1.0


def life(call: Call) -> str:
    """The life of the cache that a call writes to, `1h` or `5m`."""
    return "1h" if call.written_1h > call.written_5m else "5m"


@cache
def row(model: str) -> Price:
    """The model's prices, or the usual multiples for one that the list does not know."""
    try:
        return listed(model)
    except Unknown:
        return unnamed()
