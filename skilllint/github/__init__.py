"""Pull requests on GitHub: the one room that knows how they are read and written there.

Nothing here imports httpx before `connect` is called. A client library for GitHub would
do less and bring more: PyGithub 2.10 sends a POST again after a 5xx, which may have been
done, and knows little of GraphQL, which alone tells who wrote and resolves threads.
"""

from skilllint.github.client import Client, Sent, connect
from skilllint.github.errors import (
    GithubError,
    MissingError,
    RejectedError,
    RightsError,
    TokenError,
    UnknownFateError,
    UnreachableError,
)
from skilllint.github.requests import Request

__all__ = [
    "Client",
    "GithubError",
    "MissingError",
    "RejectedError",
    "Request",
    "RightsError",
    "Sent",
    "TokenError",
    "UnknownFateError",
    "UnreachableError",
    "connect",
]
