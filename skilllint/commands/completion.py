"""`completion`: what a shell needs to complete our commands, options and codes."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from skilllint import catalogue
from skilllint.commands.shared import CLEAN, USAGE, complain

FILES = ("PATH", "FORMAT:FILE")
CODES = ("CODE", "RULE")


def run(options: Namespace) -> int:
    """Print the script of one shell."""
    try:
        import shtab
    except ImportError:
        return complain(
            "completion needs the package shtab: pip install 'skilllint-audit[completion]'", USAGE
        )
    parser: ArgumentParser = options.parser
    rules = [rule.code for rule in catalogue.rules()]
    for action in actions(parser):
        if action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in CODES:
            action.choices = rules
    print(shtab.complete(parser, options.shell))
    return CLEAN


def actions(parser: ArgumentParser) -> Iterator[argparse.Action]:
    """Every option and argument of a parser and of those below it."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from actions(below)
