"""Where links and paths lead: on real folders, with the traps in which linters are often wrong."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import skill, write
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, folder, links, skills
from skilllint.config import Override
from skilllint.links import disk, markup
from skilllint.links.anchors import anchors
from skilllint.model import Finding

Files = Mapping[str, str | bytes]
REPOSITORY: Files = {".git/HEAD": "ref: refs/heads/main\n"}
PAGE = "# Brooms\n\n## Soft ones\n"


def findings(place: Path, code: str = "RE1") -> list[Finding]:
    """What the rules of a code find in the skills of a folder, advice included."""
    codes = tuple(f"RE1{n:02}" for n in range(1, 16) if n != 12) if code == "RE1" else (code,)
    report = audit.run([place], audit.Request(override=Override(select=codes)))
    assert report.crashes == ()
    return list(report.findings)


def told(place: Path, body: str, files: Files, code: str = "RE1") -> list[str]:
    """The codes found in a skill `sweep` with this body and files, but for advice."""
    write(place / "sweep", {"SKILL.md": skill("sweep", body), **files})
    return [f.code for f in findings(place / "sweep", code) if f.confidence != "advice"]


# --- what is no broken link ------------------------------------------------------

INNOCENT = [
    "Use /sweep:review or [it](/sweep:review).",
    "See [docs](https://example.com/x.md), [mail](mailto:a@example.com) or <https://example.com>.",
    "See [the page](example.com/x.md) or [that](www.example.com).",
    "Go [up](#sweep).",
    "Fill in [name]({lang}/x.md), [name](<name>.md), [name](${VAR}/x.md), [name](%s/x.md).",
    "Write [all](plans/*.md), [one](path/to/file.md), [more](...), [text](url), [title](link).",
    "Type `[code](gone.md)` or ``[a `tick` in](gone.md)``.",
    "Escape \\[text](gone.md).",
    "```markdown\n[a template](gone.md)\n```",
    "~~~\n[a template](gone.md)\n~~~",
    "````markdown\n```sh\nls\n```\n[a template](gone.md)\n````",
    "```markdown\n```sh\nls\n```\n[a template](gone.md)\n```",
    "```markdown\n```text\n[a template](gone.md)\n```\n```",
    "- item\n\n  ```\n  [a template](gone.md)\n  ```",
    "Text:\n\n    [code](gone.md)",
    "<!-- [gone](gone.md)\n[too](gone.md) -->",
    "Call items[i](gone) and f[0](x).",
    "See [brooms](references/brooms.md 'Brooms'), [same](<references/brooms.md>).",
    "See [brooms](./references/../references/brooms.md?plain=1#soft-ones).",
    "See [blanks](references/two%20words.md) and [blanks](<references/two words.md>).",
    "See [the folder](references/), [it](references) and [me](SKILL.md).",
    "See [![an image](references/broom.png)](references/brooms.md).",
    "See [brackets](references/a_(b).md).",
    "See [NFD](references/caf\u00e9.md).",
    "See [a [nested] text](references/brooms.md).",
    "Save it as `references/found.md`; e.g. `references/like.md`.",
    "Read `references/<kind>.md`, `references/*.md`, `references/{a,b}.md` or `references/...md`.",
    "Read `~/references/gone.md`, `src/references/gone.md` and `$HOME/references/gone.md`.",
    "Read the `dust` skill's `references/gone.md`.",
    "```sh\ncat references/gone.md\n```",
    "If `references/gone.md` does not exist, go on.",
]


@pytest.mark.parametrize("body", INNOCENT)
def test_nothing_is_said_of_what_is_no_broken_link(body: str, tmp_path: Path) -> None:
    files: Files = {
        "references/brooms.md": PAGE,
        "references/two words.md": PAGE,
        "references/a_(b).md": PAGE,
        "references/broom.png": b"\x89PNG",
        f"references/{unicodedata.normalize('NFD', 'café')}.md": PAGE,
    }
    assert told(tmp_path, f"# Sweep\n\n{body}\n", files) == []


GUILTY = [
    ("See [it](references/gone.md).", "RE101"),
    ("See [it](gone.md), `[code](gone.md)`.", "RE101"),
    ("See [it](references/two%20words.md).", "RE101"),
    ("See [it](<references/two words.md>).", "RE101"),
    ("See ![it](assets/gone.png).", "RE101"),
    ("- See [it\n  there](references/gone.md).", "RE101"),
    ("> See [it](references/gone.md).", "RE101"),
    ("| a |\n|---|\n| [it](references/gone.md) |", "RE101"),
    ("See `references/gone.md`.", "RE102"),
    ("See references/gone.md.", "RE102"),
    ("Run `assets/gone.py`.", "RE102"),
    ("See [it](References/Brooms.md).", "RE106"),
    ("See `references/Brooms.md`.", "RE106"),
    ("See [it](references/brooms.md#hard-ones).", "RE113"),
    ("See [it](file:///x.md).", "RE114"),
    ("See [it](http:/example.com).", "RE111"),
    ("See [it](https:example.com).", "RE111"),
    ("See [it](https:///x).", "RE111"),
    ("See `references\\brooms.md`.", "RE108"),
]


@pytest.mark.parametrize(("body", "code"), GUILTY)
def test_one_thing_is_said_of_what_is_broken(body: str, code: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"# Sweep\n\n{body}\n", {"references/brooms.md": PAGE}) == [code]


def test_a_link_is_found_at_its_place_in_another_file(tmp_path: Path) -> None:
    text = "# Brooms\n\nSee [it](dust.md)\nand [that](./gone.md#x), [it](../SKILL.md).\n"
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", "# Sweep\n\nSee references/brooms.md.\n"),
                               "references/brooms.md": text,
                               "references/dust.md": "# Dust\n"})  # fmt: skip
    (found,) = findings(tmp_path / "sweep", "RE101")
    assert (found.path.endswith("references/brooms.md"), found.start, found.col) == (True, 4, 12)


def test_links_of_templates_are_those_of_what_is_made_of_them(tmp_path: Path) -> None:
    files = {
        "templates/page.md": "[it](gone.md) [here](#gone)\n",
        "assets/page.md": "[it](./x.md)\n",
    }
    body = "# Sweep\n\nCopy `templates/page.md` and `assets/page.md`.\n"
    assert told(tmp_path, body, files) == []


def test_many_missing_files_of_one_folder_are_one_finding(tmp_path: Path) -> None:
    body = "# Sweep\n\n" + "".join(f"- [it](references/{n}.md)\n" for n in range(9))
    write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body)})
    (found,) = findings(tmp_path / "sweep", "RE101")
    assert '"references/0.md", "references/1.md", "references/2.md" and 6 more' in found.message


# --- around the skill --------------------------------------------------------------


def tiers(place: Path) -> list[tuple[str, str]]:
    return [(f.code, f.confidence) for f in findings(place)]


def test_inside_the_repository_a_link_outside_is_advice_and_a_missing_one_is_not(
    tmp_path: Path,
) -> None:
    body = "# Sweep\n\nSee [a](../dust/SKILL.md), [b](../../README.md), [c](../gone/SKILL.md).\n"
    write(tmp_path, {**REPOSITORY, "README.md": "# It\n", "skills/dust/SKILL.md": skill("dust"),
                     "skills/sweep/SKILL.md": skill("sweep", body)})  # fmt: skip
    assert tiers(tmp_path / "skills" / "sweep") == [
        *(("RE103", "advice"), ("RE103", "advice"), ("RE101", "exact"))
    ]


def test_a_link_out_of_the_repository_is_a_warning_and_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"secret.md": "# It\n"})
    body = "# Sweep\n\nSee [a](../../../secret.md) and [b](../../../../../etc/passwd).\n"
    write(tmp_path / "repo", {**REPOSITORY, "skills/sweep/SKILL.md": skill("sweep", body)})
    seen: list[str] = []
    names = disk.Disk.names

    def looking(self: disk.Disk, at: str) -> Mapping[str, str] | None:
        seen.append(at)
        return names(self, at)

    monkeypatch.setattr(disk.Disk, "names", looking)
    found = findings(tmp_path / "repo")
    assert [(f.code, f.confidence) for f in found] == [("RE103", "exact")] * 2
    assert [at for at in seen if not Path(at).is_relative_to(tmp_path / "repo")] == []


def test_without_a_repository_nothing_is_said_to_be_missing_outside(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "skills/sweep/SKILL.md": skill(
                "sweep", "# Sweep\n\n[a](../gone/x.md), [b](../../b.md)\n"
            )
        },
    )
    assert tiers(tmp_path / "skills") == [("RE103", "advice")] * 2


def test_a_file_that_a_neighbour_has_is_not_missing(tmp_path: Path) -> None:
    body = "# Sweep\n\nRead `references/dust.md`.\n"
    files = {"references/brooms.md": PAGE, "SKILL.md": skill("sweep", body)}
    write(tmp_path / "dust", {"references/dust.md": PAGE, "SKILL.md": skill("dust")})
    write(tmp_path / "sweep", files)
    assert findings(tmp_path / "sweep", "RE102") == []


# --- links of the file system ----------------------------------------------------


def test_links_in_a_circle_end_and_what_lies_behind_a_link_is_let_be(tmp_path: Path) -> None:
    body = "# Sweep\n\nSee [a](circle/circle/circle/SKILL.md), [b](shared/x.md), [c](gone/x.md).\n"
    place = write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body)})
    (place / "circle").symlink_to(place, target_is_directory=True)
    (place / "shared").symlink_to(tmp_path, target_is_directory=True)
    (place / "gone").symlink_to(tmp_path / "nowhere")
    (found,) = [f for f in findings(place) if f.code == "RE101"]
    assert '"gone/x.md"' in found.message


def test_the_paths_of_a_linked_skill_are_written_from_where_it_lies(tmp_path: Path) -> None:
    body = "# Sweep\n\nSee [it](brooms.md).\n"
    write(tmp_path, {"agents/sweep.md": skill("sweep", body), "agents/brooms.md": PAGE})
    (tmp_path / "skills" / "sweep").mkdir(parents=True)
    (tmp_path / "skills" / "sweep" / "SKILL.md").symlink_to(tmp_path / "agents" / "sweep.md")
    assert findings(tmp_path / "skills") == []


# --- what is mended ----------------------------------------------------------------


@pytest.mark.parametrize("code", ["RE106", "RE108"])
def test_a_mended_file_has_no_finding_and_its_links_lead_somewhere(
    code: str, tmp_path: Path
) -> None:
    body = (
        "# Sweep\n\nSee [a](./References/BROOMS.md#soft-ones), [b](<references/Brooms.md>), "
        "`References/brooms.md`,\n`references\\brooms.md` and [c](references\\brooms.md).\n"
    )
    files = {"references/brooms.md": PAGE + "\nSee [me](../References/Brooms.md).\n"}
    place = write(tmp_path / "sweep", {"SKILL.md": skill("sweep", body), **files})
    found = findings(place, code)
    assert found
    edits: dict[str, set[tuple[int, int, str]]] = {}
    for one in found:
        edits.setdefault(one.path, set()).update((e.start, e.end, e.text) for e in one.edits)
    for path, changes in edits.items():
        text = Path(path).read_text("utf-8")
        for start, end, new in sorted(changes, reverse=True):
            assert text[start:end].replace("\\", "/").lower() == new.lower()
            text = text[:start] + new + text[end:]
        Path(path).write_text(text, "utf-8")
    assert findings(place, code) == []
    assert findings(place, "RE101") == []


# --- commands ------------------------------------------------------------------------

RUN = [
    ("```sh\nscripts/x.py --all\n```", True),
    ("```bash\n$ ./scripts/x.py\n```", True),
    ("```\n./scripts/x.py\n```", True),
    ('```sh\n"${CLAUDE_SKILL_DIR}/scripts/x.py" a\n```', True),
    ("Run `./scripts/x.py`.", True),
    ("```\nscripts/x.py   # collects\n```", False),
    ("```sh\npython scripts/x.py\n```", False),
    ("```sh\nsource ./scripts/x.py\n```", False),
    ("It is filtered by `scripts/x.py --all`.", False),
    ("The file `./scripts/x.py` collects.", False),
    ("Run ./scripts/x.py or `{dir}/scripts/x.py`.", False),
]


@pytest.mark.parametrize(("body", "run"), RUN)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no run bits")
def test_a_script_is_run_by_its_path_where_it_is_a_command(
    body: str, run: bool, tmp_path: Path
) -> None:
    files = {"scripts/x.py": "print()\n"}
    assert told(tmp_path, f"# Sweep\n\n{body}\n", files) == (["RE109", "RE110"] if run else [])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no run bits")
def test_a_script_with_its_run_bit_and_program_may_be_run(tmp_path: Path) -> None:
    files = {"scripts/x.sh": "#!/bin/sh\n", "scripts/none.sh": "", "scripts/x.ps1": "exit\n"}
    body = "# Sweep\n\n```sh\n./scripts/x.sh\n./scripts/none.sh\n./scripts/x.ps1\n```\n"
    write(tmp_path / "sweep", files)
    (tmp_path / "sweep" / "scripts" / "x.sh").chmod(0o755)
    assert told(tmp_path, body, {}) == []


# --- the scan -------------------------------------------------------------------------

MARKDOWN = st.text(alphabet="[]()<>`~#\\!\"'-_:./ab1 \t\n\r>|é", max_size=200)


@given(MARKDOWN, st.integers(0, 50))
def test_blanking_out_keeps_every_character_in_its_place(text: str, begin: int) -> None:
    kept = markup.without_spans(markup.blocks(text, begin))
    assert len(kept) == len(text)
    assert all(
        new == old or (new == " " and old != "\n") for new, old in zip(kept, text, strict=True)
    )


@given(MARKDOWN)
def test_a_link_is_what_stands_at_its_place(text: str) -> None:
    for link in markup.links(text):
        assert text[link.start : link.end] == link.destination
        assert text[: link.start].endswith(("(", "<", " ", "\t"))
    for link in markup.undefined(text):
        assert text[link.start : link.end].startswith(f"[{link.label}][")


def test_repeated_headings_are_numbered_in_a_reference_as_in_the_body(tmp_path: Path) -> None:
    steps = "## Step\n\n## Step\n\n## Step 1\n"
    page = "references/page.md"
    linked = " ".join(f"[x]({page}{one}) [y]({one})" for one in ("#step-1-1", "#step-1", "#step"))
    assert told(tmp_path, f"{linked}\n\n{steps}", {page: steps}, "RE113") == []
    assert told(tmp_path, f"[x]({page}#step-2)", {page: steps}, "RE113") == ["RE113"]


def test_anchors_are_those_of_headings_however_they_are_written() -> None:
    text = (
        "# A *b* `c` ##\n\nTwo words?\n----------\n\n### [d](e.md)\n\n```\n# F\n```\n\n"
        '<a name="given"></a>\n\n## F\n#no\n'
    )
    assert anchors(text) == {"abc", "twowords", "d", "f", "f1", "given"}


def test_each_folder_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (f"See [it](references/gone{n}.md), `references/lost{n}.md`.\n" for n in range(50))
    text = skill("sweep", "".join(lines))
    file = (
        write(tmp_path, {"sweep/SKILL.md": text, "sweep/references/a.md": PAGE}) / "sweep/SKILL.md"
    )
    read = replace(skills.read(file), files=folder.files(file, folder.Shelf()))
    listed: list[str] = []
    listdir = os.listdir

    def listing(at: str) -> list[str]:
        listed.append(at)
        return listdir(at)

    monkeypatch.setattr(os, "listdir", listing)
    assert len(links.find(read, file)) == 100
    assert sorted(listed) == sorted(set(listed))
