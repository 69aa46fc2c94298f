"""How a path is written in a text: the words that may be one, and what markup leaves on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

TOKEN = re.compile(
    r"(?:[\w.~$@+*%-]++|<[\w |./-]{1,60}>|\{[\w |.,/-]{1,60}\}|/(?:\[[\w |-]{1,60}\])?"
    r"|\?(?=[\w?-]{0,40}\.\w))+"
)
"""A word as paths are made of, placeholders included: `references/<kind>/{name}.md`."""

BLANK = re.compile(r"\$\{?\w+\}?|<[^>]*>|\{[^}]*\}|\[[^\]]*\]|\*+|\?+")
"""What stands for any text in a path: a variable, a placeholder, a star."""

UNKNOWN = re.compile(r"\$\{?\w+\}?|<[^>]*>|\{[^}]*\}|~|\.{3,}")
"""A first part whose place is not known here: `${CLAUDE_SKILL_DIR}`, `<skill>`, `~`."""

SPACED = re.compile(r"<\w[\w |./-]{1,60}>|\{\w[\w |.,/-]{1,60}\}")

TAGS = re.compile(
    r"</\w[\w-]*\s*>|<(?:br|li|p|td|hr)\s*/?>|<(?P<tag>[A-Za-z][\w-]*)>(?=[^<>\n]*</(?P=tag)>)"
)
"""Tags of HTML; one that may be a placeholder only where it is closed after its text."""

WRAPPED = re.compile(
    r"<(?<=\]\(<)[^<>\s]{1,500}>"
    r"|<(?<![\w/.-]<)[^<>\s]{1,500}\.[A-Za-z]\w{0,7}(?:#[^<>\s.]{0,80})?>"
)
"""A path between angle brackets: the target of a link, or by itself."""

GLOBBED = ("/*", ".*", "-*", "_*")
"""Ends of a glob; other stars at an end are emphasis."""

STARS = re.compile(r"\*+(?=[\w@~<{$]|\.\.?/)|_+(?=[@*~])|~~+")
"""Emphasis that a path begins with."""

LONGEST = 500
"""Characters from which on a word is no path."""


def plain(text: str) -> str:
    """A text with no tags around its paths and no blanks inside of its placeholders.

    Both keep their length, so what is found stands where it stood; only letters
    that are written as several characters become one.
    """
    if "<" in text or "{" in text:
        text = TAGS.sub(lambda found: " " * len(found[0]), text)
        text = WRAPPED.sub(lambda found: f" {found[0][1:-1]} ", text)
        text = SPACED.sub(lambda found: found[0].replace(" ", "_"), text)
    return composed(text)


def composed(text: str) -> str:
    """A text with each letter in one character: file names of macOS have them in several."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def likely(text: str) -> Collection[str]:
    """The words of a text that may hold a path, in their order; most lines hold none."""
    lines = "\n".join(line for line in text.split("\n") if "/" in line or "." in line)
    return dict.fromkeys(word for word in plain(lines).split() if "/" in word or "." in word[:-1])


def tokens(words: Collection[str]) -> Collection[str]:
    """The tokens in some words, each once, in their order."""
    return dict.fromkeys(word for word in TOKEN.findall(" ".join(words)) if len(word) < LONGEST)


def trimmed(token: str) -> str:
    """A token without what emphasis and punctuation leave on it."""
    word, before = token, ""
    while word != before:
        before = word
        word = word.lstrip("@+-").rstrip(".+-_~")
        if word.endswith("*") and (word.endswith("**") or not word.endswith(GLOBBED)):
            word = word.rstrip("*")
        if found := STARS.match(word):
            word = word[found.end() :]
    return word


def settled(word: str) -> str:
    """A word without the part before its path whose place is not known: `${SKILL_DIR}/x.md`."""
    first, slash, rest = word.partition("/")
    return rest if slash and UNKNOWN.fullmatch(first) else word
