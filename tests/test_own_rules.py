"""Rules that a repository keeps itself: data in the form of ours, never code."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, skill, write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import catalogue, rulefile, skills
from skilllint.checks import _patterns as patterns
from skilllint.model import Pattern
from skilllint.rulefile import RuleError

PAGE = """---
code: ACME001
name: no-jargon
severity: warning
pattern: '(?i)\\bsynergy\\b'
scope: prose
hint: say what happens
---
# Jargon
"""
BODY = """# Synergy

Find synergy.

```sh
echo synergy
```

Then   Synergy again, and synergy.
"""


def page(**changes: str | None) -> str:
    """The page with some of its keys changed, or gone."""
    lines = PAGE.split("\n")
    for key, value in changes.items():
        kept = [line for line in lines if not line.startswith(f"{key}:")]
        lines = kept if value is None else [*kept[:1], f"{key}: {value}", *kept[1:]]
    return "\n".join(lines)


def check(run: Run, place: Path, text: str, body: str = BODY, *more: str) -> tuple[int, str, str]:
    """What `check` says of one skill under a rule of the repository's own."""
    files = {
        "skilllint.toml": 'rules = ["./house"]\nselect = ["ACME"]\n',
        "house/ACME001-no-jargon.md": text,
        "house/README.md": "Our rules.\n",
        "sweep/SKILL.md": skill("sweep", body, "Sweeps. Use for synergy."),
    }
    write(place, files)
    ran = run("check", "sweep", *more)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("prose", ['8:6: ACME001 Jargon: "synergy"', '14:8: ACME001 Jargon: "Synergy"',
                   '14:27: ACME001 Jargon: "synergy"']),
        ("heading", ['6:3: ACME001 Jargon: "Synergy"']),
        ("code", ['11:6: ACME001 Jargon: "synergy"']),
        ("description", ['3:30: ACME001 Jargon: "synergy"']),
        ("frontmatter.description", ['3:30: ACME001 Jargon: "synergy"']),
        ("frontmatter.metadata.by", []),
    ],
)  # fmt: skip
def test_each_scope_is_its_own_text(run: Run, tmp_path: Path, scope: str, told: list[str]) -> None:
    status, out, err = check(run, tmp_path, page(scope=scope))
    lines = [line for line in out.split("\n") if "ACME001" in line]
    assert lines == [f"sweep/SKILL.md:{one}" for one in told]
    assert out.count("    say what happens\n") == len(told)
    assert (status, err) == (1 if told else 0, "")


@pytest.mark.parametrize(
    ("scope", "text", "place"),
    [
        ("heading", "## Step", (4, 4)),
        ("heading", "  ##   A Step  ##", (4, 10)),
        ("heading", "Step\n====", (4, 1)),
        ("heading", "## Do Step\n\n## Not", (4, 7)),
        ("frontmatter.x", "x: a Step", (3, 6)),
        ("frontmatter.x", "x:   'a Step'", (3, 9)),
        ("frontmatter.x", "'x': \"a Step\" # Step", (3, 9)),
        ("frontmatter.x", "x: [Step, 2]", (3, 5)),
        ("frontmatter.x", "x: 'it''s a Step'", (3, 1)),
        ("frontmatter.x", "x: a\n  Step", (3, 1)),
        ("frontmatter.x", "x: >-\n  a\n  Step", (3, 1)),
        ("frontmatter.x", "x: |\n  a\n  Step", (3, 1)),
        ("frontmatter.x.y", "x:\n  y: Step", (3, 1)),
        ("frontmatter.x.y", "x: {y: Step}", (3, 1)),
    ],
)
def test_a_match_has_the_column_that_it_stands_at(
    scope: str, text: str, place: tuple[int, int]
) -> None:
    front = f"\n{text}" if scope != "heading" else ""
    body = text if scope == "heading" else "Body"
    one = skills.read_text(f"---\nname: a{front}\n---\n{body}\n")
    rule = catalogue.find("MD101", catalogue.rules())
    (found,) = patterns.find(rule, Pattern(scope, "Step"), one)
    assert (found.line, found.col) == place


def test_what_is_required_is_missed_once(run: Run, tmp_path: Path) -> None:
    text = page(pattern="'(?i)when to stop'", scope="heading", required="true")
    status, out, _ = check(run, tmp_path, text)
    assert (status, out.split("\n")[0]) == (
        1, "sweep/SKILL.md:6:1: ACME001 Jargon: nothing in `heading` matches",
    )  # fmt: skip
    assert check(run, tmp_path, text, "# A\n\n## When to stop\n\nNow.\n")[0] == 0


def test_a_metric_of_our_own_limit(run: Run, tmp_path: Path) -> None:
    text = page(pattern=None, scope=None, metric="body.lines", limits="{lines: 3}")
    status, out, _ = check(run, tmp_path, text)
    assert status == 1
    assert "ACME001 the body is 6 lines over its limit (9 lines, limit 3)" in out
    (tmp_path / "skilllint.toml").write_text(
        'rules = ["house"]\n[limits.ACME001]\nlines = 9\n', "utf-8"
    )
    assert "ACME001" not in run("check", "sweep").stdout


def test_own_rules_are_listed_and_explained(run: Run, tmp_path: Path) -> None:
    check(run, tmp_path, PAGE)
    assert "ACME001  warning  exact      Jargon\n" in run("rules").stdout
    assert run("explain", "no-jargon").stdout == "# Jargon\n"


def test_a_pattern_without_end_is_stopped(run: Run, tmp_path: Path) -> None:
    endless = page(pattern=r"'(\w+\s?)+\d'")
    began = time.monotonic()
    status, out, err = check(run, tmp_path, endless, "# A\n\n" + "aaa " * 4000 + "!\n")
    assert time.monotonic() - began < 30  # the universe would not last
    assert status == 2
    assert err == "skilllint: sweep/SKILL.md: rule ACME001: its pattern took longer than 0.25 s\n"
    assert out == "no problems in 1 skill\n"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"pattern": "'('"}, ":2: the pattern is wrong: missing ) at position 1"),
        ({"pattern": "''"}, ":2: the pattern matches no text but the empty one"),
        ({"pattern": "'(?:)'"}, ":2: the pattern matches no text but the empty one"),
        ({"pattern": "'^$'"}, ":2: the pattern matches no text but the empty one"),
        ({"pattern": r"'\b'"}, ":2: the pattern matches no text but the empty one"),
        ({"pattern": "'(?=synergy)'"}, ":2: the pattern matches no text but the empty one"),
        ({"severity": "note\nseverity: error"}, ':3: the key "severity" is given twice'),
        ({"limits": "{lines: 3, lines: 4}"}, ':2: the key "lines" is given twice'),
        ({"scope": "footer"}, ':2: there is no scope "footer"; there are description, heading, '
                              "prose, code, frontmatter.KEY"),
        ({"scope": "frontmatter."}, ':2: there is no scope "frontmatter."; there are description'),
        ({"scope": None}, ':5: a pattern needs a "scope"'),
        ({"required": "maybe"}, ":2: required is neither true nor false"),
        ({"pattern": "7"}, ":2: pattern is no text; quote it"),
        ({"pattern": None}, ":1: a rule names one of metric, pattern"),
        ({"metric": "body.lines"}, ":1: a rule names a metric with its limit, or a pattern"),
        ({"pattern": None, "metric": "body.line"}, ':2: there is no metric "body.line"; did you '
                                                   'mean "body.lines"?'),
        ({"check": "codex_cut"}, ':2: unknown key "check"'),
        ({"patern": "x"}, ':2: unknown key "patern"; did you mean "pattern"?'),
        ({"severity": "fatal"}, ":2: severity is none of error, warning, note"),
        ({"severity": None}, ':1: the key "severity" is missing'),
        ({"code": "ACME002"}, ":2: code is not the file name's \"ACME001\""),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_a_wrong_configuration(
    run: Run, tmp_path: Path, changes: dict[str, Any], error: str
) -> None:
    status, out, err = check(run, tmp_path, page(**changes))
    assert (status, out) == (2, "")
    assert err.startswith("skilllint: ")
    assert f'"rules": house/ACME001-no-jargon.md{error}' in err
    assert err.endswith("; 1 skill not audited\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize("pattern", ["x*", "(?:synergy)?", "a|", r"\p{L}*", r"(\w+\s?)+\d", "^x$"])
def test_a_pattern_that_also_matches_some_text_is_one(pattern: str) -> None:
    assert rulefile.parse_own("ACME001-no-jargon.md", page(pattern=f"'{pattern}'")).pattern


def test_codes_and_names_of_ours_are_taken(tmp_path: Path) -> None:
    for file, old, new in (
        ("FM901-no-jargon.md", "ACME001", "FM901"),
        ("ACME001-codex-cut.md", "no-jargon", "codex-cut"),
    ):
        place = write(tmp_path / file, {file: PAGE.replace(old, new)})
        with pytest.raises(RuleError, match="its code or name is one of skilllint's own"):
            catalogue.read_own(place, "house")


def test_a_folder_that_is_none_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"^house: no such file or directory$"):
        catalogue.read_own(tmp_path / "gone", "house")
    with pytest.raises(RuleError, match=r"^house: holds no rule; one is called like"):
        catalogue.read_own(tmp_path, "house")


@given(st.text(alphabet="ab \n`#-é\r", max_size=80))
def test_prose_and_code_are_lines_of_the_body_and_never_the_same(text: str) -> None:
    one = skills.read_text(skill("sweep", text))
    seen: set[int] = set()
    for scope in ("prose", "code"):
        for line, run_ in patterns.texts(scope, one):
            for offset, shown in enumerate(run_.split("\n")):
                assert one.source.lines[line + offset - 1].removesuffix("\r") == shown
                assert line + offset not in seen
                seen.add(line + offset)


@given(st.text(alphabet="ab\n ", max_size=60))
def test_a_match_is_where_it_is_said_to_be(text: str) -> None:
    one = skills.read_text(skill("sweep", text))
    for line, col, found in patterns.searched(
        Pattern("prose", "a+b?", False), [*patterns.texts("prose", one)]
    ):
        assert one.source.lines[line - 1][col - 1 :].startswith(found)
