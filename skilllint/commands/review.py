"""`review`: what a pull request does to skills, told on the pull request."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from skilllint.commands.shared import CLEAN, USAGE, complain, priced, tell
from skilllint.report import compare_markdown
from skilllint.review import commits, events, looking
from skilllint.review.events import Given, Local, Nothing


def run(options: Namespace) -> int:
    """Review a pull request, or two commits."""
    given = Given(options.repo, options.pr, options.base, options.head)
    event = events.read(os.environ, given)
    if isinstance(event, Nothing):
        print(f"nothing to review: {event.reason}")
        return CLEAN
    if not isinstance(event, Local):
        return complain("pull requests are not reviewed yet", USAGE)
    found = looking.look(commits.local(Path.cwd(), event), priced(options), options.host)
    print(compare_markdown.render(found, advice=False, limit=options.budget), end="")
    tell(found.notices)
    return CLEAN
