"""Every form of what `check` found: whole examples, and what the readers of each demand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import BAD, ROOT, Run, skill, write
from jsonschema import Draft202012Validator

from skilllint import audit, catalogue
from skilllint.audit import Request
from skilllint.cli.options import FORMATS
from skilllint.commands import outputs
from skilllint.model import Audited, Edit, Finding, Report, Suppressed
from skilllint.report import github, gitlab, rdjson, sarif, step_summary
from skilllint.report.linehash import line_hash
from skilllint.report.view import View

Json = dict[str, Any]
SARIF = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.schema.json").read_text("utf-8"))

SETEXT = "# Swéep\n\nSweep the 🧹 floor.\nAll of it.\n---\n\nDone.\n"
"""Two lines that a line of dashes makes a heading: MD103, a warning over three lines."""

UNCLOSED = (
    "the fence that opens here is never closed and makes code of 1 line behind it",
    "put ``` on a line behind the code, or delete this line if it was meant to close a fence",
)
DASHES = (
    'the line of dashes in line 10 makes a heading of the text "Sweep the 🧹 floor."',
    "put an empty line before the dashes",
)


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A repository with an error, a warning over several lines, and a skill without either."""
    files = {
        ".git/HEAD": "",
        "skills/a/SKILL.md": skill("a", BAD),
        "skills/b/SKILL.md": skill("b", SETEXT),
        "skills/c/SKILL.md": skill("c"),
    }
    return write(tmp_path, files)


@pytest.fixture
def report(floor: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(floor)
    return audit.run([Path()], Request())


def printed(run: Run, form: str, *arguments: str) -> str:
    """What `check` prints in a form; the skills of `floor` hold an error."""
    ran = run("check", "--format", form, *arguments)
    assert (ran.returncode, ran.stderr) == (1, "")
    return ran.stdout


def crowd(report: Report, number: int) -> Report:
    """A report whose first finding is there so many times."""
    one = report.skills[0]
    return replace(report, skills=(replace(one, findings=one.findings * number),))


# --- text ---------------------------------------------------------------------------


def test_concise_is_one_line_a_finding(run: Run, floor: Path) -> None:
    assert printed(run, "concise") == (
        f"skills/a/SKILL.md:10:1: MD102 {UNCLOSED[0]}\n"
        f"skills/b/SKILL.md:8:1: MD103 [*] {DASHES[0]}\n"
        "1 error, 1 warning in 3 skills\n[*] 1 fixable with --fix\n"
    )


def test_statistics_count_by_rule(run: Run, floor: Path) -> None:
    write(floor, {"skills/d/SKILL.md": skill("d", SETEXT)})
    for form in ("text", "concise"):
        assert printed(run, form, "--statistics") == (
            "2  MD103  accidental-heading  (2 fixable)\n1  MD102  unclosed-fence\n"
            "1 error, 2 warnings in 4 skills\n[*] 2 fixable with --fix\n"
        )
    counted = json.loads(printed(run, "json", "--statistics"))
    assert counted["statistics"] == [
        {"code": "MD103", "name": "accidental-heading", "count": 2, "fixable": 2},
        {"code": "MD102", "name": "unclosed-fence", "count": 1, "fixable": 0},
    ]
    assert len(counted["findings"]) == 3
    schema = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
    Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/check"}]}).validate(counted)
    assert printed(run, "markdown", "--statistics", "--quiet") == (
        "| findings | fixable | rule |\n|--:|--:|---|\n"
        "| 2 | 2 | MD103 `accidental-heading` |\n| 1 | 0 | MD102 `unclosed-fence` |\n"
    )


def test_statistics_say_what_can_be_mended(report: Report) -> None:
    mended = edited(report, 1, (Edit(0, 0, ""),))
    text = outputs.renderer("text")(View(mended, statistics=True, quiet=True))
    assert text == "1  MD102  unclosed-fence\n1  MD103  accidental-heading  (1 fixable)\n"


# --- annotations --------------------------------------------------------------------


def test_github_commands(run: Run, floor: Path) -> None:
    assert printed(run, "github") == (
        "::error file=skills/a/SKILL.md,line=10,endLine=10,col=1,title=MD102 unclosed-fence::"
        f"skills/a/SKILL.md:10:1: MD102 {UNCLOSED[0]}%0A{UNCLOSED[1]}\n"
        "::warning file=skills/b/SKILL.md,line=8,endLine=8,col=1,title=MD103 accidental-heading::"
        f"skills/b/SKILL.md:8:1: MD103 [*] {DASHES[0]}%0A{DASHES[1]}\n"
        "1 error, 1 warning in 3 skills\n"
    )


def test_github_shows_the_worst_first_and_says_what_it_drops(report: Report) -> None:
    first, *rest = report.skills
    turned = replace(report, skills=(*rest, first))
    lines = github.render(View(turned)).splitlines()
    assert [line[:8] for line in lines] == ["::error ", "::warnin", "1 error,"]
    lines = github.render(View(crowd(report, 12))).splitlines()
    assert len(lines) == 13
    assert lines[-1].endswith("; GitHub shows 10 annotations of each kind, 2 findings only here")
    assert "GitHub" not in github.render(View(crowd(report, 10)))


def test_github_paths_are_those_in_the_repository(run: Run, floor: Path) -> None:
    ran = run("check", "--format", "github", "a", cwd=floor / "skills")
    assert ran.stdout.startswith("::error file=skills/a/SKILL.md,")
    assert "::a/SKILL.md:10:1: MD102" in ran.stdout


def test_github_escapes_what_would_end_a_field(floor: Path, run: Run) -> None:
    write(floor, {"skills/x,y: 100%/SKILL.md": skill("x", BAD)})
    (line, *_) = printed(run, "github", "skills/x,y: 100%").splitlines()
    assert "file=skills/x%2Cy%3A 100%25/SKILL.md,line=10," in line
    assert "::skills/x,y: 100%25/SKILL.md:10:1: MD102" in line


def test_gitlab_code_quality(run: Run, floor: Path) -> None:
    found = json.loads(printed(run, "gitlab"))
    prints = [row.pop("fingerprint") for row in found]
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in prints)
    assert found == [
        {
            "description": UNCLOSED[0],
            "check_name": "MD102 unclosed-fence",
            "severity": "major",
            "location": {"path": "skills/a/SKILL.md", "lines": {"begin": 10, "end": 11}},
        },
        {
            "description": DASHES[0],
            "check_name": "MD103 accidental-heading",
            "severity": "minor",
            "location": {"path": "skills/b/SKILL.md", "lines": {"begin": 8, "end": 10}},
        },
    ]


def test_gitlab_fingerprints_are_unique(report: Report) -> None:
    rows = json.loads(gitlab.render(View(crowd(report, 3))))
    assert len({row["fingerprint"] for row in rows}) == 3


# --- reviewdog ----------------------------------------------------------------------


def edited(report: Report, place: int, edits: tuple[Edit, ...], **more: Any) -> Report:
    """A report where the finding of one skill can be mended."""
    one = report.skills[place]
    found = replace(one.findings[0], edits=edits, **more)
    changed = [*report.skills]
    changed[place] = replace(one, findings=(found,))
    return replace(report, skills=tuple(changed))


def test_rdjson(run: Run, floor: Path) -> None:
    def diagnostic(path: str, line: int, severity: str, code: str, said: tuple[str, str]) -> Json:
        where = {"path": path, "range": {"start": {"line": line, "column": 1}}}
        return {
            "message": "\n".join(said),
            "location": where,
            "severity": severity,
            "code": {"value": code},
        }

    told = json.loads(printed(run, "rdjson"))
    assert told["diagnostics"][1].pop("suggestions")[0]["text"] == "\n"
    assert told == {
        "source": {"name": "skilllint"},
        "diagnostics": [
            diagnostic("skills/a/SKILL.md", 10, "ERROR", "MD102", UNCLOSED),
            diagnostic("skills/b/SKILL.md", 8, "WARNING", "MD103", DASHES),
        ],
    }


def test_rdjson_makes_one_suggestion_of_all_edits(report: Report) -> None:
    """Columns count bytes of UTF-8: é has two, a broom four."""
    text = report.skills[1].skill.source.text
    title, end = text.index("éep"), text.index("---\n\nDone")
    hall = text.index("floor", title)
    edits = (Edit(hall, hall + 5, "hall"), Edit(title, title + 1, "e"), Edit(end, end, "\n"))
    wide = edited(report, 1, edits, start=8, col=11 + 2)
    row = json.loads(rdjson.render(View(wide)))["diagnostics"][1]
    assert row["location"]["range"]["start"] == {"line": 8, "column": 13 + 3}
    assert row["suggestions"] == [
        {
            "range": {"start": {"line": 6, "column": 5}, "end": {"line": 10, "column": 1}},
            "text": "eep\n\nSweep the 🧹 hall.\nAll of it.\n\n",
        }
    ]


# --- JUnit --------------------------------------------------------------------------


def test_junit(run: Run, floor: Path) -> None:
    write(floor, {"skills/b/SKILL.md": skill("b", f"{SETEXT}\nOnce\nmore.\n---\n")})
    top = ElementTree.fromstring(printed(run, "junit"))
    assert top.attrib == {"name": "skilllint", "tests": "4", "failures": "3", "errors": "0"}
    suites = [(s.get("name"), s.get("tests"), s.get("failures")) for s in top]
    paths = [f"skills/{letter}/SKILL.md" for letter in "abc"]
    assert suites == [(paths[0], "1", "1"), (paths[1], "2", "2"), (paths[2], "1", "0")]
    names = [(case.get("classname"), case.get("name")) for case in top.iter("testcase")]
    assert names == [
        (paths[0], "MD102 unclosed-fence: Sweep"),
        (paths[1], "MD103 accidental-heading: Swéep"),
        (paths[1], "MD103 accidental-heading: Swéep (2)"),
        (paths[2], "no problems"),
    ]
    failure = next(top.iter("failure"))
    assert failure.attrib == {"type": "error", "message": UNCLOSED[0]}
    assert failure.text == f"{paths[0]}:10:1: MD102 {UNCLOSED[0]}\n    {UNCLOSED[1]}"


def test_junit_and_sarif_tell_what_was_not_checked(run: Run, floor: Path) -> None:
    write(floor, {"skills/x/SKILL.md": b"\xff\xfe\0"})
    ran = run("check", "skills/x", "nowhere", "--format", "junit")
    assert ran.returncode == 2
    top = ElementTree.fromstring(ran.stdout)
    assert (top.get("tests"), top.get("errors")) == ("2", "2")
    assert [error.get("message") for error in top.iter("error")] == [
        "no such file or folder",
        "is not UTF-8 text: it is UTF-16",
    ]
    (told,) = json.loads(run("check", "skills/x", "--format", "sarif").stdout)["runs"]
    (failed,) = told["invocations"]
    assert failed["executionSuccessful"] is False
    assert failed["toolExecutionNotifications"] == [
        {
            "level": "error",
            "descriptor": {"id": "unreadable"},
            "message": {"text": "skills/x/SKILL.md: is not UTF-8 text: it is UTF-16"},
        }
    ]


# --- Markdown -----------------------------------------------------------------------


def test_markdown(run: Run, floor: Path) -> None:
    assert printed(run, "markdown") == (
        "| severity | where | rule | finding |\n|---|---|---|---|\n"
        f"| error | `skills/a/SKILL.md:10` | MD102 `unclosed-fence` | `{UNCLOSED[0]}` |\n"
        f"| warning | `skills/b/SKILL.md:8` | MD103 `accidental-heading` | `{DASHES[0]}` |\n"
        "\n1 error, 1 warning in 3 skills.\n"
    )
    assert run("check", "--format", "markdown", "skills/c").stdout == "no problems in 1 skill.\n"


def test_markdown_ends_at_a_row_within_its_limit(report: Report) -> None:
    many = crowd(report, 5000)
    text = step_summary.render(View(many))
    assert 59_000 < len(text.encode()) <= 60_000
    *table, _, cut, _, end = text.splitlines()
    assert all(line.startswith("| ") for line in (table[0], *table[2:]))
    assert table[-1].endswith(" |")
    assert cut == f"{5002 - len(table):,} rows left out: more than 60,000 bytes."
    assert end == "5,000 errors in 1 skill."


# --- SARIF --------------------------------------------------------------------------


def only_run(text: str) -> Json:
    """The run of a SARIF file that keeps to the official schema."""
    value = json.loads(text)
    Draft202012Validator(SARIF).validate(value)
    (found,) = value["runs"]
    assert isinstance(found, dict)
    return found


def test_sarif(run: Run, floor: Path) -> None:
    told = only_run(printed(run, "sarif"))
    rules = told["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in catalogue.rules()]
    first, second = told["results"]
    assert first == {
        "ruleId": "MD102",
        "ruleIndex": next(n for n, rule in enumerate(rules) if rule["id"] == "MD102"),
        "level": "error",
        "message": {"text": "\n".join(UNCLOSED)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "skills/a/SKILL.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 10, "endLine": 10, "startColumn": 1, "endColumn": 6},
                    "contextRegion": {"startLine": 10, "endLine": 11},
                }
            }
        ],
        "partialFingerprints": first["partialFingerprints"],
        "properties": {"confidence": "exact", "fixable": False},
    }
    text = (floor / "skills/a/SKILL.md").read_text("utf-8")
    assert first["partialFingerprints"]["primaryLocationLineHash"] == line_hash(text, 10)
    (where,) = second["locations"]
    assert where["physicalLocation"]["region"]["endLine"] == 8
    assert where["physicalLocation"]["contextRegion"] == {"startLine": 8, "endLine": 10}
    assert told["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_sarif_of_every_fixture_keeps_to_the_schema(run: Run) -> None:
    ran = run("check", "--advice", "--format", "sarif", ROOT / "fixtures", cwd=ROOT)
    told = only_run(ran.stdout)
    assert len(told["results"]) > 30
    for one in told["results"]:
        (where,) = one["locations"]
        uri = where["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"fixtures/[!-~]+", uri)
        assert "primaryLocationLineHash" in one["partialFingerprints"]


def test_sarif_helps_with_the_rules_page(report: Report) -> None:
    told = only_run(sarif.render(View(report, rules=catalogue.rules())))
    for rule, one in zip(catalogue.rules(), told["tool"]["driver"]["rules"], strict=True):
        assert one["help"]["markdown"].startswith(f"# {rule.title}")
        assert one["defaultConfiguration"]["level"] == rule.severity
        assert "security-severity" not in one["properties"] or rule.code.startswith("SE")


def test_sarif_gives_security_rules_a_score() -> None:
    rule = replace(catalogue.rules()[0], code="SE101", severity="error")
    told = sarif.descriptor(rule)["properties"]
    assert told["security-severity"] == "8.0"
    assert told["tags"] == ["SE", "security"]


def test_sarif_paths_are_percent_encoded_and_their_links_resolved(run: Run, floor: Path) -> None:
    write(floor, {"skills/ä b%[c]:d/SKILL.md": skill("x", BAD)})
    (floor / ".agents").mkdir()
    (floor / ".agents" / "skills").symlink_to("../skills")
    told = only_run(printed(run, "sarif", "--select", "MD102", ".agents/skills"))
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in told["results"]
    ]
    assert uris == ["skills/a/SKILL.md", "skills/%C3%A4%20b%25%5Bc%5D%3Ad/SKILL.md"]


def test_a_linked_skill_keeps_its_identity(run: Run, floor: Path) -> None:
    (floor / "linked").symlink_to("skills")
    prints = [
        [found["fingerprint"] for found in json.loads(printed(run, "json", path))["findings"]]
        for path in ("skills", "linked", "skills/a/SKILL.md", "linked/b")
    ]
    assert prints[0] == prints[1] == prints[2] + prints[3]


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize("cwd", [".", "elsewhere"])
def test_a_linked_skill_is_judged_alike_alone_and_in_its_folder(
    run: Run, tmp_path: Path, repository: bool, cwd: str
) -> None:
    if repository:
        (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    write(tmp_path, {"skills/a/SKILL.md": skill("c", BAD)})
    (tmp_path / "skills" / "b").symlink_to("a")
    options = ("check", "--format", "json", "--select", "MD,FM")
    ran = [
        run(*options, tmp_path / path, cwd=tmp_path / cwd)
        for path in ("skills", "skills/a", "skills/b", "skills/b/SKILL.md")
    ]
    told = [
        [(one["fingerprint"], one["message"]) for one in json.loads(each.stdout)["findings"]]
        for each in ran
    ]
    assert len(told[0]) == 2
    assert told[1:] == told[:1] * 3
    assert any('differs from its folder "a"' in message for _, message in told[0])


def test_paths_in_a_linked_skill_are_those_of_the_folder_it_leads_to(run: Run, floor: Path) -> None:
    body = "# A\n\nSee [x](../o/x.md), [y](../gone.md).\n"
    write(floor, {"skills/l/SKILL.md": skill("l", body), "skills/o/x.md": "Notes.\n"})
    (floor / ".claude" / "skills").mkdir(parents=True)
    (floor / ".claude" / "skills" / "l").symlink_to("../../skills/l")
    told = [
        [(one["code"], one["fingerprint"]) for one in json.loads(ran)["findings"]]
        for ran in (
            printed(run, "json", "--advice", "--select", "RE", path)
            for path in ("skills/l", ".claude/skills/l", ".claude/skills")
        )
    ]
    assert [code for code, _ in told[0]] == ["RE103", "RE101"]
    assert told[1:] == told[:1] * 2


def test_a_skill_linked_from_elsewhere_has_the_name_it_was_reached_by(
    run: Run, floor: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away")
    write(away, {"clone/SKILL.md": skill("sweep")})
    (floor / "skills" / "sweep").symlink_to(away / "clone")
    assert run("check", "--select", "FM104", "skills/sweep", cwd=floor).returncode == 0


def test_sarif_leaves_out_what_is_silenced(report: Report) -> None:
    one = report.skills[0]
    silent = Suppressed(one.findings[0], "baseline")
    quiet = replace(one, findings=(), suppressed=(silent,))
    assert only_run(sarif.render(View(replace(report, skills=(quiet,)))))["results"] == []


def test_sarif_columns_count_utf_16_units(report: Report) -> None:
    told = only_run(sarif.render(View(edited(report, 1, (), start=8, col=13))))
    region = told["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (14, 20)


def test_findings_in_other_files_have_a_line_hash(run: Run, floor: Path) -> None:
    page = "# More\n\n" + "Read more of it.\n" * 150
    write(floor, {"skills/a/references/more.md": page})
    found = finding_in(floor, "skills/a/references/more.md")
    text = outputs.renderer("sarif")(View(found))
    (one,) = only_run(text)["results"]
    prints = one["partialFingerprints"]
    assert prints["primaryLocationLineHash"] == line_hash(page, 1)


def finding_in(floor: Path, path: str) -> Report:
    """A report whose one finding is in another file of the first skill's folder."""
    from skilllint import folder

    whole = audit.run([floor / "skills" / "a"], Request())
    (one,) = whole.skills
    files = folder.files(floor / "skills" / "a" / "SKILL.md", folder.Shelf())
    base = one.skill.path.removesuffix("skills/a/SKILL.md")
    moved: Finding = replace(one.findings[0], path=base + path, place=path, start=1, end=1)
    told: Audited = replace(one, skill=replace(one.skill, files=files), findings=(moved,))
    return replace(whole, skills=(told,))


# --- the hash of a line ---------------------------------------------------------------

SWEPT = "---\nname: sweep\n---\n\n# Sweep  the 🧹 floor\n\nSweep.\nSweep.\n\nSweep.\nSweep.\r\n"
HASHES = (
    "e502438da906776e:1 bb80d2ecb22fe5e8:1 64addb41e113b1b6:1 65d3c64fb116934f:1 "
    "bf7b837e9922b869:1 32c3a06de92de3a0:1 5e2609dcb481542d:1 cc1036ae812e7d86:1 "
    "9a009fc07f9b3fea:1 49f6f0cc724faacd:1 f0485248e8856ccb:1 dbccf73f44c34879:1 "
    "dbccf73f44c34879:2 dbccf73f44c34879:3 dbccf73f44c34879:4 dbccf73f44c34879:5 "
    "dbccf73f44c34879:6 dbccf73f44c34879:7 dbccf73f44c34879:8 dbe30a175629c937:1 "
    "2499a94a75758970:1 36b13e0e091bfa15:1 8c8ec4774eb71536:1 c129715d7a2bc9a3:1"
)
"""What the program of GitHub's upload action gives for these lines."""


def test_the_line_hash_is_that_of_code_scanning() -> None:
    text = SWEPT + "Sweep the floor once more.\n" * 12
    assert [line_hash(text, line) for line in range(1, 25)] == HASHES.split()
    assert line_hash("", 1) == "c129715d7a2bc9a3:1"


# --- the table of forms ---------------------------------------------------------------


def test_every_form_has_a_renderer() -> None:
    assert tuple(outputs.FORMATS) == FORMATS
    for form in FORMATS:
        assert outputs.renderer(form)(View(Report(()))) == outputs.renderer(form)(View(Report(())))


@pytest.mark.parametrize("form", FORMATS)
def test_no_skill_is_no_error_of_the_form(form: str, run: Run, floor: Path) -> None:
    (floor / "empty").mkdir()
    ran = run("check", "--format", form, "empty")
    assert ran.returncode == 3
    if form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(ran.stdout)
    elif form == "junit":
        ElementTree.fromstring(ran.stdout)
    else:
        assert ran.stdout == ""


def test_every_form_tells_what_is_wrong_with_the_allow_list(run: Run, floor: Path) -> None:
    entry = '[[allow]]\nrule = "SZ101"\nreason = "was large"\nuntil = 2001-01-01\n'
    write(floor, {"skilllint.toml": entry})
    for form in outputs.FORMATS:
        ran = run("check", "--format", form)
        assert "CF101" in ran.stdout, form
        assert "skilllint.toml" in ran.stdout, form
    top = ElementTree.fromstring(printed(run, "junit"))
    assert int(top.attrib["failures"]) == len(list(top.iter("failure"))) == 3
    only_run(printed(run, "sarif"))
