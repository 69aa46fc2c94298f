"""Work on several processors gives what one processor gives."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, parallel
from skilllint.parallel import CHUNK, ENOUGH

MANY = 3 * ENOUGH


@pytest.fixture(params=[1, 3])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number: int = request.param
    monkeypatch.setattr(parallel, "processors", lambda: number)
    return number


def doubled(numbers: Sequence[int]) -> tuple[list[int], int]:
    time.sleep(0.05)  # long enough that no process takes another's share
    return [number * 2 for number in numbers], os.getpid()


def test_results_come_in_order_from_as_many_processes(processors: int) -> None:
    results = list(parallel.chunks(doubled, range(MANY)))
    assert [number for part, _ in results for number in part] == [2 * n for n in range(MANY)]
    assert len({process for _, process in results}) == processors
    assert (os.getpid() in {process for _, process in results}) == (processors == 1)


@given(st.integers(0, 3 * CHUNK))
def test_nothing_is_left_out_or_done_twice(things: int) -> None:
    parts = list(parallel.chunks(list, range(min(things, ENOUGH))))
    assert [n for part in parts for n in part] == list(range(min(things, ENOUGH)))


def test_processes_begin_before_a_result_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    mine = {process.pid for process in multiprocessing.active_children()}
    parts = parallel.chunks(list, range(MANY))
    begun = {process.pid for process in multiprocessing.active_children()} - mine
    assert len(begun) == 3
    assert [number for part in parts for number in part] == list(range(MANY))
    assert {process.pid for process in multiprocessing.active_children()} == mine


def refused(numbers: Sequence[int]) -> int:
    raise ValueError("no such number")


def test_an_error_is_raised_where_it_is_waited_for(processors: int) -> None:
    with pytest.raises(ValueError, match="no such number"):
        list(parallel.chunks(refused, range(MANY)))


HERE = os.getpid()


def killed(numbers: Sequence[int]) -> list[int]:
    if 0 in numbers and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number * 2 for number in numbers]


def test_what_a_killed_process_leaves_is_done_here(processors: int) -> None:
    results = list(parallel.chunks(killed, range(MANY)))
    assert [number for part in results for number in part] == [2 * n for n in range(MANY)]


def test_few_things_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 64)
    ((_, process),) = parallel.chunks(doubled, range(2 * ENOUGH - 1))
    assert process == os.getpid()


def test_findings_do_not_depend_on_how_a_skill_was_named(run: Run, tmp_path: Path) -> None:
    texts = {f"skills/s{n}/SKILL.md": skill(f"s{n}", BAD if n % 3 else "# A\n") for n in range(60)}
    write(tmp_path, texts)
    (tmp_path / ".git").mkdir()

    def found(*paths: str) -> list[dict[str, object]]:
        ran = run("check", *paths, "--format", "json")
        listed = json.loads(ran.stdout)["findings"]
        return sorted(listed, key=lambda finding: str(finding["fingerprint"]))

    whole = found(".")
    assert len(whole) == 40
    assert found("skills") == whole
    assert found(*texts) == whole
    assert found(*reversed(texts)) == whole
    alone = [found(path) for path in texts]
    assert sorted((f for one in alone for f in one), key=lambda f: str(f["fingerprint"])) == whole


def test_real_skills_are_found_alike_by_one_process_and_two(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = []
    for number in (1, 2):
        monkeypatch.setattr(parallel, "processors", lambda number=number: number)
        reports.append(audit.run([data / "skills"], audit.Request(files=True)))
    assert reports[0] == reports[1]


def test_real_findings_do_not_depend_on_how_a_skill_was_named(data: Path) -> None:
    def found(*paths: Path) -> list[tuple[str, str]]:
        report = audit.run(paths, audit.Request())
        told = [f for f in report.findings if not f.code.startswith("XS")]
        return sorted((f.fingerprint, f.message) for f in told)

    files = sorted((data / "skills").rglob("SKILL.md"))[::5]
    whole = found(*files)
    assert len(whole) > 50
    assert found(*reversed(files)) == whole
    assert sorted(one for file in files for one in found(file)) == whole
    assert sorted(one for file in files for one in found(file.parent)) == whole
