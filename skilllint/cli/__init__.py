"""Arguments in, exit status out.

0 clean, 1 findings, 2 usage or configuration, 3 no skill found, 70 internal
error. Nothing heavy is imported before it is known what to do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from skilllint.cli import options

TYPE_CHECKING = False  # typing takes longer than --help
if TYPE_CHECKING:
    from typing import NoReturn

EPILOG = """\
A path is a skill's folder, its SKILL.md, any file of its folder, or a folder
of many skills; without one, the working directory. `-` is standard input.
"""

SINCE = """\
All skills of the repository that the working directory lies in are compared;
git is read and nothing is checked out. With HEAD, its configuration holds for
both states, otherwise that on disk. Rules on all skills together are left out.
The status is 0 whatever differs, unless --budget is passed.
"""

REVIEW = """\
The pull request is that of the CI's event (GitHub Actions: pull_request,
workflow_run) or of --repo and --pr; without one, the summary of two commits is
printed and nothing is sent. Its last commit is compared with where it left the
base branch, by the base's configuration; git is read and nothing is checked out.
The token is in GITHUB_TOKEN or GH_TOKEN. The status is 0 whatever differs,
unless --fail-on or --budget asks for more.
"""

ADVICE = """\
A plan's units are what it calls units, tasks, steps or phases, or lists as work to do, with their
files, dependencies, tests and verification. The status is 0 whatever is advised.
"""

SESSIONS = """\
A DIR holds transcripts of Claude Code or Codex; without one, those of both are
read where they are: ~/.claude/projects and ~/.config/claude/projects (or below
CLAUDE_CONFIG_DIR) and ~/.codex/sessions (or below CODEX_HOME). What is written
are counts by skill and names of skills and of their files: no prompt, no other
path, no session.
Counts of files that have not changed come from the last run.
"""

ROUTES = """\
Read are AGENTS.md, CLAUDE.md, skills, commands and documents on workflows, agents
of Codex (.codex/agents/*.toml, .codex/config.toml) and of Claude Code
(.claude/agents/*.md, a plugin's agents/*.md), and .claude/settings.json. What
users have of their own is not seen. The status is 0 however ready it is.
"""

COMMANDS = (
    ("audit", "where the tokens are and what they cost", EPILOG),
    ("check", "what is wrong, for hooks and CI", f"{EPILOG}{options.STABLE}"),
    ("compare", "what differs from a revision, skill by skill and section by section", SINCE),
    ("review", "what a pull request does to skills, told on the pull request", REVIEW),
    ("plan", "whether to delegate a plan's units to a second agent, and in which batches", ADVICE),
    ("delegation", "where work is routed to agents, and what each route still needs", ROUTES),
    ("calibrate", "count in your own sessions what skills really cost", SESSIONS),
    ("init", "write a first configuration that fits what there is", ""),
    ("config", "what is configured for a path, and where each value comes from", ""),
    ("explain", "the page of one rule", ""),
    ("rules", "all rules, one a line", ""),
    ("completion", "a script that completes commands in a shell", ""),
)
"""Every command; its options are the function of its name, what it does the module."""


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
        words = sys.argv[1:] if arguments is None else arguments
        if (
            words
            and not words[0].startswith("-")
            and words[0] not in [name for name, *_ in COMMANDS]
        ):
            return unknown(words[0])
        asked = parser().parse_args(words)
        from skilllint import commands

        return commands.run(asked)
    finally:
        print(end="", flush=True)


def unknown(word: str) -> int:
    """One line on a word that is no command."""
    from skilllint.spelling import suggest

    known = [name for name, *_ in COMMANDS]
    hint = suggest(word, known) or f"; there are {', '.join(known)}"
    print(f"skilllint: there is no command {word!a}{hint}", file=sys.stderr)
    return 2


def mute() -> None:
    """What is still unwritten goes nowhere, so that the interpreter's end cannot fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The options of every command."""
    top = Parser(
        prog="skilllint", description="A linter and size auditor for Agent Skills (SKILL.md)."
    )
    top.add_argument("--version", action=Version, help="say the version and the dates of its data")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_, epilog in COMMANDS:
        add: Callable[[argparse.ArgumentParser], None] = getattr(options, name)
        add(commands.add_parser(name, help=help_, epilog=epilog))
    commands.choices["completion"].set_defaults(parser=top)
    return top


class Parser(argparse.ArgumentParser):
    """One that says in one line what is wrong with the arguments, and where to read more."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"skilllint: {message}; see {self.prog} --help\n")


class Version(argparse.Action):
    """Says the version and ends; the dates in it are read only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the sentence."""
        from skilllint.cli import version

        print(version.sentence())
        parser.exit()
