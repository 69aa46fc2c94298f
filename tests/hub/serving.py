"""The two hosts on loopback: the fake, and one that nobody should give a token to."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hub import backend, graphql, rest
from hub.state import Answer, Call, Exchange, Refusal

if TYPE_CHECKING:
    from hub.hub import Hub

CHANGING = ("POST", "PATCH", "PUT", "DELETE")


class Server(ThreadingHTTPServer):
    """Knows its connections, so that it can end with some still open."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.open: set[socket.socket] = set()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def end(self) -> None:
        """Stop listening, cut what is still open, and wait for all threads."""
        if self.thread.ident:
            self.shutdown()
            self.thread.join()
        for connection in list(self.open):
            with contextlib.suppress(OSError):  # it was closed just now
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class Listener:
    """The fake's own server."""

    def __init__(self, hub: Hub) -> None:
        self.server = Server(type("Bound", (Handler,), {"hub": hub}))
        self.port: int = self.server.server_address[1]

    def start(self) -> None:
        self.server.thread.start()

    def stop(self) -> None:
        self.server.end()


class Trap:
    """Another host that writes down what comes to it."""

    def __init__(self) -> None:
        self.met: list[tuple[str, dict[str, str]]] = []
        self.server = Server(type("Bound", (Snare,), {"met": self.met}))
        self.address = f"http://localhost:{self.server.server_address[1]}"

    def start(self) -> None:
        self.server.thread.start()

    def stop(self) -> None:
        self.server.end()


class Quiet(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 without a word on standard error."""

    protocol_version = "HTTP/1.1"
    server_version = "github.com"
    sys_version = ""
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client has gone
            super().handle()

    def take(self) -> bytes:
        """The request's body, also where it comes in chunks."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def give(self, status: int, raw: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(raw)
        self.wfile.flush()


class Snare(Quiet):
    met: list[tuple[str, dict[str, str]]]

    def answer(self) -> None:
        self.take()
        self.met.append((self.requestline, dict(self.headers.items())))
        self.give(200, b"[]", {"Content-Type": "application/json"})

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815


class Handler(Quiet):
    hub: Hub

    def answer(self) -> None:
        hub, raw = self.hub, self.take()
        with hub.lock:
            hub.now_open += 1
            hub.at_once = max(hub.at_once, hub.now_open)
        try:
            self.serve(raw)
        finally:
            with hub.lock:
                hub.now_open -= 1

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815

    def serve(self, raw: bytes) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = canonical(self.hub, unquote(address.path))
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        call = Call(self.command, path, query, headers, raw, read(raw))
        answer = play(self.hub, call)
        if answer is None:
            self.close_connection = True
            return
        self.send(answer)

    def send(self, answer: Answer) -> None:
        body, headers = answer.body, dict(answer.headers)
        if isinstance(body, bytes | str):
            raw = body.encode() if isinstance(body, str) else body
            headers.setdefault("Content-Type", "text/html; charset=utf-8")
        else:
            raw = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json; charset=utf-8")
        self.give(answer.status, raw, headers)


def read(raw: bytes) -> Any:
    """The JSON of a body, or None."""
    try:
        return json.loads(raw)
    except ValueError:
        return None


def canonical(hub: Hub, path: str) -> str:
    """A path below the API's address, with the repository by its name; others as they are."""
    if path == "/api/graphql":
        return "/graphql"
    if not path.startswith("/api/v3/"):
        return path
    path = path.removeprefix("/api/v3")
    return re.sub(rf"^/repositories/{hub.repository_id}/", f"/repos/{hub.repository}/", path)


def play(hub: Hub, call: Call) -> Answer | None:
    """Answer a request, with all that the script has in store; None drops the connection."""
    with hub.lock:
        faults = list(hub.script.due(call))
    for fault in faults:
        if not fault.after and (fault.call or fault.wait):
            run(hub, fault.call, fault.wait)
    first = next((f for f in faults if not f.after and (f.answer or f.drop)), None)
    answer = (first.answer or Answer(0)) if first else None
    if answer is None:
        answer = look(hub, call)
    for fault in faults:
        if fault.after:
            run(hub, fault.call, fault.wait)
    last = next((f for f in faults if f.after and (f.answer or f.drop)), first)
    if last:
        answer = last.answer or Answer(0)
    note(hub, call, answer)
    return answer if answer.status else None


def run(hub: Hub, call: Any, wait: float) -> None:
    if wait:
        hub.stopping.wait(wait)
    if call:
        call()


def note(hub: Hub, call: Call, answer: Answer) -> None:
    """Write down what was asked and answered; git's own requests apart."""
    with hub.lock:
        if backend.meets(call):
            hub.fetches.append((call.method, call.path, "authorization" in call.headers))
            return
        asks = call.method in CHANGING
        if call.path == "/graphql":
            asks = graphql.is_mutation(call.body)
        said = call.headers, answer.body
        hub.log.append(
            Exchange(call.method, call.path, call.query, call.body, answer.status, asks, *said)
        )


def look(hub: Hub, call: Call) -> Answer:
    """What GitHub itself would answer."""
    if backend.meets(call):
        return backend.answer(hub, call)
    with hub.lock:
        try:
            answer = (
                graphql.answer(hub, call) if call.path == "/graphql" else rest.answer(hub, call)
            )
        except Refusal as refusal:
            answer = hub.refuse(refusal)
        except Exception:  # the fake's own fault, which must not look like the client's
            hub.violations.append(traceback.format_exc())
            answer = Answer(500, {"message": "Server Error"})
        answer.headers = rest.HEADERS | answer.headers
        if hub.checker:
            found = hub.checker.violations(call, answer)
            hub.violations += [one for one in found if one not in hub.violations]
        return answer
