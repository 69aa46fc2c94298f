"""The samples on a rule's page: what it finds, word for word, and what it lets be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from skilllint.model import Rule
from skilllint.rulefile import RuleError, file_name

OPEN = re.compile(r"(?P<marks>`{3,})(?P<info>\w+)(?P<options>.*)$")
FILE = re.compile(r"file=(\S+)")
OPTION = re.compile(r"(?P<key>[a-z-]+)=(?P<value>\S+)")

SHORTER = ("lines", "tokens", "limit", "warn", "entry")
"""Options of every sample: the least that is judged as a block, where hosts cut and list."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sample of a rule's page: a SKILL.md and the exact lines it yields (none for Good).

    `limits` and `hosts` stand in for the rule's and the default ones; `folder`
    is the skill's folder, or nothing where it does not matter; `files` are the
    other files of it, by their paths.
    """

    skill: str
    output: tuple[str, ...]
    limits: Mapping[str, float]
    line: int
    folder: str = ""
    hosts: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


class Fence(NamedTuple):
    """A fence on a rule's page: the heading above, its line, and what it holds."""

    heading: str
    line: int
    info: str
    options: str
    text: str


def examples(rule: Rule) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """The Bad and the Good samples of a rule's page. Raises `RuleError`.

    A sample is a `markdown` fence of four or more backticks, so that it can
    hold fences; `lines=4` behind `markdown` sets a limit, `folder=NAME` and
    `hosts=codex,spec` the folder and the hosts. Fences with `file=PATH` behind
    it are other files of its folder. A Bad one is followed by a `text` fence
    with the lines it yields.
    """
    bad: list[Example] = []
    good: list[Example] = []
    waiting: Fence | None = None
    files: dict[str, str] = {}
    for fence in fences(rule):
        if path := FILE.search(fence.options):
            files[path[1]] = fence.text
        elif fence.info == "text" and waiting:
            bad.append(example(rule, waiting, tuple(fence.text.splitlines()), files))
            waiting = None
        elif fence.info == "markdown":
            missing(rule, waiting)
            waiting, files = (fence if fence.heading == "Bad" else None), {}
            if fence.heading == "Good":
                good.append(example(rule, fence, (), files))
    missing(rule, waiting)
    return tuple(bad), tuple(good)


def missing(rule: Rule, waiting: Fence | None) -> None:
    """Raise `RuleError` for a Bad sample without its output."""
    if waiting:
        raise RuleError(f"{file_name(rule)}:{waiting.line}: the output of this sample is missing")


def example(rule: Rule, fence: Fence, output: tuple[str, ...], files: Mapping[str, str]) -> Example:
    """One sample with its options. Raises `RuleError`."""
    options = {found["key"]: found["value"] for found in OPTION.finditer(fence.options)}
    folder, hosts = options.pop("folder", ""), options.pop("hosts", "")
    return Example(
        skill=fence.text,
        output=output,
        limits=limits(rule, fence, options),
        line=fence.line,
        folder=folder,
        hosts=tuple(hosts.split(",")) if hosts else (),
        files=files,
    )


def limits(rule: Rule, fence: Fence, options: Mapping[str, str]) -> dict[str, float]:
    """The rule's limits with those of a sample over them. Raises `RuleError`."""
    found = dict(rule.limits)
    for key, value in options.items():
        if not (key in found or key in SHORTER) or not value.isdecimal():
            place = f"{file_name(rule)}:{fence.line}:"
            raise RuleError(f'{place} "{key}={value}" sets no limit of this rule')
        found[key] = int(value)
    return found


def fences(rule: Rule) -> Iterator[Fence]:
    """Every fence of the page, with the second-level heading it stands under."""
    heading, opened, start = "", None, 0
    held: list[str] = []
    for number, line in enumerate(rule.page.split("\n"), 1):
        if opened is not None:
            if line.rstrip() == opened["marks"]:
                text = "".join(f"{one}\n" for one in held)
                yield Fence(heading, start, opened["info"], opened["options"], text)
                opened = None
            else:
                held.append(line)
        elif found := OPEN.match(line):
            opened, start, held = found, number, []
        elif line.startswith("## "):
            heading = line[3:].strip()
