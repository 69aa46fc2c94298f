"""What is wanted, sent to a pull request: one write after the other, none of them twice.

What stands there is read just before. After an error it is read again and planned anew,
so that a write whose fate is unknown is sent again only where it is not there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from skilllint.github import GithubError, Sent
from skilllint.model.reviewing import (
    Note,
    PostReview,
    PostSummary,
    Posted,
    Pull,
    State,
    Wanted,
    Write,
)
from skilllint.review import notes, planning, recovery
from skilllint.review.notes import Chosen, Lines
from skilllint.review.planning import ALL, Rights

ROUNDS = 12
"""How often at most it is read what stands there; an undisturbed first review needs two."""


class Host(Protocol):
    """Where a pull request lies; each call raises `GithubError`."""

    def pull(self, repository: str, number: int) -> Pull: ...
    def state(self, repository: str, number: int) -> State: ...
    def send(self, pull: Pull, write: Write) -> Sent: ...
    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]: ...
