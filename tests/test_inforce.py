"""`skilllint config`: every value in force for a path, with the place it comes from."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, skill, write
from hypothesis import given, settings
from hypothesis import strategies as st

from skilllint import selection
from skilllint.config import Configs, Override
from skilllint.inforce import KEYS, LIFE, Trace

TEXT = """\
# ours
[tool.skilllint]
ignore = ["FM104"]
exclude = ["vendor/"]
[tool.skilllint.limits.giant-line]
characters = 3000
[[tool.skilllint.overrides]]
paths = ["skills/"]
ignore = ["MD", "ST", "HC", "FM"]
fail-on = "note"
[tool.skilllint.overrides.limits.SZ101]
tokens = 9000
[[tool.skilllint.usage]]
heading = "Bulk"
p = 0.25
note = "few ask"
[[tool.skilllint.allow]]
rule = "SZ103"
reason = "generated"
path = "skills/a/"
until = 2030-12-31
"""

SHOWN = """\
skills/a/SKILL.md: pyproject.toml
select                   --select                 SZ101, giant-line
extend-select            --extend-select          CF101
ignore                   default                  -
exclude                  pyproject.toml:4         vendor/
hosts                    default                  spec, claude-code
hosts                    shown by the repository  codex
advice                   default                  false
fail-on                  pyproject.toml:10        note
baseline                 default                  skilllint-baseline.json
units.lines              default                  50
units.tokens             default                  700
cost.calls               default                  -
cost.model               default                  -
cost.ttl                 default                  5m, or as measured
cost.input-price         default                  -
cost.read-multiple       default                  -
cost.write-multiple      default                  -
cost.token-scale         default                  -
cost.calibration         default                  -
ratchet.unit             default                  tokens
limits.SZ101.tokens      pyproject.toml:12        9,000
limits.SZ103.characters  pyproject.toml:6         3,000
limits.SZ103.packed      default                  500
usage                    pyproject.toml:13        "Bulk": 0.25, few ask
allow                    pyproject.toml:17        SZ103 in "skills/a/" until 2030-12-31: generated
3 rules are on: CF101 SZ101 SZ103
"""


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".codex").mkdir()
    write(tmp_path, {"skilllint-baseline.json": '{"version": 1, "findings": {}}'})
    return write(tmp_path, {"pyproject.toml": TEXT, "skills/a/SKILL.md": skill("a")})


def test_every_value_has_its_origin(run: Run, floor: Path) -> None:
    asked = ("--select", "SZ101,giant-line", "--extend-select", "CF101")
    for path in ("skills/a", "skills/a/SKILL.md", "skills/../skills/a"):
        ran = run("config", path, *asked)
        assert (ran.stdout, ran.stderr, ran.returncode) == (SHOWN, "", 0)


def test_a_folder_without_a_skill_shows_what_one_would_get(run: Run, floor: Path) -> None:
    ran = run("config", "skills")
    assert ran.stdout.startswith("skills/SKILL.md: pyproject.toml\n")
    assert "MD, ST" in ran.stdout
    assert "MD, ST" not in run("config").stdout
    assert (
        "it is excluded: no rule" in run("config", write(floor, {"vendor/x": ""}) / "vendor").stdout
    )


def test_without_a_file_it_says_so(run: Run) -> None:
    ran = run("config")
    assert ran.stdout.startswith("SKILL.md: no configuration, the defaults hold\nselect ")


def test_json_has_the_same(run: Run, floor: Path) -> None:
    found = json.loads(run("config", "skills/a", "--format", "json").stdout)
    assert (found["version"], found["path"], found["file"], found["excluded"]) == (
        1, "skills/a/SKILL.md", "pyproject.toml", False,
    )  # fmt: skip
    assert {"key": "fail-on", "value": "note", "source": "file", "place": "pyproject.toml",
        "line": 10} in found["values"]  # fmt: skip
    assert "SZ101" in found["rules"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "none: no such file or folder"),
        (["--select", "QQ"], '--select: there is no rule "QQ"; `skilllint rules` lists all'),
        (["bad"], 'bad/skilllint.toml: unknown key "selct"; did you mean "select"?'),
    ],
)
def test_what_is_wrong_is_one_line(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write(tmp_path, {"bad/skilllint.toml": "selct = 1"})
    ran = run("config", *arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"skilllint: {message}\n")


def test_the_schema_is_printed(run: Run) -> None:
    printed = run("config", "--schema").stdout
    assert printed == (ROOT / "skilllint" / "data" / "config.schema.json").read_text("utf-8")


# --- it is what holds -----------------------------------------------------------------

words = st.lists(st.sampled_from(["MD", "SZ104", "FM"]), max_size=2)
values = st.fixed_dictionaries(
    {},
    optional={
        "select": words,
        "extend-select": words,
        "ignore": words,
        "advice": st.booleans(),
        "fail-on": st.sampled_from(["note", "never"]),
    },
)
options = st.builds(
    Override,
    *(st.none() | words.map(tuple) for _ in range(3)),
)


def toml(said: dict[str, Any], layers: list[dict[str, Any]]) -> str:
    def keys(table: dict[str, Any]) -> str:
        return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())

    tables = (f'[[overrides]]\npaths = ["{path}"]\n{keys(one)}' for one, path in
        zip(layers, ["a/", "b/", "/a/SKILL.md"], strict=False))  # fmt: skip
    return keys(said) + "".join(tables)


@settings(max_examples=60, deadline=None)
@given(values, st.lists(values, max_size=3), options)
def test_what_is_shown_adds_up_to_what_holds(
    tmp_path_factory: pytest.TempPathFactory,
    said: dict[str, Any],
    layers: list[dict[str, Any]],
    override: Override,
) -> None:
    folder = tmp_path_factory.mktemp("repo")
    write(folder, {"skilllint.toml": toml(said, layers)})
    path = folder / "a" / "SKILL.md"
    trace = Trace(path, override)
    holds = Configs(override).of(path)
    assert trace.settings == holds
    shown: dict[str, Any] = defaultdict(tuple)
    for row in trace.rows():
        both = isinstance(row.value, tuple)
        shown[row.key] = (*shown[row.key], *row.value) if both else row.value  # type: ignore[misc]
    for name, key in KEYS.items():
        value = LIFE if name == "ttl" else getattr(holds, name)
        assert shown[key] == value, key
    assert selection.selected_hosts(holds, path).keys() == set(shown["hosts"])
