"""The options of `review`."""

from __future__ import annotations

import argparse

from skilllint.cli.choosing import LEVELS, choice
from skilllint.cli.costs import pricing
from skilllint.cli.numbers import natural, whole


def review(command: argparse.ArgumentParser) -> None:
    """The options of `review`."""
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="only skills at or below these paths (all)"
    )
    which(command)
    sending(command)
    command.add_argument(
        "--config",
        metavar="FILE",
        help="the configuration for all skills: a file of the base, by its path in the repository",
    )
    command.add_argument(
        "--fail-on",
        choices=LEVELS,
        default="never",
        help="status 1 if a new or worse finding is at least this severe (never)",
    )
    command.add_argument(
        "--budget",
        type=whole,
        metavar="N",
        help="status 1 if the bodies of all skills together grew by more than N tokens",
    )
    command.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help="also write markdown, json or sarif to a file, `-` for standard output; repeatable",
    )
    command.add_argument(
        "--no-step-summary",
        action="store_true",
        help="do not add to the file that GITHUB_STEP_SUMMARY names",
    )
    choice(command)
    pricing(command)


def which(command: argparse.ArgumentParser) -> None:
    """Which pull request, or which commits."""
    command.add_argument(
        "--repo", metavar="OWNER/NAME", help="the repository of the pull request (the event's)"
    )
    command.add_argument(
        "--pr", type=natural, metavar="N", help="the pull request's number (the event's)"
    )
    command.add_argument(
        "--base",
        metavar="REV",
        help="what the work is to go to (the pull request's own base; without one, the upstream or "
        "default branch)",
    )
    command.add_argument(
        "--head",
        metavar="REV",
        help="the work's last commit, to review without a pull request (HEAD)",
    )


def sending(command: argparse.ArgumentParser) -> None:
    """What is written on the pull request."""
    command.add_argument(
        "--dry-run", action="store_true", help="print the requests that would be sent; send none"
    )
    command.add_argument(
        "--no-comment", action="store_true", help="write nothing on the pull request"
    )
    command.add_argument(
        "--no-inline", action="store_true", help="write the summary only, no remarks on lines"
    )
    command.add_argument(
        "--max-comments",
        type=whole,
        default=30,
        metavar="N",
        help="remarks on lines at most, the worst first (30)",
    )
