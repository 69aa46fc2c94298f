"""What hosts do about agents, from `data/agents.toml`; dated, with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from skilllint.model.delegating import AgentHost

NAMES: tuple[AgentHost, ...] = ("codex", "claude-code")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one host does: which agents it has, what a file of one needs, how far it spawns.

    `threads` are agents at a time and `depth` agents below each other where nothing else is
    set. `refused` is a key that was proposed and ends the host's start.
    """

    name: AgentHost
    label: str
    version: str
    source: str
    built_in: frozenset[str]
    required: tuple[str, ...]
    keys: frozenset[str]
    unknown_key: str
    multi_agent: bool
    switch: str
    opt_in: str
    threads: int
    depth: int
    settings: frozenset[str] = frozenset()
    refused: str = ""

    @property
    def seen(self) -> str:
        """The host and the version whose behaviour this is."""
        return f"{self.label} {self.version}"


@cache
def table() -> dict[str, Any]:
    """The data file as it stands."""
    text = resources.files("skilllint").joinpath("data/agents.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def of(host: AgentHost) -> Facts:
    """The facts of a host; of a route that either may follow, those of Codex, the stricter."""
    name: AgentHost = host if host in NAMES else "codex"
    row = table()[name]
    return Facts(
        name=name,
        built_in=frozenset(row["built_in"]),
        required=tuple(row["required"]),
        keys=frozenset(row["keys"]),
        settings=frozenset(row.get("settings", ())),
        refused=row.get("refused", ""),
        **{
            key: row[key]
            for key in (
                "label",
                "version",
                "source",
                "unknown_key",
                "multi_agent",
                "switch",
                "opt_in",
                "threads",
                "depth",
            )
        },
    )


def day() -> date:
    """The day on which the facts were looked up."""
    found: date = table()["date"]
    return found


def sentences(hosts: set[AgentHost]) -> tuple[str, ...]:
    """What the hosts do today about an ask, a sentence each."""
    return tuple(f"{of(name).seen}, {day()}: {told(name)}" for name in NAMES if name in hosts)


def told(name: AgentHost) -> str:
    """What a host does about an ask, in words."""
    row = table()[name]
    return "; ".join(row[key] for key in ("opt_in", "more") if key in row)
