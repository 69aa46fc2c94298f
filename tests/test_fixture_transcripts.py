"""The synthetic transcripts are what their writer writes, and tell what they are there for."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from conftest import ROOT

from skilllint import transcripts
from skilllint.calibration.scales import fit, samples
from skilllint.transcripts import Load, Log

PLACE = ROOT / "fixtures" / "transcripts"
NINE = "plan-and-build"


@pytest.fixture(scope="module")
def logs() -> list[Log]:
    return [transcripts.read(path) for path in sorted(PLACE.rglob("*.jsonl"))]


def loads(logs: list[Log]) -> list[Load]:
    """Every load once, whatever copies there are."""
    return list({load.identity: load for log in logs for load in log.loads}.values())


def test_they_are_what_the_tool_writes() -> None:
    tool = ROOT / "tools" / "make_transcripts.py"
    ran = subprocess.run(
        [sys.executable, tool, "--check"], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (0, "as they would be written\n")


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in PLACE.rglob("*.jsonl")) < 1_700_000


def test_they_load_the_skills_of_the_other_fixture(logs: list[Log]) -> None:
    counted = Counter((load.skill, load.via) for load in loads(logs))
    assert counted == {
        ("plan-and-build", "Skill"): 9,
        ("release-train", "slash"): 6,
        ("api-client-generator", "Skill"): 7,
        ("audit-accessibility", "Skill"): 5,
        ("interview-notes", "Skill"): 2,
        ("incident-report", "Skill"): 1,
        ("sheet-tidy", "Skill"): 2,
        ("commit-helper", "slash"): 1,
        ("commit-helper", "Skill"): 1,
        ("commit-helper", "shell"): 1,
        ("commit-helper", "inject"): 3,
        ("deploy-service", "shell"): 1,
    }


def test_references_are_read_as_often_as_the_stories_say(logs: list[Log]) -> None:
    read = Counter(
        (load.skill, reading.path)
        for load in loads(logs)
        for reading in load.readings
        if load.via in ("Skill", "slash")
    )
    assert read[NINE, "references/review-questions.md"] == 1
    assert read["release-train", "references/changelog-style.md"] == 5
    assert read["audit-accessibility", "references/criteria.md"] == 5
    assert read["api-client-generator", "references/type-mapping.md"] == 1


def test_every_oddity_is_there(logs: list[Log]) -> None:
    assert [failure.skill for log in logs for failure in log.failures] == ["release"]
    assert [load.skill for load in loads(logs) if load.edited] == ["incident-report"]
    assert [load.skill for load in loads(logs) if load.reattached] == ["release-train"]
    assert {name for log in logs for name in log.unknown} == {"weather-report"}
    assert sum(log.repeats for log in logs) == 1
    assert {log.kind for log in logs} == {"main", "subagent"}
    calls = Counter(call.identity for log in logs for call in log.calls)
    assert max(calls.values()) == 2


def test_both_models_have_the_scale_they_were_given(logs: list[Log]) -> None:
    found = fit(one for log in logs for one in samples(log))
    told = {model: round(scale.value, 2) for model, scale in found.items()}
    assert told == {"claude-opus-4-6": 1.2, "claude-opus-4-8": 1.44}
