"""A folder of made-up sessions in the shapes and sizes of real ones, as large as wanted.

What a session is made of was counted on 24 published logs of Claude Code and Codex: how
many records of each kind a call has, and how long their lines are. Their texts had been
cut at 6,000 characters with the lengths noted; the lengths here are those before the cut.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from functools import cache
from itertools import count
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from logs import Claude, Codex
from logs.writer import WORDS, compact

AT = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0)
Lengths = tuple[int, ...]

RESULT: Lengths = (400, 677, 850, 2_300, 7_030, 17_782, 58_603, 120_674)
"""Bytes of a line with a tool's result at the shares `AT`; it holds the text twice."""
AGENT: Lengths = (900, 1_421, 1_703, 2_291, 4_002, 5_684, 40_014, 88_591)
BASH: Lengths = (500, 536, 537, 553, 712, 1_279, 4_221, 4_548)
THINKING: Lengths = (900, 1_205, 1_292, 1_456, 2_227, 3_695, 8_045, 10_538)
SNAPSHOT: Lengths = (200, 236, 236, 371, 1_306, 2_016, 2_825, 2_930)
SHELL: Lengths = (200, 285, 386, 887, 3_587, 8_087, 40_401, 40_533)
"""The same for what a command of Codex printed, which its line holds once."""

HOOKS, BASHES, AGENTS, THOUGHTS, SNAPSHOTS = 2.0, 0.8, 0.43, 0.27, 0.16
"""Records of each kind a call of Claude Code, in the mean."""
IMAGE, IMAGES = 415_000, 0.001
"""Bytes of a screenshot, and the share of results that are one."""
CLAUDE = 0.78
"""The share of bytes that Claude Code wrote."""

SKILLS = tuple(f"{verb}-{noun}" for verb in ("sort", "pack", "count") for noun in WORDS[:8])


def write(folder: Path, megabytes: float) -> int:
    """Write sessions below a folder until it holds so many millions of bytes; their number."""
    wanted, written, claude = megabytes * 1e6, 0, 0
    for number in count(1):
        if written >= wanted:
            return number - 1
        turn = claude <= CLAUDE * written
        size = claude_session(folder, number) if turn else codex_session(folder, number)
        written += size
        claude += size if turn else 0
    raise AssertionError


def claude_session(folder: Path, seed: int) -> int:
    """One session of Claude Code, and in every second one a subagent's; its bytes."""
    draw = Random(seed)
    made = Claude(seed=seed, ttl=draw.choice(("5m", "1h")))
    made.say(filler(draw, 400))
    for _ in range(draw.randint(0, 2)):
        base, body = skill(draw, "/home/dev/.claude/skills")
        made.skill(base, body)
        if draw.random() < 0.3:
            made.read(f"{base}/references/more.md", "short")
        work(made, draw, draw.randint(10, 60))
    if draw.random() < 0.15:
        made.compact()
    work(made, draw, draw.randint(5, 80))
    size = saved(folder, made)
    if seed % 2:
        agent = Claude(seed=seed, of=made, agent=f"{seed:07x}", model="claude-haiku-4-5")
        agent.say(filler(draw, 900))
        work(agent, draw, 15)
        size += saved(folder, agent)
    return size


def work(made: Claude, draw: Random, calls: int) -> None:
    """Calls of tools with their results, and the records of progress around them."""
    for _ in range(calls):
        (id_,) = made.call(("Bash", {"command": f"make {made.words(3)}"}))
        last = made.records[-1]
        for _ in range(times(draw, THOUGHTS)):
            thought = {"type": "thinking", "thinking": filler(draw, drawn(draw, THINKING) - 700)}
            message = last["message"] | {"content": [thought]}
            made.record("assistant", message=message, requestId=last["requestId"])
        for _ in range(times(draw, HOOKS)):
            data = {"type": "hook_progress", "hookEvent": "PreToolUse", "command": made.words(12)}
            made.record("progress", data=data, toolUseID=id_, parentToolUseID=id_)
        for _ in range(times(draw, BASHES)):
            told = filler(draw, drawn(draw, BASH) - 450)
            made.record("progress", data={"type": "bash_progress", "output": told}, toolUseID=id_)
        for _ in range(times(draw, AGENTS)):
            made.record("progress", data=of_agent(draw), toolUseID=id_, parentToolUseID=id_)
        for _ in range(times(draw, SNAPSHOTS)):
            kept = {"trackedFileBackups": {filler(draw, drawn(draw, SNAPSHOT) - 150): 1}}
            made.records.append({"type": "file-history-snapshot", "snapshot": kept})
        image = draw.random() < IMAGES
        told = "A" * (IMAGE // 2) if image else filler(draw, (drawn(draw, RESULT) - 500) // 2)
        made.result(id_, told, len(told) // 4, toolUseResult={"stdout": told, "stderr": ""})
    made.call()


def of_agent(draw: Random) -> dict[str, Any]:
    """A subagent's message as the main file repeats it, with a usage that must not count."""
    told = filler(draw, drawn(draw, AGENT) - 800)
    usage = {"input_tokens": 3, "cache_creation_input_tokens": 900, "cache_read_input_tokens": 1}
    inner = {"role": "assistant", "content": [{"type": "text", "text": told}], "usage": usage}
    return {"type": "agent_progress", "message": {"type": "assistant", "message": inner}}


def codex_session(folder: Path, seed: int) -> int:
    """One session of Codex; its bytes."""
    draw = Random(seed)
    made = Codex(seed=seed)
    made.message("developer", filler(draw, 26_000), 6_000)
    for _ in range(draw.randint(1, 5)):
        made.turn(filler(draw, 200))
        if draw.random() < 0.5:
            made.skill(*skill(draw, "/home/dev/.codex/skills"))
        for _ in range(draw.randint(10, 30)):
            told = filler(draw, drawn(draw, SHELL) - 200)
            made.call((f"rg {made.words(4)}", told, len(told) // 4))
            made.put("response_item", {"type": "reasoning", "summary": [], "content": "A" * 150})
            made.put("event_msg", {"type": "agent_message", "message": filler(draw, 200)})
    return saved(folder, made)


def skill(draw: Random, folder: str) -> tuple[str, str]:
    """The folder of a skill and its text, the same each time."""
    name = draw.choice(SKILLS)
    return f"{folder}/{name}", filler(Random(name), Random(name).randint(2_000, 16_000))


def saved(folder: Path, made: Claude | Codex) -> int:
    """Write a log, an assistant's `type` behind its message as the host has it; its bytes."""
    path = folder / made.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{compact(ordered(one))}\n" for one in made.records).encode()
    path.write_bytes(lines)
    return len(lines)


def ordered(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its keys in the host's order."""
    if record.get("type") != "assistant":
        return record
    last = ("type", "uuid", "timestamp")
    return {k: v for k, v in record.items() if k not in last} | {k: record[k] for k in last}


# --- chance -------------------------------------------------------------------


def times(draw: Random, mean: float) -> int:
    """A whole number with this mean."""
    return int(mean) + (draw.random() < mean % 1)


def drawn(draw: Random, lengths: Lengths) -> int:
    """A length, between the two measured ones around a share drawn at random."""
    share = draw.random()
    right = max(1, bisect_left(AT, share))
    part = (share - AT[right - 1]) / (AT[right] - AT[right - 1])
    low, high = log(lengths[right - 1]), log(lengths[right])
    return round(exp(low + part * (high - low)))


def filler(draw: Random, length: int) -> str:
    """So many characters of what looks like the output of a tool."""
    text = shelf()
    start = draw.randrange(len(text) // 2)
    return text[start : start + max(0, length)]


@cache
def shelf() -> str:
    """Half a million characters of lines with paths, quotes, tabs and a few other letters."""
    draw = Random(0)
    lines = []
    for number in range(12_000):
        a, b, c, d = draw.choices(WORDS, k=4)
        lines.append(f'{number:6}\t{a}/{b}.py: "{c}" = {{{d}: {draw.random():.4f}}} — ok')
    return "\n".join(lines)
