"""A skill as it is weighed: no token is lost or counted twice, and each file lies in its tier."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import write
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import discovery, folder, skills, source, tokens

HEAD = "---\nname: odd\ndescription: Does odd things.\n---\n\n"
BODY = "Before.\n\n# One\n\ntext\n\n## Two\n\nmore\n\n### Three\n\n# Four\n"


def weighed(file: Path) -> dict[str, tuple[str, int | None]]:
    """The files of one skill: kind and tokens, by their path below its folder."""
    (files,), _ = folder.weigh([file])
    below = os.path.relpath(file.parent)
    return {os.path.relpath(one.path, below): (one.kind, one.tokens) for one in files}


# --- sums ---------------------------------------------------------------------------


def test_every_section_weighs_its_own_text_and_all_below_it() -> None:
    skill = skills.read_text(HEAD + BODY)
    weights = {
        section.title: (skill.weight(section).own, skill.weight(section).subtree)
        for section in skill.outline.sections
    }
    own = {
        "": "Before.\n\n",
        "One": "# One\n\ntext\n\n",
        "Two": "## Two\n\nmore\n\n",
        "Three": "### Three\n\n",
        "Four": "# Four\n",
    }
    counted = {title: tokens.count(text) for title, text in own.items()}
    assert weights == {
        "": (counted[""], counted[""]),
        "One": (counted["One"], counted["One"] + counted["Two"] + counted["Three"]),
        "Two": (counted["Two"], counted["Two"] + counted["Three"]),
        "Three": (counted["Three"], counted["Three"]),
        "Four": (counted["Four"], counted["Four"]),
    }
    assert skill.tokens.frontmatter == tokens.count(HEAD)
    assert skill.tokens.body == sum(counted.values())
    assert skill.tokens.file == tokens.count(HEAD + BODY)


TEXTS = st.lists(
    st.sampled_from(("# A", "## B", "", " ", "text", "...", "```", "---", "\r", "漢字", "x: y"))
    | st.text(max_size=5),
    max_size=15,
).map("\n".join)


@given(st.sampled_from(("", "\ufeff")), st.sampled_from(("", HEAD, "---\nname: x\n")), TEXTS)
@settings(deadline=None)
def test_sections_and_front_matter_add_up_to_the_file(bom: str, head: str, text: str) -> None:
    data = (bom + head + text).encode()
    if source.looks_binary(data[:8192]):
        return
    skill = skills.read_text(data.decode())
    whole = tokens.count(data.decode())
    own = sum(weight.own for weight in skill.weights)
    tops = sum(skill.weight(section).subtree for section in skill.outline.top)
    assert skill.tokens.frontmatter + own == skill.tokens.file == whole
    assert own == tops == skill.tokens.body


def test_a_byte_order_mark_belongs_to_the_front_matter() -> None:
    text = HEAD + "# A\ntext\n# B\n"
    plain, marked = skills.read_text(text), skills.read_text("\ufeff" + text)
    assert marked.weights == plain.weights
    assert marked.tokens.frontmatter == tokens.count("\ufeff" + HEAD)


def test_text_glued_to_the_front_matter_weighs_without_it() -> None:
    skill = skills.read_text("---\nname: odd\n---Text\n\n# A\n")
    assert skill.tokens.frontmatter == tokens.count("---\nname: odd\n---")
    own = [weight.own for weight in skill.weights]
    assert own == [tokens.count("Text\n\n"), tokens.count("# A\n")]


def test_line_ends_and_a_byte_order_mark_cost_tokens_but_move_nothing() -> None:
    plain = skills.read_text(HEAD + BODY)
    for text in ((HEAD + BODY).replace("\n", "\r\n"), "\ufeff" + HEAD + BODY):
        skill = skills.read_text(text)
        assert (skill.name, skill.description) == (plain.name, plain.description)
        assert [(s.title, s.start, s.end) for s in skill.outline.sections] == [
            (s.title, s.start, s.end) for s in plain.outline.sections
        ]
        assert skill.tokens.file == tokens.count(text)


def test_invalid_bytes_are_weighed_as_they_are_shown(tmp_path: Path) -> None:
    write(tmp_path, {"odd/SKILL.md": HEAD.encode() + b"# A\n\ncaf\xe9 and more text\n"})
    skill = skills.read(tmp_path / "odd" / "SKILL.md")
    assert skill.tokens.body == tokens.count("# A\n\ncaf\ufffd and more text\n")


def test_an_empty_text_weighs_nothing() -> None:
    skill = skills.read_text("")
    assert (skill.tokens.file, skill.tokens.body, skill.outline.sections) == (0, 0, ())


# --- name, description, listing ---------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("name: given", "given"),
        ("name: '  '", "folder"),
        ("name: [a, b]", "folder"),
        ("name: 8004", "8004"),
        ("title: none", "folder"),
    ],
)
def test_a_skill_without_a_name_goes_by_its_folder(tmp_path: Path, head: str, name: str) -> None:
    write(tmp_path, {"folder/SKILL.md": f"---\n{head}\n---\n# A\n"})
    assert skills.read(tmp_path / "folder" / "SKILL.md").name == name


def test_a_skill_in_the_working_directory_has_the_folders_real_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"folder/SKILL.md": "# A\n"})
    monkeypatch.chdir(tmp_path / "folder")
    skill = skills.read(Path("SKILL.md"))
    assert (skill.path, skill.folder, skill.name) == ("SKILL.md", "folder", "folder")


def test_a_text_in_no_file_goes_by_what_it_was_called() -> None:
    skill = skills.read_text("# A\n", "notes/page.md")
    assert (skill.name, skill.folder, skill.standalone) == ("page", "", True)


def test_the_listing_is_name_and_description_as_far_as_they_are_listed() -> None:
    def listing(description: str) -> int:
        return skills.read_text(f"---\nname: odd\ndescription: {description}\n---\n").tokens.listing

    assert listing("Does odd things.") == tokens.count("- odd: Does odd things.")
    assert listing("a " * 700 + "end") == tokens.count("- odd: " + "a " * 700 + "end")
    assert listing("a " * 5_000 + "end") == tokens.count("- odd: " + "a " * 768)
    assert listing("😀" * 2_000) == tokens.count("- odd: " + "😀" * 768)


def test_what_says_when_to_use_a_skill_is_listed_with_its_description() -> None:
    def listing(more: str) -> int:
        text = f"---\nname: odd\ndescription: Does odd things.\n{more}\n---\n"
        return skills.read_text(text).tokens.listing

    both = tokens.count("- odd: Does odd things. When all is even.")
    assert listing("when_to_use: When all is even.") == both
    assert listing("when_to_use: [a list]") == tokens.count("- odd: Does odd things.")


@pytest.mark.parametrize(
    ("value", "listed"), [("true", False), ("false", True), ("'true'", True), ("", True)]
)
def test_a_skill_that_only_its_user_starts_is_not_listed(value: str, listed: bool) -> None:
    text = f"---\nname: odd\ndescription: Does.\ndisable-model-invocation: {value}\n---\n"
    assert skills.read_text(text).tokens.listing == (tokens.count("- odd: Does.") if listed else 0)


def test_the_plugin_is_named_after_its_folder(tmp_path: Path) -> None:
    write(tmp_path, {"repo/.git/HEAD": "", "repo/tool/.claude-plugin/plugin.json": "{}"})
    write(tmp_path, {"repo/tool/skills/a/SKILL.md": HEAD, "repo/b/SKILL.md": HEAD})
    write(tmp_path, {"c/SKILL.md": HEAD})
    files = [tmp_path / name / "SKILL.md" for name in ("repo/tool/skills/a", "repo/b", "c")]
    assert [skills.read(file).plugin for file in files] == ["tool", "repo", None]


# --- the files of the folder ------------------------------------------------------------


def test_texts_are_references_programs_are_scripts_and_nothing_else_is_weighed(
    tmp_path: Path,
) -> None:
    references = ("references/a.md", "b.TXT", "deep/er/c.rst", "assets/d.markdown", "scripts/e.md")
    scripts = ("scripts/run.py", "tool.SH", "scripts/bare", "lib/x.ts")
    marked = "\ufeffsome words\n"
    others = ("assets/logo.png", "data.json", "page.html", "Makefile", "table.csv", "font.ttf")
    write(tmp_path, {"SKILL.md": HEAD + "# A\n", "marked.md": marked})
    write(tmp_path, dict.fromkeys((*references, *scripts, *others), "some words\n"))
    words = tokens.count("some words\n")
    assert weighed(tmp_path / "SKILL.md") == {
        **dict.fromkeys(references, ("reference", words)),
        **dict.fromkeys(scripts, ("script", words)),
        "marked.md": ("reference", tokens.count(marked)),
    }


def test_licences_are_no_references_but_pages_about_them_are(tmp_path: Path) -> None:
    legal = ("LICENSE", "LICENSE.txt", "license.md", "LICENCE-MIT.md", "NOTICE.md", "COPYING.txt")
    pages = ("license-check.md", "notice-period.md", "copying-files.md", "licensing.txt")
    write(tmp_path, {"SKILL.md": HEAD, **dict.fromkeys((*legal, *pages), "words\n")})
    assert sorted(weighed(tmp_path / "SKILL.md")) == sorted(pages)


def test_files_of_a_nested_skill_are_not_the_outer_ones(tmp_path: Path) -> None:
    write(tmp_path, {"SKILL.md": HEAD, "a.md": "outer", "in/skill.md": HEAD, "in/b.md": "inner"})
    write(tmp_path, {"in/deep/c.md": "inner too", "other/d.md": "outer too"})
    assert sorted(weighed(tmp_path / "SKILL.md")) == ["a.md", "other/d.md"]
    assert sorted(weighed(tmp_path / "in" / "skill.md")) == ["b.md", "deep/c.md"]


def test_a_file_that_cannot_be_read_as_text_is_listed_without_a_count(tmp_path: Path) -> None:
    write(tmp_path, {"SKILL.md": HEAD, "binary.md": bytes(range(256)) * 8, "huge.md": b"a" * 10**6})
    write(tmp_path, {"wide.txt": "words".encode("utf-16"), "huger.md": b"a" * (10**6 + 1)})
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    counted = weighed(tmp_path / "SKILL.md")
    assert counted.pop("huge.md") == ("reference", tokens.count("a" * 10**6))
    unread = ("binary.md", "gone.md", "huger.md", "wide.txt")
    assert counted == dict.fromkeys(unread, ("reference", None))


def test_sums_of_references_and_scripts_leave_out_what_was_not_counted(tmp_path: Path) -> None:
    write(tmp_path, {"SKILL.md": HEAD, "a.md": "one two", "b.md": "three", "c.md": b"\0" * 99})
    write(tmp_path, {"run.py": "print()\n"})
    file = tmp_path / "SKILL.md"
    skill = skills.read(file)
    ((files,), unread) = folder.weigh([file])
    assert [one.path for one in unread] == [discovery.shown(tmp_path / "c.md")]
    skill = replace(skill, tokens=replace(skill.tokens, files=files))
    assert skill.tokens.references == tokens.count("one two") + tokens.count("three")
    assert skill.tokens.scripts == tokens.count("print()\n")


def test_each_file_is_read_once_however_many_skills_are_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"SKILL.md": HEAD, "a.md": "a", "in/SKILL.md": HEAD, "in/b.md": "b"})
    write(tmp_path, {"in/run.sh": "ls\n", "logo.png": b"\x89PNG"})
    reads: Counter[str] = Counter()
    load = source.load

    def counting(path: Path) -> bytes:
        reads[path.relative_to(tmp_path).as_posix()] += 1
        return load(path)

    monkeypatch.setattr(source, "load", counting)
    outer, nested = tmp_path / "SKILL.md", tmp_path / "in" / "SKILL.md"
    (first, inner, again), unread = folder.weigh([outer, nested, outer])
    assert unread == []
    assert first == again
    assert [one.tokens for one in inner] == [tokens.count("b"), tokens.count("ls\n")]
    assert reads == dict.fromkeys(("a.md", "in/b.md", "in/run.sh"), 1)


def test_paths_are_posix_and_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"s/SKILL.md": HEAD, "s/a/b.md": "words"})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for file in (tmp_path / "s" / "SKILL.md", Path("../s/SKILL.md")):
        ((one,),), _ = folder.weigh([file])
        assert (skills.read(file).path, one.path) == ("../s/SKILL.md", "../s/a/b.md")
