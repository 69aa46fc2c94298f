"""Where the first sentences below a heading say when the section is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skilllint.model import Outline, Section
from skilllint.situational import leads
from skilllint.situational.pointer.phrases import Voice, cut, first_large, first_small, plain
from skilllint.situational.references import prose

BULLET = re.compile(r"^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(?:\[[ xX]\]\s+)?")
STOP = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)[.!?](?=\s|$)|\s[—–]\s|;\s|\s--\s")

THIS = r"(?:(?:this|these)(?:\s+[\w-]+){0,2}|it|here)"
WORD = r"(?P<word>if|when|whenever|unless|for|in case)\s+(?P<rest>\S.+)"
OWN = re.compile(
    rf"(?:only\s+)?(?:use|follow|read|load|run|take|choose|pick|apply|do|proceed|enter|invoke|"
    rf"perform|execute|go)\s+(?:{THIS}\s+)?(?:only\s+)?{WORD}",
    re.I,
)
VERBS = (
    r"(?:appl(?:y|ies)|runs?|(?:is|are)\s+(?:only\s+)?(?:used|needed|required|relevant|invoked|"
    r"triggered|active|activated|intended|meant|loaded)|activates|triggers|kicks in|fires|"
    r"is|are|happens|executes)"
)
SELF = re.compile(rf"{THIS}\s+(?:only\s+)?{VERBS}\s+(?:only\s+)?{WORD}", re.I)
BARE = re.compile(
    r"(?:only\s+)?(?:applies|relevant|needed|used|runs|triggered|invoked|active|activated|"
    r"intended|meant)\s+(?:only\s+)?(?P<word>if|when|whenever|unless|for|to|by|on)\s+"
    r"(?P<rest>\S.+)",
    re.I,
)
ONLY = re.compile(r"only\s+(?P<word>if|when|for|on|in|with|after)\s+(?P<rest>\S.+)", re.I)
SKIP = re.compile(
    rf"skip\s+(?:{THIS}\s+)?(?:entirely\s+)?(?P<word>if|when|unless)\s+(?P<rest>\S.+)", re.I
)
LABEL = re.compile(
    r"(?P<label>(?:when to use|use (?:this )?(?:if|when|for)|when|applies (?:when|if|to)|condition|"
    r"(?:run|invoke|only|load) (?:if|when)|triggers?|triggered (?:by|when)))\s*:\s*(?P<rest>\S.+)",
    re.I,
)
COLON = re.compile(r":\s(?=[^`]*(?:`[^`]*`[^`]*)*$)")
PLACED = re.compile(
    r"(?:after|before|on|during|in|at|with|without|once|for|if|when|unless)\b", re.I
)
UNFINISHED = re.compile(
    r"(?:.*\s)?(?:to|of|following|these|for|a|an|the|any|all|with|or|and|is|are|when|if|"
    r"thinking|saying)\s*:?",
    re.I,
)
FINITE = re.compile(
    r"\b(?:users?|you|exists?|is|are|has|have|contains?|fails?|says?|asks?|wants?|needs?|present|"
    r"detected|returns?|matches|mentions?|changes?|changed)\b",
    re.I,
)
OPEN = re.compile(
    r"(?P<clause>for\s+[^,:]+(?=:\s*$)|in\s+[^,:]{1,40}\smode|"
    r"(?:when|whenever|if|unless|in case)\s(?:\([^()]*\)|\"[^\"]*[^\",]|[^,:(\"])+?)"
    r"(?:\"?,\"?\s+|:\s*$|:\s)(?P<main>.*)",
    re.I,
)
REQUEST = re.compile(r"(?P<clause>on (?:explicit |user )?requests?)\b", re.I)
ALL = re.compile(r"(?:each|every|all|any|both)\b|example|instance", re.I)
AMOUNT = re.compile(
    r"[^,.]*?\bfor\s+(?:(?:each|every|all|any|both)\b|example|instance|[~\d]).*", re.I
)
PURPOSE = re.compile(r"[^,.]*?\b(?:needed|used|required)\s+for\b.*", re.I)
INNER = re.compile(
    r"\b(?:ask|stop|skip|otherwise|else|abort|exit|return|report|fail|halt|warn|go to|jump|"
    r"continue|proceed|error|refuse|set|default|infer|assume|print|say|tell|instead|before|show|"
    r"prompt|AskUserQuestion)\b",
    re.I,
)
GENERIC = re.compile(
    r"(?:if|when|whenever)\s+(?:this|the) skill\b.*|.*\bthis (?:skill|step|phase)\b.*",
    re.I,
)
SHORT = re.compile(r"\w+\s+\S+")
BRANCH = re.compile(r"\W*(?:for|if|when|otherwise|unless|else)\b.*:\W*$", re.I)


def lead(outline: Outline, section: Section, voice: Voice, *, loose: bool) -> str:
    """The condition that a section opens with; `loose` also takes an opening "When …,"."""
    _, text = leads.lead(outline, section)
    lines = text.split("\n")
    opening = sentences(lines)
    behind = sentences(lines[lines.index("") + 1 :]) if "" in lines else []
    for sentence in (*opening[:2], *behind[:1]):
        found = own(sentence, voice)
        if found:
            return found
    if not loose or not opening or item(lines[0]):
        return ""
    branches = sum(BRANCH.match(line.text) is not None for line in prose(outline, [section]))
    return opened(opening, alone=branches < 2)


def sentences(lines: list[str]) -> list[str]:
    """The sentences of the first paragraph of some lines."""
    flat = plain(" ".join(BULLET.sub("", line) for line in paragraph(lines)))
    return [part.strip() for part in STOP.split(flat) if part.strip()]


def paragraph(lines: list[str]) -> Iterator[str]:
    """The lines up to the first blank one or the second item of a list."""
    for number, line in enumerate(lines):
        if not line.strip() or (number and item(line)):
            return
        yield line


def own(text: str, voice: Voice) -> str:
    """What a sentence says of the section it stands in: "Use this when …"."""
    skip = SKIP.match(text)
    if skip:
        return skipped(skip["word"].lower(), skip["rest"], voice)
    label = LABEL.match(text)
    if label:
        return own(label["rest"], voice) or labelled(label["label"], label["rest"], voice)
    for pattern in (OWN, SELF, BARE, ONLY):
        found = pattern.match(text)
        if found and not any(p.fullmatch(text) for p in (AMOUNT, PURPOSE)):
            unfinished = UNFINISHED.fullmatch(found["rest"])
            return "" if unfinished else worded(found["word"], found["rest"], voice)
    asked = REQUEST.match(text)
    return asked["clause"].capitalize() if asked else ""


def skipped(word: str, rest: str, voice: Voice) -> str:
    """When a section is needed that says when it is not: "Skip if no file was found"."""
    if " " not in rest and "`" not in rest:
        return ""
    if word == "unless":
        return worded("if", rest, voice)
    none = rest.lower().startswith("no ")
    return worded("if", f"any {rest[3:]}", voice) if none else worded("unless", rest, voice)


def worded(word: str, rest: str, voice: Voice) -> str:
    """A conjunction with its clause, at the beginning of a sentence."""
    word = "for" if word.lower() in ("to", "by") else word.lower()
    return f"{word.capitalize()} {first_small(cut(COLON.split(rest)[0]), voice)}"


def labelled(label: str, rest: str, voice: Voice) -> str:
    """What stands behind "When to use:", "Trigger:"."""
    if PLACED.match(rest):
        return first_large(cut(rest))
    word = next((w for w in ("when", "if", "for") if w in label.lower().split()), "")
    finite = rest.partition(" ")[0].lower().endswith("ing") or FINITE.search(rest)
    small = rest[0].lower() + rest[1:] if rest[:2].istitle() else rest
    return worded(word or ("when" if finite else "for"), small, voice)


def opened(opening: Sequence[str], *, alone: bool) -> str:
    """The clause that the first sentence opens with, unless it is one branch of several inside."""
    found = OPEN.match(opening[0])
    if not found or any(p.fullmatch(found["clause"]) for p in (GENERIC, UNFINISHED, SHORT)):
        return ""
    clause, main = found["clause"], found["main"]
    whole = len(opening) == 1 or opening[0].endswith(":")
    branch = clause.lower().startswith(("if ", "unless ", "in "))
    inner = (branch and (not whole or INNER.search(main))) or not (alone or (main and not branch))
    return "" if inner or ALL.match(clause.partition(" ")[2]) else first_large(cut(clause))


def item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return bool(re.match(r"\s*(?:[-*+]|\d+[.)])\s", line))
