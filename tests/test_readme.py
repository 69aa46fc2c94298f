"""The README shows what the program prints: its commands run, and their output is compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"^```console\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


def shown() -> list[tuple[str, str]]:
    """Each `$ skilllint …` command of the README with the output below it."""
    pairs = []
    for block in CONSOLE.finditer(README.read_text("utf-8")):
        for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith("skilllint "):
                pairs.append((command, output))
    return pairs


def run(command: str, folder: Path) -> str:
    """What a command of the README prints, in a terminal of 80 columns without colours."""
    words = [sys.executable, "-m", *shlex.split(command)]
    above = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": above}
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixtures in a repository that commands may write into, as a reader's clone is."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / ".git").mkdir()
    shutil.copytree(ROOT / "fixtures", folder / "fixtures")
    run("skilllint calibrate fixtures/transcripts", folder)
    return folder


@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_the_readme_shows_what_is_printed(command: str, output: str, clone: Path) -> None:
    """To the letter, save where a line `[…]` leaves some out."""
    parts = [re.escape(part.strip("\n")) or ".*" for part in output.split("[…]")]
    printed = run(command, clone).strip("\n")
    assert re.fullmatch(r"\n(?:.*\n)?".join(parts), printed, re.DOTALL), printed


def test_there_is_something_to_compare() -> None:
    commands = [command for command, _ in shown()]
    assert any(command.startswith("skilllint audit") for command in commands)
    assert any(command.startswith("skilllint check") for command in commands)


def test_both_install_lines_are_those_that_ci_runs() -> None:
    text = README.read_text("utf-8")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    for line in ("skilllint audit fixtures/realistic", "-e '.[dev]' && pytest"):
        assert line in text
        assert line in script


def test_every_link_leads_to_a_file() -> None:
    for page in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md"):
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"
