"""Where a GitHub is, and what opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from skilllint.github.errors import GithubError, TokenError
from skilllint.github.requests import GRAPHQL, Request

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
"""What this machine is called: what goes there is seen by nobody on the way."""

ENTERPRISE = "/api/v3"
"""Where an Enterprise Server keeps its API; its GraphQL is beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of an API and of its GraphQL, neither with a `/` at its end; and the token."""

    api: str
    graphql: str
    token: str = field(repr=False)

    @property
    def host(self) -> str:
        """The host, as a user knows it."""
        return urlsplit(self.api).netloc

    @property
    def near(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.api).hostname in LOOPBACK

    def address(self, request: Request) -> str:
        """Where a request goes; never to another host than the one that was named."""
        return self.graphql if request.path == GRAPHQL else self.api + request.path


def place(api: str, graphql: str | None, token: str) -> Place:
    """Where a GitHub is. Without `graphql` it is where GitHub puts it for that API.

    Raises `GithubError` for an address that a token must not be sent to.
    """
    if not token:
        raise TokenError("there is no token for GitHub")
    if not re.fullmatch(r"[!-~]+", token):
        raise TokenError("the token for GitHub holds blanks or other characters that no token has")
    parts = checked(api)
    plain = api.rstrip("/")
    other = (graphql or beside(plain)).rstrip("/")
    if checked(other).hostname != parts.hostname:
        raise GithubError(f"{other} is on another host than {plain}, and the token is for one")
    return Place(plain, other, token)


def checked(address: str) -> SplitResult:
    """The parts of an address that may be given a token. Raises `GithubError`."""
    try:
        parts = urlsplit(address)
        known = parts.hostname and (parts.port or True)
    except ValueError:
        raise GithubError(f"{address!r} is no address of an API") from None
    if not known or parts.username or parts.query or parts.fragment or not address.isprintable():
        raise GithubError(f"{address!r} is no address of an API")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise GithubError(
            f"{address} is no https address, and the token would be sent in the clear"
        )
    return parts


def beside(api: str) -> str:
    """The address of the GraphQL that belongs to an API."""
    if api.endswith(ENTERPRISE):
        return f"{api.removesuffix(ENTERPRISE)}/api{GRAPHQL}"
    return api + GRAPHQL
