"""`--tokenizer anthropic`: the counts of Claude's maker, for what tells costs."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skilllint.commands.shared import CLEAN, USAGE, UsageError, complain
from skilllint.cost.prices import price
from skilllint.model import Scale, Skill
from skilllint.report.wording import plural

if TYPE_CHECKING:
    from skilllint.exact import Endpoint

HOOKS = ("PRE_COMMIT", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What pre-commit and git itself put into the environment of a hook.

Before a push git sets the last one alone, which is empty in a repository's root.
"""


@dataclass(slots=True)
class Asker:
    """Asks for the counts of skills, and remembers how many could not be had, and why."""

    model: str
    endpoint: Endpoint
    missing: dict[str, int] = field(default_factory=dict)

    def __call__(self, skills: Sequence[Skill]) -> Mapping[str, Scale]:
        """The scale of each skill that was counted, by its path."""
        from skilllint import exact

        counted = exact.scales(skills, self.model, self.endpoint, self.announce)
        self.missing.update(counted.missing)
        return counted.scales

    def announce(self, texts: int, size: int) -> None:
        """Say what is about to leave the machine."""
        what = f"{plural(texts, 'text')} ({max(1, round(size / 1000)):,} kB)"
        verb = "goes" if texts == 1 else "go"
        complain(f"{what} {verb} to {self.endpoint.host} to be counted for {self.model}", CLEAN)


def asker(options: Namespace) -> Asker | None:
    """What asks for counts, if the options ask for any. Raises `UsageError` and `Unknown`."""
    if options.tokenizer != "anthropic":
        if options.tokenizer_url is not None:
            raise UsageError("--tokenizer-url goes with --tokenizer anthropic")
        return None
    if any(name in os.environ for name in HOOKS):
        raise UsageError("--tokenizer anthropic sends text over the network, never in a hook")
    if options.token_scale is not None:
        raise UsageError("--token-scale is in the place of what --tokenizer anthropic asks for")
    model = claude(options.model)
    from skilllint import exact

    try:
        return Asker(model, exact.endpoint(options.tokenizer_url, os.environ))
    except exact.Refused as error:
        raise UsageError(f"--tokenizer anthropic: {error}") from None


def claude(name: str | None) -> str:
    """What the API calls the model of a name. Raises `UsageError` and `Unknown`."""
    if name is None:
        raise UsageError("--tokenizer anthropic needs --model, such as --model sonnet-5.5")
    row = price(name)
    if row.api.startswith("claude-"):
        return row.api
    why = "counts in o200k itself, there is nothing to ask"
    if row.tokens != (1, 1):
        why = "is no Claude model"
    raise UsageError(f"--tokenizer anthropic: {row.label} {why}")


def tell(asked: Asker | None) -> int:
    """Say what could not be counted; the status that follows from it."""
    if asked is None or not asked.missing:
        return CLEAN
    for reason, texts in asked.missing.items():
        complain(
            f"{plural(texts, 'text')} not counted: {reason}; "
            "priced as without --tokenizer anthropic",
            USAGE,
        )
    return USAGE
