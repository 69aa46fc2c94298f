"""`explain`: the page of one rule."""

from __future__ import annotations

import sys
from argparse import Namespace

from skilllint import catalogue, rulefile
from skilllint.commands.shared import CLEAN, console


def run(options: Namespace) -> int:
    """Print the page."""
    page = rulefile.explain(catalogue.find(options.code, catalogue.rules()))
    if sys.stdout.isatty():
        from rich.markdown import Markdown

        console(sys.stdout).print(Markdown(page))
    else:
        print(page, end="")
    return CLEAN
