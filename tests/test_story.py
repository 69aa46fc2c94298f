"""From synthetic sessions to an audit: what an author is told, and where each number is from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import REALISTIC, ROOT, program

Json = dict[str, Any]


@pytest.fixture(scope="module")
def skills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    """The skills of the audit, by name."""
    place = tmp_path_factory.mktemp("story")
    sessions = ROOT / "fixtures" / "transcripts"
    counted = program("calibrate", sessions, "--no-cache", cwd=place)
    assert (counted.returncode, counted.stderr) == (0, "")
    told = ("--calibration", "calibration.json", "--model", "opus-4.6", "--format", "json")
    audited = program("audit", REALISTIC, *told, cwd=place)
    assert (audited.returncode, audited.stderr) == (0, "")
    return {each["name"]: each for each in json.loads(audited.stdout)["skills"]}


def test_a_skill_that_was_loaded_often_has_calls_of_its_own(skills: dict[str, Json]) -> None:
    cost = skills["plan-and-build"]["cost"]
    assert cost["calls"] == {"p25": 17, "p50": 20, "p75": 27}
    assert cost["source"].startswith("calls [measured n=9]; o200k × 1.2 (measured, n=14)")


def test_a_skill_with_two_loads_has_the_calls_of_all(skills: dict[str, Json]) -> None:
    cost = skills["interview-notes"]["cost"]
    assert cost["source"].startswith("calls [measured, all your skills n=33]")
    assert cost["calls"] == skills["changelog-writer"]["cost"]["calls"]


def test_loads_under_another_name_are_known_by_their_text(skills: dict[str, Json]) -> None:
    measured = skills["spreadsheet-cleanup"]["measured"]
    assert (measured["name"], measured["loads"]) == ("sheet-tidy", 2)


def test_a_load_that_edits_the_skill_is_dropped(skills: dict[str, Json]) -> None:
    assert skills["incident-report"]["measured"]["loads"] == 0


@pytest.mark.parametrize(
    ("skill", "file", "read", "better"),
    [
        ("plan-and-build", "review-questions.md", (1, 9), "not decided"),
        ("plan-and-build", "handover-template.md", (4, 9), "body"),
        ("release-train", "changelog-style.md", (5, 6), "body"),
        ("release-train", "migrations-in-a-release.md", (0, 6), "file"),
        ("audit-accessibility", "criteria.md", (5, 5), "body"),
    ],
)
def test_a_reference_is_weighed_by_how_often_it_was_read(
    skills: dict[str, Json], skill: str, file: str, read: tuple[int, int], better: str
) -> None:
    files = {Path(each["path"]).name: each for each in skills[skill]["measured"]["files"]}
    assert (files[file]["loads"]["count"], files[file]["loads"]["of"]) == read
    assert files[file]["better"] == better


def test_a_file_that_was_rarely_read_lets_no_look_up_table_leave(skills: dict[str, Json]) -> None:
    """Every run is sent to the fields; what is used where it stands leaves no trace."""
    blocks = {
        each["heading_path"][-1]: each for each in skills["api-client-generator"]["candidates"]
    }
    fields = blocks["Model Field Reference"]
    assert (fields["kind"], fields["band"], fields["rank"]) == ("reference", "possible", 5)
    assert (fields["probability"], fields["expected"]) == (None, None)
    assert fields["evidence"][0]["text"] == (
        "references/type-mapping.md was read in 1 of 7 loads: at least 14 % (4–38 %) of sessions "
        "need it, says calibration.json (measured n=7)"
    )
    assert fields["moves"][0]["pointer"] == (
        "For the model field reference, see `references/model-field-reference.md`."
    )
    assert {each["verdict"] for each in blocks.values()} == {"not decided"}


def test_a_block_that_was_always_needed_stays(skills: dict[str, Json]) -> None:
    """The part that leads to the criteria is too small to be a block, so it is the block's."""
    blocks = {
        each["heading_path"][-1]: each for each in skills["audit-accessibility"]["candidates"]
    }
    found = blocks["Common Issues"]
    assert found["verdict"] == "keep"
    assert "criteria.md was read in 5 of 5 loads" in found["evidence"][0]["text"]
