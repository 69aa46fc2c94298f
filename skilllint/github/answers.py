"""What an answer of GitHub means: done, wait, ask again, or never."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skilllint.github.errors import (
    GithubError,
    MissingError,
    RejectedError,
    RightsError,
    TokenError,
    UnknownFateError,
    UnreachableError,
)
from skilllint.github.requests import GRAPHQL, Request

LIMITS = re.compile(r"rate limit|abuse detection|submitted too quickly", re.IGNORECASE)
"""How GitHub says that it was asked too often where no header and no status does."""

HASTY = re.compile(r"submitted too quickly|\babuse$", re.MULTILINE)
"""The same with status 422, where it may be a code beside nothing but `Validation Failed`."""

LOCKED = re.compile(r"\bis locked\b")
"""How GitHub says, with status 403, that nobody may comment any more."""

HICCUP = "Something went wrong while executing your query"
"""How GraphQL says, with status 200, that a query took it too long."""

NO_RIGHTS = {"FORBIDDEN", "INSUFFICIENT_SCOPES"}

NEXT = re.compile(r"""rel\s*=\s*"?next\b""", re.IGNORECASE)

LONGEST = 300
"""Characters of GitHub's own words that are repeated."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, its headers by their names in small letters, and its body.

    `readable` is false where the body is no JSON; `json` is None then.
    """

    status: int
    headers: Mapping[str, str]
    json: Any
    readable: bool = True

    @property
    def object(self) -> Mapping[str, Any]:
        """The JSON object of the body; an empty one where it holds none."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def errors(self) -> list[Mapping[str, Any]]:
        """The errors that the body lists; GraphQL gives them with status 200."""
        found = self.object.get("errors")
        listed = found if isinstance(found, list) else []
        return [one if isinstance(one, dict) else {"message": str(one)} for one in listed]

    @property
    def further(self) -> bool:
        """Whether a list goes on. Where, is known without its `Link`, which could lead anywhere."""
        return bool(NEXT.search(self.headers.get("link", "")))


def answer(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """An answer with what its body says, which is read once: it may have some millions of bytes."""
    try:
        return Answer(status, headers, json.loads(body))
    except (ValueError, RecursionError):
        return Answer(status, headers, None, readable=False)


def limited(request: Request, answer: Answer) -> bool:
    """Whether GitHub was asked too often, and did nothing."""
    if request.path == GRAPHQL and any(kind(one) == "RATE_LIMITED" for one in answer.errors):
        return True
    if answer.status == 429:
        return True
    if answer.status == 403 and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    ):
        return True
    if answer.status == 422:
        return bool(HASTY.search("\n".join(words(answer))))
    refused = answer.status == 403 or request.path == GRAPHQL
    return refused and any(LIMITS.search(one) for one in words(answer))


def faulty(request: Request, answer: Answer) -> bool:
    """Whether the same request may fare better a little later."""
    if answer.status == 408 or answer.status >= 500:
        return True
    return request.path == GRAPHQL and any(one.startswith(HICCUP) for one in words(answer))


def refusal(request: Request, answer: Answer, host: str, token: str) -> GithubError | None:
    """Why what was asked is not done, and will not be; None if it is."""
    said = sentence(answer, host, token)
    status = answer.status
    if 200 <= status < 300:
        return refused_by_graphql(request, answer, said) if request.path == GRAPHQL else None
    if status == 401:
        return TokenError(f"the token is not accepted: {said}")
    locked = any(LOCKED.search(one) for one in words(answer))
    if (status == 403 and not locked) or (status == 404 and request.manner == "create"):
        return RightsError(without_right(request, said))
    if status == 404:
        gone = "it is gone, or the token may not see it"
        return MissingError(f"cannot {request.task}: {said}; {gone}")
    if 300 <= status < 400:
        said = f"{said}, a redirect, which is not followed; was the repository renamed?"
    return RejectedError(f"cannot {request.task}: {said}")


def refused_by_graphql(request: Request, answer: Answer, said: str) -> GithubError | None:
    """Why a GraphQL request is not done. Data beside an error is not all there is."""
    kinds = {kind(one) for one in answer.errors}
    if not answer.errors:
        return None
    if kinds & NO_RIGHTS:
        return RightsError(without_right(request, said))
    if "NOT_FOUND" in kinds:
        return MissingError(f"cannot {request.task}: {said}")
    return RejectedError(f"cannot {request.task}: {said}")


def unreadable(request: Request, host: str, why: str) -> GithubError:
    """An answer that says yes, and whose body is of no use."""
    if request.manner == "create":
        return UnknownFateError(f"cannot tell whether {host} could {request.task}: {why}")
    return UnreachableError(f"cannot {request.task}: {why}")


def without_right(request: Request, said: str) -> str:
    """What the token may not do, and what it would need."""
    return f"the token may not {request.task}: it needs {request.right} ({said})"


# --- GitHub's own words --------------------------------------------------------------


def sentence(answer: Answer, host: str, token: str) -> str:
    """What a host answers, in its own words where it has some, and without the token."""
    shown = clean("; ".join(words(answer)), token)
    number = "" if answer.status == 200 else f" {answer.status}"
    return f"{host} answers{number}{': ' if shown else ''}{shown}"


def words(answer: Answer) -> list[str]:
    """The message of an answer and those of all errors in it, as they came."""
    said = [answer.object.get("message"), *map(reason, answer.errors)]
    return [one for one in said if isinstance(one, str) and one]


def reason(error: Mapping[str, Any]) -> str:
    """What one error says: its message, or the field and what is wrong with it."""
    message = error.get("message")
    if isinstance(message, str):
        return message
    return " ".join(str(error[name]) for name in ("resource", "field", "code") if error.get(name))


def kind(error: Mapping[str, Any]) -> str:
    """The type of a GraphQL error; empty if it has none."""
    found = error.get("type")
    return found if isinstance(found, str) else ""


def clean(words: str, token: str) -> str:
    """A host's words in one line that neither a terminal nor a log acts upon."""
    shown = " ".join((words.replace(token, "…") if token else words).split())
    kept = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in shown)
    return kept[:LONGEST].rstrip(".")
