"""The allow-list: what it lets be is counted, and an entry that is over or of no use is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import BAD, Run, skill, write

from skilllint import audit
from skilllint.audit import Request
from skilllint.config import Override
from skilllint.model import Report

ENTRY = '[[allow]]\nrule = "MD102"\nreason = "cut off on purpose"\n'
TWICE = "# Sweep\n\n## Dry\n\n---\ntitle\n---\n\nSweep.\n\n## Wet\n\n```sh\nmop\n"
UNCLOSED = "{0}:{1}:1: MD102 the fence that opens here is never closed"


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two skills with the same problem, one below `old`."""
    monkeypatch.chdir(tmp_path)
    other = "Mops the hall. Use when somebody wants the hall wet."
    files = {"new/a/SKILL.md": skill("a", BAD), "old/b/SKILL.md": skill("b", BAD, other)}
    return write(tmp_path, files)


def check(*paths: str, today: date = date(2030, 6, 1), select: tuple[str, ...] = ()) -> Report:
    override = Override(select=select or None)
    asked = [Path(path) for path in paths or ["."]]
    return audit.run(asked, Request(override=override, today=today))


def told(report: Report) -> list[str]:
    return [f"{one.path} {one.code}" for one in report.findings if one.confidence != "advice"]


def reasons(report: Report) -> list[str]:
    return [f"{one.finding.path} {one.by}: {one.reason}" for one in report.suppressed]


def test_what_is_allowed_is_counted_and_not_told(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": f'{ENTRY}path = "old/"\n'})
    ran = run("check")
    first, hint, last = ran.stdout.splitlines()
    assert first.startswith(UNCLOSED.format("new/a/SKILL.md", 10))
    assert hint.startswith("    put ```")
    assert last == "1 error in 2 skills; 1 suppressed (1 allowed)"
    assert ran.returncode == 1
    ran = run("check", "old/b/SKILL.md")
    assert ran.stdout == "no problems in 1 skill; 1 suppressed (1 allowed)\n"
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(run("check", "--format", "json").stdout)
    assert (found["suppressed"], found["suppressed_by"]) == (1, {"allowed": 1})
    assert [one["suppressed"] for one in json.loads(run("audit", "--format", "json").stdout)[
        "skills"
    ]] == [0, 1]  # fmt: skip


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_an_audit_counts_what_is_allowed(run: Run, floor: Path, form: str) -> None:
    assert "allowed" not in run("audit", "--format", form).stdout
    write(floor, {"skilllint.toml": f'{ENTRY}path = "old/"\n'})
    assert " · 1 finding allowed" in " ".join(run("audit", "--format", form).stdout.split())


def test_a_pipe_is_judged_by_the_working_folders_list(run: Run, floor: Path) -> None:
    write(floor, {"skilllint.toml": ENTRY})
    ran = run("check", "-", stdin=skill("c", BAD).encode())
    assert ran.stdout == "no problems in 1 skill; 1 suppressed (1 allowed)\n"


@pytest.mark.parametrize("rule", ["MD102", "md102", "unclosed-fence", "MD", "MD10", "ALL"])
def test_a_rule_is_named_by_code_name_or_family(floor: Path, rule: str) -> None:
    write(floor, {"skilllint.toml": ENTRY.replace("MD102", rule)})
    report = check()
    assert told(report) == []
    assert reasons(report) == [
        f"{path}/SKILL.md allowed: cut off on purpose" for path in ("new/a", "old/b")
    ]


def test_the_first_entry_that_fits_gives_the_reason(floor: Path) -> None:
    second = ENTRY.replace("cut off", "left")
    write(floor, {"skilllint.toml": f'{ENTRY}path = "old/"\n{second}'})
    assert reasons(check()) == [
        "new/a/SKILL.md allowed: left on purpose",
        "old/b/SKILL.md allowed: cut off on purpose",
    ]


@pytest.mark.parametrize(
    ("heading", "silent"),
    [("Sweep", True), ("Wet", True), ("## wet", True), ("sweep > Wet", True), ("Dry", False)],
)
def test_a_heading_means_the_sections_it_names(floor: Path, heading: str, silent: bool) -> None:
    write(floor, {"new/a/SKILL.md": skill("a", TWICE)})
    entry = f'{ENTRY}heading = "{heading}"\npath = "new/"\n'
    write(floor, {"skilllint.toml": entry})
    found = told(check("new/a/SKILL.md"))
    assert ("new/a/SKILL.md MD102" not in found) is silent


def test_a_finding_on_the_whole_file_lies_under_no_heading(floor: Path) -> None:
    entry = '[[allow]]\nrule = "SZ101"\nreason = "x"\n'
    limit = "[limits.SZ101]\ntokens = 1\n"
    write(floor, {"new/a/SKILL.md": skill("a")})
    write(floor, {"skilllint.toml": f'{entry}heading = "Sweep"\n{limit}'})
    assert "new/a/SKILL.md SZ101" in told(check("new"))
    write(floor, {"skilllint.toml": f"{entry}{limit}"})
    assert told(check("new")) == []


@pytest.mark.parametrize("day", [date(2030, 5, 31), date(2030, 6, 1)])
def test_an_entry_holds_through_its_last_day(floor: Path, day: date) -> None:
    write(floor, {"skilllint.toml": f"{ENTRY}until = 2030-06-01\n"})
    assert told(check(today=day)) == []


def test_an_entry_that_is_over_lets_nothing_be_and_is_told(floor: Path) -> None:
    write(floor, {"skilllint.toml": f'ignore = ["FM"]\n\n{ENTRY}until = 2030-05-31\n'})
    report = check()
    assert told(report) == [
        "new/a/SKILL.md MD102",
        "old/b/SKILL.md MD102",
        "skilllint.toml CF101",
    ]
    (found,) = report.entries
    assert found.message == "the allowance of MD102 ended on 2030-05-31: cut off on purpose"
    assert (found.start, found.place, found.failing) == (3, "skilllint.toml", True)
    assert told(check("new/a/SKILL.md"))[1:] == ["skilllint.toml CF101"]


def test_an_entry_that_is_over_elsewhere_is_told_of_the_whole_folder(floor: Path) -> None:
    write(floor, {"skilllint.toml": f'{ENTRY}until = 2030-05-31\npath = "old/"\n'})
    assert told(check("new")) == ["new/a/SKILL.md MD102"]
    assert told(check())[2:] == ["skilllint.toml CF101"]


UNUSED = "this entry lets nothing be: MD101 finds nothing"


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ("", "", "delete it"),
        (
            'path = "odl/"',
            ' in "odl/"',
            "delete it, or correct its path, which fits no audited SKILL.md",
        ),
        (
            'heading = "Swep"\npath = "old/"',
            ' under "Swep" in "old/"',
            'delete it, or correct its heading, which no audited skill has; did you mean "Sweep"?',
        ),
        ('heading = "Sweep"', ' under "Sweep"', "delete it"),
    ],
)
def test_an_entry_of_no_use_is_told_with_its_place(
    run: Run, floor: Path, more: str, message: str, hint: str
) -> None:
    text = f"{ENTRY}\n{ENTRY.replace('MD102', 'MD101')}{more}\n"
    write(floor, {"pyproject.toml": text.replace("[[allow", "[[tool.skilllint.allow")})
    ran = run("check")
    assert ran.stdout == (
        f"pyproject.toml:5:1: CF102 {UNUSED}{message}\n    {hint}\n"
        "1 warning in 2 skills; 2 suppressed (2 allowed)\n"
    )
    assert ran.returncode == 1


@pytest.mark.parametrize("asked", ["new", "new/a/SKILL.md"])
def test_a_part_of_the_folder_does_not_show_that_an_entry_is_of_no_use(
    floor: Path, asked: str
) -> None:
    write(floor, {"skilllint.toml": f'{ENTRY}path = "old/"\n'})
    assert check(asked).entries == ()


def test_neither_do_some_of_the_rules_or_of_the_skills(floor: Path) -> None:
    write(floor, {"skilllint.toml": ENTRY.replace("MD102", "MD101")})
    assert [one.code for one in check().entries] == ["CF102"]
    assert check(select=("FM", "CF")).entries == ()
    write(floor, {"new/a/skilllint.toml": "quack = 1"})
    assert check().entries == ()


def test_growth_is_no_finding_of_these_rules(floor: Path) -> None:
    entry = ENTRY.replace("MD102", "ratchet")
    write(floor, {"skilllint.toml": entry})
    assert check().entries == ()
    write(floor, {"skilllint.toml": f"{entry}until = 2030-05-31\n"})
    assert [one.code for one in check().entries] == ["CF101"]


def test_a_rule_on_entries_can_be_ignored(floor: Path) -> None:
    write(floor, {"skilllint.toml": f'ignore = ["CF102"]\n{ENTRY.replace("MD102", "MD101")}'})
    assert check().entries == ()


def test_an_override_for_some_skills_does_not_speak_of_the_list(run: Run, floor: Path) -> None:
    entry = ENTRY.replace("MD102", "MD101")
    override = '[[overrides]]\npaths = ["new/", "old/"]\nfail-on = "never"\nignore = ["ALL"]\n'
    write(floor, {"skilllint.toml": f"{entry}{override}"})
    ran = run("check")
    assert (ran.returncode, ran.stdout.count("CF102")) == (1, 1)


# --- what is shown, and what fails --------------------------------------------------


LONG = "# Sweep\n\n" + "Sweep one strip beside the other.\n" * 501


@pytest.mark.parametrize(
    ("text", "options", "shown"),
    [
        ("", [], False),
        ("", ["--advice"], True),
        ("", ["--select", "SZ104"], True),
        ("", ["--select", "body-lines"], True),
        ("", ["--select", "SZ"], False),
        ("", ["--extend-select", "SZ104"], True),
        ('extend-select = ["SZ104"]', [], True),
        ('extend-select = ["SZ104"]', ["--select", "SZ"], False),
        ('select = ["ALL", "SZ104"]', [], True),
        ("advice = true", [], True),
        ('advice = true\n[[overrides]]\npaths = ["a/"]\nadvice = false', [], False),
        ('extend-select = ["SZ104"]\nignore = ["SZ104"]', [], False),
    ],
)
def test_advice_is_shown_if_its_rule_is_named(
    run: Run, tmp_path: Path, text: str, options: list[str], shown: bool
) -> None:
    write(tmp_path, {"skilllint.toml": text, "a/SKILL.md": skill("a", LONG)})
    assert ("SZ104 the body is" in run("check", *options).stdout) is shown


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        ("", [], 1),
        ('fail-on = "never"', [], 0),
        ('fail-on = "never"', ["--fail-on", "error"], 1),
        ('fail-on = "error"', ["--fail-on", "never"], 0),
        ('[[overrides]]\npaths = ["a/"]\nfail-on = "never"', [], 0),
        ('[[overrides]]\npaths = ["b/"]\nfail-on = "never"', [], 1),
    ],
)
def test_each_configuration_says_what_fails(
    run: Run, tmp_path: Path, text: str, options: list[str], status: int
) -> None:
    write(tmp_path, {"skilllint.toml": text, "a/SKILL.md": skill("a", BAD)})
    ran = run("check", *options)
    assert "MD102" in ran.stdout
    assert ran.returncode == status
