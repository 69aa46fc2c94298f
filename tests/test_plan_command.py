"""`skilllint plan` as a user meets it: its three forms, its status, bad and hostile plans."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, program, write
from jsonschema import Draft202012Validator
from test_injection import ANSI, HOSTILE, RUNNER

from skilllint.cli import main
from skilllint.delegation import plans
from skilllint.model import Plan

PLANS = Path("fixtures") / "plans"
SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
NARROW = {"COLUMNS": "80"}


def printed(*arguments: str | Path) -> dict[str, Any]:
    ran = program("plan", "--format", "json", *arguments, cwd=ROOT)
    found: dict[str, Any] = json.loads(ran.stdout)
    Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": "#/$defs/plan"}]}).validate(found)
    return found


GOOD = """\
fixtures/plans/lend-by-post.md: 9 units, 1 done, 1 trivial

  U1  Addresses of readers  done; 3 files
  U2  Parcels               2 files; after U1
  U3  Fees by weight        2 files; after U2
  U4  Table of fees         trivial: configuration only; 1 file
  U5  Send a loan by post   2 files; after U1, U2
  U6  Labels                2 files; after U2
  U7  Where is my parcel    3 files; after U2, U5
  U8  Pages for readers     2 files; after U3, U7
  U9  Manual of the desk    1 file; after U5, U6

  batch 1     U2, U3, U4, U5, U7; they share library/desk.py
  batch 2     U6, U8, U9
  tokens      57k (50k–64k) delegated, 66k (59k–73k) direct [default n=5, one
              document]
  wall clock  delegated takes 1.9 (1.7–2.2) times as long
  break-even  5.4 units (5.4–6.6)
  verdict     delegate: 8 open units are above the break-even of 5.4; delegating
              saves about 9,600 tokens
  note        report between batches, and go on unless stopped

Tokens are those of the orchestrator's context at the end of the run, each give
or take 7.0k; EveryInc/compound-engineering-plugin,
docs/solutions/best-practices/codex-delegation-best-practices-2026-04-01.md; the
fit is ours, 2026-04-01.
"""


def test_a_good_plan() -> None:
    ran = program("plan", PLANS / "lend-by-post.md", cwd=ROOT, env=NARROW)
    assert (ran.stdout, ran.stderr, ran.returncode) == (GOOD, "", 0)


TANGLED = """\
  missing     test scenarios of all units: the prompt has no testing section for
              them; thin scenarios make thin tests
  missing     verification of all units: the prompt has no command by which the
              delegate could confirm its work
  missing     goal and approach of all units: whether they are trivial is judged
              by their titles and files alone
  conflict    Task 1, Task 3 depend on each other in a circle: no order of them
              is right, so they stay in one batch, in the order of the plan
  conflict    [Task 2, Task 4] and [Task 5, Task 6] cannot be ordered as blocks:
              units that share a file stay together, and each block holds a unit
              that waits for one of the other, so they go into one batch
  note        Task 2 (line 12) depends on Task 9, which the plan does not have
  note        Task 6 (line 42) depends on itself
  note        report between batches, and go on unless stopped
"""


def test_a_tangled_plan_is_explained_and_answered() -> None:
    ran = program("plan", PLANS / "tangled.md", cwd=ROOT, env=NARROW)
    assert TANGLED in ran.stdout
    assert "  batch 1     Task 2, Task 5, Task 4, Task 6; " in ran.stdout
    assert "  batch 2     Task 1, Task 3, Task 7; they share tower/clock.py\n" in ran.stdout
    assert "  verdict     delegate, marginal: 7 open units are above" in ran.stdout
    assert (ran.stderr, ran.returncode) == ("", 0)


def test_a_free_plan_says_what_is_not_known() -> None:
    ran = program("plan", PLANS / "move-the-reading-room.md", cwd=ROOT, env={"COLUMNS": "200"})
    told = " ".join(ran.stdout.split())
    assert "3 units (phases)" in told
    assert "nothing in it is called a unit or a task; its phases are taken for units" in told
    for signal in ("files", "test scenarios", "verification", "goal and approach"):
        assert f"missing {signal} of all units: " in told


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("always", "you said always: delegate anyway"),
        ("never", "you said never: do it directly"),
        ("ask", "you said ask: put this to the user before anything is delegated"),
    ],
)
def test_the_users_word_stands_beside_the_recommendation(word: str, sentence: str) -> None:
    ran = program("plan", "--delegate", word, "--units", "3", cwd=ROOT, env=NARROW)
    assert "  verdict     do it directly: 3 units are not above the break-even" in ran.stdout
    assert f"  so          {sentence}" in ran.stdout
    assert ran.returncode == 0


def test_a_bare_number_is_estimated() -> None:
    found = printed("--units", "12")
    assert found["plans"] == []
    assert found["estimate"]["economics"]["units"] == 12
    ran = program("plan", "--units", "12", cwd=ROOT, env={"COLUMNS": "200"})
    assert ran.stdout.startswith("12 units\n")
    assert "one document]; measured at 1–10 units only " in " ".join(ran.stdout.split())


def test_json_holds_all_of_it() -> None:
    found = printed(*sorted((ROOT / PLANS).glob("*.md")))
    good, free, tangled = found["plans"]
    assert good["units"][1]["files"] == ["library/parcels.py", "tests/test_parcels.py"]
    assert good["batches"][0]["shared"] == ["library/desk.py"]
    assert (good["open"], good["recommended"], good["marginal"]) == (8, "delegate", False)
    assert free["form"] == "phases"
    assert [one["signal"] for one in free["missing"]] == ["files", "tests", "verification", "goal"]
    assert tangled["units"][1]["missing"] == ["Task 9"]
    assert tangled["order"] == [key for batch in tangled["batches"] for key in batch["units"]]


def test_json_on_real_plans_keeps_to_the_schema(data: Path) -> None:
    files = sorted((data / "plans").glob("*.md"))
    found = printed(*files)
    assert [one["path"] for one in found["plans"]] == [file.as_posix() for file in files]


def test_markdown_shows_the_same() -> None:
    ran = program("plan", "--format", "markdown", PLANS / "lend-by-post.md", cwd=ROOT)
    assert "\n| `U5` | `Send a loan by post` | `2 files; after U1, U2` |\n" in ran.stdout
    assert "\n- batch 1: `U2, U3, U4, U5, U7`, sharing `library/desk.py`\n" in ran.stdout
    assert "\n**delegate: 8 open units are above the break-even of 5.4; " in ran.stdout


# --- what goes wrong -----------------------------------------------------------------------


def test_one_broken_plan_hides_no_other(run: Run, tmp_path: Path) -> None:
    text = "### Task 1: Sweep\n\n**Files:** `a.py`\n"
    write(
        tmp_path,
        {
            "good.md": text,
            "empty.md": "",
            "odd.bin": bytes(range(256)) * 4,
            "wide.md": text.encode("utf-16"),
            "huge.md": "x" * 1_000_001,
            "bad.md": b"### Task 1: Sw\xff\xfeep\n\n**Files:** `a.py`\n",
            "folder/x.md": text,
        },
    )
    names = ("good.md", "empty.md", "odd.bin", "wide.md", "huge.md", "bad.md", "folder", "gone.md")
    ran = run("plan", *names)
    assert ran.returncode == 2
    assert [line for line in ran.stdout.splitlines() if re.match(r"\w+\.md: ", line)] == [
        "good.md: 1 unit (tasks)",
        "empty.md: no units found",
        "bad.md: 1 unit (tasks)",
    ]
    assert "  note        the file is empty\n" in ran.stdout
    assert ran.stderr.splitlines() == [
        "skilllint: odd.bin: is not UTF-8 text: a binary file, or another encoding",
        "skilllint: wide.md: is not UTF-8 text: it is UTF-16",
        "skilllint: huge.md: 1,000,001 bytes, over the limit of 1,000,000; not audited",
        "skilllint: folder: not a regular file",
        "skilllint: gone.md: no such file or directory",
    ]


def test_an_error_of_ours_on_one_plan_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "### Task 1: Sweep\n\n**Files:** `a.py`\n"
    write(tmp_path, {"a.md": text, "b.md": text})
    read = plans.read

    def fail(path: Path) -> Plan:
        if path.name == "a.md":
            raise ZeroDivisionError("of ours\nand more")
        return read(path)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plans, "read", fail)
    assert main(["plan", "a.md", "b.md"]) == 70
    out, err = capsys.readouterr()
    assert out.startswith("b.md: 1 unit (tasks)\n")
    told = "not read: ZeroDivisionError: of ours"
    assert err == f"skilllint: a.md: {told}\n"


def test_standard_input_is_a_plan(run: Run) -> None:
    ran = run("plan", "-", stdin=b"### Task 1: Sweep\n\n**Files:** `a.py`\n")
    assert ran.stdout.startswith("<stdin>: 1 unit (tasks)\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "name plans, or give --units N for an estimate without one"),
        (("x.md", "--units", "3"), "name plans, or give --units N for an estimate without one"),
        (("--units", "3", "--coefficients", "no.toml"), "no.toml: no such file or directory"),
        (("--units", "3", "--coefficients", "bad.toml"), "bad.toml: there is no key 'x'; there "),
    ],
)
def test_wrong_usage_is_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    write(tmp_path, {"bad.toml": "x = 1\n"})
    ran = run("plan", *arguments)
    assert (ran.stdout, ran.returncode) == ("", 2)
    assert ran.stderr.startswith(f"skilllint: {sentence}")
    assert ran.stderr.count("\n") == 1


def test_a_thousand_units_are_answered(run: Run, tmp_path: Path) -> None:
    body = "### U{0}. x\n\n- **Files:** `f{0}.py`\n- **Dependencies:** U{1}\n\n"
    text = "".join(body.format(n, n % 1000 + 1) for n in range(1, 1001))
    write(tmp_path, {"long.md": text})
    ran = run("plan", "long.md")
    assert ran.returncode == 0
    assert "  and 940 more\n" in ran.stdout
    assert "U8 and 992 more depend on each other in a circle" in " ".join(ran.stdout.split())
    assert len(ran.stdout) < 30_000


def test_blocks_in_a_circle_are_told_in_one_sentence(run: Run, tmp_path: Path) -> None:
    body = "### U{0}. x\n\n- **Files:** `f{1}.py`\n- **Dependencies:** U{2}\n\n"
    text = "".join(body.format(n, n % 60, max(n - 1, 0) or 61) for n in range(1, 121))
    write(tmp_path, {"knot.md": text.replace("Dependencies:** U61", "Dependencies:** none")})
    told = " ".join(run("plan", "knot.md").stdout.split())
    assert "[U8, U68], and 52 more cannot be ordered as blocks: " in told
    assert "a unit that waits for one of another, so they go into one batch" in told


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_units_fit_the_width(run: Run, tmp_path: Path, columns: int) -> None:
    body = "### Unit {0}. {1}\n\n- **Files:** `a/{0}.py`\n- **Dependencies:** Units 1-{0}\n\n"
    text = "".join(body.format(n, "Sweep and mop the floor " * 4) for n in range(1, 12))
    write(tmp_path, {"plan.md": text})
    lines = run("plan", "plan.md", env={"COLUMNS": str(columns)}).stdout.split("\n")
    assert max(map(len, lines)) <= columns
    listed = " ".join("\n".join(lines).partition("  batch")[0].split())
    assert listed.count("…") == 11
    assert "Unit 7, Unit 8 and 3 more" in listed


def test_files_that_differ_at_their_ends_are_told_apart(run: Run, tmp_path: Path) -> None:
    folder = "plugins/sweeping/skills/sweep-the-yard/references/of-the-long-winter"
    files = f"`{folder}/broom.md`, `{folder}/bin.md`"
    write(tmp_path, {"plan.md": f"## U1. x\n\nFiles: {files}\n\n## U2. y\n\nFiles: {files}\n"})
    told = " ".join(run("plan", "plan.md", env={"COLUMNS": "100"}).stdout.split())
    assert f"they share {folder}/broom.md, {folder}/bin.md" in told


def test_always_names_no_batches_where_there_are_none(run: Run) -> None:
    told = run("plan", "--units", "4", "--delegate", "always").stdout
    assert "  so          you said always: delegate anyway, in the standard flow\n" in told


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_hostile_plans_stay_text(run: Run, tmp_path: Path, form: str) -> None:
    parts = []
    for number, text in enumerate(HOSTILE, 1):
        flat = " ".join(text.split())
        parts.append(f"### U{number}. {flat}\n\n- **Files:** `{flat}`, `a/{number}.py`\n")
        parts.append(f"- **Dependencies:** Unit 99 {flat}\n- **Goal:** {flat}\n")
    text_ = "\n".join(parts).encode("utf-8", "surrogatepass")
    write(tmp_path, {"x.md": text_, "costs.toml": 'source = "\\u001b[2J##[error]x"\n'})
    ran = run("plan", "x.md", "--format", form, "--coefficients", "costs.toml")
    assert ran.returncode == 0
    assert not ANSI.search(ran.stdout)
    assert not RUNNER.search(ran.stdout)
    assert not re.search("^::", ran.stdout, re.MULTILINE)
