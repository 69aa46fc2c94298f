"""Where counts are asked for, and the key that goes there and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

BASE = "https://api.anthropic.com"
PATH = "/v1/messages/count_tokens"

KEYS = (
    ("ANTHROPIC_API_KEY", "x-api-key", ""),
    ("ANTHROPIC_AUTH_TOKEN", "authorization", "Bearer "),
)
"""Variables that may hold a key, the header that it goes in, and what stands before it there."""


class Refused(Exception):
    """A request that is not made; its text is one line saying why, and holds no key."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`base` ends in no slash; `header` and `key` say who asks."""

    base: str
    header: str
    key: str = field(repr=False)

    @property
    def host(self) -> str:
        """The host, with the port if the address names one."""
        return urlsplit(self.base).netloc

    @property
    def near(self) -> bool:
        """Whether it is on this machine."""
        return loopback(urlsplit(self.base))


def endpoint(url: str | None, surroundings: Mapping[str, str]) -> Endpoint:
    """The endpoint that an address names, or else the environment. Raises `Refused`."""
    base = checked(url or surroundings.get("ANTHROPIC_BASE_URL") or BASE)
    for name, header, before in KEYS:
        value = surroundings.get(name, "").strip()
        if not value:
            continue
        if not (value.isascii() and value.isprintable()):
            raise Refused(f"{name} holds no key: characters that no header can carry")
        return Endpoint(base, header, before + value)
    raise Refused("no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN")


def checked(url: str) -> str:
    """An address that a key may be sent to, without a slash at its end. Raises `Refused`."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a wrong port is an error only when it is read
        inner = loopback(parts)
    except ValueError:
        raise Refused("the endpoint's address is no URL") from None
    # urlsplit drops some of these without a word, and the request would go elsewhere
    if not host or not (url.isascii() and url.isprintable()) or " " in url:
        raise Refused("the endpoint's address is no URL")
    if "@" in parts.netloc:
        raise Refused("the endpoint's address holds credentials; the environment is their place")
    if parts.query or parts.fragment:
        raise Refused("the endpoint's address ends in a query or a fragment")
    if parts.scheme != "https" and not (parts.scheme == "http" and inner):
        raise Refused(f"{parts.scheme}://{host}: only https may carry a key off this machine")
    return url.rstrip("/")


def loopback(parts: SplitResult) -> bool:
    """Whether an address leads to this machine."""
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
