"""What is told where sessions were counted: whole outputs, and nothing of a stranger's raw."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import counts
import pytest
from conftest import REALISTIC, ROOT, Run, skill, write
from counts import everyone, host, pool, spread, use
from jsonschema import Draft202012Validator

from skilllint import audit
from skilllint.config import Override
from skilllint.cost import prices
from skilllint.model import Scale
from skilllint.model.measuring import Misses

SWEEP = "# Sweep\n\nSweep the floor. For stairs, read [stairs](references/stairs.md).\n\nBe calm.\n"
STAIRS = "# Stairs\n\n" + "Begin at the top and go down, one step after the other.\n" * 40

TEXT = """\
sweep  sweep/SKILL.md
  body 22 tokens · listing 21 · references 564
  a session re-sends 310 (200–680) tokens · 95 (72–160) ITE in Claude Opus 4.6
  tokens · $0.48 (0.36–0.79) per 1,000 sessions
  measured: 12 loads of this skill in 7 logs
  its body is <0.1 % of an average prompt of yours
  its own: 14 calls after the load (9–31) [n=12]
  references/   read in  interval  break-even        cheaper (ITE)
  stairs.md    11 of 12   76–97 %        26 %  in the body by 5.8k
  section  lines  tokens  share
  Sweep     6–10      22  100 %  ████████████
"""

CLOSING = """\
measured: calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of
claude-code, 2026-09-01 to 2026-11-19
numbers that hold, each with where it comes from (all: of all your skills):
- calls after the load (N): 14 (9–31) [measured n=12]
- calls of a session (listing): 40 (20–90) [measured, all your sessions n=34]
- prompt tokens at a read (C): 61,000 (30,000–90,000) [measured, all n=31]
- tokens of a pointer: 40 [default: one to three lines, as authors write them]
- file tokens over body tokens: 1.28 [default: 98 reads; Read adds line numbers]
- reads that cost an extra call: 71 % [measured, all n=31]
- tokens written to ask for a read: 120 [assumed: transcripts hold placeholders]
- calls that miss the 1-hour cache (m): 1.2 % [measured, all n=320, with the
default as 100 calls]
- calls to the first compaction: 40 (18–60) [measured, all n=80]
- characters a compaction keeps: 20,000 [default:
code.claude.com/docs/en/skills; anthropics/claude-code#96168]
- share of N before a read (k): 18 % [measured, all n=31: 8 (1–19) of 44 calls]
- default, 2026-11-20: public sessions, 458 Claude Code (26,901 calls), 21 Codex
- o200k × 1.2 (measured, n=9) for Claude Opus 4.6: 1.1 at p25, 1.26 at p75
"""

WORDS = """\
- its own: the same numbers of one skill; n: how often each was counted
- references: interval of their share of loads, 80 % sure; read more often than
its break-even one is cheaper in the body; ITE of the average session
"""

PAGE = """\
- `measured: 12 loads of this skill in 7 logs`
- `its body is <0.1 % of an average prompt of yours`
- `its own figures, in the place of those of all your skills:`
  - `calls after the load (N): 14 (9–31) [measured n=12]`
- `references/stairs.md read in 11 of 12 loads (76–97 %): 5.8k ITE a session cheaper in the \
body (break-even 26 %)`
"""

OPTIONS = ("--calibration", "calibration.json", "--model", "opus-4.6")


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A skill with a reference that nearly every load read."""
    write(tmp_path, {"sweep/SKILL.md": skill("sweep", SWEEP)})
    write(tmp_path, {"sweep/references/stairs.md": STAIRS})
    text = counts.text(tmp_path / "sweep/SKILL.md")
    counts.write(
        tmp_path, host(use("sweep", None, None, {text: (12, {"references/stairs.md": 11})}))
    )
    return tmp_path


def test_the_whole_story_on_a_terminal(run: Run, floor: Path) -> None:
    ran = run("audit", *OPTIONS)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert TEXT in ran.stdout
    assert CLOSING in ran.stdout
    assert ran.stdout.endswith(WORDS)


def test_the_same_as_markdown(run: Run, floor: Path) -> None:
    page = run("audit", *OPTIONS, "--format", "markdown").stdout
    assert PAGE in page
    closing = page.partition("(all: of all your skills):\n\n")[2]
    bullets = " ".join(line.replace("- `", "- ").removesuffix("`") for line in closing.splitlines())
    assert bullets.startswith(" ".join(CLOSING.partition("skills):\n")[2].split()))


def test_the_same_as_json(run: Run, floor: Path) -> None:
    found = json.loads(run("audit", *OPTIONS, "--format", "json").stdout)
    schema = json.loads((ROOT / "skilllint/data/report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    (one,) = found["skills"]
    (file,) = one["measured"].pop("files")
    assert one["measured"] == {
        "name": "sweep",
        "loads": 12,
        "logs": 7,
        "sentences": ["12 loads of this skill in 7 logs"],
        "figures": ["calls after the load (N): 14 (9–31) [measured n=12]"],
        "share_of_prompt": 0.0003,
    }
    assert (file["path"], file["better"]) == ("references/stairs.md", "body")
    assert one["cost"]["calls"] == {"p25": 9, "p50": 14, "p75": 31}
    assert found["calibrations"] == [
        "calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of claude-code, "
        "2026-09-01 to 2026-11-19"
    ]


def test_all_that_a_skill_has_of_its_own_takes_few_words(run: Run, floor: Path) -> None:
    own = everyone(
        12, 7, calls=spread(12, 9, 14.5, 31), read_after=spread(7, 3, 5, 9), again=3,
        written={"5m": 900, "1h": 100}, misses={"5m": Misses(5, 184, 9, 6)},
    )  # fmt: skip
    counts.write(floor, host(use("sweep", None, own, {})))
    text = run("audit", *OPTIONS).stdout
    assert text[text.index("  its own") : text.index("  section")] == (
        "  its own: 15 calls after the load (9–31) [n=12] · 40 to the first compaction\n"
        "  (18–60) [n=12] · outlives 0.25 compactions [n=12] · first read after 5 [n=7] ·\n"
        "  61k tokens in the window then [n=31] · 71 % of reads an own call [n=31] ·\n"
        "  misses 3.1 % [n=184, with the default as 100 calls] · 5m cache\n"
    )


def test_a_reference_shorter_than_a_pointer_is_not_told(run: Run, floor: Path) -> None:
    files = {"references/stairs.md": 1, "references/key.md": 0, "more/long.md": 12}
    text = counts.text(floor / "sweep/SKILL.md")
    write(floor, {"sweep/references/key.md": "A key.\n", "sweep/more/long.md": STAIRS})
    counts.write(floor, host(use("sweep", None, None, {text: (12, files)})))
    told = run("audit", *OPTIONS).stdout
    assert (
        "  reference              read in  interval  break-even        cheaper (ITE)\n"
        "  more/long.md          12 of 12  88–100 %        26 %  in the body by 6.5k\n"
        "  references/stairs.md   1 of 12    3–24 %        26 %    as a file by 1.5k\n"
        "  section "
    ) in told
    page = run("audit", *OPTIONS, "--format", "markdown").stdout
    assert page.count(".md read in") == 2
    found = json.loads(run("audit", *OPTIONS, "--format", "json").stdout)
    assert len(found["skills"][0]["measured"]["files"]) == 3


def test_without_a_model_the_one_that_was_used_is_proposed(run: Run, floor: Path) -> None:
    hint = "- your sessions used claude-opus-4-6 (67 %): --model opus-4.6 tells its dollars\n"
    models = {"a-model-of-ours": 9000, "claude-opus-4-6": 18_000, "claude-sonnet-4-6": 7}
    counts.write(floor, replace(host(use("sweep")), models=models))
    assert hint in run("audit", *OPTIONS[:2]).stdout
    assert "your sessions used" not in run("audit", *OPTIONS).stdout
    counts.write(floor, replace(host(use("sweep")), models={"a-model-of-ours": 9000}))
    assert "your sessions used" not in run("audit", *OPTIONS[:2]).stdout


@pytest.mark.parametrize("number", ["1e308", "-1", "NaN", "Infinity", "1" * 5000, "[" * 5000])
def test_numbers_that_cannot_be_are_told_in_a_line(run: Run, floor: Path, number: str) -> None:
    path = floor / "calibration.json"
    path.write_text(path.read_text("utf-8").replace('"p50": 44', f'"p50": {number}'), "utf-8")
    ran = run("audit", *OPTIONS)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1
    assert "calibration.json: " in ran.stderr


def test_a_wrong_shape_below_a_hostile_name_is_told_in_a_line(run: Run, floor: Path) -> None:
    path = floor / "calibration.json"
    known = json.loads(path.read_text("utf-8"))
    known["hosts"][HOSTILE] = -1
    path.write_text(json.dumps(known), "utf-8")
    ran = run("audit", *OPTIONS)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "\x1b" not in ran.stderr
    assert "##[" not in ran.stderr


def test_names_without_end_are_told_in_a_line_that_has_one(run: Run, floor: Path) -> None:
    path = floor / "calibration.json"
    for where in ("hosts", "models"):
        known = json.loads(path.read_text("utf-8"))
        inner = known["hosts"] if where == "hosts" else known["hosts"]["claude-code"]["models"]
        inner["x" * 100_000] = 5
        path.with_name("long.json").write_text(json.dumps(known), "utf-8")
        ran = run("check", "--calibration", "long.json")
        assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
        assert len(ran.stderr) < 300


def test_models_that_nobody_lists_are_not_compared_with_all_others(
    floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's calibration may name thousands; what is alike is sought for a user alone."""
    sought: list[str] = []
    monkeypatch.setattr(prices, "closest", lambda name, _: sought.append(name))
    scale = Scale(1.1, 1.2, 1.3, "measured", "n=9")
    names = [f"model-{number}" for number in range(50)]
    strange = replace(host(use("sweep")), models=dict.fromkeys(names, 1))
    counts.write(floor, replace(strange, scales=dict.fromkeys(names, scale)))
    file = str(floor / "calibration.json")
    for model in ("opus-4.6", None):
        audit.run([floor], audit.Request(override=Override(model=model, calibration=file)))
    assert sought == []
    assert prices.known("claude-opus-4-6" + "-latest" * 50) is None  # too long to be looked at


@pytest.mark.parametrize("ends", [(1e-300, 1e-300, 1e-300), (1e15, 1e15, 1e15), (0.001, 1.2, 90)])
def test_a_scale_that_cannot_be_is_left_aside(
    run: Run, floor: Path, ends: tuple[float, float, float]
) -> None:
    known = host(use("sweep"))
    wild = {"claude-opus-4-6": Scale(*ends, "measured", "n=9")}
    counts.write(floor, replace(known, scales=wild))
    ran = run("audit", *OPTIONS)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "o200k tokens × 1.05–1.2" in ran.stdout or "(measured, n=9)" not in ran.stdout


def test_the_largest_counts_are_priced(run: Run, floor: Path) -> None:
    huge = spread(10**15, *(10**15,) * 3)
    counted = {"calls": huge, "compaction_calls": huge, "read_after": huge, "prompt": huge}
    most = everyone(10**15, 10**15, **counted, session_calls=huge, again=10**15)
    text = counts.text(floor / "sweep/SKILL.md")
    counts.write(floor, host(use("sweep", None, most, {text: (10**15, {})}), every=most))
    for form in ("text", "markdown", "json"):
        ran = run("audit", *OPTIONS, "--format", form)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_several_skills_close_with_the_figures_of_all(run: Run, floor: Path) -> None:
    alone = run("audit", *OPTIONS).stdout
    write(floor, {"dust/SKILL.md": skill("dust")})
    both = run("audit", *OPTIONS).stdout
    own = "- calls after the load (N): 14 (9–31) [measured n=12]\n"
    every = "- calls after the load (N): 44 (20–100) [measured, all n=80]\n"
    apart = "- a skill with loads enough has figures of its own, named with it\n"
    assert [piece in alone for piece in (own, every, apart)] == [True, False, False]
    assert [piece in both for piece in (own, every, apart)] == [False, True, True]


def test_check_says_by_what_a_move_pays(run: Run, floor: Path) -> None:
    shutil.copytree(REALISTIC / "plan-and-build", floor / "dry")
    plain, told = run("check", "dry").stdout, run("check", "dry", *OPTIONS[:2]).stdout
    pays = r"moving it pays if fewer than \d+ % of runs need it"
    assert re.search(rf"{pays}\)", plain)
    assert re.search(rf"{pays}, by calibration.json\)", told)
    defaults = host(use("dry"), every=pool(1, 1))
    counts.write(floor, replace(defaults, skills=(), scales={}))
    assert run("check", "dry", *OPTIONS[:2]).stdout == plain


def test_check_says_nothing_more_of_it(run: Run, floor: Path) -> None:
    assert run("check", *OPTIONS[:2]).stdout == run("check").stdout


def test_without_a_calibration_there_is_no_word_of_it(run: Run, floor: Path) -> None:
    for form in ("text", "markdown", "json"):
        assert "measured" not in run("audit", "--format", form).stdout


HOSTILE = "\x1b]8;;http://evil.example\x07x`</script> ##[error]boom\n::error::x"


def test_names_in_a_calibration_stay_text(run: Run, floor: Path) -> None:
    """It may come from a stranger's repository."""
    text = counts.text(floor / "sweep/SKILL.md")
    known = host(use(HOSTILE, HOSTILE, pool(), {text: (12, {})}), use("dust", HOSTILE))
    scale = Scale(1.1, 1.2, 1.3, "measured", HOSTILE)
    counts.write(floor, replace(known, scales={"claude-opus-4-6": scale}))
    write(floor, {"dust/SKILL.md": skill("dust")})
    for form in ("text", "markdown", "json"):
        ran = run("audit", *OPTIONS, "--format", form)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "\x1b" not in ran.stdout
        assert "##[" not in ran.stdout
        assert not any(line.startswith("::") for line in ran.stdout.splitlines())
        assert "× 1.2" not in ran.stdout  # whose origin we did not write
