"""What a user's own sessions say of a skill, alike in every format that people read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from skilllint.model import Report
from skilllint.report.wording import clean, percent, rounded

if TYPE_CHECKING:
    from skilllint.model.joining import FileUse, Measured

NUMBERS = "numbers that hold, each with where it comes from (all: of all your skills):"
"""Leads in to the figures of all skills."""

OWN = "its own: the same numbers of one skill; n: how often each was counted"
"""The words of a skill's own figures, said once."""

FILES = (
    "references: interval of their share of loads, 80 % sure; read more often than its "
    "break-even one is cheaper in the body; ITE of the average session"
)
"""The words of the table of references, said once."""

HEADS = ("read in", "interval", "break-even", "cheaper (ITE)")
"""What the table of references says of each."""

ORDER = ("body", "not decided", "file")
"""What asks for something to be done comes first."""


def start(found: Measured) -> Iterator[str]:
    """How a skill is known in the sessions, and how large a part of them it is."""
    for sentence in found.sentences:
        yield f"measured: {clean(sentence)}"
    if found.share_of_prompt is not None:
        yield f"its body is {share(found.share_of_prompt)} of an average prompt of yours"


def lines(found: Measured) -> Iterator[str]:
    """All on one skill: how it is known, its own figures in full, the files it reads."""
    yield from start(found)
    if found.figures:
        yield "its own figures, in the place of those of all your skills:"
    yield from (f"- {clean(figure)}" for figure in found.figures)
    yield from map(use, telling(found))


def brief(found: Measured) -> Iterator[str]:
    """The same in few words, without the files."""
    yield from start(found)
    if found.brief:
        yield f"its own: {clean(' · '.join(found.brief))}"


def share(part: float) -> str:
    """A part of a prompt, which is small."""
    if 0 < part < 0.0005:
        return "<0.1 %"
    return f"{part * 100:.1f} %" if part < 0.1 else percent(part)


# --- references ---------------------------------------------------------------


def telling(found: Measured) -> list[FileUse]:
    """The references of which anything follows: no pointer is shorter than the others."""
    told = (file for file in found.files if file.break_even.p50 >= 0.005)
    return sorted(told, key=lambda file: (ORDER.index(file.better), -abs(file.expected.p50)))


def use(file: FileUse) -> str:
    """How often a reference was read, and where it costs less."""
    read = f"read in {file.loads.count} of {file.loads.of} loads ({interval(file)})"
    gain = f"{rounded(abs(file.expected.p50))} ITE a session cheaper"
    what = {
        "body": f"{gain} in the body",
        "not decided": "not decided between file and body",
        "file": f"{gain} as a file",
    }
    even = percent(file.break_even.p50)
    return f"{clean(file.path)} {read}: {what[file.better]} (break-even {even})"


def table(found: Measured) -> Iterator[tuple[str, ...]]:
    """The same in cells: the heads, then a row for each; their folder is told once."""
    told = telling(found)
    if not told:
        return
    folders = {str(PurePosixPath(file.path).parent) for file in told}
    folder = f"{folders.pop()}/" if len(folders) == 1 else ""
    yield clean(folder) or "reference", *HEADS
    for file in told:
        gain = rounded(abs(file.expected.p50))
        cheaper = {
            "body": f"in the body by {gain}",
            "not decided": "not decided",
            "file": f"as a file by {gain}",
        }
        yield (
            clean(file.path.removeprefix(folder)),
            f"{file.loads.count} of {file.loads.of}",
            interval(file),
            percent(file.break_even.p50),
            cheaper[file.better],
        )


def interval(file: FileUse) -> str:
    """Where the share of loads lies that read a reference."""
    known = file.probability
    return f"{known.low * 100:.0f}–{percent(known.high)}"


# --- all skills ---------------------------------------------------------------


def closing(report: Report) -> Iterator[str]:
    """What all the figures rest on where sessions were counted; nothing where none were."""
    if report.calibrations:
        yield from (f"measured: {clean(one)}" for one in report.calibrations)
        yield NUMBERS
        yield from (f"- {clean(one)}" for one in report.figures)
        yield from (f"- {one}" for one in words(report))


def words(report: Report) -> Iterator[str]:
    """What the words mean that a terminal has no room for at each skill."""
    known = [audited.measured for audited in report.skills if audited.measured]
    if any(one.brief for one in known):
        yield OWN
    if any(map(telling, known)):
        yield FILES
