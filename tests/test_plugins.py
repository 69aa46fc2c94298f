"""What the owner of a marketplace asks: how much each plugin weighs."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import BAD, Run, skill, write

MANIFEST = ".claude-plugin/plugin.json"


def test_each_plugin_is_summed_in_every_form(run: Run, tmp_path: Path) -> None:
    files = {
        f"alpha/{MANIFEST}": "{}",
        "alpha/skills/one/SKILL.md": skill("one"),
        "alpha/skills/two/SKILL.md": skill("two", BAD),
        f"be|ta/{MANIFEST}": "{}",
        "be|ta/skills/three/SKILL.md": skill("three"),
        "four/SKILL.md": skill("four"),
    }
    write(tmp_path, files)
    plugins = json.loads(run("audit", "--format", "json").stdout)["plugins"]
    sums = {one["name"]: one for one in plugins}
    assert {name: one["skills"] for name, one in sums.items()} == {"alpha": 2, "be|ta": 1, None: 1}
    assert sums["alpha"]["listing"] == sum(
        one["tokens"]["listing"]
        for one in json.loads(run("audit", "alpha", "--format", "json").stdout)["skills"]
    )
    assert (sums["alpha"]["issues"], sums["be|ta"]["issues"]) == (1, 0)
    text = run("audit").stdout
    assert text.index("\nplugin ") < text.index("\nalpha ") < text.index("\n(no plugin) ")
    assert "\n| `be\\|ta` | 1 | " in run("audit", "--format", "markdown").stdout


def test_one_plugin_needs_no_table(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {MANIFEST: "{}", "a/SKILL.md": skill("a"), "b/SKILL.md": skill("b")})
    for form in ("text", "markdown"):
        assert "plugin" not in run("audit", "--format", form).stdout
