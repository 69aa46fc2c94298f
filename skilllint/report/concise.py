"""Findings as one line each, without hints."""

from __future__ import annotations

from skilllint.report.findings import finding_lines, written
from skilllint.report.view import View


def render(view: View) -> str:
    """All findings in the order of the skills, then one line that counts them."""
    return written(view, [next(finding_lines(found)) for found in view.shown])
