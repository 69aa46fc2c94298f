"""The pull request that an event is about, as its server has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

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
) -> tuple[Pull | Nothing, str]:
    """The pull request, or why there is none; and a sentence where there is more to say.

    The register is asked only for what the event does not say. Raises `GithubError`.
    """
    if isinstance(event, Known):
        return event.pull, ""
    if isinstance(event, Numbered):
        return register().pull(event.repository, event.number), ""
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
        short = event.head[:12]
        return Nothing(
            f"no open pull request of {event.repository} has the head {short}: "
            "it is closed, or has moved on and another run reviews it"
        ), ""
    if len(found) == 1:
        return found[0], ""
    numbers = ", ".join(f"#{one.number}" for one in found)
    return found[0], f"{numbers} have this head; #{found[0].number} is reviewed"
