"""`config`: what is in force for a path, and where each value comes from."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from skilllint import config, discovery
from skilllint.commands.shared import CLEAN, USAGE, complain, listed
from skilllint.config import Configs, Override
from skilllint.inforce import Trace

SCHEMA = Path(__file__).parents[1] / "data" / "config.schema.json"


def run(options: Namespace) -> int:
    """Print the values, or the schema of a configuration."""
    if options.schema:
        print(SCHEMA.read_text("utf-8"), end="")
        return CLEAN
    given = Path(options.path)
    if not given.exists():
        return complain(f"{options.path}: no such file or folder", USAGE)
    override = Override(
        select=listed(options.select),
        extend_select=listed(options.extend_select),
        ignore=listed(options.ignore),
        hosts=listed(options.host),
    )
    config.verify(override)
    path = skill(discovery.tidy(given))
    trace = Trace(path, override)
    file = trace.base.file
    said = (
        discovery.shown(path),
        discovery.shown(file) if file else None,
        Configs(override).excludes(path),
        tuple(trace.rows()),
        tuple(rule.code for rule in trace.rules()),
    )
    from skilllint.report import inforce

    render = inforce.render_json if options.format == "json" else inforce.render
    print(render(*said), end="")
    return CLEAN


def skill(path: Path) -> Path:
    """The skill that a path stands for; in a folder without one, where it would be."""
    if path.is_dir():
        return discovery.skill_file(path) or path / "SKILL.md"
    return discovery.owning_skill(path) or path
