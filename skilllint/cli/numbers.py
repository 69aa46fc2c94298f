"""Numbers on the command line."""

from __future__ import annotations

import argparse


def natural(text: str, least: int = 1) -> int:
    """A whole number from 1 up."""
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} up")
    return number


def whole(text: str) -> int:
    """A whole number from 0 up."""
    return natural(text, 0)
