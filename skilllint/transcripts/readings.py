"""Which files below a loaded skill's folder later calls name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import NamedTuple

from skilllint.transcripts import paths, shell
from skilllint.transcripts.log import Call, Reading

COMMANDS = frozenset({"Bash", "PowerShell", "shell"})
"""Tools that are given command lines; others are given a path as it is, blanks and all."""


class Naming(NamedTuple):
    """A tool use of the call with that index, and its texts that may name files."""

    call: int
    tool: str
    texts: tuple[str, ...]


class Mention(NamedTuple):
    """A tool use that names a file: its call, its place among all mentions, its tool."""

    call: int
    place: int
    tool: str


Mentions = Mapping[str, Sequence[Mention]]
"""Files relative to a skill's folder, each with the uses that name it, in order."""


def mentions(base: str, namings: Iterable[Naming]) -> Mentions:
    """All files below a folder that tool uses name, each once a use.

    What other paths lie below is a folder itself, and so is what is listed anywhere.
    """
    folder = paths.name(base)
    found: dict[str, list[Mention]] = {}
    folders: set[str] = set()
    for place, (call, tool, texts) in enumerate(namings):
        here = [text for text in texts if folder in text]
        if tool in COMMANDS:
            each = [paths.named(text, base) for text in here]
            folders.update(chain(*(listed(text, base) for text in here)))
        else:
            each = [whole(text, base, exact=tool == "Read") for text in here]
        for path in dict.fromkeys(chain(*each)):
            found.setdefault(path, []).append(Mention(call, place, tool))
    folders.update(str(above) for path in found for above in PurePosixPath(path).parents)
    return {path: named for path, named in found.items() if path not in folders}


def listed(command: str, base: str) -> Iterator[str]:
    """The folders below another whose files a command lists; a name with an ending is a file's."""
    for word in shell.listed(command) if paths.spellings(base).search(command) else ():
        path = paths.file(paths.below(word, base) or "")
        if path and "." not in PurePosixPath(path).name:
            yield path


def whole(text: str, base: str, *, exact: bool) -> Iterator[str]:
    """The file below a folder that a text is the path of, or those that it names.

    What is `exact` is no pattern.
    """
    path = paths.below(text, base)
    if path is None:
        yield from paths.named(text, base)
    else:
        yield from filter(None, [paths.file(path, exact=exact)])


def readings(
    before: int, found: Mentions, calls: Sequence[Call], uses: Callable[[int], int]
) -> tuple[Reading, ...]:
    """What was named from a load on, by the call that names it first.

    `uses` says how many tools a call used.
    """
    told: list[tuple[Mention, Reading]] = []
    for path, named in found.items():
        at = bisect_left(named, (before,))
        if at < len(named):
            first = named[at]
            prompt = calls[first.call].prompt if first.call < len(calls) else 0
            sole = uses(first.call) == 1
            after, often = first.call - before, len(named) - at
            told.append((first, Reading(path, after, first.tool, often, sole, prompt)))
    return tuple(reading for _, reading in sorted(told, key=lambda pair: pair[0]))


def compaction(compacted: Sequence[tuple[int, int]], place: int) -> int | None:
    """The calls before the first compaction behind a place among all events, if there is one."""
    at = bisect_left(compacted, (place,))
    return compacted[at][1] if at < len(compacted) else None
