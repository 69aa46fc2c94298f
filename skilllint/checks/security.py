"""SE: what must not stand in a skill: secrets, and characters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skilllint.checks import _invisible as invisible
from skilllint.checks import _secrets as secrets
from skilllint.checks._texts import spot, texts
from skilllint.checks._wording import quoted
from skilllint.model import Problem, Setting, Skill

CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
NAMES = {0: "NUL", 8: "backspace", 12: "form feed", 27: "escape", 127: "delete", 0x85: "next line"}


def secret(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Keys, tokens and passwords."""
    for file, text, _ in texts(skill):
        for found in secrets.find(text):
            line, col = spot(text, found.start)
            begins = f": {quoted(found.shown)} and so on" if found.shown else ""
            yield Problem(
                line,
                f"{found.kind} stands in the text{begins}",
                col=col,
                hint="revoke it, then name the variable that holds it; who reads the skill has it, "
                "and so has the repository's history",
                file=file,
                confidence=found.confidence,
            )


def invisible_characters(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Characters that take no place on the screen and that a model reads all the same."""
    for file, text, _ in texts(skill):
        for kind, places in invisible.hidden(text).items():
            said = invisible.spelled(text, places)
            line, col = spot(text, places[0])
            yield Problem(
                line,
                f"{kind} stands here{_more(places)}: nobody sees it, and a model reads it"
                + (f" as {quoted(said)}" if said else ""),
                col=col,
                hint="delete it, or write what is meant in characters that show",
                severity="error" if said else None,
                file=file,
            )


def bidi_control(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Characters that show a line in another order than it is read in."""
    for file, text, _ in texts(skill):
        if places := invisible.turned(text):
            line, col = spot(text, places[0])
            called = invisible.name(text[places[0]])
            yield Problem(
                line,
                f"the character {called} stands here{_more(places)}: the text is shown in another "
                "order than a model reads it",
                col=col,
                hint="delete it; text that runs from right to left needs none",
                file=file,
            )


def control_characters(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Characters that steer a terminal or end a line where no editor shows one."""
    for file, text, _ in texts(skill):
        if not invisible.suspect(text, CONTROLS, CONTROL):
            continue
        places: dict[str, list[int]] = {}
        for found in CONTROL.finditer(text):
            places.setdefault(found[0], []).append(found.start())
        for character, offsets in places.items():
            line, col = spot(text, offsets[0])
            code = ord(character)
            called = f"{NAMES[code]} (U+{code:04X})" if code in NAMES else f"U+{code:04X}"
            yield Problem(
                line,
                f"the control character {called} stands here{_more(offsets)}",
                col=col,
                hint="delete it, or write it as an escape such as `\\x1b` where it is shown",
                file=file,
            )


def _more(places: Sequence[int]) -> str:
    """How many there are; a file with thousands of them is still one finding."""
    return f", the first of {len(places):,} in the file" if len(places) > 1 else ""
