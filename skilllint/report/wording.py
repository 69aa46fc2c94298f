"""How reports write numbers and strangers' text."""

from __future__ import annotations

import math
import re
import unicodedata

from skilllint.model import Quartiles

COMMAND = re.compile(r"##(?=\w{0,40}\[)")
"""What makes CI runners (GitHub's, Azure's, TeamCity's) take a log's line for a command."""


def clean(text: str, limit: int = 0) -> str:
    """A stranger's text for one line: white space folded, controls made visible, length capped.

    A heading may hold terminal escapes, invisible characters or a CI runner's
    commands (`##[error]` anywhere, `::error::` at the start); no report passes them on.
    """
    folded = " ".join(text.split())
    shown = "".join("\ufffd" if hidden(char) else char for char in folded)
    if "##" in shown:
        shown = COMMAND.sub("# #", shown)
    if shown == ":" or shown.startswith("::"):  # before a line's number a colon follows
        shown = f": {shown[1:]}"
    return shown if not limit or len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def hidden(char: str) -> bool:
    """Whether a character is a control, a format mark or half a surrogate pair."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


def whole(number: float) -> str:
    """An exact count: 12,345."""
    return f"{number:,.0f}"


def rounded(number: float) -> str:
    """An estimate to two significant digits: 41, 980, 4.0k, 130k, 1.3M."""
    if number == 0:
        return "0"
    digits = round(number, 1 - math.floor(math.log10(abs(number))))
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(digits) >= size:
            value = digits / size
            return f"{value:.1f}{letter}" if abs(value) < 10 else f"{value:.0f}{letter}"
    return f"{digits:.0f}" if abs(digits) >= 10 or digits == int(digits) else f"{digits:.2g}"


def spread(figure: Quartiles) -> str:
    """A figure with its quartiles: `200k (88k–520k)`; one number where they agree."""
    low, middle, high = rounded(figure.p25), rounded(figure.p50), rounded(figure.p75)
    return middle if low == high else f"{middle} ({low}–{high})"


def percent(share: float) -> str:
    """A share: 41 %, under 1 %."""
    if 0 < share < 0.005:
        return "<1 %"
    return f"{share * 100:.0f} %"


def break_even(figure: Quartiles) -> str:
    """A probability with its quartiles: `76 % (69–77 %)`."""
    low, high = sorted((figure.p25, figure.p75))
    if round(low, 2) == round(high, 2):
        return percent(figure.p50)
    return f"{percent(figure.p50)} ({low * 100:.0f}–{percent(high)})"


def plural(number: int, noun: str) -> str:
    """`1 skill`, `2 skills`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def breadcrumb(path: tuple[str, ...]) -> str:
    """A heading path, outermost first."""
    return clean(" > ".join(path)) if path else "the text before the first heading"
