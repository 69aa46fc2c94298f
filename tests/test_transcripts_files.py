"""Files of transcripts: found, told apart, and read line by line however they are broken."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from records import (
    CODEX_BASE,
    Meter,
    answer,
    claude,
    codex,
    compaction,
    item,
    line,
    load,
    log,
    meta,
    shell,
    write,
)

from skilllint import transcripts
from skilllint.transcripts import find, read
from skilllint.transcripts.files import Strange
from skilllint.transcripts.lines import Lines
from skilllint.transcripts.records import seconds

MiB = 1024 * 1024


def lines(data: bytes, longest: int = 8, size: int | None = None) -> tuple[list[bytes], int]:
    """The lines of some bytes, and how many were too long."""
    file = Lines(io.BufferedReader(io.BytesIO(data)), len(data) if size is None else size, longest)
    return list(file), file.long


# --- lines ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found", "long"),
    [
        (b"", [], 0),
        (b"a\nbc\n", [b"a\n", b"bc\n"], 0),
        (b"a\n\nb", [b"a\n", b"\n", b"b"], 0),
        (b"1234567\n1\n", [b"1234567\n", b"1\n"], 0),
        (b"12345678\n1\n", [b"1\n"], 1),
        (b"1\n123456789012345678901234567890\n1\n", [b"1\n", b"1\n"], 1),
        (b"1\n12345678", [b"1\n"], 1),
        (b"1\n1234567", [b"1\n", b"1234567"], 0),
    ],
)
def test_lines_but_the_long_ones(data: bytes, found: list[bytes], long: int) -> None:
    assert lines(data) == (found, long)


def test_what_was_appended_meanwhile_is_not_read() -> None:
    assert lines(b"one\ntwo\nthree\n", size=6) == ([b"one\n", b"tw"], 0)
    assert lines(b"one\n", size=60) == ([b"one\n"], 0)


class Endless(io.RawIOBase):
    """A file of one line, of which nothing is held."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(len(buffer), self.left)
        self.left -= size
        buffer[:size] = b"x" * size
        return size


def test_a_line_of_100_mb_is_not_held() -> None:
    size = 100 * MiB
    file = Lines(io.BufferedReader(Endless(size), 64 * 1024), size, longest=MiB)
    tracemalloc.start()
    found = list(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found, file.long) == ([], 1)
    assert peak < 4 * MiB


def test_long_lines_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skilllint.transcripts.lines.LONGEST", 4096)
    big = answer("b", {"type": "text", "text": "x" * 5000})
    one = log(tmp_path, [answer("a"), big, answer("c")])
    assert (len(one.calls), one.long, one.records, one.broken) == (2, 1, 2, 0)


def test_a_compaction_that_is_too_long_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skilllint.transcripts.lines.LONGEST", 8192)
    meter, skill = Meter(), f"cat {CODEX_BASE}/SKILL.md"
    history = [item("message", role="user", content="x" * 9000)["payload"]]
    quoted = item("message", role="user", content='{"type":"compacted"}' + "x" * 9000)
    inner = codex("event_msg", {"type": "compacted", "text": "x" * 9000})
    records = [
        meta(),
        shell(skill),
        meter.call(),
        quoted,
        inner,
        meter.call(),
        codex("compacted", {"message": "", "replacement_history": history}),
        meter.call(),
    ]
    one = log(tmp_path, records)
    assert (one.compactions, one.long, one.records, one.broken) == ((2,), 3, 6, 0)
    assert one.loads[0].to_compaction == 2
    late = {**records[6], "timestamp": "2026-03-01T00:00:00Z"}
    assert log(tmp_path, [*records[:6], records[7], late]).compactions == (0,)


def test_an_answer_that_is_too_long_loses_its_call_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skilllint.transcripts.lines.LONGEST", 4096)
    call, *rest = load()
    call["message"]["content"].append({"type": "text", "text": "x" * 5000})
    one = log(tmp_path, [answer("a"), call, *rest, compaction(), answer("b")])
    assert (len(one.calls), one.long, one.broken) == (2, 1, 0)
    assert [(o.skill, o.via, o.before, o.compacted) for o in one.loads] == [
        ("sweep", "Skill", 1, True)
    ]


# --- records --------------------------------------------------------------------------------


def test_broken_lines_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    good, other = line(answer("a")), line(answer("b"))
    broken = [good[:-9], b"[]", b"3", b'"x"', b"null", b"\0\0\0", b"[" * 100_000]
    one = log(tmp_path, [good, *broken, b"", b"  ", b"\xef\xbb\xbf" + other])
    assert (len(one.calls), one.records, one.broken) == (2, 2, len(broken))


def test_a_half_written_last_line_is_not_broken(tmp_path: Path) -> None:
    path = write(tmp_path / "s.jsonl", [answer("a"), answer("b")])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert (read(path).records, read(path).broken) == (2, 0)
    path.write_bytes(whole[:-20])
    assert (read(path).records, read(path).broken) == (1, 0)


def test_bytes_that_are_no_utf8_spoil_only_themselves(tmp_path: Path) -> None:
    odd = line(answer("a", {"type": "text", "text": "?"})).replace(b"?", b"\xff\xfe")
    surrogate = line(claude("user", message={"content": "?"})).replace(b"?", rb"\ud800")
    huge = line(answer("b", model="?")).replace(b": 1}", b": " + b"9" * 5000 + b"}")
    one = log(tmp_path, [odd, surrogate, huge, answer("c", model="\ud800")])
    assert (len(one.calls), one.records, one.broken) == (2, 3, 1)


def test_spaces_escapes_and_the_order_of_keys_do_not_matter(tmp_path: Path) -> None:
    record = json.loads(line(answer("a")))
    turned = json.dumps(dict(reversed(record.items())), indent=1).replace("\n", "  ")
    escaped = json.dumps(record).replace("/", r"\/").replace("a", r"\u0061")
    plain = log(tmp_path, [line(answer("z")), json.dumps(record)])
    for other in (turned, escaped.replace(r"\u0061", "a")):
        assert log(tmp_path, [line(answer("z")), other]) == plain


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("1970-01-01T00:00:01Z", 1.0),
        ("1970-01-01T00:00:01.5", 1.5),
        ("1970-01-01T01:00:01.500+01:00", 1.5),
        (1_772_323_200, 1_772_323_200.0),
        (1_772_323_200_500, 1_772_323_200.5),
        ("tomorrow", None),
        ("", None),
        (None, None),
        (-1, None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        (10**400, None),
        (float("nan"), None),
        (1e300, None),
        ([], None),
    ],
)
def test_a_time_stamp(stamp: object, moment: float | None) -> None:
    assert seconds(stamp) == moment


# --- whose ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "host"),
    [
        (answer("a"), "claude-code"),
        (claude("mode", mode="plan"), "claude-code"),
        ({"type": "summary", "summary": "x", "leafUuid": "u"}, "claude-code"),
        ({"type": "file-history-snapshot", "snapshot": {}}, "claude-code"),
        (answer("a", {"type": "text", "text": "x" * 70_000}), "claude-code"),
        (meta(), "codex"),
        (meta(base_instructions={"text": "x" * 70_000}), "codex"),
        (codex("event_msg", {}), "codex"),
        ({"display": "hi", "sessionId": "s"}, None),
        ({"type": "message", "payload": {}}, None),
        ({"type": "item", "sessionId": "s"}, None),
        ({}, None),
        (b"not json", None),
        (b"", None),
    ],
)
def test_the_host_is_known_from_the_first_records(
    tmp_path: Path, record: dict[str, object] | bytes, host: str | None
) -> None:
    path = write(tmp_path / "rollout-x.jsonl", [record])
    found = find([tmp_path]).transcripts
    assert [one.host for one in found] == [host] * (host is not None)
    if host:
        assert read(path).host == host
    else:
        with pytest.raises(Strange, match="no transcript"):
            read(path)


@pytest.mark.parametrize(
    ("first", "second", "host"),
    [
        (
            {"type": "file-history-snapshot", "snapshot": {"a": "x" * 70_000}},
            answer("a"),
            "claude-code",
        ),
        (codex("dream", {"text": "x" * 200_000}), meta(), "codex"),
        ({"type": "dream", "text": "x" * 70_000}, {"type": "dream"}, None),
    ],
)
def test_the_host_is_known_from_records_behind_a_long_one(
    tmp_path: Path, first: dict[str, object], second: dict[str, object], host: str | None
) -> None:
    long = {"type": "dream", "text": "x" * 70_000}
    path = write(tmp_path / "a.jsonl", [first, long, second])
    assert [one.host for one in find([tmp_path]).transcripts] == [host] * (host is not None)
    if host:
        assert (read(path).host, read(path).records) == (host, 3)


def test_a_file_of_another_kind_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skilllint.transcripts.files.DECODED", 70_000)
    monkeypatch.setattr("skilllint.transcripts.files.DEEP", 200_000)
    short, long = [{"type": "dream", "text": "x" * 700}] * 200, [{"text": "x" * 210_000}]
    write(tmp_path / "short.jsonl", [*short, meta()])
    write(tmp_path / "long.jsonl", [*long, meta()])
    assert not find([tmp_path]).transcripts


def test_a_first_line_that_is_broken_hides_nothing(tmp_path: Path) -> None:
    assert log(tmp_path, [b"{broken", {"type": "dream"}, meta(), shell("ls")]).host == "codex"


# --- found ------------------------------------------------------------------------------------


def test_transcripts_below_folders(tmp_path: Path) -> None:
    write(tmp_path / "b" / "two.jsonl", [meta()])
    write(tmp_path / "a" / "deep" / "one.jsonl", [answer("a")])
    write(tmp_path / "a" / "notes.jsonl", [{"a": 1}])
    write(tmp_path / "a" / "one.json", [answer("a")])
    found = find([tmp_path, tmp_path / "a", tmp_path / "b" / "two.jsonl"])
    assert [one.name for one in found.transcripts] == ["a/deep/one.jsonl", "b/two.jsonl"]
    assert [one.host for one in found.transcripts] == ["claude-code", "codex"]
    first = found.transcripts[0]
    about = first.path.stat()
    assert (first.size, first.modified, first.root) == (about.st_size, about.st_mtime_ns, tmp_path)
    assert not found.unread
    assert [one.name for one in find([tmp_path], "codex").transcripts] == ["b/two.jsonl"]
    assert [one.name for one in find([tmp_path / "b" / "two.jsonl"]).transcripts] == ["two.jsonl"]


def test_links_that_lead_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.jsonl", [answer("a")])
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "same.jsonl").symlink_to(tmp_path / "a" / "one.jsonl")
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    found = find([tmp_path])
    assert len(found.transcripts) == 1
    assert found.unread == ((str(tmp_path / "gone.jsonl"), "no such file or directory"),)


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = write(tmp_path / "good.jsonl", [answer("a")])
    shut = write(tmp_path / "shut.jsonl", [answer("a")])
    whole = Path.open

    def refuse(path: Path, *given: object, **more: object) -> object:
        if path == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, *given, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    found = find([tmp_path, tmp_path / "missing"])
    assert [one.path for one in found.transcripts] == [good]
    assert found.unread == (
        (str(shut), "permission denied"),
        (str(tmp_path / "missing"), "no such file or directory"),
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert find([tmp_path]) == transcripts.files.Found((), ())


def test_the_room_is_light_until_something_is_read() -> None:
    program = "import sys, skilllint.transcripts; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "skilllint.transcripts.log" in loaded
    assert not loaded & {"json", "hashlib", "skilllint.transcripts.files"}
