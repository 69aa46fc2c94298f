"""Findings as SARIF 2.1.0, in the form that GitHub's code scanning takes.

A result points to one line (the heading) with its block as context: code scanning
shows an alert where its region ends, and in a pull request only inside the diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from skilllint import __version__
from skilllint.model import Audited, Finding, Report, Rule, Unread, utf16
from skilllint.report.json import Json, dump
from skilllint.report.linehash import line_hash
from skilllint.report.places import line_of, text_of
from skilllint.report.view import View
from skilllint.report.wording import clean

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

PRECISION = {"exact": "very-high", "heuristic": "high", "advice": "medium"}
PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}

SECURITY = "SE"
"""The family of rules that code scanning shows among security alerts."""

SCORES = {"error": "8.0", "warning": "5.0", "note": "2.0"}
"""Code scanning calls a score from 7.0 up high, from 4.0 up medium, below that low."""


def render(view: View) -> str:
    """One run with all rules, the findings to show, and what could not be checked."""
    known = {rule.code: number for number, rule in enumerate(view.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "skilllint",
                "semanticVersion": __version__,
                "rules": [descriptor(rule) for rule in view.rules],
            }
        },
        "invocations": [invocation(view.report)],
        "columnKind": "utf16CodeUnits",
        "results": [result(audited, found, known) for audited, found in view.told],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


# --- rules ------------------------------------------------------------------------


def descriptor(rule: Rule) -> Json:
    """One rule; its page is the help."""
    page = rule.page.split("\n---\n", 1)[-1].strip() + "\n"
    properties: Json = {
        "tags": [rule.code.rstrip("0123456789")],
        "precision": PRECISION[rule.confidence],
        "problem.severity": PROBLEM[rule.severity],
    }
    if rule.code.startswith(SECURITY):
        properties["tags"].append("security")
        properties["security-severity"] = SCORES[rule.severity]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.title},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.severity},
        "properties": properties,
    }


# --- results ----------------------------------------------------------------------


def result(audited: Audited | None, found: Finding, known: dict[str, int]) -> Json:
    """One finding; `known` gives the place of each rule in the driver's list."""
    text = text_of(audited, found)
    prints = {"skilllint/v1": found.fingerprint}
    if audited and text is not None:
        mark = audited.skill.source.bom if found.path == audited.skill.path else ""
        prints["primaryLocationLineHash"] = line_hash(mark + text, found.start)
    row: Json = {"ruleId": found.code}
    if found.code in known:
        row["ruleIndex"] = known[found.code]
    return {
        **row,
        "level": found.severity,
        "message": {"text": sentence("\n".join(filter(None, (found.message, found.hint))))},
        "locations": [{"physicalLocation": place(found, text)}],
        "partialFingerprints": prints,
        "properties": {
            "confidence": found.confidence,
            "fixable": found.fixable,
            **{key: value for key, value in measured(found) if value is not None},
        },
    }


def measured(found: Finding) -> Iterator[tuple[str, object]]:
    """What a finding measures, and the one host it holds for."""
    yield from (("host", found.host), ("value", found.value), ("limit", found.limit))


def sentence(text: str) -> str:
    """A message without links: `[text](target)` is one in SARIF too."""
    return "\n".join(clean(line) for line in text.split("\n")).replace("](", "] (")


def place(found: Finding, text: str | None) -> Json:
    """The line that a finding begins on, and the lines it is about where those are several."""
    region: Json = {"startLine": found.start, "endLine": found.start}
    if text is not None:
        line = line_of(text, found.start)
        start = utf16(line[: found.col - 1]) + 1
        region |= {"startColumn": start, "endColumn": max(start, utf16(line) + 1)}
    where: Json = {"artifactLocation": location(found.place or found.path), "region": region}
    if found.end > found.start:
        where["contextRegion"] = {"startLine": found.start, "endLine": found.end}
    return where


def location(path: str) -> Json:
    """A file by its path in the repository; bytes that are no UTF-8 stay what they are."""
    try:
        uri = quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        uri = quote(path, errors="replace")
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


# --- what went wrong ----------------------------------------------------------------


def invocation(report: Report) -> Json:
    """Whether everything was checked, and what was not."""
    failed = [one for one in report.unread if one.cause not in ("excluded", "crash")]
    failed += report.crashes
    return {
        "executionSuccessful": not failed,
        "toolExecutionNotifications": list(notifications(failed)),
    }


def notifications(failed: Sequence[Unread]) -> Iterator[Json]:
    """Each path that was not checked or not wholly, with the reason."""
    for one in failed:
        yield {
            "level": "error",
            "descriptor": {"id": one.cause},
            "message": {"text": sentence(f"{one.path}: {one.reason}")},
        }
