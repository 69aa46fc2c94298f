"""Which rules count, and which findings give a status."""

from __future__ import annotations

import argparse

LEVELS = ("error", "warning", "note", "never")


def choice(command: argparse.ArgumentParser) -> None:
    """Which rules count."""
    command.add_argument(
        "--select", action="append", metavar="RULE", help="only these rules or families; repeatable"
    )
    command.add_argument(
        "--ignore", action="append", metavar="RULE", help="without these rules; repeatable"
    )
