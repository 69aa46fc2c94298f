"""Which pull request is to be reviewed: what the CI says, or the command line.

Of an event nothing is believed that is not checked: names of branches and repositories
are a stranger's, and go into addresses and to git.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from skilllint.config import ConfigError
from skilllint.github.place import LOOPBACK
from skilllint.model.reviewing import Pull

REPOSITORY = re.compile(r"(?!\.\.?/)[A-Za-z0-9_.-]{1,100}/(?!\.\.?$)[A-Za-z0-9_.-]{1,100}")
COMMIT = re.compile("[0-9a-f]{40}([0-9a-f]{24})?")
BRANCH = re.compile(r"[^\0-\x20\x7f~^:?*\\\[]{1,500}")
"""What git lets a branch be called, and no more; it goes into a query, never to git."""

PULL_EVENTS = ("pull_request", "pull_request_target")
LARGEST = 2**53
ENTERPRISE = "/api/v3"
"""Where an Enterprise Server keeps its API."""


class EventError(ConfigError):
    """What says which pull request it is about cannot be read; one sentence."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a GitHub is asked, and where its repositories are fetched from.

    Without `graphql` it is where it usually is beside that API.
    """

    api: str
    graphql: str | None
    server: str


@dataclass(frozen=True, slots=True)
class Known:
    """A pull request of which the event says everything."""

    pull: Pull


@dataclass(frozen=True, slots=True)
class Numbered:
    """A pull request by its number."""

    repository: str
    number: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The pull request that a workflow ran for: of a branch, with this head."""

    repository: str
    head: str
    head_repository: str
    branch: str

    @property
    def owner(self) -> str:
        """Who the branch belongs to."""
        return self.head_repository.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Local:
    """No pull request: two revisions of the clone; what is None is the usual one."""

    base: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to review, and why, in a sentence."""

    reason: str


Event = Known | Numbered | Sought | Local | Nothing


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the pull request or the commits."""

    repository: str | None = None
    number: int | None = None
    base: str | None = None
    head: str | None = None


def read(environment: Mapping[str, str], given: Given) -> Event:
    """What is to be reviewed: the command line goes before the event. Raises `EventError`.

    A base that is named takes the place of a pull request's own; see `commits.held`.
    """
    if given.repository is not None or given.number is not None:
        return numbered(environment, given)
    name = environment.get("GITHUB_EVENT_NAME", "")
    if given.head is not None or not name:
        return Local(given.base, given.head)
    if name in PULL_EVENTS:
        return known(payload(environment))
    if name == "workflow_run":
        return sought(payload(environment))
    return Nothing(
        f"this is a run of the event {name!a}, which has no pull request; "
        "name one with --repo and --pr"
    )


def numbered(environment: Mapping[str, str], given: Given) -> Numbered:
    """The pull request that the command line names. Raises `EventError`."""
    if given.head is not None:
        raise EventError("--head is for commits without a pull request; that of --pr is its own")
    if given.number is None:
        raise EventError("--repo goes with --pr, the number of a pull request")
    repository = given.repository or environment.get("GITHUB_REPOSITORY", "")
    if not repository:
        raise EventError("--pr goes with --repo OWNER/NAME")
    if not REPOSITORY.fullmatch(repository):
        raise EventError(f"{repository!a} is no repository; write --repo OWNER/NAME")
    return Numbered(repository, given.number)


def addresses(environment: Mapping[str, str]) -> Addresses:
    """Where GitHub is, from GITHUB_API_URL and its like, or github.com. Raises `EventError`.

    Git's server is the API's own or, where that is called `api.`, what is behind that: the
    token is for no other.
    """
    api = environment.get("GITHUB_API_URL") or "https://api.github.com"
    given = environment.get("GITHUB_SERVER_URL") or beside(api)
    server = given.rstrip("/")
    if not is_server(server):
        raise EventError(f"GITHUB_SERVER_URL is no address of a server: {server!a}")
    if urlsplit(server).scheme != "file" and host(server) not in hosts(api):
        raise EventError(
            f"GITHUB_SERVER_URL ({server}) is on another host than GITHUB_API_URL ({api!a}), "
            "and the token is for one"
        )
    return Addresses(api, environment.get("GITHUB_GRAPHQL_URL") or None, server)


def host(url: str) -> str:
    """The host of an address; nothing of one that is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def beside(api: str) -> str:
    """The server that an API belongs to."""
    return api.rstrip("/").removesuffix(ENTERPRISE).replace("://api.", "://", 1)


def hosts(api: str) -> tuple[str, str]:
    """The hosts that may be given the token of an API."""
    return host(api), host(api).removeprefix("api.")


def is_server(url: str) -> bool:
    """Whether git may fetch from an address, and send a token there: it is plain, and not in
    the clear but to this machine."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.query or parts.fragment or "@" in parts.netloc:
        return False
    near = parts.hostname in LOOPBACK or parts.scheme == "file"
    return bool(parts.hostname or near) and (parts.scheme == "https" or near)


# --- events -----------------------------------------------------------------------


def payload(environment: Mapping[str, str]) -> object:
    """What the event says, from the file that GITHUB_EVENT_PATH names. Raises `EventError`."""
    place = environment.get("GITHUB_EVENT_PATH", "")
    if not place:
        raise EventError("GITHUB_EVENT_PATH names no file of the event")
    try:
        return json.loads(Path(place).read_bytes())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EventError(f"the event's file cannot be read: {reason}") from None
    except (ValueError, RecursionError):
        raise EventError("the event's file is no JSON") from None


def known(event: object) -> Known:
    """The pull request of an event `pull_request`. Raises `EventError`."""
    number = at(event, "pull_request", "number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < LARGEST:
        raise EventError("the event's pull_request.number is no number")
    from_ = at(event, "pull_request", "head", "repo")
    return Known(
        Pull(
            repository=text(event, REPOSITORY, "pull_request", "base", "repo", "full_name"),
            number=number,
            base=text(event, COMMIT, "pull_request", "base", "sha"),
            head=text(event, COMMIT, "pull_request", "head", "sha"),
            head_repository=None  # its repository is gone
            if from_ is None
            else text(event, REPOSITORY, "pull_request", "head", "repo", "full_name"),
            open=at(event, "pull_request", "state") == "open",
            target=text(event, BRANCH, "pull_request", "base", "ref"),
        )
    )


def sought(event: object) -> Sought | Nothing:
    """The pull request that a workflow ran for, of an event `workflow_run`.

    What the run left behind is not looked at, for a stranger's code may have written it.
    Raises `EventError`.
    """
    ran = at(event, "workflow_run", "event")
    if ran != "pull_request":
        return Nothing(f"the workflow ran for the event {str(ran)[:60]!a}, not for a pull request")
    if at(event, "workflow_run", "head_repository") is None:
        return Nothing("the repository that the pull request came from is gone")
    return Sought(
        repository=text(event, REPOSITORY, "repository", "full_name"),
        head=text(event, COMMIT, "workflow_run", "head_sha"),
        head_repository=text(event, REPOSITORY, "workflow_run", "head_repository", "full_name"),
        branch=text(event, BRANCH, "workflow_run", "head_branch"),
    )


def at(event: object, *keys: str) -> object:
    """What an event says under some keys. Raises `EventError` where it has no such."""
    found = event
    for key in keys:
        if not isinstance(found, dict) or key not in found:
            raise EventError(f"the event has no {'.'.join(keys)}")
        found = found[key]
    return found


def text(event: object, form: re.Pattern[str], *keys: str) -> str:
    """A text of an event, of a form that is safe to pass on. Raises `EventError`."""
    found = at(event, *keys)
    if not isinstance(found, str) or not form.fullmatch(found):
        raise EventError(f"the event's {'.'.join(keys)} is not as it should be: {found!a:.80}")
    return found
