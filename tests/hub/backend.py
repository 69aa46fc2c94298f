"""Git over HTTP, by git's own `http-backend`."""

from __future__ import annotations

import base64
import binascii
import re
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from hub.git import surroundings
from hub.state import Answer, Call

if TYPE_CHECKING:
    from hub.hub import Hub

PATH = re.compile(r"/([\w.-]+/[\w.-]+?)(?:\.git)?/(info/refs|git-upload-pack)")
SETTINGS = {"uploadpack.allowReachableSHA1InWant": "true", "http.receivepack": "false"}


def meets(call: Call) -> bool:
    """Whether a request is git's."""
    return bool(PATH.fullmatch(call.path))


def answer(hub: Hub, call: Call) -> Answer:
    """What `git http-backend` says of the repository, to whoever may read it."""
    found = PATH.fullmatch(call.path)
    asked = call.headers.get("authorization")
    refused = hub.private if asked is None else not right(hub, asked)
    if refused:
        body = "Repository not found." if asked is None else "invalid credentials"
        return Answer(401, body.encode(), {"WWW-Authenticate": 'Basic realm="GitHub"'})
    if found is None or found[1].lower() != hub.repository:
        return Answer(404, b"Repository not found.")
    done = subprocess.run(
        ["git", "http-backend"],
        check=True,
        input=call.raw,
        capture_output=True,
        env=surroundings() | variables(hub, call, found[2]),
    )
    head, _, body_raw = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
    status = int(headers.pop("Status", "200").split()[0])
    return Answer(status, body_raw, headers)


def right(hub: Hub, given: str) -> bool:
    """Whether credentials are the token's: basic ones, any name."""
    kind, _, value = given.partition(" ")
    try:
        return kind.lower() == "basic" and base64.b64decode(value).endswith(
            f":{hub.token}".encode()
        )
    except binascii.Error:
        return False


def variables(hub: Hub, call: Call, rest: str) -> dict[str, str]:
    """The environment of a CGI program."""
    folder = hub.store.folder
    settings = {f"GIT_CONFIG_KEY_{i}": name for i, name in enumerate(SETTINGS)}
    settings |= {f"GIT_CONFIG_VALUE_{i}": value for i, value in enumerate(SETTINGS.values())}
    given = {
        "GIT_PROJECT_ROOT": str(folder.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_CONFIG_COUNT": str(len(SETTINGS)),
        "PATH_INFO": f"/{folder.name}/{rest}",
        "QUERY_STRING": urlencode(call.query),
        "REQUEST_METHOD": call.method,
        "CONTENT_TYPE": call.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(call.raw)),
        "HTTP_CONTENT_ENCODING": call.headers.get("content-encoding", ""),
        "GIT_PROTOCOL": call.headers.get("git-protocol", ""),
        "REMOTE_ADDR": "127.0.0.1",
    }
    return settings | given
