"""DG: how often a skill hands work over, and what runs for each unit that need run once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from skilllint.checks._against import BEFORE
from skilllint.checks._delegate_words import OVER
from skilllint.checks._delegates import MANY, REACH, Call, named, sentence
from skilllint.checks._handover import Handover, describes, first, handover
from skilllint.checks._texts import Text, fence_at, section_at, spot
from skilllint.checks._wording import quoted, share
from skilllint.model import Problem, Section, Setting, Skill


def delegate_per_unit(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Delegates of code work that are called once for each unit, told once a skill."""
    found = handover(skill)
    loops = [call for call in found.work if call.each] if found else []
    if not found or not loops:
        return
    call = min(loops, key=lambda one: (one.apart, one is not first(found), one.form != "command"))
    line, col = spot(call.one.text, call.start)
    yield Problem(
        line,
        f"{named(call)} hands over one unit a call ({quoted(call.each, 30)}): every call is "
        "prepared, read and judged anew",
        col=col,
        hint="hand over about five units in a call, those that share a file together, and report "
        "between the batches",
        file=call.one.file,
        confidence="advice" if call.apart or describes(skill) else None,
    )


# --- what the orchestrator does again ---------------------------------------------

RUNS = re.compile(
    r"\b(?:run|execute)\b[^.\n]{0,60}\b(?:tests?|suite|lint\w*|typecheck|verif\w{2,8}|checks?)\b|"
    r"<verif\w{1,8}>|\b(?:test|verification) commands?\b",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"\b(?:after|once|when)\b[^.\n|]{0,60}\b(?:codex|delegates?|sub-?agents?|agents?|executors?|"
    r"workers?|implementers?|it|unit|task|batch)\b[^.\n|]{0,40}\b(?:returns?|completes?|finish\w{0,3}|"
    r"reports?|exits?)\b[^.\n|]{0,160}?\b(?:re-?)?run\b[^.\n|]{0,60}\b(?:tests?|suite|verif\w{2,8}|"
    r"lint\w{0,3}|checks)\b|"
    r"\bre-?run\b[^.\n|]{0,60}\b(?:tests?|suite|verification|lint\w{0,3})\b|"
    r"\brun (?:the |its |all )?(?:\w{1,15} )?(?:tests?|suite|verification|lint\w{0,3}) again\b|"
    r"\b(?:completed|success|done)[\"'`][^\n]{0,40}\b(?:verify|tests?|verification) "
    r"(?:fails?|pass)",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\b(?:final|full|whole|entire|combined|everything|once|all units|integrat\w{2,5}|"
    r"spot-check)\b",
    re.IGNORECASE,
)


def delegate_checked_twice(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Tests that the delegate runs by its prompt, and the orchestrator after it once more."""
    found = handover(skill)
    if not found or not any(RUNS.search(prompt.text) for prompt in found.prompts):
        return
    call = first(found)
    text = call.one.text
    for again in AGAIN.finditer(text, call.start, call.start + REACH):
        if fence_at(text, again.start()) or _spared(text, again):
            continue
        line, col = spot(text, again.start())
        yield Problem(
            line,
            "the delegate's prompt has it run the tests, and here they run again: "
            f"{quoted(again[0])}",
            col=col,
            hint="let the delegate mend its own work until its tests pass, trust its report, and "
            "run everything once at the end",
            file=call.one.file,
            confidence=None if call.form == "command" and not describes(skill) else "advice",
        )
        return


def _spared(text: str, again: re.Match[str]) -> bool:
    """Whether it is forbidden to run the tests again, or they are those of the whole."""
    said = sentence(text, again.start())
    return bool(BEFORE.search(said) or WHOLE.search(said))


# --- what belongs before the first batch, or behind the last -------------------------

LOOP = re.compile(
    r"^[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t])?[^\n]{0,60}?"
    r"\b(?:for (?:each|every)|repeat for|loop over)\b[^\n]{0,240}$",
    re.IGNORECASE | re.MULTILINE,
)
CHECKED = re.compile(
    r"\b(?:command -v|which|type -P) (?:codex|claude|gemini|opencode)\b|"
    r"\b(?:codex|claude|gemini|opencode) --version\b|\bCODEX_S(?:ANDBOX|ESSION_ID)\b|"
    r"\b(?:check|verify|confirm|make sure|ensure)\b[^.\n]{0,30}\b(?:codex|claude|gemini|opencode)"
    r"\b[^.\n]{0,20}\b(?:installed|available|on (?:the )?PATH|present|logged in|"
    r"authenticated)\b|"
    r"\b(?:ask|obtain|get|request)\w{0,3}\b[^.\n]{0,40}\bconsent\b",
    re.IGNORECASE,
)
CLEANED = re.compile(r"\b(?:clean(?:s|ed|ing)?[ -]?up|removed?|deleted?|rm -r?f)\b", re.IGNORECASE)
AFTER_EACH = re.compile(
    r"\b(?:after|between|following) (?:each|every|a) (?:[\w-]{1,20} ){0,2}"
    r"(?:unit|task|step|story|issue|batch|call|run|delegat\w{2,5})\b",
    re.IGNORECASE,
)
STEP = re.compile(r"(?:clean(?: up)?|remove|delete)\b", re.IGNORECASE)
"""How a step begins that cleans; in a loop it does so every time."""

SCRATCH = re.compile(
    r"\b(?:scratch|temp(?:orary)?|prompt|result|intermediate|log)s?\b[^.\n]{0,30}"
    r"\b(?:files?|folders?|director(?:y|ies))\b",
    re.IGNORECASE,
)


def once_for_each(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Checks of the environment inside the loop, and scratch files cleaned more than once."""
    found = handover(skill)
    if not found:
        return
    for call in found.work:
        if (check := _checked(call)) is not None:
            line, col = spot(call.one.text, check.start())
            yield Problem(
                line,
                f"{quoted(check[0])} is checked in the loop that hands over, for every unit anew",
                col=col,
                hint="check it once, before the first batch, and fall back there",
                file=call.one.file,
                confidence="advice" if describes(skill) else None,
            )
            break
    yield from _cleanings(found)


def _checked(call: Call) -> re.Match[str] | None:
    """A check of what does not change, between the line that opens a call's loop and the call."""
    text = call.one.text
    start = section_at(text, call.start)[0]
    opened = next(LOOP.finditer(text, max(start, call.start - REACH), call.start), None)
    if not opened or fence_at(text, opened.start()):
        return None
    return CHECKED.search(text, opened.end(), call.start)


def _cleanings(found: Handover) -> Iterator[Problem]:
    """The first sentence that cleans scratch files after each unit."""
    for part in dict.fromkeys(call.one for call in found.work):
        for clean in islice(CLEANED.finditer(part.text), MANY):
            said = sentence(part.text, clean.start())
            looped = STEP.match(said.lstrip()) and _looped(part, clean.start(), found)
            each = AFTER_EACH.search(said) or looped
            if each and SCRATCH.search(said) and not BEFORE.search(said):
                line, col = spot(part.text, clean.start())
                yield Problem(
                    line,
                    f"scratch files are cleaned for every unit: {quoted(said.strip())}",
                    col=col,
                    hint="clean them once, after the last batch",
                    file=part.file,
                )
                return


def _looped(part: Text, at: int, found: Handover) -> bool:
    """Whether a place stands behind a call in its loop, and in the same section."""
    return any(
        call.each and call.opened < call.start < at and call.one == part
        for call in found.work
        if section_at(part.text, call.start) == section_at(part.text, at)
        and not OVER.search(part.text, call.start, at)
    )


# --- what belongs in a file of its own ----------------------------------------------

ABOUT = re.compile(
    r"\b(?:delegat\w{1,5}|codex|sub-?agents?|agent teams?|swarm|external (?:agent|model)s?)\b",
    re.IGNORECASE,
)
GATED = re.compile(
    r"\b(?:when|if|unless|once) (?:[\w`*-]{1,20} ){0,4}?[\w`*]{0,20}(?:delegat\w{1,5}|codex|"
    r"sub-?agents?|agent teams?|swarm)\b|\boptional(?:ly)?\b|\bopt-in\b|"
    r"\bfalls? back to (?:the )?(?:standard|direct|inline|local)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:step|phase|stage|part)?\s{0,2}\d", re.IGNORECASE)
"""How the title of a step begins, which every run takes."""

GATE_LINES = 4
"""Lines behind a heading in which its condition stands."""

MOST = 0.6
"""The share of a body from which on delegating is what the skill is for."""


def delegation_in_body(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Long sections on delegating in a skill that works without, unless ST201 tells of them."""
    found = handover(skill)
    work = found.work if found else ()
    lines = [spot(call.one.text, call.start)[0] for call in work if not call.one.file]
    if not lines:
        return
    behind = 0
    for section in skill.outline.sections:
        about = ABOUT.search(section.title) and not NUMBERED.match(section.title)
        if section.start <= behind or section.level == 0 or not about:
            continue
        held = any(section.start <= line <= section.end for line in lines)
        if held and section.lines > setting.limits["lines"] and _gated(skill, section):
            behind = section.end
            part = skill.weight(section).subtree / max(skill.tokens.body, 1)
            if part <= MOST and not _told(skill, section):
                yield Problem(
                    section.start,
                    f"{quoted(section.title)} has {section.lines} lines ({share(part)} of the "
                    "body) that only a run which delegates needs",
                    end=section.end,
                    hint="move it to a file under references/, and keep here when to delegate and "
                    "to read it",
                    value=section.lines,
                    limit=setting.limits["lines"],
                    confidence="advice" if describes(skill) else None,
                )


def _gated(skill: Skill, section: Section) -> bool:
    """Whether its title or its first lines say that some runs do without."""
    lead = skill.outline.text(section.start, min(section.end, section.start + GATE_LINES))
    return bool(GATED.search(lead))


def _told(skill: Skill, section: Section) -> bool:
    """Whether a rule on situational blocks judges the same lines."""
    return any(one.start <= section.end and section.start <= one.end for one in skill.candidates)
