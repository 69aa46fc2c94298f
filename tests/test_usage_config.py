"""`[[usage]]` of a configuration: what it may hold, and what is said of a wrong entry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Run, skill, write

from skilllint import config
from skilllint.config import ConfigError, Usage

GOOD = 'heading = "Bulk Mode"\np = 0.1\nnote = "few ask"\n'

ERRORS: Mapping[str, str] = {
    "usage = 0.1": '"usage" is not a list of tables; each begins with [[usage]]',
    "[usage]\np = 0.1": '"usage" is not a list of tables; each begins with [[usage]]',
    "usage = [1]": '"usage" is not a list of tables; each begins with [[usage]]',
    '[[usage]]\np = 0.1\nnote = "x"': '"usage.heading" of no. 1 is missing',
    f"[[usage]]\n{GOOD}[[usage]]": '"usage.heading" of no. 2 is missing',
    '[[usage]]\nheading = "A"\nnote = "x"': '"usage.p" of "A" is missing',
    '[[usage]]\nheading = "A"\np = 0.1': '"usage.note" of "A" is missing',
    '[[usage]]\nheading = "A"\nprob = 0.1': 'unknown key "usage.prob" of "A"; '
    'it has "heading", "p", "note", "path"',
    '[[usage]]\nhedding = "A"': 'unknown key "usage.hedding" of no. 1; did you mean "heading"?',
    '[[usage]]\nheading = 5\np = 0.1\nnote = "x"': '"usage.heading" of no. 1 '
    "is not a text that says something",
    '[[usage]]\nheading = " "\np = 0.1\nnote = "x"': '"usage.heading" of no. 1 '
    "is not a text that says something",
    '[[usage]]\nheading = "A"\np = 0.1\nnote = ""': '"usage.note" of "A" '
    "is not a text that says something",
    **{
        f'[[usage]]\nheading = "A"\nnote = "x"\np = {p}': '"usage.p" of "A" '
        "is not a number from 0 to 1"
        for p in ("-0.1", "1.01", "10", "nan", "inf", "true", '"0.1"', "[0.1]")
    },
    f"[[usage]]\n{GOOD}path = 5": '"usage.path" of "Bulk Mode" is not a text that says something',
    f'[[usage]]\n{GOOD}path = ["a/"]': '"usage.path" of "Bulk Mode" '
    "is not a text that says something",
    f'[[usage]]\n{GOOD}path = "[z-a]"': '"usage.path" of "Bulk Mode": '
    '"[z-a]" is no pattern that can match anything',
    f'[[usage]]\n{GOOD}path = "!a/"': '"usage.path" of "Bulk Mode": '
    '"!a/" is no pattern that can match anything',
    "uasge = []": 'unknown key "uasge"; did you mean "usage"?',
}


@pytest.mark.parametrize("text", ERRORS, ids=str)
def test_a_wrong_entry_is_one_clear_line(run: Run, tmp_path: Path, text: str) -> None:
    write(tmp_path, {"skilllint.toml": text, "a/SKILL.md": skill("a")})
    with pytest.raises(ConfigError) as error:
        config.load(tmp_path / "a")
    assert str(error.value).endswith(f"skilllint.toml: {ERRORS[text]}")


def test_a_wrong_entry_ends_with_status_2(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"skilllint.toml": "[[usage]]\np = 7", "a/SKILL.md": skill("a")})
    ran = run("audit")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        'skilllint: skilllint.toml: "usage.heading" of no. 1 is missing; 1 skill not audited\n'
    )


@pytest.mark.parametrize(
    ("file", "table"), [("skilllint.toml", "usage"), ("pyproject.toml", "tool.skilllint.usage")]
)
def test_entries_are_read_in_their_order(tmp_path: Path, file: str, table: str) -> None:
    text = f'[[{table}]]\n{GOOD}path = "skills/a/**"\n[[{table}]]\nheading = "B"\np = 1\nnote = "x"'
    write(tmp_path, {file: text})
    assert config.load(tmp_path).usage == (
        Usage("Bulk Mode", 0.1, "few ask", "skills/a/**"),
        Usage("B", 1.0, "x"),
    )
