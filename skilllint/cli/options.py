"""The options of each command; nothing heavy is imported for them."""

from __future__ import annotations

import argparse

from skilllint.cli.choosing import LEVELS, choice
from skilllint.cli.costs import calibration, counting, pricing
from skilllint.cli.numbers import natural, whole
from skilllint.cli.reviewing import review  # noqa: F401

SORTS = ("body", "listing", "references", "name", "path")
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
    pricing(command)
    counting(command)


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
    fixing(command)
    command.add_argument(
        "--as-skill", action="store_true", help="read Markdown files outside any skill as skills"
    )
    command.add_argument(
        "--fail-on",
        choices=LEVELS,
        help="severity that gives status 1 (the configuration's, or warning)",
    )
    command.add_argument(
        "--host", action="append", metavar="NAME", help="judge for this host only; repeatable"
    )
    calibration(command)
    adoption(command)


def fixing(command: argparse.ArgumentParser) -> None:
    """Whether files are mended."""
    written = command.add_mutually_exclusive_group()
    written.add_argument("--fix", action="store_true", help="mend what is safe, then tell the rest")
    written.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and nothing else"
    )


def compare(command: argparse.ArgumentParser) -> None:
    """The options of `compare`."""
    command.add_argument(
        "base",
        nargs="?",
        metavar="BASE",
        help="the revision before (where the work began: the merge base with the upstream or "
        "default branch)",
    )
    command.add_argument(
        "head", nargs="?", metavar="HEAD", help="the revision after (the files on disk)"
    )
    command.add_argument(
        "--budget",
        type=whole,
        metavar="N",
        help="status 1 if the bodies of all skills together grew by more than N tokens; "
        "new skills count whole, removed ones against",
    )
    command.add_argument("--advice", action="store_true", help="show findings that are mere advice")
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    choice(command)
    pricing(command)


def plan(command: argparse.ArgumentParser) -> None:
    """The options of `plan`."""
    command.add_argument(
        "paths",
        nargs="*",
        metavar="PLAN",
        help="files with a plan in Markdown; `-` is standard input",
    )
    command.add_argument(
        "--delegate",
        choices=("auto", "ask", "always", "never"),
        default="auto",
        help="your word on delegation, which wins over the recommendation (auto)",
    )
    command.add_argument(
        "--units", type=natural, metavar="N", help="the numbers for N units, without a plan"
    )
    command.add_argument(
        "--coefficients",
        metavar="FILE",
        help="TOML with your own costs, over those that come with it",
    )
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")


def delegation(command: argparse.ArgumentParser) -> None:
    """The options of `delegation`."""
    command.add_argument("path", nargs="?", default=".", metavar="PATH", help="a repository (.)")
    command.add_argument(
        "--top", type=natural, default=5, metavar="N", help="routes that are told whole (5)"
    )
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")


def calibrate(command: argparse.ArgumentParser) -> None:
    """The options of `calibrate`."""
    command.add_argument("folders", nargs="*", metavar="DIR", help="where transcripts lie")
    command.add_argument(
        "--output",
        default="calibration.json",
        metavar="FILE",
        help="where the counts go, `-` for standard output (calibration.json)",
    )
    command.add_argument(
        "--force", action="store_true", help="replace a FILE that is no calibration"
    )
    command.add_argument(
        "--since",
        metavar="DATE",
        help="only sessions that were still used since: 2026-10-01, or 30d or 12w ago",
    )
    command.add_argument("--host", choices=("claude-code", "codex"), help="only this host's")
    shown = command.add_mutually_exclusive_group()
    shown.add_argument("--dry-run", action="store_true", help="show the table and write nothing")
    shown.add_argument(
        "--inspect",
        action="store_true",
        help="only print, as JSON, what is found in each transcript; writes nothing",
    )
    command.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="form of the table; json is what calibration.json holds",
    )
    command.add_argument(
        "--no-cache", action="store_true", help="read all anew and keep no counts for the next run"
    )
    command.add_argument(
        "--verbose", "-v", action="store_true", help="also say what could not be read, and why"
    )


def adoption(command: argparse.ArgumentParser) -> None:
    """What makes a linter bearable in a repository that has findings."""
    command.add_argument(
        "--extend-select",
        action="append",
        metavar="RULE",
        help="these rules as well, and the advice of those named by their code; repeatable",
    )
    known = command.add_mutually_exclusive_group()
    known.add_argument(
        "--baseline",
        metavar="FILE",
        help="let be what this file records (the repository's skilllint-baseline.json)",
    )
    known.add_argument(
        "--no-baseline", action="store_true", help="tell what a baseline records too"
    )
    known.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help="record all findings, so that only new ones are told from now on; paths go before it",
    )
    command.add_argument(
        "--ratchet",
        nargs="?",
        const="",
        metavar="REF",
        help="also an error: what grew since the work left REF (the upstream or default branch); "
        "before paths write --ratchet=REF, or --ratchet --",
    )
    # only to say why not: hooks run this command
    command.add_argument("--tokenizer", help=argparse.SUPPRESS)


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
        "--force-exclude",
        action="store_true",
        help="leave out what the configuration excludes even where it is named, for hooks",
    )
    choice(command)


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


def config(command: argparse.ArgumentParser) -> None:
    """The options of `config`."""
    command.add_argument("path", nargs="?", default=".", metavar="PATH", help="a skill (.)")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument(
        "--schema", action="store_true", help="only the JSON Schema of skilllint.toml, for editors"
    )
    for option, what in (("select", "RULE"), ("extend-select", "RULE"), ("ignore", "RULE")):
        command.add_argument(f"--{option}", action="append", metavar=what, help="as for check")
    command.add_argument("--host", action="append", metavar="NAME", help="as for check")


def init(command: argparse.ArgumentParser) -> None:
    """The options of `init`."""
    command.add_argument("path", nargs="?", default=".", metavar="PATH", help="a folder (.)")
    command.add_argument("--force", action="store_true", help="replace a skilllint.toml")
    command.add_argument("--dry-run", action="store_true", help="print it and write nothing")
