"""The summary of a difference, as people read it on a pull request."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from comparisons import (
    candidate,
    change,
    comparison,
    cost,
    finding,
    listing,
    section,
    worse,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint.model import Comparison, Quartiles, Unread
from skilllint.report import compare_markdown
from skilllint.report.compare_markdown import verdict

GROWN = change(
    "deploy",
    1_200,
    2_440,
    references=(0, 300),
    sections=(section("Roll back", 0, 620, 88, "added"), section("Canary", 0, 620, 40)),
    new=(finding("deploy", line=88),),
    still=(finding("deploy", "MD111", line=7),),
)

WHOLE = """\
**+1,240 tokens in 1 skill** · 62k more re-sent tokens a session (27k–160k) · \
**over budget: SZ106 section-tokens in 1 skill**

Findings: 1 new, 1 still there

| skill | body | findings | references |
|---|--:|---|--:|
| `deploy` | 1,200&nbsp;→&nbsp;2,440 (+1,240) | 1 new | +300 |

**Grew most**

- +620 `Roll back`, line 88, new
- +620 `Canary`, line 40

**New or worse**

- warning `SZ106` `skills/deploy/SKILL.md:88`, new: \
`section "Migrate a schema" has 1,240 tokens (limit 1,000)`

<details>
<summary>Sections, costs and what is fixed</summary>

#### `deploy`

`skills/deploy/SKILL.md`

- body 1,200 → 2,440 (+1,240) tokens · listing 40 · references +300
- A, tokens of the window: 1,200 → 2,440
- B, tokens re-sent a session: 60k (26k–150k) → 120k (54k–310k), +62k (27k–160k)
- C, after prompt caching: 9.6k (4.2k–25k) → 20k (8.6k–50k) ITE, +9.9k (4.4k–26k)
- still there: `1 MD111`

| section | tokens | change | |
|---|--:|--:|---|
| &emsp;`Roll back` | 0 → 620 | +620 | new |
| &emsp;`Canary` | 0 → 620 | +620 |  |

</details>

<details>
<summary>What the numbers rest on</summary>

- compared: `a1b2c3d4e5f6 (where it left main) → 0f1e2d3c4b5a`
- tokens: o200k_base, counted
- re-sent tokens and ITE: the middle session, and the range of the middle half; estimates
- calls of a session after it loads a skill, quartiles: 22, 50, 129
- ITE: the price of one uncached input token
- rules on all skills together are left out
- Prompt caching works.
- The pointer left in the body is followed.
- figures: `calls [default]; o200k tokens, scale 1: no model named; 5m cache [default]`

</details>
"""


def shown(found: Comparison, *, advice: bool = False, limit: int | None = None) -> str:
    return compare_markdown.render(found, advice=advice, limit=limit)


def test_the_whole_of_one_skill() -> None:
    assert shown(comparison(GROWN)) == WHOLE


# --- the first line ------------------------------------------------------------------


def test_tokens_and_what_a_session_resends() -> None:
    up, other = change("a", 1_000, 1_620), change("b", 1_000, 1_620)
    assert verdict(comparison(up, other), None) == (
        "+1,240 tokens in 2 skills · 62k more re-sent tokens a session (27k–160k) "
        "if it loads both · budget ok"
    )
    three = comparison(up, other, change("c", 0, 100), change("d", 900, 0))
    # one that is gone is loaded by no session
    assert verdict(three, None) == (
        "+440 tokens in 4 skills, 1 new, 1 gone · 67k more re-sent tokens a session (29k–170k) "
        "if it loads all three · budget ok"
    )
    many = comparison(up, *(change(f"s{number}", 100, 110) for number in range(9)))
    assert verdict(many, None) == (
        "+710 tokens in 10 skills · up to 31k more re-sent tokens a session (14k–80k), "
        "by one skill · budget ok"
    )


def test_skills_that_are_called_differently_often_are_not_added_up() -> None:
    often = Quartiles(100, 200, 300)
    other = replace(change("b", 100, 200), cost_before=cost(100, calls=often))
    other = replace(other, cost_after=cost(200, calls=often))
    said = verdict(comparison(change("a", 100, 200), other), None)
    assert "up to 20k more re-sent tokens a session (10k–30k), by one skill" in said


def test_of_many_skills_that_fall_the_one_that_falls_most_is_told() -> None:
    sizes = {"a": 990, "b": 600, "c": 980, "d": 970}
    rows = [change(name, 1_000, after) for name, after in sizes.items()]
    assert verdict(comparison(*rows, change("e", 10, 110)), None) == (
        "−360 tokens in 5 skills · up to 20k fewer re-sent tokens a session (8.8k–52k), "
        "by one skill · budget ok"
    )


def test_a_range_of_what_falls_names_its_smaller_end_first() -> None:
    # what differs by less at the upper quartile than at the lower one
    before, after = Quartiles(90_000, 99_000, 99_000), Quartiles(10_000, 40_000, 60_000)
    split = replace(change("a", 1_000, 900), cost_before=replace(cost(1_000), resent=before))
    split = replace(split, cost_after=replace(cost(900), resent=after))
    said = verdict(comparison(split), None)
    assert " · 59k fewer re-sent tokens a session (39k–80k) · " in said


def test_what_falls_and_what_stays() -> None:
    down = change("a", 1_240, 0 + 620)
    assert verdict(comparison(down), None) == (
        "−620 tokens in 1 skill · 31k fewer re-sent tokens a session (14k–80k) · budget ok"
    )
    moved = comparison(down, change("b", 0, 620))
    assert verdict(moved, None) == ("±0 tokens in 2 skills, 1 new · budget ok")
    beside = comparison(change("a", 9, 9, listing=(40, 60)), change("b", 9, 9, references=(0, 7)))
    assert verdict(beside, None) == (
        "listing +20 tokens, references +7 tokens in 2 skills, bodies as before · budget ok"
    )
    same = comparison(change("a", 9, 9), change("b", 9, 9))
    assert verdict(same, None) == "no size differs in 2 skills · budget ok"
    assert verdict(comparison(change("a", 9, 0)), None) == (
        "−9 tokens in 1 skill that is gone · budget ok"
    )


def test_a_range_on_both_sides_of_nothing() -> None:
    after = replace(cost(2_440), resent=Quartiles(20_000, 120_000, 310_000))
    split = replace(GROWN, cost_after=after)
    said = verdict(comparison(split), None)
    assert "60k more re-sent tokens a session (6.4k fewer to 160k more)" in said
    assert "→ 120k (20k–310k), +60k\n" in shown(comparison(split))


@pytest.mark.parametrize(
    ("limit", "said"),
    [(1_240, "budget ok"), (1_239, "over budget: +1,240 of 1,239 tokens")],
)
def test_the_budget_that_was_asked_for(limit: int, said: str) -> None:
    assert verdict(comparison(GROWN), limit).endswith(f" · {said}")


def test_the_budgets_of_rules_and_hosts() -> None:
    advised = finding("b", "SZ112", "repeated-block", confidence="advice")
    skills = (
        replace(GROWN, worsened=(worse("deploy"),)),
        change("b", 10, 20, new=(finding("b"), advised, finding("b", "MD111"))),
    )
    assert verdict(comparison(*skills), None).endswith(
        " · over budget: SZ106 section-tokens in 2 skills"
    )
    unsure = comparison(change("a", 10, 20), listings=(listing(1, 9_000, certain=False),))
    assert verdict(unsure, None).endswith("· budget ok")
    assert "**Listings over" not in shown(unsure)
    assert "**Listings over" in shown(unsure, advice=True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (7_000, 8_000, "budget ok"),
        (7_900, 8_001, "over budget: the listing of Claude Code by 1 character"),
        (8_000, 9_500, "over budget: the listing of Claude Code by 1,500 characters"),
        (8_100, 8_911, "over budget: the listing of Claude Code by 911 characters"),
        (8_100, 8_910, "still over budget: the listing of Claude Code"),
        (8_100, 8_101, "still over budget: the listing of Claude Code"),
        (8_100, 8_100, "still over budget: the listing of Claude Code"),
        (9_000, 8_500, "still over budget: the listing of Claude Code"),
    ],
)
def test_the_budget_of_a_host(before: int, after: int, said: str) -> None:
    """A character more where there were too many before is told, but not loudly."""
    one = comparison(change("a", 10, 20), listings=(listing(before, after),))
    text = shown(one)
    loud = said.startswith("over")
    assert verdict(one, None).endswith(f" · {said}")
    assert (f" · **{said}**\n" if loud else f" · {said}\n") in text
    assert ("**Listings over their budget**" in text) == loud
    grew = "**Listings that grew**\n\n- the listing of Claude Code with 12 skills below `skills`"
    assert (grew in text) == (not loud and after > before)


def test_several_listings_of_one_host_are_named_once() -> None:
    both = (listing(7_900, 8_001), replace(listing(7_900, 8_401), scope="plugins"))
    one = comparison(change("a", 10, 20), listings=both)
    assert verdict(one, None).endswith(
        " · over budget: the listing of Claude Code by up to 401 characters"
    )


def test_what_is_still_over_its_budget_is_said_but_not_loud() -> None:
    still = (finding("a"), finding("b", "MD111"))
    one = comparison(change("a", 7_000, 7_002, still=still))
    said = "+2 tokens in 1 skill · 100 more re-sent tokens a session (44–260)"
    said += " · still over budget: SZ106 section-tokens in 1 skill"
    assert verdict(one, None) == said
    assert shown(one).startswith(f"**+2 tokens in 1 skill** · {said.partition(' · ')[2]}\n")
    assert verdict(one, 5).endswith(" · budget ok")


def test_skills_that_are_all_new_or_all_gone() -> None:
    new = (change("a", 0, 10), change("b", 0, 20))
    assert verdict(comparison(*new), None).startswith("+30 tokens in 2 new skills · ")
    gone = (change("a", 10, 0), change("b", 20, 0))
    assert verdict(comparison(*gone), None) == "−30 tokens in 2 skills that are gone · budget ok"


def test_one_token_is_one_token() -> None:
    assert verdict(comparison(change("a", 10, 11)), None).startswith("+1 token in 1 skill · ")
    assert verdict(comparison(change("a", 11, 10)), None).startswith("−1 token in 1 skill · ")
    longer = change("a", 10, 10, listing=(20, 21))
    assert verdict(comparison(longer), None) == (
        "listing +1 token in 1 skill, bodies as before · budget ok"
    )


# --- what follows ----------------------------------------------------------------------


def test_nothing_differs() -> None:
    assert shown(comparison()) == (
        "**no skill differs** · `a1b2c3d4e5f6 (where it left main) → 0f1e2d3c4b5a`\n"
    )


def test_what_could_not_be_read_is_told_also_where_nothing_differs() -> None:
    lost = (Unread("skills/x/SKILL.md", "is not UTF-8 text"),)
    text = shown(comparison(unread=lost, submodules=("vendor",)))
    assert "<summary>2 paths not looked at</summary>" in text
    assert "- `skills/x/SKILL.md`: `is not UTF-8 text`" in text
    assert "Not looked at: 1 path" in shown(comparison(GROWN, unread=lost))


def test_what_only_shrinks_gets_a_kind_line_and_no_list() -> None:
    down = change("a", 900, 500, references=(0, 450), fixed=(finding("a"),))
    first, blank, kind, *rest = shown(comparison(down)).split("\n")
    assert first.startswith("**−400 tokens in 1 skill** · 20k fewer")
    assert (blank, kind) == ("", "Shorter, 1 finding fixed, and nothing new to look at. Thank you.")
    assert rest[:3] == ["", "<details>", "<summary>1 skill in numbers</summary>"]
    for more in (
        change("b", 10, 11),
        change("b", 10, 9, new=(finding("b"),)),
        change("b", 10, 9, candidates=(candidate("b"),)),
        change("b", 10, 9, listing=(40, 41)),
    ):
        assert "Thank you" not in shown(comparison(down, more))


def test_what_only_shrinks_gets_no_kind_line_while_a_listing_overflows() -> None:
    down = change("a", 900, 500)
    assert "Thank you" in shown(comparison(down, listings=(listing(7_000, 8_000),)))
    text = shown(comparison(down, listings=(listing(7_900, 8_001),)))
    assert "Thank you" not in text
    assert "**Listings over their budget**" in text


def test_the_skills_that_differ_most_go_first_and_many_are_folded() -> None:
    rows = [change(f"s{number:02}", 1_000, 1_000 + number) for number in range(1, 15)]
    text = shown(comparison(*rows, change("s02", 100, 0)))
    names = re.findall(r"^\| `(s\d\d)`", text, re.MULTILINE)
    assert names[:3] == ["s02", "s14", "s13"]
    assert len(names) == 15
    assert text.index("`s06` |") < text.index("<summary>5 more skills</summary>")
    assert text.index("<summary>5 more skills</summary>") < text.index("`s05` |")
    # two of one name are told apart
    assert "| `s02` `skills/s02/SKILL.md` gone |" in text
    assert "| `s03` |" in text


def test_the_three_sections_that_grew_most_of_all_skills() -> None:
    one = change("a", 9, 99, sections=(section("A", 1, 9, 3), section("B", 9, 1, 5)))
    two = change("b", 9, 99, sections=tuple(section(f"C{n}", 0, n * 5, n) for n in range(1, 4)))
    text = shown(comparison(one, two))
    assert [line for line in text.split("\n") if line.startswith("- +")] == [
        "- +15 `C3` in `b`, line 3",
        "- +10 `C2` in `b`, line 2",
        "- +8 `A` in `a`, line 3",
    ]


def test_a_section_that_is_gone_did_not_grow() -> None:
    """What went into another has no line now, also where its tokens were counted as more."""
    rows = (section("Here", 1, 9, 3), section("Gone", 0, 50, 0, "merged"))
    text = shown(comparison(change("a", 9, 99, sections=rows)))
    assert [line for line in text.split("\n") if line.startswith("- +")] == ["- +8 `Here`, line 3"]


def test_sections_that_differ_in_no_number_are_counted() -> None:
    """A file whose line ends became others differs in each of its sections."""
    same = tuple(section(f"Part {n}", 50, 50, n) for n in range(1, 4))
    rows = (*same, section("Grew", 1, 9, 9), section("Moved", 7, 7, 12, "moved"))
    text = shown(comparison(change("a", 9, 17, sections=rows)))
    assert "Part " not in text
    assert "| &emsp;`Grew` | 1 → 9 | +8 |" in text
    assert "| &emsp;`Moved` |" in text
    assert "\n\n3 sections changed in words only\n" in text
    alone = shown(comparison(change("a", 9, 9, sections=same[:1])))
    assert "\n\n1 section changed in words only\n" in alone
    assert "| section |" not in alone


BLOCK = """\
**New blocks that could leave the body**

- `Migrate a schema` in `deploy`, lines 120–180, 900 tokens, 41 % of the body: \
likely block that only some runs need
  - why: `Only if the schema has changed since the last` (line 122); \
`heading names a case: Migrate a schema` (line 120)
  - a session that does not need it saves 870 tokens of context, 44k (19k–110k) re-sent, \
7.0k (3.1k–18k) ITE
  - worth moving if fewer than 76 % (72–77 %) of sessions need it; one that does costs 700 ITE more
  - leave in its place: `If the schema changed, read references/migrate.md.`
"""


def test_a_block_that_could_leave() -> None:
    found = candidate("deploy")
    same = finding("deploy", "ST201", "situational-block", fingerprint=found.fingerprint)
    text = shown(comparison(replace(GROWN, candidates=(found,), new=(same,))))
    assert BLOCK in text
    assert "Findings: 1 new" in text
    assert "**New or worse**" not in text  # the block has said it


def test_which_blocks_are_told() -> None:
    possible = candidate("a", band="possible", fingerprint="p")
    kept = candidate("a", verdict="keep", fingerprint="k")
    late = candidate("a", kind="late", fingerprint="l")
    one = change("a", 9, 99, candidates=(possible, kept, late))
    assert "could leave" not in shown(comparison(one))
    assert shown(comparison(one), advice=True).count("\n- `Migrate a schema`") == 2
    asked = finding("a", confidence="advice", asked=True, fingerprint="p")
    assert "could leave" in shown(comparison(replace(one, still=(asked,))))


def test_findings_the_worst_first_and_many_are_folded() -> None:
    notes = [finding("a", "MD111", line=n, severity="note") for n in range(1, 9)]
    advised = finding("a", "SZ112", confidence="advice", line=99)
    one = change(
        "a",
        9,
        99,
        new=(*notes, finding("a", "MD102", severity="error"), advised),
        worsened=(worse("a"),),
    )
    text = shown(comparison(one))
    lines = [line for line in text.split("\n") if re.match("- (error|warning|note) ", line)]
    assert lines[0].startswith("- error `MD102` `skills/a/SKILL.md:40`, new: ")
    assert lines[1].startswith("- warning `SZ106` `skills/a/SKILL.md:40`, worse (1,010 before): ")
    assert len(lines) == 10
    assert "<summary>5 more findings, new or worse</summary>" in text
    assert "Findings: 9 new, 1 worse\n" in text
    assert "- 1 finding of advice not shown (--advice)\n" in text
    assert "SZ112" not in text
    assert "SZ112" in shown(comparison(one), advice=True)


def test_dollars_make_no_formula() -> None:
    # between two dollar signs GitHub sees mathematics
    priced = replace(cost(9), usd_per_1000_sessions=Quartiles(1, 2, 3))
    one = replace(GROWN, cost_before=priced, cost_after=priced)
    text = shown(comparison(one))
    assert "USD 2 (1–3) → USD 2 (1–3) per 1,000 sessions" in text
    assert "$" not in text


# --- how much of it ----------------------------------------------------------------------


def huge(number: int) -> Comparison:
    """Very many skills, each with sections, findings and blocks."""
    rows = (
        change(
            f"skill-{n:04}",
            1_000,
            1_100 + n,
            sections=tuple(section(f"Part {k}", 0, n + k, k, "added") for k in range(1, 5)),
            new=(finding(f"skill-{n:04}"),),
            fixed=(finding(f"skill-{n:04}", "SZ101"),) * 3,
            candidates=(candidate(f"skill-{n:04}"),) * (n % 3 == 0),
        )
        for n in range(number)
    )
    return comparison(*rows, unread=tuple(Unread(f"x/{n}", "is binary") for n in range(number)))


def verify(text: str, most: int) -> None:
    """Assert that a text fits, that all folds are closed and that no row is cut."""
    assert len(text.encode()) <= most
    assert len(text.encode("utf-16-le")) // 2 <= most
    lines = text.split("\n")  # of strangers' text none stands alone on a line
    folds = [lines.count("<details>"), lines.count("</details>")]
    assert folds == [sum(line.startswith("<summary>") for line in lines)] * 2
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [re.sub(r"(`+).*?(?<!`)\1(?!`)", "", row) for row in table.split("\n")[:-1]]
        assert len({row.count("|") for row in rows}) == 1
        assert len(rows) > 2
        assert re.fullmatch(r"\|(-+:?\|)+", rows[1])


@pytest.mark.parametrize("number", [300, 3_000])
def test_very_many_skills_fit(number: int) -> None:
    text = shown(huge(number))
    verify(text, 60_000)
    assert len(text) > 50_000
    cut = re.findall(r"^([\d,]+) more skills: the JSON", text, re.MULTILINE)
    left = [int(one.replace(",", "")) for one in cut]
    shown_in_full = len(re.findall("^#### ", text, re.MULTILINE))
    assert shown_in_full + left[-1] == number
    rows = len(re.findall(r"^\| `skill-", text, re.MULTILINE))
    assert rows == number if len(left) == 1 else rows + left[0] == number
    assert "<summary>What the numbers rest on</summary>" in text


def test_a_step_summary_holds_more() -> None:
    found = huge(300)
    text = compare_markdown.render(
        found, advice=False, limit=None, most=1_024 * 1_024, elsewhere="see report.json"
    )
    verify(text, 1_024 * 1_024)
    assert "see report.json" not in text
    small = compare_markdown.render(
        found, advice=False, limit=None, most=8_000, elsewhere="see report.json"
    )
    assert " more skills: see report.json" in small


WORDS = st.text(st.sampled_from("`|\\<>@# a\n~🧹…") | st.characters(), max_size=90)


ROWS = st.lists(st.tuples(WORDS, WORDS, st.integers(0, 5)), max_size=12)


@settings(deadline=None)
@given(ROWS, st.integers(4_000, 20_000))
def test_any_comparison_fits(rows: list[tuple[str, str, int]], most: int) -> None:
    skills = [
        replace(
            change(f"s{n}", 100 * (number > 2), 100 + number),
            name=name,
            place=title,
            sections=tuple(section(title, 0, k, k, "added") for k in range(number)),
            new=tuple(finding("s", message=title, place=name, line=k) for k in range(number)),
            candidates=(candidate("s", heading_path=(title,)),) * (number > 4),
        )
        for n, (name, title, number) in enumerate(rows)
    ]
    text = compare_markdown.render(comparison(*skills), advice=True, limit=None, most=most)
    verify(text, most)
