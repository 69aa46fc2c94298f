"""Dated data files of the package, and the error for a name they do not hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"


class Unknown(ValueError):
    """A name that no row of a data file carries; `close` are the names it may stand for."""

    def __init__(self, what: str, name: str, known: Iterable[str], close: tuple[str, ...]) -> None:
        self.name = name
        self.close = close
        hint = f"did you mean {_either(close)}?" if close else f"known: {', '.join(known)}"
        super().__init__(f"unknown {what} {name!r}; {hint}")


@cache
def table(name: str) -> dict[str, Any]:
    """Read one TOML file of the package's data; a file is read once."""
    import tomllib  # only runs that show a cost pay its 10 ms

    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def close_to(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known names that look like a mistyped one, the likest first."""
    from difflib import get_close_matches  # only an error needs it

    return tuple(get_close_matches(name, list(known), n=3, cutoff=0.6))


def _either(names: tuple[str, ...]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
