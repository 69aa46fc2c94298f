"""Text → the pieces within which bytes are merged, as the pattern of o200k cuts it.

The pattern asks for Unicode classes that `re` does not know, and `unicodedata`
answers by another version of Unicode than the tokenizer. So a text is cut by its
shadow: every character beyond ASCII gives way to one that stands for its class,
and the pieces are as long as the shadow's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from struct import iter_unpack

PATTERN = "|".join(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
"""The pattern of o200k_base as openai/tiktoken publishes it (tiktoken_ext/openai_public.py)."""

UPPER, LOWER, LETTER, MARK, DIGIT, SPACE, OTHER = "A", "a", "\xaa", "\u0300", "0", "\t", "!"
LONG_S = "\u017f"
"""Is `s` where case is ignored: `'ſ` ends a word as `'s` does."""

CLASSES = Path(__file__).with_name("classes.bin")
RECORD = "<IH"
"""`classes.bin`: where each run of characters of one class begins, as a code point, and the
stand-in of that class. `tools/pack_o200k.py` reads the classes out of tiktoken."""

BLOCK = 1 << 16
"""Characters taken at a time, so that the pieces of a long text never all exist at once."""


def pieces(text: str) -> list[str]:
    """Cut a text without surrogates into pieces; joined, they are the text."""
    if text.isascii():
        return pattern().findall(text)
    lengths = map(len, pattern().findall(shadow(text)))
    return [text[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]


@cache
def pattern() -> re.Pattern[str]:
    """The pattern over the shadow alphabet."""
    contraction = "(?:'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL]))?"
    first = f"[^\r\nA-Za-z0-9{LETTER}]?"
    upper, lower = f"[A-Z{LETTER}{MARK}]", f"[a-z{LETTER}{MARK}]"
    white, black = "[ \t-\r]", "[^ \t-\r]"
    return re.compile(
        f"{first}{upper}*{lower}+{contraction}|{first}{upper}+{lower}*{contraction}"
        f"|[0-9]{{1,3}}| ?[^ \t-\rA-Za-z0-9{LETTER}]+[\r\n/]*"
        f"|{white}*[\r\n]+|{white}+(?!{black})|{white}+"
    )


def shadow(text: str) -> str:
    """The text with each character beyond ASCII replaced by the stand-in of its class."""
    foreign = {char for char in set(text) if char > "\x7f"}
    if len(foreign) > 24:  # from here on one slow pass is faster than many quick ones
        return text.translate({ord(char): stand_in(char) for char in foreign})
    for char in foreign:
        text = text.replace(char, stand_in(char))
    return text


def stand_in(char: str) -> str:
    """The character that stands for the class of one beyond ASCII; for itself if it is one."""
    if char == LONG_S:
        return "s"
    starts, stand_ins = classes()
    return stand_ins[bisect_right(starts, ord(char)) - 1]


@cache
def classes() -> tuple[list[int], str]:
    """Where each run of one class starts, and the runs' stand-ins."""
    runs = list(iter_unpack(RECORD, CLASSES.read_bytes()))
    return [start for start, _ in runs], "".join(chr(stand_in) for _, stand_in in runs)


def blocks(text: str) -> Iterator[str]:
    """Cut a long text where the pieces are surely cut as well."""
    start = 0
    end = text.find("\n", BLOCK) + 1
    while end:
        if is_edge(text, end):
            yield text[start:end]
            start = end
            end += BLOCK
        end = text.find("\n", end) + 1
    if start < len(text):
        yield text[start:]


def is_edge(text: str, at: int) -> bool:
    """Whether a piece surely ends here, so that both sides can be cut on their own.

    So it is behind a line feed, before anything but white space and `/`. Of the
    seven alternatives of the pattern, the words and the digits hold no line feed;
    ` ?[^\\s…]+[\\r\\n/]*` goes on behind one with `\\r`, `\\n` or `/` only; and white
    space with a line feed in it is always taken by `\\s*[\\r\\n]+`, up to its last
    one, so neither `\\s+(?!\\S)` nor `\\s+` ever looks across. Nothing looks back.
    (A space may not follow: `\\n \\n` is one piece.)
    """
    if at in (0, len(text)):
        return True
    return text[at - 1] == "\n" and text[at] != "/" and not text[at].isspace()
