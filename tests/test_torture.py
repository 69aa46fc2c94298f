"""What reading must survive: the oddities found in real skills, in small forms of our own."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from skilllint import discovery, skills, source, tokens
from skilllint.model import Block, Section, Skill

FIXTURES = Path(__file__).parent.parent / "fixtures"
TORTURE = FIXTURES / "torture"
ODDITIES = sorted(folder.name for folder in TORTURE.iterdir() if folder.is_dir())
CLEAN = sorted(folder.name for folder in (FIXTURES / "clean").iterdir())
HEAD = "---\nname: odd\ndescription: Does odd things.\n---\n\n"


# --- the committed oddities --------------------------------------------------


def expected() -> dict[str, str]:
    """The stanzas of expected.txt by folder."""
    stanzas = (TORTURE / "expected.txt").read_text("utf-8").split("\n== ")[1:]
    return {head: body.rstrip("\n") for head, _, body in (s.partition("\n") for s in stanzas)}


def seen(skill: Skill) -> str:
    """Everything that was read of one file, in the form of expected.txt."""
    front = skill.source.front
    faults = [f"{fault.kind} {fault.line}{cause(fault.detail)}" for fault in front.faults]
    lines = [
        " ".join([f"front {front.start}-{front.end}", *faults]),
        f"name {skill.name}",
        f"description {skill.description}",
        *outlined(skill),
    ]
    return "\n".join(line.encode("unicode_escape").decode().rstrip() for line in lines)


def cause(detail: str) -> str:
    """The part of a fault's detail that is ours to promise; the rest is the YAML library's."""
    return f" {detail}" if re.fullmatch(r"unquoted-colon:\w+|description", detail) else ""


def outlined(skill: Skill) -> list[str]:
    """The sections, then the blocks that go wrong most easily."""
    sections = skill.outline.sections
    blocks = [block for section in sections for block in section.blocks]
    return [*map(section_line, sections), *map(block_line, filter(special, blocks))]


def section_line(section: Section) -> str:
    indent = "  " * (len(section.path) - 1)
    title = f"{'#' * section.level} {section.title}" if section.level else "(text)"
    return f"{section.start}-{section.end} {indent}{title}"


def block_line(block: Block) -> str:
    words = [f"{block.start}-{block.end}", block.kind, block.info]
    return " ".join(filter(None, [*words, "" if block.closed else "unclosed"]))


def special(block: Block) -> bool:
    return block.kind in ("fence", "table", "setext") or not block.closed


@pytest.mark.parametrize("oddity", ODDITIES)
def test_an_oddity_is_read_as_worked_out_by_hand(oddity: str) -> None:
    assert seen(skills.read(TORTURE / oddity / "SKILL.md")) == expected()[oddity]


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_tokens_of_an_oddity_add_up(oddity: str) -> None:
    check_sums(skills.read(TORTURE / oddity / "SKILL.md"))


def test_every_oddity_is_explained_and_has_an_expectation() -> None:
    rows = re.findall(r"^\| `(.+?)` \|", (TORTURE / "README.md").read_text("utf-8"), re.MULTILINE)
    assert rows == ODDITIES
    assert list(expected()) == ODDITIES


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_skill_has_no_fault_and_no_accident(name: str) -> None:
    skill = skills.read(FIXTURES / "clean" / name / "SKILL.md")
    assert skill.name == name
    assert skill.description
    assert skill.source.front.faults == ()
    assert [line for line in outlined(skill) if line.endswith(("setext", "unclosed"))] == []
    check_tiles(skill)


# --- what holds for any text ---------------------------------------------------


def check_sums(skill: Skill) -> None:
    """No token is lost or counted twice between the file, its parts and its sections."""
    text = skill.source.bom + skill.source.text
    assert skill.tokens.file == skill.tokens.frontmatter + skill.tokens.body == tokens.count(text)
    assert sum(skill.weight(top).subtree for top in skill.outline.top) == skill.tokens.body
    assert sum(weight.own for weight in skill.weights) == skill.tokens.body


def check_tiles(skill: Skill) -> None:
    """The sections' own lines are the body's lines, each once, in order."""
    lines = len(skill.source.lines)
    own = [n for s in skill.outline.sections for n in range(s.start, s.own_end + 1)]
    body = (
        list(range(skill.source.body_line, lines + 1)) if skill.source.body.strip(" \t\r\n") else []
    )
    assert own == body
    for section in skill.outline.sections:
        below = skill.outline.subtree(section)
        assert section.end == below[-1].own_end
        assert all(s.path[: len(section.path)] == section.path for s in below)


# --- giants ----------------------------------------------------------------------

ROW = "| spoon | 4 |\n"
GIANTS = {
    "a file of 294 kB": (
        HEAD + "# Big\n" + "Row, row, row the boat.\n" * 12_300,
        ["6-12306 # Big"],
    ),
    "a section of 7,188 lines": (
        HEAD + "# Long\n" + "- step\n" * 7_187 + "# After\n",
        ["6-7193 # Long", "7194-7194 # After"],
    ),
    "a line of 129,733 characters": (
        HEAD + "# Wide\n\n" + "x" * 129_733 + "\n\n## After\n",
        ["6-10 # Wide", "10-10   ## After"],
    ),
    "a fence of 1,206 lines": (
        HEAD + "# Show\n```sh\n" + "# comment\n" * 1_204 + "```\n## After\n",
        ["6-1213 # Show", "1213-1213   ## After", "7-1212 fence sh"],
    ),
    "298 headings": (
        HEAD + "## Step\n\nText.\n" * 298,
        [f"{6 + 3 * n}-{8 + 3 * n} ## Step" for n in range(298)],
    ),
    "a table of 138 rows": (
        HEAD + "# Count\n| a | b |\n| --- | --- |\n" + ROW * 138 + "## After\n",
        ["6-147 # Count", "147-147   ## After", "7-146 table"],
    ),
    "a front matter of 226 lines": (
        "---\nname: odd\nkeys:\n" + "  - one\n" * 222 + "---\n# Late\n",
        ["227-227 # Late"],
    ),
    "990,000 spaces": (HEAD + "# Far\n" + " " * 990_000 + "off\n", ["6-7 # Far"]),
}


@pytest.mark.parametrize(("text", "sections"), GIANTS.values(), ids=GIANTS)
def test_a_giant_is_read_like_anything_else(text: str, sections: list[str]) -> None:
    skill = skills.read_text(text)
    assert outlined(skill) == sections
    check_sums(skill)


@pytest.mark.parametrize(
    "value",
    ["[" * 5_000, "{a: " * 5_000, "&a [*a]", "&a {b: *a}", "!!python/name:os.system x", "*none"],
    ids=["deep list", "deep mapping", "circle", "circle of keys", "python tag", "unknown alias"],
)
def test_hostile_yaml_still_gives_name_and_sections(value: str) -> None:
    skill = skills.read_text(f"---\nname: odd\nextra: {value}\n---\n# A\n")
    assert (skill.name, outlined(skill)) == ("odd", ["5-5 # A"])


def test_a_name_that_yaml_multiplies_is_not_written_out() -> None:
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 6))
    skill = skills.read_text(f"---\na0: &a0 [x]\n{bomb}name: *a5\n---\n# A\n", folder="odd")
    assert skill.name in ("odd", "*a5")


# --- files that are no text ---------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
        ((HEAD + "# A\n").encode("utf-16"), "UTF-16"),
        (HEAD.encode() + b" " * 1_000_000, "over the limit"),
    ],
    ids=["an image", "UTF-16", "1,000,000 spaces"],
)
def test_a_file_that_no_host_reads_is_refused_in_one_line(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    file = tmp_path / "SKILL.md"
    file.write_bytes(data)
    with pytest.raises(source.Unreadable, match=reason) as refused:
        source.read(file)
    assert "\n" not in str(refused.value)


def test_a_folder_or_nothing_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(source.Unreadable, match="not a regular file"):
        source.read(tmp_path)
    with pytest.raises(source.Unreadable, match="no such file"):
        source.read(tmp_path / "SKILL.md")


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "SKILL.md"
    file.write_text(HEAD)
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(source.Unreadable, match="permission denied"):
        source.read(file)


# --- odd folders -------------------------------------------------------------------


def put(root: Path, *files: str) -> None:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(HEAD + "# A\n")


def found(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in discovery.find([root]).skills)


def test_skills_are_found_in_any_case_and_below_another(tmp_path: Path) -> None:
    put(
        tmp_path,
        "SKILL.md",
        "a/skill.md",
        "b/SKILL.MD",
        "b/deep/er/Skill.md",
        "with space/SKILL.md",
    )
    assert found(tmp_path) == [
        *("SKILL.md", "a/skill.md", "b/SKILL.MD", "b/deep/er/Skill.md", "with space/SKILL.md")
    ]


def test_of_case_twins_the_one_that_hosts_load_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a/skill.md", "a/SKILL.md")
    if len(list((tmp_path / "a").iterdir())) == 1:
        pytest.skip("this file system does not tell case apart")
    assert found(tmp_path) == ["a/SKILL.md"]


def test_a_linked_folder_counts_once_and_a_circle_ends(tmp_path: Path) -> None:
    put(tmp_path, "outside/SKILL.md", "root/real/SKILL.md")
    root = tmp_path / "root"
    (root / "again").symlink_to(root / "real", target_is_directory=True)
    (root / "linked").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "real" / "circle").symlink_to(root, target_is_directory=True)
    (root / "dangling").symlink_to(tmp_path / "nowhere")
    assert found(root) == ["linked/SKILL.md", "real/SKILL.md"]
