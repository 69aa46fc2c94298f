"""Strangers' text in Markdown: as code that it cannot leave."""

from __future__ import annotations

import re

from skilllint.report.wording import clean

RUN = 16
"""Backticks in a row that are shown: GitHub takes 81 and more for no beginning of code."""

OTHERS = re.compile(r"[^A-Za-z0-9 ,.%()-]")

LONG_RUN = re.compile("`" * RUN + "`+")


def span(text: str, limit: int = 160) -> str:
    """A stranger's text as a code span that no text can leave; no mention or link forms in it."""
    shown = LONG_RUN.sub("`" * RUN + "…", clean(text, limit)) or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def plain(text: str) -> str:
    """Letters, digits and what is harmless between them, for names that are ours."""
    return OTHERS.sub("", clean(text)).strip() or "unnamed"


def code(text: str, limit: int = 160) -> str:
    """The same for the cell of a table, where a bar would end it."""
    return span(text, limit).replace("|", "\\|")
