"""What a host and the texts must say before a route is followed, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from skilllint.delegation.readiness import phrases
from skilllint.delegation.readiness.facts import Facts
from skilllint.delegation.readiness.routing import Document, Found
from skilllint.delegation.readiness.settings import Settings
from skilllint.model.delegating import Agent, AgentHost, Requirement
from skilllint.spelling import suggest


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a route is judged by, apart from its own words.

    `standing` are the texts that the host reads in every session, `linked` the documents that
    they or a skill name, with where they do, `said` is when the route holds.
    """

    host: AgentHost
    known: Facts
    settings: Settings
    agents: Sequence[Agent]
    matching: Sequence[Agent]
    standing: Sequence[Document]
    linked: Mapping[str, tuple[str, int]]
    said: str


def judge(found: Found, ground: Ground) -> tuple[Requirement, ...]:
    """The nine requirements of a route, always in the same order."""
    return (
        multi_agent(ground),
        opt_in(found, ground),
        route(found, ground),
        parts(found),
        agent(found, ground),
        limits(found, ground),
        approvals(found, ground),
        reason(found, ground),
        switch(found, ground),
    )


def multi_agent(ground: Ground) -> Requirement:
    """Whether the host may spawn at all."""
    given = ground.settings.multi_agent
    if given is None:
        return Requirement("multi-agent", "met", f"on by default in {ground.known.seen}")
    if given.on:
        return Requirement("multi-agent", "met", "switched on", given.path, given.line)
    change = f"take this out to let {ground.known.label} spawn agents"
    why = "switched off"
    return Requirement("multi-agent", "not met", why, given.path, given.line, change)


def opt_in(found: Found, ground: Ground) -> Requirement:
    """Whether the host takes the text for an ask, without one of the user's own."""
    refused, known, document = ground.settings.refused, ground.known, found.document
    if refused:
        why = f"[agents] {known.refused} is read by no release; {known.seen} does not start with it"
        change = f"remove {known.refused}: an explicit route in AGENTS.md is the ask"
        return Requirement("opt-in", "not met", why, refused.path, refused.line, change)
    withheld = phrases.ASKED.search(found.scope)
    if withheld:
        line = line_in(document, found, withheld.start())
        why = f"left to the user: “{short(withheld[0])}”"
        change = "say that this text is the ask, or leave it to the user and count on no spawn"
        return Requirement("opt-in", "not met", why, document.path, line, change)
    if ground.host == "claude-code":
        return Requirement("opt-in", "met", f"{known.label} {known.opt_in}")
    if document.kind != "document":
        what = {"skill": "a skill asks", "agent": "an agent is told to"}.get(document.kind)
        why = f"{what or 'standing instructions ask'}; {known.seen} takes that for the ask"
        return Requirement("opt-in", "met", why, document.path, found.line)
    through = ground.linked.get(document.path)
    if through:
        why = f"{through[0]} sends the reader here; {known.seen} takes that for the ask"
        return Requirement("opt-in", "met", why, *through)
    why = f"no AGENTS.md and no skill sends the reader here; {known.label} heeds only those"
    change = f"name {document.path} in AGENTS.md, with when to follow it"
    return Requirement("opt-in", "not met", why, "", 0, change)


def route(found: Found, ground: Ground) -> Requirement:
    """Whether the sentence orders the spawn and says when."""
    place = (found.document.path, found.line)
    if not found.sure and phrases.HEDGED.search(found.before):
        change = f"write it as an order: “When …, spawn {found.name}.”"
        return Requirement("route", "not met", "advice, not an order", *place, change)
    if not ground.said:
        change = f"say when: “When …, spawn {found.name}.”"
        return Requirement("route", "not met", "it is not said when", *place, change)
    if ground.said.startswith(phrases.UNDER):
        change = f"say when: “When …, spawn {found.name}.”"
        why = f"{short(ground.said, 60)}, which may not say when"
        return Requirement("route", "unknown", why, *place, change)
    return Requirement("route", "met", short(ground.said, 60), *place)


def parts(found: Found) -> Requirement:
    """Whether the task falls into parts that do not need each other."""
    document = found.document
    for text, start in scopes(found):
        ordered, split = phrases.ORDERED.search(text), phrases.PARTS.search(text)
        if ordered and not (split and split.start() < ordered.start()):
            line = start + text.count("\n", 0, ordered.start())
            change = "name the parts that do not need each other, or do the work in one place"
            why = f"the work is one chain: “{short(ordered[0])}”"
            return Requirement("parts", "not met", why, document.path, line, change)
        if split:
            line = start + text.count("\n", 0, split.start())
            return Requirement("parts", "met", f"“{short(split[0])}”", document.path, line)
    change = "name the independent parts, such as one section or one module each"
    return Requirement("parts", "unknown", "no independent parts are named", "", 0, change)


def agent(found: Found, ground: Ground) -> Requirement:
    """Whether the agent exists, or what is done without it."""
    name = found.name
    if ground.matching:
        one = ground.matching[0]
        return Requirement("agent", "met", f"{one.name} is defined", one.path, one.line)
    if name in ground.known.built_in | (BUILT_IN if ground.host == "either" else set()):
        return Requirement("agent", "met", f"{name} is built into {ground.known.label}")
    for text, start in scopes(found):
        back = phrases.FALLBACK.search(text)
        if back:
            line = start + text.count("\n", 0, back.start())
            why = f"not defined here; a way without it is said: “{short(back[0])}”"
            return Requirement("agent", "met", why, found.document.path, line)
    like = suggest(name, [one.name for one in ground.agents])
    change = f"define {name}, or name a built-in agent to fall back on"
    why = f"no agent {name} is defined here{like}"
    return Requirement("agent", "not met", why, "", 0, change)


BUILT_IN = frozenset({"general-purpose", "Explore", "Plan"})
"""Agents of Claude Code in a text that either host may follow."""


def limits(found: Found, ground: Ground) -> Requirement:
    """Whether as many agents may run, and as deep, as the text describes."""
    known, settings = ground.known, ground.settings
    inside = found.document.agent
    if inside is not None:
        deep = settings.depth.value if settings.depth else known.depth
        if deep < 2:
            where = (settings.depth.path, settings.depth.line) if settings.depth else ("", 0)
            why = f"the agent {inside.name} spawns it: 2 deep, {deep} allowed"
            change = "let the session spawn it, or set [agents] max_depth = 2"
            return Requirement("limits", "not met", why, *where, change)
    threads = settings.threads
    most = threads.value if threads else known.threads
    where = (threads.path, threads.line) if threads else ("", 0)
    allowed = f"{most} allowed" + ("" if threads else f" by default in {known.seen}")
    wide = phrases.fan_out(found.scope)
    if wide is None:
        return Requirement("limits", "met", f"one at a time, {allowed}", *where)
    if wide == 0:
        change = f"name the most at a time, such as “at most {min(most, 4)} at a time”"
        return Requirement(
            "limits", "unknown", f"one for each, no number; {allowed}", *where, change
        )
    if wide > most:
        change = f"ask for at most {most} at a time"
        return Requirement("limits", "not met", f"{wide} at a time, {allowed}", *where, change)
    if wide == most and settings.whole_session:
        change = f"ask for at most {most - 1}, or allow {most + 1}"
        why = f"{wide} at a time, {allowed}, which may count the session itself"
        return Requirement("limits", "unknown", why, *where, change)
    return Requirement("limits", "met", f"{wide} at a time, {allowed}", *where)


def approvals(found: Found, ground: Ground) -> Requirement:
    """Whether no text loosens what the user must approve or where an agent may write."""
    texts = [(found.document.path, found.document.text, 1)]
    texts += [(one.path, one.instructions, one.told_from) for one in ground.matching]
    for path, text, first in texts:
        loosened = phrases.loosening(text)
        if loosened:
            line = first + text.count("\n", 0, loosened.start())
            why = f"loosened by “{short(loosened[0])}”"
            change = "take this out: what needs approval is the user's to say"
            return Requirement("approvals", "not met", why, path, line, change)
    for one in ground.matching:
        if one.loosens:
            why, change = f"{one.name} has {one.loosens}", "take this out of the agent's file"
            return Requirement("approvals", "not met", why, one.path, one.loosens_at, change)
    loose = ground.settings.loosened
    if loose:
        why, change = f"loosened by {loose.value}", "take this out of the shared settings"
        return Requirement("approvals", "not met", why, loose.path, loose.line, change)
    return Requirement("approvals", "met", "nothing loosens them")


def reason(found: Found, ground: Ground) -> Requirement:
    """Whether the reason for a spawn is asked to be logged."""
    for path, text in texts(found, ground):
        asked = phrases.about_agents(phrases.LOGGED, text)
        if asked:
            line = text.count("\n", 0, asked.start()) + 1
            return Requirement("reason", "met", f"“{short(asked[0])}”", path, line)
    change = f"add “Log why: spawned {found.name} because …”"
    return Requirement("reason", "not met", "no text asks for it to be logged", "", 0, change)


def switch(found: Found, ground: Ground) -> Requirement:
    """Whether one place is named in which all of it is switched off."""
    given = ground.settings.multi_agent
    places: dict[str, int] = {given.path: given.line} if given and given.on else {}
    for path, text in texts(found, ground):
        said = phrases.about_agents(phrases.SWITCHED, text)
        # a text that names the file of the switch is no switch of its own
        if said and not (places and re.search(r"config\.toml|settings\.json", text)):
            places.setdefault(path, text.count("\n", 0, said.start()) + 1)
    if not places:
        change = f"name one: {ground.known.switch}"
        return Requirement("switch", "not met", "no text names a switch", "", 0, change)
    path, line = next(iter(places.items()))
    if len(places) > 1:
        others = " and ".join(f"{other}:{at}" for other, at in list(places.items())[1:3])
        change = f"keep one of them: {ground.known.switch}"
        return Requirement("switch", "not met", f"another one: {others}", path, line, change)
    return Requirement("switch", "met", "one place", path, line)


# --- where to look --------------------------------------------------------------


def scopes(found: Found) -> Iterator[tuple[str, int]]:
    """The section of a route and those that hold it, the nearest first, with their first lines."""
    section, whole = found.section, found.document.outline
    if section is None:
        return
    yield found.scope, section.start
    for above in whole.ancestors(section):
        yield whole.text(above.start, above.own_end), above.start


def texts(found: Found, ground: Ground) -> Iterator[tuple[str, str]]:
    """The route's document, then what the host reads anyway, each once."""
    seen = set()
    for one in (found.document, *ground.standing):
        if one.path not in seen:
            seen.add(one.path)
            yield one.path, one.text


def line_in(document: Document, found: Found, offset: int) -> int:
    """The line of a place in the route's section."""
    start = found.section.start if found.section else found.line
    return start + found.scope.count("\n", 0, offset)


def short(text: str, limit: int = 40) -> str:
    """A piece of text for one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"
