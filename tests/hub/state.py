"""What the fake keeps: pull requests, what is said on them, and which mails it caused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Side = Literal["LEFT", "RIGHT"]


@dataclass(eq=False)
class Comment:
    """Something said below a pull request; `author` is None where the account is gone."""

    id: int
    node: str
    number: int
    author: str | None
    body: str
    created: str
    updated: str
    hidden: str | None = None


@dataclass(eq=False)
class Remark(Comment):
    """Something said in a thread; `reply_to` is the id of the thread's first."""

    review: int = 0
    reply_to: int | None = None
    thread: Thread = field(init=False, repr=False)


@dataclass(frozen=True)
class Spot:
    """Lines of a file at a commit, on one side of a diff; no line stands for the whole file."""

    path: str
    commit: str
    line: int | None
    start: int | None = None
    side: Side = "RIGHT"


@dataclass(eq=False)
class Thread:
    """Remarks on one spot; `line` and `start` are where it is now, None once outdated."""

    id: str
    number: int
    made: Spot
    line: int | None
    start: int | None
    hunk: str
    position: int | None
    outdated: bool = False
    resolved: bool = False
    resolved_by: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def path(self) -> str:
        return self.made.path

    @property
    def first(self) -> Remark:
        return self.remarks[0]

    @property
    def replies(self) -> list[Remark]:
        return self.remarks[1:]

    @property
    def body(self) -> str:
        return self.first.body

    @property
    def author(self) -> str | None:
        return self.first.author

    @property
    def hidden(self) -> str | None:
        return self.first.hidden


@dataclass(eq=False)
class Review:
    """A review; `state` is PENDING until it is sent."""

    id: int
    node: str
    number: int
    author: str
    body: str
    commit: str
    state: str
    submitted: str | None


@dataclass(eq=False)
class PullRequest:
    """A pull request; `base` is the tip of the branch that it goes to."""

    number: int
    node: str
    base: str
    head: str
    head_repository: str | None
    branch: str
    author: str | None
    created: str
    updated: str
    title: str = "A change"
    state: Literal["open", "closed"] = "open"
    comments: list[Comment] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def remarks(self) -> Iterator[Remark]:
        """All remarks, the oldest first."""
        found = [remark for thread in self.threads for remark in thread.remarks]
        return iter(sorted(found, key=lambda remark: remark.id))


@dataclass(frozen=True)
class Mail:
    """A notification that everybody who watches a pull request gets."""

    number: int
    author: str
    kind: Literal["comment", "review", "reply"]


@dataclass(frozen=True)
class Call:
    """A request; `path` is below the API's address and names the repository, not its number."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes = b""
    body: Any = None

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")


@dataclass
class Answer:
    """What is sent back: JSON, or text and bytes as they are."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exchange:
    """A request that was answered; `asks_change` tells whether it would change anything."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    asks_change: bool
    headers: dict[str, str] = field(repr=False)
    answer: Any = field(repr=False)


class Refusal(Exception):
    """An answer other than what was asked for; `kind` is GraphQL's word for it."""

    def __init__(self, status: int, message: str, kind: str = "", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.more = more


def forbidden() -> Refusal:
    """What a token without the right is told."""
    return Refusal(403, "Resource not accessible by integration", "FORBIDDEN")
