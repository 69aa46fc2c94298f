"""`plan`: whether to delegate a plan's units, in which batches, and what that costs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size

from skilllint import parallel, source
from skilllint.checking import crash
from skilllint.commands.shared import CLEAN, INTERNAL, USAGE, UsageError, complain
from skilllint.delegation import coefficients, plans
from skilllint.delegation.coefficients import CoefficientError, Coefficients
from skilllint.model import Advice, Preference, Unread

WIDEST = 100
"""Columns of a line of text, however wide the terminal."""

NARROWEST = 40


def run(options: Namespace) -> int:
    """Answer for each plan; 0 whatever is found, 2 if one could not be read, 70 if we failed."""
    if bool(options.paths) == (options.units is not None):
        raise UsageError("name plans, or give --units N for an estimate without one")
    try:
        file = options.coefficients
        known = coefficients.read(Path(file)) if file else coefficients.built_in()
    except CoefficientError as error:
        raise UsageError(str(error)) from None
    if options.units is not None:
        found: list[Advice | Unread] = [plans.advise_number(options.units, known, options.delegate)]
    else:
        work = partial(answer, known=known, preference=options.delegate)
        found = [*chain.from_iterable(parallel.chunks(work, options.paths))]
    advices = [one for one in found if isinstance(one, Advice)]
    unread = [one for one in found if isinstance(one, Unread)]
    show(advices, unread, options.format)
    for one in unread:
        complain(f"{one.path}: {one.reason}", USAGE)
    if any(one.cause == "crash" for one in unread):
        return INTERNAL
    return USAGE if unread else CLEAN


def answer(
    paths: Sequence[str], known: Coefficients, preference: Preference
) -> list[Advice | Unread]:
    """The advice on each file, or why it could not be read."""
    found: list[Advice | Unread] = []
    for path in paths:
        try:
            plan = plans.take(sys.stdin.buffer.read()) if path == "-" else plans.read(Path(path))
            found.append(plans.advise(plan, known, preference))
        except source.Unreadable as error:
            found.append(Unread(path, str(error)))
        except Exception as error:  # ours, and no reason to hide the other plans
            found.append(crash(path, "not read", error))
    return found


def show(advices: Sequence[Advice], unread: Sequence[Unread], form: str) -> None:
    """Print the answers in one of their forms."""
    if form == "json":
        from skilllint.report import plan_json

        print(plan_json.render(advices, unread))
    elif form == "markdown":
        from skilllint.report import plan_markdown

        print(plan_markdown.render(advices), end="")
    else:
        from skilllint.report import plan as text

        width = max(NARROWEST, min(WIDEST, get_terminal_size().columns))
        print(text.render(advices, width), end="")
