"""A pull request on GitHub, read and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from skilllint.github import answers, reading, requests
from skilllint.github.answers import Answer
from skilllint.github.errors import MissingError, UnreachableError
from skilllint.github.place import place
from skilllint.github.reading import Page, Unexpected
from skilllint.github.requests import Request
from skilllint.github.transport import Wire, wire
from skilllint.github.waiting import Waiting
from skilllint.model.reviewing import Comment, Parting, PostSummary, Pull, State, Thread, Write

MOST_PAGES = 100
"""Pages of a list at most: 10,000 entries, thrice what GitHub lists of files."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a write; `number` is the id of the comment that it made, if it made one."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """The doors to one GitHub, one request after the other. Each raises `GithubError`."""

    wire: Wire

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wire.close()

    def pull(self, repository: str, number: int) -> Pull:
        """A pull request as it is now."""
        request = requests.pull(repository, number)
        return self.read(request, self.wire.ask(request), lambda it: reading.pull(it, repository))

    def pulls(self, repository: str, owner: str, branch: str) -> tuple[Pull, ...]:
        """The open pull requests from a branch of an owner, all of them."""

        def listed(found: Any) -> list[Pull]:
            return [reading.pull(one, repository) for one in reading.entries(found, "the list")]

        request = requests.pulls(repository, owner, branch)
        return tuple(one for page in self.pages(request, listed) for one in page)

    def parting(self, repository: str, base: str, head: str) -> Parting:
        """Where a commit left another one, or a branch as it is now. `MissingError` if nowhere."""
        request = requests.comparison(repository, base, head)
        try:
            return self.read(request, self.wire.ask(request), reading.parting)
        except MissingError as error:
            raise MissingError(f"{error}; or the two have no commit in common") from None

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        """The patch of each wanted file of a pull request; None where GitHub gives none.

        A file that GitHub does not list, or not among the first 3,000, is missing. Pages
        are read until all wanted ones were seen.
        """
        found: dict[str, str | None] = {}
        left = set(wanted)
        if not left:
            return found
        request = requests.files(repository, number)
        for page in self.pages(request, lambda it: list(reading.patches(it))):
            found |= {path: patch for path, patch in page if path in left}
            if left == set(found):
                break
        return found

    def state(self, repository: str, number: int) -> State:
        """What stands on a pull request now: all comments and all threads, the oldest first.

        One request for each hundred of the longer list. `head` and `open` are those of
        the last one, so that a push between two pages is not overlooked.
        """
        pages = list(self.state_pages(repository, number))
        comments = (one for page in pages for one in page.comments)
        threads = (one for page in pages for one in page.threads)
        return State(
            head=pages[-1].head,
            open=pages[-1].open,
            # a page may move while the next is read, and show the same twice
            comments=tuple(sorted({one.id: one for one in comments}.values(), key=age)),
            threads=tuple(sorted({one.id: one for one in threads}.values(), key=first)),
        )

    def send(self, pull: Pull, write: Write) -> Sent:
        """Send one write, as `requests.of` describes it.

        `UnknownFateError` says that a new summary or review may be there, or not. A
        `MissingError` says that what was to be changed is gone.
        """
        request = requests.of(pull, write)
        answer = self.wire.ask(request)
        if isinstance(write, PostSummary):
            return Sent(self.read(request, answer, reading.made))
        if request.method != "DELETE":
            self.read(request, answer, reading.done)
        return Sent()

    # --- pages -----------------------------------------------------------------------

    def pages(self, request: Request, read: Callable[[Any], Read]) -> Iterator[Read]:
        """Each page of a list, asked for by its number: no address from an answer is used."""
        for number in range(1, MOST_PAGES + 1):
            answer = self.wire.ask(request.page(number))
            yield self.read(request, answer, read)
            if not answer.further:
                return
        raise UnreachableError(f"cannot {request.task}: the list has over {MOST_PAGES} pages")

    def state_pages(self, repository: str, number: int) -> Iterator[Page]:
        """Each page of what stands on a pull request; later ones of the lists that go on."""
        request = requests.state(repository, number)
        for _ in range(MOST_PAGES):
            page = self.read(request, self.wire.ask(request), reading.page)
            if page is None:
                raise MissingError(f"cannot {request.task}: there is no such pull request")
            yield page
            comments, threads = page.after
            if comments is None and threads is None:
                return
            request = requests.state(
                repository,
                number,
                comments=comments is not None,
                threads=threads is not None,
                after=page.after,
            )
        raise UnreachableError(f"cannot {request.task}: the list has over {MOST_PAGES} pages")

    def read(self, request: Request, answer: Answer, read: Callable[[Any], Read]) -> Read:
        """What an answer says. Raises `UnreachableError`, or `UnknownFateError` after a write."""
        host = self.wire.place.host
        try:
            if answer.readable:
                return read(answer.json)
            why = f"{host} answers {answer.status} with something that is not JSON"
        except Unexpected as error:
            why = f"{host} answers with something else ({error})"
        raise answers.unreadable(request, host, why)


def connect(api: str, graphql: str | None, token: str, **waiting: Any) -> Client:
    """A client of the GitHub at these addresses, to be used in a `with`.

    `api` is `https://api.github.com` or an Enterprise Server's `https://host/api/v3`;
    without `graphql` that is beside it. `waiting` are fields of `Waiting`. Raises
    `GithubError` for a token or an address that cannot be one, and without httpx.
    """
    return Client(wire(place(api, graphql, token), Waiting(**waiting)))


def age(comment: Comment) -> tuple[str, int]:
    """What sorts comments by when they were written."""
    return comment.created, comment.number


def first(thread: Thread) -> int:
    """What sorts threads by when they were begun: ids only grow."""
    return thread.first.number
