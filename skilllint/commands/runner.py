"""What GitHub Actions is told of a run: its summary, its outputs, and annotations."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from skilllint.model import Finding
from skilllint.report import github
from skilllint.report.fitting import taken
from skilllint.report.view import WORST_FIRST

MOST = 1024 * 1024
"""Bytes of a step's summary; GitHub shows none of a larger one."""

ROOM = 200
"""Bytes kept for the line that says what is left out."""


def summarize(place: Path, text: str) -> str | None:
    """Add a text to the step's summary, as much as GitHub still shows.

    A sentence where not all of it could be added.
    """
    try:
        there = place.stat().st_size if place.exists() else 0
        kept = fitting(text, MOST - there)
        with place.open("ab") as file:
            file.write(kept.encode("utf-8", "replace"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return f"the step's summary cannot be written: {reason}"
    if kept == text:
        return None
    return "the step's summary is cut: GitHub shows 1,024 KiB of one step"


def fitting(text: str, room: int) -> str:
    """The first lines of a text, as many as fit, and one that says that more was there."""
    if len(text.encode("utf-8", "replace")) <= room:
        return text
    lines = text.removesuffix("\n").split("\n")
    kept = [line for (line,) in taken(zip(lines, strict=True), room - ROOM)]
    if not kept:
        return ""
    return (
        "".join(f"{line}\n" for line in kept)
        + "\nThe rest is left out: the summary of a step is at most 1,024 KiB.\n"
    )


def hand_on(place: Path, values: Mapping[str, object]) -> str | None:
    """Add the outputs of the step; a sentence where they cannot be written."""
    try:
        with place.open("a", encoding="utf-8", newline="\n") as file:
            for name, value in values.items():
                file.write(output(name, "" if value is None else str(value)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return f"the step's outputs cannot be written: {reason}"
    return None


def output(name: str, value: str) -> str:
    """One output, in a form that its value cannot end: nobody foresees what ends it."""
    if value.isascii() and value.isprintable():
        return f"{name}={value}\n"
    end = f"end-{secrets.token_hex(16)}"
    return f"{name}<<{end}\n{value}\n{end}\n"


def annotated(found: Iterable[Finding], shown: Collection[str]) -> list[str]:
    """The commands that make annotations, as many of each kind as GitHub shows.

    The worst come first, and of those the ones that the diff shows, by their fingerprints.
    """
    order = sorted(
        found,
        key=lambda one: (
            WORST_FIRST.index(one.severity),
            one.fingerprint not in shown,
        ),
    )
    counts: Counter[str] = Counter()
    lines = []
    for one in order:
        counts[one.severity] += 1
        if counts[one.severity] <= github.SHOWN:
            lines.append(github.command(one))
    return lines
