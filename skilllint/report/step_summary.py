"""Findings as a Markdown table, for the summary of a CI step; strangers' text stays text."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Finding
from skilllint.report.findings import summary
from skilllint.report.spans import code
from skilllint.report.view import View
from skilllint.report.wording import plural, whole

MOST = 60_000
"""Bytes that are written at most: a comment holds 65,536 characters, a step summary more."""

ROOM = 400
"""Bytes kept for the lines that say what was left out and how many findings there are."""

TEXT = 400
"""Characters of a path or a message that are shown."""


def render(view: View) -> str:
    """A table of the findings, the worst first, and a line that counts them."""
    if view.empty:
        return ""
    lines = list(statistics(view) if view.statistics else rows(view))
    kept = fitting(lines)
    if len(kept) < len(lines):
        left = plural(len(lines) - len(kept), "row")
        kept += ["", f"{left} left out: more than {MOST:,} bytes."]
    if not view.quiet:
        kept += ["", f"{summary(view.shown, len(view.report.skills), view.hidden)}."]
    return "".join(f"{line}\n" for line in kept).lstrip("\n")


def fitting(lines: list[str]) -> list[str]:
    """The first lines, as many as fit."""
    size = ROOM
    for number, line in enumerate(lines):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MOST:
            return lines[:number]
    return list(lines)


def rows(view: View) -> Iterator[str]:
    """The table of the findings; none where there are none."""
    found = view.worst_first
    if found:
        yield "| severity | where | rule | finding |"
        yield "|---|---|---|---|"
    yield from map(row, found)


def row(found: Finding) -> str:
    """One finding."""
    where = code(f"{found.path}:{found.start}", TEXT)
    rule = f"{found.code} {code(found.name)}"
    return f"| {found.severity} | {where} | {rule} | {code(found.message, TEXT)} |"


def statistics(view: View) -> Iterator[str]:
    """The table of how often each rule found something."""
    counts = view.counts
    if counts:
        yield "| findings | fixable | rule |"
        yield "|--:|--:|---|"
    for one in counts:
        yield f"| {whole(one.count)} | {whole(one.fixable)} | {one.code} {code(one.name)} |"
