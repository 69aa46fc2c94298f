"""Synthetic logs of Claude Code and Codex in the shapes of the real ones, with known numbers.

A writer is told what a session does, call by call, and keeps the prompt's tokens as a
host would: everything that enters weighs its o200k tokens times the model's scale.
`shape()` is what a correct reader must find. The same seed writes the same bytes.
"""

from logs.claude_code import Claude, rendered
from logs.codex import Codex
from logs.writer import Json, Loaded, Writer

__all__ = ["Claude", "Codex", "Json", "Loaded", "Writer", "rendered"]
