"""The options of what tells costs."""

from __future__ import annotations

import argparse

from skilllint.cli.numbers import natural

TERMS = (
    ("--input-price", "dollars per million input tokens, in the place of the listed price"),
    ("--read-multiple", "what a token read from the cache costs, such as 0.1 of an input token"),
    ("--write-multiple", "what a token written to the cache costs, such as 1.25 input tokens"),
    ("--token-scale", "tokens the model counts for each token of o200k, such as 1.2"),
)
"""What a user may say of prices and tokens; the configuration has the same words."""
TOKENIZERS = ("o200k", "anthropic")


def pricing(command: argparse.ArgumentParser) -> None:
    """The options of what tells costs."""
    command.add_argument(
        "--calls", type=natural, metavar="N", help="model calls of a session (22 / 50 / 129)"
    )
    command.add_argument("--model", metavar="NAME", help="price in dollars, such as sonnet-5.5")
    command.add_argument(
        "--ttl", metavar="TIME", help="life of the prompt cache: 5m or 1h (5m, or as measured)"
    )
    for option, what in TERMS:
        command.add_argument(option, type=float, metavar="X", help=what)
    calibration(command)
    command.add_argument(
        "--host",
        choices=("claude-code", "codex"),
        default="claude-code",
        help="whose sessions to price (claude-code)",
    )


def calibration(command: argparse.ArgumentParser) -> None:
    """Whether sessions of the user's own say what is assumed otherwise."""
    known = command.add_mutually_exclusive_group()
    known.add_argument(
        "--calibration",
        metavar="FILE",
        help="what `skilllint calibrate` counted goes before the usual numbers",
    )
    known.add_argument(
        "--no-calibration", action="store_true", help="the usual numbers, whatever is configured"
    )


def counting(command: argparse.ArgumentParser) -> None:
    """The options of who counts tokens; the command line alone has them, no configuration."""
    command.add_argument(
        "--tokenizer",
        choices=TOKENIZERS,
        default=TOKENIZERS[0],
        help="anthropic: have Claude's tokens counted exactly, for --model; sends the text of "
        "each body to Anthropic, with the key in ANTHROPIC_API_KEY (o200k: sends nothing)",
    )
    command.add_argument(
        "--tokenizer-url",
        metavar="URL",
        help="where they are counted (ANTHROPIC_BASE_URL, or https://api.anthropic.com)",
    )
