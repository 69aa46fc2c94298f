"""The rules as a list."""

from __future__ import annotations

import json
from collections.abc import Iterable

from skilllint.model import Rule


def render(rules: Iterable[Rule]) -> str:
    """One rule a line: code, severity, confidence, what is wrong."""
    return "".join(
        f"{rule.code}  {rule.severity:7}  {rule.confidence:9}  {rule.title}\n" for rule in rules
    )


def render_json(rules: Iterable[Rule]) -> str:
    """The rules' metadata; their pages are what `explain` prints."""
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "confidence": rule.confidence,
            "limits": dict(rule.limits),
            "hosts": list(rule.hosts),
            "since": rule.since,
            "title": rule.title,
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": rows}, indent=1) + "\n"
