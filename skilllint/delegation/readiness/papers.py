"""The files of a repository that define agents, set their limits or route work to them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from skilllint.discovery import MANIFESTS, is_skill, listing, place, shown
from skilllint.ignoring import Ignoring
from skilllint.model import Unread

STANDING = {"AGENTS.md": "codex", "AGENTS.override.md": "codex", "CLAUDE.md": "claude-code"}
"""Files that a host reads at the start of every session."""

WORKFLOW = re.compile(r"workflow|orchestrat|delegat|routing|dispatch|playbook|^agents\.md$")
"""In a file's name: a document that may say who does what."""

PAST = re.compile(
    r"retrospect|post-?mortem|plan\b|report|history|changelog|proposal|\b(?:rfc|adr)\b"
)
"""In a file's name: a document on what was or may once be."""

COMMANDS = {"commands", "prompts"}


@dataclass(slots=True)
class Papers:
    """What the walk found, in its order; documents with the skill's folder or "" for none."""

    codex_agents: list[Path] = field(default_factory=list)
    claude_agents: list[Path] = field(default_factory=list)
    configs: list[Path] = field(default_factory=list)
    settings: list[Path] = field(default_factory=list)
    documents: list[tuple[Path, str]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spot:
    """A folder of the walk: what is ignored in it and the name of the skill it belongs to."""

    folder: Path
    ignoring: Ignoring
    skill: str = ""
    agents: str = ""
    plugin: bool = False
    command: bool = False


def collect(root: Path) -> Papers:
    """Every file that counts below a folder, each folder once; links come after the rest."""
    found = Papers()
    visited = {place(above) for above in Path(os.path.realpath(root)).parents}
    later = [Spot(root, Ignoring.above(root))]
    for start in later:  # which grows while it is walked
        stack = [start]
        while stack:
            here = stack.pop()
            try:
                spot = place(here.folder)
                if spot in visited:
                    continue
                visited.add(spot)
                files, folders, inner = listing(
                    here.folder, here.ignoring, here.folder == root, wanted
                )
            except OSError as error:
                reason = os.strerror(error.errno or 0).lower()
                found.unread.append(Unread(shown(here.folder), reason))
                continue
            skill = here.skill or (here.folder.name if any(map(is_skill, files)) else "")
            for name in files:
                sort(here, skill, name, found)
            plugin = any(name in folders for name in MANIFESTS)
            below = list(enter(here, skill, plugin, folders, inner))
            later += [one for one in below if one.folder.is_symlink()]
            stack += [one for one in reversed(below) if not one.folder.is_symlink()]
    return found


def wanted(name: str) -> bool:
    """Whether a file of this name may count."""
    return name.endswith((".md", ".MD", ".toml")) or name == "settings.json"


def enter(
    here: Spot, skill: str, plugin: bool, folders: list[str], inner: Ignoring
) -> Iterator[Spot]:
    """The folders below one, with what each is for."""
    for name in folders:
        agents = here.agents
        if name == "agents" and not agents and not skill:
            if here.folder.name == ".codex":
                agents = "codex"
            elif here.folder.name == ".claude" or plugin or here.folder.parent.name == "plugins":
                agents = "claude-code"
        command = here.command or (name in COMMANDS and not skill)
        yield Spot(here.folder / name, inner, skill, agents, plugin, command)


def sort(here: Spot, skill: str, name: str, found: Papers) -> None:
    """Note one file for what it is."""
    path = here.folder / name
    kind = here.folder.name
    if name == "config.toml" and kind == ".codex":
        found.configs.append(path)
    elif name == "settings.json" and kind == ".claude":
        found.settings.append(path)
    elif name.endswith(".toml") and here.agents == "codex":
        found.codex_agents.append(path)
    elif name.lower().endswith(".md"):
        if here.agents == "claude-code":
            found.claude_agents.append(path)
        elif skill or here.command or name in STANDING or works(name.lower()):
            found.documents.append((path, skill))


def works(name: str) -> bool:
    """Whether a document's name says that it tells how work is done."""
    return bool(WORKFLOW.search(name)) and not PAST.search(name)
