"""How messages quote a stranger's text and print numbers."""

from __future__ import annotations

LONGEST = 60
"""Characters of quoted text: enough to know a heading again, and a message stays one line."""


def quoted(text: str, longest: int = LONGEST) -> str:
    """A text in double quotes, on one line, cut with an ellipsis."""
    return f'"{shortened(text, longest)}"'


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text with its white space folded, cut with an ellipsis."""
    folded = " ".join(text[: longest * 4].split())
    cut = len(folded) > longest or len(text) > longest * 4
    return folded[: longest - 1].rstrip() + "…" if cut else folded


def count(number: float, unit: str) -> str:
    """A number with its unit: `1 token`, `12,345 tokens`."""
    word = unit.removesuffix("s") if number == 1 else unit
    return f"{number:,.6g} {word}" if number < 1e6 else f"{number:,.0f} {word}"


def share(part: float) -> str:
    """A fraction as a percentage: `7 %`, and `< 1 %` rather than 0."""
    percent = round(part * 100)
    return f"{percent} %" if percent or not part else "< 1 %"
