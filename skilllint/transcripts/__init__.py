"""Transcripts of sessions: which calls they made, which skills they loaded, what those read."""

from __future__ import annotations

from skilllint.transcripts.log import Call, Failure, Load, Log, Reading

__all__ = ["Call", "Failure", "Load", "Log", "Reading"]
