"""What is told about extractions already made, and above all what is let be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import skill, write

from skilllint import audit
from skilllint.config import Override

CODES = ("ST204", "ST205", "ST206", "ST207", "ST208", "ST209", "ST210")
ALL = audit.Request(override=Override(select=CODES))
PLAIN = dict.fromkeys(
    ("references/a.md", "references/b.md", "references/c.md", "references/d.md"), "# X\n"
)
STEPS = "## Collect\n\nCollect it.\n\n## Sort\n\nSort it.\n\n## Write\n\nWrite it.\n"


def found(place: Path, body: str, files: Mapping[str, str] = PLAIN) -> list[tuple[str, int]]:
    """The code and line of each finding in a skill with this body; the body begins on line 6."""
    write(place / "sweep", {"SKILL.md": skill("sweep", body), **files})
    report = audit.run([place / "sweep"], ALL)
    assert report.crashes == ()
    return [(finding.code, finding.start) for finding in report.findings]


# --- ST204: a pointer away from its use -----------------------------------------


@pytest.mark.parametrize(
    "title", ["References", "Resources", "Additional files", "See also", "7. Reference files:",
              "参考资料", "Referencias"]
)  # fmt: skip
def test_a_file_that_only_a_list_names_is_told(title: str, tmp_path: Path) -> None:
    body = f"# Sweep\n\n{STEPS}\n## {title}\n\n- references/a.md: kinds\n- references/b.md\n"
    assert found(tmp_path, body) == [("ST204", 22)]


@pytest.mark.parametrize(
    "listed",
    [
        "- references/a.md: when the user asks for it",
        "Load on demand:\n\n- references/a.md",
        "| When | File |\n|---|---|\n| it rains | references/a.md |",
        "| Task | File |\n|---|---|\n| a repair | references/a.md |",
        "Everything is in `references/`.",
    ],
)
def test_a_list_that_says_when_is_let_be(listed: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\n{STEPS}\n## References\n\n{listed}\n") == []


@pytest.mark.parametrize(
    "step",
    ["Use references/a.md.", "Fill in `a.md`.", "```sh\ncat references/a.md\n```",
     "See [it](references/a.md).", "As references/<x>.md says.", "Use the `a` reference."],
)  # fmt: skip
def test_a_file_that_a_step_names_too_is_let_be(step: str, tmp_path: Path) -> None:
    body = f"# Sweep\n\n{STEPS}\n{step}\n\n## References\n\n- references/a.md\n"
    assert found(tmp_path, body) == []


def test_a_skill_that_is_little_but_a_list_is_let_be(tmp_path: Path) -> None:
    assert found(tmp_path, "# Sweep\n\nSweep.\n\n## References\n\n- references/a.md\n") == []


# --- ST205: a stub without its condition ------------------------------------------


@pytest.mark.parametrize(
    "stub",
    [
        "## Old brooms\n\nSee references/a.md.\n",
        "## Old brooms\n\nSee `${CLAUDE_SKILL_DIR}/references/a.md`.\n",
        "## Old brooms\n\nSee `{baseDir}/references/a.md`.\n",
        "## Old brooms\n\nMoved to `references/a.md`.\n",
        "## Old brooms\n\nFor more details, see [a](references/a.md).\n",
        "## Old brooms\n\nDetails live in references/a.md. Read it for the full guide.\n",
        "### Patterns\n\n- [a](references/a.md): patterns\n",
    ],
)
def test_a_stub_that_never_says_when_is_told(stub: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\nSweep the floor.\n\n{stub}") == [("ST205", 10)]


@pytest.mark.parametrize(
    "stub",
    [
        "## Old brooms\n\nIf the broom is old, see references/a.md.\n",
        "## Old brooms\n\nSee references/a.md before the first stroke.\n",
        "## Old brooms\n\nFor wooden floors, see references/a.md.\n",
        "## Old brooms (optional)\n\nSee references/a.md.\n",
        "## Troubleshooting\n\nSee references/a.md.\n",
        "## Error recovery\n\nSee references/a.md.\n",
        "## Fallback\n\nSee references/a.md.\n",
        "## Windows\n\nSee references/a.md.\n",
        "## On macOS 14\n\nSee references/a.md.\n",
        "## Wood\n\nSee references/a.md.\n\n## Stone\n\nSee references/b.md.\n\n"
        "## Cork\n\nSee references/c.md.\n",
        "## When the broom is old\n\nSee references/a.md.\n",
        "## Step 3: old brooms\n\nSee references/a.md.\n",
        "## Phase 2\n\n### Old brooms\n\nSee references/a.md.\n",
        "## More, read when needed\n\n### Old brooms\n\nSee references/a.md.\n",
        "## More\n\nRead one only if it fits.\n\n### Old brooms\n\nSee references/a.md.\n",
        "## Old brooms\n\nSee references/a.md and references/b.md.\n",
        "## Old brooms\n\nSee references/a.md.\n\n```sh\nsweep --old\n```\n",
        "## Old brooms\n\nBend the broom. See references/a.md.\n",
        "## Old brooms\n\nBend the broom.\n\nSee references/a.md.\n",
        "## Old brooms\n\nSee references/missing.md.\n",
        "## Old brooms\n\nSee ../mop/references/a.md.\n",
        "## Old brooms\n\nWet it.\nBend it.\nDry it.\nTurn it.\nSee references/a.md.\n",
        "## 旧扫帚\n\n如果扫帚旧了，阅读references/a.md。\n",
        "## Alte Besen\n\nWenn der Besen alt ist, lies references/a.md.\n",
    ],
)
def test_a_stub_that_says_when_or_is_none_is_let_be(stub: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"# Sweep\n\nSweep the floor.\n\n{stub}") == []


# --- ST206, ST207: what stands twice ----------------------------------------------

LONG = (
    "Lift the old carpet at its far corner, roll it towards the door without a fold, carry it "
    "out with two people, beat it from the back until no dust comes, and lay it down again "
    "the other way round."
)


def test_a_section_that_repeats_its_file_is_told(tmp_path: Path) -> None:
    body = f"# Sweep\n\n## If there is a carpet\n\nRead references/a.md. {LONG}\n"
    assert found(tmp_path, body, {"references/a.md": f"# Carpets\n\n{LONG}\n"}) == [("ST206", 8)]
    wrapped = f"# Carpets\n\n- **{LONG.replace(' ', chr(10), 9)}**\n"
    assert found(tmp_path, body, {"references/a.md": wrapped.upper()}) == [("ST206", 8)]


@pytest.mark.parametrize(
    "other",
    [
        "Carpets are rolled, carried out by two people, beaten from behind and turned.",
        " ".join(reversed(LONG.split())),
        LONG[:80],
    ],
)
def test_the_same_matter_in_other_words_is_let_be(other: str, tmp_path: Path) -> None:
    body = f"# Sweep\n\n## If there is a carpet\n\nRead references/a.md. {LONG}\n"
    assert found(tmp_path, body, {"references/a.md": f"# Carpets\n\n{other}\n"}) == []


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("Use this file only when the floor is wooden.", True),
        ("> Read if the floor is of wooden planks.", True),
        ("When the broom is old, buy another.", False),
        ("If the floor is wet, wait.", False),
        ("Sweep along the planks.", False),
        ("x\n" * 900 + "Only when the floor is wooden.", False),
    ],
)
def test_a_gate_that_the_file_states_again_is_told(top: str, told: bool, tmp_path: Path) -> None:
    body = "# Sweep\n\nSweep. If the floor is wooden, read references/a.md.\n"
    files = {"references/a.md": f"# Wood\n\n{top}\n"}
    assert found(tmp_path, body, files) == [("ST207", 8)] * told


# --- all of them ------------------------------------------------------------------


def test_a_stranger_s_names_cannot_flood_a_message(tmp_path: Path) -> None:
    name = "references/" + "x" * 200 + ".md"
    title = "y" * 3000
    body = (
        f"# Sweep\n\nSweep.\n\n## {title}\n\nSee {name}.\n\n## References\n\n- {name}\n\n@{name}\n"
    )
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body), name: "# X\n"})
    report = audit.run([tmp_path / "sweep"], ALL)
    assert {finding.code for finding in report.findings} >= {"ST205", "ST210"}
    assert max(len(f.message) for f in report.findings) < 400
    assert max(len(f.hint) for f in report.findings) < 400


def test_blocks_left_out_for_a_trial_are_not_judged(tmp_path: Path) -> None:
    body = "# Sweep\n\nSweep.\n\n## Wood\n\nSee references/a.md.\n"
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body), **PLAIN})
    override = Override(select=("ST203", "ST205"))
    for without, told in (((), ["ST203", "ST205"]), (("Wood",), [])):
        report = audit.run([tmp_path / "sweep"], audit.Request(override=override, without=without))
        assert [finding.code for finding in report.findings] == told


@pytest.mark.parametrize("code", CODES)
def test_real_skills_have_few_of_them(
    code: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    request = audit.Request(override=Override(select=(code,)))
    report = audit.run([Path("skills")], request)
    assert report.crashes == ()
    assert len(report.findings) <= 15
