"""Agents as hosts define them: a TOML file each for Codex, Markdown for Claude Code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from skilllint import places, source
from skilllint.delegation.readiness import facts
from skilllint.discovery import shown
from skilllint.model.delegating import Agent, Remark
from skilllint.source import Unreadable

NOTES = {"readme.md", "index.md", "template.md", "_template.md"}
"""Markdown beside agents that is none, unless it has a head like one."""

FEW_WORDS = 5
"""A description of fewer words says too little of when to use an agent."""


LOOSE = {"sandbox_mode": "danger-full-access", "approval_policy": "never"}
"""Settings of a Codex agent that let it do more than others."""


def toml(path: Path) -> tuple[dict[str, Any], Mapping[str, int]]:
    """What a TOML file says, and the lines of its keys. Raises `Unreadable` with one line."""
    text = source.decode(source.load(path))[1]
    try:
        return tomllib.loads(text), places.lines(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise Unreadable(f"is not TOML: {str(error).lower()}") from None
    except RecursionError:
        raise Unreadable("is not TOML: too deeply nested") from None


def codex(path: Path, name: str = "", description: str = "") -> tuple[Agent, list[Remark]]:
    """The agent of a TOML file, and what is wrong with it. Raises `Unreadable`.

    `name` and `description` are those that a configuration declares it with.
    """
    values, lines = toml(path)
    file = shown(path)
    loosens = next((key for key, value in LOOSE.items() if values.get(key) == value), "")
    known = facts.of("codex")
    given = string(values, "name") or name
    told = string(values, "developer_instructions")
    agent = Agent(
        name=given,
        host="codex",
        path=file,
        line=places.line(lines, "name"),
        description=string(values, "description") or description,
        instructions=told,
        told_from=told_from(path, places.line(lines, "developer_instructions")),
        loosens=f'{loosens} = "{LOOSE[loosens]}"' if loosens else "",
        loosens_at=places.line(lines, loosens),
    )
    remarks = [*lacking(agent, bool(told), path.stem)]
    for key in sorted(values.keys() - known.keys):
        text = f'key "{key}" is not known to us; {known.seen} {known.unknown_key} for one it lacks'
        remarks.append(Remark("key", file, places.line(lines, key), text))
    return agent, remarks


def claude(path: Path) -> tuple[Agent, list[Remark]] | None:
    """The agent of a Markdown file, and what is wrong with it; None for a mere note.

    Raises `Unreadable`.
    """
    read = source.read(path, shown(path))
    values = read.front.values
    loosens = values.get("permissionMode") == "bypassPermissions"
    if not values.keys() & {"name", "description"} and path.name.lower() in NOTES:
        return None
    known = facts.of("claude-code")
    agent = Agent(
        name=string(values, "name"),
        host="claude-code",
        path=read.path,
        line=read.front.line_of("name"),
        description=string(values, "description"),
        plugin=plugin_of(path),
        instructions=read.body,
        told_from=read.body_line,
        loosens="permissionMode: bypassPermissions" if loosens else "",
        loosens_at=read.front.line_of("permissionMode"),
    )
    stem = path.parent.name if path.stem.lower() == "agent" else path.stem
    broken = next((fault for fault in read.front.faults if fault.kind == "yaml"), None)
    if broken:
        text = "the front matter is no YAML, so its name and description are guessed"
        return agent, [Remark("incomplete", read.path, broken.line, text)]
    remarks = [*lacking(agent, True, stem)]
    for key, line in read.front.keys:
        if key not in known.keys:
            text = f'key "{key}" is none of an agent; {known.label} {known.unknown_key}'
            remarks.append(Remark("key", read.path, line, text))
    return agent, remarks


def told_from(path: Path, line: int) -> int:
    """The line on which a text begins whose key stands on `line`: the next one after `\"\"\"`."""
    lines = source.decode(source.load(path))[1].split("\n")
    return line + lines[line - 1].rstrip().endswith(('"""', "'''"))


def plugin_of(path: Path) -> str:
    """The folder of the plugin that an agent comes with; nothing for a project's own."""
    folder = next((above for above in path.parents if above.name == "agents"), path.parent).parent
    return "" if folder.name == ".claude" else folder.name


def string(values: Any, key: str) -> str:
    """A value that is text, without the white space around it."""
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def lacking(agent: Agent, told: bool, stem: str) -> Iterator[Remark]:
    """What an agent's file does not say, or says otherwise than its name."""
    known = facts.of(agent.host)
    if not agent.name:
        text = f"has no name; {known.label} does not offer it"
        yield Remark("incomplete", agent.path, 1, text)
    elif not {alike(agent.name), alike(agent.name.removeprefix(f"{agent.plugin}-"))} & {
        alike(stem)
    }:
        text = f'is named "{agent.name}", the file "{stem}"; the name is what counts'
        yield Remark("name", agent.path, agent.line, text)
    named = f'agent "{agent.name or stem}"'
    if not agent.description:
        text = f"{named} has no description; {known.label} does not offer it"
        yield Remark("incomplete", agent.path, 1, text)
    elif len(agent.description.split()) < FEW_WORDS:
        text = f'{named} is described by "{agent.description}": too thin to match a task'
        yield Remark("thin", agent.path, agent.line, text)
    if not told:
        text = f"{named} has no developer_instructions; {known.seen} leaves it out"
        yield Remark("incomplete", agent.path, 1, text)


def alike(name: str) -> str:
    """A name without what tells `Code Reviewer` from `code_reviewer`."""
    return re.sub(r"[-_ ]+", "-", name.lower())


def double(agents: list[Agent]) -> Iterator[Remark]:
    """Names that two files of one place share."""
    seen: dict[tuple[str, str, str], Agent] = {}
    for agent in agents:
        place = re.split(r"(?:^|/)(?:\.codex|\.claude|agents)(?:/|$)", agent.path)[0]
        first = seen.setdefault((agent.host, place, agent.name), agent)
        if agent.name and first is not agent:
            text = f'"{agent.name}" is also the name of {first.path}; only one of them is offered'
            yield Remark("duplicate", agent.path, agent.line, text)
