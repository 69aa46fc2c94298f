"""The words that hand work to a named agent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from skilllint.delegation.readiness import facts

NAME = r"[A-Za-z][\w-]*(?:::?[\w-]+)*"
PARTED = r"[A-Za-z][A-Za-z0-9]*(?:(?:[-_]+|::?)[A-Za-z0-9]+)+"
"""A name of several parts; each character matches in one way only, so none is tried twice."""

TICK = r"[`*\"'“”]{1,3}"
AGENT = r"(?:sub-?agents?|agents?|agent roles?|roles?|teammates?)\b"
STRONG = (
    r"(?:spawn(?:s|ing)?|delegat(?:e|es|ing)|dispatch(?:es|ing)?|hand(?:s|ing)?(?:\s+\w+){0,4}"
    r"\s+to|spin(?:s|ning)?\s+up)"
)
VERB = (
    rf"(?:{STRONG}|launch(?:es|ing)?|us(?:e|es|ing)|invok(?:e|es|ing)|call(?:s|ing)?|runs?|ask"
    r"|start|fork|assign|rout(?:e|es|ing)|send|have|let|consult|engage|kick\s+off|goes\s+to|via)"
)

TYPED = re.compile(
    rf"\b(?P<key>subagent_type|agent_type)[\"'`]?\s*[:=]\s*[\"'`]?(?P<name>{NAME})(?![\w(./{{<\[])"
)
CALL = re.compile(rf"\b(?:Task|Agent)\(\s*[\"'`]?(?P<name>{NAME})[\"'`]?\s*(?=[),])")
MENTION = re.compile(rf"(?<![\w/.@])@agent-(?P<name>{NAME})")
BEFORE = re.compile(
    rf"\b{VERB}\b[^.]{{0,60}}?{TICK}(?P<name>{NAME}){TICK}\s+(?:\w+\s+)?{AGENT}", re.IGNORECASE
)
BEHIND = re.compile(
    rf"\b{VERB}\b[^.]{{0,40}}?\b{AGENT}\s+(?:named\s+|called\s+)?{TICK}(?P<name>{NAME}){TICK}",
    re.IGNORECASE,
)
LEAD = (
    r"(?:\s+(?:to|the|an?|one|two|three|four|\d+|up|it|this|them|work|tasks?|each|its|single|same))"
)
DIRECT = re.compile(
    rf"\b{STRONG}{LEAD}{{0,4}}\s+(?:{TICK}(?P<name>{PARTED}){TICK}"
    r"|(?P<plain>[a-z][a-z0-9]*(?:_+[a-z0-9]+)+))(?!\s*(?:skill|command|tool|script|function|event|`))(?![\w(/]|\.\w)",
    re.IGNORECASE,
)
ROLE = re.compile(
    rf"\b{STRONG}{LEAD}{{0,4}}\s+{TICK}(?P<name>{NAME}){TICK}"
    r"(?!\s*(?:skill|command|tool|script|function|event|process|thread|queue|`))(?![\w(/]|\.\w)",
    re.IGNORECASE,
)
"""A name of one word, which counts only if a host has such an agent itself."""

FORMS = (TYPED, CALL, MENTION, BEFORE, BEHIND, DIRECT)

PLACEHOLDER = re.compile(
    r"(?:(?:your|my|some|the|custom|agent|subagent|sub|specialist|example|sample|plugin)[-_:]?){0,4}"
    r"(?:name|agents?|type|subagents?|role|x|foo|bar|example|id|string|self|none|null|true|false"
    r"|resume|prompt|description|model|team|task|value|plugin:agent|custom|skills?|tools?"
    r"|the|an?|this|that|each|every|all|own|new|same|one|only)",
    re.IGNORECASE,
)
"""Words that stand for a name and are none."""

NOT = re.compile(
    r"\b(?:do\s+not|don['’]t|never|must\s+not|should\s+not|shouldn['’]t|cannot|can['’]t|not"
    r"|instead\s+of|rather\s+than|without|avoid|no\s+longer|stop)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)


class Call(NamedTuple):
    """A name in a text that is handed work, and where its sentence's verb and name begin.

    `sure` are forms that nothing else looks like: a call of the host's own tool.
    """

    name: str
    start: int
    at: int
    sure: bool


ROOTS = ("spawn", "dispatch", "delegat", "hand", "spin")
ANCHORS = (
    re.compile(rf"agents?\s+(?:named\s+|called\s+)?{TICK}"),
    re.compile(rf"roles?\s+(?:named\s+|called\s+)?{TICK}"),
    # bounded, or a file of nothing but such words would take time in the square of its length
    *(re.compile(rf"{root}[\w ]{{0,80}}?{LEAD}{{0,4}}\s+(?:{TICK}|[a-z]+_)") for root in ROOTS),
)
AHEAD = re.compile(rf"{TICK}\s+(?:\w+\s+)?(?:sub-?)?$")
TOOLS = ("subagent_type", "agent_type", "@agent-", "Task(", "Agent(")
"""What a text holds that hands work to an agent of any name; each begins with fixed letters,
for that is what makes looking through megabytes quick."""

TOKEN = re.compile(
    rf"(?<![\w/.-])(?P<name>{PARTED}|(?<=[`*\"@])[A-Za-z]\w*"
    rf"|[A-Za-z]\w*(?=\s+{AGENT}))(?![\w/-])(?!\.\w)"
)
"""A word that may be an agent's name: of several parts, marked, or before the word agent."""


def mentions(text: str, known: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where a text holds the names of agents that are known."""
    if known:
        yield from (match for match in TOKEN.finditer(text) if match["name"] in known)


def concerns(text: str, known: frozenset[str]) -> bool:
    """Whether a text may name an agent; one that does not is not looked at further."""
    if any(tool in text for tool in TOOLS) or any(True for _ in mentions(text, known)):
        return True
    lower = text.lower()
    if any(anchor.search(lower) for anchor in ANCHORS):
        return True
    for word in ("agent", "role"):
        at = lower.find(word)
        while at >= 0:
            if AHEAD.search(lower, max(0, at - 30), at):
                return True
            at = lower.find(word, at + 1)
    return False


def holds(text: str, known: frozenset[str]) -> bool:
    """Whether a file may hold a route: a call in a paragraph, or a known agent in a table."""
    if not concerns(text, known):
        return False
    tables = "\n".join(line for line in text.split("\n") if line.count("|") > 1)
    if any(True for _ in mentions(tables, known)):
        return True
    return any(True for part in text.split("\n\n") for _ in find(part, known))


def find(text: str, known: frozenset[str]) -> Iterator[Call]:
    """Every call in one sentence or line, each name once."""
    seen: set[str] = set()
    if not concerns(text, known):
        return
    for form in FORMS:
        for match in form.finditer(text):
            group = "name" if match["name"] else "plain"
            sure = form in (TYPED, CALL, MENTION)
            name = match[group]
            if name in seen or denied(text, match.start()):
                continue
            if name not in known and not (real(name) and (sure or meant(text, match, group))):
                continue
            seen.add(name)
            yield Call(name, match.start(), match.start(group), sure)
    for match in ROLE.finditer(text):
        name = match["name"]
        if name in built_in() and name not in seen and not denied(text, match.start()):
            seen.add(name)
            yield Call(name, match.start(), match.start("name"), False)
    for match in mentions(text, known):
        if match["name"] not in seen and told(text, match) and not denied(text, match.start()):
            seen.add(match["name"])
            yield Call(match["name"], match.start(), match.start(), False)


@cache
def built_in() -> frozenset[str]:
    """The agents that hosts have without any file."""
    return frozenset(name for host in facts.NAMES for name in facts.of(host).built_in)


def real(name: str) -> bool:
    """Whether a word can be a name, not what stands for one or a constant."""
    return not PLACEHOLDER.fullmatch(name) and not (name.isupper() and "_" in name)


def meant(text: str, match: re.Match[str], group: str) -> bool:
    """Whether a name that nothing defines is an agent's, by the words around it."""
    plain = not re.search(r"[-_:]", match[group]) and text[match.start(group) - 1] != "`"
    return not (plain or LATER.search(text, 0, match.start()) or "skill" in text.lower())


LATER = re.compile(r"\b(?:before|after|when|while|once|without|prior\s+to)\s+$", re.IGNORECASE)
"""Before a verb: a word on what happens around a call that is made elsewhere."""

DOING = re.compile(rf"\b{VERB}\b[^.]{{0,80}}\W*$", re.IGNORECASE)
LED = re.compile(r"(?:→|->|=>)\W*$")
OTHER = re.compile(r"\W{0,3}\s+(?:skills?|commands?|plugins?|prompts?|templates?|files?)\b")
MEANT = re.compile(r"\bfor\s+(?:the\s+|an?\s+)?[`*\"]*$")
"""Before a name: something else is made or used for that agent."""

BESIDE = re.compile(rf"\W{{0,3}}\s+{AGENT}", re.IGNORECASE)
DOES = re.compile(
    r"\W{0,3}\s+(?:handles|does|takes|owns|reviews|writes|checks|runs|should(?!\s+have)|must)\b",
    re.IGNORECASE,
)


def told(text: str, match: re.Match[str]) -> bool:
    """Whether a known agent's name is one that something is handed to, not a mere word."""
    name = match["name"]
    if OTHER.match(text, match.end()) or MEANT.search(text, 0, match.start()):
        return False
    marked = text[match.start() - 1 : match.start()] in ("`", "*", '"') or "_" in name
    if not (marked or "-" in name or match[0].startswith("@") or BESIDE.match(text, match.end())):
        return False
    if LED.search(text, 0, match.start()) and "agent" in text.lower():
        return True
    return bool(DOING.search(text, 0, match.start()) or DOES.match(text, match.end()))


def denied(text: str, start: int) -> bool:
    """Whether the text before a call forbids it."""
    return NOT.search(text, max(0, start - 90), start) is not None
