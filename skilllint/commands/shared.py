"""What several commands do alike: read, tell what went wrong, draw on the terminal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from skilllint import audit, source
from skilllint.audit import Looked, Request
from skilllint.config import Override
from skilllint.model import Report
from skilllint.report.wording import clean, plural

if TYPE_CHECKING:
    from rich.console import Console

P = TypeVar("P")

CLEAN, FINDINGS, USAGE, NO_SKILL, INTERNAL = 0, 1, 2, 3, 70

MANY = 400
"""From this many skills on, a terminal shows how far the run is."""


class UsageError(Exception):
    """Options that do not go together or name what does not exist, in one line."""


def complain(sentence: str, status: int) -> int:
    """One line on standard error."""
    print(f"skilllint: {clean(sentence)}", file=sys.stderr)
    return status


def tell(sentences: Iterable[str]) -> None:
    """What is worth a line on standard error each, and no trouble."""
    for sentence in sentences:
        complain(sentence, CLEAN)


def gather(paths: Sequence[str], request: Request, stdin_filename: str | None = None) -> Report:
    """The report on paths; `-` is standard input, as the text of a file if one is named.

    Raises `UsageError`.
    """
    named = [Path(path) for path in paths or ["."] if path != "-"]
    if "-" not in paths:
        if stdin_filename is not None:
            raise UsageError("--stdin-filename says what `-` is; give `-` as a path")
        return audit.run(named, request, track)
    data = sys.stdin.buffer.read()
    if stdin_filename is None:
        return audit.run(named, request, track, {"<stdin>": data})
    try:
        source.check_size(len(data))
        source.decode(data)
    except source.Unreadable as error:
        raise UsageError(f"{stdin_filename}: {error}") from None
    file = Path(stdin_filename)
    request = replace(request, texts={**request.texts, os.path.realpath(file): data})
    return audit.run([*named, file], request, track)


def listed(words: Sequence[str] | None) -> tuple[str, ...] | None:
    """The words of a repeatable option, also where they came with commas. Raises `UsageError`."""
    if words is None:
        return None
    found = tuple(word.strip() for given in words for word in given.split(",") if word.strip())
    if not found:
        raise UsageError("an option that names rules or hosts names none")
    return found


def priced(options: Namespace) -> Override:
    """What the options of a command that tells costs say over every configuration."""
    return Override(
        select=listed(options.select),
        ignore=listed(options.ignore),
        calls=options.calls,
        model=options.model,
        ttl=options.ttl,
        input_price=options.input_price,
        read_multiple=options.read_multiple,
        write_multiple=options.write_multiple,
        token_scale=options.token_scale,
        calibration=calibration(options),
    )


def calibration(options: Namespace) -> str | None:
    """The calibration that a command is given; nothing for none, None where nothing is said."""
    if options.no_calibration:
        return ""
    file: str | None = options.calibration
    return os.path.abspath(file) if file else file  # noqa: PTH100


def tell_troubles(report: Report, *, quiet: bool = False) -> int:
    """Say on standard error what was not audited; the status that follows from it.

    `quiet` leaves out what is no error.
    """
    for folder in report.empty:
        complain(f"{folder}: no skill found; a skill is a folder with a SKILL.md", NO_SKILL)
    if report.skipped and not quiet:
        complain(f"{plural(report.skipped, 'file')} outside any skill skipped", CLEAN)
    for reason, skills in counted(report, "configuration"):
        complain(f"{reason}; {plural(skills, 'skill')} not audited", USAGE)
    for file, skills in () if quiet else counted(report, "excluded"):
        complain(f"{plural(skills, 'skill')} excluded by {file}", CLEAN)
    for one in report.failed:
        if one.cause in ("unreadable", "slow"):
            complain(f"{one.path}: {one.reason}", USAGE)
    for sentence in () if quiet else report.remarks:
        complain(sentence, CLEAN)
    for sentence in report.unmatched:
        complain(sentence, USAGE)
    for one in report.crashes:
        complain(f"{one.path}: {one.reason}; all else is complete", INTERNAL)
    if report.crashes:
        return INTERNAL
    unread = any(one.cause not in ("excluded", "crash") for one in report.failed)
    if unread or report.unmatched:
        return USAGE
    return NO_SKILL if report.empty else CLEAN


def counted(report: Report, cause: str) -> Iterable[tuple[str, int]]:
    """How many skills one configuration keeps out, by what it says or where it is."""
    kept_out = [one for one in report.unread if one.cause == cause]
    return Counter(one.path if cause == "excluded" else one.reason for one in kept_out).items()


def track(parts: Iterator[Looked], skills: int) -> Iterable[Looked]:
    """The parts of a run as they come, with a progress bar for a long one on a terminal."""
    if skills < MANY:
        return parts
    return bar(parts, skills, lambda part: len(part.judged) + len(part.unread))


def bar(parts: Iterator[P], total: int, done: Callable[[P], int]) -> Iterable[P]:
    """Parts as they come, on a terminal with a bar, which goes when all have come.

    `done` says how much of the total a part is.
    """
    if not sys.stderr.isatty():
        return parts
    screen = console(sys.stderr)
    return parts if screen.is_dumb_terminal else drawn(parts, total, done, screen)


def drawn(parts: Iterator[P], total: int, done: Callable[[P], int], screen: Console) -> Iterator[P]:
    """The parts with the bar."""
    from rich.progress import Progress

    with Progress(console=screen, transient=True) as progress:
        task = progress.add_task("reading", total=total)
        for part in parts:
            progress.advance(task, done(part))
            yield part


def console(stream: TextIO) -> Console:
    """A console without escape codes in a pipe or with NO_COLOR, unless FORCE_COLOR asks."""
    from rich.console import Console

    forced = bool(os.environ.get("FORCE_COLOR"))
    plain = bool(os.environ.get("NO_COLOR")) or not (forced or stream.isatty())
    return Console(
        file=stream,
        color_system=None if plain else "auto",
        force_terminal=(forced and not plain) or None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )
