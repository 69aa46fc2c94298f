"""DG: what catches a delegate that fails, of which a skill says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._delegates import named
from skilllint.checks._handover import describes, first, handover
from skilllint.checks._texts import spot
from skilllint.model import Problem, Setting, Skill

NEAR = 6000
"""Characters around the call in which its result is judged."""

CLASSIFIED = re.compile(
    r"\bexit (?:code|status)\b|\bpartial(?:ly)?\b|\bmalformed\b|\bnon-?zero\b|\bblocke[dr]s?\b|"
    r"\b(?:if|when|until|unless|case|returns?|reports?|status)\b[^.\n]{0,80}\b(?:fail\w{0,5}|errors?|"
    r"problem\w{0,5}|unsuccessful|incomplete|stuck|reject\w{0,3}|crash\w{0,3}|time[sd]? ?out)\b|"
    r"\b(?:failed|failure|error)s?\b[^.\n]{0,40}(?:→|->|:)",
    re.IGNORECASE,
)
NUMBER = r"(?:two|three|four|five|twice|2|3|4|5|10|N)"
BREAKER = re.compile(
    r"\bcircuit[- ]break|\bconsecutive|\bin a row\b|\bmax(?:imum)?[ _-](?:\w{1,12}[ _-])?"
    r"(?:retries|attempts|iterations|rounds|turns|cycles|failures)|"
    rf"\b{NUMBER} (?:\w{{1,15}} )?(?:fail\w{{0,5}}|"
    r"retr(?:y|ies)|attempts?|rounds?|iterations?|cycles?|tries)\b|\bretry (?:once|twice)\b|"
    r"\bfall(?:s|ing)? ?back\b|\b(?:stop|halt|abort|give up|escalate|surface)s?\b[^.\n]{0,60}"
    r"\b(?:fail\w{0,5}|blocke[dr]s?|user|human|error)|\b(?:fail\w{0,5}|blocke[dr]s?|error)\b"
    r"[^.\n]{0,60}\b(?:stop|halt|abort|give up|escalate|surface)",
    re.IGNORECASE,
)
FINAL = re.compile(
    r"\b(?:final|full|whole|entire|complete|combined|all)\b[^.\n]{0,40}\b(?:checks?|tests?|suite|"
    r"verif\w{1,8}|review|validation|build)\b|\b(?:after|once|when) (?:all|every|the last)\b|"
    r"\bat the end\b|\bfinally\b",
    re.IGNORECASE,
)


def no_safety_net(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Loops that hand code work over and do not say what happens when it fails."""
    found = handover(skill)
    call = first(found) if found else None
    if not found or not call or not call.each:
        return
    around = call.one.text[max(0, call.start - NEAR) : call.start + NEAR]
    texts = [part.text for part in found.parts]
    missing = [
        name
        for name, there in (
            ("how a result is judged", CLASSIFIED.search(around)),
            ("when to stop after failures", any(map(BREAKER.search, texts))),
            ("a final check over everything", any(map(FINAL.search, texts))),
        )
        if not there
    ]
    if len(missing) > 1:
        line, col = spot(call.one.text, call.start)
        yield Problem(
            line,
            f"{named(call)} hands over unit after unit, and the skill says nothing of "
            f"{_list(missing)}",
            col=col,
            hint="sort results into done, partial and failed; after three failures in a row do the "
            "rest directly; check everything once at the end",
            file=call.one.file,
            value=len(missing),
            confidence="advice" if describes(skill) else None,
        )


def _list(parts: list[str]) -> str:
    """Some parts in a row: "a, b or c"."""
    return " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


PRESENT = re.compile(
    r"\bcommand -v\b|\bwhich \w|--version\b|\b(?:un)?(?:installed|available)\b|\bnot found\b|"
    r"\bon (?:the )?PATH\b|\binstall\b|\bprerequisites?\b|\brequire[sd]?\b|"
    r"\bfall(?:s|ing)? ?back\b",
    re.IGNORECASE,
)


def cli_unchecked(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Commands that run an agent in a skill that never says what holds if it is not there."""
    found = handover(skill)
    commands = [call for call in found.work if call.form == "command"] if found else []
    if found and commands and not any(PRESENT.search(part.text) for part in found.parts):
        call = commands[0]
        line, col = spot(call.one.text, call.start)
        yield Problem(
            line,
            f"{named(call)} is called, and nothing says what holds where it is not there",
            col=col,
            hint="check it once before the first call, and say what happens without it",
            file=call.one.file,
        )
