"""What a user's own sessions say of a skill, alike in every format that people read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING

from skilllint.model import Quartiles, Report
from skilllint.report import sentences
from skilllint.report.wording import break_even, clean, percent

if TYPE_CHECKING:
    from skilllint.model.joining import FileUse, Measured

NUMBERS = "numbers that hold, each with where it comes from:"
"""Leads in to the figures of all skills."""


def lines(found: Measured) -> Iterator[str]:
    """The sentences on one skill: how it is known, its own figures, the files it reads."""
    for sentence in found.sentences:
        yield f"measured: {clean(sentence)}"
    if found.share_of_prompt is not None:
        yield f"its body is {share(found.share_of_prompt)} of an average prompt of yours"
    if found.figures:
        yield "its own figures, in the place of those of all your skills:"
    yield from (f"- {clean(figure)}" for figure in found.figures)
    for file in found.files:
        yield use(file)


def share(part: float) -> str:
    """A part of a prompt, which is small."""
    if 0 < part < 0.0005:
        return "<0.1 %"
    return f"{part * 100:.1f} %" if part < 0.1 else percent(part)


def use(file: FileUse) -> str:
    """How often a reference was read, and where it costs less."""
    known, loads = file.probability, file.loads
    interval = f"80 % interval {known.low * 100:.0f}–{percent(known.high)}"
    read = f"read in {loads.count} of {loads.of} loads ({percent(known.value)}, {interval})"
    even = f"break-even {break_even(file.break_even)}"
    ends = sorted(astuple(file.expected))
    gain = sentences.saves(Quartiles(*(ends if ends[-1] > 0 else reversed(ends))))
    what = {
        "file": f"as a file it {gain}; {even}",
        "body": f"in the body it would cost less, as a file it {gain}; {even}",
        "not decided": f"not decided between file and body; {even}",
    }
    return f"{clean(file.path)}: {read}: {what[file.better]}"


def closing(report: Report) -> Iterator[str]:
    """What all the figures rest on where sessions were counted; nothing where none were."""
    if report.calibrations:
        yield from (f"measured: {clean(one)}" for one in report.calibrations)
        yield NUMBERS
        yield from (f"- {clean(one)}" for one in report.figures)
