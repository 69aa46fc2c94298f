"""Where a repository's texts hand work to an agent, and what a host needs to follow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skilllint.model.finding import Unread

AgentHost = Literal["codex", "claude-code", "either"]
Met = Literal["met", "not met", "unknown"]
Topic = Literal[
    "multi-agent",
    "opt-in",
    "route",
    "parts",
    "agent",
    "limits",
    "approvals",
    "reason",
    "switch",
]
Flaw = Literal[
    "no-route",
    "thin",
    "name",
    "duplicate",
    "incomplete",
    "key",
    "cycle",
]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a route: what was found of it, where, and what would meet it.

    `path` is empty where no file shows it: a host's default, or something that is missing.
    `change` is empty where it is met.
    """

    topic: Topic
    state: Met
    why: str
    path: str = ""
    line: int = 0
    change: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent that a repository defines; `name` is empty where its file gives none.

    `plugin` is the plugin that brings it, `line` where its name stands, `instructions` what
    it is told, from line `told_from` of the file on. `loosens` is a setting of its own that
    lets it do more than the session may.
    """

    name: str
    host: AgentHost
    path: str
    line: int
    description: str
    plugin: str = ""
    instructions: str = ""
    told_from: int = 1
    loosens: str = ""
    loosens_at: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """What texts call it: its name, also with its plugin's before it."""
        if not self.name or not self.plugin:
            return (self.name,) if self.name else ()
        marked = (f"{self.plugin}{mark}{self.name}" for mark in (":", "::", "-"))
        return (self.name, *marked)


@dataclass(frozen=True, slots=True)
class Route:
    """A sentence that hands work to a named agent.

    `host` is the host that defines the agent, or that the sentence is meant for. `log` is
    what a host could log as the reason for the spawn. `more` are the lines of the same
    section that route to the same agent again.
    """

    agent: str
    host: AgentHost
    path: str
    line: int
    condition: str
    log: str
    requirements: tuple[Requirement, ...]
    more: tuple[int, ...] = ()

    @property
    def state(self) -> Met:
        """Met if every requirement is, not met if one is not, else unknown."""
        states = {one.state for one in self.requirements}
        return "not met" if "not met" in states else "unknown" if "unknown" in states else "met"

    @property
    def open(self) -> tuple[Requirement, ...]:
        """What is not met, then what is unknown, the most decisive first."""
        order: list[Topic] = ["agent", "multi-agent", "opt-in", "route", "approvals", "limits"]
        rank = {topic: number for number, topic in enumerate(order)}
        missing = [one for one in self.requirements if one.state != "met"]
        missing.sort(key=lambda one: (one.state == "unknown", rank.get(one.topic, len(order))))
        return tuple(missing)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something wrong with an agent or a setting, apart from any one route."""

    flaw: Flaw
    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a repository says of its agents, and how ready each of its routes is.

    `facts` are the sentences on what hosts do today, with their version and date; `texts`
    is how many instructions, skills and workflow documents were searched.
    """

    root: str
    agents: tuple[Agent, ...]
    routes: tuple[Route, ...]
    remarks: tuple[Remark, ...]
    unread: tuple[Unread, ...]
    facts: tuple[str, ...]
    texts: int = 0
