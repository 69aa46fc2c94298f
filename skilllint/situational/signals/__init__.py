"""The signals: each looks at one section and yields what it saw, with its line.

To add one: a function in the module that looks at the same thing, listed in
`SIGNALS`, and a table of `lexicon.toml` for each name that it yields.
"""

from __future__ import annotations

from skilllint.situational.signals.heading import heading, naming, number
from skilllint.situational.signals.neighbours import (
    alternatives,
    container,
    inherited,
    numbering,
    place,
    tasks,
)
from skilllint.situational.signals.sign import Sign, Signal
from skilllint.situational.signals.text import lead, material, mentions, stays

__all__ = ["SIGNALS", "Sign"]

SIGNALS: tuple[Signal, ...] = (
    heading,
    number,
    naming,
    lead,
    alternatives,
    container,
    tasks,
    numbering,
    place,
    inherited,
    mentions,
    material,
    stays,
)
