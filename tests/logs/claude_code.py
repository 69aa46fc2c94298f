"""Logs of Claude Code: a record a content block, so several a call; usage in each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal

from logs.writer import Json, Loaded, Writer

Use = tuple[str, Json]

SEARCHING = ("Bash", "Grep", "Glob")
"""The tools besides Read whose use of a file counts as a read."""


def rendered(base: str, body: str, typed: str = "") -> str:
    """What Claude Code adds to the conversation for a skill: its folder, its body, and what
    the user or the model typed behind its name."""
    filled = body.replace("$ARGUMENTS", typed)
    behind = f"\n\nARGUMENTS: {typed}" if typed and filled == body else ""
    return f"Base directory for this skill: {base}\n\n{filled}{behind}"


def asked(name: str, typed: str = "") -> Json:
    """What the Skill tool is given."""
    return {"skill": name} | ({"args": typed} if typed else {})


@dataclass(kw_only=True)
class Claude(Writer):
    """A session of Claude Code; with `agent` the file of a subagent of the session `of`.

    A `terse` one leaves out what stands beside tool uses, for the sake of the log's size.
    """

    model: str = "claude-opus-4-6"
    ttl: Literal["5m", "1h"] = "1h"
    version: str = "2.1.202"
    of: Claude | None = None
    agent: str | None = None
    terse: bool = False
    parent: str | None = field(default=None, init=False)
    host = "claude-code"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.session = self.of.session if self.of else self.session

    def path(self) -> PurePosixPath:
        folder = PurePosixPath("claude/projects", self.cwd.replace("/", "-"))
        if self.agent:
            return folder / self.session / "subagents" / f"agent-{self.agent}.jsonl"
        return folder / f"{self.session}.jsonl"

    # --- records ----------------------------------------------------------------

    def record(self, kind: str, **more: Any) -> None:
        """A record with what every record carries."""
        head: Json = {"parentUuid": self.parent, "isSidechain": bool(self.agent)}
        head |= {"cwd": self.cwd, "sessionId": self.session, "version": self.version}
        if not self.terse:
            head |= {"userType": "external", "gitBranch": "main"}
        if self.agent:
            head["agentId"] = self.agent
        self.parent = self.uuid()
        tail = {"uuid": self.parent, "timestamp": self.stamp()}
        self.records.append(head | {"type": kind} | more | tail)

    def say(self, text: str, *, weight: int | None = None, **more: Any) -> None:
        """The user's next prompt, or what stands in for one; `weight` if the text is cut short."""
        self.entered += self.tokens(text) if weight is None else weight
        self.record("user", message={"role": "user", "content": text}, **more)

    def result(self, tool: str, text: str, weight: int | None = None, **more: Any) -> None:
        self.entered += self.tokens(text) if weight is None else weight
        block: Json = {"tool_use_id": tool, "type": "tool_result", "content": text}
        block |= {"is_error": True} if text.startswith("<tool_use_error>") else {}
        self.record("user", message={"role": "user", "content": [block]}, **more)

    def inject(self, text: str, **more: Any) -> int:
        """A text the program adds; its weight."""
        self.entered += (weight := self.tokens(text))
        message = {"role": "user", "content": [{"type": "text", "text": text}]}
        self.record("user", message=message, isMeta=True, **more)
        return weight

    def call(self, *uses: Use, output: int = 60, missed: bool = False) -> list[str]:
        """One call: text and tool uses, a record each; the ids of the uses.

        `missed`: nothing of the prompt was cached any more. `output` tokens enter the
        next prompt; what is logged of them is a placeholder in every other call.
        """
        prompt = self.context + self.entered
        cached = 0 if missed else self.warm
        fresh = min(3, prompt - cached)
        made = {"uncached": fresh, "cache_read": cached, "cache_creation": prompt - cached - fresh}
        ids = [f"toolu_01{self.id(22)}" for _ in uses]
        said: Json = {"type": "text", "text": self.words(6)}
        blocks = [] if self.terse and uses else [said]
        for id_, (name, given) in zip(ids, uses, strict=True):
            if name == "Read":
                self.name(name, given["file_path"], ".+")
            elif name in SEARCHING:
                self.name(name, json.dumps(given))
            blocks.append({"type": "tool_use", "id": id_, "name": name, "input": given})
        message: Json = {"model": self.model, "id": f"msg_01{self.id(22)}", "type": "message"}
        request = f"req_011C{self.id(20)}"
        for at, block in enumerate(blocks):
            last = at == len(blocks) - 1 and len(self.calls) % 2
            usage = self.usage(made, output if last else self.random.randint(1, 8))
            body = message | {"role": "assistant", "content": [block]}
            self.record("assistant", message=body | {"usage": usage}, requestId=request)
        self.calls.append(made)
        self.warm = prompt - fresh
        self.context, self.entered = prompt + output, 0
        return ids

    def usage(self, made: Json, output: int) -> Json:
        written = made["cache_creation"]
        life = {
            f"ephemeral_{ttl}_input_tokens": written * (ttl == self.ttl) for ttl in ("5m", "1h")
        }
        return {
            "input_tokens": made["uncached"],
            "cache_creation_input_tokens": written,
            "cache_read_input_tokens": made["cache_read"],
            "cache_creation": life,
            "output_tokens": output,
        }

    # --- what a session does ----------------------------------------------------

    def skill(
        self, base: str, body: str, *, typed: str = "", also: Sequence[Use] = (), noise: int = 0
    ) -> Loaded:
        """The Skill tool loads a text; `also` uses of its call and `noise` tokens enter too."""
        called = PurePosixPath(base).name
        first, *rest = self.call(("Skill", asked(called, typed)), *also)
        done = {"success": True, "commandName": called}
        self.result(first, f"Launching skill: {called}", toolUseResult=done)
        for id_ in rest:
            self.result(id_, self.words(), noise or None)
        text = rendered(base, body, typed)
        load = self.load(base, "Skill", characters=len(text) - text.index("\n") - 1)
        load.weight = self.inject(text, sourceToolUseID=first)
        if noise and not rest:
            self.attach("hook_additional_context", noise, content=[self.words()])
        return load

    def command(self, name: str, body: str) -> Loaded:
        """The Skill tool loads a command, which has no folder."""
        (id_,) = self.call(("Skill", asked(name)))
        self.result(id_, f"Launching skill: {name}", toolUseResult={"success": True})
        load = self.load(None, "Skill", skill=name, characters=len(body))
        load.weight = self.inject(body, sourceToolUseID=id_)
        return load

    def slash(self, base: str, body: str, typed: str = "") -> Loaded:
        """The user loads a skill by its slash command."""
        name = PurePosixPath(base).name
        said = f"<command-message>{name}</command-message>\n<command-name>/{name}</command-name>"
        self.say(said + f"\n<command-args>{typed}</command-args>" * bool(typed))
        text = rendered(base, body, typed)
        load = self.load(base, "slash", characters=len(text) - text.index("\n") - 1)
        load.weight = self.inject(text)
        return load

    def again(self, name: str) -> None:
        """A skill is asked for that is loaded already: a note, and no load."""
        (id_,) = self.call(("Skill", asked(name)))
        self.result(id_, f"Launching skill: {name}", toolUseResult={"success": True})
        note = "the skill instructions were previously loaded; what follows is new."
        self.inject(f"(Re-invocation of /{name} — {note})", sourceToolUseID=id_)

    def fail(self, name: str) -> None:
        """A skill is asked for that there is not."""
        (id_,) = self.call(("Skill", asked(name)))
        self.failures.append({"skill": name, "calls_before": len(self.calls)})
        told = f"Unknown skill: {name}"
        self.result(id_, f"<tool_use_error>{told}</tool_use_error>", toolUseResult=f"Error: {told}")

    def read(self, path: str, text: str = "", also: Iterable[Use] = ()) -> None:
        """A call that reads a file; what it prints weighs as `text`, of which little is logged."""
        ids = self.call(("Read", {"file_path": path}), *also)
        for id_ in ids:
            self.result(id_, f"     1\t{self.words()}", self.tokens(text))

    def bash(self, command: str, weight: int = 80) -> None:
        """A call that runs a command."""
        (id_,) = self.call(("Bash", {"command": command}))
        told = self.words(5)
        ran: Json = {"stdout": told, "stderr": "", "interrupted": False, "isImage": False}
        self.result(id_, told, weight, **({} if self.terse else {"toolUseResult": ran}))

    def edit(self, path: str) -> None:
        """A call that edits a file."""
        given = {"file_path": path, "old_string": self.words(3), "new_string": self.words(3)}
        (id_,) = self.call(("Edit", given))
        self.result(id_, f"The file {path} has been updated.")

    def work(self, calls: int, weight: int = 900) -> None:
        """So many calls of other things, each adding about `weight` tokens; one ends the turn."""
        for _ in range(calls - 1):
            grown = round(weight * self.random.uniform(0.3, 1.7))
            if self.random.random() < 0.5:
                self.bash(f"make {self.words(2)}", grown)
            else:
                (id_,) = self.call(("Grep", {"pattern": self.words(1)}))
                self.result(id_, self.words(5), grown)
        if calls:
            self.call(output=round(weight / 2))

    def attach(self, kind: str, weight: int = 0, **more: Any) -> None:
        """An attachment, which weighs so many tokens."""
        self.entered += weight
        self.record("attachment", attachment={"type": kind, **more})

    def compact(self, keep: Mapping[str, str] | None = None, left: int = 6_000) -> None:
        """A compaction, after which the texts of the skills in `keep`, by folder, come back."""
        self.compactions.append(len(self.calls))
        meta = {"trigger": "auto", "preTokens": self.context}
        more = {"compactMetadata": meta, "content": "Conversation compacted", "level": "info"}
        self.record("system", subtype="compact_boundary", **more)
        self.context, self.entered, self.warm = 12_000, 0, 12_000
        told = "This session is being continued from a previous conversation."
        self.say(f"{told} {self.words()}", weight=left, isCompactSummary=True)
        if keep:
            kept = {PurePosixPath(base).name: rendered(base, body) for base, body in keep.items()}
            texts = {name: text[:20_000] for name, text in kept.items()}
            skills = [
                {"name": name, "path": f"projectSettings:{name}", "content": text}
                for name, text in texts.items()
            ]
            self.attach("invoked_skills", sum(map(self.tokens, texts.values())), skills=skills)

    def resumed(self, seed: int) -> Claude:
        """A session that goes on from here, with copies of all that was logged."""
        new = replace(self, seed=seed, start=self.now)
        new.records = [each | {"sessionId": new.session} for each in self.records]
        new.calls = list(self.calls)
        new.compactions = list(self.compactions)
        new.failures = list(self.failures)
        new.loads = deepcopy(self.loads)
        new.context, new.entered, new.warm = self.context, self.entered, self.warm
        new.parent = self.parent
        return new

    def shape(self) -> Json:
        told = super().shape()
        told["kind"] = "subagent" if self.agent else "main"
        written = told["cache_creation"]
        told |= {f"cache_creation_{ttl}": written * (ttl == self.ttl) for ttl in ("5m", "1h")}
        return told | {"ttl": self.ttl if written else "none"}

    def loaded(self, load: Loaded) -> Json:
        return super().loaded(load) | {"body_chars": load.characters}
