"""Nobody waits for a package that the command does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import skill, surroundings, write
from histories import inside

PROBE = """\
import sys
from skilllint.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as end:
    status = end.code
print(*sys.modules, sep=" ", file=sys.stderr)
sys.exit(status)
"""
HEAVY = {"markdown_it", "yaml", "rich", "tiktoken", "pathspec", "tomllib", "dataclasses", "typing"}

COUNTED = {
    *("skilllint.measured", "skilllint.calibration", "skilllint.calibration.file"),
    *("skilllint.model.measuring", "skilllint.model.joining", "skilllint.transcripts"),
}
"""What is of use only where sessions were counted."""


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a run leaves behind, its output in a pipe."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=surroundings({}),
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split(" "))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_what_only_prints_a_text_imports_nothing_heavy(
    arguments: list[str], tmp_path: Path
) -> None:
    modules = imported(*arguments, cwd=tmp_path)
    assert modules & HEAVY == set()
    # the dates that go with the version are read from their files by itself
    more = {"skilllint.cli.version"} if arguments == ["--version"] else set()
    assert {name for name in modules if name.startswith("skilllint")} == {
        *("skilllint", "skilllint.cli"),
        *(
            f"skilllint.cli.{name}"
            for name in ("options", "choosing", "costs", "numbers", "reviewing")
        ),
        *more,
    }


@pytest.mark.parametrize("path", ["sweep/SKILL.md", "sweep", "."])
def test_check_in_a_pipe_imports_what_reads_and_nothing_that_paints(
    path: str, tmp_path: Path
) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    modules = imported("check", path, cwd=tmp_path)
    assert {"markdown_it", "yaml", "skilllint.report.findings"} <= modules
    unused = {"rich", "tiktoken", "pathspec", "skilllint.report.table", "skilllint.tokens.bulk"}
    # without a calibration nothing that reads one
    unused |= COUNTED | {"skilllint.report.measured"}
    assert modules & unused == set()


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_an_audit_without_a_calibration_imports_nothing_that_reads_one(
    form: str, tmp_path: Path
) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    modules = imported("audit", "--format", form, "--model", "opus-4.6", ".", cwd=tmp_path)
    assert modules & COUNTED == set()


FORMS = {
    "concise": {"concise", "findings"},
    "json": {"json", "sentences", "plugins"},
    "sarif": {"sarif", "linehash", "places", "json", "sentences", "plugins"},
    "github": {"github", "findings"},
    "gitlab": {"gitlab", "places", "json", "sentences", "plugins"},
    "rdjson": {"rdjson", "places", "json", "sentences", "plugins"},
    "junit": {"junit", "findings"},
    "markdown": {"step_summary", "spans", "findings"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_imports_what_makes_it_and_no_other(form: str, tmp_path: Path) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    modules = imported("check", "--format", form, ".", cwd=tmp_path)
    report = {name for name in modules if name.startswith("skilllint.report.")}
    assert report == {f"skilllint.report.{name}" for name in FORMS[form] | {"view", "wording"}}


@pytest.mark.parametrize("arguments", [["rules"], ["explain", "ST201"]])
def test_pages_are_printed_in_a_pipe_without_painting_or_counting(
    arguments: list[str], tmp_path: Path
) -> None:
    assert imported(*arguments, cwd=tmp_path) & {"rich", "tiktoken", "pathspec"} == set()


@pytest.mark.parametrize(
    "arguments",
    [["check", "--fail-on", "error", "."], ["audit", "."], ["compare", "HEAD~1", "HEAD"]],
    ids=lambda it: it[0],
)
def test_what_reads_no_pull_request_imports_nothing_that_talks_to_github(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = inside(tmp_path, monkeypatch)
    history.commit({"skills/sweep/SKILL.md": skill("sweep")})
    modules = imported(*arguments, cwd=tmp_path)
    unused = {"httpx", "httpcore", "anyio", "ssl", "skilllint.github", "skilllint.review"}
    assert modules & (unused | COUNTED) == set()
    assert "skilllint.model.reviewing" not in modules
