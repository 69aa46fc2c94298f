"""Findings as GitLab's Code Quality report."""

from __future__ import annotations

from collections import Counter

from skilllint.model import Finding
from skilllint.report.json import Json, dump
from skilllint.report.places import path_of
from skilllint.report.view import View
from skilllint.report.wording import clean

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(view: View) -> str:
    """A list with one entry a finding; GitLab drops what has a fingerprint it has seen."""
    seen: Counter[str] = Counter()
    rows = []
    for found in view.shown:
        nth = seen[found.fingerprint]
        seen[found.fingerprint] += 1
        rows.append(row(found, f"{found.fingerprint}-{nth}" if nth else found.fingerprint))
    return dump(rows) + "\n"


def row(found: Finding, fingerprint: str) -> Json:
    """One finding; its path is that in the repository."""
    return {
        "description": clean(found.message),
        "check_name": f"{found.code} {found.name}",
        "fingerprint": fingerprint,
        "severity": SEVERITIES[found.severity],
        "location": {
            "path": path_of(found),
            "lines": {"begin": found.start, "end": found.end},
        },
    }
