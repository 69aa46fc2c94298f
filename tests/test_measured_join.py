"""Which loads are a skill's: by name, by plugin, by text; and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import counts
import pytest
from conftest import Run, skill, write
from counts import host, pool, use
from histories import History, inside, look, only

from skilllint.measured import owning
from skilllint.model.measuring import Pool, SkillUse
from skilllint.skills import read

FEW = pool(3, 2)
HOLD = "all your skills' figures hold"
MANIFEST = ".claude-plugin/plugin.json"

Known = Callable[[str], list[SkillUse]]
"""Entries of a calibration, given the hash of the linted text."""


def same(text: str, loads: int = 12) -> dict[str, tuple[int, dict[str, int]]]:
    return {text: (loads, {})}


TABLE: dict[str, tuple[dict[str, str], Known, str | None, tuple[str, ...]]] = {
    "by its name": ({}, lambda _: [use("dust"), use("sweep")], "sweep", ()),
    "in its plugin": (
        {MANIFEST: '{"name": "house"}'},
        lambda _: [use("sweep"), use("sweep", "yard"), use("sweep", "house")],
        "house:sweep",
        (),
    ),
    "whose manifest has no name": ({MANIFEST: "{}"}, lambda _: [use("sweep", "x")], "x:sweep", ()),
    "whose manifest is broken": ({MANIFEST: "{"}, lambda _: [use("sweep", "x")], "x:sweep", ()),
    "in a marketplace": (
        {
            ".claude-plugin/marketplace.json": '{"plugins": [{"name": "a", "source": "./"}, '
            '{"name": "b", "source": "./b"}, 5, {"source": "."}]}'
        },
        lambda _: [use("sweep", "b"), use("sweep", "a")],
        "a:sweep",
        (),
    ),
    "of Codex": (
        {".codex-plugin/plugin.json": '{"name": "house"}'},
        lambda _: [use("sweep", "house")],
        "house:sweep",
        (),
    ),
    "changed since": (
        {},
        lambda _: [use("sweep", None, None, same("f" * 16))],
        "sweep",
        ("its text has changed since those loads",),
    ),
    "changed and back": (
        {},
        lambda text: [use("sweep", None, None, same("f" * 16) | same(text))],
        "sweep",
        (),
    ),
    "renamed": (
        {},
        lambda text: [use("broom", None, None, same(text)), use("dust")],
        "broom",
        ("its text is known there as broom, whose loads are counted",),
    ),
    "moved into a plugin": (
        {MANIFEST: '{"name": "house"}'},
        lambda text: [use("sweep", None, None, same(text))],
        "sweep",
        ("its text is known there as sweep, whose loads are counted",),
    ),
    "under two other names": (
        {},
        lambda text: [
            use("one", None, FEW, same(text, 3)),
            use("two", "p", None, same(text)),
        ],
        "p:two",
        ("its text is known there as p:two, whose loads are counted",),
    ),
    "its name before its text": (
        {},
        lambda text: [use("broom", None, None, same(text)), use("sweep", None, FEW)],
        "sweep",
        (),
    ),
    "another plugin's": (
        {},
        lambda _: [use("sweep", "yard"), use("sweep", "barn")],
        None,
        ("yard:sweep or barn:sweep has another text and is not taken for this skill",),
    ),
    "never loaded": ({}, lambda _: [use("dust")], None, ()),
}


@pytest.mark.parametrize("case", TABLE)
def test_which_loads_are_a_skills(tmp_path: Path, case: str) -> None:
    files, known, name, said = TABLE[case]
    home = write(tmp_path / "x", {"skills/sweep/SKILL.md": skill("sweep"), **files})
    path = home / "skills/sweep/SKILL.md"
    found, sentences = owning.find(known(counts.text(path)), read(path), path)
    assert (owning.called(found) if found else None) == name
    assert sentences == said


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("Sweep $ARGUMENTS.", False),
        ("Sweep $1.", False),
        ("Rooms: !`ls rooms`", False),
        ("Run ${CLAUDE_PLUGIN_ROOT}/x.sh.", False),
        ("Run ${CLAUDE_SKILL_DIR}/x.sh for $5-10.", False),
        ("Run ${CLAUDE_SKILL_DIR}/x.sh for $X!", True),
    ],
)
def test_a_text_that_loads_fill_in_is_not_said_to_have_changed(
    tmp_path: Path, part: str, changed: bool
) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep", f"# Sweep\n\n{part}\n")})
    path = tmp_path / "sweep/SKILL.md"
    known = [use("sweep", None, None, same("f" * 16))]
    assert owning.find(known, read(path), path)[1] == (owning.CHANGED,) * changed


def test_a_whole_repository_is_known_by_the_name_it_gives_itself(tmp_path: Path) -> None:
    write(tmp_path, {"clone-2/.git/HEAD": "", "clone-2/SKILL.md": skill("sweep")})
    path = tmp_path / "clone-2/SKILL.md"
    assert owning.find([use("sweep")], read(path), path)[0]


# --- whose figures hold -----------------------------------------------------------------------


def measured(run: Run, place: Path, *more: str) -> tuple[dict[str, object], str]:
    """What is measured of the one skill, and where its cost comes from."""
    ran = run("audit", "sweep", "--calibration", "calibration.json", "--format", "json", *more)
    assert (ran.returncode, ran.stderr) == (0, "")
    (one,) = json.loads(ran.stdout)["skills"]
    return one["measured"], one["cost"]["source"].partition(";")[0]


@pytest.mark.parametrize(
    ("both", "said", "source"),
    [
        ((pool(12, 7), None), "12 loads of this skill in 7 logs", "measured n=12"),
        ((pool(5, 3), None), "5 loads of this skill in 3 logs", "measured n=5"),
        (
            (FEW, None),
            f"3 loads of this skill in 2 logs: too few, {HOLD}",
            "measured, all your skills n=80",
        ),
        (
            (pool(9, 2), None),
            f"9 loads of this skill in 2 logs: too few, {HOLD}",
            "measured, all your skills n=80",
        ),
        (
            (pool(1, 1), pool(4, 4)),
            "1 load of this skill in 1 log: too few, and 4 loads of all your skills are too few "
            "as well, so the defaults hold",
            "default",
        ),
        ((None, None), f"no load of this skill: {HOLD}", "measured, all your skills n=80"),
    ],
)
def test_whose_figures_hold_is_said(
    run: Run, tmp_path: Path, both: tuple[Pool | None, Pool | None], said: str, source: str
) -> None:
    own, every = both
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    uses = [use("sweep", None, own)] if own else []
    counts.write(tmp_path, host(*uses, every=every))
    found, cost_source = measured(run, tmp_path)
    assert found["sentences"] == [said]
    assert cost_source == f"calls [{source}]"


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"sweep": 1}, f"1 load of this skill, left out as its log edits it: {HOLD}"),
        (
            {"sweep": 2, "p:sweep": 3},
            f"2 loads of this skill, left out as their logs edit it: {HOLD}",
        ),
        ({"p:sweep": 3}, f"no load of this skill: {HOLD}"),
    ],
)
def test_loads_that_were_left_out_are_said(
    run: Run, tmp_path: Path, left_out: dict[str, int], said: str
) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    counts.write(tmp_path, replace(host(), left_out=left_out))
    assert measured(run, tmp_path)[0]["sentences"] == [said]


def test_a_host_without_sessions_keeps_the_defaults(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    counts.write(tmp_path, host(use("sweep")))
    plain = json.loads(run("audit", "sweep", "--host", "codex", "--format", "json").stdout)
    options = ("--calibration", "calibration.json", "--host", "codex", "--format", "json")
    found = json.loads(run("audit", "sweep", *options).stdout)
    assert found["calibrations"] == [
        "calibration.json holds no sessions of codex, so the defaults hold"
    ]
    assert found["skills"][0]["cost"] == plain["skills"][0]["cost"]


def test_a_text_on_standard_input_is_known_by_itself(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, {"sweep/SKILL.md": skill("sweep")}) / "sweep/SKILL.md"
    counts.write(tmp_path, host(use("broom", None, None, same(counts.text(path)))))
    options = ("--calibration", "calibration.json", "--format", "json")
    ran = run("audit", "-", *options, stdin=path.read_bytes())
    (one,) = json.loads(ran.stdout)["skills"]
    assert one["measured"]["name"] == "broom"


# --- the configuration, and what cannot be used ---------------------------------------------------


def test_the_configurations_calibration_counts_from_its_folder(run: Run, tmp_path: Path) -> None:
    here = write(tmp_path / "repo", {"sweep/SKILL.md": skill("sweep")})
    counts.write(here, host(use("sweep")))
    write(here, {"skilllint.toml": '[cost]\ncalibration = "calibration.json"\n'})
    told = run("audit", "repo/sweep").stdout
    assert "measured: 12 loads of this skill in 7 logs" in told
    assert "repo/calibration.json of 2026-11-20: 80 loads of 1 skill in 34 logs" in told
    assert "measured" not in run("audit", "repo/sweep", "--no-calibration").stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file; `skilllint calibrate` writes one"),
        ("{", "not a calibration: no JSON"),
        ('{"kind": "other"}', "not a calibration of skilllint"),
        (
            '{"kind": "skilllint calibration", "version": 2}',
            "a calibration of version 2, not 1; run `skilllint calibrate` again",
        ),
    ],
)
@pytest.mark.parametrize("way", ["audit option", "check option", "audit file", "check file"])
def test_a_calibration_that_cannot_be_used_is_one_line(
    run: Run, tmp_path: Path, content: str | None, said: str, way: str
) -> None:
    write(tmp_path, {f"{name}/SKILL.md": skill(name) for name in ("a", "b")})
    options = ["--calibration", "calibration.json"]
    command, _, where = way.partition(" ")
    if where == "file":
        write(tmp_path, {"skilllint.toml": '[cost]\ncalibration = "calibration.json"\n'})
        options = []
    if content is not None:
        write(tmp_path, {"calibration.json": content})
    ran = run(command, ".", *options)
    assert (ran.returncode, ran.stdout) == (2, "")
    skills = "; 2 skills not audited" if where == "file" else ""
    assert ran.stderr == f"skilllint: calibration.json: {said}{skills}\n"


def test_a_broken_one_is_told_of_its_own_skills_only(run: Run, tmp_path: Path) -> None:
    torn = "# A\n\n```sh\nsweep\n"
    write(tmp_path, {"a/SKILL.md": skill("a", torn), "b/SKILL.md": skill("b", torn)})
    write(tmp_path, {"b/skilllint.toml": '[cost]\ncalibration = "gone.json"\n'})
    ran = run("check", ".")
    assert ran.returncode == 2
    assert "a/SKILL.md:" in ran.stdout
    assert "b/gone.json: no such file" in ran.stderr
    assert "1 skill not audited" in ran.stderr


def test_a_broken_one_is_no_matter_where_it_is_not_wanted(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/SKILL.md": skill("a"), "calibration.json": "{"})
    write(tmp_path, {"skilllint.toml": '[cost]\ncalibration = "calibration.json"\n'})
    assert run("check", ".", "--no-calibration").returncode == 0


def test_both_options_at_once_are_an_error(run: Run) -> None:
    ran = run("audit", "--calibration", "x", "--no-calibration")
    assert (ran.returncode, ran.stdout) == (2, "")


def test_every_process_of_a_large_run_stops_with_the_one_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {f"s{n}/SKILL.md": skill(f"s{n}") for n in range(60)})
    write(tmp_path, {"skilllint.toml": '[cost]\ncalibration = "gone.json"\n'})
    ran = run("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: gone.json: no such file; `skilllint calibrate` writes one; "
        "60 skills not audited\n"
    )


# --- two states, and Python -----------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    return inside(tmp_path / "work", monkeypatch)


def test_two_states_are_priced_by_one_calibration(here: History) -> None:
    """Its file lies beside neither copy; the plugin's name is read from its manifest."""
    here.put({".claude-plugin/plugin.json": '{"name": "house"}'})
    here.put({"skilllint.toml": '[cost]\ncalibration = "calibration.json"\n'})
    counts.write(here.place, host(use("floor", "house")))
    here.commit()
    here.put({"skills/floor/SKILL.md": skill("floor", "# Floor\n\nSweep it.\n")})
    change = only(look())
    assert change.cost_before
    assert change.cost_after
    for price in (change.cost_before, change.cost_after):
        assert price.source.startswith("calls [measured n=12];")
    (here.place / "calibration.json").unlink()
    (lost,) = look().unread
    assert lost.cause == "configuration"
    assert "no such file" in lost.reason


def test_python_may_name_a_calibration(tmp_path: Path) -> None:
    from skilllint.api import audit

    write(tmp_path, {"sweep/SKILL.md": skill("sweep")})
    place = counts.write(tmp_path, host(use("sweep")))
    (one,) = audit(tmp_path, calibration=place).skills
    assert one.measured
    assert (one.measured.name, one.measured.loads, one.cost.ttl) == ("sweep", 12, "1h")
    counts.write(tmp_path, host(use("sweep", None, pool(6, 4))))
    (one,) = audit(tmp_path, calibration=place).skills  # written anew, read anew
    assert one.measured
    assert one.measured.loads == 6
