"""What a walk leaves out: `.gitignore` files, read here and not by git, and a few fixed names.

The patterns are translated here because the walk asks about each path by itself,
top down, as git does: `dir/**` does not leave out `dir`, and `!dir/keep` below it
still counts. (A library that asks about whole paths answered otherwise in one
random tree of eight, and took longer to import than a small check takes to run.)
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})

NOTHING = b"(?!)"
GLOB = re.compile(
    rb"(?P<class>\[[!^]?(?P<items>\]?(?:\[:[^\]]*:\]|\\.|[^\]\\])*)\])"
    rb"|(?P<star>\*+)|(?P<one>\?)|(?P<broken>\[|\\\Z)|\\?(?P<plain>.)",
    re.DOTALL,
)
ITEM = re.compile(
    rb"\[:(?P<name>[^\]]*):\]|\\?(?P<low>.)-\\?(?P<high>[^\]])|\\?(?P<char>.)", re.DOTALL
)
NAMED = {
    b"alnum": rb"0-9A-Za-z",
    b"alpha": rb"A-Za-z",
    b"blank": b" \t",
    b"cntrl": b"\0-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"!-~",
    b"lower": rb"a-z",
    b"print": rb" -~",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": b" \t-\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of an ignore file: what it matches below the file's folder."""

    regex: re.Pattern[bytes]
    ignores: bool
    only_folders: bool
    only_name: bool

    def matches(self, path: bytes, is_folder: bool) -> bool:
        """Whether it matches a path itself, not merely a folder above it."""
        if self.only_folders and not is_folder:
            return False
        text = path.rpartition(b"/")[2] if self.only_name else path
        return self.regex.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one ignore file, the last one first, for the last that matches decides."""

    patterns: tuple[Pattern, ...]

    def verdict(self, path: bytes, is_folder: bool) -> bool | None:
        """Whether a path is ignored or expressly not; None if no pattern matches it."""
        for pattern in self.patterns:
            if pattern.matches(path, is_folder):
                return pattern.ignores
        return None

    def sparing(self, folder: bytes) -> Patterns:
        """Without the patterns that match a folder, if they ignore it."""
        if not self.verdict(folder, True):
            return self
        return Patterns(tuple(p for p in self.patterns if not p.matches(folder, True)))

    def match_file(self, path: str) -> bool:
        """Whether a file is ignored, or a folder above it."""
        whole = os.fsencode(path)
        return bool(self.verdict(whole, False)) or any(
            self.verdict(folder, True) for folder in folders_of(whole)
        )


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The ignore files in force in a folder, from the outermost one down to it.

    `named` is the folder that was asked for. It is searched whatever ignores it:
    the patterns that ignore it, or a folder on the way to it, do not count.
    """

    named: bytes
    files: tuple[tuple[bytes, Patterns], ...] = ()

    @classmethod
    def above(cls, root: Path) -> Ignoring:
        """What the folders above a root say, up to the repository's root if there is one."""
        absolute = Path(os.path.abspath(root))  # noqa: PTH100
        ignoring = cls(os.fsencode(absolute))
        for folder in reversed(list(outwards(absolute))):
            ignoring = ignoring.at(folder)
        return ignoring

    def at(self, folder: Path) -> Ignoring:
        """With the folder's own `.gitignore`, if it has one that can be read."""
        try:
            data = (folder / ".gitignore").read_bytes()
        except OSError:
            return self
        base = os.path.join(os.fsencode(os.path.abspath(folder)), b"")  # noqa: PTH100, PTH118
        found = compiled(data)
        if self.named.startswith(base):
            below = slashed(self.named[len(base) :])
            for way in (*folders_of(below), below):
                found = found.sparing(way)
        return Ignoring(self.named, (*self.files, (base, found)))

    def ignores(self, path: Path, is_folder: bool) -> bool:
        """Whether a walk that came as far as the path's folder leaves the path out."""
        if is_folder and path.name in NEVER:
            return True
        if not self.files:
            return False
        absolute = os.fsencode(os.path.abspath(path))  # noqa: PTH100
        for base, patterns in reversed(self.files):
            verdict = patterns.verdict(slashed(absolute[len(base) :]), is_folder)
            if verdict is not None:
                return verdict
        return False


def outwards(folder: Path) -> Iterator[Path]:
    """The folders above one, the nearest first, up to the repository's root."""
    for here, above in zip((folder, *folder.parents), folder.parents, strict=False):
        if (here / ".git").exists():
            return
        yield above


def slashed(path: bytes) -> bytes:
    """A path with the slashes that patterns know."""
    return path if os.sep == "/" else path.replace(os.fsencode(os.sep), b"/")


def folders_of(path: bytes) -> Iterable[bytes]:
    """The folders on the way to a path: `a` and `a/b` for `a/b/c`."""
    return accumulate(path.split(b"/")[:-1], lambda above, name: above + b"/" + name)


# --- from lines to patterns ---------------------------------------------------


@cache
def compiled(data: bytes) -> Patterns:
    """The patterns of a file, one a line; what many skills lie below is translated once."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return Patterns(tuple(found for line in reversed(lines) if (found := pattern(line))))


def compile_lines(lines: Iterable[str]) -> Patterns:
    """Patterns from elsewhere, in the form of an ignore file's lines."""
    return compiled(b"\n".join(map(os.fsencode, lines)))


def pattern(line: bytes) -> Pattern | None:
    """One line as git reads it; None for a comment and for what cannot match."""
    line = trimmed(line.removesuffix(b"\r"))
    if line.startswith(b"#"):
        return None
    ignores = not line.startswith(b"!")
    glob = line[not ignores :]
    only_folders = glob.endswith(b"/")
    glob = glob.removesuffix(b"/")
    only_name = b"/" not in glob
    regex = segment(glob) if only_name else translated(glob.removeprefix(b"/").split(b"/"))
    if not glob or NOTHING in regex:
        return None
    return Pattern(re.compile(regex, re.DOTALL), ignores, only_folders, only_name)


def trimmed(line: bytes) -> bytes:
    """A line without the spaces at its end, but for one behind a backslash."""
    text = line.rstrip(b" ")
    slashes = len(text) - len(text.rstrip(b"\\"))
    return text + b" " if slashes % 2 and text != line else text


def translated(segments: list[bytes]) -> bytes:
    """A regular expression for a path; a segment `**` stands for any number of folders."""
    groups = [b""]
    for name in segments[:-1]:
        if any_depth(name):
            groups.append(b"")
        else:
            groups[-1] += segment(name) + b"/"
    groups[-1] += b".+" if any_depth(segments[-1]) else segment(segments[-1])
    return in_order(groups, b"(?:.*?/)??", b"(?:.*/)?")


def any_depth(segment: bytes) -> bool:
    """Whether a segment of a path is `**`, or more stars."""
    return len(segment) > 1 and not segment.strip(b"*")


def segment(glob: bytes) -> bytes:
    """A regular expression for one name."""
    chunks = [b""]
    for token in GLOB.finditer(glob):
        if token["star"]:
            chunks.append(b"")
        elif token["broken"]:
            return NOTHING
        elif token["class"]:
            chunks[-1] += char_class(token["items"], token["class"][1:2] in b"!^")
        else:
            chunks[-1] += b"[^/]" if token["one"] else re.escape(token["plain"])
    return in_order(chunks, b"[^/]*?", b"[^/]*")


def in_order(parts: list[bytes], shortest: bytes, longest: bytes) -> bytes:
    """The parts with gaps between them; each but the last is taken where it first fits.

    Gaps that tried every place again would take forever on `*a*a*a*a*a*b`.
    """
    first, *middle = parts[:-1] or parts
    fitted = b"".join(b"(?>%b%b)" % (shortest, part) for part in middle)
    return first + fitted + (longest + parts[-1] if len(parts) > 1 else b"")


def char_class(items: bytes, negated: bool) -> bytes:
    """`[a-z]`, `[!a]` or `[[:digit:]]` as a regular expression for one byte."""
    found = members(items)
    if found is None:
        return NOTHING
    chosen = set(range(256)) - found if negated else found
    codes = b"".join(b"\\x%02x" % code for code in sorted(chosen - set(b"/")))
    return b"[%b]" % codes if codes else NOTHING


def members(items: bytes) -> set[int] | None:
    """The bytes a class stands for; None if it names a class that does not exist."""
    found: set[int] = set()
    for item in ITEM.finditer(items):
        if item["name"] is not None:
            named = members(NAMED.get(item["name"], b"")) or None
            if named is None:
                return None
            found |= named
        elif item["low"]:
            # git takes `[b-a]` for `b`
            found |= {item["low"][0], *range(item["low"][0], item["high"][0] + 1)}
        else:
            found |= set(item["char"])
    return found
