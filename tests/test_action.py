"""The action: linted, and run step by step as a runner does, with inputs that nobody would want."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from actions import ACTION, STEPS, Runner
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

POSIX = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are scripts of a POSIX system")

PYTHON = """\
#!{python}
import json, os, shutil, sys
from pathlib import Path

place = Path({place!r})
words = sys.argv[1:]
with (place / "calls.jsonl").open("a", encoding="utf-8") as file:
    print(json.dumps({{"argv": words, "env": dict(os.environ)}}), file=file)
if words[:3] == ["-I", "-m", "venv"]:
    inside = Path(words[3], *{inside!r})
    inside.parent.mkdir(parents=True)
    shutil.copy(__file__, inside)
elif "skilllint" in words:
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        file.write((place / "outputs").read_text())
    sys.exit(int((place / "status").read_text()))
"""
"""In the place of Python: it writes down how it was called, and gives what the test wants."""

HOSTILE = (
    "$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "' && touch pwned; '",
    "${PATH}",
    "two words",
    "*",
    "~",
    "\\n\\",
    "--no-comment",
    "-",
    "#no comment",
    "%0A::set-output name=findings::0",
    "::stop-commands::x",
    "führung/日本",
    " blanks around ",
)


class Machine(Runner):
    """A runner whose Python is the stand-in."""

    def __init__(self, place: Path, inside: tuple[str, str] = ("bin", "python")) -> None:
        super().__init__(place)
        self.variables["PATH"] = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
        (place / "bin").mkdir()
        (place / "status").write_text("0")
        (place / "outputs").touch()
        self.stand_in = self.program(
            "python3", PYTHON.format(python=sys.executable, place=str(place), inside=inside)
        )
        self.outputs["install"] = {"place": str(place / "temp"), "python": str(self.stand_in)}

    def program(self, name: str, text: str) -> Path:
        """A program that goes before those of the machine."""
        path = self.place / "bin" / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)
        return path

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Each call of the stand-in, oldest first."""
        written = self.place / "calls.jsonl"
        lines = written.read_text("utf-8").splitlines() if written.exists() else []
        return [json.loads(line) for line in lines]

    def asked(self) -> list[str]:
        """The arguments of the last review, after its name and the report."""
        (words,) = [one["argv"] for one in self.calls if "skilllint" in one["argv"]][-1:]
        assert words[:6] == ["-I", "-X", "utf8", "-m", "skilllint", "review"]
        assert words[6] == f"--output=json:{self.place / 'temp' / 'report.json'}"
        return list(words[7:])


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


# --- as it is written --------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"),
        ("zizmor", "--offline", "action.yml", ".github/workflows/ci.yml"),
    ],
    ids=lambda command: command[0],
)
def test_the_linters_find_nothing(command: tuple[str, ...]) -> None:
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which(command[0], path=beside)
    assert program is not None
    done = subprocess.run(
        [program, *command[1:]], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_input_reaches_the_review_and_no_script_holds_an_expression() -> None:
    given = " ".join(STEPS["review"]["env"].values())
    assert [name for name in ACTION["inputs"] if f"${{{{ inputs.{name} }}}}" not in given] == []
    assert [name for name, step in STEPS.items() if "${{" in step["run"]] == []
    assert all(one["description"] and "default" in one for one in ACTION["inputs"].values())


def test_what_installs_has_no_token() -> None:
    assert "env" not in STEPS["install"]
    assert ACTION["inputs"]["token"]["default"] == "${{ github.token }}"


# --- the review ----------------------------------------------------------------------


@POSIX
def test_without_inputs_only_the_defaults_are_passed(machine: Machine) -> None:
    assert machine.step("review") == 0, machine.said
    assert machine.asked() == ["--max-comments=30", "--fail-on=never", "--"]
    assert machine.calls[-1]["env"]["GITHUB_TOKEN"] == "the-token"


@POSIX
def test_every_input_becomes_its_option(machine: Machine) -> None:
    inputs = {
        "paths": "skills/\n\nplug ins/a b\r\nlast",
        "config": "ci/skilllint.toml",
        "base": "release",
        "comment": "false",
        "inline": "False",
        "max-comments": "5",
        "fail-on": "error",
        "budget": "0",
        "token": "another",
        "sarif-file": "out dir/skilllint.sarif",
        "step-summary": "false",
    }
    assert {*inputs} == {*ACTION["inputs"]}
    assert machine.step("review", inputs) == 0, machine.said
    assert machine.asked() == [
        "--config=ci/skilllint.toml",
        "--base=release",
        "--max-comments=5",
        "--fail-on=error",
        "--budget=0",
        "--output=sarif:out dir/skilllint.sarif",
        "--no-comment",
        "--no-inline",
        "--no-step-summary",
        "--",
        "skills/",
        "plug ins/a b",
        "last",
    ]
    assert machine.calls[-1]["env"]["GITHUB_TOKEN"] == "another"


@POSIX
def test_nothing_in_an_input_is_interpreted(machine: Machine) -> None:
    for text in HOSTILE:
        inputs = {"config": text, "base": text, "fail-on": text, "sarif-file": text}
        inputs |= {"max-comments": text, "budget": text, "paths": "\n".join(HOSTILE)}
        assert machine.step("review", inputs) == 0, machine.said
        assert machine.asked() == [
            *(f"--{name}={text}" for name in ("config", "base", "max-comments", "fail-on")),
            f"--budget={text}",
            f"--output=sarif:{text}",
            "--",
            *HOSTILE,
        ]
        assert machine.said == ""
    assert [*machine.workspace.iterdir()] == []


@POSIX
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1), max_size=6
    ),
    config=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
)
def test_any_lines_arrive_as_they_are(machine: Machine, lines: list[str], config: str) -> None:
    assert machine.step("review", {"paths": "\n".join(lines), "config": config}) == 0
    first, *_, dashes = (asked := machine.asked())[: len(asked) - len(lines)]
    assert (first, dashes) == (f"--config={config}", "--")
    assert asked[len(asked) - len(lines) :] == lines


@POSIX
@pytest.mark.parametrize("name", ["comment", "inline", "step-summary"])
@pytest.mark.parametrize("text", ["no", "", "0", "$(touch pwned)", "true\n::warning::x"])
def test_a_switch_that_is_neither_true_nor_false_stops_it(
    machine: Machine, name: str, text: str
) -> None:
    assert machine.step("review", {name: text}) == 2
    assert machine.said == f"::error title=skilllint::the input {name} is true or false\n"
    assert machine.calls == []


@POSIX
@pytest.mark.parametrize("status", [0, 1, 70])
def test_the_outputs_are_the_programs_whatever_its_status(machine: Machine, status: int) -> None:
    (machine.place / "status").write_text(str(status))
    said = {name: f"the {name}" for name in ACTION["outputs"]}
    lines = [f"{name}={value}\n" for name, value in said.items()]
    (machine.place / "outputs").write_text("".join(lines))
    assert machine.step("review") == status, machine.said
    assert machine.results() == said


@POSIX
def test_a_review_that_could_not_be_made_has_its_status_and_no_outputs(machine: Machine) -> None:
    (machine.place / "status").write_text("2")
    assert machine.step("review") == 2
    assert {*machine.results().values()} == {""}


# --- the installation ------------------------------------------------------------------


@POSIX
def test_it_installs_from_its_own_checkout_below_the_temporary_folder(machine: Machine) -> None:
    assert machine.step("install") == 0, machine.said
    place, inside = (machine.outputs["install"][name] for name in ("place", "python"))
    assert Path(place).parent == machine.place / "temp"
    assert inside == f"{place}/venv/bin/python"
    check, made, installed = (one["argv"] for one in machine.calls)
    assert check[:2] == ["-I", "-c"]
    assert made == ["-I", "-m", "venv", f"{place}/venv"]
    assert installed[:4] == ["-I", "-m", "pip", "install"]
    assert installed[-1] == f"{ROOT}[github]"
    assert all("the-token" not in one["env"].values() for one in machine.calls)


@POSIX
def test_twice_in_a_job_are_two_places(machine: Machine) -> None:
    places = set()
    for _ in range(2):
        (machine.place / "install.output").unlink(missing_ok=True)
        assert machine.step("install") == 0, machine.said
        places.add(machine.outputs["install"]["place"])
    assert len(places) == 2


def no_python(machine: Machine) -> None:
    """Let every Python that there is by name be too old."""
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(11, 15))):
        machine.program(name, "#!/bin/sh\nexit 1\n")


@POSIX
def test_a_python_of_the_runners_cache_will_do(machine: Machine) -> None:
    text = machine.stand_in.read_text("utf-8")
    no_python(machine)
    cached = machine.place / "cache" / "Python" / "3.12.4" / "x64" / "bin" / "python3"
    cached.parent.mkdir(parents=True)
    cached.write_text(text, "utf-8")
    cached.chmod(0o755)
    assert machine.step("install") == 0, machine.said
    assert Path(machine.outputs["install"]["python"]).read_text("utf-8") == text


WINDOWS = """\
#!/bin/sh
case "$1 $2" in
  '-m C:\\temp') echo '{place}/temp' ;;
  '-m C:\\action') echo '{root}' ;;
  *) echo /nowhere ;;
esac
"""
"""In the place of Git Bash's own: what Windows calls a place, for both worlds to understand."""


@POSIX
def test_places_of_windows_are_turned_before_they_are_used(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "machine", inside=("Scripts", "python.exe"))
    machine.program("cygpath", WINDOWS.format(place=machine.place, root=ROOT))
    machine.variables |= {"RUNNER_TEMP": r"C:\temp", "GITHUB_ACTION_PATH": r"C:\action"}
    assert machine.step("install") == 0, machine.said
    place = Path(machine.outputs["install"]["place"])
    assert place.parent == machine.place / "temp"
    assert machine.outputs["install"]["python"] == f"{place}/venv/Scripts/python.exe"
    assert machine.calls[-1]["argv"][-1] == f"{ROOT}[github]"


@POSIX
def test_without_a_python_that_is_new_enough_it_says_what_to_do(machine: Machine) -> None:
    no_python(machine)
    assert machine.step("install") == 1
    assert machine.said == (
        "::error title=skilllint::Python 3.11 or later is needed, with venv: "
        "put actions/setup-python before this step\n"
    )


@POSIX
def test_an_installation_that_fails_says_so(machine: Machine) -> None:
    text = machine.stand_in.read_text("utf-8")
    stop = 'if "pip" in words:\n    sys.exit("no network")\n'
    machine.program("python3", text + stop)
    assert machine.step("install") == 1
    assert machine.said == (
        "no network\n::error title=skilllint::skilllint could not be installed; "
        "the lines above say why\n"
    )
