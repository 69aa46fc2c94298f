"""`calibrate`: what the user's own sessions say of skills."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from skilllint import transcripts
from skilllint.calibration import file, gathering, pooling, scales, state
from skilllint.calibration.gathering import Gathered, Part, Unread
from skilllint.commands.shared import CLEAN, INTERNAL, USAGE, UsageError, bar, complain, console
from skilllint.cost import Unknown, frequency, prices
from skilllint.model import Scale
from skilllint.model.measuring import Calibration
from skilllint.report import calibration as report
from skilllint.report.wording import clean, plural, whole
from skilllint.transcripts.files import Found, Transcript
from skilllint.transcripts.inspect import shape

T = TypeVar("T")

STDOUT = "-"

AGO = re.compile(r"(\d{1,4})([dw])")
"""Days or weeks before today."""

HOSTS = {"claude-code": "Claude Code", "codex": "Codex"}

CLAUDE_CODE = ["~/.claude", "~/.config/claude"]
"""Where Claude Code keeps its folder, and where some versions of 2025 did."""

EITHER = " or ".join(HOSTS.values())

NAMED = 10
"""Kinds of records, and files, that are named one by one."""


def run(options: Namespace) -> int:
    """Count, tell and write."""
    today = date.today()
    since = day(options.since, today) if options.since else None
    folders = [Path(folder) for folder in options.folders] or usual(options.host)
    found = transcripts.find(folders, options.host)
    unread = [Unread(path, reason) for path, reason in found.unread]
    if not found.transcripts:
        return nothing(folders, unread, options)
    if options.inspect:
        return inspect(found, unread)
    output = None if options.dry_run or options.output == STDOUT else Path(options.output)
    if output:
        guard(output, force=options.force)
    kept = None if options.no_cache else state.place()
    gathered = gathering.gather(found.transcripts, kept, today, since, track)
    status = told([*unread, *gathered.unread], verbose=options.verbose)
    if options.verbose:
        for sentence in remarks(gathered):
            complain(sentence, CLEAN)
    if not gathered.counts:
        late = f" since {since}" if since else ""
        return max(status, complain(f"no session{late}; nothing written", USAGE))
    calibration = pooling.pool(gathered.counts, today)
    for sentence in doubts(gathered):
        complain(sentence, CLEAN)
    if output:
        write(output, calibration, force=options.force)
    show(calibration, options, output)
    return status


# --- what was asked for -------------------------------------------------------


def usual(host: str | None) -> list[Path]:
    """Where the hosts keep transcripts. Raises `UsageError` where none are.

    CLAUDE_CONFIG_DIR may name several folders, with commas between them, as for ccusage.
    """
    own = [one.strip() for one in os.environ.get("CLAUDE_CONFIG_DIR", "").split(",")]
    claude = list(filter(None, own)) or CLAUDE_CODE
    codex = [os.environ.get("CODEX_HOME") or "~/.codex"]
    places = {
        "claude-code": [f"{one}/projects" for one in claude],
        "codex": [f"{one}/sessions" for one in codex],
    }
    asked = [one for name, each in places.items() if host in (None, name) for one in each]
    found = [path for place in asked if (path := Path(place).expanduser()).is_dir()]
    if not found:
        named = asked[0] if len(asked) == 1 else f"neither {' nor '.join(asked)}"
        there = "is not there" if len(asked) == 1 else "is there"
        raise UsageError(f"{named} {there}; name a folder of transcripts")
    return found


def day(text: str, today: date) -> date:
    """The day of `--since`. Raises `UsageError`."""
    ago = AGO.fullmatch(text)
    try:
        if ago:
            return today - timedelta(**{{"d": "days", "w": "weeks"}[ago[2]]: int(ago[1])})
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise UsageError(f'--since "{text}" is no day; write 2026-10-01, 30d or 12w') from None


def guard(output: Path, *, force: bool) -> None:
    """Raise `UsageError` for a file that is not to be replaced."""
    try:
        file.guard(output, force=force)
    except file.CalibrationError as error:
        raise UsageError(str(error)) from None


def nothing(folders: Sequence[Path], unread: Sequence[Unread], options: Namespace) -> int:
    """Say of each folder why no transcript came of it, once; the status that follows."""
    reasons = {one.path: one.reason for one in unread}
    below = [one for one in unread if Path(one.path) not in folders]
    told(below, verbose=options.verbose)
    for folder in folders:
        if reason := reasons.get(str(folder)):
            complain(f"{folder}: {reason}", USAGE)
    empty = [str(folder) for folder in folders if str(folder) not in reasons]
    if empty and not below:
        named = ", ".join(empty)
        raise UsageError(f"{named}: no transcript of {HOSTS.get(options.host, EITHER)}")
    return USAGE


# --- what comes of it -----------------------------------------------------------


def write(output: Path, calibration: Calibration, *, force: bool) -> None:
    """Write calibration.json, whole or not at all. Raises `UsageError`."""
    try:
        file.write(output, calibration, force=force)
    except file.CalibrationError as error:  # it came while we counted
        raise UsageError(str(error)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{output}: cannot be written: {reason}") from None


def show(calibration: Calibration, options: Namespace, output: Path | None) -> None:
    """The table, and what to do next; or the counts alone."""
    if options.format == "json" or (options.output == STDOUT and not options.dry_run):
        print(file.render(calibration), end="")
        return
    if options.format == "markdown":
        print(report.render_markdown(calibration, frequency.measured, published), end="")
    else:
        screen = console(sys.stdout)
        print(report.render(calibration, frequency.measured, published, screen), end="")
    if output:
        print(f"{clean(str(output))}: counts alone, no prompt, path or session")
        print(f"next: skilllint audit SKILLS --calibration {shlex.quote(clean(str(output)))}")
    else:
        print("nothing written; next: the same without --dry-run")


def published(model: str) -> Scale | None:
    """What is published of a model's tokens; None for a model that the price list does not know."""
    try:
        low, high = prices.price(model).tokens
    except Unknown:
        return None
    return Scale(low, (low + high) / 2, high, "default", prices.tokens_origin())


def inspect(found: Found, unread: list[Unread]) -> int:
    """Print what every transcript holds, by its path below the folder it was found from."""
    shapes: dict[str, Mapping[str, Any]] = {}
    for part in track(gathering.parts(shape, found.transcripts), size(found.transcripts)):
        unread += part.unread
        for one, made in part.made:
            shapes[one.name if one.name not in shapes else str(one.path)] = made
    print(json.dumps(dict(sorted(shapes.items())), indent=1))
    return told(unread, verbose=True)


def size(found: Iterable[Transcript]) -> int:
    """Bytes of all transcripts."""
    return sum(one.size for one in found)


def track(parts: Iterator[Part[T]], total: int) -> Iterable[Part[T]]:
    """The parts as they come, on a terminal with a bar of their bytes."""
    return bar(parts, total, lambda part: part.size) if total else parts


# --- what went wrong --------------------------------------------------------------


def told(unread: Sequence[Unread], *, verbose: bool) -> int:
    """Say how many transcripts could not be read, by reason; the status that follows."""
    reasons: dict[str, list[str]] = {}
    for one in unread:
        reasons.setdefault(one.reason, []).append(one.path)
    for reason, paths in sorted(reasons.items()):
        complain(f"{plural(len(paths), 'transcript')} not read: {reason}", USAGE)
        for path in paths[:NAMED] if verbose else ():
            complain(f"  {path}", CLEAN)
    if any(one.crash for one in unread):
        return INTERNAL
    return USAGE if unread else CLEAN


def doubts(gathered: Gathered) -> Iterator[str]:
    """The lines that were passed over, and scales that are not used, for no tokenizer has them."""
    for what, number in (
        ("that hold no record", sum(one.broken for one in gathered.counts)),
        ("too long to be read", sum(one.long for one in gathered.counts)),
    ):
        if number:
            yield f"{plural(number, 'line')} {what}; the rest is used"
    samples = chain.from_iterable(one.samples for one in gathered.counts)
    least, most = scales.BELIEVED
    for model, scale in scales.disbelieved(samples).items():
        ends = f"{scale.low:.3g}–{scale.high:.3g}, {scale.source}"
        seen = f"{model}: o200k × {scale.value:.3g} ({ends})"
        yield f"{seen} lies outside {least}–{most}, where tokenizers are; not used"


def remarks(gathered: Gathered) -> Iterator[str]:
    """How much was read, and the records that no reader knows."""
    logs = gathered.counts
    yield f"{plural(len(logs), 'transcript')}, {whole(gathered.anew)} read anew"
    if turned := sum(one.turned for one in logs):
        yield f"{plural(turned, 'transcript')} whose clock went back"
    unknown: Counter[str] = Counter()
    for one in logs:
        unknown.update(one.unknown)
    if unknown:
        named = ", ".join(f"{name} {number:,}" for name, number in unknown.most_common(NAMED))
        more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        yield f"records of unknown type: {named}{more}"
