"""The JSON: it keeps to its schema, its numbers add up, and a skill is the same however named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import REALISTIC, ROOT, TORTURE, Run, program
from jsonschema import Draft202012Validator

Json = dict[str, Any]

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
QUARTILES = ("p25", "p50", "p75")
KEPT = 20_000
"""UTF-16 units of a body that Claude Code keeps after a compaction."""


def validator(shape: str) -> Draft202012Validator:
    """The schema of `audit` or of `check` alone, so that an error names the very key."""
    return Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{shape}"}]})


@cache
def printed(verb: str, *arguments: str) -> Json:
    """What a command prints as JSON about these paths, from the repository's folder."""
    ran = program(verb, "--format", "json", *arguments, cwd=ROOT)
    assert "Traceback" not in ran.stderr
    value = json.loads(ran.stdout)
    assert isinstance(value, dict)
    return value


@pytest.fixture(params=["realistic", "torture", "skills", "parents"])
def places(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Paths to audit: our fixtures, real skills, real single files."""
    if request.param in ("realistic", "torture"):
        return (f"fixtures/{request.param}",)
    data: Path = request.getfixturevalue("data")
    if request.param == "skills":
        return (str(data / "skills"),)
    return tuple(str(path) for path in sorted((data / "extraction" / "parents").glob("*.md")))


@pytest.fixture
def skills(places: tuple[str, ...]) -> list[Json]:
    found = printed("audit", *places)["skills"]
    assert isinstance(found, list)
    assert len(found) > 11
    return found


def sections(skill: Json) -> Iterator[Json]:
    """All sections of a skill, outermost first."""
    stack = list(reversed(skill["sections"]))
    while stack:
        section = stack.pop()
        yield section
        stack.extend(reversed(section["children"]))


# --- the schema -----------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert "version" in SCHEMA["description"]


def test_audit_keeps_to_the_schema(places: tuple[str, ...]) -> None:
    validator("audit").validate(printed("audit", *places))


def test_audit_with_a_price_keeps_to_the_schema() -> None:
    report = printed("audit", "--model", "sonnet-5.5", "--host", "codex", "fixtures/realistic")
    Draft202012Validator(SCHEMA).validate(report)
    candidates = [one for skill in report["skills"] for one in skill["candidates"]]
    assert candidates
    assert all("usd_per_1000_sessions" in one["saving"]["branch_taken"] for one in candidates)


def test_check_keeps_to_the_schema(places: tuple[str, ...]) -> None:
    validator("check").validate(printed("check", "--advice", "--as-skill", *places))


def test_advice_is_counted_whether_shown_or_not() -> None:
    shown, hidden = (printed("check", *more, "fixtures/realistic") for more in (("--advice",), ()))
    Draft202012Validator(SCHEMA).validate(hidden)
    advice = [one for one in shown["findings"] if one["confidence"] == "advice"]
    assert shown["advice"] == hidden["advice"] == len(advice) > 0
    assert [one for one in shown["findings"] if one not in advice] == hidden["findings"]


def test_check_and_audit_find_the_same() -> None:
    checked = printed("check", "--advice", "fixtures/realistic")["findings"]
    audited = printed("audit", "--sort", "path", "fixtures/realistic")["skills"]
    assert checked == [finding for skill in audited for finding in skill["findings"]]
    assert checked


# --- the arithmetic ----------------------------------------------------------------


def test_tiers_add_up(skills: list[Json]) -> None:
    for skill in skills:
        tokens = skill["tokens"]
        assert tokens["file"] == tokens["frontmatter"] + tokens["body"]
        for kind in ("reference", "script"):
            weighed = [file["tokens"] or 0 for file in tokens["files"] if file["kind"] == kind]
            assert tokens[f"{kind}s"] == sum(weighed)
        assert skill["cost"]["occupancy"] == tokens["body"]


def test_sections_add_up(skills: list[Json]) -> None:
    for skill in skills:
        body = skill["tokens"]["body"]
        assert sum(section["tokens"] for section in skill["sections"]) == body
        for section in sections(skill):
            below = section["children"]
            assert section["tokens"] == section["own_tokens"] + sum(one["tokens"] for one in below)
            assert section["share"] == pytest.approx(section["tokens"] / max(body, 1), abs=5.1e-5)
            assert 1 <= section["start"] <= section["end"] <= skill["lines"]
            inside = [section["start"], *(one["start"] for one in below)]
            assert inside == sorted(inside)
            assert all(one["end"] <= section["end"] for one in below)
            assert all(one["level"] > section["level"] for one in below)


def test_candidates_are_whole_sections_that_never_overlap(skills: list[Json]) -> None:
    for skill in skills:
        found = sorted(skill["candidates"], key=lambda one: int(one["start"]))
        assert all(before["end"] < after["start"] for before, after in pairwise(found))
        for one in found:
            inside = [s for s in sections(skill) if one["start"] <= s["start"] <= one["end"]]
            assert one["tokens"] == sum(section["own_tokens"] for section in inside)
            assert one["start"] == inside[0]["start"]
            assert one["end"] == max(section["end"] for section in inside)
            assert one["lines"] == one["end"] - one["start"] + 1
            share = one["tokens"] / skill["tokens"]["body"]
            assert one["share"] == pytest.approx(share, abs=5.1e-5)
            assert one["evidence"]
            assert all(one["start"] <= line["line"] <= one["end"] for line in one["keep"])


def test_savings_are_consistent(skills: list[Json]) -> None:
    """What moves cannot save more than it weighs, and where it is needed it saves less."""
    for skill in skills:
        for one in skill["candidates"]:
            idle, taken = one["saving"]["branch_not_taken"], one["saving"]["branch_taken"]
            assert 0 < idle["tokens"] < one["tokens"]
            for place in QUARTILES:
                assert taken["ite"][place] < idle["ite"][place]
                assert idle["resent"][place] <= one["tokens"] * skill["cost"]["calls"][place]
                assert 0 <= one["break_even_probability"][place] <= 1


def test_cost_is_the_body_times_the_calls(skills: list[Json]) -> None:
    """Exactly, for a body of which a compaction drops nothing; less for a longer one."""
    for skill in skills:
        cost = skill["cost"]
        dropped = any(cut["host"] == "claude-code" for cut in skill["cuts"])
        for place in QUARTILES:
            whole = cost["occupancy"] * cost["calls"][place]
            assert cost["resent"][place] <= whole
            assert dropped or cost["resent"][place] == whole
        assert cost["resent"]["p25"] <= cost["resent"]["p50"] <= cost["resent"]["p75"]
        assert cost["ite"]["p50"] <= cost["resent"]["p50"] or not cost["occupancy"]


def test_calls_are_those_asked_for() -> None:
    for skill in printed("audit", "--calls", "30", "--host", "codex", "fixtures/realistic")[
        "skills"
    ]:
        assert skill["cost"]["resent"] == dict.fromkeys(QUARTILES, 30 * skill["tokens"]["body"])


# --- names and order ----------------------------------------------------------------


def test_paths_are_posix_and_relative(run: Run, tmp_path: Path) -> None:
    shutil.copytree(REALISTIC, tmp_path / "a b" / "skills")
    inner = tmp_path / "a b" / "skills" / "commit-helper"
    for cwd, given, path in (
        (tmp_path, "a b", "a b/skills/commit-helper/SKILL.md"),
        (tmp_path, str(tmp_path), "a b/skills/commit-helper/SKILL.md"),
        (inner, ".", "SKILL.md"),
        (inner, "SKILL.md", "SKILL.md"),
        (inner.parent / "plan-and-build", "../commit-helper", "../commit-helper/SKILL.md"),
    ):
        report = json.loads(run("audit", "--format", "json", given, cwd=cwd).stdout)
        assert path in [skill["path"] for skill in report["skills"]]
    files = [file["path"] for skill in report["skills"] for file in skill["tokens"]["files"]]
    assert all(file.startswith("../commit-helper/") for file in files)


def test_findings_do_not_depend_on_how_a_skill_is_named(run: Run, tmp_path: Path) -> None:
    """As folder, file, file of the folder, repository; twice, backwards, absolute; run again."""
    (tmp_path / ".git").mkdir()
    for place in (REALISTIC, TORTURE):
        shutil.copytree(place, tmp_path / place.name)
    entries = sorted(
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if path.name.lower() == "skill.md"
    )
    folders = [str(Path(entry).parent) for entry in entries]
    references = [
        str(path.relative_to(tmp_path)) for path in tmp_path.glob("realistic/*/references/*.md")
    ]

    def found(*paths: str) -> list[Json]:
        ran = run("check", "--advice", "--format", "json", *paths)
        findings: list[Json] = json.loads(ran.stdout)["findings"]
        return sorted(findings, key=lambda one: (one["path"], one["start"], one["fingerprint"]))

    whole = found()
    assert len(whole) > 50
    assert len({one["fingerprint"] for one in whole}) == len(whole)
    assert found() == whole
    assert found(str(tmp_path)) == whole
    assert found("torture", "realistic") == whole
    assert found(*reversed(folders)) == whole
    assert found(*entries, *entries) == whole
    assert found(*references, *folders, ".") == whole
    for entry in entries[::9]:
        assert found(entry) == [one for one in whole if one["path"] == entry]
