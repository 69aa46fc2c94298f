"""Single commits fetched from a server into a new repository: their files, and no history.

What the user's git is told to do elsewhere does not count here, but for proxies and
certificates: no helper, no hook, no rewritten address, no other protocol. The token
reaches git through the environment, for it is not to be seen among a process's arguments
nor to lie on a disk.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from skilllint.compare import git
from skilllint.compare.git import SETTINGS, GitError
from skilllint.github.place import LOOPBACK

SECONDS = 300
"""How long one call of git may take."""

KEPT = ("GIT_EXEC_PATH", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_SSL_CAINFO")
"""What the environment tells git that holds here too."""

PAUSES = (2.0, 10.0)
"""Seconds before a fetch is tried again."""

PASSING = re.compile(
    r"(error:|HTTP) (429|5\d\d)\b|Empty reply|early EOF|reset by peer|hung up|unexpected disconnect"
)
"""What git says of a server that may do better a little later."""

WAYS = r"^http\.(.*\.)?(proxy|proxyauthmethod|proxysslcainfo|sslcainfo|sslcapath|sslbackend)$"
"""What the user's configuration says of the way to a server."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository on a server, and the token that opens it, if one is needed."""

    server: str
    repository: str
    token: str = field(default="", repr=False)


def fetch(
    place: Path,
    remote: Remote,
    commits: Iterable[str],
    reference: str,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Fetch some commits, and one that the server names, each alone; the id of that one.

    A server in trouble is asked again, after as many seconds as `sleep` is told.
    `place` is an empty folder, `reference` is below `refs/`. Raises `GitError`, in whose
    sentence the token does not stand.
    """
    wanted = list(commits)
    surroundings = environment(place, remote)
    form = ["--object-format=sha256"] if any(len(one) == 64 for one in wanted) else []
    run(place, surroundings, remote, "init", "--quiet", "--bare", "--template=", *form)
    own = "refs/skilllint/head"
    patiently(
        sleep,
        place,
        surroundings,
        remote,
        "fetch",
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-auto-gc",
        "--no-write-fetch-head",
        f"{remote.server}/{remote.repository}",
        *wanted,
        f"+refs/{reference}:{own}",
    )
    return run(place, surroundings, remote, "rev-parse", "--verify", own).strip()


def environment(place: Path, remote: Remote) -> dict[str, str]:
    """What git is told besides its arguments."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith(("GIT_", "SSH_ASKPASS"))
    }
    settings = list(configured(place, remote))
    for number, (key, value) in enumerate(settings):
        kept[f"GIT_CONFIG_KEY_{number}"] = key
        kept[f"GIT_CONFIG_VALUE_{number}"] = value
    return {
        **kept,
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_DIR": str(place),
        "LC_ALL": "C",
    }


def configured(place: Path, remote: Remote) -> Iterator[tuple[str, str]]:
    """The whole configuration of a fetch."""
    scheme, host = urlsplit(remote.server).scheme, urlsplit(remote.server).hostname
    # a proxy would be given what is for this machine in the clear
    yield from [("http.proxy", "")] if host in LOOPBACK else ways(place)
    yield from (("protocol.allow", "never"), (f"protocol.{scheme}.allow", "always"))
    yield from (("http.followRedirects", "false"), ("credential.helper", ""), ("core.askPass", ""))
    yield from (("http.lowSpeedLimit", "100"), ("http.lowSpeedTime", "60"), ("gc.auto", "0"))
    # objects are read and never checked out; fsck would refuse old commits of good repositories
    yield from (("fetch.fsckObjects", "false"), ("init.defaultBranch", "main"))
    if remote.token:
        yield f"http.{remote.server}/.extraHeader", f"Authorization: Basic {basic(remote.token)}"


def basic(token: str) -> str:
    """A token as git's server wants it in a header."""
    return base64.b64encode(f"x-access-token:{token}".encode()).decode()


def ways(place: Path) -> Iterator[tuple[str, str]]:
    """The proxies and certificates that the user's git knows."""
    command = ["git", "config", "--null", "--get-regexp", WAYS]
    # those of the user, and of no repository that lies around the folder
    known = {**git.surroundings(place), "GIT_CEILING_DIRECTORIES": str(place.parent)}
    try:
        done = subprocess.run(
            command, cwd=place, env=known, capture_output=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return  # the next call says why
    for row in done.stdout.decode("utf-8", "surrogateescape").split("\0"):
        key, line, value = row.partition("\n")
        if line:
            yield key, value


def patiently(
    sleep: Callable[[float], None],
    place: Path,
    surroundings: dict[str, str],
    remote: Remote,
    *arguments: str,
) -> None:
    """Run git; again where the server was in trouble. Raises `GitError`."""
    for pause in PAUSES:
        try:
            run(place, surroundings, remote, *arguments)
        except GitError as error:
            if not PASSING.search(str(error)):
                raise
            sleep(pause)
        else:
            return
    run(place, surroundings, remote, *arguments)


def run(place: Path, surroundings: dict[str, str], remote: Remote, *arguments: str) -> str:
    """What git prints. Raises `GitError`."""
    try:
        process = subprocess.Popen(
            ["git", *SETTINGS, *arguments],
            cwd=place,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise GitError("git is needed to fetch commits, and is not installed") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {os.strerror(error.errno or 0).lower()}") from None
    with process:
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            end(process)
            raise GitError(f"{remote.server} gave git no answer within {SECONDS} seconds") from None
        except BaseException:
            end(process)
            raise
    if process.returncode:
        raise GitError(reason(err.decode("utf-8", "replace"), arguments[0], remote))
    return out.decode("utf-8", "replace")


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop git and what it has started, such as the process that talks to the server."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def reason(said: str, command: str, remote: Remote) -> str:
    """Why git failed, in one sentence for the user."""
    name = f"{remote.server}/{remote.repository}"
    if re.search("Authentication failed|could not read (Username|Password)|error: 40[13]", said):
        return f"git may not read {name}: the token is missing, wrong or lacks contents: read"
    if found := re.search(r"not our ref (\w+)|unadvertised object (\w+)", said):
        return f"{name} does not give out the commit {found[1] or found[2]}"
    if found := re.search(r"couldn't find remote ref (\S+)", said):
        return f"{name} has no {found[1]}"
    if re.search("not found|does not appear to be a git repository|not a git repository", said):
        return f"there is no repository {name}, or the token does not open it"
    lines = said.strip().split("\n")
    line = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    for secret in (remote.token, basic(remote.token)) if remote.token else ():
        line = line.replace(secret, "***")
    return f"git {command} of {name} failed: {line[:300] or 'it gave no reason'}"
