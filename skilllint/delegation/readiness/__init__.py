"""Where a repository routes work to agents, and what of it a host would follow.

`read(path)` is the door. Whatever a file cannot show is unknown, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skilllint.delegation.readiness import agents, calls, facts, papers, phrases, routing, settings
from skilllint.delegation.readiness.conditions import Ground, judge
from skilllint.delegation.readiness.flaws import cycles, unrouted
from skilllint.delegation.readiness.papers import STANDING, Papers
from skilllint.delegation.readiness.routing import Document, Found
from skilllint.delegation.readiness.settings import Configured
from skilllint.discovery import shown
from skilllint.model import Unread
from skilllint.model.delegating import Agent, AgentHost, Readiness, Remark, Route
from skilllint.outline import read as outline_of
from skilllint.source import Unreadable, take


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds for every route: agents, settings, texts always read, who names what."""

    agents: Sequence[Agent]
    settings: Mapping[AgentHost, Configured]
    standing: Sequence[Document]
    linked: Mapping[str, tuple[str, int]]


def read(root: Path) -> Readiness:
    """The agents and routes of a folder, each route with what it still needs.

    A file that cannot be read is told in `unread`; the rest is answered.
    """
    found = papers.collect(root)
    unread = found.unread
    defined, remarks, known = configured(found, unread)
    names = frozenset(name for one in defined for name in one.names)
    documents = [*opened(found, names, unread), *told(defined, names, unread)]
    skills = frozenset(skill for _, skill in found.documents if skill) - names
    standing = [one for one in documents if one.kind in facts.NAMES]
    whole = Whole(defined, known, standing, dict(links(documents)))
    routes: list[Route] = []
    spawned: list[tuple[Agent, Route]] = []
    for document in documents:
        for group in grouped(routing.find(document, names), skills):
            routes.append(judged(group, whole))
            if document.agent:
                spawned.append((document.agent, routes[-1]))
    remarks += [*agents.double(defined), *unrouted(defined, routes), *cycles(spawned)]
    hosts = {*(one.host for one in defined), *(one.host for one in routes)} - {"either"} or set(
        facts.NAMES
    )
    return Readiness(
        root=shown(root),
        agents=tuple(defined),
        routes=tuple(routes),
        remarks=tuple(sorted(remarks, key=lambda one: (one.path, one.line, one.flaw))),
        unread=tuple(unread),
        facts=facts.sentences(hosts),
        texts=len(found.documents),
    )


def configured(
    found: Papers, unread: list[Unread]
) -> tuple[list[Agent], list[Remark], dict[AgentHost, Configured]]:
    """The agents of all files, what is wrong with them, and what is set for each host."""
    known: dict[AgentHost, Configured] = {name: Configured() for name in facts.NAMES}
    defined: list[Agent] = []
    remarks: list[Remark] = []
    for path in found.configs:
        try:
            more, wrong, lost = settings.codex(path, known["codex"].of(path))
        except Unreadable as error:
            unread.append(Unread(shown(path), str(error)))
            continue
        defined += more
        remarks += wrong
        unread += lost
    declared = {one.path for one in defined}
    for path in found.settings:
        try:
            settings.claude(path, known["claude-code"].of(path))
        except Unreadable as error:
            unread.append(Unread(shown(path), str(error)))
    for path in (*found.codex_agents, *found.claude_agents):
        if shown(path) in declared:
            continue
        try:
            one = agents.codex(path) if path.suffix == ".toml" else agents.claude(path)
        except Unreadable as error:
            unread.append(Unread(shown(path), str(error)))
            continue
        if one:
            defined.append(one[0])
            remarks += one[1]
    return defined, remarks, known


def opened(found: Papers, names: frozenset[str], unread: list[Unread]) -> Iterator[Document]:
    """The documents that may route, those first that hosts read in every session."""
    order = sorted(found.documents, key=lambda one: one[0].name not in STANDING)
    for path, skill in order:
        kind = STANDING.get(path.name, "skill" if skill else "document")
        try:
            one = routing.read(path, kind, names)
        except Unreadable as error:
            unread.append(Unread(shown(path), str(error)))
            continue
        if one:
            yield one


def told(
    defined: Sequence[Agent], names: frozenset[str], unread: list[Unread]
) -> Iterator[Document]:
    """What agents are told, where it may route, as documents: an agent may spawn, too."""
    for agent in defined:
        if not calls.holds(agent.instructions, names):
            continue
        ahead = "\n" * (agent.told_from - 1)
        try:
            source = take(f"{ahead}{agent.instructions}\n".encode("utf-8", "replace"), agent.path)
        except Unreadable as error:  # escapes of TOML can make binary of plain text
            unread.append(Unread(agent.path, str(error)))
            continue
        yield Document(agent.path, source.text, outline_of(source), "agent", agent)


def grouped(found: Iterator[Found], skills: frozenset[str]) -> Iterator[list[Found]]:
    """The calls of one agent in one section are one route; a skill's name is no agent's."""
    groups: dict[tuple[str, int], list[Found]] = {}
    for one in found:
        if one.sure or one.name not in skills:
            key = (one.name, one.section.start if one.section else 0)
            groups.setdefault(key, []).append(one)
    yield from groups.values()


def judged(group: Sequence[Found], whole: Whole) -> Route:
    """One route with its requirements; of several sentences the first that says when counts."""
    conditions = [phrases.condition(one.sentence, one.name, one.cell) for one in group]
    best = next((number for number, said in enumerate(conditions) if said), 0)
    found = group[best]
    said = conditions[best] or phrases.stage(found.row, found.heading)
    matching = [one for one in whole.agents if found.name in one.names]
    host = host_of(found, matching)
    facts_ = facts.of(host)
    document = found.document
    above = set(settings.folders(document.path))
    ground = Ground(
        host=host,
        known=facts_,
        settings=whole.settings[facts_.name].near(document.path),
        agents=whole.agents,
        matching=[one for one in matching if host in ("either", one.host)],
        standing=[
            one
            for one in whole.standing
            if host in ("either", one.kind) and settings.project(one.path) in above
        ],
        linked=whole.linked,
        said=said,
    )
    return Route(
        agent=found.name,
        host=host,
        path=document.path,
        line=found.line,
        condition=said,
        log=phrases.because(found.name, said, document.path, found.line),
        requirements=judge(found, ground),
        more=tuple(sorted({one.line for one in group} - {found.line})),
    )


def host_of(found: Found, matching: Sequence[Agent]) -> AgentHost:
    """The host that has the agent, else the one that the words or the file are for."""
    hosts = {one.host for one in matching}
    if len(hosts) == 1:
        return next(iter(hosts))
    document = found.document
    if "subagent_type" in found.sentence or found.name in facts.of("claude-code").built_in:
        return "claude-code"
    if document.kind in facts.NAMES:
        return "codex" if document.kind == "codex" else "claude-code"
    if ".claude/" in document.path:
        return "claude-code"
    if ".codex/" in document.path or found.name in facts.of("codex").built_in:
        return "codex"
    return "either"


def links(documents: Sequence[Document]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Documents that a standing text or a skill names, and where."""
    plain = [one for one in documents if one.kind == "document"]
    for one in reversed(documents):
        if one.kind in ("document", "agent"):
            continue
        for other in plain:
            for name in (other.path, "/".join(other.path.split("/")[-2:])):
                at = one.text.find(name)
                if at >= 0:
                    yield other.path, (one.path, one.text.count("\n", 0, at) + 1)
                    break
