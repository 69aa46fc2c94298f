"""What a link leads to: a file of the skill, one around it, an address, or nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from skilllint.links.anchors import anchors, loose
from skilllint.links.disk import Disk, Seen
from skilllint.links.markup import Written
from skilllint.model import Leads
from skilllint.pointers.reach import is_text
from skilllint.pointers.written import composed

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:|//")
ADDRESS = re.compile(
    r"[htps]{3,6}(?::/{1,3}|//)[\w-]"
    r"|(?:www\.|[\w-]{1,60}\.(?:com|org|io|dev|net|ai)(?:/|$))",
    re.IGNORECASE,
)
"""What was meant to be an address, whatever it lacks."""

BLANKS = re.compile(
    r"[<>{}\[\]$*|\\]|\.\.\.|…|%[A-Za-z_]|\b[Pp]ath[/_-]to\b|\b(?:YYYY|NNN?)\b|\bX{2,}"
)
"""What stands for something else in a path."""

SUFFIX = re.compile(r"\.[A-Za-z]\w{0,9}$")
OWN = frozenset(
    "references reference scripts assets templates modules resources agents".split()  # noqa: SIM905
)
"""Folders that a skill keeps its own files in; others may be folders of the user."""

SKETCH = re.compile(
    r"(?:^|/)(?:templates?|examples?|samples?|assets|fixtures?|tests?|evals?)/|template[^/]*$",
    re.IGNORECASE,
)
"""Files that show what something else is to look like."""

TOP = re.compile(r"[A-Z][A-Z_-]{2,40}\.\w{1,8}$")
"""A file that any repository has: `README.md`, `CONTRIBUTING.md`."""


class Led(NamedTuple):
    """How a link leads, and to what."""

    how: Leads
    real: str = ""


@dataclass(frozen=True, slots=True)
class Resolver:
    """The files of a skill and what lies around them; `entry` is its SKILL.md.

    `files` are the paths in its folder, `folders` those of the folders, `tops` the
    ones right below it; `texts` gives the text of each file that holds one.
    """

    entry: str
    disk: Disk
    files: frozenset[str]
    folders: frozenset[str]
    tops: frozenset[str]
    texts: Mapping[str, str]

    def lead(self, link: Written, file: str) -> Led | None:
        """How a link in a file leads astray; None where it does not, or where nobody can say.

        Links of templates and examples are those of what is made of them.
        """
        led = self.straight(link, file)
        if led and SKETCH.search(file):
            if led.how == "missing":
                return Led("foreign")
            return None if led.how == "own anchor" else led
        return led

    def straight(self, link: Written, file: str) -> Led | None:
        """How a link leads by its letters and the files there are."""
        raw = link.destination.strip()
        if raw.lower().startswith(("http", "file:")) or SCHEME.match(raw) or ADDRESS.match(raw):
            return Led("url")
        if raw.startswith("#"):
            return self.own(raw[1:], file)
        path, _, anchor = raw.partition("#")
        path = unquote(path.partition("?")[0])
        if not is_path(path):
            return self.separated(path, file)
        base = posixpath.dirname(file)
        here = posixpath.normpath(posixpath.join(base, path))
        if here in self.files:
            return self.anchored(here, anchor) if anchor else None
        return self.elsewhere(path, here, base)

    def elsewhere(self, path: str, here: str, base: str) -> Led | None:
        """How a link leads that names no file of the folder as it is spelled."""
        seen = self.disk.look(here)
        if here == ".." or here.startswith("../"):
            return self.outside(here, seen)
        if seen.there:
            return None if composed(seen.real) == composed(here) else Led("case", seen.real)
        for root in self.roots(base):
            if (atop := self.disk.look(f"{root}{path}")).there:
                return Led("from root", atop.real)
        near = f"{here}.md" if f"{here}.md" in self.files else ""
        return Led("missing" if near or self.mine(path, base) else "foreign", near)

    def outside(self, here: str, seen: Seen) -> Led:
        """How a link leads out of the skill's folder."""
        if self.disk.known and here.split("/").count("..") > self.disk.above:
            return Led("beyond", here)
        if self.disk.known and not seen.there:
            return Led("missing")
        return Led("outside", seen.real or here)

    def roots(self, base: str) -> Iterator[str]:
        """From where a path may be written that does not begin beside its file."""
        if base:
            yield ""
        if self.disk.known and self.disk.above:
            yield "../" * self.disk.above

    def mine(self, path: str, base: str) -> bool:
        """Whether a path that leads nowhere can only be meant as one of the skill's own."""
        first, slash, _ = posixpath.normpath(path).partition("/")
        if not slash:
            return not TOP.match(first)
        beside = f"{base}/{first}" if base else first
        return first in OWN or first in self.folders or beside in self.folders or first == ".."

    def own(self, anchor: str, file: str) -> Led | None:
        """How a link to a heading of its own file leads; SKILL.md's are another rule's."""
        if (
            file == self.entry
            or not anchor
            or loose(unquote(anchor)) in anchors(self.texts.get(file, ""))
        ):
            return None
        return Led("own anchor", file)

    def anchored(self, path: str, anchor: str) -> Led | None:
        """How a link to a heading of another file leads."""
        text = self.texts.get(path)
        if text is None or not is_text(path) or loose(unquote(anchor)) in anchors(text):
            return None
        return Led("anchor", path)

    def separated(self, path: str, file: str) -> Led | None:
        """How a link with the separators of Windows leads."""
        if "\\" not in path or BLANKS.search(path.replace("\\", "/")):
            return None
        mended = path.replace("\\", "/")
        here = posixpath.normpath(posixpath.join(posixpath.dirname(file), mended))
        return Led("separator", mended) if here in self.files else None


def is_path(path: str) -> bool:
    """Whether a destination is a relative path that stands for itself."""
    if not path or path.startswith(("/", "~")) or BLANKS.search(path) or "\n" in path:
        return False
    return "/" in path or SUFFIX.search(path) is not None
