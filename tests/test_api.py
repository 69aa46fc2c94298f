"""What the README promises to those who call the program from Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BAD, REALISTIC, ROOT, Run, skill, surroundings, write

from skilllint import api
from skilllint.config import ConfigError


def test_check_finds_what_the_command_finds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for option in ({}, {"select": ["MD"]}, {"ignore": ["ST", "MD"]}, {"hosts": ["codex"]}):
        words = [f"--{key.removesuffix('s')}={','.join(value)}" for key, value in option.items()]
        told = json.loads(run("check", str(REALISTIC), "--format", "json", *words).stdout)
        found = api.check("fixtures/realistic", **option).shown(advice=False)
        assert [f.fingerprint for f in found] == [f["fingerprint"] for f in told["findings"]]
    assert found


def test_audit_weighs_and_prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep"), "sweep/references/a.md": "# A\n"})
    monkeypatch.chdir(tmp_path)
    (one,) = api.audit().skills
    assert one.skill.tokens.body == api.count(one.skill.source.body)
    assert one.skill.tokens.references == api.count("# A\n")
    (dear,) = api.audit(tmp_path / "sweep", calls=10, model="sonnet-5.5").skills
    assert dear.cost.usd_per_1000_sessions


def test_wrong_arguments_are_errors_and_wrong_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean"):
        api.check(tmp_path, select=["ST20l"])
    with pytest.raises(ConfigError, match="there is no host"):
        api.check(tmp_path, hosts=["emacs"])
    write(tmp_path, {"bad/SKILL.md": skill("bad", BAD), "skilllint.toml": "selekt = 1\n"})
    report = api.check(tmp_path, tmp_path / "nowhere")
    assert {one.cause for one in report.unread} == {"unreadable", "configuration"}


def test_strict_types_see_the_whole_api(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(
        "from skilllint.api import audit, check, count\n"
        "weights: list[int] = [one.skill.tokens.body for one in audit('x', calls=3).skills]\n"
        "codes: list[str] = [f.code for f in check('x', select=['MD']).findings]\n"
        "number: int = count('text')\n"
        "number = audit('x')\n",
        "utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "user.py"],
        cwd=tmp_path, env=surroundings({"MYPYPATH": str(ROOT)}), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "user.py:5: error: Incompatible types in assignment" in ran.stdout
    assert "Found 1 error in 1 file" in ran.stdout
