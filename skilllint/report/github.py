"""Findings as GitHub's workflow commands, which become annotations of a commit."""

from __future__ import annotations

from collections import Counter

from skilllint.model import Finding
from skilllint.report.findings import finding_lines, summary
from skilllint.report.view import View
from skilllint.report.wording import clean, plural

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}

SHOWN = 10
"""Annotations of each kind that GitHub shows for a step; it drops the others without a word."""


def render(view: View) -> str:
    """One command a finding, the worst first, then a line that says how many there are."""
    if view.empty:
        return ""
    lines = [command(found) for found in view.worst_first]
    if not view.quiet:
        lines.append(closing(view))
    return "".join(f"{line}\n" for line in lines)


def command(found: Finding) -> str:
    """One finding; where it spans lines, its first one, or it would show far from its heading."""
    fields = {
        "file": clean(found.place or found.path),
        "line": str(found.start),
        "endLine": str(found.start),
        "col": str(found.col),
        "title": f"{found.code} {found.name}",
    }
    properties = ",".join(f"{key}={in_property(value)}" for key, value in fields.items())
    # the log shows the message alone, so it names the place again
    message = "\n".join(line.strip() for line in finding_lines(found))
    return f"::{COMMANDS[found.severity]} {properties}::{escaped(message)}"


def closing(view: View) -> str:
    """How many findings there are, and how many of them GitHub will not show."""
    counts = Counter(found.severity for found in view.shown)
    more = sum(max(0, count - SHOWN) for count in counts.values())
    dropped = (
        f"; GitHub shows {SHOWN} annotations of each kind, {plural(more, 'finding')} only here"
        if more
        else ""
    )
    return summary(view.shown, len(view.report.skills), view.hidden) + dropped


def escaped(text: str) -> str:
    """A text as a command's message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(text: str) -> str:
    """A text as the value of a command's property."""
    return escaped(text).replace(":", "%3A").replace(",", "%2C")
