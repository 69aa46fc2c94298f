"""Synthetic records of sessions, as both hosts write them, and logs made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from skilllint.transcripts import Log, read

Record = dict[str, Any]

BASE = "/home/ann/.claude/skills/sweep"
CODEX_BASE = "/home/ann/.codex/skills/sweep"

NOW = "now"
"""A time stamp that becomes the one after that of the record before."""

_names = count()


def stamp(tick: int) -> str:
    return f"2026-03-01T{tick // 3600 % 24:02}:{tick // 60 % 60:02}:{tick % 60:02}.000Z"


def write(path: Path, records: Iterable[Record | bytes | str]) -> Path:
    """A file of one record a line; bytes and text are lines as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line(one, tick) + b"\n" for tick, one in enumerate(records)))
    return path


def line(one: Record | bytes | str, tick: int = 0) -> bytes:
    if isinstance(one, bytes):
        return one
    if not isinstance(one, str):
        now = {"timestamp": stamp(tick)} if one.get("timestamp") == NOW else {}
        one = json.dumps({**one, **now})
    return one.encode("utf-8")


def log(folder: Path, records: Iterable[Record | bytes | str], name: str = "s.jsonl") -> Log:
    """What a file of these records is read as."""
    return read(write(folder / name, records))


# --- Claude Code ----------------------------------------------------------------------


def claude(kind: str, **fields: Any) -> Record:
    """A record of Claude Code with all that each has; None leaves a field out."""
    told = {
        "type": kind,
        "uuid": f"u{next(_names):08}",
        "timestamp": NOW,
        "sessionId": "s",
        "isSidechain": False,
        **fields,
    }
    return {key: value for key, value in told.items() if value is not None}


def usage(uncached: int = 10, cached: int = 0, written: int = 0, **more: Any) -> Record:
    return {
        "input_tokens": uncached,
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": written,
        "output_tokens": 1,
        **more,
    }


def answer(
    message: str, *blocks: Record, used: Record | None = None, model: str = "m", **fields: Any
) -> Record:
    """One record of a call; its request is called as its message."""
    inner = {
        "id": message,
        "model": model,
        "role": "assistant",
        "content": [*blocks] or [{"type": "text", "text": "Well."}],
        "usage": usage() if used is None else used,
    }
    return claude("assistant", **{"requestId": f"r{message}", "message": inner, **fields})


def tool(identity: str, name: str, **given: Any) -> Record:
    return {"type": "tool_use", "id": identity, "name": name, "input": given}


def result(identity: str, content: Any = "done", **more: Any) -> Record:
    block = {"type": "tool_result", "tool_use_id": identity, "content": content, **more}
    return claude("user", message={"role": "user", "content": [block]})


def said(content: Any, **fields: Any) -> Record:
    return claude("user", message={"role": "user", "content": content}, **fields)


def body(base: str = BASE, source: str | None = "t1") -> Record:
    """The record by which a skill's text enters."""
    told = f"Base directory for this skill: {base}\n# Sweep\n\nSweep it.\n"
    return said([{"type": "text", "text": told}], isMeta=True, sourceToolUseID=source)


def load(base: str = BASE, source: str = "t1", message: str = "load") -> list[Record]:
    """A skill that the model loads: its call, the tool's result, the text."""
    return [
        answer(message, tool(source, "Skill", skill="sweep")),
        result(source, "Launching skill: sweep"),
        body(base, source=source),
    ]


def attachment(kind: str, **fields: Any) -> Record:
    return claude("attachment", attachment={"type": kind, **fields})


def compaction() -> Record:
    return said("This session is being continued", isCompactSummary=True)


# --- Codex -------------------------------------------------------------------------------


def codex(kind: str, payload: Record, **fields: Any) -> Record:
    return {"timestamp": NOW, "type": kind, "payload": payload, **fields}


def meta(**fields: Any) -> Record:
    return codex("session_meta", {"id": "s", "cwd": "/home/ann/house", "source": "cli", **fields})


def turn(model: str = "gpt") -> Record:
    return codex("turn_context", {"cwd": "/home/ann/house", "model": model})


class Meter:
    """Counts tokens as Codex does: the sums of all calls, and the last one's."""

    def __init__(self) -> None:
        self.prompt = self.cached = self.output = 0

    def call(self, prompt: int = 100, cached: int = 40, output: int = 7) -> Record:
        self.prompt, self.cached = self.prompt + prompt, self.cached + cached
        self.output += output
        return self.repeat(prompt, cached, output)

    def repeat(self, prompt: int = 0, cached: int = 0, output: int = 0) -> Record:
        info = {
            "total_token_usage": sums(self.prompt, self.cached, self.output),
            "last_token_usage": sums(prompt, cached, output),
        }
        return codex("event_msg", {"type": "token_count", "info": info})


def sums(prompt: int, cached: int, output: int) -> Record:
    return {
        "input_tokens": prompt,
        "cached_input_tokens": cached,
        "output_tokens": output,
        "total_tokens": prompt + output,
    }


def item(kind: str, **fields: Any) -> Record:
    return codex("response_item", {"type": kind, **fields})


def shell(command: Any, identity: str = "c1", name: str = "exec_command") -> Record:
    """A function that runs a command, given as text or as a list of words."""
    key = "cmd" if name == "exec_command" else "command"
    arguments = json.dumps({key: command, "workdir": "/home/ann/house"})
    return item("function_call", name=name, arguments=arguments, call_id=identity)


def printed(tokens: int, identity: str = "c1") -> Record:
    told = f"Chunk ID: 1\nWall time: 0.1 seconds\nOriginal token count: {tokens}\nOutput:\nSweep."
    return item("function_call_output", call_id=identity, output=told)
