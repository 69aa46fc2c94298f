"""A second run reads only what changed, and says what the first one said."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logs import Claude, Codex, Writer

from skilllint import cachefolder, parallel
from skilllint.calibration import counting, gathering, pooling, state
from skilllint.calibration.gathering import Gathered, Part
from skilllint.model.measuring import Calibration
from skilllint.transcripts import find

unhurried = settings(deadline=None)

TODAY = date(2026, 11, 20)
FIXTURES = ROOT / "fixtures" / "transcripts"


def told(parts: Iterator[Part[Any]], _: int) -> Iterable[Part[Any]]:
    return parts


def gathered(root: Path, kept: Path | None, since: date | None = None) -> Gathered:
    return gathering.gather(find([root]).transcripts, kept, TODAY, since, told)


def pooled(found: Gathered) -> Calibration:
    return pooling.pool(found.counts, TODAY)


def session(root: Path, seed: int, writer: type[Writer] = Claude) -> Path:
    made: Any = writer(model="claude-opus-4-6", seed=seed)
    made.skill("/home/ann/.claude/skills/sweep", "\nSweep the floor.\n" * 9)
    made.work(seed)
    made.read("/home/ann/.claude/skills/sweep/references/rooms.md", "Rooms. " * 99)
    path: Path = made.save(root)
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "counts"


@pytest.fixture
def root(tmp_path: Path, kept: Path) -> Path:
    kept.parent.mkdir()
    folder = tmp_path / "sessions"
    for seed in (2, 5, 9):
        session(folder, seed)
    session(folder, 4, Codex)
    return folder


def test_a_second_run_reads_nothing_and_says_the_same(root: Path, kept: Path) -> None:
    first = gathered(root, kept)
    again = gathered(root, kept)
    assert (first.anew, again.anew) == (4, 0)
    assert pooled(first) == pooled(again) == pooled(gathered(root, None))
    assert pooled(first).hosts["claude-code"].pool.loads == 3


def test_a_second_run_writes_nothing(root: Path, kept: Path) -> None:
    gathered(root, kept)
    before = kept.stat().st_ino
    gathered(root, kept)
    assert kept.stat().st_ino == before


def test_real_counts_survive_being_kept(kept: Path, root: Path) -> None:
    first = gathered(FIXTURES, kept)
    again = gathered(FIXTURES, kept)
    assert again.anew == 0
    assert sorted(map(repr, first.counts)) == sorted(map(repr, again.counts))
    assert any(one.samples for one in again.counts)


def test_a_file_that_grew_is_read_again(root: Path, kept: Path) -> None:
    gathered(root, kept)
    path = session(root, 5)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    half = gathered(root, kept)
    path.write_bytes(whole)
    os.utime(path, ns=(0, 10**18))  # the clock went back; the file is another all the same
    found = gathered(root, kept)
    assert (half.anew, found.anew) == (1, 1)
    assert pooled(found) == pooled(gathered(root, None)) != pooled(half)


def test_a_file_that_is_gone_counts_no_more(root: Path, kept: Path) -> None:
    gathered(root, kept)
    session(root, 9).unlink()
    assert pooled(gathered(root, kept)).hosts["claude-code"].pool.loads == 2


def test_a_part_of_the_folders_keeps_the_counts_of_the_rest(root: Path, kept: Path) -> None:
    gathered(root, kept)
    session(root, 7)
    assert gathered(root / "claude", kept).anew == 1
    assert gathered(root, kept).anew == 0


def test_other_ways_to_a_file_are_one(root: Path, kept: Path, tmp_path: Path) -> None:
    gathered(root, kept)
    (tmp_path / "link").symlink_to(root)
    assert gathered(tmp_path / "link", kept).anew == 0


def test_sessions_before_a_day_are_left_out(root: Path, kept: Path) -> None:
    first = gathered(root, kept, date(2026, 5, 4))
    assert len(first.counts) == 4
    assert gathered(root, kept, date(2026, 5, 5)).counts == ()


def test_a_file_that_was_written_before_a_day_is_not_read(root: Path) -> None:
    path = session(root, 5)
    for day, read in ((3, 4), (2, 3)):
        moment = (date(2026, 5, day) - date(1970, 1, 1)).days * 86_400
        os.utime(path, (moment, moment))
        assert gathered(root, None, date(2026, 5, 4)).anew == read


@pytest.mark.parametrize("damage", [b"", b"\n", b"skilllint", b"[]", b"\0" * 999])
def test_what_another_program_left_is_as_nothing(root: Path, kept: Path, damage: bytes) -> None:
    kept.write_bytes(damage)
    assert gathered(root, kept).anew == 4
    assert gathered(root, kept).anew == 0


@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255), cut=st.booleans())
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30
)
def test_no_damage_goes_unseen(root: Path, kept: Path, place: float, byte: int, cut: bool) -> None:
    if not kept.exists():
        gathered(root, kept)
    whole = kept.read_bytes()
    at = int(place * len(whole))
    end = b"" if cut else bytes([whole[at] ^ byte]) + whole[at + 1 :]
    kept.write_bytes(whole[:at] + end)
    assert state.read(kept) == {}
    kept.write_bytes(whole)
    assert len(state.read(kept)) == 4


@pytest.mark.parametrize("body", [b"no zlib", zlib.compress(b"no json"), zlib.compress(b'{"a":1}')])
def test_another_shape_under_a_right_sum_is_as_nothing(kept: Path, root: Path, body: bytes) -> None:
    kept.write_bytes(state.heading(body) + b"\n" + body)
    assert state.read(kept) == {}


@pytest.mark.parametrize("name", ["FORM", "__version__"])
def test_counts_of_another_version_are_not_used(
    root: Path, kept: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered(root, kept)
    monkeypatch.setattr(state, name, "other")
    assert state.read(kept) == {}


def test_counts_that_nobody_used_for_long_are_dropped(root: Path, kept: Path) -> None:
    gathered(root, kept)
    old = state.read(kept)
    state.write(kept, old, TODAY + timedelta(days=state.DAYS))
    assert len(state.read(kept)) == 4
    state.write(kept, old, TODAY + timedelta(days=state.DAYS + 1))
    assert state.read(kept) == {}


def test_where_nothing_can_be_kept_all_is_read(root: Path, tmp_path: Path) -> None:
    nowhere = write(tmp_path, {"file": ""}) / "file" / "counts"
    assert gathered(root, nowhere).anew == gathered(root, nowhere).anew == 4


def test_what_is_kept_holds_no_text_path_or_id(root: Path, kept: Path) -> None:
    gathered(root, kept)
    text = zlib.decompress(kept.read_bytes().split(b"\n", 1)[1]).decode()
    for word in ("ann", "home", "shop", "Sweep", "msg_", "toolu", "req_", "sessions"):
        assert word not in text
    made = Claude(seed=5)
    assert made.session not in text
    assert "references/rooms.md" in text  # what a skill's folder holds may be kept


# --- processes ------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 3])
def test_several_processes_say_what_one_says(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = pooled(gathered(FIXTURES, None))
    monkeypatch.setattr(parallel, "processors", lambda: processes)
    monkeypatch.setattr(gathering, "ENOUGH", 50_000)
    assert pooled(gathered(FIXTURES, None)) == alone


def test_one_broken_reader_hides_no_other_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(log: Any) -> Any:
        if log.host == "codex":
            raise KeyError("what the user typed")
        return counting.count(log)

    monkeypatch.setattr(gathering, "count", broken)
    found = gathered(root, None)
    assert len(found.counts) == 3
    assert [(one.reason, one.crash) for one in found.unread] == [("internal error: KeyError", True)]


SIZES = st.lists(st.integers(0, 10**6), max_size=600)


@unhurried
@given(SIZES, st.integers(1, 10**6), st.integers(1, 4))
def test_runs_hold_everything_once_and_the_heaviest_first(
    sizes: list[int], enough: int, workers: int
) -> None:
    runs: list[Sequence[int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "processes", lambda _: 1)
        for _ in parallel.weighted(runs.append, sizes, int, enough * workers):
            pass
    assert [size for run in runs for size in run] == sorted(sizes, reverse=True)
    assert all(0 < len(run) <= parallel.CHUNK for run in runs)


def test_a_heavy_thing_is_a_run_of_its_own() -> None:
    runs = parallel.filled([900, 300, 200, 100, 50, 50, 1], int, 300)
    assert list(runs) == [[900], [300], [200, 100], [50, 50, 1]]


# --- the cache folder -------------------------------------------------------------


def test_the_cache_folder_is_where_the_system_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SKILLLINT_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    places = {"linux": ".cache/skilllint", "darwin": "Library/Caches/skilllint"}
    for system, place in places.items():
        monkeypatch.setattr("sys.platform", system)
        assert cachefolder.folder("counts") == tmp_path / place / "counts"
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cachefolder.root() == tmp_path / ".cache" / "skilllint"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cachefolder.root() == tmp_path / "xdg" / "skilllint"
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", str(tmp_path / "mine"))
    assert cachefolder.folder("counts") == tmp_path / "mine" / "counts"


def test_the_cache_folder_is_the_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", str(tmp_path / "mine"))
    found = cachefolder.folder("counts")
    assert found
    assert found.stat().st_mode & 0o777 == 0o700


def test_where_no_folder_can_be_made_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", str(tmp_path / "file"))
    assert cachefolder.folder("counts") is None
