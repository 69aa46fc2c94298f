"""Where the keys of a TOML text stand, for its readers tell nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

HEADER = re.compile(r"\s*(?P<open>\[\[?)(?P<name>[^\[\]]+)\]")
KEY = re.compile(r"\s*(?P<name>[\w\"'.-]+(?:[ \t]*\.[ \t]*[\w\"'-]+)*)[ \t]*=")
STRING = re.compile(r"\"\"\"|'''")


def lines(text: str) -> Mapping[str, int]:
    """The line of each table and key by its dotted path; `allow.2` is the second `[[allow]]`."""
    found: dict[str, int] = {}
    seen: Counter[str] = Counter()
    prefix = closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not closing:
            if header := HEADER.match(line):
                prefix = within(plain(header["name"]), seen, several=header["open"] == "[[")
                found.setdefault(prefix.removesuffix("."), number)
            elif key := KEY.match(line):
                found.setdefault(prefix + plain(key["name"]), number)
        # what stands in a text of several lines is no key
        for mark in STRING.findall(line):
            if not closing:
                closing = mark
            elif mark == closing:
                closing = ""
    return found


def within(name: str, seen: Counter[str], *, several: bool) -> str:
    """What the keys below a header begin with: each list's table is its latest."""
    parts, path = name.split("."), ""
    for part in parts[:-1]:
        path += f"{part}."
        if path in seen:
            path += f"{seen[path]}."
    path += f"{parts[-1]}."
    if several:
        seen[path] += 1
        path += f"{seen[path]}."
    return path


def plain(name: str) -> str:
    """A dotted key without quotes and spaces."""
    return re.sub(r"[\"'\s]", "", name)


def line(known: Mapping[str, int], path: str) -> int:
    """The line of a path, or of what holds it; 1 where nothing does."""
    while path:
        if path in known:
            return known[path]
        path = path.rpartition(".")[0]
    return 1
