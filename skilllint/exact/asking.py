"""One text, one request, one number; patient with a server that is busy, and never for ever."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from math import isfinite
from random import random
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from skilllint import __version__
from skilllint.exact.endpoint import PATH, Endpoint

VERSION = "2023-06-01"
"""The version of the API that is spoken."""

MOST = 100_000
"""Bytes of an answer at most; a count has about 25."""

ABOUT_THE_TEXT = (400, 413, 422)
"""Statuses that may be about one text: too long, for one."""


class Failed(Exception):
    """No count came; its text is one line. `alone` says that another text may fare better."""

    def __init__(self, sentence: str, *, alone: bool = False) -> None:
        super().__init__(sentence)
        self.alone = alone


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: `tries` of a request, `timeout` seconds for an answer,
    and at most `longest` seconds from one try to the next; and what tells the day."""

    tries: int = 4
    timeout: float = 30.0
    longest: float = 60.0
    first: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random
    today: Callable[[], date] = date.today


def ask(endpoint: Endpoint, model: str, text: str, patience: Patience) -> int:
    """The tokens of a request whose one message is a text. Raises `Failed`.

    What a busy server (429, 5xx) wishes is done: its `retry-after`, or twice as long a
    pause each time. Nothing else is tried again.
    """
    for number in range(patience.tries):
        status, after, body = send(endpoint, model, text, patience.timeout)
        if status == 200:
            return tokens(endpoint, body)
        if status != 429 and status < 500:
            raise refusal(endpoint, status, body)
        if number + 1 < patience.tries:
            patience.sleep(pause(endpoint, number, after, patience))
    raise Failed(f"{said(endpoint, status, body)}, {patience.tries} times")


def send(endpoint: Endpoint, model: str, text: str, timeout: float) -> tuple[int, str, bytes]:
    """The status of an answer, its `retry-after` and its body. Raises `Failed`."""
    message = {"model": model, "messages": [{"role": "user", "content": text}]}
    request = Request(endpoint.base + PATH, json.dumps(message).encode(), method="POST")
    request.add_header(endpoint.header, endpoint.key)
    request.add_header("anthropic-version", VERSION)
    request.add_header("content-type", "application/json")
    request.add_header("user-agent", f"skilllint/{__version__}")
    try:
        with opener(endpoint).open(request, timeout=timeout) as answer:
            body = read(answer, time.monotonic() + timeout)
            return answer.status, answer.headers.get("retry-after", ""), body
    except (OSError, HTTPException) as error:
        raise Failed(f"{endpoint.host} {trouble(error, timeout)}") from None


def opener(endpoint: Endpoint) -> OpenerDirector:
    """What sends a request: it follows no redirect, so that a key stays with its host.

    The environment's proxies are used, except to reach this machine: the request would
    go to them in the clear.
    """
    made = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(), *(() if endpoint.near else (ProxyHandler(),))):
        made.add_handler(handler)
    return made


def read(answer: HTTPResponse, end: float) -> bytes:
    """The body of an answer; nothing of one that is too long. `TimeoutError` for one that drips."""
    body = bytearray()
    while piece := answer.read1(65536):
        body += piece
        if time.monotonic() > end:
            raise TimeoutError
        if len(body) > MOST:
            return b""
    return bytes(body)


def tokens(endpoint: Endpoint, body: bytes) -> int:
    """The count in an answer. Raises `Failed`."""
    found = parsed(body).get("input_tokens")
    if type(found) is not int or not 0 < found < 10**9:
        raise Failed(f"{endpoint.host} answers without a count of tokens")
    return found


def refusal(endpoint: Endpoint, status: int, body: bytes) -> Failed:
    """Why there is no count, from a status that no waiting mends."""
    if 300 <= status < 400:
        return Failed(f"{endpoint.host} redirects ({status}), and the key stays with its host")
    return Failed(said(endpoint, status, body), alone=status in ABOUT_THE_TEXT)


def said(endpoint: Endpoint, status: int, body: bytes) -> str:
    """What a host answered, in its own words where it has some, and without the key."""
    error = parsed(body).get("error")
    message = error.get("message") if isinstance(error, dict) else None
    words = f" ({' '.join(message.split())[:200]})" if isinstance(message, str) else ""
    secret = endpoint.key.removeprefix("Bearer ")
    return f"{endpoint.host} answers {status}{words.replace(secret, '…')}"


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object in an answer; an empty one if it holds none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def trouble(error: OSError | HTTPException, timeout: float) -> str:
    """What kept an answer from coming."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"did not answer within {timeout:g} seconds"
    if isinstance(reason, HTTPException | ConnectionResetError):
        return "broke off, or speaks no HTTP"
    known = getattr(reason, "strerror", None) or str(reason)
    return f"cannot be reached: {known.lower()}"


# --- waiting ------------------------------------------------------------------


def pause(endpoint: Endpoint, number: int, after: str, patience: Patience) -> float:
    """Seconds until the next try. Raises `Failed` where the server asks for too many."""
    asked = seconds(after, datetime.now(UTC))
    if asked is None:
        grown = patience.first * 2.0**number
        return min(grown * (1 + patience.jitter()), patience.longest)
    if asked > patience.longest:
        raise Failed(f"{endpoint.host} is busy and asks for a pause of {asked:,.0f} seconds")
    return asked


def seconds(after: str, now: datetime) -> float | None:
    """What a `retry-after` asks for, in seconds or by a date; None if it says nothing."""
    try:
        number = float(after)
    except ValueError:
        try:
            until = parsedate_to_datetime(after)
        except ValueError:
            return None
        number = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return max(number, 0.0) if isfinite(number) else None
