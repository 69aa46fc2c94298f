"""What reaches a terminal, a pipe or a reader: colours, widths, and no stranger's escapes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import BAD, REALISTIC, ROOT, TORTURE, Run, command, skill, surroundings, write
from markdown_it import MarkdownIt
from rich.cells import cell_len

from skilllint.cli.options import FORMATS
from skilllint.report.wording import hidden

ESC = "\x1b"
FORMS = {
    "audit": ("text", "json", "markdown"),
    "check": FORMATS,
}
EVERY_FORM = [f"{verb} --format {form}" for verb, forms in FORMS.items() for form in forms]
COMMANDS = [*EVERY_FORM, "rules", "rules --format json", "explain ST201", "--help", "--version"]

HOSTILE = (
    "\x1b[2J\x1b]8;;http://evil.example\x07 [red]bold[/red] [link=http://evil.example]click[/link] "
    "\u202eback\u2066 | `tick` ``two`` <script>alert(1)</script> ![x](http://evil.example) "
    "@mention #1 \x9b31m\x7f &lt; **loud** \\| \\"
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A skill whose folder, name, description, headings and lines hold what must not get out."""
    step = "If `--delegate` is given, follow Delegation Mode. {} {}\n"
    steps = "".join(step.format(HOSTILE, number) for number in range(70))
    body = (
        f"# Sweep {HOSTILE}\n\n## Delegation Mode (Optional) {HOSTILE}\n\n{steps}\n```{HOSTILE}\n"
    )
    quoted = json.dumps(f"sweep\n{HOSTILE}")  # JSON's escapes are YAML's
    head = f"---\nname: {quoted}\ndescription: {quoted}\n---\n\n"
    return write(tmp_path, {"a [red]\x1b[31m\u202e`|<b>/SKILL.md": head + body})


def on_terminal(folder: Path, arguments: str, env: Mapping[str, str], stream: str) -> bytes:
    """What arrives on a terminal that is the program's `stdout` or `stderr`."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments.split()),
        cwd=folder,
        env=surroundings(env),
        stdout=theirs if stream == "stdout" else subprocess.PIPE,
        stderr=theirs if stream == "stderr" else subprocess.PIPE,
    )
    os.close(theirs)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.extend(iter(lambda: chunk(ours), b"")))
    reader.start()
    apart = b"".join(filter(None, process.communicate(timeout=120)))
    reader.join()
    os.close(ours)
    assert ESC.encode() not in apart
    return b"".join(seen)


def chunk(descriptor: int) -> bytes:
    """The next bytes from a terminal; nothing where its other end is closed."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


# --- escape codes -----------------------------------------------------------------


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_pipe_gets_no_escape_codes(run: Run, hostile: Path, arguments: str) -> None:
    for env in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "dumb", "FORCE_COLOR": "1"}):
        ran = run(*arguments.split(), env=env)
        assert ESC not in ran.stdout + ran.stderr, env


def test_colours_only_where_they_are_wanted(run: Run) -> None:
    text = ("audit", str(REALISTIC))
    assert ESC in run(*text, env={"FORCE_COLOR": "1"}).stdout
    assert ESC not in run(*text, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    shown = " ".join(("audit", "fixtures/realistic"))
    assert ESC.encode() in on_terminal(ROOT, shown, {}, "stdout")
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert ESC.encode() not in on_terminal(ROOT, shown, env, "stdout")


def test_progress_shows_on_a_terminal_only(run: Run, tmp_path: Path) -> None:
    many = {f"skills/s{n}/SKILL.md": skill(f"s{n}") for n in range(410)}
    write(tmp_path, {**many, "one/SKILL.md": skill("one")})
    for verb in ("audit", "check"):
        assert b"reading" in on_terminal(tmp_path, f"{verb} skills", {}, "stderr")
        assert on_terminal(tmp_path, f"{verb} one", {}, "stderr") == b""
        assert on_terminal(tmp_path, f"{verb} skills", {"TERM": "dumb"}, "stderr") == b""
        assert run(verb, "skills").stderr == ""


# --- strangers' text ----------------------------------------------------------------


def printable(text: str) -> bool:
    """Whether a text holds no control, no format mark and no broken character but newlines."""
    return not any(hidden(char) for char in text.replace("\n", ""))


@pytest.mark.parametrize("arguments", EVERY_FORM)
def test_hostile_text_stays_text(run: Run, hostile: Path, arguments: str) -> None:
    ran = run(*arguments.split(), "--select", "ALL")
    assert ran.returncode == (1 if "check" in arguments else 0), ran.stderr
    assert printable(ran.stdout)
    assert "[red]" in unquote(ran.stdout)  # neither read as markup nor lost


def test_text_keeps_one_thing_on_a_line(run: Run, hostile: Path) -> None:
    lines = run("check", "--advice").stdout.splitlines()
    assert all(line.startswith(("a [red]", "    ")) for line in lines[:-1])
    assert lines[-1].startswith(("1 ", "2 ", "3 ", "4 ", "5 ", "6 "))


def test_json_loses_nothing(run: Run, hostile: Path) -> None:
    ran = run("audit", "--format", "json")
    assert ran.stdout.isascii()
    (one,) = json.loads(ran.stdout)["skills"]
    assert one["name"].startswith("sweep\n\x1b[2J\x1b]8;;http://evil.example\x07 [red]bold")
    assert "\u202eback\u2066 | `tick` ``two``" in one["name"]


def test_markdown_renders_as_what_it_quotes(run: Run, hostile: Path) -> None:
    """No link, image, HTML or emphasis of a stranger's; every row has its table's cells."""
    ran = run("audit", "--format", "markdown")
    assert "Delegation Mode" in ran.stdout
    blocks = MarkdownIt("commonmark").enable("table").parse(ran.stdout)
    inline = [token for block in blocks for token in block.children or ()]
    assert not [block.content for block in blocks if block.type == "html_block"]
    kinds = {token.type for token in inline}
    assert kinds <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
    loose = "".join(token.content for token in inline if token.type == "text")
    assert not [word for word in ("@mention", "evil", "<", "[red", "#1") if word in loose]
    rows = [line for line in ran.stdout.splitlines() if line.startswith("|")]
    cells = [sum(1 for block in blocks if block.type == kind) for kind in ("td_open", "th_open")]
    assert cells == [6 + 4 * (len(rows) - 5), 6 + 4]


# --- widths -----------------------------------------------------------------------


WIDE = "# 掃除をする手順 🧹🧹\n\n" + "## とても長い見出し " * 9 + "\n\n掃除する。\n" * 60
DATA = os.environ.get("SKILLLINT_DATA")


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(run: Run, tmp_path: Path, columns: int) -> None:
    write(tmp_path, {"wide/SKILL.md": skill("掃除" * 30, WIDE)})
    places = [tmp_path, REALISTIC, TORTURE]
    if DATA:
        places += [Path(DATA) / "skills", Path(DATA) / "extraction" / "parents"]
    for place in places:
        more = sorted(place.glob("*.md")) if place.name == "parents" else [place]
        env = {"COLUMNS": str(columns)}
        text = run("audit", "--top", "500", "--model", "sonnet-5.5", *more, env=env).stdout
        assert text
        wide = [line for line in text.split("\n") if cell_len(line) > columns]
        # a path is there to be copied, so it stays whole, alone on its line
        assert [line for line in wide if not line.endswith(".md") or " " in line.strip()] == []


# --- pipes and encodings ------------------------------------------------------------


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_that_leaves_ends_the_run_quietly(arguments: str) -> None:
    process = subprocess.Popen(
        command(*arguments.split()),
        cwd=REALISTIC,
        env=surroundings({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=120)
    assert said == b""


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    ],
    ids=("C", "ascii"),
)
def test_a_poor_encoding_costs_characters_only(
    run: Run, tmp_path: Path, arguments: str, env: Mapping[str, str]
) -> None:
    write(tmp_path, {"wide/SKILL.md": skill("wide", WIDE), "bad/SKILL.md": skill("bad", BAD)})
    poor, rich = (run(*arguments.split(), env=each) for each in (env, {}))
    assert (poor.returncode, poor.stderr) == (rich.returncode, rich.stderr)
    assert poor.stdout.isascii()
    if "json" in arguments:
        assert poor.stdout == rich.stdout
    else:
        assert poor.stdout.count("\n") == rich.stdout.count("\n")
