"""`rules`: all rules, one a line."""

from __future__ import annotations

from argparse import Namespace

from skilllint import config
from skilllint.commands.shared import CLEAN


def run(options: Namespace) -> int:
    """Print the list: ours, and those of the repository that one works in."""
    from skilllint.report import rules

    render = rules.render_json if options.format == "json" else rules.render
    print(render(config.here()), end="")
    return CLEAN
