"""Logs of Codex: usage in a record of its own, told after the results of the call's commands."""

from __future__ import annotations

import json
import string
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from logs.writer import Json, Loaded, Writer

HEAD = (
    "Chunk ID: {}\nWall time: 0.0000 seconds\nProcess exited with code 0\n"
    "Original token count: {}\nOutput:\n"
)
PARTS = ("input_tokens", "cached_input_tokens", "output_tokens")


def quarter(text: str) -> int:
    """What Codex prints as a text's token count: a quarter of its bytes."""
    return (len(text.encode()) + 3) // 4


@dataclass(kw_only=True)
class Codex(Writer):
    """A session of Codex, which counts in o200k tokens."""

    model: str = "gpt-5.5"
    total: list[int] = field(default_factory=lambda: [0, 0, 0], init=False)
    host = "codex"

    def __post_init__(self) -> None:
        super().__post_init__()
        meta: Json = {"id": self.session, "cwd": self.cwd, "originator": "codex-tui"}
        self.put("session_meta", meta | {"cli_version": "0.142.1", "model_provider": "openai"})

    def path(self) -> PurePosixPath:
        name = f"rollout-{self.start:%Y-%m-%dT%H-%M-%S}-{self.session}.jsonl"
        return PurePosixPath(f"codex/sessions/{self.start:%Y/%m/%d}") / name

    # --- records ----------------------------------------------------------------

    def put(self, kind: str, payload: Json) -> None:
        self.records.append({"timestamp": self.stamp(), "type": kind, "payload": payload})

    def message(self, role: str, text: str, weight: int | None = None) -> None:
        self.entered += self.tokens(text) if weight is None else weight
        kind = "output_text" if role == "assistant" else "input_text"
        content = [{"type": kind, "text": text}]
        self.put("response_item", {"type": "message", "role": role, "content": content})

    def turn(self, text: str) -> None:
        """The user's next prompt, and what a turn begins with."""
        id_ = self.uuid()
        self.put("event_msg", {"type": "task_started", "turn_id": id_})
        self.put("turn_context", {"turn_id": id_, "cwd": self.cwd, "model": self.model})
        self.message("user", text)
        self.put("event_msg", {"type": "user_message", "message": text, "images": []})

    def call(self, *commands: tuple[str, str, int | None], output: int | None = None) -> None:
        """One call that runs shell commands: each with what it prints and what that weighs."""
        output = self.random.randint(40, 400) if output is None else output
        prompt = self.context + self.entered
        results: list[Json] = []
        grown = 0
        for command, told, weight in commands:
            self.name("shell", command)
            id_ = f"call_{self.id(24)}"
            given = {"cmd": command, "workdir": self.cwd, "yield_time_ms": 10_000}
            used: Json = {"type": "function_call", "name": "exec_command", "call_id": id_}
            self.put("response_item", used | {"arguments": json.dumps(given)})
            grown += self.tokens(told) if weight is None else weight
            size = quarter(told) if weight is None else weight
            head = HEAD.format(self.id(6, string.hexdigits[:16]), size)
            result: Json = {"type": "function_call_output", "call_id": id_}
            results.append(result | {"output": head + told})
        for result in results:
            self.put("response_item", result)
        self.count(prompt, output)
        self.context, self.entered = prompt + output, grown

    def count(self, prompt: int, output: int, *, repeat: bool = True) -> None:
        """The usage of a call, told twice in every third."""
        cached = self.warm // 128 * 128
        last = dict(zip(PARTS, (prompt, cached, output), strict=True))
        self.total = [a + b for a, b in zip(self.total, last.values(), strict=True)]
        total = dict(zip(PARTS, self.total, strict=True))
        for usage in (last, total):
            usage["total_tokens"] = usage["input_tokens"] + usage["output_tokens"]
        info = {
            "total_token_usage": total,
            "last_token_usage": last,
            "model_context_window": 258_400,
        }
        for _ in range(2 if repeat and len(self.calls) % 3 == 0 else 1):
            self.put("event_msg", {"type": "token_count", "info": info})
        self.calls.append(
            {"uncached": prompt - cached, "cache_read": cached, "cache_creation": None}
        )
        self.warm = prompt

    # --- what a session does ----------------------------------------------------

    def skill(self, base: str, text: str, first: int = 1, last: int = 400) -> Loaded:
        """The shell prints some lines of a SKILL.md, whose whole text is given."""
        command = f"sed -n '{first},{last}p' {base}/SKILL.md"
        told = "\n".join(text.split("\n")[first - 1 : last])
        old = next((load for load in self.loads if load.base == base), None)
        load = old or self.load(base, "shell", reads=0)
        load.reads += 1
        load.read_tokens += quarter(told)
        load.weight += self.tokens(told)
        self.call((command, told, None))
        return load

    def mention(self, base: str, text: str) -> Loaded:
        """The user names a skill, and Codex adds its text to the prompt."""
        name = PurePosixPath(base).name
        self.turn(f"${name} {self.words(4)}")
        load = self.load(base, "inject")
        told = f"<skill>\n<name>{name}</name>\n<path>{base}/SKILL.md</path>\n{text}\n</skill>"
        load.weight = self.tokens(told)
        self.message("user", told)
        return load

    def shell(self, command: str, weight: int = 80) -> None:
        """A call that runs a command; what it prints weighs so much, and little of it is logged."""
        self.call((command, self.words(5), weight))

    def read(self, path: str, text: str) -> None:
        """A call that prints a file."""
        self.shell(f"cat {path}", self.tokens(text))

    def patch(self, path: str) -> None:
        """A call that changes a file."""
        lines = ("*** Begin Patch", f"*** Update File: {path}", self.words(3), "*** End Patch\n")
        used: Json = {"type": "custom_tool_call", "name": "apply_patch", "status": "completed"}
        self.put("response_item", used | {"call_id": self.id(24), "input": "\n".join(lines)})
        self.call()

    def work(self, calls: int, weight: int = 900) -> None:
        """So many calls of other things, each adding about `weight` tokens; one ends the turn."""
        for _ in range(calls - 1):
            self.shell(f"rg {self.words(2)}", round(weight * self.random.uniform(0.3, 1.7)))
        if calls:
            self.call(output=round(weight / 2))
            self.message("assistant", self.words(), 0)
            self.put("event_msg", {"type": "task_complete"})

    def compact(self) -> None:
        """A compaction, and the empty usage record that follows it."""
        self.compactions.append(len(self.calls))
        self.put("compacted", {"message": "", "replacement_history": []})
        self.context, self.entered, self.warm = 16_000, 0, 9_600
        total = dict(zip(PARTS, self.total, strict=True))
        total["total_tokens"] = total["input_tokens"] + total["output_tokens"]
        info = {"total_token_usage": total, "last_token_usage": dict.fromkeys(total, 0)}
        self.put("event_msg", {"type": "token_count", "info": info})
        self.put("event_msg", {"type": "context_compacted"})

    def shape(self) -> Json:
        return super().shape() | {"cache_creation": None}

    def loaded(self, load: Loaded) -> Json:
        return super().loaded(load) | {"reads": load.reads, "read_tokens": load.read_tokens}
