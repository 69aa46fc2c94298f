"""A server on loopback that answers what a test tells it to, in that order, and keeps a log."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from skilllint.github import Client, connect

TOKEN = "ghs_secretsecretsecret"


@dataclass(frozen=True)
class Reply:
    """An answer: `said` is its body, bytes as they are and anything else as JSON.

    With `drop` the connection ends without one, with `stall` nothing comes.
    """

    status: int = 200
    said: object = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    stall: bool = False


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    json: Any


class Time:
    """Hands that only move when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def tell(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Answering:
    """The server; what it has no answer left for gets a 599, which no test expects."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.log: list[Heard] = []
        self.time = Time()
        self.end = threading.Event()
        self.server = Quiet(("127.0.0.1", 0), handler(self))
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def asked(self) -> list[str]:
        """What was asked, in short."""
        return [f"{one.method} {one.path}" for one in self.log]

    def client(self, **waiting: Any) -> Client:
        """A client of this server, whose waits take no time."""
        time = self.time
        known = {"sleep": time.sleep, "clock": time.tell, "jitter": lambda: 0.0}
        return connect(self.api, None, TOKEN, **{**known, **waiting})


class Quiet(ThreadingHTTPServer):
    """Threads that are waited for, and that do not cry when somebody hangs up."""

    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def handler(hub: Answering) -> type[BaseHTTPRequestHandler]:
    """What answers one connection."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            hub.log.append(heard(self))
            reply = hub.replies.pop(0) if hub.replies else Reply(599)
            if reply.stall:
                hub.end.wait(20)
            if reply.drop or reply.stall:
                self.close_connection = True
                return
            body = reply.said if isinstance(reply.said, bytes) else json.dumps(reply.said).encode()
            # no header but those of the reply
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = do_CONNECT = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def heard(one: BaseHTTPRequestHandler) -> Heard:
    """A request, read to its end."""
    parts = urlsplit(one.path)
    body = one.rfile.read(int(one.headers.get("content-length", 0)))
    known = {name.lower(): value for name, value in one.headers.items()}
    said = json.loads(body) if body else None
    return Heard(one.command, parts.path, dict(parse_qsl(parts.query)), known, said)
