"""`calibrate`: what the user's own sessions say of skills."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from skilllint import cost, transcripts
from skilllint.calibration import file, gathering, pooling, state
from skilllint.calibration.gathering import Gathered, Part, Unread
from skilllint.commands.shared import CLEAN, INTERNAL, USAGE, UsageError, bar, complain, console
from skilllint.model import Calibration
from skilllint.report import calibration as report
from skilllint.report.wording import clean, plural
from skilllint.transcripts import Transcript

T = TypeVar("T")

STDOUT = "-"

AGO = re.compile(r"(\d{1,4})([dw])")
"""Days or weeks before today."""

NAMED = 20
"""Kinds of records, and files, that are named one by one."""


def run(options: Namespace) -> int:
    """Count, tell and write."""
    today = date.today()
    since = day(options.since, today) if options.since else None
    folders = [Path(folder) for folder in options.folders] or usual(options.host)
    found = transcripts.find(folders, options.host)
    unread = [Unread(path, reason) for path, reason in found.unread]
    if not found.transcripts:
        told(unread, verbose=options.verbose)
        named = ", ".join(map(str, folders))
        whose = {"claude-code": "Claude Code", "codex": "Codex"}.get(options.host)
        raise UsageError(f"{named}: no transcript of {whose or 'Claude Code or Codex'}")
    if options.inspect:
        return inspect(found.transcripts, unread)
    output = None if options.dry_run or options.output == STDOUT else Path(options.output)
    if output:
        file.guard(output, force=options.force)
    kept = None if options.no_cache else state.place()
    gathered = gathering.gather(found.transcripts, kept, today, since, track)
    status = told([*unread, *gathered.unread], verbose=options.verbose)
    if options.verbose:
        for sentence in remarks(gathered):
            complain(sentence, CLEAN)
    if not gathered.counts:
        late = f" that went on after {since}" if since else ""
        return max(status, complain(f"no session{late}; nothing written", USAGE))
    calibration = pooling.pool(gathered.counts, today)
    if output:
        status = max(status, deliver(calibration, output, force=options.force))
    show(calibration, options, output if status < USAGE else None)
    return status
