"""Findings as JUnit XML: one suite a skill, one failed test a finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from skilllint.model import Finding, Unread
from skilllint.report.findings import finding_lines
from skilllint.report.view import View
from skilllint.report.wording import breadcrumb, clean

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def render(view: View) -> str:
    """All skills; one without findings is a test that passes, a path not read an error."""
    lost = [one for one in view.report.unread if one.cause not in ("excluded", "crash")]
    lost += view.report.crashes
    suites = [
        line
        for audited in view.report.skills
        for line in suite(audited.skill.path, audited.findings if view.advice else audited.issues)
    ]
    others = [found for audited, found in view.told if audited is None]
    for path in dict.fromkeys(found.path for found in others):
        suites += suite(path, [found for found in others if found.path == path])
    failures = len(view.shown)
    tests = (
        len(lost)
        + len(others)
        + sum(
            max(1, len(audited.findings if view.advice else audited.issues))
            for audited in view.report.skills
        )
    )
    counts = f'tests="{tests}" failures="{failures}" errors="{len(lost)}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="skilllint" {counts}>',
        *suites,
        *unread(lost),
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def suite(file: str, findings: Sequence[Finding]) -> Iterator[str]:
    """One skill, or one other file with findings."""
    path = xml(clean(file))
    counts = f'tests="{max(1, len(findings))}" failures="{len(findings)}" errors="0"'
    yield f' <testsuite name="{path}" {counts}>'
    if not findings:
        yield f'  <testcase classname="{path}" name="no problems"/>'
    seen: Counter[str] = Counter()
    for found in findings:
        # without line and numbers, so that a test keeps its name while its file changes
        name = f"{found.code} {found.name}"
        if found.heading_path:
            name += f": {breadcrumb(found.heading_path)}"
        seen[name] += 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        yield from case(path, name + again, found)
    yield " </testsuite>"


def case(path: str, name: str, found: Finding) -> Iterator[str]:
    """One finding."""
    file = f'file="{xml(clean(found.path))}" line="{found.start}"'
    yield f'  <testcase classname="{path}" name="{xml(name)}" {file}>'
    text = "\n".join(xml(line) for line in finding_lines(found))
    message = xml(clean(found.message))
    yield f'   <failure type="{found.severity}" message="{message}">{text}</failure>'
    yield "  </testcase>"


def unread(lost: Sequence[Unread]) -> Iterator[str]:
    """The paths that were not checked or not wholly."""
    if not lost:
        return
    counts = f'tests="{len(lost)}" failures="0" errors="{len(lost)}"'
    yield f' <testsuite name="not checked" {counts}>'
    for one in lost:
        path = xml(clean(one.path))
        yield f'  <testcase classname="{path}" name="{one.cause}">'
        yield f'   <error type="{one.cause}" message="{xml(clean(one.reason))}"/>'
        yield "  </testcase>"
    yield " </testsuite>"


def xml(text: str) -> str:
    """A text as content or as the value of an attribute."""
    return escape(ILLEGAL.sub("", text))
