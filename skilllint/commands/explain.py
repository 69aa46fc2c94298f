"""`explain`: the page of one rule, or the list of a family."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from skilllint import catalogue, config, rulefile
from skilllint.commands.shared import CLEAN, console
from skilllint.report import rules


def run(options: Namespace) -> int:
    """Print the page or the list."""
    every = config.here()
    family = catalogue.beginning(options.code, every)
    if family:
        print(rules.render(rule for rule in every if rule.code in family), end="")
        return CLEAN
    page = rulefile.explain(catalogue.find(options.code, every))
    if sys.stdout.isatty():
        show(page)
    else:
        print(page, end="")
    return CLEAN


def show(page: str) -> None:
    """Draw a page on the terminal; through a pager where it is longer than the screen."""
    from rich.markdown import Markdown

    screen = console(sys.stdout)
    drawn = Markdown(page)
    if len(screen.render_lines(drawn)) < screen.height:
        screen.print(drawn)
        return
    os.environ.setdefault("LESS", "FRX")  # as git does: with colours, gone once read
    with screen.pager(styles="R" in os.environ["LESS"]):
        screen.print(drawn)
