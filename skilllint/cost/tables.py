"""Dated data files of the package, and the error for a name they do not hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parent.parent / "data"
SHORT = 8  # names that a message lists in full


class Unknown(ValueError):
    """A name that no row of a data file carries.

    The message offers `near`, the name it may stand for, or else lists the
    `known` ones; without `near` the likest of `known` is looked for.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], near: str | None = None) -> None:
        known = tuple(known)
        near = near or closest(name, known)
        hint = f'did you mean "{near}"?' if near else f"there are {_listed(known)}"
        super().__init__(f'there is no {what} "{name}"; {hint}')


@cache
def table(name: str, form: Literal["toml", "json"] = "toml") -> dict[str, Any]:
    """Read one file of the package's data, written by hand or by a program; it is read once."""
    text = (DATA / f"{name}.{form}").read_text(encoding="utf-8")
    if form == "json":
        import json

        found: dict[str, Any] = json.loads(text)
        return found
    import tomllib  # only runs that show a cost pay its 10 ms

    return tomllib.loads(text)


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like a mistyped one, if any does."""
    from difflib import get_close_matches  # only an error needs it

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), None)


def _listed(names: tuple[str, ...]) -> str:
    """All names; of a long list the first of each family (`opus` of `opus-5.5`)."""
    if len(names) <= SHORT:
        return ", ".join(names)
    shown = {name.partition("-")[0]: name for name in reversed(names)}
    kept = [name for name in names if name in shown.values()]
    return f"{', '.join(kept)} and {len(names) - len(kept)} more"
