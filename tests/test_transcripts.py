"""Real sessions, each figure as it was computed on the originals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skilllint.transcripts import find, read
from skilllint.transcripts.inspect import shape


@pytest.fixture(scope="module")
def sessions(data: Path) -> Path:
    place = data / "transcripts" / "dev"
    if not place.is_dir():
        pytest.skip("SKILLLINT_DATA holds no transcripts")
    return place


def test_every_figure_of_real_sessions_is_as_expected(sessions: Path) -> None:
    expected = json.loads((sessions / "expected.json").read_text("utf-8"))
    found = find([sessions])
    assert not found.unread
    assert {one.name: shape(read(one.path)) for one in found.transcripts} == expected


def test_nothing_in_real_sessions_is_unknown_or_broken(sessions: Path) -> None:
    for one in find([sessions]).transcripts:
        log = read(one.path)
        assert (log.unknown, log.broken, log.long) == ({}, 0, 0)
