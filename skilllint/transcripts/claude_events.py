"""What a record of Claude Code says that matters: answers, texts, results, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from skilllint.transcripts import paths
from skilllint.transcripts.records import Record, items, mapping, number, text

BASE = "Base directory for this skill:"
STUB = re.compile(r"\(Re-invocation of |Skill /\S+ (?:is already|was) loaded ")
"""How a note begins that stands for a text that was loaded before."""

MARKUP = re.compile(r"<(?:command|local-command)-")
"""How a note of the program begins that is no text of a skill."""

SHOWN = 100
"""Characters that are kept of a text that can be no skill's, to tell what it is."""

ERROR = "<tool_use_error>"
SILENT = frozenset({"command_permissions"})
"""Attachments that add nothing to the prompt."""

NAMING = frozenset(["Bash", "Grep", "Glob", "PowerShell"])
EDITING = {
    "Edit": "file_path",
    "Write": "file_path",
    "MultiEdit": "file_path",
    "NotebookEdit": "notebook_path",
}


class Usage(NamedTuple):
    """The tokens of one record of a call, as its usage says."""

    uncached: int
    cached: int
    written: int
    written_5m: int
    written_1h: int
    output: int

    @property
    def prompt(self) -> int:
        return self.uncached + self.cached + self.written


class Use(NamedTuple):
    """A tool that an answer uses: texts that may name files, and files that it changes."""

    identity: str
    tool: str
    skill: str
    names: tuple[str, ...]
    edits: tuple[str, ...]
    command: str


class Answer(NamedTuple):
    """One record of a call; `usage` is None where no model was asked."""

    message: str
    request: str
    record: str
    model: str
    usage: Usage | None
    uses: tuple[Use, ...]


class Said(NamedTuple):
    """A record in the user's name: texts, and results of tools with whether they failed."""

    record: str
    stamp: str
    source: str
    summary: bool
    meta: bool
    texts: tuple[str, ...]
    results: tuple[tuple[str, bool], ...]


class Attached(NamedTuple):
    """What the program added: the skills it kept, or the length and count of the listing."""

    record: str
    kind: str
    kept: tuple[str, ...]
    listing: tuple[int, int] | None


Event = Answer | Said | Attached


def event(record: Record) -> Event | None:
    """What a record says, None if it does not matter."""
    match record.get("type"):
        case "assistant":
            return answer(record)
        case "user":
            return said(record)
        case "attachment":
            return attached(record)
    return None


def answer(record: Record) -> Answer:
    message = mapping(record.get("message"))
    model = text(message.get("model"))
    told = mapping(message.get("usage"))
    asked = bool(told) and model != "<synthetic>"
    return Answer(
        text(message.get("id")),
        text(record.get("requestId")),
        text(record.get("uuid")),
        model,
        usage(told) if asked else None,
        tuple(uses(message.get("content"))),
    )


def usage(told: Record) -> Usage:
    split = mapping(told.get("cache_creation"))
    return Usage(
        number(told.get("input_tokens")),
        number(told.get("cache_read_input_tokens")),
        number(told.get("cache_creation_input_tokens")),
        number(split.get("ephemeral_5m_input_tokens")),
        number(split.get("ephemeral_1h_input_tokens")),
        number(told.get("output_tokens")),
    )


def uses(content: object) -> Iterator[Use]:
    for block in items(content):
        if isinstance(block, dict) and block.get("type") == "tool_use":
            tool, given = text(block.get("name")), mapping(block.get("input"))
            yield Use(
                text(block.get("id")),
                tool,
                skill(given) if tool == "Skill" else "",
                tuple(naming(tool, given)),
                tuple(editing(tool, given)),
                text(given.get("command")) if tool in NAMING else "",
            )


def skill(given: Record) -> str:
    """The skill that is asked for; early versions call it a command."""
    return text(given.get("skill")) or text(given.get("command"))


def naming(tool: str, given: Record) -> Iterator[str]:
    """Texts that may name files below a skill's folder; each path has a separator."""
    if tool == "Read":
        yield text(given.get("file_path"))
    elif tool in NAMING:
        told = (value for value in given.values() if isinstance(value, str))
        yield from (value for value in told if "/" in value or "\\" in value)


def editing(tool: str, given: Record) -> Iterator[str]:
    if tool in EDITING:
        yield text(given.get(EDITING[tool]))


def said(record: Record) -> Said:
    content = mapping(record.get("message")).get("content")
    blocks = [block for block in items(content) if isinstance(block, dict)]
    texts = [text(block.get("text")) for block in blocks if block.get("type") == "text"]
    told = [content] if isinstance(content, str) else texts
    source, meta = text(record.get("sourceToolUseID")), record.get("isMeta") is True
    return Said(
        text(record.get("uuid")),
        text(record.get("timestamp")),
        source,
        record.get("isCompactSummary") is True,
        meta,
        tuple(one if (source and meta) or BASE in one[:SHOWN] else one[:SHOWN] for one in told),
        tuple(
            (text(block.get("tool_use_id")), failed(block))
            for block in blocks
            if block.get("type") == "tool_result"
        ),
    )


def failed(result: Record) -> bool:
    """Whether the result of a tool is an error."""
    content = result.get("content")
    told = content if isinstance(content, str) else first_text(content)
    return result.get("is_error") is True or told.startswith(ERROR)


def first_text(content: Any) -> str:
    return next((text(mapping(block).get("text")) for block in items(content)), "")


def attached(record: Record) -> Attached:
    told = mapping(record.get("attachment"))
    kind = text(told.get("type"))
    skills = items(told.get("skills")) if kind == "invoked_skills" else []
    kept = [name for one in skills for name in names_of(mapping(one))]
    listing = None
    if kind == "skill_listing":
        content = text(told.get("content"))
        counted = number(told.get("skillCount")) or len(items(told.get("names")))
        listing = (len(content), counted)
    return Attached(text(record.get("uuid")), kind, tuple(filter(None, kept)), listing)


def names_of(kept: Record) -> Iterator[str]:
    """What tells which skill was kept: its folder where the text begins with it, else names."""
    base, _ = body(text(kept.get("content")))
    if base:
        yield paths.same(base)
    else:
        yield text(kept.get("name"))
        yield text(kept.get("name")).rpartition(":")[2]


def body(told: str) -> tuple[str | None, str]:
    """The folder that the first line of a loaded text names, and what follows the line."""
    begun = told.lstrip()
    if not begun.startswith(BASE):
        return None, told
    head, _, rest = begun.partition("\n")
    return head.removeprefix(BASE).strip(), rest
