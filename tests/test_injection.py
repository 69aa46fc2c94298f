"""Hostile names, headings and front matter through every form: text stays text.

What a terminal, a CI runner, a Markdown renderer and a parser make of each form
is asked of a report in which every text that a stranger writes is hostile.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Run, skill, write
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from test_outputs import SARIF

from skilllint import audit
from skilllint.audit import Request
from skilllint.cli.options import FORMATS
from skilllint.commands import outputs
from skilllint.model import Report, Unread
from skilllint.report.view import View
from skilllint.report.wording import clean, hidden

HOSTILE = (
    "::set-output name=x::y",
    "##[error]boom",
    "a ###[group]b ##vso[task.setvariable variable=x]y",
    "first\n::error file=a::b\n  ::warning::c\r::notice::d\x85::debug::e\u2028::f",
    "\x1b[2J\x1b]8;;http://evil.example\x07click\x9b31m\x7f\0",
    "\u202eback\u2066 zero\u200bwidth \ufffe\uffff \ud800",
    "<script>alert(1)</script> &lt; <b>x</b> <!-- x",
    "[x](http://evil.example) ![x](http://evil.example) <http://evil.example> https://evil.example",
    "`tick` ``two`` ``` three",
    "`",
    f"{'`' * 81} <b>x</b> {'`' * 81} {'`' * 300}",
    "\\",
    "a | b \\| c",
    "@mention #1 owner/repo#2 **loud** _x_",
    "%0A::error::x %25 100%",
    "]]> <![CDATA[ x ]]> <?xml x?> &amp; \" '",
    "{0} {1} $(id) `id` ${x}",
    "../../../../etc/passwd",
    "C:\\windows\\x",
    "",
    " ",
)

ANSI = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Controls, and those of the upper half; what JSON or XML escape is not raw."""

RUNNER = re.compile(r"##\w*\[")
COMMAND = re.compile(r"^\s*::", re.MULTILINE)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of two skills, one with a file beside it, and three findings."""
    place = tmp_path_factory.mktemp("floor")
    setext = "# Sweep\n\nSweep the floor.\n---\n"
    write(place, {"a/SKILL.md": skill("a", setext), "b/SKILL.md": skill("c", setext)})
    return audit.run([place], Request())


def poisoned(report: Report, text: str) -> Report:
    """The report with a text in every place that a stranger writes to."""
    skills = []
    for number, one in enumerate(report.skills):
        path = f"{text}/SKILL.md" if number else text
        findings = tuple(
            replace(
                found,
                path=path,
                place=path,
                message=f"{text} and {text}",
                hint=text,
                heading_path=(text, text),
            )
            for found in one.findings
        )
        named = replace(one.skill, path=path, place=path, name=text, description=text)
        skills.append(replace(one, skill=named, findings=findings))
    lost = (Unread(text, text), Unread(text, text, "crash"))
    return replace(report, skills=tuple(skills), unread=lost)


def parsed(form: str, text: str) -> Any:
    """What the reader of a form makes of it; it must be able to."""
    if form in ("json", "sarif", "gitlab", "rdjson"):
        assert text.isascii()
        value = json.loads(text)
        if form == "sarif":
            Draft202012Validator(SARIF).validate(value)
        return value
    if form == "junit":
        return ElementTree.fromstring(text.encode("utf-8"))
    return text


def verify(form: str, text: str) -> None:
    """Assert that a form holds nothing but text of strangers."""
    assert not ANSI.search(text)
    assert not RUNNER.search(text)
    commands = COMMAND.findall(text)
    if form == "github":
        ours = re.findall(r"^::(?:error|warning|notice) file=[^:\n]*::[^\n]*$", text, re.MULTILINE)
        assert len(ours) == len(commands) == 3
        for line in ours:
            assert re.fullmatch(r"(?:[^%]|%25|%0A|%3A|%2C)*", line)
            properties = line.split(" ", 1)[1].split("::", 1)[0]
            assert re.fullmatch(r"file=[^,]*,line=\d+,endLine=\d+,col=\d+,title=[^,]*", properties)
    else:
        assert not commands
    if form == "markdown":
        verify_markdown(text)
    parsed(form, text)
    if form in ("text", "concise", "github", "markdown"):
        assert not any(hidden(char) for char in text.replace("\n", ""))


def verify_markdown(text: str) -> None:
    """Assert that every cell holds text of ours and code spans, and that no row breaks."""
    blocks = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    assert not [block for block in blocks if block.type in ("html_block", "fence", "code_block")]
    cells = [b for a, b in pairwise(blocks) if a.type == "td_open"]
    assert len(cells) == 4 * 3
    for block in blocks:
        kinds = {token.type for token in block.children or ()}
        assert kinds <= {"text", "code_inline"}
        for token in block.children or ():
            if token.type == "text":
                assert re.fullmatch(r"[\w ,.()-]*", token.content)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_stays_text(form: str, hostile: str, report: Report) -> None:
    verify(form, outputs.renderer(form)(View(poisoned(report, hostile))))


PIECES = st.sampled_from(
    ["::", "##", "[", "]", "#", "`", "|", "\\", "<", "&", "\n", "%", " ", "\x1b"]
)


@given(st.lists(PIECES | st.characters(), max_size=12).map("".join))
def test_no_text_breaks_out(text: str) -> None:
    """Of what all forms pass strangers' text through; each form by itself is dear."""
    shown = clean(text)
    assert not RUNNER.search(shown)
    assert not COMMAND.search(shown)
    assert not any(hidden(char) for char in shown)
    assert "\n" not in shown


@given(text=st.lists(PIECES | st.characters(), max_size=12).map("".join))
def test_no_text_breaks_a_form(text: str, report: Report) -> None:
    for form in FORMATS:
        verify(form, outputs.renderer(form)(View(poisoned(report, text))))


def test_sarif_messages_hold_no_link(report: Report) -> None:
    (run,) = json.loads(
        outputs.renderer("sarif")(View(poisoned(report, "[x](http://evil.example)")))
    )["runs"]
    for one in run["results"]:
        assert "](" not in one["message"]["text"]
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri)


@pytest.mark.parametrize("form", FORMATS)
def test_real_files_that_are_hostile(form: str, run: Run, tmp_path: Path) -> None:
    """Names on disk, headings and front matter; a megabyte on one line; a path that climbs."""
    heading = "\n\n## ".join(one.split("\n")[0] for one in HOSTILE if one.strip())
    quoted = json.dumps("\n".join(HOSTILE[:5]))
    head = f"---\nname: {quoted}\ndescription: {quoted}\n---\n\n"
    body = f"# {heading}\n\n[up](../../../etc/passwd)\n\n{'x ' * 450_000}\n\n```::set-output::\n"
    names = ("::error::x", "##[error]x", "a\x1b[31m\x9b|`<b>%0A", "b\n::error::c")
    data = (head + body).encode("utf-8", "replace")
    write(tmp_path, {f"{name}/SKILL.md": data for name in (*names, os.fsdecode(b"c\xff"))})
    ran = run("check", "--format", form, "--advice")
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1
    for text in (ran.stdout, ran.stderr):
        assert not ANSI.search(text)
        assert not RUNNER.search(text)
    strange = [line for line in ran.stdout.split("\n") if line.lstrip().startswith("::")]
    assert all(form == "github" for _ in strange)
    assert all(re.match("::(error|warning|notice) file=", line) for line in strange)
    parsed(form, ran.stdout)
    if form in ("sarif", "gitlab", "rdjson"):  # no half of a pair, which strict readers refuse
        json.dumps(json.loads(ran.stdout), ensure_ascii=False).encode("utf-8")
    assert len(ran.stdout) < 2_000_000
