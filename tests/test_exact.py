"""Counts by Claude's maker: from a server on this machine; no test reaches a network."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, Ran, Run, skill, write
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_imports import imported

from skilllint import exact, skills, tokens
from skilllint.commands import counting
from skilllint.exact import Counted, Patience, Refused, asking, endpoint, kept
from skilllint.model import Skill

KEY = "sk-ant-" + "do-not-print-me"
FRAME = 7
MODEL = "claude-opus-5-5"
DAY = date(2026, 11, 20)


class Asked(NamedTuple):
    """A request as the server saw it; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The text that it sends to be counted."""
        text: str = self.body["messages"][0]["content"]
        return text


class Answer(NamedTuple):
    """What the server answers in the place of a count."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    before: Callable[[], object] = lambda: None
    between: Callable[[], object] = lambda: None
    piece: int = 1_000_000


class Server(NamedTuple):
    """A server on this machine that counts three characters a token, and a frame of 7."""

    url: str
    asked: list[Asked]
    answers: list[Answer]

    @property
    def texts(self) -> list[str]:
        """The texts that it got, without the probe for the frame."""
        return [one.text for one in self.asked if one.text != "a"]


def error(status: int, message: str, *headers: tuple[str, str]) -> Answer:
    body = {"type": "error", "error": {"type": "some_error", "message": message}}
    return Answer(status, json.dumps(body).encode(), headers)


def counted(text: str) -> int:
    return 1 if text == "a" else len(text) // 3


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as it is needed."""
    asked: list[Asked] = []
    answers: list[Answer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append(Asked(self.path, headers, sent))
            count = {"input_tokens": FRAME + counted(asked[-1].text)}
            answer = answers.pop(0) if answers else Answer(body=json.dumps(count).encode())
            answer.before()
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            with suppress(OSError):  # the other side may have had enough
                for at in range(0, len(answer.body), answer.piece):
                    self.wfile.write(answer.body[at : at + answer.piece])
                    answer.between()

        def do_GET(self) -> None:  # what a redirect that is followed becomes
            asked.append(Asked(self.path, dict(self.headers.items()), {}))
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{web.server_port}", asked, answers)
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", str(place))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    for name in ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", *counting.HOOKS):
        monkeypatch.delenv(name, raising=False)
    return place


# --- the room -------------------------------------------------------------------

BODY = "# Sweep\n\nSweep the floor, then the stairs, and close the door behind you.\n"


def some(*bodies: str) -> list[Skill]:
    return [skills.read_text(skill("sweep", text), f"{n}.md") for n, text in enumerate(bodies)]


def count(
    server: Server, *bodies: str, patience: Patience | None = None
) -> tuple[Counted, list[float], list[tuple[int, int]]]:
    """What is counted, the pauses that were made, and what was announced."""
    pauses: list[float] = []
    said: list[tuple[int, int]] = []
    patient = patience or Patience(sleep=pauses.append, jitter=lambda: 0.5, today=lambda: DAY)
    place = endpoint(server.url, {"ANTHROPIC_API_KEY": KEY})
    found = exact.scales(
        some(*bodies), MODEL, place, lambda *what: said.append((what[0], what[1])), patient
    )
    return found, pauses, said


def test_a_body_is_counted_without_the_frame_of_its_message(server: Server) -> None:
    found, _, said = count(server, BODY)
    (scale,) = found.scales.values()
    host = server.url.removeprefix("http://")
    assert scale.value == counted(BODY) / tokens.count(BODY) == scale.low == scale.high
    assert (scale.tag, scale.source) == ("exact", f"counted by {host} for {MODEL}, 2026-11-20")
    assert said == [(1, len(BODY))]
    assert [one.text for one in server.asked] == ["a", BODY]
    one = server.asked[1]
    assert one.path == "/v1/messages/count_tokens"
    assert one.body == {"model": MODEL, "messages": [{"role": "user", "content": BODY}]}
    assert one.headers["x-api-key"] == KEY
    assert one.headers["anthropic-version"] == "2023-06-01"
    assert one.headers["content-type"] == "application/json"
    assert "authorization" not in one.headers


def test_front_matter_and_blank_bodies_are_not_sent(server: Server) -> None:
    found, _, said = count(server, BODY, "\n \n", "")
    assert list(found.scales) == ["0.md"]
    assert server.texts == [BODY]
    assert said[0][0] == 1
    assert not found.missing


def test_equal_bodies_are_sent_once(server: Server) -> None:
    found, _, _ = count(server, BODY, BODY)
    assert list(found.scales) == ["0.md", "1.md"]
    assert server.texts == [BODY]


def test_what_is_known_is_not_asked_again_and_nothing_is_announced(server: Server) -> None:
    first, _, _ = count(server, BODY)
    again, _, said = count(server, BODY)
    assert again == first
    assert len(server.asked) == 2
    assert said == []
    more, _, said = count(server, BODY, f"{BODY}More.\n")
    assert said == [(1, len(BODY) + 6)]
    assert server.texts == [BODY, f"{BODY}More.\n"]
    assert len(more.scales) == 2


def test_a_count_holds_for_its_endpoint_and_model_only(server: Server) -> None:
    place = endpoint(server.url, {"ANTHROPIC_API_KEY": KEY})
    far = endpoint("https://api.anthropic.com", {"ANTHROPIC_API_KEY": KEY})
    paths = {kept.place(at, model, BODY) for at in (place, far) for model in (MODEL, "claude-x")}
    assert len(paths) == 4
    same = endpoint(f"{server.url}/", {"ANTHROPIC_AUTH_TOKEN": "another"})
    assert kept.place(same, MODEL, BODY) in paths


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "null", '{"tokens": "9", "date": "2026-11-20"}', '{"tokens": 9}',
     '{"tokens": true, "date": "2026-11-20"}', '{"tokens": 0, "date": "2026-11-20"}',
     '{"tokens": 9, "date": "soon"}', "[" * 200_000],
)  # fmt: skip
def test_a_broken_entry_is_asked_for_again(server: Server, cache: Path, broken: str) -> None:
    first, _, _ = count(server, BODY)
    (entry,) = (cache / "exact").iterdir()
    entry.write_text(broken)
    assert count(server, BODY)[0] == first
    assert server.texts == [BODY, BODY]
    assert json.loads(entry.read_text()) == {"tokens": counted(BODY), "date": "2026-11-20"}


def test_what_is_kept_names_no_text_and_no_key(server: Server, cache: Path) -> None:
    count(server, BODY)
    (entry,) = (cache / "exact").iterdir()
    assert entry.stat().st_size < 60
    assert KEY not in entry.read_text() + entry.name
    assert (cache / "exact").stat().st_mode & 0o077 == 0


def test_counts_come_where_nothing_can_be_kept(
    server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache / "file").write_text("in the way")
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", str(cache / "file"))
    assert len(count(server, BODY)[0].scales) == 1
    assert len(count(server, BODY)[0].scales) == 1
    assert server.texts == [BODY, BODY]


# --- a server that is busy ------------------------------------------------------


def test_a_busy_server_gets_the_pause_that_it_asks_for(server: Server) -> None:
    server.answers.extend([error(429, "slow down", ("retry-after", "7"))])
    found, pauses, _ = count(server, BODY)
    assert pauses == [7]
    assert len(found.scales) == 1
    assert len(server.asked) == 3


def test_a_pause_may_be_a_date(server: Server) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    server.answers.extend([error(529, "Overloaded", ("retry-after", soon))])
    found, (pause,), _ = count(server, BODY)
    assert 30 < pause <= 40
    assert len(found.scales) == 1


def test_without_a_word_the_pauses_double(server: Server) -> None:
    server.answers.extend([error(529, "Overloaded"), error(500, "oops"), error(503, "")])
    found, pauses, _ = count(server, BODY)
    assert pauses == [0.75, 1.5, 3]
    assert len(found.scales) == 1


def test_too_long_a_pause_is_not_made(server: Server) -> None:
    server.answers.extend([error(429, "slow down", ("retry-after", "3600"))])
    found, pauses, _ = count(server, BODY)
    assert pauses == []
    (reason,) = found.missing
    assert reason.endswith(" is busy and asks for a pause of 3,600 seconds")


def test_a_server_that_stays_broken_is_left_after_four_tries(server: Server) -> None:
    server.answers.extend([error(500, "internal error")] * 9)
    found, pauses, _ = count(server, BODY, f"{BODY}More.\n")
    assert len(pauses) == 3
    assert len(server.asked) == 4
    assert found.scales == {}
    ((reason, texts),) = found.missing.items()
    assert reason.endswith(" answers 500 (internal error), 4 times")
    assert texts == 2


@given(st.text(max_size=30))
def test_any_retry_after_is_a_pause_or_none(after: str) -> None:
    found = asking.seconds(after, datetime(2026, 11, 20, tzinfo=UTC))
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("after", "pause"),
    [("0", 0), ("1.5", 1.5), ("-3", 0), ("nan", None), ("inf", None), ("soon", None), ("", None),
     ("Fri, 20 Nov 2026 00:00:09 GMT", 9), ("Fri, 20 Nov 2026 00:00:09 -0000", 9),
     ("Thu, 19 Nov 2026 23:00:00 GMT", 0)],
)  # fmt: skip
def test_a_retry_after_in_seconds(after: str, pause: float | None) -> None:
    assert asking.seconds(after, datetime(2026, 11, 20, tzinfo=UTC)) == pause


# --- a server that says no ------------------------------------------------------

COUNT = Answer(body=b'{"input_tokens": 8}')
SHORT = Patience(timeout=0.2, sleep=lambda _: None, today=lambda: DAY)


def test_a_text_that_is_refused_leaves_the_others_counted(server: Server) -> None:
    server.answers.extend([COUNT, error(400, "prompt is too long:\n9 > 8")])
    found, pauses, _ = count(server, BODY, f"{BODY}More.\n")
    assert list(found.scales) == ["1.md"]
    assert pauses == []
    ((reason, texts),) = found.missing.items()
    assert reason.endswith(" answers 400 (prompt is too long: 9 > 8)")
    assert texts == 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_the_next_text_would_meet_too_ends_the_asking(server: Server, status: int) -> None:
    server.answers.extend([COUNT, error(status, f"no: {KEY} is wrong")])
    found, _, _ = count(server, BODY, f"{BODY}More.\n", f"{BODY}Most.\n")
    assert len(server.asked) == 2
    ((reason, texts),) = found.missing.items()
    assert reason.endswith(f" answers {status} (no: … is wrong)")
    assert texts == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_the_key_stays(server: Server, status: int) -> None:
    with serving() as other:
        location = ("location", f"{other.url}/v1/messages/count_tokens")
        server.answers.append(Answer(status, b"", (location,)))
        found, _, _ = count(server, BODY)
        assert other.asked == []
    assert len(server.asked) == 1
    (reason,) = found.missing
    assert reason.endswith(f" redirects ({status}), and the key stays with its host")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"{}", b'{"input_tokens": "9"}', b'{"input_tokens": true}',
     b'{"input_tokens": 0}', b'{"input_tokens": 1e99}', b"\xff\xfe", b"[" * 200_000,
     b'{"input_tokens": 9}' + b" " * 2_000_000],
)  # fmt: skip
def test_what_is_no_count_is_none(server: Server, body: bytes) -> None:
    server.answers.extend([Answer(body=body)])
    found, _, _ = count(server, BODY)
    (reason,) = found.missing
    assert reason.endswith(" answers without a count of tokens")


def test_fewer_tokens_than_nothing_are_no_count(server: Server) -> None:
    server.answers.extend([COUNT, Answer(body=b'{"input_tokens": 2}')])
    found, _, _ = count(server, BODY)
    (reason,) = found.missing
    assert reason.endswith(" answers with fewer tokens for a text than for one letter")


@pytest.mark.parametrize("number", [FRAME + 1, 10**6])
def test_a_count_that_no_tokenizer_makes_is_none(server: Server, number: int) -> None:
    """As of a server that answers the same to everything."""
    told = Answer(body=b'{"input_tokens": %d}' % number)
    server.answers.extend([COUNT, told, told])
    found, _, _ = count(server, "One\n" * 100, "Two\n" * 100)
    assert found.missing == Counter({next(iter(found.missing)): 2})
    (reason,) = found.missing
    assert reason.endswith(" answers with a count that is over 10 times o200k's, or below a 10th")


def test_a_short_text_of_rare_letters_is_believed(server: Server) -> None:
    server.answers.extend([COUNT, Answer(body=b'{"input_tokens": 27}')])
    found, _, _ = count(server, "\U00013000")
    assert not found.missing


def test_a_server_that_does_not_answer_is_left(server: Server) -> None:
    silent = threading.Event()
    server.answers.extend([Answer(before=lambda: silent.wait(20))])
    found, _, _ = count(server, BODY, patience=SHORT)
    silent.set()
    (reason,) = found.missing
    assert reason.endswith(" did not answer within 0.2 seconds")
    assert len(server.asked) == 1


def test_a_server_that_drips_is_left(server: Server) -> None:
    pause = threading.Event()
    server.answers.append(Answer(body=b" " * 99, between=lambda: pause.wait(0.05), piece=1))
    found, _, _ = count(server, BODY, patience=SHORT)
    pause.set()
    (reason,) = found.missing
    assert reason.endswith(" did not answer within 0.2 seconds")


def test_a_server_that_is_not_there(server: Server) -> None:
    nowhere = server._replace(url="http://127.0.0.1:1")
    found, _, _ = count(nowhere, BODY)
    assert dict(found.missing) == {"127.0.0.1:1 cannot be reached: connection refused": 1}


# --- where a key may go ---------------------------------------------------------


def place(url: str | None = None, **surroundings: str) -> exact.Endpoint:
    return endpoint(url, surroundings or {"ANTHROPIC_API_KEY": KEY})


def test_the_address_is_the_options_or_the_environments_or_anthropics() -> None:
    variables = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "https://proxy.example/base/"}
    assert place().base == "https://api.anthropic.com"
    assert place(**variables).base == "https://proxy.example/base"
    assert place("https://mine.example", **variables).host == "mine.example"


def test_the_key_is_one_of_two_and_never_shown() -> None:
    both = place(ANTHROPIC_API_KEY=KEY, ANTHROPIC_AUTH_TOKEN="x")
    assert (both.header, both.key) == ("x-api-key", KEY)
    bearer = place(ANTHROPIC_API_KEY=" ", ANTHROPIC_AUTH_TOKEN=f"{KEY}\n")
    assert (bearer.header, bearer.key) == ("authorization", f"Bearer {KEY}")
    assert KEY not in repr(both)


@pytest.mark.parametrize("key", [f"{KEY}\nx-evil: 1", f"{KEY}é", f"{KEY}\x7f"])
def test_a_key_that_no_header_can_carry_is_not_sent(key: str) -> None:
    with pytest.raises(Refused, match=r"^ANTHROPIC_API_KEY holds no key") as refused:
        place(ANTHROPIC_API_KEY=key)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://127.9.9.9", "http://localhost", "http://[::1]:80/base",
     "https://api.anthropic.com/", "HTTPS://Example.com:8443"],
)  # fmt: skip
def test_addresses_that_a_key_may_go_to(url: str) -> None:
    assert place(url).base == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://api.anthropic.com", "only https"),
        ("http://127.0.0.1.evil.example", "only https"),
        ("http://localhost.evil.example", "only https"),
        ("ftp://localhost", "only https"),
        ("file:///etc/passwd", "is no URL"),
        ("api.anthropic.com", "is no URL"),
        ("https://", "is no URL"),
        ("https://[::1", "is no URL"),
        ("https://example.com:port", "is no URL"),
        ("https://exa\nmple.com", "is no URL"),
        ("https://exa mple.com", "is no URL"),
        ("https://exämple.com", "is no URL"),
        ("https://me:secret@example.com", "holds credentials"),
        ("http://localhost@example.com", "holds credentials"),
        ("https://example.com?x=1", "ends in a query"),
        ("https://example.com#x", "ends in a query"),
    ],
)
def test_addresses_that_no_key_goes_to(url: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        place(url)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_address_and_key_are_taken_or_refused(url: str, key: str) -> None:
    try:
        found = endpoint(url or "x", {"ANTHROPIC_API_KEY": key})
    except Refused:
        return
    assert found.base.lower().startswith("https://") or found.near


def test_a_proxy_is_not_asked_for_what_is_on_this_machine(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert len(count(server, BODY)[0].scales) == 1
    with pytest.raises(asking.Failed, match=r"^localhost.example cannot be reached: connection"):
        asking.ask(place("https://localhost.example"), MODEL, BODY, SHORT)


# --- the program ----------------------------------------------------------------


def audit(run: Run, server: Server, *more: str, **env: str) -> Ran:
    asked = ("--tokenizer", "anthropic", "--model", "opus-5.5", "--tokenizer-url", server.url)
    return run("audit", *asked, *more, env=env)


def two(tmp_path: Path) -> Path:
    long = "Write the changelog, tag the release and tell the others about it.\n" * 3
    return write(
        tmp_path,
        {"sweep/SKILL.md": skill("sweep", BODY), "cut/SKILL.md": skill("cut", f"# Cut\n\n{long}")},
    )


def test_an_audit_tells_the_scale_and_that_text_leaves(
    run: Run, server: Server, tmp_path: Path
) -> None:
    two(tmp_path)
    ran = audit(run, server, "sweep")
    host, times = server.url.removeprefix("http://"), counted(BODY) / tokens.count(BODY)
    assert ran.returncode == 0
    assert ran.stderr == (
        f"skilllint: 1 text (1 kB) goes to {host} to be counted for claude-opus-5-5\n"
    )
    told = " ".join(ran.stdout.split())
    ours, theirs = tokens.count(BODY), counted(BODY)
    both = f"body {ours} o200k tokens · {theirs} Claude Opus 5.5 tokens [exact]"
    assert f"{both} · listing 21" in told
    page = audit(run, server, "sweep", "--format", "markdown").stdout
    assert f"`sweep/SKILL.md`: {both} · a session re-sends " in page
    assert f"ITE in Claude Opus 5.5 tokens, o200k × {times:.4g} [exact] ·" in told
    source = f"[exact, counted by {host} for claude-opus-5-5, {date.today()}]"
    assert f"; o200k tokens × {times:.4g} for Claude Opus 5.5 {source};" in told


def test_json_tells_the_scale_of_each_skill(run: Run, server: Server, tmp_path: Path) -> None:
    two(tmp_path)
    report = json.loads(audit(run, server, "--format", "json", ".").stdout)
    scales = {one["name"]: one["cost"]["scale"] for one in report["skills"]}
    ends = sorted(scale["value"] for scale in scales.values())
    assert scales["sweep"]["value"] == counted(BODY) / tokens.count(BODY)
    assert {scale["tag"] for scale in scales.values()} == {"exact"}
    (line,) = [line for line in report["assumptions"] if "exact" in line]
    assert line.startswith(f"o200k tokens × {ends[0]:.4g}–{ends[1]:.4g} for Claude Opus 5.5 [exact")
    exact = {one["name"]: one["tokens"]["body_exact"] for one in report["skills"]}
    assert exact["sweep"] == counted(BODY)
    schema = json.loads((ROOT / "skilllint/data/report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    for one in report["skills"]:
        cost, scale = one["cost"], one["cost"]["scale"]["value"]
        assert cost["ite"]["p50"] > cost["occupancy"] * scale


def test_a_second_run_asks_nothing_and_says_nothing(
    run: Run, server: Server, tmp_path: Path
) -> None:
    two(tmp_path)
    first, again = audit(run, server), audit(run, server)
    assert len(server.asked) == 3
    assert again.stdout == first.stdout
    assert again.stderr == ""
    assert "[exact, counted by" in " ".join(first.stdout.split())


def test_without_an_answer_the_report_is_whole_and_the_status_2(
    run: Run, server: Server, tmp_path: Path
) -> None:
    two(tmp_path)
    server.answers.extend([error(401, "invalid x-api-key")] * 2)
    ran = audit(run, server)
    assert ran.returncode == 2
    host = server.url.removeprefix("http://")
    assert ran.stderr.splitlines()[1:] == [
        f"skilllint: 2 texts not counted: {host} answers 401 (invalid x-api-key); "
        "priced as without --tokenizer anthropic"
    ]
    assert ran.stdout == run("audit", "--model", "opus-5.5").stdout
    assert "Claude Opus 5.5: low end at p25" in " ".join(ran.stdout.split())


def test_a_count_that_is_missing_is_told_beside_those_that_came(
    run: Run, server: Server, tmp_path: Path
) -> None:
    two(tmp_path)
    server.answers.extend([COUNT, error(400, "too long \x1b[31m")])
    ran = audit(run, server)
    assert ran.returncode == 2
    assert "\x1b" not in ran.stderr
    assert "skilllint: 1 text not counted: " in ran.stderr
    told = " ".join(ran.stdout.split())
    assert told.count("tokens [exact] · listing") == 1
    assert ", 1 skill not counted; 5m cache" in told


def test_what_a_configuration_leaves_out_does_not_leave_the_machine(
    run: Run, server: Server, tmp_path: Path
) -> None:
    write(two(tmp_path), {"skilllint.toml": 'exclude = ["cut"]\n'})
    audit(run, server)
    assert server.texts == [BODY]


def test_the_command_line_goes_before_a_configured_scale(
    run: Run, server: Server, tmp_path: Path
) -> None:
    write(two(tmp_path), {"skilllint.toml": "[cost]\ntoken-scale = 9.5\n"})
    assert "9.5" not in audit(run, server).stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "--tokenizer anthropic needs --model, such as --model sonnet-5.5"),
        (
            ("--model", "gpt-5.5"),
            "--tokenizer anthropic: GPT-5.5 counts in o200k itself, there is nothing to ask",
        ),
        (
            ("--model", "opus-5.5", "--token-scale", "1.2"),
            "--token-scale is in the place of what --tokenizer anthropic asks for",
        ),
        (
            ("--model", "opus-5.5", "--tokenizer-url", "http://example.com"),
            "--tokenizer anthropic: http://example.com: only https may carry a key off "
            "this machine",
        ),
        (
            ("--model", "opus-5.5", "--tokenizer", "o200k", "--tokenizer-url", "https://x.y"),
            "--tokenizer-url goes with --tokenizer anthropic",
        ),
    ],
)
def test_wrong_requests_are_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    ran = run("audit", "--tokenizer", "anthropic", *arguments, two(tmp_path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"skilllint: {why}\n")


def test_an_unknown_model_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("audit", "--tokenizer", "anthropic", "--model", "opus-55", two(tmp_path))
    assert ran.returncode == 2
    assert ran.stderr.startswith("skilllint: ")
    assert ran.stderr.count("\n") == 1


def test_without_a_key_nothing_is_asked(run: Run, server: Server, tmp_path: Path) -> None:
    two(tmp_path)
    ran = audit(run, server, ANTHROPIC_API_KEY="")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: --tokenizer anthropic: no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN\n"
    )
    assert server.asked == []


@pytest.mark.parametrize(
    ("name", "value"), [*zip(counting.HOOKS, "111", strict=True), ("GIT_PREFIX", "")]
)
def test_never_in_a_hook(run: Run, server: Server, tmp_path: Path, name: str, value: str) -> None:
    two(tmp_path)
    ran = audit(run, server, **{name: value})
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: --tokenizer anthropic sends text over the network, never in a hook\n"
    )
    assert server.asked == []


def test_check_refuses_and_does_not_offer_it(run: Run, server: Server, tmp_path: Path) -> None:
    two(tmp_path)
    ran = run("check", "--tokenizer", "anthropic", env={"ANTHROPIC_BASE_URL": server.url})
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: --tokenizer is for audit alone: check runs in hooks, and sends nothing\n"
    )
    assert "--tokenizer" not in run("check", "--help").stdout
    assert "sends the text of each body" in " ".join(run("audit", "--help").stdout.split())
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert "tokenizer" not in hooks


@pytest.mark.parametrize("table", ["", "[cost]\n"])
@pytest.mark.parametrize("command", ["audit", "check"])
def test_no_configuration_turns_it_on(
    run: Run, server: Server, tmp_path: Path, table: str, command: str
) -> None:
    write(two(tmp_path), {"skilllint.toml": f'{table}tokenizer = "anthropic"\n'})
    ran = run(command, env={"ANTHROPIC_BASE_URL": server.url})
    assert ran.returncode == 2
    assert "tokenizer" in ran.stderr
    assert server.asked == []


def test_an_audit_that_is_not_asked_imports_no_network(tmp_path: Path) -> None:
    two(tmp_path)
    network = {"urllib.request", "http", "http.client", "ssl", "skilllint.exact"}
    assert imported("audit", ".", cwd=tmp_path) & network == set()
    assert imported("check", ".", cwd=tmp_path) & network == set()
