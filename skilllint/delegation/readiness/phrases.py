"""What the words around a call say: when it is made, how firmly, to how many, with what care."""

from __future__ import annotations

import re
from functools import lru_cache

CLAUSE = re.compile(
    r"\b(?P<word>when(?:ever)?|if|once|after|before|unless|as\s+soon\s+as|where)\s+"
    r"(?P<rest>[^.;:|\n()]{4,140}?)(?=[,.;:|()]|\s+[-–—→]|\s*$)",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\b(?P<word>for)\s+(?P<rest>(?!each\b|every\b|example)[^.;:|\n(),]{4,120})", re.IGNORECASE
)
EACH = re.compile(
    r"\b(?P<word>for|per)\s+(?P<rest>(?:each|every)\s+[^.;:|\n(),]{3,100})", re.IGNORECASE
)
STEP = re.compile(r"\s*(\d{1,3})[.)]\s")
STAGE = re.compile(r"(?:step|phase|stage|part|task)\b|\d+(?:\.\d+)*[.):]?\s", re.IGNORECASE)
UNDER = "under "
"""What a place begins with that may or may not say when."""

HEDGED = re.compile(
    r"\b(?:may|might|could|can|consider|optionally|feel\s+free|possibly|perhaps|e\.g\.)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:only|unless|until)\b[^.]{0,40}\b(?:user|human|person|asked|requested)\b[^.]{0,40}"
    r"\b(?:asks?|requests?|says?|wants?|explicitly|for it)\b"
    r"|\bonly\s+(?:if|when)\s+(?:explicitly\s+)?(?:asked|requested|told)\b",
    re.IGNORECASE,
)
PARTS = re.compile(
    r"\b(?:independent(?:ly)?|in\s+parallel|parallel|concurrent(?:ly)?|disjoint|separately|"
    r"simultaneous(?:ly)?|fan(?:s|ned)?[- ]?out|in\s+batches|"
    r"one\s+(?:\w+\s+){0,2}(?:per|for\s+each)|"
    r"(?:for|per|to)\s+(?:each|every)\s+\w+|own(?:s)?\s+(?:\w+\s+){0,2}(?:files?|sections?)|"
    r"no\s+two\s+\w+|without\s+overlap)\b",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\b(?:one\s+after\s+(?:the\s+other|another)|sequential(?:ly)?|one\s+at\s+a\s+time|strictly\s+in\s+order|"
    r"never\s+in\s+parallel|do\s+not\s+(?:run\s+)?(?:\w+\s+){0,3}in\s+parallel)\b",
    re.IGNORECASE,
)
FALLBACK = re.compile(
    r"\b(?:fall(?:s)?\s*back|otherwise|if\s+(?:\w+\s+){0,3}(?:unavailable|missing|not\s+available|"
    r"does\s+not\s+exist|absent)|in\s+its\s+place|when\s+(?:no|the)\s+(?:\w+\s+){0,3}(?:is\s+unavailable|exists))\b",
    re.IGNORECASE,
)
LOGGED = re.compile(
    r"\b(?:log|record|state|say|announce|note|report|print|explain|write(?:\s+down)?)\b[^.\n]{0,70}"
    r"\b(?:reason|why|because|justification)\b|\bspawned\s+\S+\s+because\b",
    re.IGNORECASE,
)
SWITCHED = re.compile(
    r"\b(?:turn(?:s|ed)?|switch(?:es|ed)?)\s+(?:\w+\s+){0,3}off\b|\b(?:off|kill)[- ]switch\b|"
    r"\bto\s+(?:disable|stop)\s+\w+|\bdisables?\s+\w+|\bopt(?:s|ing)?[- ]out\b|"
    r"\bdelegat\w*\s*[:=]\s*[`\"']?(?:off|never|false|no)\b|\bagents\W+enabled\b",
    re.IGNORECASE,
)
SPAWNING = re.compile(
    r"agent|spawn|delegat|dispatch|hand(?:s|ed|ing)?\s+(?:off|over)", re.IGNORECASE
)
"""What a sentence on reasons and switches must be about to count."""

LOOSENED = re.compile(
    r"--dangerously[\w-]+|--yolo\b|\bbypassPermissions\b|\bdanger-full-access\b|"
    r"\bapproval_policy\s*[:=]\s*[\"'`]?never\b|--ask-for-approval[ =]never\b|--full-auto\b|"
    r"\b(?:skip|bypass|ignore|disable|suppress|auto-?approve)\s+(?:all\s+|any\s+|the\s+)?"
    r"(?:approvals?|permission\s+(?:prompts?|checks?)|permissions|the\s+sandbox|sandbox(?:ing)?)\b|"
    r"\bwithout\s+(?:asking\s+for\s+|waiting\s+for\s+|any\s+)?(?:approval|permission|a\s+sandbox)\b",
    re.IGNORECASE,
)
REFUSING = re.compile(
    r"\b(?:not|never|don['’]t|no|cannot|refuse|forbid\w*|reject|instead\s+of|rather\s+than|blocks?|avoid)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        1,
    )
}
COUNT = r"(?P<count>\d{1,3}|" + "|".join(NUMBERS) + r")"
WORKERS = (
    r"(?:sub-?agents?|agents?|workers?|reviewers?|threads|teammates?|experts?|authors?"
    r"|at\s+(?:a\s+time|once)|in\s+parallel|concurrent(?:ly)?)\b"
)
FANNED = re.compile(
    rf"(?<![\w.-])(?<!\bno ){COUNT}\s+(?:[\w`*-]+\s+){{0,3}}?{WORKERS}", re.IGNORECASE
)
CAPPED = re.compile(
    rf"\b(?:up\s+to|at\s+most|no\s+more\s+than|max(?:imum)?(?:\s+of)?|limit(?:ed)?\s+to)\s+{COUNT}\b",
    re.IGNORECASE,
)
UNBOUNDED = re.compile(
    r"\b(?:one|an?|its\s+own)\s+(?:[\w`*-]+\s+){0,3}(?:per|for\s+(?:each|every))\b|"
    r"\bfor\s+(?:each|every)\b|\bas\s+many\b",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """A text on one line without the marks of Markdown."""
    return " ".join(re.sub(r"[`*“”]+|^\s*(?:[-+]|\d+[.)])\s+", "", text).split())


def condition(sentence: str, name: str, cell: str) -> str:
    """When a call is made: its clause, what it is for, or its row of a table; else nothing."""
    sentence = " ".join(sentence.split())
    for pattern in (CLAUSE, EACH, PURPOSE):
        found = pattern.search(sentence)
        if found:
            said = clean(found[0])
            if name not in said:
                return said[:1].lower() + said[1:]
    return f"for {clean(cell)}" if cell and name not in cell else ""


def stage(line: str, heading: str) -> str:
    """Where in the work a call stands: at a numbered step or stage, or merely under a heading."""
    step = STEP.match(line)
    if step:
        return f"at step {step[1]}" + (f" of “{clean(heading)}”" if heading else "")
    if not heading:
        return ""
    return f"at “{clean(heading)}”" if STAGE.match(heading) else f"{UNDER}“{clean(heading)}”"


def because(name: str, said: str, path: str, line: int) -> str:
    """The sentence that a host could log as the reason for a spawn."""
    word, _, rest = said.partition(" ")
    if word in ("when", "whenever", "if", "where"):
        why = rest
    elif word == "at":
        why = f"the work has come to {rest}"
    elif word in ("for", "per"):
        why = f"{path}:{line} routes {rest} to it"
    elif word == "unless":
        why = f"not: {rest}"
    elif word and not said.startswith(UNDER):
        why = f"it is called {said}"
    else:
        why = f"{path}:{line} says so"
    return f"spawned {name} because {why}"


@lru_cache(maxsize=64)
def about_agents(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a text says something, in a sentence or beside one on agents."""
    for match in pattern.finditer(text):
        if SPAWNING.search(text, max(0, match.start() - 90), match.end() + 90):
            return match
    return None


def fan_out(text: str) -> int | None:
    """The most agents at a time that a text names; 0 where one for each has no number; None."""
    apiece = [match.span() for match in UNBOUNDED.finditer(text)]
    found = [
        number(match["count"])
        for match in FANNED.finditer(text)
        # "one agent for each page" is as many as there are pages
        if not any(first <= match.start() < last for first, last in apiece)
    ]
    capped = [number(match["count"]) for match in CAPPED.finditer(text)]
    if capped and (found or apiece):
        return max(capped)
    if found:
        return max(found)
    return 0 if apiece else None


def number(word: str) -> int:
    """A count in figures or words."""
    return NUMBERS.get(word.lower(), 0) or int(word)


@lru_cache(maxsize=64)
def loosening(text: str) -> re.Match[str] | None:
    """Where a text loosens what a user must approve, unless it forbids just that."""
    for match in LOOSENED.finditer(text):
        if not REFUSING.search(text, max(0, match.start() - 80), match.start()):
            return match
    return None
