"""Arguments in, exit status out.

0 clean, 1 findings, 2 usage or configuration, 3 no skill found, 70 internal
error. Nothing heavy is imported before it is known what to do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from skilllint import __version__

SORTS = ("body", "listing", "references", "name", "path")
LEVELS = ("error", "warning", "note", "never")

EPILOG = """\
A path is a skill's folder, its SKILL.md, any file of its folder, or a folder
of many skills; without one, the working directory. `-` is standard input.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # text that the terminal's encoding lacks must not end the run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return run(arguments)
    except BrokenPipeError:
        # the reader has seen enough; as after SIGPIPE, for `set -o pipefail` must not read 0
        mute()
        return 141
    except OSError as error:
        mute()
        print(f"skilllint: {error}", file=sys.stderr)
    except Exception:
        sys.excepthook(*sys.exc_info())
    return 70


def run(arguments: Sequence[str] | None) -> int:
    """Run one command, importing no more than it needs, and write everything out."""
    try:
        options = parser().parse_args(arguments)
        from skilllint import commands

        return commands.run(options)
    finally:
        print(end="", flush=True)


def mute() -> None:
    """What is still unwritten goes nowhere, so that the interpreter's end cannot fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The options of every command."""
    top = argparse.ArgumentParser(
        prog="skilllint", description="A linter and size auditor for Agent Skills (SKILL.md)."
    )
    top.add_argument("--version", action="version", version=f"skilllint {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_audit(
        commands.add_parser("audit", help="where the tokens are and what they cost", epilog=EPILOG)
    )
    add_check(commands.add_parser("check", help="what is wrong, for hooks and CI", epilog=EPILOG))
    explain = commands.add_parser("explain", help="the page of one rule")
    explain.add_argument("code", metavar="CODE", help="a rule's code or name, such as ST201")
    rules = commands.add_parser("rules", help="all rules, one a line")
    rules.add_argument("--format", choices=("text", "json"), default="text")
    return top


def add_audit(command: argparse.ArgumentParser) -> None:
    """The options of `audit`."""
    add_common(command, ("text", "json", "markdown"))
    command.add_argument("--sort", choices=SORTS, default="body", help="order of the table (body)")
    command.add_argument(
        "--top", type=natural, metavar="N", help="only the N first skills, all with details"
    )
    command.add_argument(
        "--calls", type=natural, metavar="N", help="model calls of a session (22 / 50 / 129)"
    )
    asked = command.add_mutually_exclusive_group()
    asked.add_argument(
        "--why",
        action="append",
        default=[],
        metavar="HEADING",
        help="only why this section may leave the body, or may not; repeatable",
    )
    asked.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="HEADING",
        help="as if this section had moved to a reference; writes nothing; repeatable",
    )
    command.add_argument("--model", metavar="NAME", help="price in dollars, such as sonnet-5.5")
    command.add_argument("--ttl", metavar="TIME", help="life of the prompt cache: 5m or 1h (5m)")
    command.add_argument(
        "--host",
        choices=("claude-code", "codex"),
        default="claude-code",
        help="whose sessions to price (claude-code)",
    )


def add_check(command: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    add_common(command, ("text", "json"))
    command.add_argument("--advice", action="store_true", help="show findings that are mere advice")
    command.add_argument(
        "--as-skill", action="store_true", help="read Markdown files outside any skill as skills"
    )
    command.add_argument(
        "--fail-on",
        choices=LEVELS,
        default="warning",
        help="severity that gives status 1 (warning)",
    )
    command.add_argument(
        "--host", action="append", metavar="NAME", help="judge for this host only; repeatable"
    )


def add_common(command: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """What `audit` and `check` share."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="skills, files or folders (.)")
    command.add_argument("--format", choices=formats, default="text", help="form of the output")
    command.add_argument(
        "--select", action="append", metavar="RULE", help="only these rules or families; repeatable"
    )
    command.add_argument(
        "--ignore", action="append", metavar="RULE", help="without these rules; repeatable"
    )


def natural(text: str) -> int:
    """A whole number from 1 up."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return number
