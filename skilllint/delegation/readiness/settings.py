"""What a repository configures of delegation: Codex's config.toml, Claude Code's settings.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from skilllint import places, source
from skilllint.delegation.readiness import agents, facts
from skilllint.discovery import shown
from skilllint.model import Unread
from skilllint.model.delegating import Agent, Remark
from skilllint.source import Unreadable

SPAWNERS = ("Agent", "Task")
"""Claude Code's tool that spawns, under its names."""


class Given(NamedTuple):
    """A configured value and where it stands."""

    value: Any
    path: str
    line: int

    @property
    def on(self) -> bool:
        """Whether it switches something on."""
        return self.value is True


@dataclass(slots=True)
class Settings:
    """What is set of one host; None for what no file says.

    `multi_agent` is a bool, `threads` and `depth` are numbers. `whole_session` says that
    the number of threads counts the session's own too.
    """

    multi_agent: Given | None = None
    threads: Given | None = None
    depth: Given | None = None
    refused: Given | None = None
    loosened: Given | None = None
    whole_session: bool = False


def codex(path: Path, found: Settings) -> tuple[list[Agent], list[Remark], list[Unread]]:
    """Read a config.toml into the settings; the agents that it declares, and what is wrong.

    Raises `Unreadable`.
    """
    values, lines = agents.toml(path)
    file, known = shown(path), facts.of("codex")

    def given(*keys: str) -> Given | None:
        value: Any = values
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return None if value is None else Given(value, file, places.line(lines, ".".join(keys)))

    off = [given("agents", "enabled"), given("features", "multi_agent")]
    found.multi_agent = next((one for one in off if one and isinstance(one.value, bool)), None)
    for key in facts.table()["codex"]["thread_keys"]:
        if (one := given("agents", key)) and is_number(one.value):
            found.threads, found.whole_session = one, key != "max_threads"
            break
    depth = given("agents", facts.table()["codex"]["depth_key"])
    found.depth = depth if depth and is_number(depth.value) else None
    found.refused = given("agents", known.refused)
    table = values.get("agents")
    return declared(path, table if isinstance(table, dict) else {}, lines)


def declared(
    path: Path, table: dict[str, Any], lines: Any
) -> tuple[list[Agent], list[Remark], list[Unread]]:
    """The agents of `[agents.NAME]`, each with the file that it names."""
    found: list[Agent] = []
    remarks: list[Remark] = []
    unread: list[Unread] = []
    file, known = shown(path), facts.of("codex")
    for name, row in table.items():
        line = places.line(lines, f"agents.{name}")
        if name in known.settings:
            continue
        if not isinstance(row, dict):
            text = f"[agents] {name}: {known.seen} does not start with a key there that it lacks"
            remarks.append(Remark("key", file, line, text))
            continue
        told, config = agents.string(row, "description"), agents.string(row, "config_file")
        if not config:
            agent = Agent(name, "codex", file, line, told)
            found.append(agent)
            remarks += agents.lacking(agent, True, name)
            continue
        if outside(path, config):
            found.append(Agent(name, "codex", file, line, told))
            text = f'"{name}" is in {config}, outside the project, which is not read'
            remarks.append(Remark("incomplete", file, line, text))
            continue
        try:
            agent, more = agents.codex(path.parent / config, name, told)
        except Unreadable as error:
            unread.append(Unread(shown(path.parent / config), str(error)))
            continue
        found.append(agent)
        remarks += more
    return found, remarks, unread


def outside(path: Path, config: str) -> bool:
    """Whether a file that a config.toml names lies in another folder than its project's."""
    try:
        named = (path.parent / Path(config).expanduser()).resolve()
        return not named.is_relative_to(path.parent.parent.resolve())
    except (OSError, RuntimeError, ValueError):  # no path, or of a user whom nobody knows
        return False


def claude(path: Path, found: Settings) -> None:
    """Read a settings.json into the settings. Raises `Unreadable`."""
    text = source.decode(source.load(path))[1]
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("is not JSON") from None
    permissions = values.get("permissions") if isinstance(values, dict) else None
    if not isinstance(permissions, dict):
        return
    file = shown(path)
    denied = permissions.get("deny")
    if isinstance(denied, list) and any(name in denied for name in SPAWNERS):
        found.multi_agent = Given(False, file, line_with(text, '"deny"'))
    mode = permissions.get("defaultMode")
    if mode == "bypassPermissions":
        found.loosened = Given(mode, file, line_with(text, '"defaultMode"'))


def line_with(text: str, word: str) -> int:
    """The first line that holds a word."""
    return text[: max(text.find(word), 0)].count("\n") + 1


def is_number(value: object) -> bool:
    """Whether a value is a limit: a whole number of at least one."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


@dataclass(frozen=True, slots=True)
class Configured:
    """The settings of each folder that has any, for one host."""

    folders: dict[str, Settings] = field(default_factory=dict)

    def of(self, path: Path) -> Settings:
        """Those of the folder that a file of settings is for, to be filled."""
        return self.folders.setdefault(shown(path.parent.parent), Settings())

    def near(self, path: str) -> Settings:
        """Those of the nearest folder above a file; none without any."""
        above = (self.folders[one] for one in folders(path) if one in self.folders)
        return next(above, Settings())


def folders(path: str) -> Iterator[str]:
    """The folders above a file as reports name it, the nearest first."""
    return (str(one) for one in PurePosixPath(path).parents)


def project(path: str) -> str:
    """The folder for which a file speaks that a host always reads: `.claude` is its project's."""
    parent = PurePosixPath(path).parent
    return str(parent.parent if parent.name in (".claude", ".codex") else parent)
