"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable

LIKE_DIGITS = str.maketrans("oil", "011")


def suggest(word: str, options: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest option, or nothing."""
    from difflib import get_close_matches

    spelled = {option.casefold(): option for option in options}
    alike = [option for option in spelled if look(option) == look(word.casefold())]
    near = alike[:1] or get_close_matches(word.casefold(), spelled, 1, 0.6)
    if not near:
        return ""
    return f'; did you mean "{spelled[near[0]]}"?'


def look(word: str) -> str:
    """A word with the letters that look like digits as those: `md1o2` is MD102."""
    return word.translate(LIKE_DIGITS)
