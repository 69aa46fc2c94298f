"""Paths of the skill's own files that prose names, and scripts that the text runs."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from skilllint.links import markup
from skilllint.links.resolving import BLANKS, SKETCH, Led, Resolver
from skilllint.model import File
from skilllint.pointers import cues
from skilllint.pointers.places import SENTENCE
from skilllint.pointers.reach import PEOPLE
from skilllint.pointers.written import composed

PATH = re.compile(
    r"(?:[\w@-][\w@.-]{0,99}/){1,8}[\w@-][\w@.-]{0,99}\.[A-Za-z]\w{0,7}(?![\w/*<{$-])"
)
WINDOWS = re.compile(r"(?:[\w-]{1,60}\\){1,6}[\w-][\w.-]{0,60}\.[A-Za-z]\w{0,7}(?![\w\\])")
BEFORE = re.compile(r"(?:^|[\s`\"'(\[:,])(?:\.[/\\])?$")
"""What stands before a path that begins there."""

MADE = re.compile(
    r"\b(?:creates?|created|writes?|written|saves?|saved|generates?|generated|adds?|added|put|"
    r"place|move[sd]?|emits?|copy|copies|copied|scaffolds?|stores?|stored|records?|appends?|"
    r"installs?|renamed?|split|produces?|outputs? to|extracts? (?:it |them )?(?:in)?to|"
    r"like|such as|e\.g|for example|for instance|would|could|may|might|optional|"
    r"not present|if present|missing|absent|exists?|instead of|formerly|legacy|deprecated|"
    r"removed|deletes?|deleted|hypothetical)\b"
    r"|\bexamples?\W{0,4}:",
    re.IGNORECASE,
)
"""Words by which a sentence says that a file is made, or is none of the skill's."""

LABEL = re.compile(r"[`*_]{0,4}\]\(")
"""What follows a path that is the text of a link."""

OTHERS = re.compile(r"(?:'s?|’s?|\b(?:skills?|plugins?))[`*\s]{0,4}$", re.IGNORECASE)
"""What says that a path is another skill's: "as `sweep-floors`' `references/x.md` says"."""

ORDER: tuple[cues.Family, ...] = ("order", "follow")
AROUND = 500
"""Characters before and behind a path in which its sentence is looked for."""

BOUNDARY = re.compile(r"\n[ \t>]*\r?\n|\n[ \t>]*(?:[-*+|]|\d{1,3}[.)])")
SHARED = frozenset({"references", "scripts", "assets", "templates"})
"""Folders whose files are looked for even where the folder is missing."""


COMMAND = re.compile(
    r"(?:^|`)[ \t>]*(?:\$ )?[\"']?"
    r"(?P<place>\./|\$\{?\w{1,40}\}?/|\{\w{1,40}\}/|<[\w-]{1,40}>/)?$"
)
"""What stands before a path that is run: nothing but where the skill lies."""

RUN = re.compile(r"\b(?:run|execute|call|invoke|start|with)\b[^`.]{0,20}`", re.IGNORECASE)
SHELL = re.compile(r"```[ \t]{0,9}(?:bash|sh|shell|zsh|console|terminal)\b", re.IGNORECASE)
LONGEST = 120
"""Characters before a command on its line."""

FAR = 5000
"""Characters before a command in which its fence begins."""


class Text:
    """A text of a skill; its blocks of code and its comments are blanked out when asked for."""

    def __init__(self, whole: str, begin: int = 0) -> None:
        self.whole = whole
        self.begin = begin

    @cached_property
    def blocks(self) -> str:
        """The text without blocks of code and comments, every character in its place."""
        return markup.blocks(self.whole, self.begin)

    @cached_property
    def prose(self) -> str:
        """The same without code spans."""
        return markup.without_spans(self.blocks)


class Mention(NamedTuple):
    """A path in a text: where it stands, what is written, how it leads."""

    start: int
    end: int
    led: Led


def paths(text: Text, file: str, resolver: Resolver) -> Iterator[Mention]:
    """The paths in prose and code spans that name a file of the skill, and not as it is called."""
    for start in starts(text.whole, SHARED | resolver.tops, "/"):
        found = PATH.match(text.whole, start)
        if not found or not BEFORE.search(text.whole, max(0, start - 3), start):
            continue
        here = posixpath.normpath(found[0])
        base = posixpath.dirname(file)
        if here in resolver.files or posixpath.join(base, here) in resolver.files:
            continue
        if OTHERS.search(text.whole, max(0, start - 20), start) or linked(text.whole, found):
            continue
        if text.blocks[start] == " ":
            continue
        said = sentence(text.blocks, start)
        led = mentioned(found[0], said, file, resolver)
        marked = text.blocks[max(0, start - 3) : start].rstrip("./").endswith("`")
        if led and (marked or led.how == "case" or ordered(said)):
            yield Mention(start, found.end(), led)
    if "\\" in text.whole:
        yield from separated(text, resolver)


def linked(text: str, found: re.Match[str]) -> bool:
    """Whether a path is the destination of a link, which is judged as one, or its text."""
    before = text[max(0, found.start() - 5) : found.start()]
    return "](" in before or LABEL.match(text, found.end()) is not None


def starts(text: str, tops: Iterable[str], separator: str) -> list[int]:
    """Where a path may begin that lies below one of some folders."""
    found = set()
    for top in tops:
        at = text.find(top + separator)
        while at >= 0:
            found.add(at)
            at = text.find(top + separator, at + 1)
    return sorted(found)


def mentioned(path: str, said: str, file: str, resolver: Resolver) -> Led | None:
    """How a path in a sentence leads astray that names no file as it stands there."""
    for root in {"", posixpath.dirname(file)}:
        here = posixpath.normpath(posixpath.join(root, path))
        seen = resolver.disk.look(here)
        if seen.there:
            return None if composed(seen.real) == composed(here) else Led("case", seen.real)
    if (
        BLANKS.search(path)
        or MADE.search(said.replace(path, ""))
        or PEOPLE.match(posixpath.basename(file))
    ):
        return None
    if SKETCH.search(file) or resolver.disk.around(path):
        return None
    return absent(path, said, resolver.tops)


def absent(path: str, said: str, tops: frozenset[str]) -> Led | None:
    """How a path leads that is nowhere: by whether its folder is there, or it is to be read."""
    top = path.partition("/")[0]
    if top in tops:
        return Led("missing")
    return Led("ordered") if ordered(said) else None


def ordered(said: str) -> bool:
    """Whether a sentence orders to read something, or to do what it says."""
    return any(cues.has(family, said) for family in ORDER)


def sentence(text: str, at: int) -> str:
    """The sentence that stands at a character, in its paragraph or item."""
    begin = max(0, at - AROUND)
    before = text[begin:at]
    begin += max((cut.end() for cut in BOUNDARY.finditer(before)), default=0)
    after = text[at : at + AROUND]
    end = BOUNDARY.search(after)
    passage = text[begin : at + (end.start() if end else len(after))]
    cuts = [0, *(cut.end() for cut in SENTENCE.finditer(passage)), len(passage)]
    place = bisect_right(cuts, at - begin, hi=len(cuts) - 1) - 1
    return passage[cuts[place] : cuts[place + 1]]


def separated(text: Text, resolver: Resolver) -> Iterator[Mention]:
    """The paths with the separators of Windows that lead to a file with the others.

    Blocks of code are left out, and what only Windows runs: a command of its own
    shell may need them.
    """
    whole = text.whole
    for start in starts(whole, resolver.tops, "\\"):
        found = WINDOWS.match(whole, start)
        if found and not linked(whole, found) and BEFORE.search(whole, max(0, start - 3), start):
            mended = found[0].replace("\\", "/")
            own = mended.lower().endswith((".bat", ".cmd", ".ps1"))
            if mended in resolver.files and not own and text.blocks[start] != " ":
                yield Mention(start, found.end(), Led("separator", mended))


# --- commands --------------------------------------------------------------------


class Command(NamedTuple):
    """A script that a text runs by its path alone."""

    start: int
    end: int
    script: File


def runs(text: Text, scripts: Iterable[File]) -> Iterator[Command]:
    """The first place where a text runs each script directly: as a command of its own."""
    for script in scripts:
        at = text.whole.find(script.path)
        while at >= 0:
            end = at + len(script.path)
            if is_command(text, at, end):
                yield Command(at, end, script)
                break
            at = text.whole.find(script.path, end)


def is_command(text: Text, start: int, end: int) -> bool:
    """Whether a path is run: as the first word of a line in a fence, or of a code span."""
    begin = max(text.whole.rfind("\n", 0, start) + 1, start - LONGEST)
    before = text.whole[begin:start]
    found = COMMAND.search(before)
    if not found or text.whole[end : end + 1] not in ("", *" \n\r`\"'"):
        return False
    if text.blocks[start] == " ":
        return "`" not in before and (bool(found["place"]) or in_shell(text.whole, start))
    if "`" not in before or found["place"] != "./":
        return False
    stop = text.whole.find("`", end, end + AROUND)
    arguments = text.whole[end:stop].strip(" \"'") if stop > end else ""
    return bool(arguments) or RUN.search(before) is not None


def in_shell(text: str, at: int) -> bool:
    """Whether the fence that a character stands in is a shell's; others may list files."""
    opened = text.rfind("```", max(0, at - FAR), at)
    return opened >= 0 and SHELL.match(text, opened) is not None
