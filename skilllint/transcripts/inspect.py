"""What a transcript holds, as plain JSON: every figure that a reader can be judged by."""

from __future__ import annotations

from typing import Any

from skilllint.transcripts.log import Load, Log


def shape(log: Log) -> dict[str, Any]:
    """A log as one JSON object: its calls' tokens, its compactions, failures and loads."""
    codex = log.host == "codex"
    calls = log.calls
    written = sum(call.written for call in calls)
    told: dict[str, Any] = {
        "host": log.host,
        "kind": log.kind,
        "calls": len(calls),
        "prompt_tokens": sum(call.prompt for call in calls),
        "uncached": sum(call.uncached for call in calls),
        "cache_read": sum(call.cached for call in calls),
        "cache_creation": None if codex else written,
    }
    if not codex:
        short, long = (sum(c.written_5m for c in calls), sum(c.written_1h for c in calls))
        told |= {"cache_creation_5m": short, "cache_creation_1h": long, "ttl": ttl(short, long)}
    return told | {
        "compactions": list(log.compactions),
        "failed_loads": [
            {"skill": f.skill or None, "calls_before": f.before} for f in log.failures
        ],
        "loads": [load(one) for one in log.loads],
        "records": log.records,
    }


def ttl(short: int, long: int) -> str:
    """Which life the cache had, from what was written for 5 minutes and for 1 hour."""
    if short and long:
        return "mixed"
    return "5m" if short else "1h" if long else "none"


def load(one: Load) -> dict[str, Any]:
    """A load; hosts differ in what they log of its text."""
    if one.characters is None:
        size = {"reads": one.reads, "read_tokens": one.read_tokens}
    else:
        size = {"body_chars": one.characters}
    return {
        "skill": one.skill or None,
        "via": one.via,
        "base": one.base,
        **size,
        "calls_before_load": one.before,
        "calls_after_load": one.after,
        "calls_to_compaction": one.to_compaction,
        "compacted": one.compacted,
        "references": [
            {"path": r.path, "k": r.after, "tool": r.tool, "reads": r.reads} for r in one.readings
        ],
    }
