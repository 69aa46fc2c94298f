"""Folders of skills as transcripts write them, and the files below them that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import normpath

HOME = re.compile(r"(?:[A-Za-z]:|/[A-Za-z]|/mnt/[a-z])?/(?:home|Users)/[^/]+(?=/|$)|/root(?=/|$)")
"""A user's folder, in a POSIX system, in Windows, and in a POSIX shell of Windows."""

HOME_WRITTEN = (
    r"(?:[A-Za-z]:|/[A-Za-z]|/mnt/[a-z])?[\\/]+(?:home|Users)[\\/]+[^\\/\s\"']+|[\\/]+root"
)
SHORT_HOMES = ("~", "$HOME", "${HOME}", "$env:USERPROFILE", "%USERPROFILE%")
ABSOLUTE = re.compile(r"[\\/~]|[A-Za-z]:[\\/]|\$\{?(?:HOME|env:USERPROFILE)\b|%USERPROFILE%")
"""How a path begins that is the same in every folder."""

CACHED = re.compile(r"/plugins/cache/[^/]+/([^/]+)/[^/]+(?:/|$)")
OWN = re.compile(r"/\.(?:claude|codex|agents)/skills/")
MARKET = re.compile(r"/plugins/marketplaces/[^/]+/(?:external_)?plugins/([^/]+)(?:/|$)")
PATTERN = re.compile(r"[*?\[\]{}$]")
"""What stands in a pattern or a variable, not in the path of a file."""
KEPT = re.compile(
    r"\.(?:json|jsonl|ndjson|log|csv|tsv|out|tmp|cache|db|sqlite3?|lock|pid|pdf|png|jpe?g|svg)$",
    re.IGNORECASE,
)
"""Endings of what skills write into their own folders as they are used: state, logs, results.

Left out with those who edit the skill, each such run would be, and the long ones first."""

UNQUOTED = re.compile(r"""(?:\\[ ()&;,]|(?!\\\s|\\{1,9}["'`])[^\s"'`;|&<>(),])*""")
UNQUOTED_WINDOWS = re.compile(r"""(?:(?!\\{1,9}["'`])[^\s"'`;|&<>(),])*""")
"""A path as a command line writes it without quotes; in Windows a backslash hides nothing."""

ESCAPED = re.compile(r"\\([ ()&;,])")
BEHIND = re.compile(r"[]}]|:(?=[/~$%\\]|[A-Za-z]:[\\/])")
"""The end of a path in brackets, of one of a list, or of one with the place of a volume."""

QUOTES = "\"'`"


def slashed(path: str) -> str:
    """A path with slashes, whichever it was written with, and none at its end."""
    return re.sub(r"(?<!^)//+", "/", path.replace("\\", "/")).rstrip("/")


def name(base: str) -> str:
    """The name of a skill's folder."""
    return slashed(base).rpartition("/")[2]


def plugin(base: str | None, called: str = "") -> str | None:
    """The plugin a skill lies in, from its folder or from a name such as `plugin:skill`."""
    if base is not None:
        if OWN.search(slashed(base)):
            return None
        found = CACHED.search(slashed(base)) or MARKET.search(slashed(base))
        if found:
            return found[1]
    owner, colon, _ = called.partition(":")
    return owner if colon and owner and "/" not in owner else None


def same(path: str) -> str:
    """A path so that two spellings of one are equal: slashes, and `~` for the user's home."""
    plain = slashed(path)
    for short in SHORT_HOMES:
        if plain == short or plain.startswith(short + "/"):
            return "~" + plain[len(short) :]
    plain = HOME.sub("~", plain, count=1) if HOME.match(plain) else plain
    return plain[:1].lower() + plain[1:]  # the letter of a drive


def joined(folder: str, path: str) -> str:
    """A path, from a folder if it is relative."""
    if ABSOLUTE.match(path) or not folder:
        return path
    return normpath(f"{slashed(folder)}/{slashed(path)}")


def below(path: str, base: str) -> str | None:
    """A path relative to a folder that it lies below; None if it does not."""
    whole, folder = same(path), same(base)
    if not whole.startswith(folder + "/"):
        return None
    return slashed(path)[len(slashed(path)) - (len(whole) - len(folder) - 1) :] or None


def edits(path: str, base: str) -> bool:
    """Whether who changes a file changes the skill of a folder, and not what it works on there."""
    inside = below(path, base)
    return inside is not None and not KEPT.search(inside)


def named(text: str, base: str) -> Iterator[str]:
    """The files below a folder that a text names, relative to it, each once and in order.

    A path begins where a word does, and ends at a blank or a sign of the shell, or with
    the quote it began with. Folders (with a slash at the end), patterns and every
    SKILL.md are left out.
    """
    seen: set[str] = set()
    for found in spellings(base).finditer(text):
        path = file(BEHIND.split(told(text, found), maxsplit=1)[0])
        if path and path not in seen:
            seen.add(path)
            yield path


def told(text: str, found: re.Match[str]) -> str:
    """What a text names below the folder that was found in it."""
    start = found.end()
    quote = opened(text, found.start(), start)
    end = text.find(quote, start) if quote else -1
    if end >= 0:
        return text[start:end].rstrip("\\") if len(quote) > 1 else text[start:end]
    if "\\" in found[0]:
        plain = UNQUOTED_WINDOWS.match(text, start)
        return plain[0] if plain else ""
    plain = UNQUOTED.match(text, start)
    return ESCAPED.sub(r"\1", plain[0]) if plain else ""


def opened(text: str, start: int, end: int) -> str:
    """The quote that stands before a piece of a text or begins it, and is not closed in it.

    With the backslash before it, inside other quotes.
    """
    for at in (start - 1, start):
        quote = text[max(0, at) : at + 1]
        if quote and quote in QUOTES and text.count(quote, start, end) < 2:
            return "\\" + quote if text[max(0, at - 1) : at] == "\\" else quote
    return ""


def file(path: str, *, exact: bool = False) -> str | None:
    """A path below a skill's folder as it is told, None unless it is a file beside SKILL.md."""
    plain = path.replace("\\", "/")
    if plain.endswith("/") or (not exact and PATTERN.search(plain)):
        return None
    parts = [part for part in plain.rstrip(".:").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or parts[-1].lower() == "skill.md":
        return None
    return "/".join(parts)


@lru_cache(maxsize=256)
def spellings(base: str) -> re.Pattern[str]:
    """What finds a folder and the slash behind it in a text, however its home is written."""
    plain = slashed(base)
    short = same(base)
    if short.startswith("~"):
        tail = plain[len(plain) - len(short) + 1 :]
        homes = "|".join(map(re.escape, SHORT_HOMES))
        quoted = rf"(?:[\"']?(?:{homes})[\"']?)"
        heads = [quoted, HOME_WRITTEN]
    else:
        tail, heads = plain, [""]
    slash = r"[\\/]+"
    pattern = slash.join(re.escape(part) for part in tail.split("/"))
    flags = re.IGNORECASE if re.match(r"[A-Za-z]:", plain) else 0
    front = "|".join(heads)
    return re.compile(rf"(?<![\w./\\~$-])(?:{front}){pattern}{slash}", flags)
