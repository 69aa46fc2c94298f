"""What other linters were seen to flag wrongly, or to miss: one test each (fewest false alarms)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, skill, write

HEAD = """---
name: ship-letters
description: Ships letters to customers. Use when somebody asks to send a letter.
license: MIT
compatibility: Needs a printer
argument-hint: "[customer]"
disable-model-invocation: false
user-invocable: true
allowed-tools: Read, Bash(print:*)
metadata:
  author: post office
---

"""

NO_LINKS = """# Ship letters

Run `/ship:review` first, or /ship:plan for a draft; the template of `/ship` is fixed.

1. Write the letter to `out/letters/{customer}.md` and the log to `docs/plans/`.
2. Look at `letters/**/*.md`, `*.txt` and `{lang}/greeting.md`.
3. Save the page as `reports/<date>-letter.md`; see https://example.com/letters/style.md.
4. Set `${LETTER_DIR}/draft.md` to the draft, and `path/to/letter.md` to the letter.
5. Write to [the office](mailto:office@example.com), or see [the steps](#ship-letters).
6. Link the letter in the reply as `[letter](letters/name.md)`.
"""

TEMPLATE = """# Ship letters

Write the reply like this:

````markdown
# Reply

## What was asked

<summary>

## What was done

```text
# not a heading either
[see](missing.md)
```
````

End with the date.
"""

PLACEHOLDERS = """# Ship letters

Put the name for <customer>, the street for <street name> and the country for `<country>`.

Reply with:

<greeting>, thank you for your letter.

Use <br> for a new line, and <CUSTOMER_ID> where the number goes.
"""


def told(run: Run, place: Path, body: str, *more: str, head: str = HEAD) -> list[str]:
    """The codes of the findings that are shown without being asked for."""
    write(place, {"ship-letters/SKILL.md": head + body})
    ran = run("check", "ship-letters", "--format", "json", *more)
    assert ran.stderr == ""
    return [finding["code"] for finding in json.loads(ran.stdout)["findings"]]


@pytest.mark.parametrize("body", [NO_LINKS, TEMPLATE, PLACEHOLDERS], ids=["links", "fence", "tags"])
def test_what_only_looks_wrong_is_let_be(run: Run, tmp_path: Path, body: str) -> None:
    assert told(run, tmp_path, body) == []


def test_documented_keys_are_known_to_the_host_that_documents_them(
    run: Run, tmp_path: Path
) -> None:
    assert told(run, tmp_path, "# Ship letters\n\nShip them.\n", "--host", "claude-code") == []


def test_headings_in_a_template_are_no_sections(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"ship-letters/SKILL.md": HEAD + TEMPLATE})
    (one,) = json.loads(run("audit", "--format", "json").stdout)["skills"]
    assert [(part["title"], part["children"]) for part in one["sections"] if part["level"]] == [
        ("Ship letters", [])
    ]


def test_few_lines_may_weigh_much(run: Run, tmp_path: Path) -> None:
    body = "# Ship letters\n\n" + "\n\n".join(
        f"Letter {n} goes to customer {n * 7} on the street {n * 13}. " * 9 for n in range(50)
    )
    assert body.count("\n") < 120
    assert "SZ101" in told(run, tmp_path, body)


def test_urls_are_nobodys_business_without_a_network(run: Run, tmp_path: Path) -> None:
    body = "# Ship letters\n\nSee [a](https://example.invalid/x), <https://example.invalid/y>.\n"
    assert told(run, tmp_path, body) == []


def test_a_comment_in_a_skill_silences_nothing(run: Run, tmp_path: Path) -> None:
    broken = "# Ship letters\n\n<!-- skilllint-disable MD102 -->\n\nShip.\n\n```sh\nship\n"
    assert told(run, tmp_path, broken) == ["MD102"]


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_an_unknown_code_in_a_configuration_is_an_error(run: Run, tmp_path: Path, key: str) -> None:
    write(tmp_path, {"skilllint.toml": f'{key} = ["MD1O2"]\n', "a/SKILL.md": skill("a")})
    ran = run("check")
    assert ran.returncode == 2
    assert 'there is no rule "MD1O2"; did you mean "MD102"?' in ran.stderr


def test_every_skill_is_found_wherever_it_lies(run: Run, tmp_path: Path) -> None:
    folders = ["", "skills/a", "skills/deep/er/b", ".claude/skills/c", ".agents/skills/d",
               "plugins/p/skills/e"]  # fmt: skip
    names = ["SKILL.md", "skill.md", "SKILL.MD", "Skill.md", "SKILL.md", "SKILL.md"]
    write(
        tmp_path,
        {
            f"{folder}/{name}".lstrip("/"): skill("x")
            for folder, name in zip(folders, names, strict=True)
        },
    )
    (tmp_path / "links").mkdir()
    (tmp_path / "away").mkdir()
    write(tmp_path / "away", {"SKILL.md": skill("far")})
    (tmp_path / "links" / "f").symlink_to(tmp_path / "away", target_is_directory=True)
    audited = json.loads(run("audit", "--format", "json").stdout)["skills"]
    assert len(audited) == len(folders) + 1
