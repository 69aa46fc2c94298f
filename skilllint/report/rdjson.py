"""Findings as a Diagnostic result of reviewdog, with its suggestions for what can be mended."""

from __future__ import annotations

from skilllint.model import Audited, Edit, Finding
from skilllint.report.json import Json, dump
from skilllint.report.places import HALF, line_of, position, text_of, width
from skilllint.report.view import View
from skilllint.report.wording import clean

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(view: View) -> str:
    """One diagnostic a finding; columns count bytes of UTF-8, ends are exclusive."""
    rows = [diagnostic(audited, found) for audited, found in view.told]
    return dump({"source": {"name": "skilllint"}, "diagnostics": rows}) + "\n"


def diagnostic(audited: Audited | None, found: Finding) -> Json:
    """One finding, with its edits as one suggestion."""
    text = text_of(audited, found)
    column = found.col
    if text is not None:
        column = width(line_of(text, found.start)[: found.col - 1]) + 1
    start = {"line": found.start, "column": column}
    row: Json = {
        "message": "\n".join(filter(None, (clean(found.message), clean(found.hint)))),
        "location": {"path": HALF.sub("\ufffd", found.path), "range": {"start": start}},
        "severity": SEVERITIES[found.severity],
        "code": {"value": found.code},
    }
    if text is not None and found.edits:
        row["suggestions"] = [suggestion(text, found.edits)]
    return row


def suggestion(text: str, edits: tuple[Edit, ...]) -> Json:
    """All edits of a finding as one: they are made together or not at all."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    first, last = ordered[0].start, max(edit.end for edit in ordered)
    parts, at = [], first
    for edit in ordered:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    ends = [dict(zip(("line", "column"), position(text, o), strict=True)) for o in (first, last)]
    return {"range": {"start": ends[0], "end": ends[1]}, "text": "".join(parts)}
