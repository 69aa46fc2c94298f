"""What a record of Codex says that matters: calls, tools that ran, texts, compactions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from skilllint.transcripts import known, shell
from skilllint.transcripts.records import Record, items, mapping, number, text

SKILL = re.compile(r"^<skill>\s*<name>([^<]+)</name>\s*<path>([^<]+)</path>", re.MULTILINE)
LISTING = ("<skills_instructions>", "</skills_instructions>")
COUNTED = re.compile(r"[Oo]riginal[ _]token[ _]count\"?: ?(\d+)")
HEAD = 400
"""Characters of an output in which its token count stands, before the output itself."""

SCRIPTED = re.compile(
    r"""\b(?:cmd|command)["']?\s*:\s*"""
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)""",
    re.DOTALL,
)
"""A command inside a script that calls tools, which some versions write."""

COMPACTED = re.compile(rb'"type"\s*:\s*"compacted"')
STAMP = re.compile(rb'"timestamp"\s*:\s*"([^"]{1,40})"')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Counted(NamedTuple):
    """What one `token_count` says: the sums, which tell repeats, and the call's own tokens.

    Tokens are those of the prompt, the part of it that was cached, and the answer's.
    """

    total: tuple[int, ...]
    sums: tuple[int, int, int]
    last: tuple[int, int, int] | None


class Used(NamedTuple):
    """A tool that ran: its commands, and the patches it applied in a folder."""

    identity: str
    commands: tuple[str, ...]
    patches: tuple[str, ...]
    folder: str


class Printed(NamedTuple):
    """How many tokens the output of a tool had."""

    identity: str
    tokens: int


class Injected(NamedTuple):
    """Skills that the user's message brought: the name and the SKILL.md of each."""

    skills: tuple[tuple[str, str], ...]


class Listed(NamedTuple):
    """The length of the listing of all skills, and how many it holds."""

    characters: int
    skills: int


class Compacted(NamedTuple):
    """The history was summed up."""


class Turn(NamedTuple):
    """The model and the working folder from here on."""

    model: str
    folder: str


Event = Counted | Used | Printed | Injected | Listed | Compacted | Turn


def abridged(head: bytes) -> bytes:
    """What matters of a record that is too long to be read: that it is a compaction, and when."""
    front = head.partition(b'"payload"')[0]
    if not COMPACTED.search(front):
        return b""
    stamp = STAMP.search(front)
    when = stamp[1].decode("ascii", "replace") if stamp else None
    return json.dumps({"type": "compacted", "timestamp": when}).encode()


def unknown(record: Record) -> str | None:
    """The type of a record that no reader knows; of a record inside another, both."""
    kind = text(record.get("type"))
    inner = text(mapping(record.get("payload")).get("type"))
    inside = {"response_item": known.CODEX_ITEMS, "event_msg": known.CODEX_EVENTS}.get(kind)
    if inside is None:
        return None if kind in known.CODEX else kind or known.NAMELESS
    return None if inner in inside else f"{kind}/{inner or known.NAMELESS}"


def events(record: Record) -> Iterator[Event]:
    """What a record says that matters."""
    payload = mapping(record.get("payload"))
    match record.get("type"):
        case "compacted":
            yield Compacted()
        case "turn_context" | "session_meta":
            yield Turn(text(payload.get("model")), text(payload.get("cwd")))
        case "event_msg" if payload.get("type") == "token_count":
            info = mapping(payload.get("info"))
            if info:
                yield counted(info)
        case "response_item":
            yield from item(payload)


def counted(info: Record) -> Counted:
    total = mapping(info.get("total_token_usage"))
    last = mapping(info.get("last_token_usage"))
    every = tuple(number(value) for _, value in sorted(total.items()))
    return Counted(every, tokens(total), tokens(last) if last else None)


def tokens(told: Record) -> tuple[int, int, int]:
    cached = number(told.get("cached_input_tokens"))
    return number(told.get("input_tokens")), cached, number(told.get("output_tokens"))


def item(payload: Record) -> Iterator[Event]:
    kind, who = payload.get("type"), text(payload.get("call_id")) or text(payload.get("id"))
    match kind:
        case "function_call":
            yield function(who, text(payload.get("name")), payload.get("arguments"))
        case "local_shell_call":
            yield function(who, "local_shell", mapping(payload.get("action")))
        case "custom_tool_call":
            given = text(payload.get("input"))
            found = tuple(unescaped(one) for one in SCRIPTED.findall(given))
            yield Used(who, found, (given, ESCAPED.sub(plain, given), *found), "")
        case "function_call_output" | "custom_tool_call_output":
            head, _, _ = output(payload.get("output"))[:HEAD].partition("Output:\n")
            count = COUNTED.search(head)
            if count:
                yield Printed(who, int(count[1][:18]))
        case "message":
            yield from message(payload)


def message(payload: Record) -> Iterator[Event]:
    content = payload.get("content")
    told = "\n".join(text(mapping(one).get("text")) for one in items(content)) or text(content)
    who = payload.get("role")
    found = SKILL.findall(told) if who in ("user", "developer") else []
    if found:
        yield Injected(tuple((name.strip(), path.strip()) for name, path in found))
    if who != "user":
        _, start, rest = told.partition(LISTING[0])
        listing, end, _ = rest.partition(LISTING[1])
        if start and end:
            entries = (line.startswith("- ") and "(file: " in line for line in listing.split("\n"))
            yield Listed(len(listing), sum(entries))


def output(told: object) -> str:
    """The text of a tool's output, which may stand inside JSON or in blocks."""
    if isinstance(told, dict):
        told = told.get("content", told.get("output"))
    if isinstance(told, list):
        told = next((text(mapping(block).get("text")) for block in told), "")
    return text(told)


def function(who: str, name: str, arguments: object) -> Used:
    given = parsed(arguments)
    commands = tuple(commands_in(given)) if isinstance(given, dict) else (text(given),)
    if name == "read_file":
        commands = (f"cat {shell.quoted(text(mapping(given).get('file_path')))}",)
    folder = text(mapping(given).get("workdir")) or text(mapping(given).get("working_directory"))
    return Used(who, commands, (text(mapping(given).get("input")), *commands), folder)


def parsed(arguments: object) -> Any:
    """A function's arguments, which are JSON in a text; the text itself if it is none."""
    if not isinstance(arguments, str):
        return arguments
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments


def commands_in(given: Any) -> Iterator[str]:
    """The command lines in a function's arguments, however deep they stand."""
    for key, value in mapping(given).items():
        if key in ("cmd", "command"):
            yield command_line(value)
        elif isinstance(value, list):
            for one in value:
                yield from commands_in(one)
        else:
            yield from commands_in(value)


def command_line(value: object) -> str:
    """A command as one line: a list is a program and its words, or a shell and its script."""
    if isinstance(value, str):
        return value
    words = [word for word in items(value) if isinstance(word, str)]
    return shell.script(words[1:]) or " ".join(map(shell.quoted, words))


def unescaped(quoted: str) -> str:
    """A string of a script without its quotes and escapes."""
    return ESCAPED.sub(plain, quoted[1:-1])


def plain(escape: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r"}.get(escape[1], escape[1])
