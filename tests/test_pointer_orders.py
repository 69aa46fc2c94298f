"""What orders everybody to read a file, and what only says where something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import skill, write

from skilllint import folder, pointers, skills
from skilllint.folder import Shelf
from skilllint.model import Pointer
from skilllint.pointers import orders

TITLE = "Hotfix Mode (Optional)"
FILE = "references/rules.md"
"""The file that a sentence names by the word RULES."""


def found(place: Path, text: str) -> Sequence[Pointer]:
    body = f"# Ship\n\nShip it.\n\n## {TITLE}\n\n{text.replace('RULES', FILE)}\n"
    write(place, {"ship/SKILL.md": skill("ship", body), f"ship/{FILE}": "# Rules\n\nBe quick.\n"})
    home, shelf = place / "ship" / "SKILL.md", Shelf()
    read = skills.read(home)
    whole = replace(read, files=folder.files(home, shelf))
    return pointers.find(whole, home, shelf).pointers


ORDERS = (
    "Read [the rules](RULES).",
    "Read `RULES` first, then begin.",
    "First, read RULES.",
    "Always read RULES before you start.",
    "In hotfix mode read [the rules](RULES) first.",
    "In hotfix mode, read [the rules](RULES#quick).",
    "1. Stop the line.\n2. Read [the rules](RULES).",
    "When in hotfix mode:\n\n- Read [the rules](RULES).",
    "Be quick. Then load RULES.",
    "Lies zuerst [die Regeln](RULES).",
)
OFFERS = (
    "[The rules](RULES) say how quick.",
    "See [the rules](RULES).",
    "Read more in [the rules](RULES).",
    "For details read RULES.",
    "Read `notes.txt` or RULES.",
    "You may read RULES.",
    "The text you read lies in RULES.",
    "What was read stands in RULES.",
    "Read the ticket, and see RULES.",
    "Do not read RULES.",
    "If the hotfix touches money, read RULES.",
    "Read RULES if it is late.",
    "If it is late:\n\n- Read RULES.",
    "Optionally read RULES.",
    "| case | do |\n|---|---|\n| late | Read RULES |",
    "Read all of references/.",
)


@pytest.mark.parametrize(
    ("text", "told"), [*((one, True) for one in ORDERS), *((one, False) for one in OFFERS)]
)
def test_who_is_told_to_read_a_file(tmp_path: Path, text: str, told: bool) -> None:
    (pointer,) = found(tmp_path, text)
    assert orders.outright(pointer, TITLE) == told
