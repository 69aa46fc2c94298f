"""Where a line elsewhere that calls a section says under which condition."""

from __future__ import annotations

import re

from skilllint.model import Outline
from skilllint.situational.pointer.conditions import BULLET, STOP, item
from skilllint.situational.pointer.phrases import cut, first_large, plain
from skilllint.situational.pointer.topics import AMBIGUOUS, TASKS
from skilllint.situational.references import REACH, SENTENCE, Mention
from skilllint.situational.titles import Title

CALL = (
    r"(?:follow|go to|goto|see|use|jump to|run|read|proceed (?:to|with)|switch to|enter|load|apply|"
    r"execute|skip to|take|route to|invoke|perform|per|via|refer to|consult|"
    r"continue (?:in|with|to|at)|do|start|open|under)"
)
AHEAD = re.compile(
    r"(?:^|.*?[\s(*>])(?P<clause>(?:only\s+)?(?:if|when|whenever|unless)\s+.+?)"
    rf"\s*(?:(?:,|:|—|–|\bthen\b)[\s*]*(?:then\s+)?{CALL}\s|(?:→|->|=>)[\s*]*(?:{CALL}\s+)?)"
    r"\s*(?:the\s+|to\s+)?[\"'“\[*(`§#]*",
    re.I,
)
AFTER = re.compile(
    r"[\"'”\]*)`]*(?:\(#[^)]*\))?[\"'”\]*)`]*\s*(?:section|below|above|flow|mode|path)?[\s*]*"
    r"(?:only\s+)?(?P<clause>(?:if|when|whenever|unless)\s+\S.+)",
    re.I,
)
CALLED = re.compile(rf".*\b{CALL}\s+(?:the\s+)?[\"'“\[*(`§#]*", re.I)
SENT = re.compile(rf"\W*{CALL}\s+(?:the\s+)?[\"'“\[*(`§#]*", re.I)
NOT = re.compile(r"\b(?:not|never|don't|avoid|skip|instead of|without|rather than)\b", re.I)
HEADER = re.compile(
    r"\W*(?:if|when|condition|trigger|situation|scenario|intent|request|user|input|arguments?|args?|"
    r"flags?|mode|need|goal|you want|symptom|command|subcommand|sub-command|looking for|task)\b",
    re.I,
)
ELSEWHERE = re.compile(
    r"\w+ (?:to|not)\b|.*(?:: |; )|"
    r".*\b(?:these|this|those|such|none|either|neither|it|they|them|above|below)\b",
    re.I,
)
"""Clauses that do not stand alone: their pronouns, or what they do, belong to another place."""


def condition(outline: Outline, title: Title, mentions: tuple[Mention, ...]) -> str:
    """The condition under which a line elsewhere sends a run to the section."""
    if not title.core or not mentions:
        return ""
    name = re.compile(r"\W+".join(map(re.escape, title.core)), re.I)
    for mention in mentions:
        if mention.kind == "routed":
            found = routed(outline, mention, name)
        else:
            found = guarded(around(outline, mention.line), name)
        if found:
            return found
    return ""


def around(outline: Outline, line: int) -> str:
    """The paragraph or item that a line belongs to, its lines joined."""
    section = outline.at(line)
    blocks = [b for b in section.blocks if b.start <= line <= b.end] if section else []
    inner = [b for b in blocks if b.kind in ("paragraph", "item")]
    start, end = (inner[-1].start, inner[-1].end) if inner else (line, line)
    lines = outline.lines[max(start, line - 3) - 1 : min(end, line + 2)]
    first = line - max(start, line - 3)
    begin = max([0, *(i for i in range(1, first + 1) if item(lines[i]))])
    behind = [i for i in range(first + 1, len(lines)) if item(lines[i]) or not lines[i].strip()]
    return " ".join(
        BULLET.sub("", one).strip() for one in lines[begin : min([len(lines), *behind])]
    )


def guarded(text: str, name: re.Pattern[str]) -> str:
    """The clause that stands right before or behind the name in one sentence."""
    place = name.search(text)
    at = place.start() if place else 0
    for sentence in SENTENCE.split(text[max(0, at - REACH) : at + 2 * REACH]):
        found = name.search(sentence)
        if not found or re.search(r"\bthis skill\b", sentence, re.I):
            continue
        before, behind = sentence[: found.start()], sentence[found.end() :]
        ahead = AHEAD.fullmatch(before)
        after = AFTER.match(behind)
        clause = ""
        if ahead:
            clause = begun(ahead["clause"])
        elif after and CALLED.fullmatch(before) and not NOT.search(before):
            clause = begun(STOP.split(after["clause"])[0])
        if clause and stands_alone(clause):
            return clause
    return ""


def stands_alone(clause: str) -> bool:
    """Whether a clause from another place can be understood in this one."""
    if ELSEWHERE.match(clause) or clause.count("(") != clause.count(")"):
        return False
    parts = clause.split(", ")[1:]
    listed = bool(parts) and parts[-1].startswith(("or ", "and "))
    orders = {part.partition(" ")[0].lower() for part in parts} & (TASKS | AMBIGUOUS)
    return listed or not orders


def begun(clause: str) -> str:
    """A clause at the beginning of a sentence, without "only"."""
    return first_large(cut(re.sub(r"^only\s+", "", plain(clause), flags=re.I)))


def routed(outline: Outline, mention: Mention, name: re.Pattern[str]) -> str:
    """The first cell of a row that sends a run to the section, if its column holds conditions."""
    section = outline.at(mention.line)
    tables = section.blocks if section else ()
    table = next(
        (b for b in tables if b.kind == "table" and b.start <= mention.line <= b.end), None
    )
    cells, header = row(mention.text), row(outline.lines[table.start - 1]) if table else []
    if len(cells) < 2 or not header or not HEADER.match(header[0]):
        return ""
    condition = plain(cells[0])
    if not condition or name.search(cells[0]) or not any(leads_to(one, name) for one in cells[1:]):
        return ""
    if re.match(r"(?:if|when|unless)\s", condition, re.I):
        return begun(condition)
    flag = re.match(r"`?(--[a-z][a-z\d-]*)`?$", condition, re.I)
    return f"With `{flag[1]}`" if flag else f"For {cited(condition)}"


def leads_to(cell: str, name: re.Pattern[str]) -> bool:
    """Whether a cell names the section to go there, not in passing."""
    found = name.search(cell)
    if not found or NOT.search(cell[: found.start()]):
        return False
    sent = SENT.fullmatch(cell[: found.start()])
    return sent is not None or len(found[0]) * 2 > len(plain(cell))


def row(line: str) -> list[str]:
    """The cells of a table's row."""
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.strip()[: 2 * REACH] for cell in cells]


def cited(text: str) -> str:
    """A cell's text, in quotes unless it has some or is code."""
    text = cut(text, 80)
    return text if text[:1] in "`\"'“" else f'"{text}"'
