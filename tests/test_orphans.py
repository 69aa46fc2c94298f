"""Which references nothing points to, and above all which ones something does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import skill, write

from skilllint import audit
from skilllint.config import Override
from skilllint.model import Finding
from skilllint.source import MAX_BYTES

ONLY = audit.Request(override=Override(select=("ST203",)))
Files = Mapping[str, str | bytes]


def findings(place: Path, body: str, files: Files, head: str = "") -> list[Finding]:
    """What ST203 finds in a skill with this body and these files beside it."""
    text = skill("sweep", body).replace("\n---\n", f"\n{head}---\n", 1)
    write(place / "sweep", {"SKILL.md": text, **files})
    report = audit.run([place / "sweep"], ONLY)
    assert report.crashes == ()
    return list(report.findings)


def lost(place: Path, body: str, files: Files) -> list[str]:
    """The references that nothing points to, and that are not merely advice."""
    found = [f for f in findings(place, body, files) if f.confidence != "advice"]
    return [f.message.split(" is a ")[0].split(" are ")[0] for f in found]


NAMING = [
    "See [more](references/smoke-tests.md).",
    "See `references/smoke-tests.md`.",
    "See `smoke-tests.md`.",
    "Follow the smoke-tests reference.",
    "Use the prompt `smoke-tests`.",
    "Read the reference files that fit.",
    "| area | file |\n|---|---|\n| Smoke tests | see there |",
    "Read what you need in `references/`.",
    "Read what you need in the references folder.",
    "Read what you need in `references`.",
    "Read `references/*.md` as needed.",
    "Read `references/<area>.md`.",
    "Read `references/{area}-tests.md`.",
    "Read `references/smoke-<kind of thing>.md`.",
    "Read `${CLAUDE_SKILL_DIR}/references/smoke-tests.md`.",
    "Read ../sweep/references/smoke-tests.md.",
    "```\nreferences/\n└── smoke-tests.md\n```",
    "@references/smoke-tests.md",
    "Read REFERENCES/SMOKE-TESTS.md.",
    "如果失败，阅读references/smoke-tests.md。",
    "See `references/smoke-tests`.",
    "See [more](references/smoke-tests).",
    "See references/smoke-tests for more.",
    "See [[references/smoke-tests]].",
    "See `{baseDir}/references/smoke-tests`.",
    "See <code>references/smoke-tests.md</code>.",
    "<table><tr><td>references/smoke-tests.md</td></tr></table>",
    "<li>references/smoke-tests.md",
    "<file>references/smoke-tests.md</file>",
    "See [more](<references/smoke-tests.md>).",
    "See <references/smoke-tests.md>.",
    "See _references/smoke-tests.md_.",
    "See __references/smoke-tests.md__.",
    "See ~~references/smoke-tests.md~~.",
    "**See references/smoke-tests.md.**",
    "**@references/smoke-tests.md**",
    "_@references/smoke-tests.md_",
    "See .../references/smoke-tests.md.",
    "See references/old/../smoke-tests.md.",
    'Run `cat "$(dirname "$0")/../references/smoke-tests.md"`.',
    "Read `$HERE/../references/smoke-tests.md`.",
    "Read `references/sm?ke-tests.md`.",
    "Read `references/**/*.md`.",
    "Read `**/smoke-*.md`.",
]


@pytest.mark.parametrize("line", NAMING)
def test_a_reference_that_is_named_in_any_way_is_let_be(line: str, tmp_path: Path) -> None:
    assert lost(tmp_path, f"# Sweep\n\n{line}\n", {"references/smoke-tests.md": "# X\n"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "Sweep.",
        "See [more](../other/references/smoke-tests.md).",
        "See `skills/other/references/smoke-tests.md`.",
        "See https://example.org/references/smoke-tests.md.",
        "- [References](#references)\n\n## References\n\nNone.",
        "Run the smoke tests of the project, with references to its tests.",
        "Run `/smoke:tests` and write docs/plans/<topic>.md.",
        "Write `<area>.md` and `reports/*.md`.",
        "See `other/smoke-tests` and the smoke/tests.",
        "Read `$HERE/../other/references/smoke-tests.md`.",
        "Read `<owner/repo>` and `references/sm?ke.md`.",
    ],
)
def test_what_names_something_else_names_no_reference(line: str, tmp_path: Path) -> None:
    files = {"references/smoke-tests.md": "# X\n"}
    assert lost(tmp_path, f"# Sweep\n\n{line}\n", files) == ["references/smoke-tests.md"]


@pytest.mark.parametrize("held", ["", b"\xff\xfe\x00\x01\x00"])
def test_a_script_that_shows_no_text_may_name_it(held: str | bytes, tmp_path: Path) -> None:
    body, files = "# Sweep\n\nRun `scripts/a.sh`.\n", {"references/smoke-tests.md": "# X\n"}
    (found,) = findings(tmp_path, body, {**files, "scripts/a.sh": held})
    assert found.confidence == "advice"
    assert "a script that shows no text" in found.hint
    assert lost(tmp_path, body, {**files, "scripts/a.sh": "echo a\n"})


def test_a_common_word_is_a_name_only_between_marks(tmp_path: Path) -> None:
    files = {"references/tokens.md": "# X\n"}
    assert lost(tmp_path, "# A\n\nCount tokens.\n", files) == ["references/tokens.md"]
    for marked in ("`tokens`", '"tokens"', "**tokens**", "| tokens |", "tokens reference"):
        assert lost(tmp_path, f"# A\n\nSee {marked} for it.\n", files) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("references/index.md", "See [it](far.md)."),
        ("references/index.md", "See `references/far.md`."),
        ("references/index.md", "See `<topic>.md`."),
        ("scripts/load.py", 'open("references/far.md")'),
        ("scripts/load.py", 'HERE / "references" / f"{topic}.md"'),
        ("scripts/load.sh", 'cat "$DIR/references/$TOPIC.md"'),
        ("routes.json", '{"late": "references/far.md"}'),
        ("agents/openai.yaml", "reads: far.md"),
    ],
)
def test_a_reference_is_found_through_other_files(name: str, text: str, tmp_path: Path) -> None:
    body = "# A\n\nSee [the index](references/index.md).\n"
    files = {"references/index.md": "# Index\n", "references/far.md": "# Far\n", name: text}
    assert lost(tmp_path, body, files) == []


def test_what_leads_nowhere_itself_leads_to_nothing(tmp_path: Path) -> None:
    files = {"references/a.md": "See [b](b.md).\n", "references/b.md": "See a.md and b.md.\n"}
    (found,) = findings(tmp_path, "# A\n\nSweep.\n", files)
    named = "references/a.md, references/b.md"
    assert found.message == f"{named} are references that nothing points to but one another"
    assert (found.start, found.value) == (6, 2)


def test_a_file_that_no_agent_reads_points_to_nothing(tmp_path: Path) -> None:
    files = {"README.md": "See references/a.md.\n", "references/a.md": "# X\n"}
    (found,) = findings(tmp_path, "# A\n\nSweep.\n", files)
    assert found.message == (
        "references/a.md is a reference that nothing points to but README.md, "
        "which no agent is sent to"
    )


def test_many_orphans_are_one_finding_that_stays_itself(tmp_path: Path) -> None:
    files = {f"references/{name}.md": "# X\n" for name in "abcde"}
    (found,) = findings(tmp_path, "# A\n", files)
    named = "references/a.md, references/b.md, references/c.md and 2 more"
    assert found.message == f"{named} are references that nothing points to"
    (again,) = findings(tmp_path, "# B\n\nSee references/a.md.\n", files)
    assert again.fingerprint == found.fingerprint


def test_what_the_front_matter_alone_names_is_advice_on_its_line(tmp_path: Path) -> None:
    head = "modules:\n  - references/a.md\n"
    (found,) = findings(tmp_path, "# A\n", {"references/a.md": "# X\n"}, head)
    assert (found.start, found.confidence) == (5, "advice")


@pytest.mark.parametrize(
    "name",
    ["README.md", "scripts/README.md", "CHANGELOG.md", "LICENSE.txt", "AGENTS.md",
     "CREATION-LOG.md", "tests/pressure.md", "test-pressure.md", "evals/case.md", ".notes/a.md",
     "examples/a.md", "requirements.txt", "inner/SKILL.md", "picture.png", "README_zh.md",
     "README_CN.md", "references/README_CN.md", "SKILL_CN.md", "SKILL.zh.md", "INSTALL.md",
     "CITATION.md", "VERSION.txt", "PRIVACY.md", "scripts/requirements.txt",
     "requirements-dev.txt", "scripts/words.txt", "src/CMakeLists.txt", "assets/fonts/OFL.txt",
     "__tests__/a.md", "spec/a.md", "samples/a.md", "demo/a.md", "dist/a.md",
     "sweep.egg-info/top_level.txt", "references/.draft.md"],
)  # fmt: skip
def test_files_for_people_and_for_tests_are_never_asked_for(name: str, tmp_path: Path) -> None:
    assert lost(tmp_path, "# A\n\nSweep.\n", {name: "x\n"}) == []


@pytest.mark.parametrize(
    "name",
    [
        "security.md",
        "agents.md",
        "history.md",
        "test.md/notes.md",
        "install.md",
        "version.md",
        "privacy.md",
        "words.txt",
        "readmes.md",
        "specs.md",
        "demo.md",
        "_template.md",
    ],
)
def test_a_reference_on_such_a_matter_is_asked_for(name: str, tmp_path: Path) -> None:
    assert lost(tmp_path, "# A\n", {f"references/{name}": "# X\n"}) == [f"references/{name}"]


def test_of_a_skill_that_is_a_repository_only_references_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "sweep" / ".git").mkdir(parents=True)
    files = {"guide/setup.md": "# X\n", "references/a.md": "# X\n"}
    assert lost(tmp_path, "# A\n", files) == ["references/a.md"]


def test_another_skill_or_an_agent_of_the_plugin_may_point_to_it(tmp_path: Path) -> None:
    files = {"references/a.md": "# X\n", "references/b.md": "# X\n"}
    body = "See `../sweep/references/a.md`.\n"
    write(tmp_path, {"plugin/skills/mop/SKILL.md": skill("mop", body)})
    place = tmp_path / "plugin" / "skills"
    assert lost(place, "# A\n", files) == ["references/b.md"]
    agent = "Read ${CLAUDE_PLUGIN_ROOT}/skills/sweep/references/b.md.\n"
    write(tmp_path / "plugin", {".claude-plugin/plugin.json": "{}", "agents/mop.md": agent})
    assert lost(place, "# A\n", files) == []


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 900, b"\xff\xfea\x00", b"x" * (MAX_BYTES + 1), b"", b"\xff" * 50]
)
def test_a_file_that_cannot_be_read_breaks_nothing(content: bytes, tmp_path: Path) -> None:
    body = "# A\n\nSee [a](references/a.md) if it rains. Sweep.\n"
    files: Files = {"references/a.md": content, "references/b.md": b"# X\n", "data.bin": content}
    assert lost(tmp_path, body, files) == ["references/b.md"]


def test_a_name_with_a_blank_is_named_by_its_words(tmp_path: Path) -> None:
    files = {"references/my notes.md": "# X\n"}
    for body in ("[a](<references/my notes.md>)", "[a](references/my%20notes.md)", "`my notes.md`"):
        assert lost(tmp_path, f"# A\n\n{body}\n", files) == []
    assert lost(tmp_path, "# A\n\nMy references.\n", files) == ["references/my notes.md"]
