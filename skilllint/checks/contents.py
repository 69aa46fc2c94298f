"""SZ: long references that an agent cannot survey without reading them to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skilllint.anchors import numbered
from skilllint.checks._lines import ending, starts
from skilllint.checks._markdown import Heading, Scan, scan
from skilllint.checks._wording import count
from skilllint.model import Edit, File, Problem, Setting, Skill

CONTENTS = re.compile(
    r"\W*(?:\d+\W+)?(?:(?:table of )?contents|toc|index|in this (?:file|document|guide|reference)|"
    r"on this page|quick (?:links|navigation)|navigation|jump to|"
    r"inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|contenido|sumário|indice|"
    r"目录|目次|目錄|차례|목차|содержание|оглавление)\W*",
    re.IGNORECASE,
)
"""A line that stands over a table of contents."""

LINK = re.compile(r"[ \t|>]*(?:[-*+]|\d{1,3}[.)]|\|)?.{0,40}\]\(#")
NEAR = 60
"""Lines from the top in which a table of contents is one that a reader meets first."""

LINKS = 3
"""So many links to headings there are a table of contents, whatever stands over them."""

PLAIN = re.compile(r"[^\[\]<>*\\&|{}!$^~@_]+")
"""What a heading may hold so that its text and its anchor are certain."""

INTRODUCTION = 30
"""Lines that may stand between a title and the list that we would insert."""


def reference_without_contents(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """References of many lines and headings that do not say at the top what is in them."""
    for file in skill.files:
        text = file.text or ""
        if (
            file.kind != "reference"
            or text.count("\n") < setting.limits["lines"]
            or text.count("\n## ") < setting.limits["headings"]
            or not file.path.lower().endswith((".md", ".markdown"))
            or _elsewhere(file)
        ):
            continue
        lines = file.lines
        seen = scan(lines)
        parts = [heading for heading in seen.headings if heading.level == 2]
        listed = len(parts) < setting.limits["headings"] or _has_contents(lines, seen)
        if len(lines) > setting.limits["lines"] and not listed:
            yield Problem(
                1,
                f"{count(len(lines), 'lines')} and no table of contents "
                f"(limit {setting.limits['lines']:,.0f})",
                hint="list its headings below the title, so that an agent that reads "
                "the first lines knows the rest",
                value=len(lines),
                limit=setting.limits["lines"],
                file=file.path,
                edits=tuple(_contents(lines, seen, parts)),
            )


def _elsewhere(file: File) -> bool:
    """Whether a file is filled in or shown rather than read for what it says."""
    folders = file.path.lower().split("/")[:-1]
    return any(name.strip("_.") in ("assets", "templates", "template", "examples", "evals", "tests")
               for name in folders)  # fmt: skip


def _has_contents(lines: Sequence[str], seen: Scan) -> bool:
    """Whether the top of a file says what is in it."""
    links = 0
    for number in range(1, min(len(lines), NEAR) + 1):
        line = lines[number - 1]
        if number not in seen.hidden:
            if len(line) < 80 and CONTENTS.fullmatch(line):
                return True
            if "](#" in line and LINK.match(line):
                links += line.count("](#")
    return links >= LINKS


def _contents(lines: Sequence[str], seen: Scan, parts: Sequence[Heading]) -> Iterator[Edit]:
    """The list of a file's parts, right before the first of them.

    Only where headings are plain, all of the file is understood, and the list
    comes soon below one title.
    """
    titles = [heading.line for heading in seen.headings if heading.level == 1]
    first = parts[0].line
    if not seen.whole or len(titles) != 1 or not titles[0] < first <= titles[0] + INTRODUCTION:
        return
    if any(titles[0] < heading.line < first for heading in seen.headings):
        return
    if not all(PLAIN.fullmatch(part.text) and _certain(part.text) for part in parts):
        return
    anchors = dict(
        zip(
            [heading.line for heading in seen.headings],
            numbered(heading.text for heading in seen.headings),
            strict=True,
        )
    )
    end = ending(lines[first - 1])
    blank = "" if not lines[first - 2].strip() else end
    rows = "".join(f"- [{part.text}](#{anchors[part.line]}){end}" for part in parts)
    at = starts(lines)[first - 1]
    yield Edit(at, at, f"{blank}## Contents{end}{end}{rows}{end}")


def _certain(text: str) -> bool:
    """Whether GitHub's rule for anchors and ours agree on every character."""
    return all(char.isascii() or char.isalnum() for char in text) and text.count("`") % 2 == 0
