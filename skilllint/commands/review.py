"""`review`: what a pull request does to skills, told on the pull request."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from skilllint.commands import delivering, sending
from skilllint.commands.delivering import Review
from skilllint.commands.sending import Line
from skilllint.commands.shared import CLEAN, USAGE, complain, priced, tell
from skilllint.config import ConfigError
from skilllint.github import GithubError
from skilllint.model.reviewing import Posted, Pull, Told
from skilllint.report import compare_markdown
from skilllint.review import commits, events, looking, notes, seeking, suggestions
from skilllint.review.commits import Commits, MovedError
from skilllint.review.events import Given, Local, Nothing
from skilllint.review.looking import Scope

UNWRITTEN = ("refused", "failed")


def run(options: Namespace) -> int:
    """Review a pull request, or two commits; 1 only by `--fail-on` and `--budget`."""
    options.output = delivering.places(options.output)
    scope = Scope(priced(options), options.host, looking.inside(options.paths), options.config)
    event = events.read(os.environ, Given(options.repo, options.pr, options.base, options.head))
    if isinstance(event, Nothing):
        return nothing(event, options)
    if isinstance(event, Local):
        done, _ = look(commits.local(Path.cwd(), event), scope, options.budget)
        if not options.output:
            print(done.summary, end="")
        return delivering.deliver(done, options, scope)
    with ExitStack() as stack:
        line = Line(events.addresses(os.environ), stack, sending.token())
        try:
            found = seeking.seek(event, line.open)
        except GithubError as error:
            return complain(str(error), USAGE)
        if isinstance(found, Nothing):
            return nothing(found, options)
        if len(found) > 1:
            numbers = ", ".join(f"#{pull.number}" for pull in found)
            tell([f"{numbers} have this head, and each is reviewed"])
        # files and outputs are those of the last, which is the first that was opened
        return max([tried(pull, line, options, scope) for pull in reversed(found)])


def tried(pull: Pull, line: Line, options: Namespace, scope: Scope) -> int:
    """Review a pull request; where that cannot be done, others still can."""
    try:
        return review(commits.based(Path.cwd(), pull, options.base), line, options, scope)
    except MovedError as error:
        return nothing(Nothing(str(error)), options)
    except (GithubError, ConfigError) as error:
        return complain(str(error), USAGE)


def nothing(found: Nothing, options: Namespace) -> int:
    """Say that there is nothing to review."""
    delivering.say([f"nothing to review: {found.reason}"], options)
    return CLEAN


def look(found: Commits, scope: Scope, budget: int | None) -> tuple[Review, tuple[Told, ...]]:
    """What two commits differ in, and what there is to remark on."""
    compared = looking.look(found, scope)
    brought = (one for one, _ in notes.introduced(compared))
    said = sending.told(compared, suggestions.suggest(found.place, found.head, brought))
    text = compare_markdown.render(compared, advice=False, limit=budget)
    return Review(found, compared, tuple(one.finding for one in said), text), said


def review(pull: Pull, line: Line, options: Namespace, scope: Scope) -> int:
    """Look at a pull request, write on it, and say what was written."""
    server, ask = line.places.server, lambda: line.parting(pull)
    with commits.held(Path.cwd(), pull, ask, server, line.token) as held:
        done, said = look(held, scope, options.budget)
        wish = sending.wanted(done.found, said, done.summary, options, scope.paths)
        posted = None
        delivering.say([compare_markdown.verdict(done.found, options.budget)], options)
        if options.dry_run:
            delivering.say(sending.rehearse(pull, line, wish, held), options)
        elif not options.no_comment:
            posted = sending.send(pull, line, wish)
            delivering.say(sending.sentences(pull, posted), options)
        done = replace(done, pull=pull, posted=posted)
        if not options.dry_run and not options.no_inline and is_unwritten(posted):
            delivering.say(delivering.annotated(done), options)
        status = delivering.deliver(done, options, scope)
        return USAGE if posted and posted.outcome == "failed" else status


def is_unwritten(posted: Posted | None) -> bool:
    """Whether nothing could be written, or nothing was to be."""
    return posted is None or posted.outcome in UNWRITTEN
