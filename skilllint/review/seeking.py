"""The pull requests that an event is about, as their server has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from skilllint.model import short_id
from skilllint.model.reviewing import Pull
from skilllint.review.events import Known, Nothing, Numbered, Sought


class Register(Protocol):
    """Where pull requests are listed; each call raises `GithubError`."""

    def pull(self, repository: str, number: int) -> Pull:
        """A pull request by its number."""

    def pulls(self, repository: str, owner: str, branch: str) -> tuple[Pull, ...]:
        """The open ones from a branch."""


def seek(
    event: Known | Numbered | Sought, register: Callable[[], Register]
) -> tuple[Pull, ...] | Nothing:
    """The pull requests, or why there is none. They are several where a branch was proposed
    for several others: whoever named but one of them would let its author choose which.

    The register is asked only for what the event does not say. Raises `GithubError`.
    """
    if isinstance(event, Known):
        return (event.pull,)
    if isinstance(event, Numbered):
        return (register().pull(event.repository, event.number),)
    listed = register().pulls(event.repository, event.owner, event.branch)
    found = sorted(
        (
            one
            for one in listed
            if one.open and (one.head, one.head_repository) == (event.head, event.head_repository)
        ),
        key=lambda one: one.number,
    )
    if not found:
        return Nothing(
            f"no open pull request of {event.repository} has the head {short_id(event.head)}: "
            "it is closed, or has moved on and another run reviews it"
        )
    return tuple(found)
