"""`audit --without HEADING`: the audit as if a section had moved to a file; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import REALISTIC, ROOT, TORTURE, Run, skill, write
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from skilllint import cost, skills, tokens, whatif
from skilllint.model import Moved, Section, Skill
from skilllint.situational import Units, moving

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
PLAN = REALISTIC / "plan-and-build"
FIGURES = cost.assume()

Json = dict[str, Any]


def audited(run: Run, place: Path, *options: str) -> Json:
    ran = run("audit", str(place), "--format", "json", *options)
    assert (ran.returncode, ran.stderr) == (0, "")
    report = json.loads(ran.stdout)
    Draft202012Validator(SCHEMA).validate(report)
    (one,) = report["skills"]
    found: Json = one
    return found


def titles(sections: Sequence[Json]) -> list[str]:
    return [t for s in sections for t in (s["title"], *titles(s["children"]))]


# --- what a user sees -------------------------------------------------------------------


def test_body_sections_candidates_cuts_and_costs_are_those_of_the_rest(run: Run) -> None:
    before, after = (audited(run, PLAN, *o) for o in ((), ("--without", "delegation mode")))
    (moved,) = after["without"]
    (block,) = [c for c in before["candidates"] if c["heading_path"][-1] == "Delegation Mode"]
    for key in ("start", "end", "lines", "tokens", "share", "saving", "break_even_probability"):
        assert moved[key] == block[key]
    assert (before["body_before"], before["without"]) == (None, [])
    assert after["body_before"] == before["tokens"]["body"]
    assert after["tokens"]["body"] == pytest.approx(
        before["tokens"]["body"] - moved["tokens"] + moved["left_tokens"], abs=3
    )
    assert after["tokens"]["listing"] == before["tokens"]["listing"]
    assert after["tokens"]["references"] == before["tokens"]["references"] + moved["tokens"]
    assert after["tokens"]["files"][-1] == {
        "path": str(Path(before["path"]).parent / moved["file"]),
        "kind": "reference",
        "tokens": moved["tokens"],
    }
    assert after["cost"]["occupancy"] == after["tokens"]["body"]
    assert after["cost"]["ite"]["p50"] < before["cost"]["ite"]["p50"]
    gone = set(titles(before["sections"])) - set(titles(after["sections"]))
    assert "Delegation Gate" in gone
    assert "Delegation Mode" not in gone
    assert not [c for c in after["candidates"] if c["heading_path"][-1] == "Delegation Mode"]
    lost = {(c["host"], c["name"]): c["lost_tokens"] for c in before["cuts"]}
    assert all(c["lost_tokens"] < lost[c["host"], c["name"]] for c in after["cuts"])
    size = next(f["value"] for f in after["findings"] if f["code"] == "SZ101")
    assert size == after["tokens"]["body"]


def test_text_and_markdown_say_what_moved_and_what_that_saves(run: Run) -> None:
    one = audited(run, PLAN, "--without", "Delegation Mode")
    (moved,) = one["without"]
    body, before = one["tokens"]["body"], one["body_before"]
    place = (
        f"lines {moved['start']}–{moved['end']} of the file as it stands, "
        f"{moved['tokens']:,} tokens, {moved['share'] * 100:.0f} % of the body, "
        f"to {moved['file']}; {moved['left_tokens']} tokens stay"
    )
    for form, size in (
        ("text", f"body {body:,} tokens, with all blocks {before:,}"),
        ("markdown", f"Body: {body:,} tokens, {before:,} before."),
    ):
        ran = run("audit", str(PLAN), "--without", "Delegation Mode", "--format", form)
        text = " ".join(ran.stdout.split())
        for words in (size, place, moved["pointer"], "worth moving if fewer than"):
            assert words in text


def test_a_stated_usage_prices_what_moved(run: Run, tmp_path: Path) -> None:
    body = "# A\n\n## Rare\n\n" + "Fact, which is plain.\n" * 90 + "\n## Main\n\nDo it.\n"
    usage = '[[usage]]\nheading = "Rare"\np = 0.02\nnote = "asked for by few"\n'
    write(tmp_path, {"a/SKILL.md": skill("a", body), "skilllint.toml": usage})
    (moved,) = audited(run, tmp_path / "a", "--without", "Rare")["without"]
    assert moved["verdict"] == "extract"
    assert moved["probability"]["source"] == "given: asked for by few"
    assert moved["expected"]["ite"]["p50"] > 0
    text = " ".join(run("audit", "a", "--without", "Rare").stdout.split())
    assert "extract: 2 % of sessions need it, so moving it saves" in text


def test_nothing_is_written_and_standard_input_will_do(run: Run, tmp_path: Path) -> None:
    data = (PLAN / "SKILL.md").read_bytes()
    write(tmp_path, {"plan-and-build/SKILL.md": data})
    one = audited(run, tmp_path / "plan-and-build", "--without", "Delegation Mode")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [
        tmp_path / "plan-and-build" / "SKILL.md"
    ]
    assert (tmp_path / "plan-and-build" / "SKILL.md").read_bytes() == data
    ran = run("audit", "-", "--format", "json", "--without", "Delegation Mode", stdin=data)
    (typed,) = json.loads(ran.stdout)["skills"]
    assert typed["without"] == one["without"]
    assert typed["tokens"]["body"] == one["tokens"]["body"]


def test_lines_that_should_stay_are_told(run: Run, tmp_path: Path) -> None:
    body = "# A\n\n## Rare\n\nStop and ask the user for approval.\n\n## Main\n\nDo it.\n"
    write(tmp_path, {"a/SKILL.md": skill("a", body)})
    (moved,) = audited(run, tmp_path / "a", "--without", "Rare")["without"]
    (kept,) = moved["keep"]
    assert body.split("\n")[kept["line"] - 6].startswith("Stop and ask")
    for form in ("text", "markdown"):
        text = run("audit", "a", "--without", "Rare", "--format", form).stdout
        assert f"keep line {kept['line']}: " in text


def test_a_part_moves_with_the_whole_and_twice_is_once(run: Run) -> None:
    one = audited(run, PLAN, *(o for h in (
        "Delegation Gate", "Delegation Mode", "DELEGATION MODE", "Key Principles",
    ) for o in ("--without", h)))  # fmt: skip
    assert [m["heading_path"][-1] for m in one["without"]] == ["Delegation Mode", "Key Principles"]


def test_a_skill_that_is_shown_without_a_block_comes_with_details(run: Run) -> None:
    asked = (str(REALISTIC), "--without", "Delegation Mode", "--top", "12", "--sort", "name")
    assert "without: Delegation Mode" in run("audit", *asked).stdout
    many = run("audit", *asked[:3], "--sort", "listing").stdout
    assert "without: Delegation Mode" in many


def test_a_run_of_alternatives_is_named_as_the_audit_names_it(run: Run, tmp_path: Path) -> None:
    def part(name: str) -> str:
        return f"### {name}\n\n" + f"Use {name} where the user asks for {name}.\n" * 30

    names = ("Python", "Ruby", "Golang")
    body = "# Paint\n\n## Main\n\n" + "Do it.\n" * 90 + "\n## Languages\n\nPick one.\n\n"
    write(tmp_path, {"paint/SKILL.md": skill("paint", body + "\n".join(map(part, names)))})
    one = audited(run, tmp_path / "paint")
    several = [c["heading_path"][-1] for c in one["candidates"] if "/" in c["heading_path"][-1]]
    for title in several:
        moved = audited(run, tmp_path / "paint", "--without", title)["without"]
        assert [m["heading_path"][-1] for m in moved] == title.split(" / ")
        assert len({m["file"] for m in moved}) == len(moved)


# --- the arithmetic and the cut -----------------------------------------------------------


def without(one: Skill, sections: Sequence[Section]) -> tuple[Skill, tuple[Moved, ...]]:
    return whatif.without(one, moving.propose(one, Units(), sections), {}, FIGURES)


def adds_up(one: Skill, sections: Sequence[Section]) -> None:
    """The rest is the file but for what moved, and its tokens are those of both parts."""
    rest, moved = without(one, sections)
    blocks = moving.outermost(one.outline, sections)
    inside = {s.index for b in blocks for s in one.outline.subtree(b)[1:]}
    stays = [s for s in one.outline.sections if s.index not in inside]
    assert [(s.title, s.level) for s in rest.outline.sections] == [
        (s.title, s.level) for s in stays
    ]
    cut = {b.index for b in blocks}
    for old, new in zip(stays, rest.outline.sections, strict=True):
        own = one.outline.text(old.start, old.own_end)
        if old.index not in cut:
            assert rest.outline.text(new.start, new.own_end) == own
            assert abs(rest.weight(new).own - one.weight(old).own) <= 3
    left = sum(m.left for m in moved)
    gone = sum(m.tokens for m in moved)
    assert abs(rest.tokens.body - (one.tokens.body - gone + left)) <= 3 * len(moved)
    assert abs(rest.tokens.body - tokens.count(rest.source.body)) <= len(rest.outline.sections)
    assert rest.source.lines == tuple(rest.source.text.split("\n")[: len(rest.source.lines)])
    assert "".join(f"{line}\n" for line in rest.source.lines).rstrip("\n") == (
        rest.source.text.rstrip("\n")
    )
    assert rest.source.front == one.source.front


PIECES = st.sampled_from(
    [
        "# One", "## Two", "### Three", "## Two", "#### Four `x` ##", "Setext\n===", "Other\n---",
        "Two\nlines\n=====", "", "Words here.", "- item", "  - # no heading", "```", "~~~~",
        "> ## quoted", "<!-- open", "-->", "<process>", "    code", "| a | b |\n|---|---|\n|1|2|",
        "1. one", "\t", "x\r", "## Two\r", "\r", "Title\r\n===\r", "#hashtag", "#hash\n===", "# ",
        "[a]: b", "</process>", "---",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=20), st.data(), st.booleans())
def test_any_section_can_leave_any_text(lines: list[str], data: st.DataObject, end: bool) -> None:
    head = data.draw(st.sampled_from(["", "---\nname: a\n---\n", "---\nname: a\n---# Glued\n"]))
    one = skills.read_text(head + "\n".join(lines) + "\n" * end)
    named = [s for s in one.outline.sections if s.level]
    if named:
        chosen = data.draw(st.lists(st.sampled_from(named), min_size=1, unique_by=id))
        adds_up(one, chosen)


@pytest.mark.parametrize("place", ["torture", "realistic", "skills", "parents"])
def test_any_section_of_real_files_can_leave(place: str, request: pytest.FixtureRequest) -> None:
    if place in ("torture", "realistic"):
        files = sorted(({"torture": TORTURE, "realistic": REALISTIC}[place]).rglob("SKILL.md"))
    else:
        data: Path = request.getfixturevalue("data")
        folder = data / "skills" if place == "skills" else data / "extraction" / "parents"
        files = sorted(folder.rglob("SKILL.md" if place == "skills" else "*.md"))
    for file in files[:: 1 if len(files) < 100 else 6]:
        one = skills.read(file)
        named = [s for s in one.outline.sections if s.level]
        if not named:
            continue
        adds_up(one, named[len(named) // 2 :][:1])
        adds_up(one, named[1::3] or named[:1])


def test_bytes_are_those_of_the_shortened_file() -> None:
    for text in ("# A\r\n\r\n## B\r\n\r\ntext ü\r\n## C\r\n", "\ufeff# A\n## B\nü 😀\n\n## C\nx"):
        one = skills.read_bytes(text.encode(), "a.md", "a")
        (section,) = [s for s in one.outline.sections if s.title == "B"]
        rest, _ = without(one, [section])
        assert rest.source.size == len((rest.source.bom + rest.source.text).encode())
        ends = {line.endswith("\r") for line in rest.source.lines}
        assert ends == {text.endswith("\r\n")}


def test_blocks_of_one_name_get_files_of_their_own(run: Run, tmp_path: Path) -> None:
    body = "# A\n\n" + "".join(f"## P{n}\n\n### Same\n\nText.\n\n" for n in range(3))
    write(tmp_path, {"a/SKILL.md": skill("a", body), "a/references/same.md": "# Same\n"})
    moved = audited(run, tmp_path / "a", "--without", "Same")["without"]
    files = [m["file"] for m in moved]
    assert len(set(files)) == 3
    assert "references/same.md" not in files
    assert all(m["file"] in m["pointer"] for m in moved)
    assert all(one["end"] < two["start"] for one, two in pairwise(moved))
