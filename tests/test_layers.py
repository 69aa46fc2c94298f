"""The house: a room imports only from the floors below it, and is small enough to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "skilllint"
FILES = sorted(PACKAGE.rglob("*.py"))

ROOMS = {
    0: "model tokens",
    1: "anchors ignoring identity spelling parallel atomic cachefolder places quoting yamltext",
    1.5: "frontmatter",
    2: "source discovery hosts transcripts",
    3: "outline",
    4: "skills folder situational cost checks exact github",
    4.5: "pointers",
    4.6: "links",
    4.8: "finders calibration",
    5: "rulefile",
    5.5: "catalogue",
    6: "configkinds headings baseline",
    6.2: "configfile",
    6.5: "config",
    6.7: "selection",
    7: "stated measured whatif delegation",
    7.3: "judging",
    7.5: "checking",
    7.55: "silencing",
    7.6: "audit inforce",
    7.8: "fixes compare",
    7.9: "review",
    8: "report api",
    9: "commands",
    9.5: "cli",
}
"""As in the table of CONTRIBUTING.md; a half floor stands on the one beside it."""

FLOORS = {name: floor for floor, names in ROOMS.items() for name in names.split()}
HOUSE = FLOORS | {"__init__": 0, "__main__": 10}
ONLY = {"checks": {"model", "anchors"}, "report": {"model", "tokens.ENCODING"}}
"""Rooms that look at less than all that lies below them."""

IMPORTERS = {
    "markdown_it": {"outline"},
    "tiktoken": {"tokens"},
    "pathspec": {"ignoring"},
    "yaml": {"yamltext", "rulefile"},
    "rich": {"commands", "report"},
    "shtab": {"commands"},
    "http": {"exact"},
    "email": {"exact", "github"},
    "httpx": {"github"},
}
"""Packages that only these rooms know."""


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    """Everything a file imports, wherever the line stands, as a dotted name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_the_floors_below_it(file: Path) -> None:
    mine = room(file)
    for name in imports(file):
        package, _, inner = name.partition(".")
        other = inner.partition(".")[0]
        assert package, f"{name} is relative"
        if package != "skilllint":
            assert mine in IMPORTERS.get(package, {mine}), f"{mine} imports {package}"
        elif other not in (mine, "__version__"):
            assert HOUSE[other] < HOUSE[mine], f"{mine} imports {other}"
            allowed = ONLY.get(mine, {other})
            assert {other, inner} & allowed, f"{mine} imports {inner}"


def test_every_room_has_a_floor() -> None:
    assert {room(file) for file in FILES} == set(HOUSE)


def test_the_contributors_table_shows_the_same_floors() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d) \| (.+?) \|", text, re.MULTILINE)
    told = {name: int(floor) for floor, names in rows for name in re.findall(r"`(\w+)/?`", names)}
    assert told == {name: int(floor) for name, floor in FLOORS.items()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_files_and_functions_are_short(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is long"
