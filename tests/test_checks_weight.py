"""What the checks on size, host cuts and situational blocks find, and what they let be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from skilllint import catalogue, finders, hosts, skills
from skilllint.checks._metrics import METRICS
from skilllint.model import (
    Candidate,
    Evidence,
    Keep,
    Move,
    Probability,
    Problem,
    Quartiles,
    Saving,
    Setting,
    Skill,
)

HEAD = "---\nname: notes\ndescription: Writes notes.\n---\n"


def find(code: str, skill: Skill) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    return [*finders.problems(rule, skill, Setting(rule.limits, hosts.table()))]


def read(text: str) -> Skill:
    return skills.read_text(text, "notes/SKILL.md", "notes")


# --- size and cuts ------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "-" * 4000,
        "word " * 900,
        "| " + "cell | " * 500,
        "[a](https://example.org/" + "path/" * 60 + "?q=1)",
    ],
)
def test_prose_rules_tables_and_links_are_no_data(line: str) -> None:
    assert find("SZ103", read(HEAD + line + "\n")) == []


def test_a_giant_line_of_the_front_matter_is_another_rule_s_matter() -> None:
    assert find("SZ103", read(HEAD.replace("Writes notes.", "word " * 1200))) == []


@pytest.mark.parametrize(("size", "found"), [(5999, 0), (6000, 1), (8000, 1), (8001, 1)])
def test_codex_counts_the_bytes_of_the_file(size: int, found: int) -> None:
    body = "é" * ((size - len(HEAD)) // 2) + "x" * ((size - len(HEAD)) % 2)
    problems = find("HC101", read(HEAD + body))
    assert [p.value for p in problems] == [size] * found
    assert [p.confidence for p in problems] == ["advice"] * found  # all but nothing is lost


@pytest.mark.parametrize(("code", "limit"), [("HC101", 8000), ("HC102", 20000)])
@pytest.mark.parametrize(("more", "confidence"), [(1.08, "advice"), (1.25, None)])
def test_a_small_loss_is_advice(code: str, limit: int, more: float, confidence: str | None) -> None:
    (problem,) = find(code, read(HEAD + "word " * int(limit * more / 5)))
    assert "are lost" in problem.message
    assert problem.confidence == confidence


def test_a_cut_names_what_is_lost_behind_it() -> None:
    text = HEAD + "# A\n\n" + "word " * 1600 + "\n\n" + "".join(f"## {c}\n\nx\n\n" for c in "BCDE")
    (problem,) = find("HC101", read(text))
    assert problem.whole
    assert (problem.line, problem.end, problem.host, problem.limit) == (7, 24, "codex", 8000)
    assert problem.hint == (
        'lost with it: "B" (line 9), "C" (line 13), "D" (line 17) and 1 more; '
        "move what must hold above the cut"
    )


def test_a_host_that_is_not_selected_cuts_nothing() -> None:
    rule = catalogue.find("HC101", catalogue.rules())
    skill = read(HEAD + "x" * 9000)
    assert not [*finders.problems(rule, skill, Setting({}, {"spec": hosts.table()["spec"]}))]


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        ("body.lines", [("the body", 5, 10, 6)]),
        ("listing.tokens", [("the listing entry", 3, 3, 6)]),
        ("section.tokens", [('section "B"', 7, 10, 9)]),
        ("section.own-tokens", [('the text of section "A"', 5, 6, 3), ('the text of section "B"', 7, 10, 9)]),  # noqa: E501
    ],
)  # fmt: skip
def test_a_metric_measures_what_it_says(
    metric: str, found: list[tuple[str, int, int, float]]
) -> None:
    skill = read(HEAD + "# A\n\n## B\n```\nx\n```\n")
    measured = METRICS[metric].measure(skill)
    assert [(m.what, m.line, m.end, m.value) for m in measured] == found


# --- situational blocks -------------------------------------------------------


POINTER = "In swarm mode, read `references/swarm-mode.md`."


def move(section: int, title: str) -> Move:
    file = f"references/{title.lower()}.md"
    return Move(section, file, f"For {title}, read `{file}`.")


def candidate(**changed: object) -> Candidate:
    title = "Step 3: Swarm mode (optional)"
    base = Candidate(
        sections=(1,),
        start=7,
        end=9,
        heading_path=("Notes", title),
        kind="conditional",
        band="likely",
        score=4.0,
        tokens=1234,
        share=0.31,
        evidence=(Evidence("title.optional", 3.0, 7, 'heading says "optional"'),),
        moves=(Move(1, "references/swarm-mode.md", POINTER),),
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def situational(*found: Candidate, code: str = "ST201") -> list[Problem]:
    text = HEAD + "# Notes\n\n## Step 3: Swarm mode (optional)\n\nx\n\n## Other\n\ny\n"
    return find(code, replace(read(text), candidates=found))


def test_a_likely_block_is_told_with_its_reason_weight_and_place() -> None:
    p = Quartiles(0.5, 0.62, 0.7)
    saving = Saving(p, 1234, p, p, p, "")
    keep = (Keep(8, "asks before it goes on"),)
    (problem,) = situational(candidate(saving=saving, keep=keep))
    assert problem.message == (
        '"Step 3: Swarm mode (optional)" looks like a block that only some runs need: heading says '
        '"optional" (3 lines, 1,234 tokens, 31 % of the body; moving it pays if fewer than 62 % of '
        "runs need it)"
    )
    assert problem.hint == (
        "move it to references/swarm-mode.md; leave here: In swarm mode, read "
        "`references/swarm-mode.md`; line 8 must stay (asks before it goes on)"
    )
    assert (problem.line, problem.end, problem.value) == (7, 9, 1234)


def run_of(titles: Sequence[str], kind: str = "conditional", code: str = "ST201") -> Problem:
    """What is said of a run of alternatives with these headings."""
    text = HEAD + "# Notes\n\n" + "".join(f"## {title}\n\nx\n\n" for title in titles)
    sections = tuple(range(1, len(titles) + 1))
    path = ("Notes", titles[0])
    moves = tuple(move(place, title) for place, title in enumerate(titles, 1))
    found = candidate(sections=sections, heading_path=path, evidence=(), kind=kind, moves=moves)
    (problem,) = find(code, replace(read(text), candidates=(found,)))
    return problem


def test_a_run_of_alternatives_is_one_block_and_goes_to_a_file_each() -> None:
    problem = run_of(["AWS", "Azure"])
    assert problem.message.startswith('"AWS" with the 1 section behind it looks like a block')
    assert problem.hint == (
        "move each to its own file; leave here: For AWS, read `references/aws.md` · "
        "For Azure, read `references/azure.md`"
    )
    assert run_of("ABCDE", "reference", "ST202").hint == (
        "move each to its own file; leave where a step uses it: For A, read `references/a.md` · "
        "For B, read `references/b.md` · For C, read `references/c.md` and 2 more"
    )


def test_lines_that_must_stay_are_told_by_their_reason() -> None:
    keep = tuple(Keep(line, reason) for line, reason in ((8, "gate"), (9, "stops"), (11, "gate")))
    (problem,) = situational(candidate(keep=keep))
    assert problem.hint.endswith("; lines 8, 11 must stay (gate); line 9 must stay (stops)")


@pytest.mark.parametrize(("even", "confidence"), [(0.30, "advice"), (0.34, None)])
def test_an_alternative_that_pays_in_few_runs_is_advice(
    even: float, confidence: str | None
) -> None:
    p = Quartiles(even, even, even)
    saving = Saving(p, 1234, p, p, p, "")
    one_of_three = (Evidence("structure.alternatives", 1.5, 7, "3 siblings are each a mode"),)
    rare = candidate(saving=saving, evidence=one_of_three)
    (problem,) = situational(rare)
    assert problem.confidence == confidence
    (failure,) = situational(candidate(saving=saving))  # needed far less often than that
    assert failure.confidence is None
    stated = replace(rare, probability=Probability(0.1, 0.1, 0.1, "stated"))
    assert [one.confidence for one in situational(stated)] == [None]


def test_behind_a_broken_fence_a_heading_may_be_one_of_a_template() -> None:
    nest = "```markdown\n```sh\nls\n```\n"
    skill = read(HEAD + "# Notes\n\n## Swarm mode (optional)\n\n" + nest + "## B\n\ny\n")
    above, behind = candidate(), candidate(start=14, end=16)
    found = find("ST201", replace(skill, candidates=(above, behind)))
    assert [problem.confidence for problem in found] == [None, "advice"]


def test_possible_blocks_are_advice_and_other_kinds_another_rule_s() -> None:
    (problem,) = situational(candidate(band="possible"))
    assert (problem.confidence, problem.severity) == ("advice", None)
    assert situational(candidate(kind="reference"), candidate(kind="late")) == []
    assert len(situational(candidate(kind="reference"), code="ST202")) == 1
