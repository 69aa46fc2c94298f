"""Characters that do not show, and the scripts and emoji in which they are at home."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

ASCII = bytes(range(128))

HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064"
    "\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
"""Default_Ignorable_Code_Point of the Unicode Character Database, without the bidi controls."""

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
OPENS, CLOSES, OVERRIDES = "\u202a\u202b\u2066\u2067\u2068", "\u202c\u2069", "\u202d\u202e"

TAG = re.compile("[\U000e0020-\U000e007e]")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f")
"""The flag of a region: a black flag, then its code in tag characters (UTS 51, ED-14a)."""

LETTERS = "\u180b\u180c\u180d\u180e\u180f\u17b4\u17b5\u115f\u1160"
"""Khmer, Mongolian and Korean fillers, each among letters of its script."""

SPACELESS = (
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "BALINESE",
)


def suspect(text: str, bytes_: bytes, pattern: re.Pattern[str]) -> bool:
    """Whether a text holds one of some characters, of which `bytes_` are those of ASCII."""
    data = text.encode("utf-8", "surrogatepass")
    if bytes_ and len(data.translate(None, bytes_)) != len(data):
        return True
    return not text.isascii() and bool(pattern.search(_beyond(data)))


def hidden(text: str) -> dict[str, list[int]]:
    """The places of what does not show, by kind; what is at home where it stands left out."""
    found: dict[str, list[int]] = {}
    if text.isascii() or not suspect(text, b"", HIDDEN):
        return found
    flags = {at for flag in FLAG.finditer(text) for at in range(*flag.span())}
    for one in HIDDEN.finditer(text):
        at = one.start()
        if at not in flags and not _at_home(text, at):
            found.setdefault(kind(one[0]), []).append(at)
    return found


def kind(character: str) -> str:
    """What to call a character that does not show."""
    code = ord(character)
    if 0xE0000 <= code < 0xE0080:
        return "a tag character"
    if 0xFE00 <= code < 0xFE10 or code >= 0xE0100:
        return "a variation selector that selects nothing"
    return f"an invisible character, {name(character)},"


def name(character: str) -> str:
    """A character's name and number: `zero width space (U+200B)`."""
    called = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}"
    return f"{called.lower()} ({number})" if called else number


def spelled(text: str, places: Sequence[int]) -> str:
    """The ASCII text that tag characters spell: a known way to hide orders in a text."""
    return "".join(chr(ord(text[at]) - 0xE0000) for at in places if TAG.match(text[at]))


def turned(text: str) -> list[int]:
    """The places of the characters that turn text around.

    Those that open and close in pairs around letters that run from right to left
    are what they are for.
    """
    if text.isascii() or not suspect(text, b"", BIDI):
        return []
    lines: dict[int, list[int]] = {}
    for found in BIDI.finditer(text):
        lines.setdefault(text.rfind("\n", 0, found.start()), []).append(found.start())
    wrong: list[int] = []
    for start, places in lines.items():
        end = text.find("\n", places[-1])
        line = text[start + 1 : end if end >= 0 else len(text)]
        marks = [text[at] for at in places]
        if not (_paired(marks) and leftwards(line)):
            wrong += places
    return wrong


def _paired(marks: Sequence[str]) -> bool:
    depth = 0
    for mark in marks:
        depth += (mark in OPENS) - (mark in CLOSES)
        if depth < 0 or mark in OVERRIDES:
            return False
    return depth == 0


def _beyond(data: bytes) -> str:
    """The characters of a text that are not ASCII: few, and found at the speed of a copy."""
    return data.translate(None, ASCII).decode("utf-8", "surrogatepass")


def _at_home(text: str, at: int) -> bool:
    """Whether a character that does not show does its work where it stands."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    home = False
    if "\ufe00" <= character <= "\ufe0f":
        home = _selects(before)
    elif character >= "\U000e0100":
        home = _script(before, ("CJK",))
    elif character in "\u200c\u200d":
        home = _joins(before, after)
    elif character == "\u200b":
        home = _script(before, SPACELESS) or _script(after, SPACELESS)
    elif character in "\u200e\u200f\u061c":
        home = leftwards(text[max(0, at - 40) : at + 40])
    elif character == "\u00ad":
        home = before.isalpha() and after.isalpha()
    elif character in LETTERS:
        home = before > "\u1000" or after > "\u1000"
    return home


def leftwards(text: str) -> bool:
    """Whether a text holds letters that run from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _selects(before: str) -> bool:
    """Whether a variation selector stands behind something that has variants."""
    return before in set("0123456789#*") or (before >= "\xa0" and not HIDDEN.match(before))


def _joins(before: str, after: str) -> bool:
    """Whether a joiner stands between emoji, or in a script whose letters join."""
    if not before or not after:
        return False
    emoji = before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk")
    if emoji and unicodedata.category(after) == "So":
        return True
    letters = (unicodedata.category(c)[0] in "LM" and ord(c) > 0x0590 for c in (before, after))
    return any(letters)


def _script(character: str, scripts: Sequence[str]) -> bool:
    """Whether a character is of one of some scripts, by its name."""
    return bool(character) and unicodedata.name(character, "").startswith(tuple(scripts))
