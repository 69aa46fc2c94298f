"""The options of each command; nothing heavy is imported for them."""

from __future__ import annotations

import argparse

SORTS = ("body", "listing", "references", "name", "path")
LEVELS = ("error", "warning", "note", "never")
FORMATS = tuple("text concise json sarif github gitlab rdjson junit markdown".split())  # noqa: SIM905
"""The forms of `check`'s output; commands/outputs.py knows what makes each."""

STABLE = """\
Programs may rely on json, sarif, github, gitlab, rdjson and junit; text,
concise and markdown are for people and may change.
"""
SHELLS = ("bash", "zsh", "fish", "tcsh")


def audit(command: argparse.ArgumentParser) -> None:
    """The options of `audit`."""
    common(command)
    command.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="form of the output"
    )
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


def check(command: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    common(command)
    command.add_argument(
        "--format", choices=FORMATS, metavar="FORMAT", help=f"form of the output: {names()} (text)"
    )
    command.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help="also write this form to a file, `-` for standard output; repeatable",
    )
    command.add_argument(
        "--statistics",
        action="store_true",
        help="say how often each rule found something, not where",
    )
    command.add_argument(
        "--quiet", "-q", action="store_true", help="print findings and errors, nothing else"
    )
    command.add_argument("--exit-zero", action="store_true", help="give status 0 whatever is found")
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


def common(command: argparse.ArgumentParser) -> None:
    """What `audit` and `check` share."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="skills, files or folders (.)")
    command.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="take standard input (`-`) for the text of this file, saved or not",
    )
    command.add_argument(
        "--no-ignore", action="store_true", help="also search what .gitignore files leave out"
    )
    command.add_argument(
        "--select", action="append", metavar="RULE", help="only these rules or families; repeatable"
    )
    command.add_argument(
        "--ignore", action="append", metavar="RULE", help="without these rules; repeatable"
    )


def explain(command: argparse.ArgumentParser) -> None:
    """The options of `explain`."""
    command.add_argument(
        "code", metavar="CODE", help="a rule's code or name, such as ST201, or a family, such as MD"
    )


def rules(command: argparse.ArgumentParser) -> None:
    """The options of `rules`."""
    command.add_argument("--format", choices=("text", "json"), default="text")


def completion(command: argparse.ArgumentParser) -> None:
    """The options of `completion`."""
    command.add_argument("shell", choices=SHELLS, help="the shell to complete in")


def names() -> str:
    """The forms of `check`'s output in a sentence."""
    return ", ".join(FORMATS)


def natural(text: str) -> int:
    """A whole number from 1 up."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return number
