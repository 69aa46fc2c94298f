"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(word: str, options: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest option, or nothing."""
    from difflib import get_close_matches

    spelled = {option.casefold(): option for option in options}
    near = get_close_matches(word.casefold(), spelled, 1, 0.6)
    if not near:
        return ""
    return f'; did you mean "{spelled[near[0]]}"?'
