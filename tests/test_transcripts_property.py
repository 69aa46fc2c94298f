"""Whatever a transcript holds, it is read; what must not matter does not."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import (
    BASE,
    CODEX_BASE,
    Meter,
    Record,
    answer,
    attachment,
    body,
    codex,
    compaction,
    item,
    line,
    load,
    meta,
    printed,
    result,
    said,
    shell,
    tool,
    turn,
    usage,
    write,
)

from skilllint.transcripts import Log, read
from skilllint.transcripts.files import Strange
from skilllint.transcripts.inspect import shape

EASY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def claude_code() -> list[Record]:
    """A session with all that is counted."""
    return [
        attachment("skill_listing", content="- sweep: Sweeps.", skillCount=1),
        said("Sweep"),
        *load(),
        answer("b", tool("r1", "Read", file_path=f"{BASE}/a.md"), used=usage(1, 2, 3)),
        answer("b", tool("r2", "Bash", command=f"sh {BASE}/run.sh")),
        result("r1"),
        answer("c", tool("f1", "Skill", skill="dust")),
        result("f1", "<tool_use_error>Unknown skill: dust</tool_use_error>"),
        compaction(),
        attachment("invoked_skills", skills=[{"name": "sweep", "content": "x"}]),
        body("/h/.claude/plugins/cache/m/house/1/skills/mop", source=None),
        answer("d", tool("e1", "Edit", file_path=f"{BASE}/SKILL.md"), isSidechain=True),
        answer("e", tool("e2", "Edit", file_path=f"{BASE}/SKILL.md")),
    ]


def codex_session() -> list[Record]:
    meter = Meter()
    text = "<skill>\n<name>mop</name>\n<path>/h/skills/mop/SKILL.md</path>\nMop.\n</skill>"
    patch = f"*** Begin Patch\n*** Update File: {CODEX_BASE}/SKILL.md\n*** End Patch"
    return [
        meta(),
        turn(),
        shell(f"sed -n '1,240p' {CODEX_BASE}/SKILL.md"),
        printed(12),
        meter.call(),
        item("message", role="user", content=[{"type": "input_text", "text": text}]),
        shell(["bash", "-lc", f"cat {CODEX_BASE}/a.md"], "c2"),
        meter.call(),
        meter.repeat(),
        codex("compacted", {"message": "", "replacement_history": []}),
        item("custom_tool_call", name="apply_patch", input=patch),
        meter.call(),
    ]


HOSTS = pytest.mark.parametrize("session", [claude_code, codex_session])
Session = Callable[[], list[Record]]


def sound(log: Log) -> None:
    """What is true of every log."""
    calls = len(log.calls)
    for one in log.loads:
        assert 0 <= one.to_compaction <= one.after
        assert one.before >= 0
        assert one.before + one.after == calls
        assert one.growth is None or one.growth > 0
        assert (one.characters is None) == (one.text is None)
        for reading in one.readings:
            assert reading.after >= 0
            assert reading.reads >= 1
            assert reading.prompt >= 0
            assert "\\" not in reading.path
            assert not reading.path.startswith("/")
    for call in log.calls:
        assert min(call.uncached, call.cached, call.written, call.output) >= 0
    assert list(log.compactions) == sorted(log.compactions)
    json.dumps(shape(log))


def stamped(records: Iterable[Record]) -> list[bytes]:
    return [line(one, tick) + b"\n" for tick, one in enumerate(records)]


@HOSTS
@EASY
@given(data=st.data())
def test_every_beginning_of_a_log_is_read(session: Session, tmp_path: Path, data: Any) -> None:
    lines = stamped(session())
    whole = b"".join(lines)
    cut = data.draw(st.integers(len(lines[0]), len(whole)))
    path = tmp_path / "s.jsonl"
    path.write_bytes(whole[:cut])
    log = read(path)
    sound(log)
    ended = whole[:cut].count(b"\n")
    assert ended <= log.records <= ended + 1
    assert log.broken == 0


@HOSTS
@EASY
@given(junk=st.lists(st.tuples(st.integers(1, 12), st.binary(max_size=40)), max_size=6))
def test_junk_between_the_lines_is_only_counted(
    session: Session, tmp_path: Path, junk: list[tuple[int, bytes]]
) -> None:
    records = session()
    plain = read(write(tmp_path / "plain.jsonl", records))
    lines: list[bytes] = [one[:-1] for one in stamped(records)]
    broken = [(at, b"#" + one.replace(b"\n", b" ")) for at, one in junk]
    for at, one in broken:
        lines.insert(at, one)
    log = read(write(tmp_path / "junk.jsonl", lines))
    assert log == replace(plain, broken=len(broken))


@EASY
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(data)
    with suppress(Strange):
        sound(read(path))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)


def spots(value: Any, way: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """The ways to all values inside a JSON value."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield (*way, key)
        yield from spots(value[key], (*way, key))


@HOSTS
@settings(EASY, max_examples=400)
@given(data=st.data())
def test_any_value_may_stand_anywhere(session: Session, tmp_path: Path, data: Any) -> None:
    records = json.loads(json.dumps(session()))
    for _ in range(data.draw(st.integers(1, 3))):
        record = records[data.draw(st.integers(0, len(records) - 1))]
        *way, last = data.draw(st.sampled_from(list(spots(record)) or [("type",)]))
        inner: Any = record
        for key in way:
            inner = inner[key]
        inner[last] = data.draw(JSON)
    path = write(tmp_path / "s.jsonl", [session()[0], *records])
    sound(read(path))


@HOSTS
@EASY
@given(seed=st.integers(0, 10**6))
def test_the_order_of_lines_does_not_matter(session: Session, tmp_path: Path, seed: int) -> None:
    lines = [one[:-1] for one in stamped(session())]
    plain = read(write(tmp_path / "plain.jsonl", lines))
    random.Random(seed).shuffle(lines)
    shuffled = read(write(tmp_path / "shuffled.jsonl", lines))
    assert shuffled == plain


@EASY
@given(again=st.lists(st.integers(0, 14), max_size=8))
def test_a_copy_of_a_record_adds_nothing(tmp_path: Path, again: list[int]) -> None:
    lines = [one[:-1] for one in stamped(claude_code())]
    plain = read(write(tmp_path / "plain.jsonl", lines))
    copies = [lines[at] for at in again if at < len(lines)]
    twice = read(write(tmp_path / "twice.jsonl", [*lines, *copies]))
    assert twice == replace(plain, records=len(lines) + len(copies))


# --- cost ------------------------------------------------------------------------------------


def steps(work: Callable[[], object]) -> int:
    """How many functions some work calls."""
    count = 0

    def see(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def long_claude(times: int) -> list[Record]:
    """A session that loads, reads, writes and is compacted again and again."""
    records: list[Record] = []
    for at in range(times):
        base = f"/h/.claude/skills/s{at % 5}"
        command = f"cat {base}/f{at % 7}.md > {base}/out"
        records += load(base, f"t{at}", f"l{at}")
        records += [answer(f"a{at}", tool(f"r{at}", "Bash", command=command)), result(f"r{at}")]
        kept = [{"name": f"s{n}", "content": ""} for n in range(5)]
        records += [compaction(), attachment("invoked_skills", skills=kept)]
    return records


def long_codex(times: int) -> list[Record]:
    meter = Meter()
    records = [meta()]
    for at in range(times):
        base = f"/h/.codex/skills/s{at % 5}"
        command = f"cat {base}/SKILL.md {base}/f{at % 7}.md > {base}/out"
        records += [shell(command, f"c{at}"), printed(3, f"c{at}"), meter.call(100 + at)]
        records += [codex("compacted", {})]
    return records


@pytest.mark.parametrize("session", [long_claude, long_codex])
def test_the_work_grows_with_the_log(
    session: Callable[[int], list[Record]], tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{times}.jsonl", session(times)) for times in (50, 100, 200)]
    read(paths[0])  # what is kept for the next time
    small, middle, large = (steps(partial(read, path)) for path in paths)
    assert (large - middle) < 2.2 * (middle - small)
