"""The fake itself, and what a test does with it."""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from hub import checking, events, talking
from hub.faults import Fault, Script, failure
from hub.git import Changed, Store
from hub.serving import Listener, Trap
from hub.state import Answer, Comment, Exchange, Mail, PullRequest, Refusal, Remark, Thread

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
BOT = "github-actions[bot]"


class Hub:
    """A GitHub that holds one repository, on loopback, for as long as the `with` lasts.

    `place` is a git repository with the commits; without one the fake makes its own, see
    `commit`. Unless told not to be `strict`, it raises at its end where a request broke
    GitHub's description, touched what others wrote, or gave the token to another host.
    """

    repository = "octo/skills"
    repository_id = 1_296_269

    def __init__(self, place: Path | None = None, *, strict: bool = True) -> None:
        self.strict = strict
        self.token = "ghs_0123456789abcdefABCDEF0123456789abcd"
        self.viewer = BOT
        self.rights = {"contents": "read", "pull-requests": "write"}
        self.private = False
        self.patchless: set[str] = set()
        self.formerly: str | None = None
        self.astray = False
        self.pulls: dict[int, PullRequest] = {}
        self.log: list[Exchange] = []
        self.fetches: list[tuple[str, str, bool]] = []
        self.mails: list[Mail] = []
        self.lost: list[str] = []
        self.violations: list[str] = []
        self.trespasses: list[str] = []
        self.script = Script()
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.checker = checking.checker()
        self.at_once = self.now_open = 0
        self._time = itertools.count()
        self._ids = itertools.count(3_000_000_001)
        self._folder = None if place else tempfile.TemporaryDirectory(prefix="hub-")
        self.store = Store(place or Path(self._folder.name if self._folder else ""))
        if self._folder:
            self.store.git("init", "-q", "--bare", "-b", "main")
        self._listener = Listener(self)
        self.trap = Trap()

    # --- addresses ---

    @property
    def server(self) -> str:
        """Where people and git go."""
        return f"http://127.0.0.1:{self._listener.port}"

    @property
    def api(self) -> str:
        """The REST API, below a path as GitHub Enterprise has it."""
        return f"{self.server}/api/v3"

    @property
    def graphql(self) -> str:
        """GraphQL, which does not lie below the REST API."""
        return f"{self.server}/api/graphql"

    @property
    def evil(self) -> str:
        """Another host; see `leaks`."""
        return self.trap.address

    @property
    def leaks(self) -> list[str]:
        """What came to the other host with a token."""
        return [line for line, headers in self.trap.met if "Authorization" in headers]

    def __enter__(self) -> Self:
        self._listener.start()
        self.trap.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._listener.stop()
        self.trap.stop()
        if self._folder:
            self._folder.cleanup()
        if kind is None and self.strict:
            assert not self.violations, "\n\n".join(self.violations)
            assert not self.trespasses, f"touched what others wrote: {self.trespasses}"
            assert not self.leaks, f"the token went to another host: {self.leaks}"

    # --- commits and pull requests ---

    def commit(self, files: Mapping[str, str | bytes | None], parent: str | None = None) -> str:
        """A commit with these files (None takes one away) on top of another; its id."""
        with self.lock:
            return self.store.commit(files, parent)

    def take(self, source: Path, commit: str) -> None:
        """Take a commit over from another repository; only `refs/pull/N/head` will hold it."""
        with self.lock:
            self.store.take(source, commit)

    def open(
        self,
        base: str = "",
        head: str = "",
        head_repository: str | None = "octo/skills",
        branch: str = "topic",
        author: str | None = "alice",
    ) -> int:
        """A new pull request; its number. Without commits it adds a file to a small one."""
        with self.lock:
            base = base or self.commit({"README.md": "# Skills\n"})
            head = head or self.commit({"notes.md": "One.\nTwo.\nThree.\n"}, base)
            number, now = 7 + len(self.pulls), self.now()
            node = f"PR_{number:x}"
            made = PullRequest(number, node, base, head, head_repository, branch, author, now, now)
            self.pulls[number] = made
            self._point(made)
            return number

    def push(self, number: int, head: str) -> None:
        """Move a pull request's branch, forwards or elsewhere; its threads follow their lines."""
        self._change(number, head=head)

    def move_base(self, number: int, base: str) -> None:
        """Move the branch that a pull request goes to."""
        self._change(number, base=base)

    def close(self, number: int) -> None:
        self._change(number, state="closed")

    def reopen(self, number: int) -> None:
        self._change(number, state="open")

    def _change(self, number: int, **values: str) -> None:
        with self.lock:
            pull = self.pulls[number]
            for name, value in values.items():
                setattr(pull, name, value)
            pull.updated = self.now()
            self._point(pull)
            self.settle(pull)

    def _point(self, pull: PullRequest) -> None:
        """Let the references of git follow."""
        if self.store.holds(pull.head):
            self.store.git("update-ref", f"refs/pull/{pull.number}/head", pull.head)
        if self._folder and self.store.holds(pull.base):
            self.store.git("update-ref", "refs/heads/main", pull.base)

    def diff(self, base: str, head: str) -> list[Changed]:
        """What GitHub shows of a pull request between two commits."""
        with self.lock:
            return self.store.diff(base, head)

    def settle(self, pull: PullRequest) -> None:
        """Find out where the lines of all threads are now."""
        for thread in pull.threads:
            self._settle(pull, thread)

    def _settle(self, pull: PullRequest, thread: Thread) -> None:
        spot = thread.made
        files = {file.path: file for file in self.diff(pull.base, pull.head)}
        file = files.get(spot.path)
        thread.line = thread.start = thread.position = None
        thread.outdated = file is None
        if spot.line is None or file is None:
            return
        line = self._now(pull, spot.line, thread)
        row = file.row(line, spot.side) if line else None
        first = self._now(pull, spot.start, thread) if spot.start else None
        if row is None or (spot.start and first is None):
            thread.outdated = True
            return
        thread.line, thread.start, thread.position = line, first, row.position

    def _now(self, pull: PullRequest, line: int, thread: Thread) -> int | None:
        """The number that a line of a thread has by now."""
        spot, then, now = thread.made, thread.made.commit, pull.head
        if spot.side == "LEFT":
            then = self.store.merge_base(pull.base, then) or then
            now = self.store.merge_base(pull.base, now) or now
        return line if then == now else self.store.moved(spot.path, line, then, now)

    # --- what stands there ---

    def comments(self, number: int) -> list[Comment]:
        """All comments below a pull request, the oldest first."""
        return list(self.pulls[number].comments)

    def summaries(self, number: int) -> list[Comment]:
        """Those of the bot's comments that begin with the marker of a summary."""
        mark = "<!-- skilllint:summary"
        return [
            one
            for one in self.comments(number)
            if one.author == self.viewer and one.body.startswith(mark)
        ]

    def threads(self, number: int) -> list[Thread]:
        """All threads on the diff, the oldest first."""
        return list(self.pulls[number].threads)

    @property
    def writes(self) -> list[Exchange]:
        """The requests that asked for a change, also those that were refused."""
        return [one for one in self.log if one.asks_change]

    # --- what others do ---

    def say(self, number: int, author: str | None, body: str) -> Comment:
        """A comment below a pull request; without an author that of an account that is gone."""
        with self.lock:
            return talking.comment(self, self.pulls[number], author, body)

    def reply(self, thread: Thread, author: str | None, body: str) -> Remark:
        with self.lock:
            return talking.reply(self, thread, author, body)

    def note(self, number: int, author: str, path: str, line: int, body: str) -> Thread:
        """A review with one remark on a line of the diff."""
        asked = {"event": "COMMENT", "comments": [{"path": path, "line": line, "body": body}]}
        with self.lock:
            talking.review(self, self.pulls[number], author, asked)
            return self.pulls[number].threads[-1]

    def resolve(self, thread: Thread, author: str) -> None:
        with self.lock:
            thread.resolved, thread.resolved_by = True, author

    def unresolve(self, thread: Thread) -> None:
        with self.lock:
            thread.resolved, thread.resolved_by = False, None

    def delete(self, one: Comment) -> None:
        """A person deletes a comment or remark."""
        with self.lock:
            talking.delete(self, one)

    # --- what goes wrong ---

    def fail(
        self,
        method: str,
        pattern: str,
        status: int = 502,
        *,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        **which: Any,
    ) -> None:
        """Answer with a failure; with `after=True` the request has done its work nevertheless.

        `pattern` is looked for in the path (`/graphql` is GraphQL's), and `holding=` in the
        body. `times=` requests are hit (1) after `skip=` others. A `body` of str or bytes
        is sent as it is.
        """
        answer = failure(status, headers, body)
        self.script.faults.append(Fault(method, pattern, answer=answer, **which))

    def limit(
        self,
        method: str,
        pattern: str,
        status: int = 429,
        *,
        retry_after: int | None = None,
        reset: int | None = None,
        **which: Any,
    ) -> None:
        """Answer that too much was asked for; `reset` is a time in seconds since 1970.

        GraphQL says it with status 200, where its own points are used up.
        """
        body: dict[str, Any] | None
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        body = None
        if reset is not None:
            headers |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
            body = {"message": "API rate limit exceeded for installation ID 1."}
            if status == 200:
                body = {"errors": [body | {"type": "RATE_LIMITED"}]}
        self.fail(method, pattern, status, headers=headers, body=body, **which)

    def drop(self, method: str, pattern: str, **which: Any) -> None:
        """Close the connection without an answer; with `after=True` the work is done."""
        self.script.faults.append(Fault(method, pattern, drop=True, **which))

    def slow(self, method: str, pattern: str, seconds: float, **which: Any) -> None:
        """Wait before answering; the work is done after that, or before with `after=True`."""
        self.script.faults.append(Fault(method, pattern, wait=seconds, **which))

    def redirect(
        self, method: str, pattern: str, status: int = 301, to: str = "", **which: Any
    ) -> None:
        """Send a request elsewhere: to the other host, unless another is named."""
        headers = {"Location": to or f"{self.evil}/elsewhere"}
        self.fail(method, pattern, status, headers=headers, body={}, **which)

    def then(
        self, call: Callable[[], object], method: str = "", pattern: str = "", **which: Any
    ) -> None:
        """Do something just before a request is looked at, or with `after=True` just after."""
        self.script.faults.append(Fault(method, pattern, call=call, **which))

    # --- for Actions ---

    def event(self, number: int, action: str = "opened", **more: Any) -> dict[str, Any]:
        """The payload of a `pull_request` event."""
        return events.pull_request(self, self.pulls[number], action) | more

    def workflow_run_event(self, number: int) -> dict[str, Any]:
        """The payload of `workflow_run` after a run of `pull_request`."""
        return events.workflow_run(self, self.pulls[number])

    def environment(self, place: Path, event: str, payload: Mapping[str, Any]) -> dict[str, str]:
        """The variables that Actions sets, with files below a folder."""
        return events.environment(self, place, event, payload)

    # --- for the APIs ---

    def now(self) -> str:
        """The time, a second later each time it is asked for."""
        return f"{START + timedelta(seconds=next(self._time)):%Y-%m-%dT%H:%M:%SZ}"

    def count(self) -> int:
        """The next id; like GitHub's by now it does not fit into 32 bits."""
        return next(self._ids)

    def tell(
        self, pull: PullRequest, author: str | None, kind: Literal["comment", "review", "reply"]
    ) -> None:
        """Note that something was said; what the token's own account says is a mail."""
        pull.updated = self.now()
        if author == self.viewer:
            self.mails.append(Mail(pull.number, author, kind))

    def need(self, *names: str, level: str = "write") -> None:
        """Raise unless the token has one of these rights."""
        held = {self.rights.get(name) for name in names}
        if not held & ({"write"} if level == "write" else {"read", "write"}):
            raise Refusal(403, "Resource not accessible by integration", "FORBIDDEN")

    def touch(self, one: Comment | Thread, what: str) -> None:
        """Note where what somebody else wrote is changed; GitHub lets a bot do so."""
        if one.author != self.viewer:
            self.trespasses.append(f"{what} of {one.author}: {one.body[:60]!r}")

    def refuse(self, refusal: Refusal) -> Answer:
        body = {"message": refusal.message, **refusal.more}
        body |= {"documentation_url": "https://docs.github.com/rest", "status": str(refusal.status)}
        return Answer(refusal.status, body)
