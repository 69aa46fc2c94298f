"""What is told where sessions were counted: whole outputs, and nothing of a stranger's raw."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import counts
import pytest
from conftest import ROOT, Run, skill, write
from counts import host, pool, use
from jsonschema import Draft202012Validator

from skilllint.model import Scale

SWEEP = "# Sweep\n\nSweep the floor. For stairs, read [stairs](references/stairs.md).\n\nBe calm.\n"
STAIRS = "# Stairs\n\n" + "Begin at the top and go down, one step after the other.\n" * 40

TEXT = """\
sweep  sweep/SKILL.md
  body 22 tokens · listing 21 · references 564
  a session re-sends 310 (200–680) tokens · 95 (72–160) ITE in Claude Opus 4.6
tokens · $0.48 (0.36–0.79) per 1,000 sessions
  measured: 12 loads of this skill in 7 logs
  its body is <0.1 % of an average prompt of yours
  its own figures, in the place of those of all your skills:
  - calls from the load of the skill to the end of the session (N): 14 (9–31)
  [measured n=12]
  references/stairs.md: read in 11 of 12 loads (92 %, 80 % interval 76–97 %): in
  the body it would cost less, as a file it costs 5.8k (5.8k–5.9k) ITE in the
  average session; break-even 26 % (21–36 %)
  section  lines  tokens  share
  Sweep     6–10      22  100 %  ████████████
"""

CLOSING = """\
measured: calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of
claude-code, 2026-09-01 to 2026-11-19
numbers that hold, each with where it comes from:
- calls from the load of the skill to the end of the session (N): 44 (20–100)
[measured, all your skills n=80]
- calls of a whole session, for the listing: 40 (20–90) [measured, all your
sessions n=34]
- tokens of the prompt when a reference is read (C): 61,000 (30,000–90,000)
[measured, all your skills n=31]
- tokens of the pointer that stays in the body: 40 [default: one to three lines,
as authors write them]
- tokens of a text read as a file over the same text in the body: 1.28 [default:
98 reads; the Read tool adds line numbers]
- share of reference reads that cost an extra call: 0.71 [measured, all your
skills n=31]
- tokens written to ask for a reference: 120 [assumed: transcripts hold
placeholders instead]
- share of calls that find the cached prefix gone, 1-hour cache (m): 0.0125
[measured, all your skills n=320]
- calls from the load of the skill to the first compaction: 40 (18–60)
[measured, all your skills n=80]
- characters of the body that stay after a compaction: 20,000 [default:
code.claude.com/docs/en/skills; anthropics/claude-code#96168]
- calls before a reference is first read, over those of the session (k): 0.182
[measured, all your skills n=31: median 8 of 44 calls, quartiles 1 and 19]
- usage figures of 2026-11-20: 458 public Claude Code sessions (26,901 model
calls) and 21 Codex sessions
- o200k × 1.2 (measured, n=9) for Claude Opus 4.6: 1.1 at p25, 1.26 at p75
"""

PAGE = """\
- `measured: 12 loads of this skill in 7 logs`
- `its body is <0.1 % of an average prompt of yours`
- `its own figures, in the place of those of all your skills:`
  - `calls from the load of the skill to the end of the session (N): 14 (9–31) [measured n=12]`
- `references/stairs.md: read in 11 of 12 loads (92 %, 80 % interval 76–97 %): in the body it \
would cost less, as a file it costs 5.8k (5.8k–5.9k) ITE in the average session; \
break-even 26 % (21–36 %)`
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
    assert ran.stdout.endswith(
        "- a skill with loads enough has figures of its own, named with it\n"
    )


def test_the_same_as_markdown(run: Run, floor: Path) -> None:
    page = run("audit", *OPTIONS, "--format", "markdown").stdout
    assert PAGE in page
    closing = page.partition("Numbers that hold, each with where it comes from:\n\n")[2]
    bullets = " ".join(line.replace("- `", "- ").removesuffix("`") for line in closing.splitlines())
    assert bullets.startswith(" ".join(CLOSING.partition("from:\n")[2].split()))


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
        "figures": [
            "calls from the load of the skill to the end of the session (N): 14 (9–31) "
            "[measured n=12]"
        ],
        "share_of_prompt": 0.0003,
    }
    assert (file["path"], file["better"]) == ("references/stairs.md", "body")
    assert one["cost"]["calls"] == {"p25": 9, "p50": 14, "p75": 31}
    assert found["calibrations"] == [
        "calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of claude-code, "
        "2026-09-01 to 2026-11-19"
    ]


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
