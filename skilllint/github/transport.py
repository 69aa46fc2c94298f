"""One request after the other, each with an answer or one sentence; patient, but not for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skilllint import __version__
from skilllint.github import answers, waiting
from skilllint.github.answers import Answer
from skilllint.github.errors import GithubError, UnreachableError
from skilllint.github.place import Place
from skilllint.github.requests import Request
from skilllint.github.waiting import Waiting

if TYPE_CHECKING:
    import httpx

MISSING = (
    "GitHub is read and written with httpx, which is missing: pip install 'skilllint-audit[github]'"
)

SURROUNDINGS = (
    "the proxy or the certificates that the environment names cannot be used"
    " (HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE, SSL_CERT_DIR)"
)

NUMBER = re.compile(r"^\[Errno -?\d+\] ")
"""What Python puts before a system's words."""

MOST = 32_000_000
"""Bytes of an answer at most, unpacked; a page of 100 large patches has some millions."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer that says yes or no, with the headers of what came instead.

    `sent` is false if the request never left.
    """

    why: str
    sent: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Wire:
    """The way to one GitHub: serial, unhurried, and deaf to redirects."""

    place: Place
    waiting: Waiting
    http: httpx.Client
    waited: float = 0.0
    changed: float | None = None

    def close(self) -> None:
        """Let go of the connection."""
        self.http.close()

    def ask(self, request: Request) -> Answer:
        """The answer that says that it was done. Raises `GithubError`.

        A limit is waited for. What got no answer, or 5xx, is asked again, but not where it
        could be done twice.
        """
        faults = limits = 0
        while True:
            self.space(request)
            found = self.send(request)
            if isinstance(found, Answer):
                if answers.limited(request, found):
                    pause = waiting.limit(found.headers, limits, self.waiting)
                    self.wait(pause, request, self.said(found))
                    limits += 1
                    continue
                if not answers.faulty(request, found):
                    return self.judged(request, found, faults)
                found = Fault(self.said(found), headers=found.headers)
            faults += 1
            self.give_up(request, found, faults)
            pause = waiting.fault(found.headers, faults - 1, self.waiting)
            self.wait(pause, request, found.why)

    def said(self, answer: Answer) -> str:
        """What is answered, in words."""
        return answers.sentence(answer, self.place.host, self.place.token)

    def judged(self, request: Request, answer: Answer, faults: int) -> Answer:
        """An answer that will not change. Raises `GithubError` if it is a refusal."""
        if faults and request.method == "DELETE" and answer.status == 404:
            return answer  # the try before had done it, and was not heard of
        refused = answers.refusal(request, answer, self.place.host, self.place.token)
        if refused is not None:
            raise refused
        return answer

    def give_up(self, request: Request, fault: Fault, faults: int) -> None:
        """Raise what a fault means, if it is the last one."""
        if fault.sent and request.manner == "create":
            raise answers.unreadable(request, self.place.host, fault.why)
        if faults >= self.waiting.tries:
            raise UnreachableError(f"cannot {request.task}: {fault.why}, {faults} times")

    def space(self, request: Request) -> None:
        """Keep the distance from the last change that GitHub asks for."""
        if request.manner != "read" and self.changed is not None:
            left = self.changed + self.waiting.gap - self.waiting.clock()
            if left > 0:
                self.waiting.sleep(left)

    def wait(self, seconds: float, request: Request, why: str) -> None:
        """Let some seconds pass. Raises `UnreachableError` where that takes too long in all."""
        left = self.waiting.patience - self.waited
        if seconds > left:
            due = f"the next try is due in {seconds:,.0f} seconds, and {left:,.0f} are left to wait"
            raise UnreachableError(f"cannot {request.task}: {why}; {due}")
        self.waited += seconds
        self.waiting.sleep(seconds)

    def send(self, request: Request) -> Answer | Fault:
        """What comes back, or why nothing does. Raises `GithubError`."""
        import httpx

        try:
            return self.exchange(request)
        except httpx.HTTPError as error:
            return trouble(error, self.place.host)
        except httpx.InvalidURL:
            why = f"{self.place.api} is no address that can be asked"
            raise GithubError(f"cannot {request.task}: {why}") from None
        finally:
            if request.manner != "read":
                self.changed = self.waiting.clock()

    def exchange(self, request: Request) -> Answer | Fault:
        """Send one request and read its answer, if that is not too long and not too slow."""
        address, query = self.place.address(request), dict(request.query)
        content = None if request.json is None else written(request)
        kind = {} if content is None else {"content-type": "application/json"}
        begun = self.waiting.clock()
        with self.http.stream(
            request.method, address, params=query or None, content=content, headers=kind
        ) as answer:
            body = bytearray()
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST:
                    why = f"{self.place.host} answers with over {MOST:,} bytes"
                    raise answers.unreadable(request, self.place.host, why)
                if self.waiting.clock() - begun > self.waiting.whole:
                    return Fault(f"{self.place.host} takes over {self.waiting.whole:g} seconds")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return answers.answer(answer.status_code, headers, bytes(body))


def wire(place: Place, waiting: Waiting) -> Wire:
    """The way to a GitHub. Raises `GithubError` if httpx is not installed."""
    try:
        import httpx
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise GithubError(MISSING) from None
    known = {
        "authorization": f"Bearer {place.token}",
        "accept": "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": f"skilllint/{__version__}",
    }
    # a proxy would be given what is for this machine in the clear
    far = not place.near
    times = httpx.Timeout(waiting.read, connect=waiting.connect)
    try:
        http = httpx.Client(headers=known, timeout=times, trust_env=far)
    except (ValueError, OSError, ImportError, httpx.InvalidURL):
        # without its words, which may hold the password of a proxy
        raise GithubError(SURROUNDINGS) from None
    return Wire(place, waiting, http)


def written(request: Request) -> bytes:
    """The body of a request; half a surrogate pair, which is no text, becomes a `?`."""
    return json.dumps(request.json, ensure_ascii=False).encode("utf-8", "replace")


def trouble(error: httpx.HTTPError, host: str) -> Fault:
    """Why no answer came."""
    import httpx

    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return Fault(f"{host} cannot be reached{reason(error)}", sent=False)
    if isinstance(error, httpx.TimeoutException):
        return Fault(f"{host} did not answer in time")
    if isinstance(error, httpx.ProxyError):
        return Fault(f"the proxy does not lead to {host}", sent=False)
    return Fault(f"{host} broke off, or does not speak HTTP")


def reason(error: httpx.HTTPError) -> str:
    """What the system says of it, behind a colon."""
    words = answers.clean(NUMBER.sub("", str(error)), "")
    # a name that is written large, as SSL, stays so
    first = words[:1] if words[1:2].isupper() else words[:1].lower()
    return f": {first}{words[1:]}" if words else ""
