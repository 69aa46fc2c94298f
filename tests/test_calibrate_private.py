"""A calibration holds counts, and nothing of what a user said, did or calls their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from logs import Claude
from sweeping import BODY, SWEEP, environment, held, swept, week

from skilllint.model.measuring import Calibration


def secrets(root: Path) -> Iterator[str]:
    """Every prompt, id, folder and other text of some sessions that is nobody's business."""
    for path in root.rglob("*.jsonl"):
        yield from path.relative_to(root).parts[:-1]
        yield from re.findall(r"[\da-f-]{36}", path.name)
        for line in path.read_text("utf-8").splitlines():
            with suppress(ValueError):
                yield from texts(json.loads(line))


PRIVATE = "cwd sessionId uuid parentUuid id message_id requestId text content stdout gitBranch cmd"


def texts(record: Any, name: str = "") -> Iterator[str]:
    """The texts of a record that hold ids, paths or words of the user and the model."""
    if isinstance(record, dict):
        for key, value in record.items():
            yield from texts(value, key)
    elif isinstance(record, list):
        for one in record:
            yield from texts(one, name)
    elif isinstance(record, str) and name in PRIVATE.split():
        yield record
        yield from (part for part in record.split("/") if " " not in part)


PUBLIC = {"", "skills", "references", "scripts", "claude", "codex", "cache", "sessions", "share"}
"""Parts of paths that are also words of ours."""


def allowed(calibration: Calibration) -> set[str]:
    """The words that may be in a calibration: names of skills, plugins, models and files."""
    words = set(PUBLIC)
    for use in calibration.hosts.values():
        words |= set(use.models) | set(use.left_out)
        for skill in use.skills:
            words |= {skill.name, skill.plugin or ""}
            words |= {p for v in skill.versions for f in v.files for p in (f, *f.split("/"))}
    return words


def leaks(root: Path, texts: Mapping[str, str], calibration: Calibration) -> set[tuple[str, str]]:
    known = allowed(calibration)
    found = {word.strip() for word in secrets(root)} - known
    return {
        (where, word)
        for where, text in texts.items()
        for word in found
        if len(word) > 3
        and word in text
        and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    }


@pytest.fixture(params=["made", "fixtures", "real"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "fixtures":
        return ROOT / "fixtures" / "transcripts"
    if request.param == "real":
        found: Path = request.getfixturevalue("data") / "transcripts" / "dev"
        if not found.is_dir():
            pytest.skip("SKILLLINT_DATA holds no transcripts")
        return found
    snoop = swept(9)
    snoop.bash(f"cat {SWEEP}/../other/private-notes.md {SWEEP}/a.md;cat /home/ann/secret-keys")
    snoop.read(f"{SWEEP}/../../private-notes.md")
    snoop.save(tmp_path / "sessions")
    return week(tmp_path / "sessions")


def test_no_prompt_path_or_session_is_written_or_shown(
    run: Run, root: Path, tmp_path: Path
) -> None:
    ran = run("calibrate", root, "--verbose", env=environment(tmp_path))
    assert ran.returncode == 0
    written = (tmp_path / "calibration.json").read_text("utf-8")
    shown = {"file": written, "table": ran.stdout, "errors": ran.stderr}
    assert leaks(root, shown, held(tmp_path)) == set()
    for word in ("/home", "Quimby", "acme", "private", "ann/", "..", "\\u"):
        assert word not in written


def test_the_search_for_leaks_finds_one(tmp_path: Path) -> None:
    sessions = week(tmp_path)
    session = next(sessions.rglob("claude/**/*.jsonl")).stem
    calibration = Calibration(date(2026, 11, 20), {})
    for secret in (
        session,
        "acme",
        "/home/dev/shop",
        "Please clean the rooms of Mr Quimby's villa",
    ):
        assert leaks(sessions, {"file": f'"{secret}": 1'}, calibration)


def test_hostile_names_are_shown_harmless(run: Run, tmp_path: Path) -> None:
    base, changed = (
        f"/home/ann/.claude/skills/\x1b[31m{name}\u202e|`x`" for name in ("red", "new")
    )
    for seed in range(2, 7):
        made = Claude(seed=seed)
        made.skill(base, BODY)
        made.call(("Read", {"file_path": f"{base}/::error::a|`b`\x07.md"}))
        made.skill(changed, BODY)
        made.call(("Write", {"file_path": f"{changed}/SKILL.md"}))
        made.work(2)
        made.save(tmp_path / "sessions")
    home = environment(tmp_path)
    for form in ("text", "markdown"):
        ran = run("calibrate", "sessions", "--format", form, "--no-cache", env=home)
        assert ran.returncode == 0
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]|^::", ran.stdout)
        assert ": :error::a" in ran.stdout
        assert re.search("31mnew.*left out", ran.stdout)
    assert not re.search(r"[^\\]\|`", ran.stdout.replace("| `", ""))
    assert "\x1b" not in (tmp_path / "calibration.json").read_text("utf-8")
