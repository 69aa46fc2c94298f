"""Rules on all skills together: who is compared with whom, in any order, and at what cost."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, catalogue, finders, hosts, skills
from skilllint.audit import Request
from skilllint.checks import _listing as listing
from skilllint.checks import _similar as similar
from skilllint.config import Override
from skilllint.model import Problem, Setting, Skill

RULES = {rule.code: rule for rule in catalogue.rules() if rule.code.startswith("XS")}
BLOCK = "Ask for the version, look up the tag before it, and list what was merged.\n" * 20
SYLLABLES = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
WORDS = [a + b + c for a in "bdfgklmnprst" for b in ("a", "e", "o", "ui") for c in SYLLABLES]


def text(name: str, description: str = "", body: str = "# Notes\n", more: str = "") -> str:
    said = description or f"Writes {name} and nothing else."
    return f"---\nname: {name}\ndescription: {said}\n{more}---\n{body}"


def skill(
    place: str, name: str = "", description: str = "", body: str = "", more: str = ""
) -> Skill:
    folder = place.rpartition("/")[2]
    body = body or f"# {place}\n\nWhat {place} does.\n"
    held = text(name or folder, description, body, more)
    return skills.read_text(held, f"{place}/SKILL.md", folder)


def found(code: str, given: Iterable[Skill], *names: str) -> list[tuple[str, Problem]]:
    rule, table = RULES[code], hosts.table()
    setting = Setting(rule.limits, {name: table[name] for name in names or ("claude-code",)})
    asked = [(one, setting) for one in given]
    problems = finders.problems_across(rule, asked)
    return sorted(((asked[at][0].path, p) for at, p in problems), key=lambda pair: pair[0])


def test_blocks_that_begin_with_the_same_line_are_two() -> None:
    given = [
        skill(f"skills/{name}", body=f"```sh\n{BLOCK * 3}{said}\n```\n\nSo does {name}.\n")
        for name, said in zip("abcdef", "xxxyyy", strict=True)
    ]
    assert len({problem.alike for _, problem in found("XS104", given)}) == 2


# --- who is compared with whom -----------------------------------------------------


def together(*places: str) -> list[list[str]]:
    given = [skill(place) for place in places]
    return [[given[at].place.removesuffix("/SKILL.md") for at in s] for s in similar.scopes(given)]


def test_skills_of_one_folder_are_compared_and_mirrors_are_not() -> None:
    assert together(
        "skills/b", "skills/a", ".claude/skills/a", ".agents/skills/a", ".github/skills/a",
        "plugins/x/skills/a", "plugins/y/skills/a", "plugins/y/skills/b",
    ) == [["plugins/y/skills/a", "plugins/y/skills/b"], ["skills/a", "skills/b"]]  # fmt: skip


def test_folders_of_a_kind_count_as_one_list_and_shelved_skills_as_none() -> None:
    assert together(
        "skills/web/a", "skills/data/b", "skills/deprecated/c", "docs/examples/d/e"
    ) == [["skills/data/b", "skills/web/a"]]
    assert together("tools/web/a", "tools/data/b") == []


def test_two_repositories_are_two_lists_wherever_the_program_runs() -> None:
    one = replace(skill("skills/a"), path="../one/skills/a/SKILL.md")
    two = replace(skill("skills/b"), path="../two/skills/b/SKILL.md")
    same = replace(skill("skills/c"), path="../one/skills/c/SKILL.md")
    assert similar.scopes([one, two, same]) == [[0, 2]]
    below = replace(one, path="a/SKILL.md"), replace(same, path="c/SKILL.md")
    assert similar.scopes(below) == [[0, 1]]


def test_one_name_in_one_folder_is_certain_and_in_two_kinds_a_judgement() -> None:
    ((path, certain),) = found("XS101", [skill("skills/a", "notes"), skill("skills/b", "Notes")])
    assert (path, certain.confidence) == ("skills/a/SKILL.md", None)
    ((_, likely),) = found("XS101", [skill("skills/x/notes"), skill("skills/y/notes")])
    assert likely.confidence == "heuristic"
    copies = [skill(place, body="# Notes\n") for place in ("skills/x/notes", "skills/y/notes")]
    assert found("XS101", copies) == []


def test_a_copy_is_told_once_and_by_one_rule() -> None:
    given = [skill(f"skills/{name}", description="Writes notes.", body=BLOCK) for name in "abc"]
    ((path, problem),) = found("XS107", given)
    assert path == "skills/a/SKILL.md"
    assert "a, b, c" in problem.message
    assert found("XS102", given) == found("XS103", given) == found("XS104", given) == []


# --- descriptions --------------------------------------------------------------------

SAID = "Writes clear notes from merged changes, grouped by kind, when a version is published"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("a", SAID), ("b", SAID + " soon"), True),
        (("for-gitlab", SAID + " on GitLab"), ("for-forgejo", SAID + " on Forgejo"), False),
        (("from-8-to-9", SAID + " of net8"), ("from-9-to-10", SAID + " of net9"), False),
        (("a", "Writes notes"), ("b", "Writes notes now"), False),
        (("a", SAID), ("b", "Sums a month up for the press and all who read it in print"), False),
    ],
)
def test_descriptions_are_alike_unless_something_tells_them_apart(
    one: tuple[str, str], other: tuple[str, str], alike: bool
) -> None:
    given = [skill(f"skills/{name}", description=said) for name, said in (one, other)]
    assert bool(found("XS103", given)) == alike


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1), max_size=12),
    st.integers(50, 100),
)
def test_no_pair_that_is_alike_is_missed(sets: list[frozenset[str]], percent: int) -> None:
    texts = dict(enumerate(sets))
    every = {
        (one, other)
        for one in texts
        for other in texts
        if one < other and similar.similarity(texts[one], texts[other]) >= percent / 100
    }
    assert {(p.first, p.second) for p in similar.alike(texts, percent / 100)} == every


# --- blocks ------------------------------------------------------------------------


def test_a_block_in_49_skills_is_one_finding_at_the_first() -> None:
    given = [
        skill(f"skills/s{n:02}", body=f"# Skill {n}\n\nFirst {n}.\n\n{BLOCK}\nThen {n}.\n")
        for n in range(49)
    ]
    ((path, problem),) = found("XS104", given)
    assert path == "skills/s00/SKILL.md"
    assert given[0].source.lines[problem.line - 1] + "\n" == BLOCK[:74]
    assert problem.end - problem.line == 19
    assert "49 skills, s00, s01, s02 and 46 more" in problem.message
    assert problem.value == pytest.approx(48 * given[0].tokens.body, rel=0.1)


def test_line_ends_and_indents_make_no_other_block() -> None:
    bodies = [f"# A\n\n{BLOCK}", f"# B\n\n{BLOCK}".replace("\n", "\r\n"), "# C\n\n  " + BLOCK]
    given = [skill(f"skills/{n}", body=body) for n, body in zip("abc", bodies, strict=True)]
    assert len(found("XS104", given)) == 1


# --- the listing's budget --------------------------------------------------------------


def listed(*sizes: int, more: str = "") -> list[Skill]:
    return [
        skill(f"skills/s{n:02}", description=f"{n:03}" + "x" * (size - 3), more=more)
        for n, size in enumerate(sizes)
    ]


def test_the_budget_is_exact_to_the_character() -> None:
    assert found("XS105", listed(*[1000] * 8)) == []
    ((path, problem),) = found("XS105", listed(*[1000] * 7, 1001))
    assert path == "skills/s07/SKILL.md"
    assert (problem.value, problem.limit, problem.host) == (8001, 8000, "claude-code")
    assert "1 character over" in problem.message
    assert problem.hint == "trim to 1,000 characters each: s07 by 1"


def test_an_entry_is_cut_and_hidden_skills_take_no_room() -> None:
    assert found("XS105", listed(*[1600] * 5)) == []  # 5 × 1,536
    assert found("XS105", listed(*[1500] * 9, more="disable-model-invocation: true\n")) == []
    assert found("XS105", listed(*[1500] * 9, more="disable-model-invocation: false\n"))
    assert found("XS105", listed(*[700] * 9)) == []
    assert found("XS105", listed(*[700] * 9, more=f"when_to_use: {'y' * 300}\n"))


def test_the_listing_counts_utf_16_units_and_the_blank_between_the_keys() -> None:
    wide = [skill(f"skills/s{n}", description=f"{n}" + "😀" * 500) for n in range(8)]
    ((_, problem),) = found("XS105", wide)
    assert problem.value == 8 * 1001
    keys = listed(*[500] * 8, more=f"when_to_use: {'y' * 500}\n")
    ((_, problem),) = found("XS105", keys)
    assert problem.value == 8 * 1001


def test_codex_has_a_budget_of_its_own_as_advice() -> None:
    both = found("XS105", listed(*[1500] * 9), "claude-code", "codex")
    assert [(p.host, p.value, p.confidence) for _, p in both] == [
        ("claude-code", 13_500, None),
        ("codex", 9 * 1024, "advice"),
    ]


@given(st.lists(st.integers(0, 1536), min_size=1, max_size=40), st.integers(0, 9000))
def test_the_common_length_is_the_longest_that_fits(sizes: list[int], budget: int) -> None:
    cap = listing.cap(sizes, budget)
    assert sum(min(size, cap) for size in sizes) <= budget or sum(sizes) <= budget
    if sum(sizes) > budget:
        assert sum(min(size, cap + 1) for size in sizes) > budget


# --- any order, any size -------------------------------------------------------------


def tree(root: Path) -> None:
    write(
        root,
        {f"skills/s{n}/SKILL.md": text("one", SAID, f"# S\n\n{BLOCK}\n{n}\n") for n in range(9)},
    )
    write(root, {f".agents/skills/s{n}/SKILL.md": text(f"s{n}", SAID, BLOCK) for n in range(3)})
    (root / ".git").mkdir()


def test_findings_are_the_same_in_any_order_and_again(tmp_path: Path) -> None:
    tree(tmp_path)
    files = sorted(tmp_path.rglob("SKILL.md"))
    seen = []
    for seed in range(4):
        random.Random(seed).shuffle(files)
        report = audit.run(files, Request(override=Override(select=("XS",))))
        assert report.crashes == ()
        seen.append(
            sorted((f.place, f.start, f.code, f.message, f.fingerprint) for f in report.findings)
        )
    assert {code for _, _, code, *_ in seen[0]} == {"XS101", "XS102", "XS104", "XS107"}
    assert seen[0] == seen[1] == seen[2] == seen[3]


def sentences(size: int, seed: int) -> Mapping[int, frozenset[str]]:
    """Descriptions as people write them: a few words in nearly all, most of them rare."""
    choose = random.Random(seed)
    common, shares = WORDS[:40], [1 / (n + 1) for n in range(40)]
    return {
        at: frozenset([*choose.choices(common, shares, k=15), *choose.choices(WORDS[:400], k=15)])
        for at in range(size)
    }


def near(size: int, seed: int) -> Mapping[int, frozenset[str]]:
    """The worst case: all but the same."""
    return {at: frozenset([*WORDS[:30], f"only{at}"]) for at in range(size)}


@pytest.mark.parametrize("made", [sentences, near])
def test_comparisons_grow_with_the_skills_and_not_with_their_pairs(
    made: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    true = similar.similarity

    def counted(one: frozenset[str], other: frozenset[str]) -> float:
        nonlocal compared
        compared += 1
        return true(one, other)

    monkeypatch.setattr(similar, "similarity", counted)
    for size in (100, 200, 400, 800):
        compared = 0
        assert callable(made)
        found = list(similar.alike(made(size, 7), 0.7))
        assert len(found) <= compared <= similar.RECENT * size
    assert compared > 0
