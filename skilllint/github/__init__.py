"""Pull requests on GitHub: the one room that knows how they are read and written there.

Nothing here imports httpx before `connect` is called.
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
