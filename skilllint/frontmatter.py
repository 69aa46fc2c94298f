"""Find and parse the YAML head of a skill, also where it is broken.

2 % of real skills have a head that YAML refuses or that no host would see;
they still have a name, a description and a weight. So every oddity becomes a
`Fault` and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from skilllint import quoting, yamltext
from skilllint.model import Fault, FrontMatter, Insert

KEY = re.compile(
    r"(?P<quote>['\"]?)(?P<key>[A-Za-z_][\w.-]*)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?$"
)
ONE_LINE = re.compile(r"---[ \t]+(?P<text>[A-Za-z_][\w-]*:.*?)[ \t]+---(?:[ \t]+(?=\S)|$)")
GLUED = re.compile(r"---(?=[#*<>\[!A-Za-z])")
HEADING = re.compile(r"#{1,6}[ \t]+\S")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
BLANK = " \t\r"

MENDABLE = 50
"""Entries that are quoted at most; a head with more that lack quotes is no slip."""

LATEST = 40
"""The last line on which a late head is looked for: behind a licence comment or a title."""

NONE = FrontMatter(0, 0, "", {}, (), (Fault("missing", 1),))


class Head(NamedTuple):
    """Where a head stands: its lines, its YAML, and the first character behind it.

    `line` and `column` (0-based) are where the body may begin.
    """

    start: int
    end: int
    first: int
    text: str
    line: int
    column: int
    faults: tuple[Fault, ...]


def read(lines: Sequence[str]) -> tuple[FrontMatter, int, int]:
    """The head of a file given as lines, and the line and column at which the rest begins."""
    head = locate(lines)
    if head is None:
        return NONE, 1, 0
    values, faults = parse(head)
    keys = tuple(scan_keys(head))
    seen: set[str] = set()
    doubled = []
    for key, line in keys:
        if key in seen:
            doubled.append(Fault("duplicate-key", line, key))
        seen.add(key)
    front = FrontMatter(
        head.start, head.end, head.text, values, keys, (*head.faults, *faults, *doubled)
    )
    return front, head.line, head.column


# --- where it stands --------------------------------------------------------


def locate(lines: Sequence[str]) -> Head | None:
    """Find the head; None where the file has none that a reader could mean."""
    start = opening(lines)
    if start is None:
        return None
    first = lines[start - 1].strip(BLANK + INVISIBLE)
    late = (Fault("late", start),) if start > 1 or lines[0].rstrip(BLANK) != first else ()
    one = ONE_LINE.match(first)
    if one:
        column = lines[start - 1].index("---") + one.end()
        line = start + (one.end() == len(first))
        fault = Fault("one-line", start)
        return Head(
            start, start, start, one["text"], line, column * (line == start), (*late, fault)
        )
    close, column, faults = closing(lines, start)
    text = "\n".join(line.rstrip("\r") for line in lines[start : close - (not unclosed(faults))])
    line = close if column else close + 1
    return Head(start, close, start + 1, text, line, column, (*late, *faults))


def opening(lines: Sequence[str]) -> int | None:
    """The line of the opening `---`: the first one, or one further down that begins a head."""
    first = lines[0].strip(BLANK + INVISIBLE) if lines else ""
    if first == "---" or ONE_LINE.match(first):
        return 1
    inside_comment = False
    for number, line in enumerate(lines[:LATEST], 1):
        text = line.strip(BLANK + INVISIBLE)
        if inside_comment or text.startswith("<!--"):
            inside_comment = "-->" not in text
        elif text[:3] in ("```", "~~~"):
            return None
        elif text[:3] == "---" and looks_like_yaml(lines, number):
            return number
    return None


def looks_like_yaml(lines: Sequence[str], start: int) -> bool:
    """Whether a `---` below the first line opens a head and is not a thematic break."""
    one = ONE_LINE.match(lines[start - 1].strip(BLANK + INVISIBLE))
    first = one["text"] if one else (lines[start] if start < len(lines) else "")
    return first.startswith(("name:", "description:"))


def closing(lines: Sequence[str], start: int) -> tuple[int, int, tuple[Fault, ...]]:
    """The closing line, the column of a body glued to it (else 0), and what is wrong with it."""
    heading_after_blank = None
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1].rstrip(BLANK)
        if line in ("---", "..."):
            if heading_after_blank and not all_yaml(lines[start : number - 1]):
                break
            return number, 0, ()
        if line.strip(BLANK) == "---" and ends_yaml(lines, number):
            return number, 0, (Fault("indented-close", number),)
        if GLUED.match(line):
            return number, 3, (Fault("glued-close", number),)
        if HEADING.match(line) and not lines[number - 2].strip(BLANK):
            heading_after_blank = heading_after_blank or number
    return last_yaml_line(lines, start), 0, (Fault("unclosed", start),)


def ends_yaml(lines: Sequence[str], number: int) -> bool:
    """Whether an indented `---` is meant as the close: no YAML goes on behind it."""
    following = lines[number].rstrip(BLANK) if number < len(lines) else ""
    return not following or HEADING.match(following) is not None


def all_yaml(lines: Sequence[str]) -> bool:
    """Whether every line could be YAML of a head: keys, indented text, items, comments."""
    return all(
        not line.strip(BLANK) or line[0] in " \t-#" or KEY.match(line.rstrip(BLANK))
        for line in lines
    )


def last_yaml_line(lines: Sequence[str], start: int) -> int:
    """The last line of a head that nothing closes: before a heading, or a blank and no key."""
    last = start
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1].rstrip("\r")
        behind_blank = last < number - 1
        if HEADING.match(line) or (behind_blank and line.strip(BLANK) and not KEY.match(line)):
            return last
        if line.strip(BLANK):
            last = number
    return last


def unclosed(faults: tuple[Fault, ...]) -> bool:
    """Whether the closing line is missing."""
    return any(fault.kind == "unclosed" for fault in faults)


# --- what it says -----------------------------------------------------------


def parse(head: Head) -> tuple[dict[str, object], tuple[Fault, ...]]:
    """The values of a head; where YAML refuses, what its lines still say."""
    try:
        values = yamltext.load(head.text)
        if isinstance(values, dict):
            return {str(key): value for key, value in values.items()}, ()
    except Exception as error:
        # not YAMLError alone: a tag picks what builds its value, and that fails in ways of its own
        # (`!!bool x` KeyError, `!!int ""` IndexError, 5,000 digits ValueError, RecursionError)
        return recover(head.text), () if one_line(head) else (yaml_fault(head, error),)
    if values is None:
        return {}, ()
    return recover(head.text), () if one_line(head) else (Fault("not-a-mapping", head.first),)


def one_line(head: Head) -> bool:
    """Whether the whole head stands on one line."""
    return any(fault.kind == "one-line" for fault in head.faults)


def yaml_fault(head: Head, error: Exception) -> Fault:
    """Where YAML stopped and why; names the key where an unquoted `: ` is the cause."""
    problem, at = yamltext.explain(head.text, error)
    offset = head.text.count("\n", 0, at)
    line = head.text.split("\n")[offset]
    found = KEY.match(line)
    value = (found["value"] or "") if found else ""
    if found and ": " in value and value[:1] not in "\"'|>[{&*!":
        problem = f"unquoted-colon:{found['key']}"
    elif found and value and quoting.goes_on([value]):
        problem = f"list-and-more:{found['key']}"
    return Fault("yaml", head.first + offset, problem, mends(head))


def mends(head: Head) -> tuple[Insert, ...]:
    """The quotes with which YAML reads the head, and in each quoted value the author's text."""
    found = tuple(islice(quoting.ambiguous(head.text), MENDABLE))
    try:
        values = yamltext.load(quoting.apply(head.text, found)) if found else None
    except Exception:  # as above: something else is wrong too
        return ()
    if not isinstance(values, dict) or not quoting.says(values, found):
        return ()
    inserts = (insert for one in found for insert in one.inserts)
    return tuple(replace(insert, line=head.first + insert.line) for insert in inserts)


def scan_keys(head: Head) -> Iterator[tuple[str, int]]:
    """Each top-level key with its line."""
    for offset, line in enumerate(head.text.split("\n")):
        found = KEY.match(line)
        if found:
            yield found["key"], head.first + offset


def recover(text: str) -> dict[str, object]:
    """Top-level `key: value` lines with their indented continuations, read without YAML."""
    values: dict[str, object] = {}
    parts: dict[str, list[str]] = {}
    key = ""
    for line in text.split("\n"):
        found = KEY.match(line)
        if found:
            key = "" if found["key"] in parts else found["key"]
            parts.setdefault(found["key"], [(found["value"] or "").strip()])
        elif key and line[:1] in (" ", "\t"):
            parts[key].append(line.strip())
        elif line.strip():
            key = ""
    for name, pieces in parts.items():
        values[name] = unquote(" ".join(piece for piece in pieces if piece))
    if len(values) == 1 and "\n" not in text:
        values |= on_one_line(text)
    return values


def on_one_line(text: str) -> dict[str, object]:
    """The keys of a head written on one line: `name: x description: y`."""
    pieces = re.split(r"(?:^|\s)(name|description|license|version|allowed-tools):\s+", text)
    return {
        key: unquote(value.strip()) for key, value in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def unquote(value: str) -> str:
    """A scalar without its block mark or quotes."""
    value = re.sub(r"^[|>][+-]?\d?(?:\s+|$)", "", value)
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    import json

    try:
        return str(json.loads(value))
    except ValueError:
        return value[1:-1]
