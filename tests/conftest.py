"""What the end-to-end tests share: the program in its own process, skills, data, a registry."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
REALISTIC = ROOT / "fixtures" / "realistic"
TORTURE = ROOT / "fixtures" / "torture"

Ran = subprocess.CompletedProcess[str]


class Run(Protocol):
    """Runs `skilllint` with these arguments in `cwd`, a scratch folder unless another is named."""

    def __call__(
        self,
        *arguments: str | Path,
        cwd: Path = ...,
        stdin: bytes = ...,
        env: Mapping[str, str] = ...,
    ) -> Ran: ...


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(program, cwd=tmp_path)


@pytest.fixture(scope="session")
def data() -> Path:
    """Real skills, which are no part of this repository."""
    place = os.environ.get("SKILLLINT_DATA")
    if not place:
        pytest.skip("SKILLLINT_DATA does not name a folder of real skills")
    return Path(place)


def program(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """What `python -m skilllint` prints and returns; a warning is an error there as here."""
    done = subprocess.run(
        command(*arguments),
        check=False,
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=surroundings(env or {}),
        timeout=120,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return Ran(done.args, done.returncode, out, err)


def command(*arguments: str | Path) -> list[str]:
    """The command line of this checkout's program."""
    return [sys.executable, "-W", "error", "-m", "skilllint", *map(str, arguments)]


def surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """The environment without what changes the output, then `more`."""
    mine = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    # no folder can be made there: what a test keeps between runs, it keeps where it says
    nowhere = {"SKILLLINT_CACHE_DIR": os.devnull}
    plain = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm"}
    return {**nowhere, **kept, **plain, **more}


# --- skills -------------------------------------------------------------------


def skill(name: str, body: str = "# Sweep\n\nSweep the floor.\n", description: str = "") -> str:
    """The text of a SKILL.md without any problem, but for those of the body given."""
    said = description or "Sweeps the floor. Use when the user asks for clean floors."
    if not description and name.replace("-", "").isalnum():
        said += f" Begins at {name}."  # what two skills say must differ
    return f"---\nname: {name}\ndescription: {said}\n---\n\n{body}"


BAD = "# Sweep\n\nSweep the floor.\n\n```sh\nsweep\n"
"""A body with one certain problem, an error: MD102, a fence that nothing closes."""


def write(place: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return the folder."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return place


# --- the registry ---------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked `registry` where none answers; before any of its fixtures is made."""
    if item.get_closest_marker("registry") and not registry_answers():
        pytest.skip("no package registry answers")


@cache
def registry_answers() -> bool:
    """Whether packages can be had, asked for at most two seconds; not asked where they must be."""
    if os.environ.get("SKILLLINT_REQUIRE_REGISTRY"):
        return True
    ask = ("-m", "pip", "index", "versions", "pathspec", "--retries", "0", "--timeout", "1")
    try:
        return not subprocess.run(
            [sys.executable, *ask], check=False, capture_output=True, timeout=2
        ).returncode
    except subprocess.TimeoutExpired:
        return False
