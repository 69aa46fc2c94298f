"""What goes wrong, and what happens in between: scripts for the nth request of a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.state import Answer, Call

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
MESSAGES = {
    401: "Bad credentials",
    403: SECONDARY,
    404: "Not Found",
    429: SECONDARY,
    500: "Server Error",
    502: "Server Error",
    503: "Service Unavailable",
    504: "We couldn't respond to your request in time.",
}


@dataclass
class Fault:
    """What is to happen to requests of a method whose path a pattern is found in.

    `holding` is text that the request's body must hold. The first `skip` are let
    through, `times` are hit. `after` lets the request do its work before.
    """

    method: str
    pattern: str
    holding: str = ""
    skip: int = 0
    times: int = 1
    after: bool = False
    answer: Answer | None = None
    drop: bool = False
    wait: float = 0.0
    call: Callable[[], object] | None = None

    def meets(self, call: Call) -> bool:
        return (
            self.method in ("", call.method)
            and bool(re.search(self.pattern, call.path))
            and self.holding in call.text
        )


@dataclass
class Script:
    """All faults still to come."""

    faults: list[Fault] = field(default_factory=list)

    def due(self, call: Call) -> Iterator[Fault]:
        """Those that this request meets, each counted; one answers, the next waits its turn."""
        answered = False
        for fault in list(self.faults):
            answers = fault.drop or fault.answer is not None
            if not fault.meets(call) or (answers and answered):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            answered = answered or answers
            yield fault


def failure(status: int, headers: Mapping[str, str] | None, body: Any) -> Answer:
    """The answer of a failure; without a body what GitHub says with that status."""
    if body is None:
        body = {
            "message": MESSAGES.get(status, "Error"),
            "documentation_url": "https://docs.github.com/rest",
            "status": str(status),
        }
    return Answer(status, body, dict(headers or {}))
