"""What is written out of a review: files, the runner's summary and outputs, annotations."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from skilllint.commands import outputs, runner
from skilllint.commands.outputs import STDOUT, Place
from skilllint.commands.shared import (
    CLEAN,
    FINDINGS,
    INTERNAL,
    USAGE,
    complain,
    tell,
    tell_troubles,
)
from skilllint.model import Comparison, Finding, Report
from skilllint.model.reviewing import Posted, Pull
from skilllint.report import review_json
from skilllint.report.view import WORST_FIRST
from skilllint.report.wording import plural
from skilllint.review.commits import Commits
from skilllint.review.events import PULL_EVENTS
from skilllint.review.looking import Scope

FORMS = ("markdown", "json", "sarif")


@dataclass(frozen=True, slots=True)
class Review:
    """What was looked at, what is told of it, and what was written on the pull request.

    `summary` is the text of the comment; the same as `compare --format markdown` prints.
    """

    commits: Commits
    found: Comparison
    told: tuple[Finding, ...]
    summary: str
    pull: Pull | None = None
    posted: Posted | None = None


def places(given: Iterable[str]) -> list[Place]:
    """What goes where. Raises `UsageError`."""
    return outputs.apart([outputs.place(one, FORMS) for one in given])


def say(lines: Iterable[str], options: Namespace) -> None:
    """Print some lines; beside the standard output where a form goes there."""
    taken = any(place.file == STDOUT for place in options.output)
    for line in lines:
        print(line, file=sys.stderr if taken else sys.stdout)


def deliver(done: Review, options: Namespace, scope: Scope) -> int:
    """Write every form and what the runner asks for; the status of the whole review."""
    status = CLEAN
    wanted: list[Place] = options.output
    for place in wanted:
        status = max(status, outputs.write(place, text(done, options, scope, place.form)))
    troubles = []
    if (file := os.environ.get("GITHUB_STEP_SUMMARY")) and not options.no_step_summary:
        troubles.append(runner.summarize(Path(file), done.summary))
    if file := os.environ.get("GITHUB_OUTPUT"):
        troubles.append(runner.hand_on(Path(file), values(done, wanted)))
    tell(filter(None, troubles))
    tell(done.found.notices)
    return unread(done.found) or status or verdict(done, options)


def text(done: Review, options: Namespace, scope: Scope, form: str) -> str:
    """A review in one of its forms."""
    if form == "markdown":
        return done.summary
    if form == "json":
        return review_json.render(
            done.found, done.told, limit=options.budget, pull=done.pull, posted=done.posted
        )
    from skilllint.report import sarif
    from skilllint.report.view import View
    from skilllint.review import whole

    report, rules = whole.look(done.commits, scope)
    return sarif.render(View(report, rules=rules))


def values(done: Review, wanted: Sequence[Place]) -> dict[str, object]:
    """The outputs of the step; the tokens are those of the bodies of the skills that differ."""
    body = done.found.tokens.body
    files = (one.file for one in wanted if one.form == "json" and one.file != STDOUT)
    return {
        "findings": len(done.told) + review_json.still(done.found),
        "new-findings": len(done.told),
        "tokens-base": body.before,
        "tokens-head": body.after,
        "tokens-delta": body.growth,
        "report": next(files, None),
        "comment-id": done.posted.summary if done.posted else None,
    }


def annotated(done: Review) -> list[str]:
    """What makes annotations of the findings, where the run is one of a pull request's.

    In a run for something else they would stand at lines of other files.
    """
    ours = os.environ.get("GITHUB_EVENT_NAME") in PULL_EVENTS
    if os.environ.get("GITHUB_ACTIONS") != "true" or not ours:
        return []
    return runner.annotated(done.told, done.found.anchors.keys())


# --- the status -------------------------------------------------------------------


def unread(found: Comparison) -> int:
    """Say what could not be looked at; 2 for a configuration, 70 for an error of ours.

    A file of the head that nobody can read is no error of who runs this.
    """
    status = tell_troubles(Report((), unread=found.unread))
    if any(one.cause == "configuration" for one in found.unread):
        return USAGE
    return status if status == INTERNAL else CLEAN


def verdict(done: Review, options: Namespace) -> int:
    """1 where a limit that was asked for is passed.

    A skill that nobody can read is as severe as can be: it must not be a way around.
    """
    levels = (
        WORST_FIRST[: WORST_FIRST.index(options.fail_on) + 1] if options.fail_on != "never" else ()
    )
    severe = sum(one.severity in levels for one in done.told)
    hidden = len(done.found.unread) if levels else 0
    over = options.budget is not None and done.found.tokens.body.growth > options.budget
    if severe:
        reach = f"{plural(severe, 'finding')} new or worse: --fail-on {options.fail_on}"
        complain(reach, FINDINGS)
    if hidden:
        reach = f"{plural(hidden, 'path')} could not be read: --fail-on {options.fail_on}"
        complain(reach, FINDINGS)
    if over:
        grew = done.found.tokens.body.growth
        complain(
            f"the bodies grew by {plural(grew, 'token')}: --budget {options.budget:,}", FINDINGS
        )
    return FINDINGS if severe or hidden or over else CLEAN
