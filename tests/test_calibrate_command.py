"""`skilllint calibrate`, from transcripts to calibration.json and the table."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from statistics import quantiles

import pytest
from conftest import ROOT, Run, write
from logs import Claude
from sweeping import environment, held, swept, week

from skilllint.model.measuring import Share, Spread

FIXTURES = ROOT / "fixtures" / "transcripts"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path)


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    return week(tmp_path / "sessions")


def test_the_table_tells_what_was_found(run: Run, sessions: Path, home: dict[str, str]) -> None:
    ran = run("calibrate", sessions, env=home)
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert ran.stdout == TABLE


TABLE = """\
claude-code · 6 days to 2026-05-11 · 6 sessions · 57 calls · 6 loads

skill             loads  calls after  to compaction  figures
all your skills  6 in 6     9 (7–10)       9 (7–10)
sweep            6 in 6     9 (7–10)       9 (7–10)      own
loads in so many logs; calls after a load: median (quartiles)
an audit takes a skill's own figures from 5 loads in 3 logs on, else those of
all your skills

files of skills that were used   loads  share  80 % interval
sweep
  references/rooms.md           6 of 6  100 %       79–100 %
first reads: 5 (3–6) calls after the load, at a prompt of 22k (19k–23k) tokens;
6 of 6 took a call of their own

cache: 88 % of 1.2M prompt tokens read from it; written 100 % for 1h
       0.0 % of later calls (0 of 45) found a text gone from the 1h cache

model            calls                                 its tokens
claude-opus-4-6     57  o200k × 0.997 (0.882–1.05; measured, n=6)

codex · 1 day to 2026-05-04 · 1 session · 6 calls · 1 load

skill             loads  calls after  figures
all your skills  1 in 1            5
mop              1 in 1            5  default
loads in so many logs; calls after a load: median (quartiles), to a compaction
or the end
fewer than 5 loads in 3 logs in all: an audit takes the public defaults

cache: 81 % of 110k prompt tokens read from it
       0.0 % of later calls (0 of 4) found a text gone from the cache

model    calls  its tokens
gpt-5.5      6       o200k

calibration.json: counts alone, no prompt, path or session
next: skilllint audit SKILLS --calibration calibration.json
"""


def test_the_fixtures_tell_their_story(run: Run, home: dict[str, str], tmp_path: Path) -> None:
    ran = run("calibrate", FIXTURES, env=home)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert max(map(len, ran.stdout.splitlines())) <= 80
    found = held(tmp_path)
    assert set(found.hosts) == {"claude-code", "codex"}
    (skill,) = (one for one in found.hosts["claude-code"].skills if one.name == "plan-and-build")
    assert skill.pool.enough
    for said in (f"plan-and-build {skill.pool.loads} in {skill.pool.logs}", "o200k × 1.2 ("):
        assert said in re.sub(" +", " ", ran.stdout)


def test_what_is_written_is_read_again(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    run("calibrate", sessions, env=home)
    (skill,) = held(tmp_path).hosts["claude-code"].skills
    assert (skill.name, skill.plugin) == ("sweep", None)
    assert (skill.pool.loads, skill.pool.logs) == (6, 6)
    assert [version.files for version in skill.versions] == [{"references/rooms.md": 6}]
    assert skill.pool.sole == Share(6, 6)


# --- where from and where to ------------------------------------------------------


def test_without_a_folder_both_hosts_are_read_where_they_are(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "home" / ".claude").mkdir()
    (sessions / "claude" / "projects").rename(tmp_path / "home" / ".claude" / "projects")
    assert run("calibrate", env=home).returncode == 0
    assert set(held(tmp_path).hosts) == {"claude-code"}
    moved = home | {"CODEX_HOME": str(sessions / "codex"), "CLAUDE_CONFIG_DIR": "nowhere"}
    assert run("calibrate", env=moved).returncode == 0
    assert set(held(tmp_path).hosts) == {"codex"}


@pytest.mark.parametrize("named", ["", "one, two ,"], ids=["by default", "as told"])
def test_a_host_may_keep_transcripts_in_several_places(
    run: Run, home: dict[str, str], tmp_path: Path, named: str
) -> None:
    places = [place.strip() for place in named.split(",") if place.strip()]
    for seed, place in enumerate(places or ["home/.claude", "home/.config/claude"]):
        made = swept(seed).save(tmp_path / f"made-{seed}")
        (tmp_path / place).mkdir(parents=True)
        made.parents[1].rename(tmp_path / place / "projects")
    ran = run("calibrate", env=home | {"CLAUDE_CONFIG_DIR": named})
    assert ran.returncode == 0
    assert held(tmp_path).hosts["claude-code"].pool.loads == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            (),
            "neither ~/.claude/projects nor ~/.config/claude/projects nor "
            "~/.codex/sessions is there; name a folder of transcripts",
        ),
        (
            ("--host", "codex"),
            "~/.codex/sessions is not there; name a folder of transcripts",
        ),
        (("empty",), "empty: no transcript of Claude Code or Codex"),
        (("empty", "--host", "codex"), "empty: no transcript of Codex"),
        (("empty", "other"), "empty, other: no transcript of Claude Code or Codex"),
        (("sessions", "--since", "soon"), '--since "soon" is no day; write 2026-10-01, 30d or 12w'),
        (
            ("sessions", "--since", "2031-01-01"),
            "no session since 2031-01-01; nothing written",
        ),
        (
            ("sessions", "--output", "diary"),
            "diary: not a calibration: no JSON; not overwritten without --force",
        ),
        (
            ("sessions", "--output", "no/file"),
            "no/file: cannot be written: no such file or directory",
        ),
        (("sessions", "--output", "empty"), "empty: not a file; not overwritten without --force"),
    ],
)
@pytest.mark.usefixtures("sessions")
def test_what_cannot_be_done_is_one_line_and_status_2(
    run: Run, home: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    for name in ("empty", "other"):
        (tmp_path / name).mkdir()
    write(tmp_path, {"other/notes.jsonl": '{"note": 1}\n', "diary": "Dear diary\n"})
    before = {path: path.is_dir() or path.read_bytes() for path in tmp_path.glob("*")}
    ran = run("calibrate", *arguments, env=home)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"skilllint: {told}\n")
    after = {
        path: path.is_dir() or path.read_bytes()
        for path in tmp_path.glob("*")
        if path.name != "cache"
    }
    assert after == before


def test_a_folder_that_is_not_there_is_said(run: Run, home: dict[str, str]) -> None:
    ran = run("calibrate", "nowhere", env=home)
    told = "skilllint: nowhere: no such file or directory\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", told)


def test_each_folder_without_a_transcript_is_said_once(
    run: Run, home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("calibrate", "nowhere", "empty", env=home)
    assert (ran.returncode, ran.stderr) == (
        2,
        "skilllint: nowhere: no such file or directory\n"
        "skilllint: empty: no transcript of Claude Code or Codex\n",
    )


def test_force_replaces_what_is_no_calibration(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    write(tmp_path, {"diary": "Dear diary\n"})
    assert run("calibrate", sessions, "--output", "diary", "--force", env=home).returncode == 0
    assert held(tmp_path, "diary").hosts


def test_on_standard_output_there_are_counts_alone(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    run("calibrate", sessions, env=home)
    written = (tmp_path / "calibration.json").read_text("utf-8")
    (tmp_path / "calibration.json").unlink()
    assert run("calibrate", sessions, "--output", "-", env=home).stdout == written
    dry = run("calibrate", sessions, "--dry-run", "--format", "json", env=home)
    assert dry.stdout == written
    assert not (tmp_path / "calibration.json").exists()


def test_a_dry_run_shows_the_table_and_writes_nothing(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    ran = run("calibrate", sessions, "--dry-run", env=home)
    whole = TABLE.splitlines()
    assert ran.stdout.splitlines() == [
        *whole[:-2],
        "nothing written; next: the same without --dry-run",
    ]
    assert not (tmp_path / "calibration.json").exists()


def test_markdown_holds_the_same_tables(run: Run, sessions: Path, home: dict[str, str]) -> None:
    ran = run("calibrate", sessions, "--format", "markdown", env=home)
    assert "| all your skills | 6 in 6 |" in ran.stdout
    assert "| `references/rooms.md` | 6 of 6 | 100 % | 79–100 % |" in ran.stdout


def test_since_and_host_narrow_what_is_counted(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    run("calibrate", sessions, "--since", "2026-05-09", "--host", "claude-code", env=home)
    found = held(tmp_path)
    assert set(found.hosts) == {"claude-code"}
    assert found.hosts["claude-code"].pool.loads == 3
    assert found.hosts["claude-code"].first == date(2026, 5, 9)
    for ever in ("9999w", "0001-01-01"):
        assert run("calibrate", sessions, "--since", ever, env=home).returncode == 0
    assert held(tmp_path).hosts["claude-code"].pool.loads == 6


# --- what is wrong with some files ------------------------------------------------


def test_what_can_be_read_is_used_and_the_rest_told_by_reason(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    folder = sessions / "claude" / "projects"
    for name in ("gone", "lost"):
        (folder / f"{name}.jsonl").symlink_to(tmp_path / "nowhere")
    ran = run("calibrate", sessions, env=home)
    told = "skilllint: 2 transcripts not read: no such file or directory\n"
    assert (ran.returncode, ran.stderr) == (2, told)
    assert held(tmp_path).hosts["claude-code"].pool.loads == 6
    verbose = run("calibrate", sessions, "--verbose", env=home).stderr
    assert verbose.startswith(told)
    assert f"skilllint: {folder / 'gone.jsonl'}\n" in verbose


def test_sessions_without_calls_are_told_as_such(run: Run, home: dict[str, str]) -> None:
    made = Claude(seed=1)
    made.say("Hello?")
    ran = run("calibrate", made.save(Path(home["HOME"])), "--dry-run", env=home)
    assert ran.returncode == 0
    assert ran.stdout == (
        "claude-code · 1 day to 2026-05-04 · 0 sessions · 0 calls · 0 loads\n\n"
        "no skill was loaded: an audit takes the public defaults\n\n"
        "nothing written; next: the same without --dry-run\n"
    )


def test_half_written_lines_spoil_nothing_and_are_told(
    run: Run, home: dict[str, str], tmp_path: Path
) -> None:
    made = swept(4)
    made.other({"type": "weather-report", "message": None})
    path = made.save(tmp_path / "sessions")
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3:3] = [b'{"type": "user", "mess\n', b"\xff\xfe\n"]
    path.write_bytes(b"".join([*lines, b'{"type": "assi']))
    quiet = run("calibrate", "sessions", env=home)
    passed = "skilllint: 2 lines that hold no record; the rest is used\n"
    assert (quiet.returncode, quiet.stderr) == (0, passed)
    for anew in (0, 1):
        told = run("calibrate", "sessions", "--verbose", *["--no-cache"] * anew, env=home)
        assert told.returncode == 0
        assert told.stderr == (
            f"skilllint: 1 transcript, {anew} read anew\n"
            "skilllint: records of unknown type: weather-report 1\n"
            f"{passed}"
        )
    assert held(tmp_path).hosts["claude-code"].pool.loads == 1


def test_clocks_that_went_back_are_counted(run: Run, home: dict[str, str], tmp_path: Path) -> None:
    path = swept(4).save(tmp_path / "sessions")
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    links = [{"uuid": f"u{at}", "parentUuid": f"u{at - 1}"} for at in range(len(records))]
    late = {"timestamp": "2020-01-01T00:00:00Z"}
    linked = [one | link for one, link in zip(records, links, strict=True)]
    linked[-1] |= late
    path.write_text("".join(f"{json.dumps(one)}\n" for one in linked), "utf-8")
    assert run("calibrate", "sessions", env=home).stderr == ""
    for anew in (0, 1):
        told = run("calibrate", "sessions", "--verbose", *["--no-cache"] * anew, env=home)
        assert told.stderr == (
            f"skilllint: 1 transcript, {anew} read anew\n"
            "skilllint: 1 transcript whose clock went back\n"
        )


def test_no_cache_keeps_nothing(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    run("calibrate", sessions, "--no-cache", env=home)
    assert not (tmp_path / "cache").exists()
    run("calibrate", sessions, env=home)
    assert [path.name for path in (tmp_path / "cache" / "calibrate").iterdir()] == ["counts"]


# --- a look into each file --------------------------------------------------------


def test_inspect_tells_what_each_file_holds(
    run: Run, sessions: Path, home: dict[str, str], tmp_path: Path
) -> None:
    books = [swept(seed, seed) for seed in range(2, 8)]
    ran = run("calibrate", sessions, "--host", "claude-code", "--inspect", env=home)
    assert ran.returncode == 0
    found = json.loads(ran.stdout)
    assert found == {str(book.path()): book.shape() for book in books}
    assert list(found) == sorted(found)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "sessions"}


def test_inspect_tells_of_real_sessions_what_is_expected(
    run: Run, data: Path, home: dict[str, str]
) -> None:
    place = data / "transcripts" / "dev"
    if not place.is_dir():
        pytest.skip("SKILLLINT_DATA holds no transcripts")
    expected = json.loads((place / "expected.json").read_text("utf-8"))
    assert json.loads(run("calibrate", place, "--inspect", env=home).stdout) == expected


def test_of_real_sessions_every_load_counts_as_expected(
    run: Run, data: Path, home: dict[str, str], tmp_path: Path
) -> None:
    place = data / "transcripts" / "dev"
    if not place.is_dir():
        pytest.skip("SKILLLINT_DATA holds no transcripts")
    expected = json.loads((place / "expected.json").read_text("utf-8"))
    run("calibrate", place, env=home)
    for host, use in held(tmp_path).hosts.items():
        logs = [one for one in expected.values() if one["host"] == host]
        loads = [load for one in logs for load in one["loads"] if load["skill"] != "test-repo"]
        assert use.pool.loads == len(loads)
        assert sum(use.models.values()) == sum(one["calls"] for one in logs)
        assert sum(use.tokens.values()) == sum(one["prompt_tokens"] for one in logs)
        for skill in use.skills:
            mine = [load for load in loads if load["skill"] == skill.name]
            asking = [int(load["via"] == "shell") for load in mine]
            to_end = [load["calls_after_load"] for load in mine]
            to_compaction = [
                load["calls_to_compaction"] - one for load, one in zip(mine, asking, strict=True)
            ]
            whole = host == "claude-code"
            assert at(skill.pool.calls) == quartiles(to_end if whole else to_compaction)
            assert at(skill.pool.compaction_calls) == (quartiles(to_compaction) if whole else None)
            files = [one["path"] for load in mine for one in load["references"]]
            assert {f for version in skill.versions for f in version.files} == set(files)


def quartiles(counts: list[int]) -> list[float]:
    known = quantiles(counts, n=4, method="exclusive") if counts[1:] else [counts[0]] * 3
    return [min(max(min(counts), one), max(counts)) for one in known]


def at(spread: Spread | None) -> list[float] | None:
    return None if spread is None else [spread.at.p25, spread.at.p50, spread.at.p75]
