"""The shell of docs/review.md that keeps one note on a GitLab merge request, run against one."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import command, surroundings
from histories import BODY, SWEEP, floor, inside
from test_review_page import GITLAB

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not all(map(shutil.which, ("sh", "curl", "jq"))),
    reason="sh, curl and jq are not all here",
)

JOB = yaml.safe_load(GITLAB[0][1])["skilllint-note"]
SCRIPT = JOB["script"][-1]
NOTES = "/api/v4/projects/7/merge_requests/12/notes"
ME, SOMEBODY = 40, 41
PAGE = 100
"""Notes that GitLab gives at most at once."""


class GitLab:
    """The notes of one merge request; `log` is every request that there was."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.log: list[str] = []
        place = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                place.answer(self)

            do_POST = do_PUT = do_GET  # noqa: N815

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def write(self, author: int, body: str) -> dict[str, Any]:
        """A new note."""
        note = {"id": 1000 + len(self.notes), "body": body, "author": {"id": author}}
        self.notes.append(note | {"system": False})
        return self.notes[-1]

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        parts = urlsplit(asked.path)
        self.log.append(f"{asked.command} {parts.path}")
        assert asked.headers["PRIVATE-TOKEN"] == "glsecret"
        if asked.command == "GET" and parts.path == "/api/v4/user":
            self.reply(asked, 200, {"id": ME})
        elif asked.command == "GET" and parts.path == NOTES:
            query = {key: one for key, [one] in parse_qs(parts.query).items()}
            assert query["sort"] == "asc"
            assert query["order_by"] == "created_at"
            first = (int(query["page"]) - 1) * int(query["per_page"])
            assert int(query["per_page"]) == PAGE
            further = int(query["page"]) + 1 if first + PAGE < len(self.notes) else ""
            self.reply(asked, 200, self.notes[first : first + PAGE], {"X-Next-Page": str(further)})
        else:
            body = json.loads(asked.rfile.read(int(asked.headers["Content-Length"])))["body"]
            if asked.command == "POST" and parts.path == NOTES:
                self.reply(asked, 201, self.write(ME, body))
                return
            assert asked.command == "PUT"
            (note,) = (one for one in self.notes if f"{NOTES}/{one['id']}" == parts.path)
            assert note["author"]["id"] == ME
            note["body"] = body
            self.reply(asked, 200, note)

    def reply(
        self,
        asked: BaseHTTPRequestHandler,
        status: int,
        said: object,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Send an answer."""
        text = json.dumps(said).encode()
        asked.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **(headers or {})}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(text)


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    found = GitLab()
    thread = Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def run(gitlab: GitLab, place: Path, summary: str, skills: int = 1) -> int:
    """Run the job's last line after a review of so many skills; its exit status."""
    (place / "skilllint.md").write_text(summary, "utf-8")
    (place / "skilllint.json").write_text(json.dumps({"skills": [{}] * skills}))
    shim, real = place / "bin" / "curl", shutil.which("curl")
    shim.parent.mkdir(exist_ok=True)
    shim.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{place}/arguments"\nexec {real} "$@"\n')
    shim.chmod(0o755)
    port = gitlab.server.server_address[1]
    done = subprocess.run(
        ["sh", "-e", "-c", SCRIPT],
        check=False,
        cwd=place,
        env={
            "PATH": f"{shim.parent}:{Path(str(shutil.which('jq'))).parent}:/usr/bin:/bin",
            "CI_API_V4_URL": f"http://127.0.0.1:{port}/api/v4",
            "CI_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_IID": "12",
            "SKILLLINT_TOKEN": "glsecret",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "glsecret" not in done.stdout + done.stderr + (place / "arguments").read_text("utf-8")
    return done.returncode


def mine(gitlab: GitLab) -> list[str]:
    """What the notes of the token's own user say."""
    return [one["body"] for one in gitlab.notes if one["author"]["id"] == ME]


def test_one_note_is_posted_and_from_then_on_edited(gitlab: GitLab, tmp_path: Path) -> None:
    gitlab.write(SOMEBODY, "looks good")
    for said in ("first", 'second with "quotes", `$(touch pwned)` and\na line', "third"):
        assert run(gitlab, tmp_path, said) == 0
        assert mine(gitlab) == [f"<!-- skilllint -->\n\n{said}"]
    assert not (tmp_path / "pwned").exists()


def test_it_is_found_behind_many_others_and_others_with_its_marker_stay(
    gitlab: GitLab, tmp_path: Path
) -> None:
    theirs = "<!-- skilllint -->\n\nnot the bot's"
    for _ in range(2 * PAGE + 50):
        gitlab.write(SOMEBODY, theirs)
    gitlab.write(ME, "another job's note")
    for said in ("first", "second"):
        assert run(gitlab, tmp_path, said) == 0
    assert mine(gitlab) == ["another job's note", "<!-- skilllint -->\n\nsecond"]
    assert {one["body"] for one in gitlab.notes if one["author"]["id"] == SOMEBODY} == {theirs}


def test_nothing_is_posted_where_no_skill_changed_and_no_note_stands(
    gitlab: GitLab, tmp_path: Path
) -> None:
    assert run(gitlab, tmp_path, "nothing", skills=0) == 0
    assert [one for one in gitlab.log if not one.startswith("GET")] == []
    assert run(gitlab, tmp_path, "something") == 0
    assert run(gitlab, tmp_path, "nothing any more", skills=0) == 0
    assert mine(gitlab) == ["<!-- skilllint -->\n\nnothing any more"]


def test_an_answer_that_is_none_stops_it_before_anything_is_written(
    gitlab: GitLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GitLab, "answer", lambda self, asked: self.reply(asked, 502, {}))
    assert run(gitlab, tmp_path, "first") != 0
    assert gitlab.notes == []


def test_the_first_job_writes_what_the_second_posts(
    gitlab: GitLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = inside(tmp_path / "clone", monkeypatch)
    before = history.git("rev-parse", "HEAD")
    after = history.commit({"skills/floor/SKILL.md": floor(BODY + SWEEP)})
    review = yaml.safe_load(GITLAB[0][1])["skilllint"]["script"]
    here = [line for line in review if not line.startswith(("apt-get", "pip"))]
    shim = tmp_path / "bin" / "skilllint"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.join(command())} "$@"\n')
    shim.chmod(0o755)
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    commits = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": before, "CI_COMMIT_SHA": after}
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(here)],
        check=False,
        cwd=history.place,
        env={**surroundings(commits), "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (history.place / "gl-code-quality-report.json").stat().st_size
    summary = (history.place / "skilllint.md").read_text("utf-8")
    assert json.loads((history.place / "skilllint.json").read_text("utf-8"))["head"] == after
    assert run(gitlab, tmp_path, summary) == 0
    assert mine(gitlab) == [f"<!-- skilllint -->\n\n{summary}"]


def test_only_one_job_of_a_merge_request_runs_at_a_time() -> None:
    assert JOB["resource_group"] == "skilllint-$CI_MERGE_REQUEST_IID"
    assert re.search(r"\$SKILLLINT_TOKEN\b", JOB["rules"][0]["if"])
