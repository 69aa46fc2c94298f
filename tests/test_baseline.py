"""A baseline: what it records is let be, what is new or worse is told, nothing is half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import __version__, atomic, baseline
from skilllint.baseline import Baseline, BaselineError
from skilllint.model import Finding, Suppressed

FILE = "skilllint-baseline.json"
NONE = "no problems in 2 skills"


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A repository with two skills that have one problem each."""
    (tmp_path / ".git").mkdir()
    other = "Mops the hall. Use when somebody wants the hall wet."
    files = {"skills/a/SKILL.md": skill("a", BAD), "skills/b/SKILL.md": skill("b", BAD, other)}
    return write(tmp_path, files)


def text(floor: Path) -> str:
    return (floor / FILE).read_text("utf-8")


# --- written, then used ---------------------------------------------------------


def test_what_is_recorded_is_not_told(run: Run, floor: Path) -> None:
    ran = run("check", "--write-baseline")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == f"skilllint: {FILE}: 2 findings recorded\n"
    ran = run("check")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{NONE}; 2 suppressed (2 baseline)\n"
    assert run("check", "--no-baseline").stdout.endswith("\n2 errors in 2 skills\n")
    found = json.loads(run("check", "--format", "json").stdout)
    assert (found["findings"], found["suppressed"]) == ([], 2)
    assert (found["suppressed_by"], found["baseline_fixed"]) == ({"baseline": 2}, 0)


def test_its_text_is_sorted_and_has_a_finding_a_line(run: Run, floor: Path) -> None:
    run("check", "--write-baseline")
    prints = [next(iter(codes["MD102"])) for codes in json.loads(text(floor))["findings"].values()]
    assert text(floor) == (
        f'{{\n "version": 1,\n "skilllint": "{__version__}",\n "findings": {{\n'
        f'  "skills/a/SKILL.md": {{\n   "MD102": {{\n    "{prints[0]}": {{}}\n   }}\n  }},\n'
        f'  "skills/b/SKILL.md": {{\n   "MD102": {{\n    "{prints[1]}": {{}}\n   }}\n  }}\n'
        " }\n}\n"
    )
    before = (floor / FILE).read_bytes()
    run("check", "--write-baseline")
    assert (floor / FILE).read_bytes() == before
    run("check", "skills/b", "skills/a", "--write-baseline")
    assert (floor / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("cwd", "paths"),
    [
        (".", ["skills/a/SKILL.md"]),
        (".", ["skills/a"]),
        ("skills", ["a"]),
        ("skills/a", []),
        ("skills/a", ["SKILL.md"]),
        ("..", ["{name}/skills/a"]),
    ],
)
def test_however_a_skill_is_named(run: Run, floor: Path, cwd: str, paths: list[str]) -> None:
    run("check", "--write-baseline")
    named = [path.format(name=floor.name) for path in paths]
    ran = run("check", *named, cwd=floor / cwd)
    assert ran.stdout == "no problems in 1 skill; 1 suppressed (1 baseline)\n"


SAME = "Sweep every room from the far wall to the door, and mind the corners.\n" * 30
ALIKE = {
    "XS101": lambda name: skill("same", f"# {name}\n\nAs {name} does.\n", f"Sweeps {name} well."),
    "XS102": lambda name: skill(name, f"# {name}\n", "Sweeps all halls. Use it for clean halls."),
    "XS103": lambda name: skill(
        name, f"# {name}\n", "Sweeps halls, rooms, stairs, and yards with a broom, a mop, water, "
        f"soap, wax, sand, cloth and polish on every day of the week, says {name * 3}"
    ),
    "XS104": lambda name: skill(name, f"# {name}\n\nAs {name}.\n\n{SAME}", f"Sweeps {name} well."),
    "XS107": lambda name: skill(name, SAME, f"Sweeps {name} well."),
}  # fmt: skip


@pytest.mark.parametrize("code", ALIKE)
def test_what_several_skills_share_is_known_at_each_of_them(
    run: Run, tmp_path: Path, code: str
) -> None:
    def put(*names: str) -> None:
        write(tmp_path, {f"skills/{name}/SKILL.md": ALIKE[code](name) for name in names})

    (tmp_path / ".git").mkdir()
    write(tmp_path, {"skilllint.toml": f'select = ["{code}"]\nfail-on = "note"\n'})
    put("ab", "bc", "cd")
    assert run("check").returncode == 1
    run("check", "--write-baseline")
    before = text(tmp_path)
    for paths in ([], ["skills/bc", "skills/cd"], ["skills/bc/SKILL.md", "skills/cd/SKILL.md"]):
        ran = run("check", *paths)
        assert (ran.returncode, ran.stdout[:15]) == (0, "no problems in "), paths
    assert "fixed" not in run("check").stdout
    run("check", "skills/bc", "skills/cd", "--write-baseline")
    assert text(tmp_path) == before
    put("aa")  # one more is worse, also where it becomes the first of them
    assert run("check").returncode == 1


def test_what_others_share_is_new(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"skilllint.toml": 'select = ["XS101"]\n'})
    for shelf in ("skills", "more/skills"):
        write(tmp_path, {f"{shelf}/{name}/SKILL.md": ALIKE["XS101"](name) for name in "ab"})
        assert run("check").returncode == 1
        run("check", "--write-baseline")
        assert run("check").returncode == 0


def test_a_new_problem_is_told_also_beside_an_old_one(run: Run, floor: Path) -> None:
    run("check", "--write-baseline")
    write(floor, {"skills/a/SKILL.md": "<!--\n" + skill("other", f"Note.\n\n{BAD}")})
    ran = run("check")
    assert ran.returncode == 1
    assert "skills/a/SKILL.md:" in ran.stdout
    assert ran.stdout.splitlines()[-1].endswith("; 1 suppressed (1 baseline); 1 of the baseline "
        "fixed (--write-baseline)")  # fmt: skip


def test_an_old_problem_is_known_on_other_lines(run: Run, floor: Path) -> None:
    run("check", "--write-baseline")
    write(floor, {"skills/a/SKILL.md": skill("a", BAD.replace("Sweep the", "More.\n\nSweep the"))})
    assert run("check").stdout == f"{NONE}; 2 suppressed (2 baseline)\n"


def test_what_is_fixed_is_counted_and_dropped(run: Run, floor: Path) -> None:
    run("check", "--write-baseline")
    write(floor, {"skills/a/SKILL.md": skill("a")})
    fixed = "; 1 of the baseline fixed (--write-baseline)"
    assert run("check").stdout == f"{NONE}; 1 suppressed (1 baseline){fixed}\n"
    assert "fixed" not in run("check", "skills/a").stdout
    assert "fixed" not in run("check", "--select", "FM").stdout
    ran = run("check", "--write-baseline")
    assert ran.stderr == f"skilllint: {FILE}: 1 finding recorded, 0 of them new; 1 dropped\n"
    assert run("check").stdout == f"{NONE}; 1 suppressed (1 baseline)\n"


def test_skills_that_were_not_looked_at_stay_recorded(run: Run, floor: Path) -> None:
    run("check", "--write-baseline")
    before = text(floor)
    write(floor, {"skills/a/SKILL.md": skill("a")})
    ran = run("check", "skills/a", "--write-baseline")
    assert ran.stderr == f"skilllint: {FILE}: 1 finding recorded, 0 of them new; 1 dropped\n"
    assert "skills/b/SKILL.md" in text(floor)
    assert "skills/a/SKILL.md" not in text(floor)
    write(floor, {"skills/a/SKILL.md": skill("a", BAD)})
    run("check", "skills/a", "--write-baseline")
    assert text(floor) == before


@pytest.mark.parametrize(("lines", "status"), [(10, 0), (9, 0), (11, 0), (12, 1)])
def test_what_grew_by_more_than_a_tenth_is_told(
    run: Run, floor: Path, lines: int, status: int
) -> None:
    def body(number: int) -> Mapping[str, str]:
        return {"skills/a/SKILL.md": skill("a", "# Sweep\n\n" + "Sweep in strips.\n" * number)}

    write(floor, {"skilllint.toml": "[limits.SZ101]\ntokens = 9\n", **body(10)})
    run("check", "--write-baseline")
    write(floor, body(lines))
    ran = run("check", "skills/a")
    assert ran.returncode == status
    if status:
        assert ran.stdout.splitlines()[0].endswith("(51 tokens, limit 9); 43 in the baseline")


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("RE101", "See [x](gone.md).\n"),
        ("RE102", "Read `references/gone.md`.\n"),
        ("RE103", "See [x](../../../gone.md).\n"),
        ("RE107", "Look into /Users/kowalski/notes first.\n"),
        ("SE108", "\n```sh\ngit commit --no-verify -m x\n```\n"),
        ("MD105", "\n- # Inner\n"),
        ("MD107", "See [x](#gone).\n"),
        ("MD108", "\n# Low\n\n### Deep\n\nText.\n"),
        ("MD109", "\n# Title\n\nText.\n"),
        ("MD115", "\n\\`\\`\\`sh\nls\n\\`\\`\\`\n"),
        ("FM107", ""),
    ],
)
def test_one_place_more_is_told(run: Run, tmp_path: Path, code: str, place: str) -> None:
    """Some places are one finding, so their number must show that there is one more."""

    def put(times: int) -> None:
        text = skill("a", "# A\n\nSweep.\n" + place * times)
        keys = "".join(f"odd{number}: x\n" for number in range(times)) if not place else ""
        write(tmp_path, {"skills/a/SKILL.md": text.replace("name:", f"{keys}name:", 1)})

    def told() -> list[str]:
        return [line for line in run("check").stdout.splitlines() if f" {code} " in line]

    write(tmp_path, {"skilllint.toml": f'select = ["{code}"]\nadvice = true\n'})
    put(12)
    assert len(told()) == 1
    run("check", "--write-baseline")
    assert told() == []
    put(13)
    assert ["in the baseline" in line for line in told()] == [True]


def test_allowed_goes_before_recorded(run: Run, floor: Path) -> None:
    entry = '[[allow]]\nrule = "MD102"\nreason = "x"\npath = "skills/a/"\n'
    run("check", "--write-baseline")
    write(floor, {"skilllint.toml": entry})
    assert run("check", "skills/a").stdout.endswith("; 1 suppressed (1 allowed)\n")
    ran = run("check", "--write-baseline")
    assert ran.stderr == f"skilllint: {FILE}: 1 finding recorded, 0 of them new; 1 dropped\n"
    assert run("check").stdout == f"{NONE}; 2 suppressed (1 baseline, 1 allowed)\n"


# --- where it is ------------------------------------------------------------------


def test_without_a_repository_it_is_the_configurations(run: Run, floor: Path) -> None:
    (floor / ".git").rmdir()
    write(floor, {"skilllint.toml": ""})
    run("check", cwd=floor / "skills" / "a")
    run("check", "--write-baseline", cwd=floor / "skills")
    assert [*json.loads(text(floor))["findings"]] == ["skills/a/SKILL.md", "skills/b/SKILL.md"]
    for cwd in (".", "skills", "skills/a"):
        assert run("check", cwd=floor / cwd).stdout.startswith("no problems in")


def test_without_either_it_is_the_working_folders(run: Run, floor: Path) -> None:
    (floor / ".git").rmdir()
    run("check", "--write-baseline", cwd=floor / "skills")
    assert (floor / "skills" / FILE).is_file()
    assert run("check", cwd=floor / "skills").returncode == 0
    assert run("check").returncode == 1


def test_a_configuration_or_an_option_names_another(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": 'baseline = "docs/debts.json"\n', "docs/x": ""})
    assert run("check", "--write-baseline").stderr.startswith("skilllint: docs/debts.json: 2 ")
    assert run("check", cwd=floor / "skills").returncode == 0
    assert run("check", "--baseline", "../docs/debts.json", cwd=floor / "skills").returncode == 0
    run("check", ".", "--write-baseline", "mine.json")
    (floor / "docs" / "debts.json").unlink()
    ran = run("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: docs/debts.json: no such baseline; "
        "`skilllint check --write-baseline` writes it anew\n"
    )
    assert run("check", "--baseline", "mine.json").returncode == 0


def test_each_repository_has_its_own(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        write(tmp_path / name, {"a/SKILL.md": skill("a", BAD)})
    assert run("check", "--write-baseline").stderr == (
        f"skilllint: one/{FILE}: 1 finding recorded\nskilllint: two/{FILE}: 1 finding recorded\n"
    )
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()
    assert run("check").returncode == 0


# --- what cannot be used ------------------------------------------------------------

ANEW = "; `skilllint check --write-baseline` writes it anew"
BROKEN: Mapping[str, str] = {
    "": "is no baseline: no JSON (Expecting value: line 1 column 1 (char 0))",
    "[]": 'is no baseline: it has no "version" and "findings"',
    '{"version": 1}': 'is no baseline: it has no "version" and "findings"',
    '{"version": 0, "findings": {}}': f"is of version 0, this reads version 1{ANEW}",
    '{"version": [2], "findings": {}}': f"is of version [2], this reads version 1{ANEW}",
    '{"version": 1, "findings": []}': "is a broken baseline "
    f"('list' object has no attribute 'items'){ANEW}",
    '{"version": 1, "findings": {"a": {"MD102": {"0": {"count": 0}}}}}': "is a broken baseline "
    f"(a wrong number in a, MD102){ANEW}",
    '{"version": 1, "findings": {"a": {"MD102": {"0": {"value": NaN}}}}}': "is a broken baseline "
    f"(a wrong number in a, MD102){ANEW}",
    '{"version": 1, "findings": {"a": {"MD102": {"0": {"count": "1"}}}}}': "is a broken baseline "
    f"(a wrong number in a, MD102){ANEW}",
    "[" * 100_000: "is no baseline: no JSON (maximum recursion depth exceeded",
    "\udcff": "is no baseline: no text",
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken[:60])
def test_a_broken_one_is_one_clear_line(run: Run, floor: Path, broken: str) -> None:
    write(floor, {FILE: broken.encode("utf-8", "surrogateescape")})
    ran = run("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"skilllint: {FILE}: {BROKEN[broken]}")
    assert ran.stderr.count("\n") == 1
    assert run("check", "--no-baseline").returncode == 1
    assert run("audit").returncode == 0


def test_one_that_is_no_file_is_told(run: Run, floor: Path) -> None:
    (floor / FILE).mkdir()
    ran = run("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"skilllint: {FILE}: cannot be read as a baseline (is a directory)\n"
    assert run("check", "--baseline", "none.json").stderr.startswith(
        "skilllint: none.json: no such baseline; "
    )


@pytest.mark.parametrize("paths", [["."], ["skills/a"]])
def test_one_that_cannot_be_used_is_told_also_where_nothing_is_found(
    run: Run, floor: Path, paths: list[str]
) -> None:
    mop = skill("b", "Mop.\n", "Mops the hall. Use when somebody wants the hall wet.")
    write(floor, {"skills/a/SKILL.md": skill("a"), "skills/b/SKILL.md": mop})
    ran = run("check", *paths, "--baseline", "nope.json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "skilllint: nope.json: no such baseline; "
        "`skilllint check --write-baseline` writes it anew\n"
    )
    write(floor, {FILE: "[]"})
    ran = run("check", *paths)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    write(floor, {FILE: "", "skilllint.toml": 'baseline = "gone.json"\n'})
    assert run("check", *paths).stderr.startswith("skilllint: gone.json: no such baseline; ")
    assert run("check", *paths, "--no-baseline").returncode == 0


def test_an_older_one_is_written_anew_as_a_whole_only(run: Run, floor: Path) -> None:
    old = '{"version": 0, "findings": {"skills/b": []}}'
    write(floor, {FILE: old})
    ran = run("check", "skills/a", "--write-baseline")
    assert ran.returncode == 2
    assert "is of version 0" in ran.stderr
    assert text(floor) == old
    assert run("check", "--write-baseline").returncode == 0
    assert run("check").returncode == 0


@pytest.mark.parametrize("given_", ["skills/a/SKILL.md", "skills", "notes.json"])
def test_nothing_else_is_written_over(run: Run, floor: Path, given_: str) -> None:
    write(floor, {"notes.json": "[1]"})
    before = {path: path.read_bytes() for path in floor.rglob("*") if path.is_file()}
    ran = run("check", "--write-baseline", given_)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"skilllint: {given_}: is no baseline, so nothing was written over it; "
        "paths to check go before --write-baseline\n"
    )
    assert {path: path.read_bytes() for path in floor.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_not_there_is_told(run: Run, floor: Path) -> None:
    ran = run("check", "--write-baseline", "none/x.json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == ("skilllint: none/x.json: cannot be written (no such file or directory)\n")


def test_nothing_is_written_if_not_all_was_read(run: Run, floor: Path) -> None:
    write(floor, {"skills/b/SKILL.md": b"\0\0"})
    ran = run("check", "--write-baseline")
    assert ran.returncode == 2
    assert ran.stderr.endswith("skilllint: no baseline was written, for not all was read\n")
    assert not (floor / FILE).exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--select", "MD"], "records what the configuration selects; leave out --select"),
        (["--extend-select", "MD"], "records what the configuration selects; leave out --exten"),
        (["--ignore", "MD"], "records what the configuration selects; leave out --ignore"),
        (["--host", "codex"], "records what the configuration selects; leave out --host"),
        (["-"], "records findings in files, not in standard input"),
    ],
)
def test_it_records_neither_less_nor_a_pipe(
    run: Run, floor: Path, options: list[str], message: str
) -> None:
    ran = run("check", *options, "--write-baseline")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"skilllint: --write-baseline {message}")
    assert not (floor / FILE).exists()


def test_a_write_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / FILE
    baseline.write(file, {})
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BaselineError, match=r"cannot be written \(no space left on device\)"):
        baseline.write(file, baseline.written([FINDING], {}))
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert file.read_bytes() == before


def test_a_link_and_the_mode_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    atomic.write(link, "new")
    assert link.is_symlink()
    assert (target.read_text("utf-8"), target.stat().st_mode & 0o777) == ("new", 0o640)


# --- any findings ---------------------------------------------------------------------

FINDING = Finding(
    code="MD102",
    name="unclosed-fence",
    severity="error",
    confidence="exact",
    path="a/SKILL.md",
    start=1,
    end=1,
    col=1,
    message="m",
    hint="",
    value=None,
    limit=None,
    host=None,
    fingerprint="0" * 16,
    place="a/SKILL.md",
)

few = st.builds(
    lambda place, code, print_, value, limit: replace(
        FINDING, place=place, code=code, fingerprint=print_, value=value, limit=limit
    ),
    st.text(max_size=3) | st.sampled_from(["a/SKILL.md", "b\udcff/SKILL.md"]),
    st.sampled_from(["MD102", "SZ101"]),
    st.sampled_from(["0" * 16, "1" * 16, "f" * 16]),
    st.none() | st.integers(-9, 99) | st.floats(-9, 99),
    st.none() | st.integers(-9, 99),
)


@given(st.lists(few, max_size=12), st.randoms(use_true_random=False))
def test_written_then_read_all_is_silent_in_any_order(
    findings: Sequence[Finding], random: object
) -> None:
    rendered = baseline.render(baseline.written(findings, {}))
    mixed = [*findings]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert baseline.render(baseline.written(mixed, {})) == rendered
    value = json.loads(rendered)
    known = Baseline(Path(FILE), dict(baseline.records(value["findings"])))
    told = [one for one in known.cover(mixed) if not isinstance(one, Suppressed)]
    # of several findings with one identity the largest number is recorded
    assert [one for one in told if one.limit is None] == []
    assert known.stale == 0
    again = [*known.cover(findings)]
    assert again == [*findings]


@given(st.lists(few, min_size=1, max_size=8))
def test_one_more_of_the_same_is_new(findings: Sequence[Finding]) -> None:
    known = Baseline(Path(FILE), baseline.written(findings[1:], {}))
    told = [one for one in known.cover(replace(one, value=None) for one in findings)
            if isinstance(one, Finding)]  # fmt: skip
    assert len(told) == 1
    # at another file than the new one, where several skills share it
    assert baseline.key_of(told[0])[1:] == baseline.key_of(findings[0])[1:]


@pytest.mark.parametrize(
    ("recorded", "value", "limit", "is_worse"),
    [
        (100.0, 110, None, False),
        (20.0, 20, None, False),
        (20.0, 21, None, True),
        (20.0, 19, None, False),
        (20.0, 21, 10, False),
        (100.0, 111, None, True),
        (100.0, 111, 50, True),
        (100.0, 50, 50, False),
        (20.0, 19, 50, False),
        (20.0, 17, 50, True),
        (0.0, 1, None, True),
        (None, 1, None, False),
        (1.0, None, None, False),
    ],
)
def test_worse_is_further_from_the_limit_by_a_tenth(
    recorded: float | None, value: float | None, limit: float | None, is_worse: bool
) -> None:
    finding = replace(FINDING, value=value, limit=limit)
    assert baseline.worse(finding, baseline.Record(1, recorded)) is is_worse
