"""What the figures rest on, in words for the reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from skilllint.cost import prices, usage
from skilllint.cost.assumptions import Assumptions
from skilllint.cost.usage import Figure
from skilllint.model import Scale

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


def unit(assumptions: Assumptions) -> str:
    """The tokens that ITE are equivalents of: the model's own, or o200k tokens.

    Without a model, and for one that counts in o200k, they are o200k tokens.
    """
    scale = assumptions.scale
    same = scale.low == scale.high == 1
    return "o200k tokens" if same else f"{assumptions.price.label} tokens"


def source(assumptions: Assumptions, calls_from: Figure) -> str:
    """Where calls (given, or a figure of usage), tokens and prices come from, in one line."""
    row, miss = assumptions.price, assumptions.miss
    calls = "calls given" if assumptions.calls is not None else f"calls [{tag(calls_from)}]"
    cache = f"{_cache(assumptions)}, write {row.write[assumptions.ttl]:g}, read {row.read:g}"
    return f"{calls}; {_tokens(assumptions)}; {cache}, miss {_number(miss.value)} [{tag(miss)}]"


def tag(figure: Figure) -> str:
    """What a number is: `default`, `assumed`, or `measured` with how often."""
    return figure.source if figure.tag == "measured" else figure.tag


def _cache(assumptions: Assumptions) -> str:
    said = assumptions.ttl_source
    return f"{assumptions.ttl} cache{f' [{said}]' if said else ''}"


def figures_text(assumptions: Assumptions) -> tuple[str, ...]:
    """The numbers in force, each with where it comes from.

    `[default]` was measured on public sessions, `[measured]` on the user's own,
    `[assumed]` on none.
    """
    return (*_figures(assumptions), _tokens(assumptions), *_price(assumptions))


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
            yield f"{figure.label}: {_value(figure)} [{start}{figure.source}]"
    yield f"usage figures of {usage.dated()}: {usage.origin()}"


def _value(figure: Figure) -> str:
    if figure.p25 is None or figure.p75 is None:
        return _number(figure.value)
    return f"{_number(figure.value)} ({_number(figure.p25)}–{_number(figure.p75)})"


def _number(value: float) -> str:
    """A number with as many digits as it may mean."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"


def _tokens(assumptions: Assumptions) -> str:
    scale, row = assumptions.scale, assumptions.price
    if scale.low == scale.high == 1:
        return "o200k tokens" if row.id else "o200k tokens, scale 1: no model named"
    if scale.tag in ("measured", "exact"):
        value = f"{scale.value:.3g} ({scale.tag}, {scale.source})"
        return f"o200k × {value} for {row.label}{_ends(scale)}"
    if scale.low == scale.high:
        return f"o200k tokens × {scale.value:g} for {row.label} [{scale.source}]"
    ends = f"o200k tokens × {scale.low:g}–{scale.high:g} for {row.label}"
    return f"{ends}: low end at p25, high end at p75"


def _ends(scale: Scale) -> str:
    if scale.low == scale.high:
        return ""
    return f": {scale.low:.3g} at p25, {scale.high:.3g} at p75"


def _price(assumptions: Assumptions) -> Iterator[str]:
    row, ttl = assumptions.price, assumptions.ttl
    cache = f"{_cache(assumptions)}, write {row.write[ttl]:g}"
    rates = f"{cache}, read {row.read:g}, output {row.output:g}"
    if assumptions.model is None:
        yield f"no model named, so no dollars; {rates} times the input price"
        return
    listed = f"list prices of {prices.dated()}: {prices.origin()}"
    yield f"{row.label}: ${row.input:g} per million input tokens; {rates} times that [{listed}]"
    if row.note:
        yield row.note
