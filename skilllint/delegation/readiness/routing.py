"""The routes of one document: which sentence hands work to which agent, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from skilllint import outline, source
from skilllint.delegation.readiness import calls
from skilllint.discovery import shown
from skilllint.model import Block, Outline, Section
from skilllint.model.delegating import Agent

ENDS = re.compile(
    r"(?<=[.!?])[ \t\n]+(?=[A-Z`*\"“@(])|;[ \t\n]+|\n(?=[ \t]*(?:[-*+]|\d+[.)])\s)|\n\s*\n"
)
SPEECH = re.compile(
    r"^\s*(?:>?\s*)?(?:user|assistant|human)\s*:|<commentary>|<example>", re.IGNORECASE
)
ASIDE = re.compile(
    r"\b(?:anti-?patterns?|bad|wrong|don['’]?ts?|changelog|history|before|deprecated|"
    r"release\s+notes|related|see\s+also|troubleshooting|example\s+output|sample\s+output)\b",
    re.IGNORECASE,
)
"""Headings below which a sentence shows what not to do, or what was."""

EXAMPLE = re.compile(
    r"\bexamples?\b|\bsample\b|\binvocation\b|\busage\b|\bhow\s+to\s+(?:invoke|call)\b",
    re.IGNORECASE,
)
"""In what an agent is told: how others call it."""

CODE = {
    "python",
    "py",
    "js",
    "javascript",
    "ts",
    "typescript",
    "bash",
    "sh",
    "jsonc",
    "go",
    "rust",
    "console",
    "diff",
}


HOSTS = {"codex", "claude-code"}
"""Kinds of documents that are read whatever they say: what they ask holds everywhere."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that may route.

    `kind` is the host that reads it in every session, else `skill`, `document`, or `agent`
    for what an `agent` is told.
    """

    path: str
    text: str
    outline: Outline
    kind: str
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One call with its sentence, what stands before the call in that, and its section.

    `others` are the lines of the section, first and last, that are on other agents.
    """

    name: str
    document: Document
    line: int
    sentence: str
    before: str
    cell: str
    section: Section | None
    sure: bool
    others: tuple[tuple[int, int], ...] = ()

    @property
    def scope(self) -> str:
        """The text of the call's section, without those below; lines on other agents are empty."""
        if self.section is None:
            return self.sentence
        start = self.section.start
        lines = self.document.outline.text(start, self.section.own_end).split("\n")
        for first, last in self.others:
            lines[first - start : last - start + 1] = [""] * (last - first + 1)
        return "\n".join(lines)

    @property
    def row(self) -> str:
        """The first line of the list's item that holds the call, else the call's own."""
        blocks = self.section.blocks if self.section else ()
        items = (one.start for one in blocks if one.kind == "item" and self.line <= one.end)
        start = next(items, self.line)
        return self.document.outline.lines[min(start, self.line) - 1]

    @property
    def heading(self) -> str:
        """The heading over the call, where it is not the title of the whole text."""
        section = self.section
        titled = section is not None and section.level > 1
        return section.title if section is not None and titled else ""


def read(path: Path, kind: str, known: frozenset[str]) -> Document | None:
    """A document that may name an agent; None for one that cannot. Raises `Unreadable`."""
    data = source.load(path)
    text = source.decode(data)[1]
    if kind not in HOSTS and not calls.holds(text, known):
        return None
    read = source.parse(data, shown(path))
    return Document(read.path, read.text, outline.read(read), kind)


def find(document: Document, known: frozenset[str]) -> Iterator[Found]:
    """Every call of a document, in its order."""
    for section in document.outline.sections:
        path = " ".join(section.path[-2:])
        if ASIDE.search(path) or (document.kind == "agent" and EXAMPLE.search(path)):
            continue
        found: list[Found] = []
        for block in section.blocks:
            if block.kind in ("paragraph", "list", "quote", "table", "fence", "code", "html"):
                found += in_block(document, section, block, known)
        yield from apart(found, section)


def apart(found: list[Found], section: Section) -> Iterator[Found]:
    """The calls of a section, none of which is judged by what is said of another agent."""
    spans = {one.line: span(one.line, section) for one in found}
    for one in found:
        mine = {spans[other.line] for other in found if other.name == one.name}
        others = {spans[other.line] for other in found} - mine
        # a point may lie in one of ours: its words are ours, too
        kept = (them for them in others if not any(a <= them[0] <= b for a, b in mine))
        yield replace(one, others=tuple(sorted(kept)))


def span(line: int, section: Section) -> tuple[int, int]:
    """The first and the last line of the paragraph, point or row that a line belongs to."""
    around = [block for block in section.blocks if block.start <= line <= block.end]
    if not around or around[-1].kind == "table":
        return line, line
    least = min(around, key=lambda block: block.end - block.start)
    return least.start, least.end


def in_block(
    document: Document, section: Section, block: Block, known: frozenset[str]
) -> Iterator[Found]:
    """The calls of one block: a line each in tables and fences, a sentence each elsewhere."""
    lines = document.outline.lines
    if block.kind in ("table", "fence", "code"):
        code = block.kind == "fence" and block.info.partition(" ")[0].lower() in CODE
        if block.info.startswith("mermaid"):
            return
        header = lines[block.start - 1]
        whole = document.outline.text(block.start, block.end)
        for number in range(block.start, block.end + 1):
            line = lines[number - 1]
            for call in calls.find(line, known):
                if block.kind != "table" and not spoken(call, line, whole, code):
                    continue
                cell = first_cell(line) if block.kind == "table" else ""
                yield Found(
                    call.name, document, number, line, line[: call.start], cell, section, call.sure
                )
        if block.kind == "table" and known and re.search(r"agent|delegate|route|who", header, re.I):
            yield from in_rows(document, section, block, known)
        return
    fenced = [other for other in section.blocks if other.kind == "fence" and within(other, block)]
    text = "\n".join(
        "" if any(one.start <= number <= one.end for one in fenced) else lines[number - 1]
        for number in range(block.start, block.end + 1)
    )
    for start, sentence in sentences(text):
        if SPEECH.search(sentence):
            continue
        for call in calls.find(sentence, known):
            at = block.start + text.count("\n", 0, start + call.at)
            before = sentence[: call.start]
            yield Found(call.name, document, at, sentence, before, "", section, call.sure)


def within(inner: Block, outer: Block) -> bool:
    """Whether one block lies in another."""
    return inner is not outer and outer.start <= inner.start and inner.end <= outer.end


def spoken(call: calls.Call, line: str, whole: str, code: bool) -> bool:
    """Whether a line of a fence calls the host's tool and is no data that only names it."""
    if code:
        return "subagent_type" in line and bool(re.search(r"\b(?:Task|Agent)\(", whole))
    if not call.sure:
        return bool(re.match(r"\s*(?:[-*\d.)]+\s+)?[A-Z]\w+\s", line)) and "{" not in line
    if "agent_type" in line and "subagent_type" not in line:
        return "spawn_agent" in whole
    return not re.match(r"\s*-?\s*(?:allowed-)?tools\b|\s*-\s*Task\(", line)


def in_rows(
    document: Document, section: Section, block: Block, known: frozenset[str]
) -> Iterator[Found]:
    """The agents that a table of who does what names, a row each."""
    for number in range(block.start + 2, block.end + 1):
        line = document.outline.lines[number - 1]
        marked = [one for one in calls.mentions(line, known) if line[one.start() - 1] in "`* |"]
        for match in marked[:1]:
            cell = first_cell(line)
            if match["name"] in cell:
                cell = line.strip().strip("|").rpartition("|")[2].strip()
            yield Found(match["name"], document, number, line, "", cell, section, False)


def first_cell(line: str) -> str:
    """What the first cell of a row says."""
    return line.strip().strip("|").partition("|")[0].strip()


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence of a block with the place where it begins."""
    start = 0
    for end in ENDS.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]
