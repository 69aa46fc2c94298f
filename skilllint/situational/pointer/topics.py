"""What a heading says of when its section is needed, or at least of what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from skilllint.situational.pointer.phrases import (
    Voice,
    cut,
    first_large,
    first_small,
    plain,
    quoted,
)
from skilllint.situational.titles import SIDE, Title
from skilllint.situational.words import split

PARTS = re.compile(r"\s[—–|-]{1,3}\s|:\s+|\s*(?:→|=>|(?<![<-])->)\s*")
MARKS = re.compile(r"^[^\w`\"'(/.-]+|^[.):–—\s-]+(?=\w)")
NOISE = "·•*#=~^ "

CLAUSE = re.compile(
    r"(?:only\s+)?(?P<word>if|when|whenever|unless|in case)\s+(?!to\b|not to\b|else\b|/)"
    r"(?P<rest>.+)",
    re.I,
)
BREAK = re.compile(r"\s[—–-]\s|[;.]\s|,\s(?:skip|else|otherwise)\b", re.I)
ONLY = re.compile(r"only\s+(?P<clause>(?:for|on|in|with|without|during|after)\s+.+)", re.I)
KIND = re.compile(
    r"for\s+(?!each|every|all\b|reference|example|now\b|the record)(?P<rest>.+)", re.I
)
USED_FOR = re.compile(r"use (?P<clause>(?:if|when|for)\s+.+)", re.I)
LAST = re.compile(r"(?P<what>(?!via |by |from |at |to )[^(),]{2,60}?)[\s-]+only", re.I)
VAGUE = re.compile(
    r"not \w+$|.*\b(?:this skill|these|the following|should happen|appl(?:y|ies)$)", re.I
)
NOT_KINDS = frozenset("read append view write once header output input design metadata".split())  # noqa: SIM905
WITHIN = re.compile(
    r"(?!check|determine|verify|decide|know|test|see|tell|detect|ask|how|why|find|understand)[^,]*?"
    r"(?<!what)(?<!even)(?<!as)(?<!and)(?<!or)\s"
    r"(?P<clause>(?:when|whenever|unless|if)\s+(?!to\b|not to\b|and\b|or\b).+)",
    re.I,
)
BEFORE = re.compile(
    r"(?:for|on|in|with|without|after|during|before)\s+(?!each\b|every\b|all\b|this\b)\S.*", re.I
)
WEAK = re.compile(
    r"optional(?:ly)?(?:\s\w+){0,2}|opt-in(?:\s\w+){0,2}|(?:if|when|where|as)\s+(?:needed|applicable|available|necessary|requested|"
    r"selected|enabled|present|required|appropriate|desired|relevant|detected|configured|found|"
    r"any|supported|possible|asked|missing|unavailable)",
    re.I,
)
FLAG = re.compile(
    r"(?P<no>(?:no|without)\s+)?(?:with\s+)?"
    r"(?P<flag>--[a-z][a-z\d-]*(?:[ =][a-z\d]+)?)(?:\s+(?:only|flag|option|mode)|\s*[<\[].*)?",
    re.I,
)
CHOICE = re.compile(r"\b(?:how|choos|select|detect|overview|comparison|which|when to)", re.I)
MODE = re.compile(r"(?P<name>[^\s].{0,40}?)[\s-]+mode", re.I)
NO_MODES = frozenset(
    "failure dark light operating output display this per view by select detect choose each "  # noqa: SIM905
    "default standard normal main mode vs versus or and".split()
)
NAMED = re.compile(r"(?P<noun>[A-Za-z]+)\s+[-#]?\s*(?P<name>\d+|[A-Z])")
USING = re.compile(r"(?:using|working with)\s+\S", re.I)
GERUND = re.compile(r"(?!existing|missing|remaining|pending|failing|running)\w+ing")
HOW = re.compile(r"how to\s+(?P<task>\S.*)", re.I)
LABELS = frozenset(
    "reference type example appendix note guide template topic workflow flow option approach "  # noqa: SIM905
    "scenario recipe pattern strategy path case optional advanced challenge solution".split()
)
SYSTEMS = frozenset("windows macos mac linux wsl wsl2 ubuntu ios android".split())  # noqa: SIM905

TROUBLE = frozenset(
    "troubleshooting error errors issue issues problem problems failure failures".split()  # noqa: SIM905
)
GENERAL = TROUBLE | frozenset(
    "handling recovery recovering common known and or solutions fixes guide from with possible "  # noqa: SIM905
    "potential frequent general quick tips modes strategy the resolution response".split()
)
TASKS = frozenset(
    "add apply approve archive attach author authenticate bootstrap capture choose clean "  # noqa: SIM905
    "compare compile compose compute configure connect consume convert create customize debug "
    "decide define delete detect determine diagnose disable discover download edit emit enable "
    "enforce ensure escalate "
    "establish evaluate execute extend extract fetch find fix gather generate get handle identify "
    "implement improve initialize inject inspect install integrate investigate invoke launch learn "
    "list load maintain make manage merge migrate modify move navigate obtain open optimize "
    "organize override pick post prepare prevent produce propose provide publish pull push put "
    "read rebuild recover refactor refresh register remove rename render replace resolve restore "
    "resume retrieve revert rewrite run save scaffold select send share show simplify skip solve "
    "spawn split store submit switch sync tag translate tune uninstall update upgrade upload "
    "validate verify visualize write".split()
)
AMBIGUOUS = frozenset(
    "access analyze ask audit build call change check commit deploy design dispatch document draft "  # noqa: SIM905
    "export filter format hand import index link log map monitor plan present process query record "
    "release report request research review scan schedule score search set ship sort start stop "
    "summarize test trace track trigger use work wrap".split()
)
PROCEDURES = frozenset(
    "flow flows workflow workflows loop path mode process phase strategy command commands guide "  # noqa: SIM905
    "procedure options checklist script scripts patterns policy examples example template "
    "templates operations recipe recipes request requests".split()
)
FOLLOWED = frozenset(
    "the a an your all any via with from to in on as and it them for into using off up out "  # noqa: SIM905
    "new existing multiple".split()
)
NO_TOPICS = frozenset(
    "don't do never always is are you it we i please not must should what why who which can "  # noqa: SIM905
    "because be via by at from to of one no manually".split()
)
SINGULAR = frozenset(
    "format schema table template checklist matrix structure glossary catalog catalogue list "  # noqa: SIM905
    "mapping contract layout reference inventory specification spec protocol procedure sequence "
    "algorithm prompt cheatsheet flow workflow strategy path system phase guide".split()
)
MOST = 400
"""Characters of a heading that are looked at."""

MOST_WORDS = 8
"""Longer headings are sentences rather than names; they are quoted."""


class Heading(NamedTuple):
    """A heading in parts: `core` without its number, brackets and what follows a dash.

    `sides` are the brackets, `behind` what follows dashes, colons and arrows.
    """

    text: str
    number: str
    core: str
    sides: tuple[str, ...]
    behind: tuple[str, ...]


def parse(title: Title) -> Heading:
    """The parts of a heading, safe to quote."""
    text = plain(title.text[:MOST])
    number = text[: len(title.number)] if text.lower().startswith(title.number) else ""
    rest = MARKS.sub("", text[len(number) :].strip(NOISE))
    sides = [part.strip() for side in SIDE.findall(rest) for part in PARTS.split(side[1:-1])]
    core, *behind = (part.strip(NOISE) for part in PARTS.split(SIDE.sub(" ", rest)))
    if behind and (not core or core.lower().rpartition(" ")[2] in LABELS):
        core, *behind = behind
    core = " ".join(core.split()).strip(" .:–—-,") or " ".join(rest.split())
    return Heading(rest or text, number, core, tuple(sides), tuple(b for b in behind if b))


# --- the condition that a heading states -----------------------------------------


def stated(heading: Heading, voice: Voice) -> str:
    """The condition in a heading, as it begins a sentence: a clause, a flag, a named mode."""
    for part in (heading.core, *heading.sides, *heading.behind):
        found = clause(part, voice)
        if found:
            return found
    for part in (heading.core, *heading.sides, *heading.behind):
        flag = FLAG.fullmatch(part)
        if flag:
            return f"{'Without' if flag['no'] else 'With'} `{flag['flag']}`"
    if BEFORE.fullmatch(heading.core):
        return first_large(voice.lowered(cut(heading.core)))
    return mode(heading, voice)


def clause(part: str, voice: Voice) -> str:
    """An if, a when, or what something is only for."""
    if WEAK.fullmatch(part):
        return ""
    part = BREAK.split(part)[0]
    conditional = CLAUSE.match(part)
    if conditional and " " in conditional["rest"] and not VAGUE.match(conditional["rest"]):
        return f"{conditional['word'].capitalize()} {first_small(cut(conditional['rest']), voice)}"
    used = ONLY.match(part) or USED_FOR.match(part)
    if used:
        return first_large(cut(used["clause"]))
    within = WITHIN.fullmatch(part)
    if within and not WEAK.fullmatch(within["clause"]):
        return first_large(cut(within["clause"]))
    return reserved(part, voice)


def reserved(part: str, voice: Voice) -> str:
    """What something is for, or for only: "for monorepos", "Windows only"."""
    kind = KIND.match(part)
    if kind:
        return f"For {voice.lowered(cut(kind['rest']))}"
    last = LAST.fullmatch(part)
    if not last or last["what"].split()[-1].lower() in NOT_KINDS:
        return ""
    what = last["what"]
    place = "On" if what.lower() in SYSTEMS else "In" if what.lower().endswith(" mode") else "For"
    return f"{place} {voice.lowered(cut(what))} only"


def mode(heading: Heading, voice: Voice) -> str:
    """A mode that has a name: "Batch Mode", "Mode: Batch", "Mode 3: Batch"."""
    named = NAMED.fullmatch(heading.core)
    if named and named["noun"].lower() == "mode":
        return f"In {numbered(named, heading, voice)}"
    found = MODE.fullmatch(heading.core)
    if heading.core.lower() == "mode" and heading.behind:
        found = MODE.fullmatch(f"{heading.behind[0].removesuffix(' mode')} mode")
    if not found or len(found["name"].split()) > 4 or any(map(CHOICE.match, heading.behind)):
        return ""
    if NO_MODES & {word.text for word in split(found["name"])}:
        return ""
    return f"In {voice.lowered(cut(found['name']))} mode"


def numbered(named: re.Match[str], heading: Heading, voice: Voice) -> str:
    """One of several by its number or letter, and what it is called."""
    called = heading.behind or heading.sides
    name = f" ({voice.lowered(cut(called[0], 60))})" if called else ""
    return f"{voice.lowered(named['noun'])} {named['name']}{name}"


def weak(heading: Heading) -> str:
    """A word that says only that some runs leave the section out: "(optional)", "(if needed)"."""
    for side in (*heading.sides, *heading.behind):
        for part in re.split(r"[,;]\s*", side):
            if WEAK.fullmatch(part) or CLAUSE.fullmatch(part):
                return "Optional" if part.lower().startswith("opt") else first_large(part.lower())
    return "Optional" if heading.text.lower().startswith("optional") else ""


# --- what it is about --------------------------------------------------------------


def trouble(heading: Heading) -> bool:
    """Whether a heading stands for whatever goes wrong, not for one thing that does."""
    words = {word.text for word in split(heading.core)}
    return bool(words & TROUBLE) and words <= GENERAL


def task(heading: Heading, voice: Voice) -> str:
    """What is to be done, if a heading is an order: "To publish a package"."""
    how = HOW.fullmatch(heading.core)
    text = how["task"] if how else heading.core
    words = [word.text for word in split(text)]
    order = len(words) > 1 and (
        words[0] in TASKS or (words[0] in AMBIGUOUS and words[1] in FOLLOWED)
    )
    called = order and ({words[1], words[-1]} & PROCEDURES or GERUND.fullmatch(words[1]))
    if not (order or how) or called or "," in text or len(words) > MOST_WORDS + 2:
        return ""
    text = voice.lowered(cut(text))
    return f"To {text[0].lower()}{text[1:]}"


def about(heading: Heading, voice: Voice) -> str:
    """The subject of a heading, as it begins a sentence: "For the report format", "On Windows"."""
    named = NAMED.fullmatch(heading.core)
    if named and len(named["noun"]) > 1:
        return f"For {numbered(named, heading, voice)}"
    core = cut(re.sub(r"^optional\s+(?=\w)", "", heading.core, flags=re.I))
    words = [word.text for word in split(core)]
    if USING.match(core):
        return f"When {first_small(voice.lowered(core), voice)}"
    if not words or words[0] in NO_TOPICS or len(words) > MOST_WORDS or re.search('[?!";,]', core):
        return f"For {quoted(heading.text)}"
    if len(words) == 1 and words[0] in SYSTEMS:
        return f"On {core}"
    return f"For {article(words)}{voice.lowered(core)}{kind(heading, words)}"


def kind(heading: Heading, words: Sequence[str]) -> str:
    """What follows a subject of one word or with a number: "Ruby — RSpec"."""
    more = heading.behind[0] if heading.behind else ""
    short = len(words) == 1 or words[-1][-1].isdigit()
    return f" ({cut(more)})" if more and short and len(more.split()) < 4 else ""


def article(words: Sequence[str]) -> str:
    """The article of a subject that has none, where its last word tells."""
    if words[0] in ("the", "a", "an"):
        return ""
    if words[-1] in ("example", "sample"):
        return "an " if words[0][0] in "aeiou" else "a "
    return "the " if words[-1] in SINGULAR else ""


def ordinal(heading: Heading, voice: Voice) -> str:
    """A step by its number: "step 6 (handoff)"; without one by its heading."""
    if not heading.number:
        return quoted(heading.text)
    name = voice.lowered(cut(heading.core, 60))
    number = heading.number.lower() if heading.number[0].isalpha() else f"step {heading.number}"
    return f"{number} ({name})" if name else number
