"""The wheel: what is in it, and that it does in a bare environment what the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT, program, surroundings, write

SHOWN = (
    ("audit", "--format", "json", "fixtures/realistic"),
    ("audit", "--format", "markdown", "fixtures/realistic"),
    ("audit", "fixtures/realistic"),
    ("check", "--advice", "fixtures/torture"),
    ("rules",),
    ("explain", "ST201"),
    ("--version",),
)

NO_NETWORK = """\
import os, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"network: {event}\\n".encode())
        os._exit(97)

sys.addaudithook(refuse)
"""


def must(*command: str | Path) -> str:
    """What a command prints; the test fails with its whole output if it fails."""
    done = subprocess.run(
        [str(word) for word in command], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with what the development environment holds."""
    out = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", out)
    must(sys.executable, "-m", "pip", "wheel", "--quiet", *options, ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it asks for, and no more."""
    place = tmp_path_factory.mktemp("bare")
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    must(programs / "python", "-m", "pip", "install", "--quiet", wheel)
    return programs


def test_the_wheel_holds_what_runs_and_no_more(wheel: Path) -> None:
    assert wheel.name.startswith("skilllint_audit-")
    assert wheel.name.endswith("-py3-none-any.whl")
    held = set(ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "skilllint").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    rules = {f"skilllint/rules/{path.name}" for path in (ROOT / "rules").glob("*.md")}
    package = {name for name in held if ".dist-info/" not in name}
    assert package == ours | rules
    assert {"skilllint/py.typed", "skilllint/data/report.schema.json"} <= package
    assert {"skilllint/tokens/o200k_base.bin", "skilllint/tokens/classes.bin"} <= package
    legal = {name.rsplit("/", 1)[1] for name in held if "/licenses/" in name}
    assert legal == {"LICENSE", "NOTICE"}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        (metadata,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        assert "\nskilllint = skilllint." in archive.read(entry).decode()
        said = archive.read(metadata).decode()
    assert "\nName: skilllint-audit\n" in said
    assert "\nRequires-Python: >=3.11\n" in said


@pytest.mark.registry
def test_the_installed_program_does_what_the_checkout_does(bare: Path, tmp_path: Path) -> None:
    """With every use of a socket refused: nothing is fetched, not even at first use."""
    write(tmp_path, {"guard/sitecustomize.py": NO_NETWORK})
    (tmp_path / "home").mkdir()
    alone = {
        "PYTHONPATH": str(tmp_path / "guard"),
        "HOME": str(tmp_path / "home"),
        "TIKTOKEN_CACHE_DIR": str(tmp_path / "home"),
    }
    where = must(bare / "python", "-I", "-c", "import skilllint; print(skilllint.__file__)")
    assert Path(where.strip()).is_relative_to(bare.parent)
    for arguments in SHOWN:
        done = subprocess.run(
            [bare / "skilllint", *arguments],
            check=False,
            capture_output=True,
            cwd=ROOT,
            env=surroundings(alone),
        )
        ours = program(*arguments, cwd=ROOT)
        assert (done.returncode, done.stderr.decode()) == (ours.returncode, ours.stderr)
        assert done.stdout.decode() == ours.stdout
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.registry
def test_much_text_is_counted_without_a_network_too(bare: Path, tmp_path: Path) -> None:
    """Above a few megabytes another counter takes over, one that would like to download."""
    write(tmp_path, {"guard/sitecustomize.py": NO_NETWORK})
    text = "".join(f"Word number {number} is {number:x}.\n" for number in range(32_000))
    files = {f"much/references/{index}.md": f"{index}\n{text}" for index in range(8)}
    write(tmp_path, {"much/SKILL.md": "---\nname: much\n---\n", **files})
    assert sum(map(len, files.values())) > 6_000_000
    arguments = ("audit", "--format", "json", "much")
    done = subprocess.run(
        [bare / "skilllint", *arguments],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env=surroundings({"PYTHONPATH": str(tmp_path / "guard")}),
    )
    ours = program(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == ours.stdout
