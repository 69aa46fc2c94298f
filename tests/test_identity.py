"""A finding is the same finding after edits elsewhere, and never another's double."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import catalogue, finders, identity, skills
from skilllint.model import Problem, Setting

RULE = catalogue.find("MD101", catalogue.rules())
HEAD = "---\nname: notes\ndescription: Writes notes.\n---\n"
BODY = ("# Notes", "", "alpha beta", "", "## Steps", "alpha beta", "gamma", "## Steps", "gamma")
WORDS = st.text(alphabet="abc 123", max_size=12)


def prints(text: str, problems: Sequence[Problem]) -> list[str]:
    skill = skills.read_text(text, "notes/SKILL.md", "notes")
    return [finding.fingerprint for finding in identity.findings(RULE, skill, problems)]


def body(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


@given(st.lists(st.integers(5, 13), max_size=6), st.lists(WORDS, min_size=1, max_size=4))
def test_lines_added_above_change_nothing(lines: list[int], added: list[str]) -> None:
    here = prints(body(*BODY), [Problem(line, "m") for line in lines])
    above = body("# Notes", *("> " + word for word in added), *BODY[1:])
    moved = [Problem(line + len(added) * (line > 5), "m") for line in lines]
    assert prints(above, moved) == here


@given(st.permutations([Problem(n, m) for n in (5, 7, 10, 10, 11, 13) for m in "xy"]))
def test_the_order_of_problems_changes_nothing(problems: list[Problem]) -> None:
    usual = sorted(problems, key=lambda problem: (problem.line, problem.message))
    assert prints(body(*BODY), problems) == prints(body(*BODY), usual)


@given(st.lists(st.integers(5, 13), max_size=9))
def test_no_two_findings_share_a_fingerprint(lines: list[int]) -> None:
    found = prints(body(*BODY), [Problem(line, "m") for line in lines])
    assert len({*found}) == len(lines)
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in found)


def test_neither_message_nor_number_counts() -> None:
    one = prints(body(*BODY), [Problem(7, "5 over", value=5, limit=1)])
    assert prints(body(*BODY), [Problem(7, "9 over", value=9, limit=2)]) == one


def test_what_is_measured_may_grow() -> None:
    one = prints(body("# A", "x"), [Problem(5, "big", end=6, value=2)])
    assert prints(body("# A", "x", "y"), [Problem(5, "big", end=7, value=3)]) == one


def test_what_is_not_measured_is_known_by_its_text() -> None:
    one = prints(body("# A", "x"), [Problem(6, "odd")])
    assert prints(body("# A", "  x  "), [Problem(6, "odd")]) == one
    assert prints(body("# A", "x 2"), [Problem(6, "odd")]) != one


@pytest.mark.parametrize(
    ("code", "lines", "after"),
    [
        ("MD102", ["# A", "", "```", "x"], ["y"]),
        ("MD104", ["# A", "", "<!-- x", "x"], ["y"]),
        ("MD107", ["# A", "", "[x](#gone)", "", "between", "", "[y](#lost)"], []),
        ("MD114", ["| a |", "|---|", "| x | y |", "| between |", "| x | y |"], []),
        ("MD115", ["# A", "", "\\`\\`\\`sh", "between", "\\`\\`\\`"], []),
        ("MD111", ["# A", "", "```", "between", "```"], []),
    ],
)
def test_an_edit_below_the_first_line_changes_nothing(
    code: str, lines: list[str], after: list[str]
) -> None:
    rule = catalogue.find(code, catalogue.rules())
    assert rule
    assert rule.check

    def found(*lines: str) -> list[str]:
        skill = skills.read_text(body(*lines), "notes/SKILL.md", "notes")
        problems = finders.functions()[rule.check or ""](skill, Setting(rule.limits, {}))
        return [one.fingerprint for one in identity.findings(rule, skill, problems)]

    now = [line.replace("between", "changed") for line in lines]
    assert found(*lines)
    assert found(*now, *after) == found(*lines)


def test_an_order_that_nobody_sees_is_known_by_all_its_text() -> None:
    hidden = Problem(6, "order", end=8, entire=True)
    one = prints(body("# A", "<!--", "x", "-->"), [hidden])
    assert prints(body("# A", "<!--", "y", "-->"), [hidden]) != one
    assert prints(body("# A", "<!--", "x", "-->", "y"), [hidden]) == one


def test_a_problem_of_the_whole_file_stays_wherever_it_is_shown() -> None:
    cut = Problem(6, "lost", host="codex", whole=True)
    one = prints(body(*BODY), [cut])
    assert prints(body("# Other", "text"), [replace(cut, line=5)]) == one
    assert prints(body(*BODY), [replace(cut, host="claude-code")]) != one


def test_rule_path_headings_text_and_ordinal_all_count() -> None:
    usual = ("MD101", "a/SKILL.md", ("A", "B"), "text", 0)
    others = [
        ("MD102", "a/SKILL.md", ("A", "B"), "text", 0),
        ("MD101", "b/SKILL.md", ("A", "B"), "text", 0),
        ("MD101", "a/SKILL.md", ("A B",), "text", 0),
        ("MD101", "a/SKILL.md", ("A",), "B text", 0),
        ("MD101", "a/SKILL.md", ("A", "B"), "other", 0),
        ("MD101", "a/SKILL.md", ("A", "B"), "text", 1),
    ]
    assert len({identity.fingerprint(*one) for one in [usual, *others]}) == 7


def test_a_fingerprint_never_changes_between_versions() -> None:
    """Baselines hold these: a change here makes every team's old findings new."""
    known = identity.fingerprint("MD101", "notes/SKILL.md", ("Notes", "Steps"), "```md  x\n", 2)
    assert known == "2cee5e9d7fbdc891"


def test_lone_surrogates_have_a_fingerprint_too() -> None:
    assert identity.fingerprint("MD101", "a\ud800/SKILL.md", (), "\udcff")


def test_a_finding_carries_the_words_of_its_problem_and_its_rule() -> None:
    skill = skills.read_text(body(*BODY), "notes/SKILL.md", "notes")
    (found,) = identity.findings(RULE, skill, [Problem(7, "m", severity="note", hint="h")])
    assert (found.code, found.name, found.path) == ("MD101", "broken-fence", "notes/SKILL.md")
    assert (found.severity, found.confidence, found.host) == ("note", "heuristic", None)
    assert (found.start, found.end, found.col, found.hint) == (7, 7, 1, "h")


def test_a_rule_for_one_host_names_it() -> None:
    skill = skills.read_text(body(*BODY), "notes/SKILL.md", "notes")
    (found,) = identity.findings(replace(RULE, hosts=("spec",)), skill, [Problem(7, "m")])
    assert found.host == "spec"


def test_a_text_is_known_again_as_it_was_loaded() -> None:
    """Claude Code fills in what was typed, or appends it; the line ends are those of the file."""
    text = "# Sweep\n\nSweep `$ARGUMENTS` first: $ARGUMENTS\n\nThen the hall.\n"
    loaded = "\n# Sweep\n\nSweep `` first: \n\nThen the hall."
    plain = "# Sweep\r\n\r\nSweep the hall.  \r\n"
    assert identity.text_hash(text) == identity.text_hash(loaded)
    assert identity.text_hash(plain) == identity.text_hash(
        "\n# Sweep\n\nSweep the hall.\n\nARGUMENTS: twice"
    )
    assert identity.text_hash(text) != identity.text_hash(plain)
