"""Where `check` says what it found: the forms by name, and files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from skilllint import atomic
from skilllint.commands.shared import CLEAN, USAGE, UsageError, complain
from skilllint.report.view import View
from skilllint.spelling import suggest

FORMATS: Mapping[str, str] = {
    "text": "findings.render",
    "concise": "concise.render",
    "json": "json.render_check",
    "sarif": "sarif.render",
    "github": "github.render",
    "gitlab": "gitlab.render",
    "rdjson": "rdjson.render",
    "junit": "junit.render",
    "markdown": "step_summary.render",
}
"""The module and function of `skilllint.report` that makes each form."""

STDOUT = "-"


class Place(NamedTuple):
    """A form and the file it goes to; `-` is standard output."""

    form: str
    file: str


def places(form: str | None, outputs: Sequence[str]) -> list[Place]:
    """What goes where: each `--output`, and on standard output `--format`, or text.

    Raises `UsageError`.
    """
    found = [place(output) for output in outputs]
    if form is not None or not any(one.file == STDOUT for one in found):
        found.append(Place(form or "text", STDOUT))
    return apart(found)


def apart(found: list[Place]) -> list[Place]:
    """The places, if no two are the same. Raises `UsageError`."""
    seen = set()
    for one in found:
        real = one.file if one.file == STDOUT else os.path.normcase(os.path.realpath(one.file))
        if real in seen:
            where = "standard output" if one.file == STDOUT else one.file
            raise UsageError(f"--output: two forms go to {where}")
        seen.add(real)
    return found


def place(output: str, forms: Collection[str] = FORMATS) -> Place:
    """One `FORMAT:FILE`, of the forms that there are. Raises `UsageError`."""
    form, colon, file = output.partition(":")
    if form not in forms:
        hint = suggest(form, forms) or f"; there are {', '.join(forms)}"
        raise UsageError(f'--output "{output}": there is no form "{form}"{hint}')
    if not colon or not file:
        raise UsageError(f'--output "{output}" names no file; write {form}:FILE')
    return Place(form, file)


def deliver(view: View, wanted: Sequence[Place]) -> int:
    """Write each form where it goes; one that cannot be written keeps no other back."""
    return max((write(one, renderer(one.form)(view)) for one in wanted), default=CLEAN)


def write(place: Place, text: str) -> int:
    """Write a form where it goes; the status that follows."""
    if place.file == STDOUT:
        print(text, end="")
        return CLEAN
    try:
        atomic.write(Path(place.file), text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return complain(f"{place.file}: cannot be written: {reason}", USAGE)
    return CLEAN


def renderer(form: str) -> Callable[[View], str]:
    """What makes a form; the others are not imported."""
    module, _, function = FORMATS[form].partition(".")
    found: Callable[[View], str] = getattr(import_module(f"skilllint.report.{module}"), function)
    return found
