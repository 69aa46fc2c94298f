"""Which files below a loaded skill's folder later calls name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from skilllint.transcripts import paths
from skilllint.transcripts.log import Call, Reading


class Naming(NamedTuple):
    """A tool use of the call with that index, and its texts that may name files."""

    call: int
    tool: str
    texts: tuple[str, ...]


class Mention(NamedTuple):
    """A file that a tool use names, relative to a skill's folder."""

    path: str
    call: int
    tool: str


def mentions(base: str, namings: Iterable[Naming]) -> list[Mention]:
    """All files below a folder that tool uses name, each once a use."""
    folder = paths.name(base)
    found: list[Mention] = []
    for call, tool, texts in namings:
        here = (text for text in texts if folder in text)
        named = dict.fromkeys(path for text in here for path in paths.named(text, base))
        found += [Mention(path, call, tool) for path in named]
    return found


def readings(
    before: int, found: Sequence[Mention], calls: Sequence[Call], uses: Callable[[int], int]
) -> tuple[Reading, ...]:
    """What was named from a load on, by the call that names it first.

    `uses` says how many tools a call used.
    """
    first: dict[str, Mention] = {}
    often: dict[str, int] = {}
    for one in found:
        if one.call >= before:
            often[one.path] = often.get(one.path, 0) + 1
            if one.path not in first or one.call < first[one.path].call:
                first[one.path] = one
    told = (
        Reading(
            path=path,
            after=one.call - before,
            tool=one.tool,
            reads=often[path],
            sole=uses(one.call) == 1,
            prompt=calls[one.call].prompt if one.call < len(calls) else 0,
        )
        for path, one in first.items()
    )
    return tuple(sorted(told, key=lambda reading: reading.after))
