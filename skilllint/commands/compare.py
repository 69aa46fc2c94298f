"""`compare`: what differs between two states of a repository."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from skilllint import compare
from skilllint.commands.shared import (
    CLEAN,
    FINDINGS,
    complain,
    console,
    priced,
    tell,
    tell_troubles,
)
from skilllint.compare import Asked
from skilllint.model import Comparison, Report
from skilllint.report.wording import plural


def run(options: Namespace) -> int:
    """Print what differs; 1 only if the bodies together grew by more than `--budget`."""
    # a revision is judged by its own configuration, the files on disk by that on disk
    asked = Asked(
        base=options.base,
        head=options.head,
        rules=options.head,
        override=priced(options),
        host=options.host,
    )
    found = compare.run(Path.cwd(), asked)
    show(found, options.format, options.advice, options.budget)
    tell(found.notices)
    if found.submodules:
        named = ", ".join(found.submodules)
        complain(f"{plural(len(found.submodules), 'submodule')} not looked into: {named}", CLEAN)
    for one in found.unread_before:
        complain(f"{one.path} before: {one.reason}", CLEAN)
    status = tell_troubles(Report((), unread=found.unread))
    over = options.budget is not None and found.tokens.body.growth > options.budget
    return status or (FINDINGS if over else CLEAN)


def show(found: Comparison, form: str, advice: bool, limit: int | None) -> None:
    """Print the differences in one of their forms."""
    if form == "json":
        from skilllint.report import compare_json

        print(compare_json.render(found, limit=limit))
    elif form == "markdown":
        from skilllint.report import compare_markdown

        print(compare_markdown.render(found, advice=advice, limit=limit), end="")
    else:
        from skilllint.report import compare as text

        print(text.render(found, console(sys.stdout), advice=advice, limit=limit), end="")
