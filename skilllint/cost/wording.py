"""What the figures rest on, in words for the reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from skilllint.cost import usage
from skilllint.cost.assumptions import Assumptions
from skilllint.cost.counted import ALL
from skilllint.cost.prices import Price
from skilllint.cost.usage import Figure
from skilllint.model import Scale, nearest

SENTENCES = (
    "Prompt caching works; behind a gateway that strips it, every re-sent token costs full price.",
    "A loaded text is sent again in every call until a compaction or the end of the session; "
    "a reference is carried as long as the text would have been, for one that is dropped "
    "and still needed is read again; "
    "hosts other than Claude Code, Codex and Gemini CLI were not verified.",
    "Dollars are list prices of one day, without batch, priority or regional rates; "
    "how a subscription weighs cached tokens is not published.",
    "The pointer left in the body is followed when it is needed and only then; "
    "missed and needless reads are not priced.",
    "A shorter body does not change the number of calls; "
    "two runs of one task differ by more tokens than most edits save.",
    "How often a branch is taken is the author's word or a count, and never guessed: "
    "without either the break-even is shown, and no saving is averaged over sessions.",
)


SHARES = frozenset({"sole", "miss_5m", "miss_1h", "read_share"})
"""The figures that are shares."""


def unit(assumptions: Assumptions) -> str:
    """The tokens that ITE are equivalents of: the model's own, or o200k tokens.

    Without a model, and for one that counts in o200k, they are o200k tokens.
    """
    scale, row = assumptions.scale, assumptions.price
    if scale.low == scale.high == 1 and scale.tag != "exact":
        return "o200k tokens"
    return f"{row.label} tokens" if row.id else "the model's tokens"


def source(assumptions: Assumptions, calls_from: Figure) -> str:
    """Where calls (given, or a figure of usage), tokens and prices come from, in one line."""
    miss = assumptions.miss
    calls = "calls given" if assumptions.calls is not None else f"calls [{tag(calls_from)}]"
    cache = f"{_cache(assumptions)}, miss {_number(miss.value)} [{tag(miss)}]"
    return "; ".join((calls, _tokens(assumptions), cache, *_listed(assumptions.price)))


def tag(figure: Figure) -> str:
    """What a number is: `default`, `assumed`, or `measured` with how often."""
    return figure.source if figure.tag == "measured" else figure.tag


def figures_text(assumptions: Assumptions) -> tuple[str, ...]:
    """The numbers in force, each with where it comes from.

    `[default]` was measured on public sessions, `[measured]` on the user's own,
    `[assumed]` on none.
    """
    return (*_figures(assumptions), _tokens(assumptions), *_price(assumptions))


def own_text(own: Assumptions, general: Assumptions) -> tuple[str, ...]:
    """The numbers counted for one skill alone, each in a few words and with how often."""
    return tuple(_own(own, general))


def _own(own: Assumptions, general: Assumptions) -> Iterator[str]:
    ours, all_ = own.usage, general.usage
    length = None
    if own.calls is None and (calls := _counted(ours.calls, all_.calls)):
        length = _span(calls)
        yield f"{nearest(calls.value)} calls after the load{length} {_times(calls)}"
    first = _counted(ours.compaction_calls, all_.compaction_calls)
    if first and (_span(first), first.value) != (length, ours.calls.value):
        yield f"{nearest(first.value)} to the first compaction{_span(first)} {_times(first)}"
    if (again := _counted(ours.again, all_.again)) and again.value:
        yield f"outlives {_short(again.value)} compactions {_times(again)}"
    if reads := _counted(ours.read_share, all_.read_share):
        yield f"first read after {reads.value * ours.calls.value:.0f} {_times(reads)}"
    if window := _counted(ours.prompt, all_.prompt):
        yield f"{window.value / 1000:,.0f}k tokens in the window then {_times(window)}"
    if sole := _counted(ours.sole, all_.sole):
        yield f"{sole.value * 100:.0f} % of reads an own call {_times(sole)}"
    if miss := _counted(own.miss, general.miss):
        yield f"misses {miss.value * 100:.2g} % {_times(miss)}"
    if own.ttl != general.ttl:
        yield f"{own.ttl} cache"


def _counted(figure: Figure | None, other: Figure | None) -> Figure | None:
    """A figure that was counted, and not for all skills."""
    return figure if figure and figure.tag == "measured" and figure != other else None


def _span(figure: Figure) -> str:
    """The quartiles of a count, in whole ones, if they are known."""
    if figure.p25 is None or figure.p75 is None:
        return ""
    return f" ({nearest(figure.p25):,}–{nearest(figure.p75):,})"


def _times(figure: Figure) -> str:
    """How often a number was counted: `[n=12]`."""
    return f"[{figure.source.partition(':')[0].removeprefix('measured ')}]"


def _figures(assumptions: Assumptions) -> Iterator[str]:
    figures = assumptions.usage
    other = figures.miss_5m if assumptions.ttl == "1h" else figures.miss_1h
    for field in fields(figures):
        figure: Figure | None = getattr(figures, field.name)
        if figure is None or figure is other:
            continue
        if field.name == "read_divisor" and figures.read_share:
            continue
        if assumptions.calls is not None and field.name in ("calls", "listing_calls"):
            yield f"{figure.label}: {assumptions.calls} [calls given]"
        else:
            start = "" if figure.tag == "measured" else f"{figure.tag}: "
            tagged = f"{start}{figure.source.replace(f'{ALL} n=', 'all n=')}"
            yield f"{figure.label}: {_value(figure, field.name)} [{tagged}]"
    yield f"default, {usage.dated()}: public sessions, {usage.origin()}"


def _value(figure: Figure, name: str) -> str:
    """A number in its own form: shares in percent, means and ratios short."""
    if name in SHARES:
        digits = 1 if 0 < figure.value < 0.1 else 0
        return f"{figure.value * 100:.{digits}f} %"
    if name == "read_divisor":
        return f"N / {_number(figure.value)}"
    if name == "again":
        return _short(figure.value)
    ends = _span(figure)
    return f"{nearest(figure.value):,}{ends}" if ends else _number(figure.value)


def _short(value: float) -> str:
    """A mean to two significant digits, a large one whole."""
    return f"{value:.2g}" if value < 10 else _number(value)


def _number(value: float) -> str:
    """A number with as many digits as it may mean."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"


def _tokens(assumptions: Assumptions) -> str:
    scale, row = assumptions.scale, assumptions.price
    if scale.tag == "exact":
        times = "–".join(dict.fromkeys((f"{scale.low:.4g}", f"{scale.high:.4g}")))
        return f"o200k tokens × {times} for {row.label} [exact, {scale.source}]"
    if scale.low == scale.high == 1 and scale.tag == "default":
        return "o200k tokens" if row.id else "o200k tokens, scale 1: no model named"
    if scale.tag == "measured":
        value = f"{scale.value:.3g} ({scale.tag}, {scale.source})"
        return f"o200k × {value} for {row.label}{_ends(scale)}"
    if scale.low == scale.high:
        whose = f" for {row.label}" if row.id else ""
        return f"o200k tokens × {scale.value:g}{whose} [{scale.source}]"
    ends = f"o200k tokens × {scale.low:g}–{scale.high:g} for {row.label}"
    return f"{ends}: low end at p25, high end at p75"


def _ends(scale: Scale) -> str:
    if scale.low == scale.high:
        return ""
    return f": {scale.low:.3g} at p25, {scale.high:.3g} at p75"


def _cache(assumptions: Assumptions) -> str:
    """The life of the cache and its multiples, and which of them the user gave."""
    row, ttl, said = assumptions.price, assumptions.ttl, assumptions.ttl_source
    write, read = (" [given]" if name in row.given else "" for name in ("write", "read"))
    life = f"{ttl} cache{f' [{said}]' if said else ''}"
    return f"{life}, write {row.write[ttl]:g}{write}, read {row.read:g}{read}"


def _price(assumptions: Assumptions) -> Iterator[str]:
    row = assumptions.price
    rates = f"{_cache(assumptions)}, output {row.output:g}"
    if not row.input:
        yield f"no model named, so no dollars; {rates} times the input price"
        return
    where = f"list prices of {row.day}: {row.source}" if row.id else "no model named"
    given = " [given]" if "input" in row.given else ""
    yield f"{row.label}: {_dollars(row)} input tokens{given}; {rates} times that [{where}]"
    yield from filter(None, (row.remark, row.note))


def _listed(row: Price) -> Iterator[str]:
    """The input price, where there is one, and whose it is."""
    if row.input:
        whose = "given" if "input" in row.given else f"{row.source} of {row.day}"
        yield f"{_dollars(row)} [{whose}]"


def _dollars(row: Price) -> str:
    return f"${row.input:g} per million"
