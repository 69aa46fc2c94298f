"""`skilllint compare` as a user meets it: its three forms, its status, hostile names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import counts
import pytest
from blocks import prose
from comparisons import change, comparison, finding, worse
from conftest import ROOT, program, skill
from counts import everyone, host, spread, use
from histories import BODY, DRY, KNOWN, SETUP, History, floor, known
from jsonschema import Draft202012Validator

from skilllint import skills
from skilllint.report import compare_json

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
BLOCKS = (
    ("Mix", "Mix the colours."),
    ("If the widget is wet", "Only if the widget is wet, dry it as said here."),
)
BROKEN = "\n```sh\nsweep\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository in whose work on disk one section moved, one was renamed, and one is new."""
    known(monkeypatch)
    history = History(tmp_path / "work")
    history.commit({"skills/floor/SKILL.md": floor(), "skills/old/SKILL.md": skill("old")})
    body = BODY.replace(SETUP, "Read references/setup.md first.\n").replace("## Dry", "## Wait")
    history.put(
        {
            "skills/floor/SKILL.md": floor(f"{body}\n## Lock\n\nLock the door.\n{BROKEN}"),
            "skills/floor/references/setup.md": SETUP,
            "skills/old/SKILL.md": None,
            "skills/new/SKILL.md": floor(DRY, "new"),
        }
    )
    return history


def ran(here: History, *arguments: str) -> tuple[int, str, str]:
    done = program("compare", *arguments, cwd=here.place, env=KNOWN)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_text(here: History) -> None:
    status, out, err = ran(here)
    assert (status, err) == (0, "")
    lines = out.split("\n")
    base = here.git("rev-parse", "HEAD")[:12]
    assert lines[0] == f"{base} (where it left main) → the files on disk: 3 skills differ"
    text = " ".join(out.split())
    for piece in (
        "skill body listing references findings",
        "moved to references/setup.md",
        'was "Dry"',
        "Lock",
        "new: MD102 line 24: ",
        "2 sections unchanged",
        "a session with it: window ",
        "gone",
        "rules on all skills together are left out",
    ):
        assert piece in text, piece
    assert "\x1b" not in out


def test_json_keeps_to_the_schema_and_adds_up(here: History) -> None:
    status, out, err = ran(here, "--format", "json", "--budget", "1000")
    assert (status, err) == (0, "")
    found = json.loads(out)
    Draft202012Validator(SCHEMA).validate(found)
    Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": "#/$defs/compare"}]}).validate(found)
    assert found["head"] == "worktree"
    assert found["base"] == here.git("rev-parse", "HEAD")
    changes = {one["path"]: one for one in found["skills"]}
    assert {path: one["status"] for path, one in changes.items()} == {
        "skills/floor/SKILL.md": "changed",
        "skills/new/SKILL.md": "added",
        "skills/old/SKILL.md": "removed",
    }
    for one in found["skills"]:
        for place, key in enumerate(("before", "after")):
            assert one["tokens"]["body"][place] == sum(row[key] for row in one["sections"])
    for name, both in found["totals"]["tokens"].items():
        for place in (0, 1):
            assert both[place] == sum(one["tokens"][name][place] for one in found["skills"])
    sections = changes["skills/floor/SKILL.md"]["sections"]
    assert [(row["heading_path"][-1], row["status"], row["moved_to"]) for row in sections] == [
        ("Floor", "same", None),
        ("Setup", "extracted", "references/setup.md"),
        ("Sweep", "same", None),
        ("Wait", "renamed", None),
        ("Lock", "added", None),
    ]
    assert found["budget"]["exceeded"] is False
    findings = changes["skills/floor/SKILL.md"]["findings"]
    (new,) = findings["new"]
    assert (new["code"], new["anchor"]) == ("MD102", {"start": new["start"], "end": new["end"]})
    assert findings["still"] == found["totals"]["findings"]["still"] == 0
    assert found["listings"] == []


def test_json_counts_what_people_are_shown_apart() -> None:
    advised = finding("a", "SZ112", confidence="advice")
    three = (finding("a"), finding("a", "MD111"), advised)
    one = change("a", 9, 99, new=three, fixed=(advised,), still=three[1:], worsened=(worse("a"),))
    totals = json.loads(compare_json.render(comparison(one), limit=None))["totals"]
    assert totals["findings"] == {"new": 3, "worsened": 1, "fixed": 1, "still": 2}
    assert totals["told"] == {"new": 2, "worsened": 1, "fixed": 0, "still": 1}


def test_json_of_what_could_leave_and_of_listings(here: History) -> None:
    here.commit({"skills/other/SKILL.md": skill("other")})
    always, rare = (f"## {name}\n\n{prose(60, said)}\n" for name, said in BLOCKS)
    here.put(
        {"skills/other/SKILL.md": skill("other", f"# It\n\n{always}\n{rare}", "Now otherwise.")}
    )
    found = json.loads(ran(here, "--format", "json")[1])
    Draft202012Validator(SCHEMA).validate(found)
    (change,) = found["skills"]
    (candidate,) = change["candidates"]
    assert (candidate["heading_path"], candidate["rank"]) == (["It", BLOCKS[1][0]], 1)
    assert candidate["evidence"]
    assert candidate["saving"]["branch_not_taken"]["tokens"] > 0
    audited = json.loads(
        program("audit", "skills/other", "--format", "json", cwd=here.place).stdout
    )
    (same,) = audited["skills"][0]["candidates"]
    assert candidate == same
    assert change["findings"]["still"] == found["totals"]["findings"]["still"]
    (listing,) = found["listings"]
    assert (listing["host"], listing["scope"], listing["skills"]) == ("claude-code", "skills", 3)
    before, after = listing["size"]
    was = skills.read_text(skill("other")).description
    assert after - before == len("Now otherwise.") - len(was)


def test_two_revisions_and_prices(here: History) -> None:
    base, head = here.git("rev-parse", "HEAD"), here.commit()
    _, out, _ = ran(here, base, head, "--format", "json", "--model", "sonnet-5.5")
    found = json.loads(out)
    Draft202012Validator(SCHEMA).validate(found)
    assert (found["base"], found["head"]) == (base, head)
    assert "$" in ran(here, base, head, "--model", "sonnet-5.5")[1]


def test_status_is_one_only_beyond_the_budget(here: History) -> None:
    # a new skill counts whole, and one that is gone against
    before, after = json.loads(ran(here, "--format", "json")[1])["totals"]["tokens"]["body"]
    bodies = [skills.read_text(text).tokens.body for text in (floor(), skill("old"))]
    assert before == sum(bodies)
    growth = after - before
    assert growth > 0
    assert ran(here)[0] == 0
    assert ran(here, "--budget", str(growth))[0] == 0
    status, out, _ = ran(here, "--budget", str(growth - 1))
    assert status == 1
    said = f"the bodies together grew by {growth} tokens: over the budget of {growth - 1}"
    assert said in out
    assert ran(here, "--budget", "-1")[0] == 2


def test_markdown(here: History) -> None:
    _, out, _ = ran(here, "--format", "markdown")
    assert "| `floor` | 63&nbsp;→&nbsp;64 (+1) |" in out
    assert "| &emsp;`Setup` |" in out
    assert "| `moved to references/setup.md` |" in out


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_whose_figures_hold_is_told(here: History, form: str) -> None:
    counts.write(here.place, host(use("floor", None, everyone(12, 7, calls=spread(12, 9, 14, 31)))))
    cache = (
        "o200k tokens, scale 1: no model named; 1h cache [measured, {}99 % of 1,200,000 tokens "
        "written], write 2, read 0.1, miss 0.0124 [measured{} n=320, with the default as 100 calls]"
    )
    floors = f"floor: calls [measured n=12]; {cache.format('', '')}"
    every = ", all your skills"
    others = f"new, old: calls [measured{every} n=80]; {cache.format(every[2:] + ': ', every)}"
    by = "calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs of claude-code"
    status, out, err = ran(here, "--calibration", "calibration.json", "--format", form)
    assert (status, err) == (0, "")
    pieces = re.split("\n- |\n\n", out.replace("`", ""))
    (told,) = [one for one in pieces if one.startswith("figures:")]
    line = f"figures: {floors}; {others}; by {by}, 2026-09-01 to 2026-11-19"
    assert " ".join(told.split()) == line
    assert "80 loads" not in ran(here, "--format", form)[1]


def test_json_says_whose_figures_hold(here: History) -> None:
    counts.write(here.place, host(use("floor")))
    assert "calibrations" not in json.loads(ran(here, "--format", "json")[1])
    _, out, _ = ran(here, "--calibration", "calibration.json", "--format", "json")
    found = json.loads(out)
    Draft202012Validator(SCHEMA).validate(found)
    (told,) = found["calibrations"]
    assert told.startswith("calibration.json of 2026-11-20: 80 loads of 1 skill")


HOSTILE = "evil ]] [link](http://x) `a` @team <b>|\x1b[31m ##[command] ::error::"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_headings_that_mean_harm(here: History, form: str) -> None:
    here.put({"skills/floor/SKILL.md": floor(BODY.replace("Sweep\n", f"{HOSTILE}\n"))})
    status, out, _ = ran(here, "--format", form)
    assert status == 0
    assert "\x1b" not in out
    assert "evil" in out
    if form == "markdown":
        row = next(line for line in out.split("\n") if line.startswith("| &emsp;`evil"))
        assert "| &emsp;`evil ]] link a @team \\|\ufffd[31m # #[command] ::error::` |" in row


def test_what_differs_nowhere(here: History) -> None:
    base = here.commit()
    status, out, err = ran(here, "HEAD")
    assert (status, err) == (0, "")
    assert out == f"{base[:12]} (HEAD) → the files on disk: no skill differs\n"


def test_errors_are_one_line_and_status_2(here: History, tmp_path: Path) -> None:
    assert ran(here, "nope") == (2, "", 'skilllint: there is no revision "nope"\n')
    done = program("compare", cwd=tmp_path, env={**KNOWN, "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_what_cannot_be_read(here: History) -> None:
    base = here.commit({"skills/bad/SKILL.md": b"\xff\xfea\x00"})
    assert ran(here, "HEAD")[0] == 0
    here.put({"skills/bad/SKILL.md": b"\xff\xfea\x00b\x00"})
    status, _, err = ran(here, "HEAD")
    assert status == 2
    assert "skills/bad/SKILL.md: is not UTF-8 text: it is UTF-16" in err
    here.commit({"skills/bad/SKILL.md": skill("bad")})
    status, _, err = ran(here, base)
    assert status == 0
    assert "skills/bad/SKILL.md before: is not UTF-8 text" in err
